"""A block of lines under or beside a list: what is known about the row under the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip

from tui.widgets.canvas import Canvas, Line, lay
from tui.widgets.look import DIM


class Pane(Canvas):
    """Shows the lines it is given, from the first one that fits on; wrapping is the caller's work (`text.wrap`).

    When there are more lines than room, the last one ends in `1-8/14`: from, to, how many.
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: Sequence[Line] = ()
        self._first = 0

    def show(self, lines: Sequence[Line]) -> None:
        """Show `lines` from their beginning."""
        self._lines, self._first = lines, 0
        self.refresh()

    @property
    def text(self) -> str:
        """All lines as text."""
        return "\n".join("".join(part for part, _style in line).strip() for line in self._lines)

    @property
    def hidden_lines(self) -> int:
        """How many lines do not fit."""
        return max(0, len(self._lines) - self.size.height)

    def scroll_by(self, lines: int) -> None:
        """Move the text by `lines` (negative: back), as far as there is text."""
        self._first = max(0, min(self.hidden_lines, self._first + lines))
        self.refresh()

    def on_mouse_scroll_down(self) -> None:
        """The wheel moves the text."""
        self.scroll_by(3)

    def on_mouse_scroll_up(self) -> None:
        """And back."""
        self.scroll_by(-3)

    def draw(self, cells: int, lines: int) -> list[Strip]:
        first = min(self._first, self.hidden_lines)
        shown = self._lines[first : first + lines]
        strips = [lay(line, (), cells) for line in shown]
        if self.hidden_lines and strips:
            where = f"{first + 1}-{first + len(shown)}/{len(self._lines)}"
            strips[-1] = lay(shown[-1], [(where, DIM)], cells)
        return strips
