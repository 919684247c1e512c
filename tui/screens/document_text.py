"""The text of a document as the lines of a screen: paragraphs wrapped, tables in their columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from tui.widgets.canvas import Line
from tui.widgets.look import DIM, HEADING, PLAIN
from tui.widgets.text import fit, longest, wrap

if TYPE_CHECKING:
    from reports.preview import Block

NARROWEST = 4
"""Cells of a column, two Han characters."""

LONGEST = 16
"""Cells for which a column is widened; a longer word is broken."""

_GAP = 1


def lines(blocks: Sequence[Block], cells: int) -> Iterator[Line]:
    """The blocks in lines of `cells`, rules between the rows of tables, never two blank lines on end."""
    widths = _widths(blocks, cells)
    ruled = blank = False
    for block in blocks:
        if ruled or block.ruled:
            yield [(" " + "-" * (cells - 2), DIM)]
        if block.shares:
            yield from _row(block, widths[block.shares])
        elif (text := block.cells[0].strip()) or not blank:
            style = HEADING if block.heading else PLAIN
            yield from ([(f" {part}", style)] for part in wrap(text, cells - 2))
        ruled, blank = block.ruled, not any(block.cells)
    if ruled:
        yield [(" " + "-" * (cells - 2), DIM)]


def _widths(blocks: Sequence[Block], cells: int) -> dict[tuple[int, ...], list[int]]:
    """How wide the columns are, for each way of sharing a line: the same in all rows of a table."""
    words: dict[tuple[int, ...], list[int]] = {}
    for block in blocks:
        if block.shares:
            before = words.get(block.shares, [0] * len(block.shares))
            here = [min(longest(text), LONGEST) for text in block.cells]
            words[block.shares] = list(map(max, before, here))
    return {shares: columns(shares, cells - 1 - _GAP * len(shares), found) for shares, found in words.items()}


def _row(block: Block, widths: Sequence[int]) -> Iterator[Line]:
    style = HEADING if block.heading else PLAIN
    wrapped = [wrap(text, width) for text, width in zip(block.cells, widths, strict=True)]
    for parts in zip_longest(*wrapped, fillvalue=""):
        yield [(" " + " ".join(fit(part, width) for part, width in zip(parts, widths, strict=True)), style)]


def columns(shares: Sequence[int], cells: int, words: Sequence[int] = ()) -> list[int]:
    """`cells` shared out among columns, none narrower than `NARROWEST` as long as there is room.

    `words` are the cells of the longest word in each column: where one has too few, those that can spare some give.
    """
    total = sum(shares)
    widths = [max(NARROWEST, cells * share // total) for share in shares]
    while sum(widths) > cells and max(widths) > 2:
        widths[widths.index(max(widths))] -= 1
    widths[-1] += max(0, cells - sum(widths))
    spare = [max(width, NARROWEST) - max(word, NARROWEST) for width, word in zip(widths, words, strict=False)]
    while spare and min(spare) < 0 < max(spare):
        giver, taker = spare.index(max(spare)), spare.index(min(spare))
        for index, more in ((giver, -1), (taker, 1)):
            widths[index] += more
            spare[index] += more
    return widths
