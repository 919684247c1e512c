"""Phrases that are offered while a text is typed: those that go on with its last clause, best first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textual.strip import Strip

from tui.widgets.canvas import Part, lay
from tui.widgets.look import DIM, KEY, PLAIN
from tui.widgets.text import clean, cut, folded, width

OFFER_KEYS = ("F6", "F7", "F8")
"""The keys that take what is offered; F4 opens the list of all phrases."""

_CLAUSE = re.compile(r"(?:[。；;！!？?\n]|\.\s)\s*")
_JOINED = re.compile(r"[\W_]$")
_LEAST_CELLS = 12


@dataclass(frozen=True)
class Offer:
    """A phrase, and what is put in the place of the characters from `start` to before `end` when it is taken."""

    phrase: str
    text: str
    start: int
    end: int


def offered(phrases: Sequence[str], text: str, cursor: int, most: int = len(OFFER_KEYS)) -> list[Offer]:
    """What to offer of `phrases` that `text` does not have yet, at its cursor.

    A phrase that has the words of the clause before the cursor takes its place. Where there is none, or it is a whole
    phrase, the first ones are offered to follow it.
    """
    start = max((match.end() for match in _CLAUSE.finditer(text, 0, cursor)), default=0)
    clause = folded(text[start:cursor])
    known = [(phrase, folded(phrase)) for phrase in phrases]
    words, there = clause.split(), folded(text)
    fresh = [(phrase, whole) for phrase, whole in known if whole not in there]
    if not words or any(whole == clause.strip() for _phrase, whole in known):
        return [_behind(phrase, text, cursor) for phrase, _whole in fresh[:most]]
    fitting = [(phrase, whole) for phrase, whole in fresh if all(word in whole for word in words)]
    fitting.sort(key=lambda each: not each[1].startswith(words[0]))
    return [Offer(phrase, phrase, start, cursor) for phrase, _whole in fitting[:most]]


def _behind(phrase: str, text: str, cursor: int) -> Offer:
    """The phrase as it goes on behind what is there."""
    before = text[:cursor]
    joint = "" if not before or _JOINED.search(before) else "；" if width(before[-1]) == 2 else "; "
    return Offer(phrase, joint + phrase, cursor, cursor)


def put_in(phrase: str, phrases: Sequence[str], text: str, cursor: int) -> Offer:
    """The phrase as it is put in when it was chosen from the whole list."""
    found = (offer for offer in offered(phrases, text, cursor, len(phrases)) if offer.phrase == phrase)
    return next(found, None) or _behind(phrase, text, cursor)


def offer_lines(offers: Sequence[Offer], foot: Sequence[tuple[str, str]], cells: int, lines: int) -> list[Strip]:
    """The offers behind their keys: each in a line of its own where there is room, else all in one.

    At the right stands `foot`: other keys, and what they do.
    """
    more: list[Part] = [part for key, text in foot for part in ((f" {key}", KEY), (f" {text} ", DIM))]
    texts = [clean(offer.phrase) for offer in offers]
    if lines >= len(offers) and sum(map(width, texts)) > cells // 2:
        rows: list[list[Part]] = [
            [(f" {key}", KEY), (f" {text}", PLAIN)] for key, text in zip(OFFER_KEYS, texts, strict=False)
        ]
        return [lay(row, more if number == 0 else (), cells) for number, row in enumerate(rows)]
    room = cells - sum(width(text) for text, _style in more) - 1
    parts: list[Part] = []
    for number, (key, text) in enumerate(zip(OFFER_KEYS, texts, strict=False)):
        share = max(_LEAST_CELLS, room // (len(texts) - number)) - len(key) - 3
        shown = text if width(text) <= share else cut(text, share - 2) + ".."
        parts += [(f" {key}", KEY), (f" {shown} ", PLAIN)]
        room -= len(key) + 3 + width(shown)
    return [lay(parts, more, cells)]
