"""Long tables as .xlsx: written row by row, text as text, dates as dates, with a filter and a head that stays."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from reports.deterministic import repack
from reports.safe_text import in_cell

_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_NO_DAY = date(1980, 1, 1)  # of a workbook without a date; the format wants one

Value = str | int | date | None


class Column(NamedTuple):
    """A column: its name in the two languages, its width in characters."""

    zh: str
    en: str
    width: int


class Table:
    """A worksheet with a head, to which rows are appended."""

    def __init__(self, sheet: Any, columns: Sequence[Column], lang: str, fixed: int) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter

        self._sheet, self._count, self._rows = sheet, len(columns), 1
        self._alignment = Alignment(wrap_text=True, vertical="top")
        for number, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        sheet.freeze_panes = f"{get_column_letter(fixed + 1)}2"
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        head = [self._cell(column.zh if lang == "zh" else column.en) for column in columns]
        for cell in head:
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6EE")
        sheet.append(head)
        self._letter = get_column_letter(self._count)

    def append(self, values: Sequence[Value]) -> None:
        """Add a row. A text is shown, never worked out; a date is a date.

        Raises:
            AudittyError: a text is longer than a cell can hold.
        """
        self._rows += 1
        self._sheet.append([self._cell(value) for value in values])

    def close(self) -> None:
        """Put the filter on all rows."""
        self._sheet.auto_filter.ref = f"A1:{self._letter}{self._rows}"

    def _cell(self, value: Value) -> Any:
        from openpyxl.cell import WriteOnlyCell

        if not isinstance(value, str):
            cell: Any = WriteOnlyCell(self._sheet)
            cell.value = value
            if value is not None:
                cell.number_format = "yyyy-mm-dd" if isinstance(value, date) else "0"
                cell.alignment = self._alignment
            return cell
        cell = WriteOnlyCell(self._sheet, in_cell(value))
        cell.data_type, cell.number_format, cell.alignment = "s", "@", self._alignment
        return cell


class Workbook:
    """A workbook being written; a row that was appended takes no memory any more. `made` is its date."""

    def __init__(self, lang: str, title: str, made: date) -> None:
        import openpyxl

        self._book, self._lang, self._made = openpyxl.Workbook(write_only=True), lang, made
        self._tables: list[Table] = []
        self._book.properties.title, self._book.properties.creator = title, ""

    def table(self, title: str, columns: Sequence[Column], fixed: int = 2) -> Table:
        """Add a worksheet. Its head and its first `fixed` columns, such as number and id, stay where they are."""
        self._tables.append(Table(self._book.create_sheet(title), columns, self._lang, fixed))
        return self._tables[-1]

    def to_bytes(self) -> bytes:
        """The finished .xlsx; the same calls give the same bytes."""
        for table in self._tables:
            table.close()
        data = io.BytesIO()
        self._book.save(data)
        return packed(data.getvalue(), self._made)


def packed(book: bytes, made: date | None) -> bytes:
    """The .xlsx `book` with `made` for its date, and nothing of the clock."""

    def dated(properties: bytes) -> Iterator[bytes]:
        yield _TIMES.sub(rb"\g<1>" + f"{made or _NO_DAY}T00:00:00Z".encode(), properties)

    return repack(book, {"docProps/core.xml": dated})
