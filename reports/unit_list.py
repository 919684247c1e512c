"""The list of units as a spreadsheet that the office opens, and that `units import` reads back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

from checklists.unit_types import UnitType
from store.model import Unit
from store.unit_files import FIELDS

_STARTS_FORMULA = re.compile("'*[=+\\-@\t\r]")


def _table(units: Sequence[Unit], types: Mapping[str, UnitType], lang: str) -> list[list[str]]:
    head = [names[0] for names in FIELDS.values()] if lang == "zh" else list(FIELDS)
    rows = [
        [
            unit.code,
            unit.name,
            types[unit.type].title.get(lang) if unit.type in types else unit.type_name,
            unit.parent,
            unit.contact_post,
            unit.contact_phone,
        ]
        for unit in units
    ]
    return [head, *rows]


def to_csv(units: Sequence[Unit], types: Mapping[str, UnitType], lang: str) -> bytes:
    """CSV in UTF-8 with a byte order mark, without which Excel shows Chinese as garbage.

    A cell that a spreadsheet would run as a formula gets an apostrophe in front, which shows that it is text;
    `units import` takes it away again.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    for row in _table(units, types, lang):
        writer.writerow(["'" + cell if _STARTS_FORMULA.match(cell) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")


def to_xlsx(units: Sequence[Unit], types: Mapping[str, UnitType], lang: str) -> bytes:
    """XLSX; every cell is text, so nothing in it runs."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell

    from reports.safe_text import visible

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("units")
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEF", (16, 40, 18, 16, 18, 18), strict=True):
        sheet.column_dimensions[column].width = width
    for row in _table(units, types, lang):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, visible(value))
            cell.data_type = "s"
            cell.number_format = "@"
            cells.append(cell)
        sheet.append(cells)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
