"""Excel workbooks (.xlsx): the first sheet with a header that is known; nothing in them is calculated or run."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from checklists.errors import N_, cut
from checklists.importers.base import Imported, ImportRefused, Options
from checklists.importers.cells import clean
from checklists.importers.collect import Collector
from checklists.importers.package import OLD_OFFICE, Package, has_part
from checklists.importers.rows import MAX_COLUMNS, Row, check_options, find_header, take_table
from checklists.importers.table import MAX_ROWS, no_header

DETAILS = "auditty"
"""The sheet in which an exported workbook says what belongs to no row: lines of key and value."""
EXCEL_ROWS = 1_048_576
MAX_SHEETS = 100
MAX_GAP = 10_000
"""Empty rows after which a sheet is at its end: some have a million of them."""

_ENDINGS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".et")


def accepts(data: bytes, name: str) -> bool:
    """Whether this is a workbook, or calls itself one, or is an old binary Office file."""
    if has_part(data, "xl/workbook.xml") or has_part(data, "xl/workbook.bin"):
        return True
    word = name.lower().endswith((".doc", ".docx", ".docm")) or has_part(data, "word/document.xml")
    return not word and (data.startswith(OLD_OFFICE) or name.lower().endswith(_ENDINGS))


def read(data: bytes, name: str, options: Options) -> Imported:
    """The checklist and the results in a workbook. Raises ImportRefused."""
    check_options(options)
    refuse_old(data, name, "xlsx")
    package = Package(data, name)
    if "xl/workbook.bin" in package.names:
        raise ImportRefused(N_("{file}: a binary workbook; save it as .xlsx and try again"), file=name)
    package.check()
    checked = package.checked()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's words about styles it does not know
            return _read(checked, name, options)
    except ImportRefused:
        raise
    except Exception as error:  # a damaged file makes zipfile, openpyxl and the XML parser raise all they have
        raise package.damaged() from error


def refuse_old(data: bytes, name: str, wanted: str) -> None:
    """Raise ImportRefused for a binary Office file of before 2007; one with a password looks the same."""
    if data.startswith(OLD_OFFICE):
        raise ImportRefused(
            N_("{file}: an old binary Office file, or one with a password; save it as .{wanted} without a password"),
            file=name,
            wanted=wanted,
        )


def _read(data: bytes, name: str, options: Options) -> Imported:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    collector = Collector(name, options)
    sheets = book.worksheets[:MAX_SHEETS]
    if details := next((sheet for sheet in sheets if sheet.title == DETAILS), None):
        for row in _rows(details, name, collector):
            key, value = [*row.cells, ""][:2]
            collector.detail(f"{DETAILS} {row.place}", key, value)
    taken = False
    for sheet in sheets:
        if sheet is details:
            continue
        place = cut(clean(sheet.title))
        if taken:
            collector.remark("left", place, N_("another sheet; only the first with a header is taken"))
            continue
        said = len(collector.remarks)
        rows = list(_rows(sheet, name, collector))
        header = find_header(rows, options)
        if header is None:
            del collector.remarks[said:]
            collector.remark("left", place, N_("no row names the columns"))
        else:
            taken = True
            take_table(collector, rows, header)
    if not taken:
        raise no_header(name)
    return collector.finish()


def _rows(sheet: Any, name: str, collector: Collector) -> Iterator[Row]:
    """The rows with anything in them."""
    from openpyxl.cell.read_only import EMPTY_CELL

    kept = empty = 0
    found: Iterable[tuple[Any, ...]] = sheet.iter_rows(max_row=EXCEL_ROWS, max_col=MAX_COLUMNS)
    for number, cells in enumerate(found, 1):
        texts = ["" if cell is EMPTY_CELL else _text(cell.value) for cell in cells]
        if not any(texts):
            empty += 1
            if empty == MAX_GAP:
                collector.remark(
                    "left", f"row {number}", N_("after {limit} empty rows nothing more is read"), limit=empty
                )
                return
            continue
        empty = 0
        kept += 1
        if kept > MAX_ROWS:
            raise ImportRefused(N_("{file}: more than {limit} rows"), file=name, limit=MAX_ROWS)
        while texts and not texts[-1]:
            texts.pop()
        row = Row(f"row {number}", texts)
        if any(cell.data_type == "f" for cell in cells):
            collector.remark("guessed", row.place, N_("holds a formula, which is taken as text and not calculated"))
        yield row


def _text(value: Any) -> str:
    """A cell as text; a number loses the ".0" and a date the midnight that the file format gives it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return clean(str(getattr(value, "text", value)))
