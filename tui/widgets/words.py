"""Where lines of a text break on the screen, and where its characters and words begin."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from tui.widgets.text import cut, pieces, typed, width

_HAN = "\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3040-\u30ff\u31f0-\u31ff"
_WORD = re.compile(rf"[{_HAN}]+|[{_KANA}]+|[^\W{_HAN}{_KANA}][^\W{_HAN}{_KANA}\u0300-\u036f]*[\u0300-\u036f]*")
_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")


def typed_lines(text: str) -> str:
    """What of `text` may stand in lines a person types: every kind of line end is a newline, what is unseen goes."""
    return "\n".join(typed(line) for line in _BREAKS.split(text))


def rows_of(text: str, cells: int) -> list[tuple[int, int]]:
    """The rows of `cells` cells that `text` is shown in, as offsets of the first character and behind the last.

    A line break stands between two rows and belongs to none. Blanks at a row's end may reach past the cells.
    """
    rows = []
    begin = 0
    for line in text.split("\n"):
        rows += [(begin + start, begin + end) for start, end in pairwise((0, *_ends(line, max(2, cells))))]
        begin += len(line) + 1
    return rows


@lru_cache(256)
def _ends(line: str, cells: int) -> tuple[int, ...]:
    """Behind which characters the rows of one line end."""
    ends = []
    at = start = used = 0
    for piece in pieces(line):
        if at > start and used + width(piece.rstrip()) > cells:
            ends.append(at)
            start, used = at, 0
        while width(piece.rstrip()) > cells:
            head = cut(piece, cells)
            at += len(head)
            ends.append(at)
            start, piece = at, piece[len(head) :]
        at += len(piece)
        used += width(piece)
    return (*ends, len(line))


def before(text: str, at: int) -> int:
    """Where the character before `at` begins; what combines with it is part of it."""
    at = max(0, at - 1)
    while at and not width(text[at]) and text[at] != "\n":
        at -= 1
    return at


def behind(text: str, at: int) -> int:
    """Where the character at `at` ends."""
    at = min(len(text), at + 1)
    while at < len(text) and not width(text[at]) and text[at] != "\n":
        at += 1
    return at


def word_before(text: str, at: int) -> int:
    """Where the word before `at` begins. A run of Han characters is a word, and so is one of other letters."""
    return max((match.start() for match in _WORD.finditer(text, 0, at)), default=0)


def word_behind(text: str, at: int) -> int:
    """Where the next word after `at` begins, else the end."""
    return next((match.start() for match in _WORD.finditer(text, at) if match.start() > at), len(text))
