"""Every key of a screen, from the registry."""

from __future__ import annotations

from tui.actions import FORMS, TITLES, TYPING, actions_of
from tui.i18n import _, labelled
from tui.screens.base import BaseScreen, bindings_of
from tui.widgets.look import KEY, PLAIN
from tui.widgets.rows import Row, heading
from tui.widgets.text import fit

_LIST_KEYS = ("Up Down k j", "PgUp PgDn", "Home End")


class HelpScreen(BaseScreen):
    """The keys of the screen `about`."""

    NAME = "help"
    BINDINGS = bindings_of(NAME)

    def __init__(self, about: str, typing: bool = False) -> None:
        """`typing`: a form is open there, whose keys are to be seen first."""
        super().__init__()
        self._about, self._typing = about, typing

    def redraw(self) -> None:
        self.title_bar(labelled(_("Keys"), _(TITLES[self._about])))
        rows = [
            Row(action.id, [(f" {fit(' '.join(action.keys), 14)}", KEY), (_(action.help), PLAIN)])
            for action in actions_of(self._about)
            if action.keys
        ]
        rows += [Row(keys, [(f" {fit(keys, 14)}", KEY), (_("Move in the list"), PLAIN)]) for keys in _LIST_KEYS]
        if self._about in FORMS:
            typing = [Row(f"typing:{keys}", [(f" {fit(_(keys), 22)}", KEY), (_(text), PLAIN)]) for keys, text in TYPING]
            typing.insert(0, heading("typing", _("In a form")))
            rows = [*typing, heading("list", _("In the list")), *rows] if self._typing else [*rows, *typing]
        self.rows.set_rows(rows)
