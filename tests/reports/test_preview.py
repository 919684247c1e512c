"""A document as text: everything that stands in the file, in its order, whatever office wrote it."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from openpyxl.styles import Font

from checklists.importers.base import ImportRefused
from reports.preview import Block, blocks


def saved(file: Any) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def word(data: bytes) -> list[Block]:
    return [block for block in blocks(data, "docx") if any(block.cells)]


def test_paragraphs_and_headings_in_their_order() -> None:
    document = docx.Document()
    document.add_heading("Findings", 1)
    run = document.add_paragraph("one\ttwo\tthree").add_run()
    run.add_break(WD_BREAK.LINE)
    run.add_text("four")
    document.add_paragraph("Place\tthe gate")

    assert word(saved(document)) == [
        Block(("Findings",), heading=True),
        Block(("one  two  three\nfour",)),
        Block(("Place", "the gate"), (1, 4)),
    ]


def test_tables_with_the_widths_of_their_columns_and_cells_over_several() -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    for column, width in zip(table.columns, (1000, 2000, 3000), strict=True):
        column._gridCol.set(qn("w:w"), str(width))
    for cell, text in zip(table.rows[0].cells, "abc", strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(1, 1)).text = "wide"
    table.cell(1, 2).text = "x"
    table.cell(1, 2).add_paragraph("y")
    document.add_paragraph("after")

    assert word(saved(document)) == [
        Block(("a", "b", "c"), (1000, 2000, 3000), ruled=True),
        Block(("wide", "x\ny"), (3000, 3000), ruled=True),
        Block(("after",)),
    ]


def test_a_workbook_row_by_row_under_its_heads() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Ledger"
    sheet.append(["No.", "Due", "Place"])
    sheet["A1"].font = Font(bold=True)
    sheet.append([1, date(2026, 12, 1), None])
    sheet.append([2, None, "=1+1"])
    sheet["C3"].data_type = "s"

    assert [block.cells for block in blocks(saved(book), "xlsx")] == [
        ("Ledger",), ("",), ("No.", "1"), ("Due", "2026-12-01"), ("",), ("No.", "2"), ("Place", "=1+1"),
    ]  # fmt: skip


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_what_is_no_such_file_is_refused(ending: str) -> None:
    with pytest.raises(ImportRefused):
        list(blocks(b"PK no such thing", ending))
