"""The numbers of headings: 一、（一）1.（1） one below the other, none left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from checklists.errors import N_
from reports.checking.model import Check, place_of
from reports.docx_cascade import Paragraph
from reports.headings import chinese_number, heading_number
from reports.profile import Profile

_NUMERALS = {chinese_number(number): number for number in range(1, 100)}
_HAN, _DIGITS = "([一二三四五六七八九十]{1,3})", "([1-9][0-9]?)"
_CHINESE = (f"{_HAN}、", f"[（(]{_HAN}[）)]", rf"{_DIGITS}[.．](?![0-9])", f"[（(]{_DIGITS}[）)]")
_ENGLISH = re.compile(r"[1-9][0-9]?(?:\.[1-9][0-9]?)*(?=\.?\s)")
_ANNEX = re.compile("附\\s*件\\s*(?:[0-9一二三四五六七八九十]{0,3}$|[：:]\\s*)")
_ORDER, _IN_ORDER = N_("order of the headings' numbers"), N_("one after the other")


class _Head(NamedTuple):
    """The number of a heading: as it is written, its level, and it and those above it as far as it says them."""

    sign: str
    level: int
    numbers: tuple[int, ...]


def headings(paragraphs: Sequence[Paragraph], profile: Profile) -> Iterator[Check]:
    """Each heading whose number does not follow, or once that all do; nothing where none has a number.

    `paragraphs` are those in no table. A text may begin with a number, too: where any numbered one has a level in the
    outline, only those are headings, and so it is in any business layout.
    """
    read = _chinese if profile.official else _english
    heads = {each.number: head for each in paragraphs if not each.form.listed and (head := read(each.text))}
    outlined = {each.number for each in paragraphs if each.number in heads and each.form.outline >= 0}
    if outlined or not profile.official:
        heads = {number: head for number, head in heads.items() if number in outlined}
    if not heads:
        return
    order = _Order("zh" if profile.official else "en", {head.level for head in heads.values()}, not outlined)
    fine = True
    for each in paragraphs:
        if _ANNEX.match(each.text.strip()) or (each.form.listed and each.form.outline >= 0):
            order.begin_anew(known=not each.form.listed)
        head = heads.get(each.number)
        if expected := order.departs(head):
            fine = False
            yield Check(
                label=_ORDER, ok=False, expected=expected, found=head.sign if head else "", where=(place_of(each),)
            )
    if fine:
        yield Check(label=_ORDER, ok=True, expected=_IN_ORDER, found=_IN_ORDER)


def _chinese(text: str) -> _Head | None:
    text = _ANNEX.sub("", text.strip(), count=1)
    for level, form in enumerate(_CHINESE, 1):
        if found := re.match(form, text):
            number = _NUMERALS.get(found[1]) or (int(found[1]) if found[1].isdecimal() else 0)
            return _Head(found[0], level, (number,))
    return None


def _english(text: str) -> _Head | None:
    if not (found := _ENGLISH.match(text.strip())):
        return None
    numbers = tuple(map(int, found[0].split(".")))
    return _Head(found[0], len(numbers), numbers)


class _Order:
    """The numbers of the headings so far, from the top; 0 for a level left out, which may be.

    `levels` are those in use anywhere; `lists`: a number may begin anew in the third and fourth after other text.
    """

    def __init__(self, lang: str, levels: set[int], lists: bool) -> None:
        self._lang, self._levels, self._lists = lang, levels, lists
        self._last: tuple[int, ...] = ()
        self._known, self._after_text = True, False

    def begin_anew(self, known: bool) -> None:
        """An annex begins; or a heading came that numbers itself, so that it is not `known` where this is."""
        self._last, self._known = (), known

    def departs(self, head: _Head | None) -> str:
        """What was expected in place of the next heading's number, "" if it follows; None is any other text."""
        if head is None:
            self._after_text = True
            return ""
        level, number = head.level, head.numbers[-1]
        above = (self._last + (0,) * level)[: level - 1]
        goes_on = len(self._last) >= level
        follows = (*above, self._last[level - 1] + 1 if goes_on else 1)
        missing = 0 if goes_on else self._missing(above)
        anew = self._lists and self._after_text and level > 2 and number == 1
        fine = not self._known or anew or (not missing and head.numbers == follows[-len(head.numbers) :])
        self._last, self._known, self._after_text = (*above, number), True, False
        if fine:
            return ""
        return heading_number(self._lang, *([1] * missing if missing else follows)).strip()

    def _missing(self, above: tuple[int, ...]) -> int:
        """The level that should have come before one with these above it, 0 for none.

        The third may follow the first where the second is nowhere used, and stand alone as a list does.
        """
        if not above or above[-1]:
            return 0
        if self._lang != "zh" or len(above) == 1:
            return above.index(0) + 1
        if above[0] and not above[1] and 2 in self._levels:
            return 2
        return 3 if len(above) == 3 and (any(above) or 3 in self._levels) else 0
