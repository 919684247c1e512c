"""What the terminal shows, so that a screen that is drawn whole sends only the cells that differ."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from unicodedata import bidirectional, category, east_asian_width

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tui.widgets.canvas import changed_spans
from tui.widgets.look import PLAIN
from tui.widgets.text import width

CLEAR = "\x1b[0m\x1b[2J"

_GAP = re.compile(" {2,}")


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
            sent += [drawn(new.crop(start, end), start, y, console) for start, end in spans]
        self._shown.lines = list(self._strips)
        return "".join(sent)


class SpanUpdate(ChopsUpdate):
    """Sends exactly the cells of its spans; the stock update starts at the widget's left edge every time.

    Of a line on which something before a span's end is of uncertain width, all is sent.
    """

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
        lines = self._shown.lines
        for y, left, right in self.spans:
            settled = y < len(lines) and (certain(lines[y].text) or certain(lines[y].crop(0, right).text))
            parts: list[str] = []
            for end, (start, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=True):
                begin, stop = max(start, left), min(end, right)
                if strip is not None and begin < stop:
                    piece = strip.crop(begin - start, stop - start)
                    settled = settled and certain(piece.text)
                    parts.append(drawn(piece, begin, y, console))
                    self._remember(y, begin, stop, piece)
            sent += parts if settled or y >= len(lines) else [drawn(lines[y], 0, y, console)]
        return "".join(sent)

    def _remember(self, y: int, begin: int, stop: int, piece: Strip) -> None:
        lines = self._shown.lines
        if y < len(lines):
            lines[y] = Strip.join([lines[y].crop(0, begin), piece, lines[y].crop(stop)])


def drawn(strip: Strip, x: int, y: int, console: Console) -> str:
    """The codes that draw `strip` from the cell (x, y) on.

    Behind a gap that follows characters of uncertain width the cell is named anew: however wide the terminal draws
    them, columns stand where they belong.
    """
    text, begin, starts = strip.text, 0, [0]
    for end in () if certain(text) else _gaps(strip):
        if begin < end < len(text) and not certain(text[begin:end]):
            starts.append(width(text[:end]))
            begin = end
    ends = [*starts[1:], strip.cell_length]
    pieces = zip(starts, ends, strict=True)
    return "".join(
        Control.move_to(x + start, y).segment.text + strip.crop(start, end).render(console) for start, end in pieces
    )


def _gaps(strip: Strip) -> list[int]:
    """The ends of the gaps between columns, in characters: of two blanks or more, or of one that stands by itself."""
    found, at = {gap.end() for gap in _GAP.finditer(strip.text)}, 0
    for text, _style, _ in strip:
        at += len(text)
        if text.isspace():
            found.add(at)
    return sorted(found)


@cache
def _of_certain_width(char: str) -> bool:
    return (
        east_asian_width(char) != "A"
        and not category(char).startswith("M")  # combining marks
        and bidirectional(char) not in ("R", "AL", "AN")  # written from right to left, some put them in order
        and not "\U0001f1e6" <= char <= "\U0001f1ff"  # two of them make a flag, or do not
        and not "\U0001f3fb" <= char <= "\U0001f3ff"  # they colour the skin before them, or stand for themselves
    )


def certain(text: str) -> bool:
    """Whether every terminal gives these characters the same number of cells, in this order."""
    return text.isascii() or all(map(_of_certain_width, text))
