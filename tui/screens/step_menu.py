"""A short list of steps in the place of a pane: a digit or Enter chooses one, F10, Esc and q go back."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.widget import Widget

from tui.i18n import _
from tui.widgets.bar import LineBar
from tui.widgets.look import DIM, HEADING, KEY, PLAIN
from tui.widgets.rows import Row, RowList


class StepMenu(Container):
    """Tells of its end by `Picked`."""

    DEFAULT_CSS = "StepMenu { display: none; height: 8; layout: vertical; }"

    class Picked(Message):
        """A step was chosen; "" where the list was left."""

        def __init__(self, verb: str) -> None:
            super().__init__()
            self.verb = verb

    def __init__(self) -> None:
        super().__init__()
        self._instead_of: Widget | None = None
        self._came_from: Widget | None = None

    def compose(self) -> ComposeResult:
        yield LineBar()
        yield RowList()

    @property
    def _rows(self) -> RowList:
        return self.query_one(RowList)

    def open(self, steps: Sequence[tuple[str, str, str]], title: str, instead_of: Widget) -> None:
        """Show steps, each by verb, in words, and with a remark, in the place of `instead_of`."""
        self._instead_of, self._came_from = instead_of, self.screen.focused
        rows = [
            Row(verb, [(f"{number if number < 10 else ' '} ", KEY), (text, PLAIN)], [(f"{remark} ", DIM)])
            for number, (verb, text, remark) in enumerate(steps, 1)
        ]
        self._rows.set_rows(rows)
        self._rows.action_end(1)
        keys = _("Enter or digit choose  F10 leave")
        self.query_one(LineBar).show([(f" {title}", HEADING)], [(f"{keys} ", DIM)])
        instead_of.display, self.display = False, True
        self.screen.set_focus(self._rows)

    def _close(self, verb: str) -> None:
        if self._instead_of is None:
            return
        self.display, self._instead_of.display = False, True
        if self._came_from is not None and self._came_from.is_attached:
            self.screen.set_focus(self._came_from)
        self._instead_of = None
        self.post_message(self.Picked(verb))

    def on_key(self, event: events.Key) -> None:
        """Every key that writes something ends here; the arrows are the list's own."""
        char = unicodedata.normalize("NFKC", event.character or "").casefold()
        if event.key in ("escape", "f10") or char == "q":
            self._close("")
        elif char.isdecimal() and 1 <= int(char) <= len(self._rows.rows):
            self._close(self._rows.rows[int(char) - 1].id)
        elif not (char and char.isprintable()) or char in "jk":
            return
        event.stop()

    def on_row_list_about(self, message: RowList.About) -> None:
        """The list's messages are nothing to the screen."""
        message.stop()
        if isinstance(message, RowList.Chosen):
            self._close(message.id)

    on_row_list_moved = on_row_list_rested = on_row_list_chosen = on_row_list_marked = on_row_list_about
