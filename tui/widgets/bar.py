"""One line across the screen: where one is at the top, which keys matter and what is durable at the bottom."""

from __future__ import annotations

from textual import events
from textual.strip import Strip

from tui.widgets.canvas import Canvas, Line, lay
from tui.widgets.look import PLAIN


class LineBar(Canvas):
    """A text at the left and one at the right; where both do not fit, the left one is cut."""

    DEFAULT_CSS = "LineBar { height: 1; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._left: Line = ()
        self._right: Line = ()

    def show(self, left: Line, right: Line = ()) -> None:
        """Show these texts."""
        self._left, self._right = left, right
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click on a key, or on what it does, is that key."""
        from tui.widgets.clicks import key_in, press

        if key := key_in(self._left, self._right, event.x, self.size.width):
            press(self.app, key)

    def draw(self, cells: int, lines: int) -> list[Strip]:
        return [lay(self._left, self._right, cells)]


class RuleLine(Canvas):
    """A line of `-` (box drawing is two cells wide on some Chinese consoles)."""

    DEFAULT_CSS = "RuleLine { height: 1; }"

    def draw(self, cells: int, lines: int) -> list[Strip]:
        return [lay([("-" * cells, PLAIN)], (), cells)]
