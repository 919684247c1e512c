"""Find an action by its words, in either language, and carry it out."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from tui.actions import SCREENS, TITLES
from tui.i18n import _
from tui.screens.base import BaseScreen, bindings_of, matches
from tui.widgets.look import DIM, KEY, PLAIN
from tui.widgets.rows import Row, RowList
from tui.widgets.text import fit

_NOT_HERE = {"palette", "choose", "mark"}


class PaletteScreen(BaseScreen):
    """The actions of the screen `about`; leaves with the id of the chosen one."""

    NAME = "palette"
    BINDINGS = bindings_of(NAME)

    def __init__(self, about: str) -> None:
        super().__init__()
        self._about = about

    def begin(self) -> None:
        super().begin()
        self.action_filter()

    def redraw(self) -> None:
        self.title_bar(f"{_('Find an action')}: {_(TITLES[self._about])}")
        rows = []
        for action in SCREENS[self._about]:
            words = f"{action.label} {action.help} {_(action.label)} {_(action.help)}"
            if action.id not in _NOT_HERE and matches(words, self.filter_text):
                left = [(f" {fit(_(action.label), 16)}", PLAIN), (_(action.help), DIM)]
                rows.append(Row(action.id, left, [(f"{action.key} ", KEY)]))
        self.rows.set_rows(rows, empty=_("No action has these words."))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter carries out the first action that is left."""
        self.dismiss(self.rows.cursor_id)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Carry out the action under the cursor."""
        self.dismiss(message.id)

    def action_leave(self) -> None:
        """Back without doing anything."""
        self.dismiss(None)

    def key_escape(self) -> None:
        self.dismiss(None)

    def key_f10(self, event: events.Key) -> None:
        event.stop()  # it is no key of the screen below
        self.dismiss(None)
