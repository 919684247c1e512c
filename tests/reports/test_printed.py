"""Every kind of document, printed by a word processor: the standard's lines and characters, all the text, no overflow.

New kinds are included by themselves: whatever is in the registry is made of the sample workspace.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Pt

from reports.docx_check import check
from reports.kinds import KINDS
from reports.official import fitted
from reports.profile import MM, Profile, across, profile_for
from tests.reports.printed import Page, Printed, W, Word, documents, in_layout, printed, sample

_LANGS = ("zh", "en")
_HANGS = 16.5  # points: a full stop may hang in the margin
_SLACK = 3.0
_TELLING = 8  # characters

# What people type, paste and try.
_LONG = "走廊尽头的灭火器压力不足，压力表指针在红区；附近的疏散指示标志not lit，第12号。" * 125
_HOSTILE = (
    "=cmd|'/c calc'!A1\n第二行\t制表\r\n第三行",
    "😀 rare 𠀀𠮷𪚥 生僻字\ufeff",
    "\x1b[31m\x00\x07控制\u202e逆序\u2028另一行",
    "长" * 200 + "A" * 200,
    "+1-2@x <b>&amp;</b> {{ x }} {% raw %} ]]>",
)
_LONG_EVERY = 17
_FREE_TEXTS = {"note", "problem", "place", "requirement", "lead", "responsible", "remarks", "measure", "progress"}


def _hostile(told: Any) -> Any:
    """What the sample tells, with such texts wherever people write freely."""
    number = 0

    def changed(value: Any, key: str) -> Any:
        nonlocal number
        if isinstance(value, dict):
            return {each: changed(inner, each) for each, inner in value.items()}
        if isinstance(value, list):
            return [changed(each, key) for each in value]
        if key in _FREE_TEXTS and isinstance(value, str) and value:
            number += 1
            return _HOSTILE[number % len(_HOSTILE)] if number % _LONG_EVERY else _LONG
        return value

    return changed(told, "")


@pytest.fixture(scope="module", params=_LANGS)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def made(lang: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return documents(sample(tmp_path_factory.mktemp("sample") / "w", lang), lang)


@pytest.fixture(scope="module")
def prints(made: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    return printed(_largest(made, 3), tmp_path_factory.mktemp("printed"))


@pytest.fixture(scope="module")
def hostile_prints(lang: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    files = documents(sample(tmp_path_factory.mktemp("hostile") / "w", lang, _hostile), lang)
    return printed(_largest(files, 1), tmp_path_factory.mktemp("printed"))


def _largest(files: dict[str, bytes], number: int) -> dict[str, bytes]:
    """Of each kind the documents with most in them: a word processor takes its time."""
    largest = sorted(files, key=lambda name: -len(files[name]))
    of_kind = {kind: [name for name in largest if name.partition(".")[0] == kind] for kind in KINDS}
    return {name: files[name] for names in of_kind.values() for name in names[:number]}


def _profile(page: Page, lang: str) -> Profile:
    upright = profile_for(lang)
    return across(upright) if page.width > page.height else upright


def _type_area(page: Page, profile: Profile) -> tuple[float, float, float, float]:
    return (
        profile.left * MM,
        profile.top * MM,
        (profile.width - profile.right) * MM,
        (profile.height - profile.bottom) * MM,
    )


@pytest.mark.slow
def test_the_sample_has_a_document_of_every_kind_and_each_stands(made: dict[str, bytes], lang: str) -> None:
    assert {name.partition(".")[0] for name in made} == {name for name, kind in KINDS.items() if "docx" in kind.formats}
    assert _departing(made, profile_for(lang)) == {}


@pytest.mark.slow
def test_tables_stand_clear_of_the_text_around(made: dict[str, bytes]) -> None:
    def room(text: Any, side: str) -> Any:
        own = getattr(text.paragraph_format, side)
        return getattr(text.style.paragraph_format, side) if own is None else own

    for name, data in made.items():
        document: Any = docx.Document(BytesIO(data))
        texts = {each._p: each for each in document.paragraphs if each.text.strip()}
        for table in document.tables:
            if above := texts.get(table._tbl.getprevious()):
                assert room(above, "space_after") >= Pt(8), (name, above.text)
            below = texts.get(table._tbl.getnext())
            if below and not below.paragraph_format.page_break_before:
                assert room(below, "space_before") >= Pt(6), (name, below.text)


@pytest.mark.slow
def test_a_workspaces_own_layout_is_that_of_every_kind(lang: str, tmp_path: Path) -> None:
    own = "{margins: {top: 30, left: 24}, pitch: 30, fonts: {body: 仿宋_GB2312, title: 宋体, heading1: 楷体}}"
    workspace = in_layout(sample(tmp_path / "w", lang), own)
    files = _largest(documents(workspace, lang), 1)
    assert _departing(files, profile_for(lang, workspace.settings.layout)) == {}
    standing = set(files) - _departing(files, profile_for(lang)).keys()
    assert standing == set()


def _departing(files: dict[str, bytes], profile: Profile) -> dict[str, list[str]]:
    """What does not stand in the profile, with what each file departs in."""
    wrong = {name: [str(each) for each in check(data, name, profile) if not each.ok] for name, data in files.items()}
    return {name: checks for name, checks in wrong.items() if checks}


def _lost(document: Printed) -> Counter[str]:
    """The characters of a document that are not in its print as often; what has no shape does not count."""
    wanted, found = Counter(document.texts(document.body)), Counter("".join(document.raw))
    return Counter({sign: n for sign, n in (wanted - found).items() if unicodedata.category(sign) != "Cf"})


def _overflowing(document: Printed, lang: str) -> Iterator[str]:
    """Words outside the type area, but for what stands in headers and footers."""
    margins = "".join(document.margin_texts)
    for number, page in enumerate(document.pages, 1):
        left, top, right, bottom = _type_area(page, _profile(page, lang))
        for word in page.words:
            beside = word.left < left - _SLACK or word.right > right + _HANGS
            above = word.top < top - _SLACK or word.bottom > bottom + _SLACK
            if (beside or above) and not (word.text in margins or re.fullmatch("[0-9]+", word.text)):
                yield f"{number}: {word}"


def _overlapping(document: Printed) -> Iterator[str]:
    for number, page in enumerate(document.pages, 1):
        for line in page.lines:
            for one, other in pairwise(line):
                if other.left < one.right - _SLACK and one.text.isprintable() and "😀" not in one.text:
                    yield f"{number}: {one} {other}"


@pytest.mark.system
def test_nothing_is_lost_and_nothing_overflows(prints: dict[str, Printed], lang: str) -> None:
    for name, document in prints.items():
        assert not _lost(document), name
        assert not list(_overflowing(document, lang)), name
        assert not list(_overlapping(document)), name
        assert 1 <= len(document.pages) <= 12, name
        assert all(len(page.words) > 3 for page in document.pages), name  # none is empty but for its number


@pytest.mark.system
def test_hostile_texts_are_all_there_and_stay_where_they_belong(hostile_prints: dict[str, Printed], lang: str) -> None:
    for name, document in hostile_prints.items():
        assert not _lost(document), name
        assert not list(_overflowing(document, lang)), name
        assert not list(_overlapping(document)), name


@pytest.mark.system
def test_a_page_that_goes_on_with_a_table_begins_with_its_head(prints: dict[str, Printed]) -> None:
    going_on = 0
    for name, document in prints.items():
        for table in document.body.iter(f"{W}tbl"):
            head, *rows = (document.texts(row) for row in table.iter(f"{W}tr"))
            if table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None:
                for page in document.raw[1:]:
                    assert not page.startswith(tuple(row[:_TELLING] for row in rows if len(row) >= _TELLING)), name
                    going_on += page.startswith(head)
    assert going_on > 10


_COMPANIONS = {
    "closing": ("审签人签字", "情况和佐证", "Signedoffby", "Whatwassaid"),
    "inspection": ("被检查单位意见", "检查结果：", "Whattheunitsays", "Result:"),
    "review": ("被复查单位意见", "临水县责任落实联合检查组", "Whattheunitsays", "LinshuiJointInspectionTeam"),
}
"""What is signed or dated, and what stands on the same page with it, in zh and en."""


@pytest.mark.system
@pytest.mark.parametrize("kind", _COMPANIONS)
def test_a_place_to_sign_does_not_stand_alone_on_a_page(prints: dict[str, Printed], lang: str, kind: str) -> None:
    line, companion = _COMPANIONS[kind][:2] if lang == "zh" else _COMPANIONS[kind][2:]
    pages = [page for name in prints if name.startswith(f"{kind}.") for page in prints[name].raw if line in page]
    assert pages
    assert [page for page in pages if companion not in page] == []


@pytest.mark.system
def test_the_number_of_a_letter_stands_seven_eighths_of_a_character_below_its_rule(
    prints: dict[str, Printed], lang: str
) -> None:
    if lang != "zh":
        return
    for name in (name for name in prints if name.startswith(("reminder.", "supervision."))):
        words = prints[name].pages[0].words
        number = next(word for word in words if "〔" in word.text)
        profile = profile_for(lang)
        rule = (30 + 4) * MM + fitted(profile, words[0].text).size + 4.5
        assert abs(number.bottom - rule - profile.body.size * (7 / 8 + 1)) < 1.5 * MM, name


def _body_lines(page: Page, profile: Profile) -> list[list[Word]]:
    """The lines set in the size of the body."""
    low, high = profile.body.size * 1.15, profile.body.size * 1.45  # a word's box, ascenders and descenders included
    return [line for line in page.lines if low < max(word.bottom - word.top for word in line) < high]


@pytest.mark.system
def test_the_text_stands_on_the_grid_of_the_standard(prints: dict[str, Printed], lang: str) -> None:
    if lang != "zh":
        return
    distances, most = Counter[float](), 0
    full: dict[int, Counter[int]] = {0: Counter(), 2: Counter()}  # by the characters that the line is set in
    for document in prints.values():
        for page in document.pages:
            profile = _profile(page, lang)
            lines = _body_lines(page, profile)
            most = max(most, len(lines))
            ends = [line[0].bottom for line in lines]
            distances.update(round(low - high, 1) for high, low in pairwise(ends) if low - high < profile.line_pt * 1.5)
            for line in lines:
                text = "".join(word.text for word in line)
                indent = round((line[0].left - profile.left * MM) / profile.char_pt)
                reaches = line[-1].right > (profile.width - profile.right) * MM - profile.body.size / 2
                if indent in full and reaches and all(unicodedata.east_asian_width(char) in "WFA" for char in text):
                    full[indent][len(text)] += 1
    assert most == 22
    assert set(distances) <= {28.9, 29.0}
    assert set(full[0]) == {28, 29}  # a full stop may hang in the margin
    assert set(full[2]) <= {26, 27}
