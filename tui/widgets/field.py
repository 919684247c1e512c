"""A line to type in: Textual's own Input, without its frame, colours and blinking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Input

from tui.widgets.canvas import changed_spans
from tui.widgets.look import PLAIN

if TYPE_CHECKING:
    from typing_extensions import Self


class LineInput(Input):
    """One line of text. Typing works as in the stock Input; only the cells that change are sent."""

    DEFAULT_CSS = """
    LineInput { height: 1; border: none; padding: 0; background: transparent; color: ansi_default;
        &:focus { border: none; background-tint: transparent; }
        &>.input--cursor, &:ansi>.input--cursor,
        &>.input--selection, &:ansi>.input--selection {
            background: transparent; color: ansi_default; text-style: reverse;
        }
    }
    """

    def __init__(self, value: str = "", *, placeholder: str = "", max_length: int = 0, id: str | None = None) -> None:
        """`max_length` counts characters; 0 is no limit."""
        self._shown: Strip | None = None
        super().__init__(
            value, placeholder, max_length=max_length, select_on_focus=False, validate_on=(), compact=True, id=id
        )
        self.cursor_blink = False

    def render_line(self, y: int) -> Strip:
        self._shown = self._strip()
        return self._shown

    def _strip(self) -> Strip:
        stock = super().render_line(0).adjust_cell_length(self.size.width, PLAIN)
        return Strip([Segment(text, (style or PLAIN).without_color) for text, style, _ in stock], self.size.width)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """As `Widget.refresh`, but a plain repaint sends only the cells that differ from those on the screen."""
        shown = self._shown
        if regions or not repaint or layout or recompose or shown is None or shown.cell_length != self.size.width:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        changed = [Region(start, 0, end - start, 1) for start, end in changed_spans(shown, self._strip())]
        return super().refresh(*changed) if changed else self
