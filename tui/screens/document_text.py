"""The text of a document as the lines of a screen: paragraphs wrapped, tables in their columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from tui.widgets.canvas import Line
from tui.widgets.look import DIM, HEADING, PLAIN
from tui.widgets.text import fit, wrap

if TYPE_CHECKING:
    from reports.preview import Block

NARROWEST = 4
"""Cells of a column, two Han characters."""

_GAP = 1


def lines(blocks: Iterable[Block], cells: int) -> Iterator[Line]:
    """The blocks in lines of `cells`, rules between the rows of tables, never two blank lines on end."""
    ruled = blank = False
    for block in blocks:
        if ruled or block.ruled:
            yield [(" " + "-" * (cells - 2), DIM)]
        if block.shares:
            yield from _row(block, cells)
        elif (text := block.cells[0].strip()) or not blank:
            style = HEADING if block.heading else PLAIN
            yield from ([(f" {part}", style)] for part in wrap(text, cells - 2))
        ruled, blank = block.ruled, not any(block.cells)
    if ruled:
        yield [(" " + "-" * (cells - 2), DIM)]


def _row(block: Block, cells: int) -> Iterator[Line]:
    widths = columns(block.shares, cells - 1 - _GAP * len(block.shares))
    style = HEADING if block.heading else PLAIN
    wrapped = [wrap(text, width) for text, width in zip(block.cells, widths, strict=True)]
    for parts in zip_longest(*wrapped, fillvalue=""):
        yield [(" " + " ".join(fit(part, width) for part, width in zip(parts, widths, strict=True)), style)]


def columns(shares: Sequence[int], cells: int) -> list[int]:
    """`cells` shared out among columns, none narrower than `NARROWEST` as long as there is room."""
    total = sum(shares)
    widths = [max(NARROWEST, cells * share // total) for share in shares]
    while sum(widths) > cells and max(widths) > 2:
        widths[widths.index(max(widths))] -= 1
    widths[-1] += max(0, cells - sum(widths))
    return widths
