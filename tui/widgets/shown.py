"""What the terminal shows, so that a screen that is drawn whole sends only the cells that differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from unicodedata import combining, east_asian_width

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tui.widgets.canvas import changed_spans
from tui.widgets.look import PLAIN

CLEAR = "\x1b[0m\x1b[2J"


class Shown:
    """The lines as they were sent last; none while that is not known."""

    def __init__(self) -> None:
        self.lines: list[Strip] = []

    def forget(self) -> None:
        """Something else wrote into the terminal, or it has another size: everything is to be sent again."""
        self.lines = []

    def fits(self, cells: int, lines: int) -> bool:
        """Whether the lines are known, for a terminal of that size."""
        return len(self.lines) == lines and all(line.cell_length == cells for line in self.lines[:1])


class FullUpdate(LayoutUpdate):
    """All lines of a screen; sends what differs from what the terminal shows, which is as good as nothing at first."""

    def __init__(self, shown: Shown, strips: Sequence[Strip], region: Region) -> None:
        super().__init__([[strip] for strip in strips], region)
        self._shown, self._strips = shown, strips

    def render_segments(self, console: Console) -> str:
        sent: list[str] = []
        cells, lines = self.region.size
        if not self._shown.fits(cells, lines):
            self._shown.lines = [Strip.blank(cells, PLAIN)] * lines
            sent.append(CLEAR)
        for y, (old, new) in enumerate(zip(self._shown.lines, self._strips, strict=True)):
            spans = changed_spans(old, new)
            if spans and not (certain(old.text) and certain(new.text)):
                spans = [(0, cells)]
            for start, end in spans:
                sent.append(Control.move_to(start, y).segment.text)
                sent.append(new.crop(start, end).render(console))
        self._shown.lines = list(self._strips)
        return "".join(sent)


class SpanUpdate(ChopsUpdate):
    """Sends exactly the cells of its spans; the stock update starts at the widget's left edge every time."""

    def __init__(
        self,
        shown: Shown,
        chops: Sequence[Mapping[int, Strip | None]],
        spans: list[tuple[int, int, int]],
        chop_ends: list[list[int]],
    ) -> None:
        super().__init__(chops, spans, chop_ends)
        self._shown = shown

    def render_segments(self, console: Console) -> str:
        sent: list[str] = []
        for y, left, right in self.spans:
            for end, (start, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=True):
                begin, stop = max(start, left), min(end, right)
                if strip is not None and begin < stop:
                    piece = strip.crop(begin - start, stop - start)
                    sent.append(Control.move_to(begin, y).segment.text)
                    sent.append(piece.render(console))
                    self._remember(y, begin, stop, piece)
        return "".join(sent)

    def _remember(self, y: int, begin: int, stop: int, piece: Strip) -> None:
        lines = self._shown.lines
        if y < len(lines):
            lines[y] = Strip.join([lines[y].crop(0, begin), piece, lines[y].crop(stop)])


@cache
def _of_certain_width(char: str) -> bool:
    return east_asian_width(char) != "A" and not combining(char)


def certain(text: str) -> bool:
    """Whether every terminal gives these characters the same number of cells. Where not, a line is sent whole."""
    return text.isascii() or all(map(_of_certain_width, text))
