"""The rectification ledger: every row on paper and in the workbook, nothing live in it, the same bytes again."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from lxml import etree

from reports.entries import Entry
from reports.ledger import render
from reports.ledger_xlsx import COLUMNS, STEP_COLUMNS, workbook
from reports.rectifying_words import STATES, STEPS
from store.rectifying import life
from store.rectifying.model import Rectification, Step
from store.workspace import Workspace

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 23)
NASTY = ["=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "a\x00b\x1bc", "<w:p/>&amp;", "一\n\n二\t三", "𠀀😀", "<!--0-->"]


@pytest.fixture
def entry(tmp_path: Path) -> Entry:
    ledger = Workspace.create(tmp_path / "w", "T", "zh").ledger("S1")
    step = Step(
        verb="submit", note="已整改完毕", measure="已清理", by="王五", who="张三", at="2026-11-01T02:03:04Z",
        date="2026-10-30", state="submitted", user="zhang",
    )  # fmt: skip
    each = Rectification(
        id="S1-0001", finding="f1", round="r1", item="fire:exits", problem="疏散通道堆放课桌椅。", place="3号楼二层",
        requirement="立即清理。", grade="high", lead="总务处", responsible="安全保卫处", due="2026-11-05",
        state="closed", notice="青教督整〔2026〕1号", opened="2026-10-15", dues=("2026-10-25",), measure="已清理。",
        answered="2026-10-30", closed="2026-11-02", steps=(step,),
    )  # fmt: skip
    return Entry(rectification=each, ledger=ledger, unit="S1", name="城东小学", round="秋季检查", grade="高", light="")


def many(entry: Entry, count: int) -> list[Entry]:
    return [
        replace(entry, rectification=replace(entry.rectification, id=f"S1-{number:04}"))
        for number in range(1, count + 1)
    ]


def words(data: bytes) -> str:
    return "\n".join(cell.text for row in docx.Document(BytesIO(data)).tables[0].rows for cell in row.cells)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_recorded_stands_in_the_row(entry: Entry, lang: str) -> None:
    text = words(render([entry], lang, "县教育局", DAY))
    each = entry.rectification
    for value in (each.id, "城东小学", each.problem, each.place, "高", each.requirement, each.measure, each.lead):
        assert value in text
    days = (
        ("2026年11月5日", "2026年10月25日", "2026年11月2日") if lang == "zh" else ("5 November 2026", "25 October 2026")
    )
    assert [day for day in days if day not in text] == []
    assert STATES["closed"].get(lang) in text


def test_the_page_lies_and_its_head_comes_again(entry: Entry) -> None:
    document: Any = docx.Document(BytesIO(render(many(entry, 300), "zh", "县教育局", DAY)))
    section, table = document.sections[0], document.tables[0]
    assert section.page_width > section.page_height
    assert [row for row in table._tbl.tr_lst if row.xpath("w:trPr/w:tblHeader")] == [table._tbl.tr_lst[0]]
    grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
    assert sum(grid) == int(table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w")))
    room = section.page_width - section.left_margin - section.right_margin
    assert abs(sum(grid) * 635 - room) < 10 * 635
    assert len(table._tbl.tr_lst) == 301


@pytest.mark.parametrize("text", NASTY)
def test_any_text_is_shown_as_the_text_it_is(entry: Entry, text: str) -> None:
    entry = replace(entry, rectification=replace(entry.rectification, problem=text, lead=text))
    data = render([entry], "zh", text, DAY)
    with zipfile.ZipFile(BytesIO(data)) as package:
        etree.fromstring(package.read("word/document.xml"))
    shown = text.replace("\x00", "␀").replace("\x1b", "␛")
    assert shown in words(data)

    for sheet in openpyxl.load_workbook(BytesIO(workbook([entry], "zh", ZONE, DAY))):
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    sheet = openpyxl.load_workbook(BytesIO(workbook([entry], "zh", ZONE, DAY))).worksheets[0]
    assert shown in [cell.value for cell in sheet[2]]


def test_an_empty_ledger_is_a_table_with_its_head(entry: Entry) -> None:
    assert "存在问题" in words(render([], "zh", "", DAY))
    sheet = openpyxl.load_workbook(BytesIO(workbook([], "zh", ZONE, DAY))).worksheets[0]
    assert (sheet.max_row, sheet.auto_filter.ref) == (1, f"A1:{sheet.cell(1, len(COLUMNS)).coordinate}")


def test_the_workbook_filters_freezes_and_keeps_dates(entry: Entry) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(many(entry, 3), "zh", ZONE, DAY)))
    sheet, steps = book.worksheets
    row: dict[str, Any] = {column.en: cell for column, cell in zip(COLUMNS, sheet[4], strict=True)}
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A1:AB4", "C2")
    assert (row["No."].value, row["ID"].value, row["Due before"].value) == (3, "S1-0003", "2026-10-25")
    for name, day in (("Due", date(2026, 11, 5)), ("Closed out", date(2026, 11, 2))):
        assert row[name].is_date
        assert row[name].value.date() == day
    step = {column.en: cell.value for column, cell in zip(STEP_COLUMNS, steps[2], strict=True)}
    said = ("S1-0001", "反馈并申请销号", "2026-11-01 10:03", "张三", "王五", "zhang", "已整改完毕", "已清理", "已反馈")
    assert [text for text in said if text not in step.values()] == []


@pytest.mark.parametrize("make", ["docx", "xlsx"])
def test_the_same_records_give_the_same_bytes(entry: Entry, make: str) -> None:
    made: dict[str, Callable[[], bytes]] = {
        "docx": lambda: render(many(entry, 250), "zh", "县教育局", DAY),
        "xlsx": lambda: workbook(many(entry, 250), "zh", ZONE, DAY),
    }
    data = made[make]()
    assert made[make]() == data
    with zipfile.ZipFile(BytesIO(data)) as package:  # the day of the ledger and no clock's
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = package.read("docProps/core.xml").decode()
    assert properties.count("2026-11-23T00:00:00Z") == 2


def test_rows_are_asked_for_once_and_not_kept(entry: Entry) -> None:
    asked = iter(many(entry, 5))
    assert len(docx.Document(BytesIO(render(asked, "en", "b", DAY))).tables[0].rows) == 6


def test_every_state_and_step_has_its_word() -> None:
    assert STATES.keys() == life.STATES.keys()
    assert STEPS.keys() >= life.VERBS.keys()
