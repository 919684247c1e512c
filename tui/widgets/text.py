"""Text that is safe to show and fits: cleaning, measuring, cutting and wrapping by terminal cells.

Nothing here knows Textual. `rich.cells` is the one ruler for widths, the same the screen is painted with, so what
is measured here is what the terminal gets. Every function takes any `str`, hostile ones included.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from store.searching.words import folded as folded

Align = Literal["left", "right", "center"]

_BREAKS = "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"
_BLANKS = re.compile(rf"\r\n|[{_BREAKS}]|[^\S\u3000{_BREAKS}]")
# They only pick another form of the sign before them and can be left out: variation selectors, the Mongolian ones too.
_SELECTORS = re.compile("[\ufe00-\ufe0f\u180b-\u180d\u180f\U000e0100-\U000e01ef]")
# Printable by name, invisible on screen: the grapheme joiner and the Hangul and Khmer fillers.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")

_OPENING = "（《〈「『【〔［｛“‘〖"
_CLOSING = "，。；：？！、）》〉」』】〕］｝”’〗…—～·％‰"
_LATIN_OPENING = "([{"
_LATIN_CLOSING = ",.;:!?)]}%"
_TOKEN = re.compile(
    rf"(?P<space>\s+)|(?P<open>[{re.escape(_OPENING)}])|(?P<close>[{re.escape(_CLOSING)}])"
    rf"|(?P<word>[^\s{re.escape(_OPENING + _CLOSING)}])"
)


@lru_cache(8192)
def clean(text: str) -> str:
    """`text` as one line that a terminal shows as it stands: no control, no escape, nothing hidden.

    Line ends, tabs and odd blanks become a space, variation selectors go; control characters, direction overrides,
    lone surrogates, zero-width and private characters become a visible `\\x1b` or `\\u202e`. Cleaning twice changes
    nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    for char in _SELECTORS.sub("", _BLANKS.sub(" ", text)):
        if char == "\u3000" or (char.isprintable() and char not in _UNSEEN and (width(char) or shown)):
            shown.append(char)
        else:
            shown.append(_escape(char))
    return "".join(shown)


def _escape(char: str) -> str:
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def clean_lines(text: str) -> list[str]:
    """The lines of `text`, each of them clean. Empty lines stay; an empty text is one empty line."""
    return [clean(line) for line in text.splitlines()] or [""]


def width(text: str) -> int:
    """The cells `text` takes on the screen. `text` should be clean."""
    from rich.cells import cell_len

    return cell_len(text)


def cut(text: str, cells: int) -> str:
    """The longest beginning of `text` that takes at most `cells`; a wide character is never halved."""
    if width(text) <= cells:
        return text
    room = cells
    for index, char in enumerate(text):
        room -= width(char)
        if room < 0:
            return text[:index]
    return text


@lru_cache(8192)
def fit(text: str, cells: int, align: Align = "left") -> str:
    """`text`, cleaned, as exactly `cells` cells: padded with spaces, or cut with `..` where it is longer."""
    cells = max(0, cells)
    text = clean(text)
    if width(text) > cells:
        text = cut(text, cells - 2) + ".." if cells > 3 else cut(text, cells)
    space = cells - width(text)
    left = {"left": 0, "right": space, "center": space // 2}[align]
    return " " * left + text + " " * (space - left)


def wrap(text: str, cells: int) -> list[str]:
    """`text` as lines of at most `cells` cells (2 at least), Chinese and Latin mixed.

    Lines break at spaces and beside Han characters, never inside a Latin word that fits a line; no line starts with
    closing or ends with opening punctuation where that can be helped. Blanks at a break go, everything else stays.
    """
    cells = max(2, cells)
    lines: list[str] = []
    for paragraph in clean_lines(text):
        lines.extend(_wrap_line(paragraph, cells))
    return lines


def _wrap_line(text: str, cells: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in pieces(text):
        if width(line) + width(piece.rstrip()) <= cells:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
            piece = piece.lstrip()
            line = ""
        while width(piece.rstrip()) > cells:
            head = cut(piece, cells)
            lines.append(head.rstrip())
            piece = piece[len(head) :]
        line = piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def pieces(text: str) -> list[str]:
    """`text` in pieces that must not be broken; joined they are `text` again. Blanks hang on the piece before them."""
    pieces: list[str] = []
    glued = True  # the next token belongs to the last piece: it follows an opening sign, or begins the text
    before = "space"
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup or "", match.group()
        if kind == "word":
            kind = "wide" if width(token) == 2 else "zero" if width(token) == 0 else "latin"
        if before == "wide" and kind == "latin" and token in _LATIN_CLOSING:
            kind = "close"
        joins = kind in ("space", "close", "zero") or (kind == before == "latin")
        if pieces and (joins or glued):
            pieces[-1] += token
        else:
            pieces.append(token)
        glued = kind == "open" or (token in _LATIN_OPENING and before != "latin") or (glued and kind == "space")
        before = before if kind == "zero" else kind
    return pieces


def longest(text: str) -> int:
    """The cells of the longest piece of `text` that `wrap` breaks only where it fits no line."""
    return max((width(piece.rstrip()) for line in clean_lines(text) for piece in pieces(line)), default=0)


def typed(text: str) -> str:
    """What of `text` may stand in a line a person types: line ends become a space, what cannot be seen goes."""
    text = _SELECTORS.sub("", _BLANKS.sub(" ", text))
    return "".join(char for char in text if char == "\u3000" or char.isprintable())


def matches(text: str, wanted: str) -> bool:
    """Whether every word of `wanted` is in `text`, case and full or half width ignored."""
    whole = folded(text)
    return all(word in whole for word in folded(wanted).split())
