"""Where the fields of a form stand, and what is drawn around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.strip import Strip

from tui.i18n import _
from tui.widgets.canvas import Canvas, Line, lay
from tui.widgets.form_fields import Slot, heights, label_line, place
from tui.widgets.look import DIM, ERROR, PLAIN
from tui.widgets.offers import Offer, offer_lines
from tui.widgets.text import clean, cut, wrap

TEXT_LINES = 3
"""Lines that one text under the fields may take."""


class FormPage(Canvas):
    """A title line, the rows of fields that fit with the current one among them, texts under them, what is offered."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._slots: dict[str, Slot] = {}
        self._title: Line = ()
        self._keys: Line = ()
        self._keys_for: Callable[[int], str] = lambda _cells: ""
        self._error = ""
        self._text: Sequence[str] = ()
        self._first_row = 0
        self._heights: dict[int, int] = {}
        self._offers: list[Offer] = []
        self._foot: Sequence[tuple[str, str]] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is on the screen."""
        return bool(self._slots)

    def _current(self) -> Slot | None:
        return next((slot for slot in self._slots.values() if slot.widget.has_focus), None)

    def _follow(self, slot: Slot | None) -> None:
        """Give the rows their lines anew where another field has the keys now, or its text has other rows."""
        if slot and self.size.height and self._layout(slot, *self.size) != (self._heights, self._first_row):
            self._place(*self.size, slot)

    def on_click(self, event: events.Click) -> None:
        """A click on a key in the title is that key."""
        from tui.widgets.clicks import key_in, press

        if event.y == 0 and event.widget is self and (key := key_in((), self._keys, event.x, self.size.width)):
            press(self.app, key)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the fields into the new width."""
        self._place(*event.size, self._current())

    def _layout(self, current: Slot | None, cells: int, lines: int) -> tuple[dict[int, int], int]:
        """The lines of each row, and the first row that is shown: `current` is in the window."""
        room = max(1, lines - 2)
        found = heights([*self._slots.values()], room - len(self._texts(cells)), current)
        if current is None:
            return found, self._first_row
        first = min(self._first_row, current.row)
        while first < current.row and sum(found[row] for row in range(first, current.row + 1)) > room:
            first += 1
        return found, first

    def _place(self, cells: int, lines: int, current: Slot | None = None) -> None:
        """Put every field into its columns and lines, and away while its row is outside the window."""
        place(self._slots.values(), cells)
        self._heights, self._first_row = self._layout(current, cells, lines)
        end = max(2, lines - 1)
        for slot in self._slots.values():
            line = 1 + sum(self._heights[row] for row in range(self._first_row, slot.row))
            styles = slot.widget.styles
            styles.offset, styles.width = (slot.at, line), slot.cells
            styles.display = "block" if slot.row >= self._first_row and line < end else "none"
            if slot.field.lines:
                styles.height = max(1, min(self._heights[slot.row], end - line))
        self.refresh()

    def _texts(self, cells: int) -> list[Strip]:
        """What stands under the fields."""
        strips = []
        for text in self._text:
            wrapped = wrap(clean(text), cells - 2)
            if len(wrapped) > TEXT_LINES:
                wrapped[TEXT_LINES - 1 :] = [cut(wrapped[TEXT_LINES - 1], cells - 4) + ".."]
            strips += [lay([(f" {piece}", PLAIN)], (), cells) for piece in wrapped]
        return strips

    def draw(self, cells: int, lines: int) -> list[Strip]:
        if not self._slots:
            return []
        keys = self._keys_for(cells)
        self._keys = [(f"{keys} ", DIM)] if keys else []
        strips = [lay(self._title, self._keys, cells)]
        end = max(2, lines - 1)
        for row in range(self._first_row, max(self._heights) + 1):
            if len(strips) < end:
                strips.append(lay(label_line(slot for slot in self._slots.values() if slot.row == row), (), cells))
                strips += [lay((), (), cells)] * (min(self._heights[row], end - len(strips) + 1) - 1)
        strips += self._texts(cells)
        if self._error:
            strips += [lay([(f" {piece}", ERROR)], (), cells) for piece in wrap(clean(self._error), cells - 2)]
        current = self._current()
        foot = [("F4", _("all"))] if current and current.field.phrases else []
        foot += self._foot
        if self._offers or foot:
            strips += offer_lines(self._offers, foot, cells, lines - len(strips))
        return strips[:lines]
