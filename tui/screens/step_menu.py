"""A short list of steps in the place of a pane: a digit or Enter chooses one, F10, Esc and q go back."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.widget import Widget

from tui.i18n import _
from tui.widgets.bar import LineBar
from tui.widgets.in_place import InPlace
from tui.widgets.look import DIM, HEADING, KEY, PLAIN
from tui.widgets.rows import Row


class StepMenu(InPlace):
    """Tells of its end by `Picked`."""

    class Picked(Message):
        """A step was chosen; "" where the list was left."""

        def __init__(self, verb: str) -> None:
            super().__init__()
            self.verb = verb

    def open(self, steps: Sequence[tuple[str, str, str]], title: str, instead_of: Widget) -> None:
        """Show steps, each by verb, in words, and with a remark, in the place of `instead_of`."""
        rows = [
            Row(verb, [(f"{number if number < 10 else ' '} ", KEY), (text, PLAIN)], [(f"{remark} ", DIM)])
            for number, (verb, text, remark) in enumerate(steps, 1)
        ]
        self.rows.set_rows(rows)
        self.rows.action_end(1)
        keys = _("Enter or digit choose  F10 leave")
        self.query_one(LineBar).show([(f" {title}", HEADING)], [(f"{keys} ", DIM)])
        self.take_place(instead_of)

    def _close(self, verb: str) -> None:
        if self.give_back():
            self.post_message(self.Picked(verb))

    def on_key(self, event: events.Key) -> None:
        """Every key that writes something ends here; the arrows are the list's own."""
        char = unicodedata.normalize("NFKC", event.character or "").casefold()
        if event.key in ("escape", "f10") or char == "q":
            self._close("")
        elif char.isdecimal() and 1 <= int(char) <= len(self.rows.rows):
            self._close(self.rows.rows[int(char) - 1].id)
        elif not (char and char.isprintable()) or char in "jk":
            return
        event.stop()

    def chosen(self, id: str) -> None:
        """Enter takes the step under the cursor."""
        self._close(id)
