"""Excel workbooks of other people: which sheet, which cells, and nothing in them run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from checklists.importers import Imported, read
from checklists.importers.base import ImportRefused

ROWS: list[list[Any]] = [
    ["类别", "检查内容", "检查结果"],
    ["组织", "成立领导小组", "合格"],
    [None, "制定计划", "不合格"],
]


def workbook(*sheets: Sequence[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"s{number}")
        for row in rows:
            sheet.append(list(row))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def with_part(data: bytes, part: str, content: bytes) -> bytes:
    """The package with a part more, or another one in its place."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return out.getvalue()


def texts(imported: Imported) -> list[tuple[str, str]]:
    assert imported.checklist
    return [(line.section.title.zh, line.item.text.zh) for line in imported.checklist.lines]


def test_the_first_sheet_with_a_header_is_taken_and_the_others_are_named() -> None:
    done = read(workbook([["说明"], ["填表"]], [["检查表"], [], *ROWS], ROWS), "f.xlsx")
    assert texts(done) == [("组织", "成立领导小组"), ("组织", "制定计划")]
    assert [(row.item, row.verdict, row.place) for row in done.results] == [
        ("成立领导小组", "pass", "row 4"), ("制定计划", "fail", "row 5"),
    ]  # fmt: skip
    assert [remark.place for remark in done.remarks if remark.kind == "left"] == ["s1", "s3"]


def test_the_name_does_not_decide_what_it_is() -> None:
    assert texts(read(workbook(ROWS), "f.csv")) == texts(read(workbook(ROWS), "f"))
    assert texts(read(workbook(ROWS), "f.docx"))


def test_cells_of_every_kind_are_text() -> None:
    rows: list[list[Any]] = [
        ["编号", "检查内容", "问题", "结果", "期限", "权重"],
        [7.0, 2026, True, "不合格", datetime(2026, 3, 4), 1.5],
        ["b", "=1+1", "=HYPERLINK(1)", "不合格", date(2026, 3, 5), 3],
    ]
    done = read(workbook(rows), "f.xlsx")
    assert texts(done) == [("检查项", "2026"), ("检查项", "=1+1")]
    assert [dict(row.finding) for row in done.results] == [
        {"problem": "True", "due": "2026-03-04"}, {"problem": "=HYPERLINK(1)", "due": "2026-03-05"},
    ]  # fmt: skip
    assert done.checklist
    assert [(line.item.id, line.item.weight) for line in done.checklist.lines] == [("7", 1.5), ("b", 3.0)]
    formula = [remark for remark in done.remarks if "formula" in remark.message]
    assert [(remark.kind, remark.place) for remark in formula] == [("guessed", "row 3")]


def test_merged_cells() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (["检查表", None, None], *ROWS, ["一、设施", None, None], [None, "通道畅通", None]):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A3:A4")
    data = io.BytesIO()
    book.save(data)
    done = read(data.getvalue(), "f.xlsx")
    assert texts(done) == [("组织", "成立领导小组"), ("组织", "制定计划"), ("一、设施", "通道畅通")]
    assert done.checklist
    assert done.checklist.title.zh == "检查表"


@pytest.mark.parametrize(
    "data, name, message",
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "f.xls", "old binary Office file.*save it as .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "f.csv", "old binary Office file"),
        (b"<html><table>", "f.xls", "damaged or cut off"),
        (b"", "f.xlsx", "damaged or cut off"),
        (b"PK\x03\x04", "f.xlsx", "damaged or cut off"),
        (workbook(ROWS)[:-100], "f.xlsx", "damaged or cut off"),
        (workbook(ROWS)[:3000], "f.xlsx", "damaged or cut off"),
        (workbook([["甲"]]), "f.xlsx", "no row names the columns"),
        (with_part(workbook(ROWS), "xl/vbaProject.bin", b"x"), "f.xlsm", "holds macros"),
        (with_part(workbook(ROWS), "xl/workbook.bin", b"x"), "f.xlsb", "binary workbook"),
        (with_part(workbook(ROWS), "xl/worksheets/sheet1.xml", b"<worksheet>"), "f.xlsx", "damaged or cut off"),
        (with_part(workbook(ROWS), "xl/styles.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "f.xlsx", "damaged"),
    ],
    ids=range(12),
)
def test_what_cannot_be_read_is_refused_with_the_reason(data: bytes, name: str, message: str) -> None:
    with pytest.raises(ImportRefused, match=message) as caught:
        read(data, name)
    assert str(caught.value).startswith(f"{name}: ")
