"""A round as CSV: a row for each unit, item and finding, in UTF-8 with the mark that Excel needs to show Chinese."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime

from reports.exchange import model
from reports.exchange.collect import Collected, Page
from reports.exchange.rows import moment
from reports.exchange.words import files, people, state, verdict
from reports.safe_text import in_csv
from store.given import FINDING_FIELDS
from store.progress import Progress

COLUMNS = {
    "row": ("行", "Row"),
    "round": ("轮次编号", "Round"),
    "round_name": ("轮次名称", "Round name"),
    "unit": ("单位编码", "Unit"),
    "unit_name": ("单位名称", "Unit name"),
    "unit_type": ("类型", "Type"),
    "left": ("退出原因", "Left because"),
    "visit_date": ("检查日期", "Visited on"),
    "visit_start": ("开始", "From"),
    "visit_end": ("结束", "To"),
    "visit_place": ("检查地点", "Place of the visit"),
    "inspectors": ("检查人员", "Inspectors"),
    "present": ("在场人员", "Present"),
    "remarks": ("检查备注", "Remarks"),
    "checklist": ("检查清单", "Checklist"),
    "number": ("序号", "No."),
    "item": ("检查项编号", "Item"),
    "text": ("检查内容", "Check item"),
    "verdict": ("结论", "Result"),
    "found": ("查到", "Found"),
    "note": ("备注", "Note"),
    "evidence": ("佐证材料", "Evidence"),
    "finding": ("问题编号", "Finding"),
    "problem": ("问题", "Problem"),
    "place": ("地点", "Place"),
    "requirement": ("整改要求", "To put right"),
    "grade": ("等级", "Grade"),
    "lead": ("牵头", "Lead"),
    "responsible": ("责任", "Responsible"),
    "due": ("整改期限", "Due"),
    "finding_evidence": ("问题佐证", "Evidence of the finding"),
    "rectification": ("整改事项", "Rectification"),
    "state": ("整改状态", "State"),
    "notice": ("通知书", "Notice"),
    "measure": ("整改措施", "Measure"),
    "closed": ("销号日期", "Closed on"),
    "recorded_at": ("记录时间", "Recorded at"),
    "recorded_by": ("记录人", "Recorded by"),
}
"""The columns, with their names in Chinese and English."""

_ROWS = {
    "unit": ("单位", "unit"),
    "item": ("检查项", "item"),
    "other": ("其他问题", "outside the list"),
    "rectification": ("整改事项", "rectification"),
}
_SAME = ("finding", "problem", "place", "requirement", "lead", "responsible", "due", "notice", "measure", "closed")

Cells = dict[str, object]


def write(collected: Collected, progress: Progress | None = None) -> Iterator[bytes]:
    """The file in parts.

    A cell that a spreadsheet would run as a formula gets an apostrophe in front. An item with several findings has a
    row for each, with the same mark; a rectification has one of its own, as the notice worded it.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    named = 0 if collected.lang == "zh" else 1
    writer.writerow([names[named] for names in COLUMNS.values()])
    yield b"\xef\xbb\xbf"
    common = {"round": collected.round.info.id, "round_name": collected.round.info.name}
    for page in collected.pages(progress):
        unit = common | {"unit": page.unit.code, "unit_name": page.unit.name, "left": page.unit.left}
        for cells in _rows(collected, page):
            row = {**cells, **unit, "row": _ROWS[str(cells["row"])][named]}
            writer.writerow([_cell(value) if (value := row.get(column)) else "" for column in COLUMNS])
        yield text.getvalue().encode("utf-8", "replace")
        text.seek(0)
        text.truncate()
    yield text.getvalue().encode()


def _cell(value: object) -> str:
    return in_csv(f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value))


def _rows(collected: Collected, page: Page) -> Iterator[Cells]:
    unit, visit = page.unit, page.unit.visit
    states = {each.id: state(each.state, collected.word) for each in unit.rectifications}
    yield {
        "row": "unit",
        "unit_type": page.sheet.unit.type_text(collected.lang),
        "visit_date": visit.date,
        "visit_start": visit.start,
        "visit_end": visit.end,
        "visit_place": visit.place,
        "inspectors": people(visit.inspectors),
        "present": people(visit.present),
        "remarks": visit.remarks,
        **_recorded(collected, visit.recorded),
    }
    for entry in unit.items:
        mark = {
            "row": "item",
            **_item(collected, page, entry),
            "verdict": verdict(entry, collected.lang),
            "found": entry.found,
            "note": entry.note,
            "evidence": files(entry.evidence),
            **_recorded(collected, entry.recorded),
        }
        for finding in entry.findings:
            yield mark | _finding(collected, page, finding, entry, states)
        if not entry.findings:
            yield mark
    for other in unit.others:
        found = _finding(collected, page, other.finding, None, states)
        yield {"row": "other", **found, **_recorded(collected, other.recorded)}
    for each in unit.rectifications:
        yield {
            "row": "rectification",
            **(_item(collected, page, each) if each.item else {}),
            "rectification": each.id,
            "grade": page.grade(each.grade, each, collected.lang),
            "state": states[each.id],
            **{name: getattr(each, name) for name in _SAME},
            **_recorded(collected, each.recorded),
        }


def _item(collected: Collected, page: Page, entry: model.Entry | model.Rectification) -> Cells:
    line = page.line(entry)
    return {
        "checklist": entry.checklist,
        "number": line.number if line else "",
        "item": entry.item,
        "text": page.text(entry, collected.lang),
    }


def _finding(
    collected: Collected,
    page: Page,
    finding: model.Finding,
    entry: model.Entry | None,
    states: Mapping[str, str],
) -> Cells:
    return {
        "finding": finding.id,
        "grade": page.grade(finding.grade, entry, collected.lang),
        "finding_evidence": files(finding.evidence),
        "rectification": finding.rectification,
        "state": states.get(finding.rectification, ""),
        **{name: getattr(finding, name) for name in FINDING_FIELDS if name != "grade"},
    }


def _recorded(collected: Collected, recorded: model.Recorded | None) -> Cells:
    return {"recorded_at": moment(recorded.at, collected), "recorded_by": recorded.by} if recorded else {}
