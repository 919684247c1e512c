"""The summary of risk points and grades (风险点和等级目录汇总表) of a round: what its checklists list, gravest first,
with what was found; probability and harm are the office's to judge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

from checklists import fill
from checklists.grades import Text
from checklists.model import RiskPoint
from reports.forms import Form, Page, Row, Table, labels
from reports.kinds import Asked
from reports.wording import Wording, wording
from reports.workbooks import Column, Value
from store.figures import answers as reading
from store.figures.answers import RoundAnswers
from store.figures.items import by_grade, by_point

TITLE = Text("风险点和等级目录汇总表", "Summary of risk points and grades")
COLUMNS = (
    Column("风险点", "Risk point", 26),
    Column("表现形式", "Manifestation", 50),
    Column("发生概率", "Probability", 11),
    Column("危害程度", "Harm", 11),
    Column("排序", "Order", 8),
    Column("风险等级", "Risk grade", 12),
    Column("防控措施", "Prevention measures", 52),
    Column("检查发现问题（个）", "Findings", 12),
    Column("涉及单位（个）", "Units with any", 12),
)
_SHARES = {"zh": (10, 27, 6, 6, 6, 6, 25, 7, 7), "en": (10, 24, 9, 6, 6, 7, 23, 8, 7)}
GRADE_COLUMNS = (
    Column("风险等级", "Risk grade", 24),
    Column("风险点（个）", "Risk points", 16),
    Column("检查发现问题（个）", "Findings", 20),
)
_LIST = Text("风险点和等级", "Risk points")
_GRADES = Text("等级汇总", "Grades")
_FACTS = Text(
    "填报单位（盖章）|检查轮次|截至|检查清单|检查起止日期|单位总数（个）",
    "Reporting unit (stamp)|Round|As of|Checklists|Period|Units",
)
_PERIOD = Text("{start}至{end}", "{start} to {end}")
_SIGNED = Text("填表人|审定（签章）|审定日期", "Form filler|Approved (signed, stamp)|Date of approval")
_NO_GRADE = Text("未定级", "No grade")
_TOTAL = Text("合计", "Total")
_OF = Text("{point}\n（{checklist}）", "{point}\n({checklist})")
_MARK = Text("；", "; ")


def drafted(asked: Asked) -> bytes:
    """The summary as it stands today; findings are those of the units asked for, of all if none are.

    Raises:
        Unknown: there is no such unit in the round. Refused: the round is void, or another day is asked for.
        StoreError: the one unit's sheet cannot be read.
    """
    assert asked.round is not None
    asked.check_now()
    words, settings, day = wording(asked.lang), asked.workspace.settings, asked.day
    read, info = _read(asked), asked.round.info
    checklists = [
        words.checklist.format(title=words.titled(each.title.get(words.lang)), version=each.version)
        for each in asked.round.checklists
    ]
    start, end = (date.fromisoformat(each) if each else None for each in (info.period_from, info.period_to))
    period = _PERIOD.get(words.lang).format(start=words.date(start), end=words.date(end))
    facts = (settings.issuing_body, info.name, day, "\n".join(checklists), period, len(read.units))
    pages = _pages(words, facts, _grades(read, words), _points(read, words))
    return FORM.written(asked, pages, day)


def _pages(
    words: Wording, facts: Sequence[Value] = (), grades: Sequence[Row] = (), points: Sequence[Row] = ()
) -> list[Page]:
    lang = words.lang
    page = Page(
        title=TITLE.get(lang),
        facts=list(zip_longest(labels(_FACTS, lang), facts, fillvalue="")),
        tables=[
            Table(
                name="grades",
                title=_GRADES.get(lang),
                heading=_GRADES.get(lang),
                columns=GRADE_COLUMNS,
                rows=grades,
            ),
            Table(
                name="points",
                title=_LIST.get(lang),
                heading=_LIST.get(lang),
                columns=COLUMNS,
                rows=points,
                shares=_SHARES[lang],
                splits=True,
            ),
        ],
        signed=labels(_SIGNED, lang),
    )
    return [page]


FORM = Form(TITLE, _pages)
DESIGN = FORM.design
"""How the form is made."""


def signs(point: RiskPoint, words: Wording) -> str:
    """How a risk shows (表现形式), as far as the checklist says: its note, and how what fails is usually worded."""
    note = [point.note.get(words.lang)] if point.note else []
    phrases = [phrase.get(words.lang) for item in point.items for phrase in item.phrases]
    return _MARK.get(words.lang).join(dict.fromkeys([*note, *phrases]))


def measures(texts: list[str]) -> str:
    """Measures, each with its number where there are several."""
    if len(texts) == 1:
        return texts[0]
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))


def _read(asked: Asked) -> RoundAnswers:
    assert asked.round is not None
    for code in asked.units:
        asked.round.unit(code)
    return reading.read_whole(asked.round, asked.workspace.hands, asked.units, asked.leave_out, asked.progress)


def _grades(read: RoundAnswers, words: Wording) -> list[Row]:
    counted = by_grade(read)
    return [
        *(
            (
                each.grade.title.get(words.lang) if each.grade else _NO_GRADE.get(words.lang),
                each.risk_points,
                each.findings,
            )
            for each in counted
        ),
        (
            _TOTAL.get(words.lang),
            sum(each.risk_points for each in counted),
            sum(each.findings for each in counted),
        ),
    ]


def _points(read: RoundAnswers, words: Wording) -> list[Row]:
    lang, several = words.lang, len(read.round.checklists) > 1
    rows: list[Row] = []
    for place, each in enumerate(by_point(read), 1):
        point, checklist = each.point, each.checklist
        title = point.title.get(lang)
        texts = (
            _OF.get(lang).format(point=title, checklist=checklist.title.get(lang)) if several else title,
            signs(point, words),
            measures([item.text.get(lang) for item in point.items]),
        )
        name, shown, taken = (fill(text, read.round.info.blanks, checklist.blanks) for text in texts)
        grade = each.grade.title.get(lang) if each.grade else ""
        rows.append((name, shown, "", "", place if each.grade else None, grade, taken, each.findings, each.units))
    return rows
