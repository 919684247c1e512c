"""A list in the place of a form, to choose one entry from: what is typed narrows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.widget import Widget

from tui.i18n import _
from tui.widgets.bar import LineBar
from tui.widgets.canvas import Line
from tui.widgets.in_place import InPlace
from tui.widgets.look import DIM, HEADING, PLAIN
from tui.widgets.rows import Row
from tui.widgets.text import clean, folded


@dataclass(frozen=True)
class Entry:
    """What can be chosen: what is searched in it, and how it shows."""

    id: str
    words: str
    left: Line
    right: Line = ()


class Chooser(InPlace):
    """Letters narrow the list, Enter takes the entry under the cursor, F10, Esc and the key that opened it go back."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: Sequence[Entry] = ()
        self._title = self._filter = self._empty = ""
        self._take: Callable[[str], object] = str
        self._key = ""

    def open(self, title: str, key: str, instead_of: Widget, take: Callable[[str], object]) -> None:
        """Stand in the place of `instead_of`; `take` is called with the id of what is chosen. `key` goes back too."""
        self._entries, self._title, self._key, self._take, self._filter = (), title, key, take, ""
        self.styles.height = instead_of.size.height
        self.fill([], _("reading ..."))
        self.take_place(instead_of)

    @property
    def is_open(self) -> bool:
        """Whether it has the place."""
        return self.display

    def fill(self, entries: Sequence[Entry], empty: str) -> None:
        """Show `entries`, whose ids differ, the cursor staying where it is; `empty` stands where there is none."""
        self._entries, self._empty = entries, empty
        self._show()

    def _show(self) -> None:
        words = folded(self._filter).split()
        found = [entry for entry in self._entries if all(word in folded(entry.words) for word in words)]
        empty = _("Nothing has these words.") if self._entries else self._empty
        self.rows.set_rows([Row(entry.id, entry.left, entry.right) for entry in found], empty=empty)
        wanted = f"  /{clean(self._filter)}" if self._filter else ""
        keys = _("Enter take  letters search  F10 leave")
        self.query_one(LineBar).show([(f" {self._title}", HEADING), (wanted, PLAIN)], [(f"{keys} ", DIM)])

    def chosen(self, id: str) -> None:
        """Enter takes the entry under the cursor."""
        if self.give_back():
            self._take(id)

    def on_key(self, event: events.Key) -> None:
        """Every key that writes something narrows; the arrows and Enter are the list's own."""
        char = event.character or ""
        if event.key in ("escape", "f10", self._key):
            self.give_back()
        elif event.key == "backspace":
            self._narrow(self._filter[:-1])
        elif char == "\u3000" or (char and char.isprintable()):
            self._narrow(self._filter + char)
        elif event.key not in ("tab", "shift+tab", "f2"):
            return
        event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted narrows, as if it was typed."""
        event.stop()
        self._narrow(self._filter + "".join(char for char in event.text.strip() if char.isprintable()))

    def _narrow(self, wanted: str) -> None:
        self._filter = wanted
        self._show()
        self.rows.action_end(1)
