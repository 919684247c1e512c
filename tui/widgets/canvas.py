"""The ground the widgets are drawn on: cells that are sent to the terminal only when they changed.

A line is a sequence of parts, `(text, Style)`. A canvas knows the lines it has on the screen; when it is asked to
repaint it draws anew, compares, and refreshes the spans that changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.look import PLAIN
from tui.widgets.text import clean, cut, width

if TYPE_CHECKING:
    _Base = Widget
else:
    # A true base class Widget would hide the default CSS of what it is mixed into.
    _Base = object

Part = tuple[str, Style]
Line = Sequence[Part]

_Cell = tuple[str, Style | None]
_MOVE_COST = 8  # bytes to say where a span begins


def line_width(line: Line) -> int:
    """The cells `line` takes."""
    return sum(width(clean(text)) for text, _ in line)


def cut_line(line: Line, cells: int) -> list[Part]:
    """`line`, cleaned, in at most `cells` cells; what is longer ends in `..`."""
    room = cells
    parts: list[Part] = [(clean(text), style) for text, style in line]
    if sum(width(text) for text, _ in parts) <= cells:
        return parts
    dots = ".." if cells > 3 else ""
    room -= len(dots)
    shown: list[Part] = []
    for text, style in parts:
        shown.append((cut(text, room), style))
        room -= width(text)
        if room < 0:
            break
    return [*shown, (dots, PLAIN)]


def lay(left: Line, right: Line, cells: int) -> Strip:
    """One line of exactly `cells` cells: `left` at the left, cut where it would touch `right` at the right edge."""
    end = cut_line(right, cells)
    taken = line_width(end)
    start = cut_line(left, cells - taken - 1 if taken else cells)
    gap = cells - taken - line_width(start)
    parts = [*start, (" " * gap, PLAIN), *end]
    return Strip([Segment(text, style) for text, style in parts if text], cells)


_sizes: dict[str, int] = {}
"""Cells of the characters seen so far: comparing lines asks for thousands of them on every key."""


def _cells(strip: Strip) -> list[_Cell]:
    """One entry per cell: its text and style; the second cell of a wide character is empty."""
    cells: list[_Cell] = []
    for text, style, _ in strip:
        for char in text:
            size = _sizes.get(char)
            if size is None:
                size = _sizes[char] = width(char)
            if size == 1:
                cells.append((char, style))
            elif size:
                cells.append((char, style))
                cells.extend([("", style)] * (size - 1))
            elif cells:
                cells[-1] = (cells[-1][0] + char, style)
    return cells


def changed_spans(old: Strip, new: Strip) -> list[tuple[int, int]]:
    """The spans of cells, `(first, behind the last)`, in which the strips differ; none halves a wide character.

    Spans are joined where saying where the next one begins costs more than the cells between. Both strips must be
    equally wide.
    """
    if old is new or old == new:
        return []
    before, after = _cells(old), _cells(new)
    spans: list[tuple[int, int]] = []
    for index, (was, now) in enumerate(zip(before, after, strict=True)):
        if was != now:
            near = bool(spans) and index - spans[-1][1] < _MOVE_COST
            spans[-1:] = [(spans[-1][0], index + 1)] if near else [*spans[-1:], (index, index + 1)]
    return [_whole(start, end, before, after) for start, end in spans]


def _whole(start: int, end: int, before: list[_Cell], after: list[_Cell]) -> tuple[int, int]:
    """The span, widened until no wide character of either line lies across its ends."""
    while start and not (before[start][0] and after[start][0]):
        start -= 1
    while end < len(after) and not (before[end][0] and after[end][0]):
        end += 1
    return start, end


class Frugal(_Base):
    """Mixed into a widget: where it would be painted anew, only what differs from the screen is sent.

    What a layout moves or resizes, the screen's compositor paints by itself.
    """

    def changes(self) -> list[Region] | None:
        """The cells that differ from those on the screen, in the widget's coordinates; None if that is not known."""
        raise NotImplementedError

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """As `Widget.refresh`."""
        if regions or recompose or not repaint:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        if layout:
            super().refresh(repaint=False, layout=True)
        changes = self.changes()
        return super().refresh(*(changes or ())) if changes is None or changes else self


class Canvas(Frugal, Widget):
    """A widget that draws whole lines and sends changed cells. Subclasses implement `draw`; `refresh` draws anew."""

    DEFAULT_CSS = "Canvas { overflow: hidden; background: transparent; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        self._strips: list[Strip] = []
        self._drawn_for = Size(0, 0)
        super().__init__(id=id, classes=classes)

    def draw(self, cells: int, lines: int) -> list[Strip]:
        """What should be on the screen now: at most `lines` strips of exactly `cells` cells."""
        raise NotImplementedError

    def changes(self) -> list[Region] | None:
        """As `Frugal.changes`; what is drawn anew here counts as on the screen from now on."""
        if not self._strips or self._drawn_for != self.size:
            self._strips, self._drawn_for = [], Size(0, 0)  # hidden: at its old size again, it must draw anew
            return None
        old, self._strips = self._strips, self._draw()
        return [
            Region(start, y, end - start, 1)
            for y, pair in enumerate(zip(old, self._strips, strict=True))
            for start, end in changed_spans(*pair)
        ]

    def _draw(self) -> list[Strip]:
        cells, lines = self.size
        strips = self.draw(cells, lines)
        return strips + [Strip.blank(cells, PLAIN)] * (lines - len(strips))

    def render_line(self, y: int) -> Strip:
        if self._drawn_for != self.size:
            self._strips, self._drawn_for = self._draw(), self.size
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, PLAIN)
