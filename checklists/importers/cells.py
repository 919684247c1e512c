"""What single cells mean: text made clean, verdicts, numbers, dates, lists, and values written as YAML."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from checklists import amounts
from checklists.build import MAX_TEXT, Builder, spec_of
from checklists.dump import to_flow
from checklists.errors import AudittyError, ChecklistError
from checklists.model import PARTS, Item, Part
from checklists.nodes import Mapping
from checklists.source import compose
from checklists.verdicts import Verdict

_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_BREAKS = re.compile("\r\n?|\x0b|\x85|\u2028|\u2029")

_CERTAIN: dict[Verdict, tuple[str, ...]] = {
    "pass": ("合格", "符合", "达标", "通过", "pass", "passed", "compliant", "conforms"),
    "fail": ("不合格", "不符合", "不达标", "不通过", "未通过", "fail", "failed", "non-compliant", "noncompliant",
             "does not conform"),
    "na": ("不适用", "不涉及", "无此项", "n/a", "na", "not applicable"),
    "none": ("未查", "未检查", "待查", "none", "not inspected", "not checked"),
}  # fmt: skip
_GUESSED: dict[Verdict, tuple[str, ...]] = {
    "pass": ("是", "有", "√", "✓", "✔", "☑", "yes", "y", "ok", "true"),
    "fail": ("否", "无", "没有", "×", "✗", "✘", "x", "no", "n", "false"),
    "na": ("/", "-", "—"),
    "none": (),
}
_VERDICTS: dict[str, tuple[Verdict, bool]] = {
    **{word: (verdict, False) for verdict, words in _GUESSED.items() for word in words},
    **{word: (verdict, True) for verdict, words in _CERTAIN.items() for word in words},
}
_BOX = re.compile(r"([□☐○])|([☑☒■√✓✔])")
_PARTS: dict[str, Part] = {
    **{part: part for part in PARTS},
    "责任": "responsibility",
    "责任体系": "responsibility",
    "阶段": "phases",
    "工作阶段": "phases",
    "对策": "countermeasures",
    "对策措施": "countermeasures",
    "风险对策": "countermeasures",
    "phase": "phases",
    "countermeasure": "countermeasures",
}
_YES = ("yes", "true", "是", "√", "✓", "✔", "y", "1", "一票否决", "veto")
_NO = ("no", "false", "否", "×", "n", "0", "")
_NUMBER = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,12})?)\s*(?:分|%|points?)?")
_BETWEEN = re.compile(r"[,，;；、\s]+")
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T]00:00:00)?")


def clean(text: str) -> str:
    """`text` without what no document can hold, its line breaks as newlines, nothing blank around it."""
    return _UNFIT.sub("", _BREAKS.sub("\n", text)).strip()


def cut_text(text: str) -> tuple[str, bool]:
    """`text` as long as the format allows, and whether it had to be cut."""
    return (text, False) if len(text) <= MAX_TEXT else (text[:MAX_TEXT].rstrip(), True)


def verdict(text: str) -> tuple[Verdict | None, bool]:
    """The verdict that a result stands for, and whether that is certain; None if it is not known.

    Nothing written is "none". Of boxes with words after them the ticked one counts.
    """
    plain = _plain(text)
    if not plain:
        return "none", True
    if plain in _VERDICTS:
        return _VERDICTS[plain]
    pieces = _BOX.split(plain)
    if len(pieces) > 4 or (len(pieces) == 4 and not pieces[0].strip()):
        said = [
            (bool(ticked), _VERDICTS.get(word.strip(" \n\t,;、")))
            for ticked, word in zip(pieces[2::3], pieces[3::3], strict=True)
        ]
        ticked = [known for is_ticked, known in said if is_ticked]
        if not ticked and all(known for _, known in said):
            return "none", True
        if len(ticked) == 1 and ticked[0]:
            return ticked[0]
    return None, False


def yes_no(text: str) -> bool | None:
    """Yes or no; None for anything else. Nothing written is no."""
    plain = _plain(text)
    return True if plain in _YES else False if plain in _NO else None


def weight(text: str) -> float | None:
    """A number from 0 with "分" or "%" after it or nothing; None for anything else."""
    match = _NUMBER.fullmatch(_plain(text))
    return float(match[1]) if match else None


def part(text: str) -> Part | None:
    """A part of a checklist; None if it is none."""
    return _PARTS.get(_plain(text))


def date(text: str) -> str:
    """A date as YYYY-MM-DD where it is one, else the text as it is."""
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", text.strip()))
    if not match:
        return text
    try:
        return amounts.day(f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}").isoformat()
    except AudittyError:
        return text


def words(text: str) -> tuple[str, ...] | None:
    """A list: words with commas, semicolons or spaces between them, or a YAML list; None if that has errors."""
    if not text.startswith("["):
        return tuple(word for word in _BETWEEN.split(text) if word)
    return value_of("ref", text)  # type: ignore[no-any-return]


def write_words(listed: tuple[str, ...]) -> str:
    """What `words` reads back as the same list."""
    simple = all(word and not _BETWEEN.search(word) for word in listed) and not "".join(listed[:1]).startswith("[")
    return ", ".join(listed) if simple else to_flow(listed)


def value_of(field: str, text: str, of: Any = Item) -> Any:
    """The value of a field (its YAML key) of an item, or of the class `of`, written as YAML; None if it has errors."""
    builder = Builder("")
    try:
        value = spec_of(of)[field].read(builder, compose(text.encode("utf-8", "replace"), ""))
    except ChecklistError:
        return None
    return None if builder.problems else value


def fields_of(of: Any, text: str) -> dict[str, Any] | None:
    """The fields of the class `of` that a YAML mapping gives, by attribute name; None if anything in it is wrong."""
    try:
        node = compose(text.encode("utf-8", "replace"), "")
    except ChecklistError:
        return None
    builder, spec = Builder(""), spec_of(of)
    if type(node) is not Mapping or any(key.value not in spec for key, _value in builder.entries(node)):
        return None
    found = {spec[key.value].name: spec[key.value].read(builder, value) for key, value in builder.entries(node)}
    return None if builder.problems else found


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
