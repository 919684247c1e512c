"""How a document ends: name and date of who signs it, and the end notes (版记)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from checklists.errors import N_
from reports.checking.model import NOTHING, Check, Place, place_of
from reports.docx_cascade import Paragraph
from reports.docx_read import Section, WordFile, attribute, child
from reports.docx_text import ems
from reports.headings import chinese_number
from reports.official import places
from reports.profile import MM, Profile

_NEAR = 0.75  # characters
_SIZE = 14  # points, of end notes
_LONGEST_NAME = 30
_ABOVE_TEXT, _LONGEST_ADDRESSEE = 8, 200  # paragraphs, characters
_NUMBER = re.compile(r"\S{0,20}〔\d{4}〕\d+号")
_NUMBER_STYLES = ("number", "letter number")
_NUMERALS = {chinese_number(number): number for number in range(1, 32)}
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR, _PART = "[0-9〇○零一二三四五六七八九]{4}", "[0-9一二三四五六七八九十]{1,3}"
_DATE = re.compile(rf"({_YEAR})\s*[年./-]\s*({_PART})\s*[月./-]\s*({_PART})\s*日?")
_BLANK_DATE = re.compile(r"[\s_＿]*年[\s_＿]*月[\s_＿]*日")
COPIES, _PRINTED = re.compile(r"\s*抄\s*送\s*[:：]"), re.compile(r".*年.*月.*日\s*印发\s*", re.DOTALL)
_DOUBLE = re.compile("(?:thick|thin)(?:Thin|Thick)|double")
_SIGNED = N_("name and date below the text")
_PLACED = N_("name and date: characters between each and the right edge")
_DATED = N_("date below the text")
_THERE = N_("there")
_NOTES, _NOTES_PLACE = N_("end notes"), N_("place of the end notes")
_LAST, _FOLLOWED = N_("at the very end"), N_("other text follows them")
_ORDER = N_("who printed it stands above the copies")
_EVEN_PAGE, _OTHER_PAGE = N_("on an even page of their own"), N_("on whichever page follows")


def signature(paragraphs: Sequence[Paragraph], profile: Profile) -> Iterator[Check]:
    """The name and the date below the text: what has a number and goes to somebody has to have them.

    `paragraphs` are those in no table. Business layouts have no rule about it.
    """
    if not profile.official:
        return
    filled = [each for each in paragraphs if each.text.strip()]
    found = next(((name, day) for name, day in pairwise(filled) if _signs(name, day)), None)
    if found is None:
        if any(map(_is_number, filled)) and any(map(_is_addressee, filled[:_ABOVE_TEXT])):
            yield Check(label=_SIGNED, ok=False, expected=_THERE, found=NOTHING, where=(place_of(filled[-1]),))
        return
    yield Check(label=_SIGNED, ok=True, expected=_THERE, found=_THERE)
    name, day = found
    written = day.text.strip()
    date = _DATE.fullmatch(written)
    if date is None:  # a blank in a draft: nobody knows yet how long the date will be
        return
    expected = _standard(*date.groups())
    yield Check(label=_DATED, ok=written == expected, expected=expected, found=written, where=(place_of(day),))
    wanted = places(profile, ems(name.text.strip()), ems(written))
    gaps = tuple(_gap(each, profile) for each in found)
    yield Check(
        label=_PLACED,
        ok=all(abs(gap - right) <= _NEAR for gap, right in zip(gaps, wanted, strict=True)),
        expected=" / ".join(f"{each:g}" for each in wanted),
        found=" / ".join(f"{each:.3g}" for each in gaps),
        where=(place_of(name), place_of(day)),
    )


def _signs(name: Paragraph, day: Paragraph) -> bool:
    text = name.text.strip()
    dated = _DATE.fullmatch(day.text.strip()) or _BLANK_DATE.fullmatch(day.text.strip())
    short = len(text) <= _LONGEST_NAME and not text.endswith(tuple("。；：:;."))
    return bool(dated) and short and "center" not in (name.form.align, day.form.align) and not _is_number(name)


def _is_number(paragraph: Paragraph) -> bool:
    numbered = _NUMBER.fullmatch(paragraph.text.strip())
    return numbered is not None or paragraph.form.style.casefold() in _NUMBER_STYLES


def _is_addressee(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    return text.endswith("：") and len(text) <= _LONGEST_ADDRESSEE and not paragraph.form.left


def _standard(year: str, month: str, day: str) -> str:
    """The date as the standard has it: in Arabic numerals, without leading zeros."""
    month, day = (str(_NUMERALS.get(each) or each.lstrip("0")) for each in (month, day))
    return f"{year.translate(_HAN_DIGITS)}年{month}月{day}日"


def _gap(paragraph: Paragraph, profile: Profile) -> float:
    """The characters between the text of a line and the right edge of the type area."""
    if paragraph.form.align in ("right", "end"):
        blanks = paragraph.text[len(paragraph.text.rstrip()) :]
        return paragraph.form.right / profile.char_pt + ems(blanks)
    taken = paragraph.form.left / profile.char_pt + ems(paragraph.text.rstrip())
    return profile.text_width * MM / profile.char_pt - taken


def is_letter(file: WordFile) -> bool:
    """Whether it is a letter (信函): in the head of its first page a double rule is below the name of the body."""
    header = file.sections[0].headers.get("first") if file.sections else None
    borders = [] if header is None else [each for each in header.iter() if str(each.tag).endswith("}bottom")]
    return any(_DOUBLE.search(attribute(each, "val")) for each in borders)


def is_end_notes(file: WordFile, section: Section) -> bool:
    """Whether a section holds nothing but end notes."""
    if section is file.sections[0]:
        return False
    texts = (text for block in section.blocks for each in file.paragraphs(block) if (text := each.text.strip()))
    first = next(texts, "")
    return all(COPIES.match(text) or _PRINTED.fullmatch(text) for text in (first, *texts))


def end_notes(file: WordFile, paragraphs: Sequence[Paragraph], profile: Profile) -> Iterator[Check]:
    """The end notes that the layout asks for of a document with a signature, and where they are.

    `paragraphs` are all there are. A letter names the copies alone.
    """
    filled = [each for each in paragraphs if each.text.strip()]
    copies = [at for at, each in enumerate(filled) if COPIES.match(each.text)]
    printed = [at for at, each in enumerate(filled) if _is_printed(each, filled[at - 1])]
    wanted = {
        "抄送": bool(profile.copies),
        "印发": bool(profile.printed_by) and not is_letter(file),
    }
    found = [name for name, there in (("抄送", copies), ("印发", printed)) if there]
    free = [each for each in filled if not each.table]
    if any(_signs(name, day) for name, day in pairwise(free)):
        missing = [name for name, is_wanted in wanted.items() if is_wanted and name not in found]
        expected = ", ".join(name for name, is_wanted in wanted.items() if is_wanted or name in found)
        if expected:
            yield Check(label=_NOTES, ok=not missing, expected=expected, found=", ".join(found) or NOTHING)
    if not found:
        return
    notes = sorted({*copies, *printed})
    where = (place_of(filled[notes[-1]]),)
    if notes[-1] + 1 < len(filled):
        yield Check(label=_NOTES_PLACE, ok=False, expected=_LAST, found=_FOLLOWED, where=where)
    elif copies and printed and printed[0] < copies[-1]:
        yield Check(label=_NOTES_PLACE, ok=False, expected=_LAST, found=_ORDER, where=where)
    else:
        yield from _page_of_notes(file, where)


def _is_printed(paragraph: Paragraph, before: Paragraph) -> bool:
    """Whether it says who printed the document and when, in the size of end notes or below the copies."""
    if not _PRINTED.fullmatch(paragraph.text):
        return False
    sizes = {run.setting.size for run in paragraph.runs}
    return sizes == {_SIZE} or COPIES.match(before.text) is not None


def _page_of_notes(file: WordFile, where: tuple[Place, ...]) -> Iterator[Check]:
    """End notes in a section of their own have to begin an even page; others may be anywhere on theirs."""
    last = file.sections[-1] if file.sections else None
    if last is None or not is_end_notes(file, last):
        yield Check(label=_NOTES_PLACE, ok=True, expected=_LAST, found=_LAST)
        return
    even = attribute(child(last.properties, "type"), "val") == "evenPage"
    found = _EVEN_PAGE if even else _OTHER_PAGE
    yield Check(label=_NOTES_PLACE, ok=even, expected=_EVEN_PAGE, found=found, where=where)
