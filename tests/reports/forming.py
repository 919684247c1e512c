"""A round over a checklist of risk points, and the forms that are made of it, read back."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl

from reports.kinds import KINDS, Asked
from store.clock import FixedClock
from store.given import Input
from store.units import Row
from store.workspace import Workspace

HEAD = """\
format: 1
id: posts
version: "1"
title: {zh: 岗位风险, en: Post risks}
grading: post-risk
gradings:
  - id: post-risk
    title: {zh: 岗位风险等级, en: Post risk}
    grades:
      - {id: a, title: {zh: a级, en: Grade a}}
      - {id: b, title: {zh: b级, en: Grade b}}
      - {id: c, title: {zh: c级, en: Grade c}}
blanks:
  - {id: lead-1, text: {zh: 牵头单位, en: Lead unit}}
responsibility:
  - id: duty
    title: {zh: 责任, en: Duty}
    items:
      - {id: plan, text: {zh: 方案已印发, en: The plan was issued}}
countermeasures:
"""
POINT = """\
  - id: {id}
    title: {{zh: 风险{id}, en: Risk {id}}}
    grade: {grade}
    lead: {{zh: <lead-1>, en: <lead-1>}}
    responsible: {{zh: 财务科, en: Finance section}}
    deadline: end-12
    items:
      - id: {id}-rules
        text: {{zh: 制度{id}已修订, en: Rules {id} are revised}}
        role: {{zh: 会计岗, en: Accountant}}
        phrases: [{{zh: 无制度{id}, en: No rules {id}}}]
      - {{id: {id}-rota, text: {{zh: 岗位{id}已轮换, en: Post {id} rotates}}, role: {{zh: 科长, en: Head of section}}}}
"""
PLAIN = """\
  - id: plain
    title: {zh: 未定级风险, en: Risk without a grade}
    items:
      - {id: plain-kept, text: {zh: 台账已建立, en: A ledger is kept}}
"""
FEW = {"a": 3, "b": 1, "c": 1}
ALL = {"a": 16, "b": 11, "c": 29}


def points(grades: dict[str, int]) -> str:
    """The light grades come first: a summary has to sort."""
    ids = [(f"{grade}{number}", grade) for grade in "cba" for number in range(1, grades[grade] + 1)]
    return "".join(POINT.format(id=id, grade=grade) for id, grade in ids)


def made(folder: Path, clock: FixedClock, grades: dict[str, int]) -> Asked:
    """A round of two units over a checklist with so many risk points of each grade, and one without."""
    workspace = Workspace.create(
        folder, "T", "zh", who="张三", clock=clock, issuing_body="青山市局", contact_phone="5550100"
    )
    (folder / "checklists" / "posts.yaml").write_text(HEAD + points(grades) + PLAIN, encoding="utf-8")
    rows = [{"code": "S1", "name": "城东所", "contact_phone": "1234"}, {"code": "S2", "name": "城西所"}]
    workspace.units.take_in([Row(number, row) for number, row in enumerate(rows, 1)], "units")
    round_ = workspace.new_round(
        "秋季检查", ["posts"], ["S1", "S2"], "2026-09-01", "2026-12-31", blanks={"lead-1": "办公室"}
    )
    return Asked(workspace=workspace, lang="zh", round=round_)


def failed(asked: Asked, unit: str, item: str, problem: str) -> None:
    assert asked.round is not None
    given = Input(finding={"problem": problem, "requirement": "限期补正", "lead": "王科长", "due": "2026-12-05"})
    asked.workspace.sheet(asked.round, unit).set_mark(item, "fail", given)


def paper(kind: str, asked: Asked) -> Any:
    return docx.Document(BytesIO(KINDS[kind].make(replace(asked, format="docx"))))


def table(document: Any, first: str) -> list[list[str]]:
    """The rows of the table whose head begins with `first`."""
    return next(rows for rows in tables(document) if rows[0][0] == first)


def tables(document: Any) -> list[list[list[str]]]:
    """The texts of all tables, cell by cell."""
    return [
        [[docx.table._Cell(cell, each).text for cell in row.tc_lst] for row in each._tbl.tr_lst]
        for each in document.tables
    ]


def sheets(kind: str, asked: Asked) -> dict[str, Any]:
    book = openpyxl.load_workbook(BytesIO(KINDS[kind].make(replace(asked, format="xlsx"))))
    return {sheet.title: sheet for sheet in book.worksheets}


def values(sheet: Any) -> list[tuple[Any, ...]]:
    return [tuple("" if value is None else value for value in row) for row in sheet.iter_rows(values_only=True)]
