"""The annex tables of integrity-risk prevention (廉政风险防控附表1至附表3) of a unit, each on a page of its own.

Annex 1 lists powers, of which no checklist knows: it comes empty. Annexes 2 and 3 hold the risk points that the
round's checklists have for the unit, how they showed there, and their measures, as a whole and post by post.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from checklists.grades import Text
from checklists.gradings import find_grade
from checklists.model import RiskPoint
from reports.build import item_text, problem_of
from reports.forms import Form, Page, Row, Table, labels
from reports.kinds import Asked
from reports.risk_points import measures
from reports.wording import Wording, wording
from reports.workbooks import Column
from store.sheet import Sheet, SheetLine

TITLE = Text("廉政风险防控附表1至附表3", "Integrity-risk prevention: annexes 1 to 3")
MARKS = Text("附表1|附表2|附表3", "Annex 1|Annex 2|Annex 3")
TITLES = Text(
    "二级单位职权清单|二级单位廉政风险防控措施一览表|岗位廉政风险防控措施一览表",
    "Second-level unit power list|Unit risk and measures table|Post risk and measures table",
)
POWERS = (
    Column("职权名称", "Power", 26),
    Column("职权内容", "Content", 50),
    Column("行使主体", "Exercised by", 24),
    Column("行使依据", "Basis", 40),
)
RISKS = (
    Column("风险及其表现形式", "Risk and its form", 52),
    Column("风险等级", "Risk grade", 12),
    Column("防控措施", "Measures", 66),
)
POSTS = (Column("岗位", "Post", 22), *RISKS)
_BLANK_ROWS = 10
_FACTS = Text("单位（盖章）|分管领导（签字）|填报日期", "Unit (stamp)|Leader in charge (signature)|Date")
_FOUND = Text("检查发现：{problems}", "Found: {problems}")
_MARK = Text("；", "; ")


class _Risk(NamedTuple):
    """A risk point of a unit with the lines it is asked there, its grade in words, and what was found."""

    point: RiskPoint
    lines: list[SheetLine]
    grade: str
    problems: dict[str, list[str]]  # by ref


def drafted(asked: Asked) -> bytes:
    """The three tables of the unit, as the round has it today."""
    words, sheet = wording(asked.lang), asked.sheet
    risks = list(_risks(sheet, words))
    rows: tuple[list[Row], ...] = (
        [],
        [(_form(sheet, risk, risk.lines, words), risk.grade, _taken(sheet, risk.lines, words)) for risk in risks],
        [row for risk in risks for row in _by_post(sheet, risk, words)],
    )
    return FORM.written(asked, _pages(words, sheet.unit.name, rows), asked.day)


def _pages(words: Wording, unit: str = "", rows: Sequence[Sequence[Row]] = ((), (), ())) -> list[Page]:
    lang = words.lang
    facts: list[tuple[str, str]] = list(zip(labels(_FACTS, lang), (unit, "", ""), strict=True))
    names, columns = ("powers", "risks", "posts"), (POWERS, RISKS, POSTS)
    return [
        Page(
            mark=mark,
            title=title,
            facts=facts,
            tables=[
                Table(name=name, title=f"{mark} {title}"[:31], columns=of, rows=found, blanks=_BLANK_ROWS, splits=True)
            ],
        )
        for mark, title, name, of, found in zip(
            labels(MARKS, lang), labels(TITLES, lang), names, columns, rows, strict=True
        )
    ]


FORM = Form(TITLE, _pages)
DESIGN = FORM.design
"""How the annexes are made."""


def _risks(sheet: Sheet, words: Wording) -> Iterator[_Risk]:
    problems: dict[str, list[str]] = {}
    for found in sheet.findings:
        if found[0] is not None:
            problems.setdefault(found[0].ref, []).append(problem_of(sheet, found, words.lang))
    of: dict[tuple[str, str], list[SheetLine]] = {}
    for line in sheet.lines:
        of.setdefault((line.checklist.id, line.section.id), []).append(line)
    for lines in of.values():
        point = lines[0].section
        if isinstance(point, RiskPoint):
            grade = find_grade(lines[0].checklist, point.grade)
            yield _Risk(point, lines, grade.title.get(words.lang) if grade else "", problems)


def _by_post(sheet: Sheet, risk: _Risk, words: Wording) -> Iterator[Row]:
    """A row for each post that answers for measures of the risk point, with those; one without a post comes last."""
    posts: dict[str, list[SheetLine]] = {}
    for line in risk.lines:
        posts.setdefault(item_text(sheet, line, line.item.role, words.lang), []).append(line)
    for post, lines in sorted(posts.items(), key=lambda each: not each[0]):
        yield post, _form(sheet, risk, lines, words), risk.grade, _taken(sheet, lines, words)


def _form(sheet: Sheet, risk: _Risk, lines: list[SheetLine], words: Wording) -> str:
    """The risk point, and how it showed in the unit."""
    shown = [problem for line in lines for problem in risk.problems.get(line.ref, ())]
    said = [item_text(sheet, lines[0], text, words.lang) for text in (risk.point.title, risk.point.note)]
    if shown:
        said.append(_FOUND.get(words.lang).format(problems=_MARK.get(words.lang).join(shown)))
    return "\n".join(filter(None, said))


def _taken(sheet: Sheet, lines: list[SheetLine], words: Wording) -> str:
    return measures([item_text(sheet, line, line.item.text, words.lang) for line in lines])
