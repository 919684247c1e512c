"""A checklist as a Word form to fill in by hand (检查记录表): boxes to tick, room to write, lines to sign on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from checklists.blanks import fill
from checklists.model import Checklist, Line, Text
from reports.docx_base import Docx
from reports.profile import Profile, profile_for, tabular
from store.layout import Layout

_SHARES = (5, 28, 31, 11, 25)
_HEAD_SHARES = (12, 38, 12, 38)
_OTHER_ROWS = 3


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the form prints, in one language."""

    title: str
    head: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    boxes: str
    evidence: str
    veto: str
    only_if: str
    verdicts: Mapping[str, str]
    or_: str
    other: tuple[str, str]
    signatures: tuple[tuple[str, str, str, str], ...]
    foot: str
    page: str
    date: str


_ZH = Words(
    title="检查记录表",
    head=(("被检查单位", "检查日期"), ("检查地点", "起止时间"), ("检查人员", "在场人员")),
    columns=("序号", "检查内容", "检查方法", "结果", "问题与备注"),
    boxes="□ 合格\n□ 不合格\n□ 不适用",
    evidence="佐证：{text}",
    veto="一票否决",
    only_if="第{number}项{verdict}时检查",
    verdicts={"pass": "合格", "fail": "不合格", "na": "不适用", "none": "未查"},
    or_="或",
    other=("其他问题", "清单以外的问题、地点和整改要求"),
    signatures=(
        ("检查人员签字", "", "检查人员签字", ""),
        ("被检查单位\n负责人签字", "", "签字日期", "　　　年　　月　　日"),
    ),
    foot="{title}（版本{version}）",
    page="— {page} —",
    date="　　　年　　月　　日",
)
_EN = Words(
    title="Inspection form",
    head=(("Unit inspected", "Date"), ("Place", "From – to"), ("Inspectors", "Present")),
    columns=("No.", "Check item", "How to check", "Result", "Problems and notes"),
    boxes="□ Pass\n□ Fail\n□ Not applicable",
    evidence="Evidence: {text}",
    veto="One failure fails the unit",
    only_if="Only if item {number}: {verdict}",
    verdicts={"pass": "pass", "fail": "fail", "na": "not applicable", "none": "not inspected"},
    or_=" or ",
    other=("Other problems", "Problems outside the list, where, and what is required"),
    signatures=(
        ("Inspector's signature", "", "Inspector's signature", ""),
        ("Signature for the unit", "", "Date", ""),
    ),
    foot="{title}, version {version}",
    page="Page {page} of {pages}",
    date="",
)

_ON_PAPER: dict[str, Any] = {"width": 297.0, "height": 210.0, "top": 18.0, "bottom": 18.0, "left": 18.0, "right": 18.0}


def render(
    checklist: Checklist,
    lang: str,
    *,
    unit: str = "",
    inspectors: Iterable[str] = (),
    blanks: Mapping[str, str] | None = None,
    lines: Iterable[Line] | None = None,
    layout: Layout | None = None,
) -> bytes:
    """The .docx of the form in `lang`: "zh", anything else is English.

    `unit` and `inspectors` are printed in the head where they are known, `blanks` are what the round filled in,
    `lines` the items that are asked (all of them if None). Items keep their numbers. Fonts are those of the `layout`.
    """
    words = _ZH if lang == "zh" else _EN
    text_lang = "zh" if lang == "zh" else "en"
    document = Docx(
        _profile(text_lang, layout),
        text_lang,
        title=words.title,
        author="",
        subject=checklist.title.get(text_lang),
        made=None,
    )

    def text(value: Text) -> str:
        return fill(value.get(text_lang), blanks or {}, checklist.blanks)

    title = text(checklist.title)
    document.page_numbers(words.foot.format(title=title, version=checklist.version), words.page)
    document.paragraph(words.title, "AnnexTitle")
    document.paragraph(words.foot.format(title=title, version=checklist.version), "Cell", keep_next=True)
    given = {words.head[0][0]: unit, words.head[0][1]: words.date, words.head[2][0]: _joined(inspectors, text_lang)}
    document.table(
        _widths(document, _HEAD_SHARES),
        [(left, given.get(left, ""), right, given.get(right, "")) for left, right in words.head],
        row_height=24,
        label_columns=(0, 2),
        keep_next=True,
    )
    document.paragraph("", "Small")  # without it Word makes one table of two
    rows: list[tuple[str, ...]] = []
    section = None
    for line in checklist.lines if lines is None else lines:
        if line.section is not section:
            section = line.section
            rows.append((text(section.title),))
        how = _how(checklist, line, words, text)
        rows.append((str(line.number), text(line.item.text), how, words.boxes, ""))
    document.table(_widths(document, _SHARES), rows, header=words.columns)
    document.paragraph("", "Small")
    other, hint = words.other
    document.table(_widths(document, (12, 88)), [(other, hint), *[("", "")] * _OTHER_ROWS], row_height=26,
                   label_columns=(0,), keep_next=True)  # fmt: skip
    document.paragraph("", "Small", keep_next=True)
    document.table(
        _widths(document, _HEAD_SHARES), words.signatures, row_height=34, label_columns=(0, 2), keep_next=True
    )
    return document.to_bytes()


def _how(checklist: Checklist, line: Line, words: Words, text: Callable[[Text], str]) -> str:
    """What the inspector has to know before answering. The question stands alone: a filled form is read by its text."""
    item = line.item
    said = [words.veto] if item.veto else []
    if item.when and item.when.item in checklist.line_of:
        verdict = words.or_.join(words.verdicts[verdict] for verdict in item.when.is_)
        said.append(words.only_if.format(number=checklist.line_of[item.when.item].number, verdict=verdict))
    if item.how:
        said.append(text(item.how))
    if item.evidence:
        said.append(words.evidence.format(text=text(item.evidence)))
    return "\n".join(said)


def _profile(lang: str, layout: Layout | None) -> Profile:
    """The profile on A4 across, with margins narrow and type small enough for a table of five columns."""
    base = tabular(profile_for(lang, layout))
    return replace(
        base,
        **_ON_PAPER,
        header=8.0,
        footer=9.0,
        chars=0,
        line_pt=base.line_pt if lang == "en" else 20.0,
        small=replace(base.small, size=6.0),
    )


def _widths(document: Docx, shares: Iterable[int]) -> list[float]:
    return [document.profile.text_width * share / 100 for share in shares]


def _joined(names: Iterable[str], lang: str) -> str:
    return ("、" if lang == "zh" else "; ").join(names)
