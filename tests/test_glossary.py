"""One thing has one word: the Chinese of the program is held against docs/glossary.md and the rules of print."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import pytest

from scripts.translations import ROOT, catalogues, load

pytestmark = pytest.mark.slow


class Term(NamedTuple):
    """A row of the glossary: the word in English with its forms, what it may be called, what it is never called."""

    english: tuple[str, ...]
    chinese: tuple[str, ...]
    never: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Finds the word in an English message."""
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, self.english))})\b", re.IGNORECASE)


OTHER_SENSES = (
    *("takes part", "take part", "is part of", "not a part of", "became a part of", "became part of"),
    *("too many parts for", "MiB or {parts} parts", "end notes", "; note what is", "lead back", "lead there"),
    *("draw screens", "item, verdict", "give responsibility, phases or countermeasures", "the keys unit"),
)
"""Where a word of the glossary means something else, or is the name of a key of a file."""

SAID_WITHOUT = {
    "sign for the notice": "签收 is what offices call it",
}
"""Messages whose Chinese does without a word of the glossary, and why."""

TWO_WORDS = {
    **dict.fromkeys(("answered", "closed out"), "a state; or the column with its date"),
    **dict.fromkeys(("calendar", "rectifications", "lead", "rank"), "a short hint; or a title, a label, a column"),
    **dict.fromkeys(("visit", "progress", "passed", "where", "due", "left"), "a form, a sentence; or a column"),
    **dict.fromkeys(("come back", "completion"), "findings that did; or the rate of them"),
    "name": "of a person; or of a thing",
    "the round": "alone; or within a sentence",
    "light": "of the ledger; or a theme",
    "no": "the answer; the column No.; a layout that is not as it should be",
    "none": "no page numbers; or no mark",
}
"""English that stands for two things, told apart by a capital or a full stop, and which they are."""

_ROW = re.compile(r"^\| (?!English|---)([^|]+) \| ([^|]+) \|([^|]*)\|$", re.MULTILINE)
_NO_PROSE = re.compile(
    r"“(?:auditty|check item|document template)[^”]*”|auditty [a-z ]+[A-Z]{2}\S*|--[a-z-]+|\$?\b[A-Z]{2,}\b"
    r"|%\(\w+\)s|\{+[^{}]*\}+|\S+\.[a-z]+|\w+_\w+"
)
"""Commands, options, placeholders, blanks, names of files and keys: they are of no language."""

_HAN = "[\u4e00-\u9fff]"
RULES = {
    "Chinese marks stand in Chinese text": (
        rf"{_HAN}[,;!?()]|[,;!?()] ?{_HAN}|{_HAN}:|: ?{_HAN}|\"",
        ("文件中的列名: ", "以 ? 代替", "输入 ? 查看", "? 更多", "以 ; 分隔"),
    ),
    "no blank beside a Chinese mark": (r"(?<! )\s[，。：；、（）“”！？]|[，。：；、（）“”！？]\s(?! )", ()),
    "no blank within a number of an order or a total": (r"第 [{\d]|[第共][{\d]\S* [项行列个次条]", ()),
    "a blank between Han and Latin": (
        rf"(?<![第共月])(?<={_HAN})\d|{_HAN}[A-Za-z]|[A-Za-z]{_HAN}|(?<![第共])\d(?![月日项行]){_HAN}",
        ("附表1至附表3",),
    ),
    "a blank between Han and a count": (
        rf"(?<![第共])(?<={_HAN}){{(?:count|limit|round)}}|(?<![第共]){{(?:count|limit|round)}}{_HAN}",
        (),
    ),
}
"""What a printer does: a pattern that must not be found, and parts of texts in which it may."""


@cache
def terms() -> tuple[Term, ...]:
    """The rows of the glossary."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    return tuple(
        Term(tuple(english.split(", ")), tuple(chinese.split("、")), tuple(filter(None, never.strip().split("、"))))
        for english, chinese, never in _ROW.findall(text)
    )


@cache
def messages() -> tuple[tuple[str, str], ...]:
    """Every message of the catalogue: in English, all its forms together, and in Chinese."""
    (path,) = catalogues()
    return tuple((_whole(message.id), _whole(message.string)) for message in load(path) if message.id)


def _whole(text: str | Sequence[str] | None) -> str:
    return text if isinstance(text, str) else "\n".join(text or ())


def _prose(english: str) -> str:
    for phrase in OTHER_SENSES:
        english = english.replace(phrase, "")
    return _NO_PROSE.sub("", english)


def _strayed(english: str, chinese: str) -> Iterator[str]:
    """Words of the glossary that the English has and the Chinese lacks."""
    prose = _prose(english)
    return (term.english[0] for term in terms() if term.pattern.search(prose) and not _has(term.chinese, chinese))


def _has(words: tuple[str, ...], text: str) -> bool:
    return any(word in text for word in words)


def test_the_glossary_is_read() -> None:
    assert len(terms()) > 60
    assert ("round", "rounds") in [term.english for term in terms()]
    assert list(_strayed("the round is sealed", "这一批已经锁定")) == ["round", "seal"]
    assert [term.english for term in terms() if _has(term.never, "".join(term.chinese))] == []


def test_a_word_of_the_glossary_has_its_chinese_word() -> None:
    strayed = [(english, chinese, *_strayed(english, chinese)) for english, chinese in messages()]

    assert [each for each in strayed if len(each) > 2 and each[0] not in SAID_WITHOUT] == []


def test_a_word_is_never_called_what_the_glossary_forbids() -> None:
    papers = [*sorted((ROOT / "reports").rglob("*.py")), ROOT / "README.zh-CN.md"]
    texts = [*messages(), *((path.name, path.read_text(encoding="utf-8")) for path in papers)]

    found = [(word, name) for term in terms() for word in term.never for name, text in texts if word in text]
    assert found == []


@pytest.mark.parametrize("rule", RULES)
def test_chinese_is_set_as_a_printer_sets_it(rule: str) -> None:
    pattern, allowed = RULES[rule]

    found = [text for _english, text in messages() if re.search(pattern, text) and not _has(allowed, text)]
    assert found == []


def test_blanks_are_doubled_only_where_the_english_has_columns() -> None:
    legend = "0-9 tenths, {all} all, . none yet, - n/a"  # its signs would be lost among commas

    assert [text for english, text in messages() if "  " in text and "  " not in english and english != legend] == []


def test_one_word_of_the_screens_is_not_called_two_things() -> None:
    called: dict[str, set[str]] = defaultdict(set)
    for english, chinese in messages():
        called[english.casefold().removesuffix(".")].add(chinese.removesuffix("。"))

    assert {word: names for word, names in called.items() if len(names) > 1 and word not in TWO_WORDS} == {}
    assert [word for word in TWO_WORDS if len(called[word]) < 2] == []
