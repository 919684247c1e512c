"""An Excel workbook written as a stream: rows go out as they come, so that no size of table fills the memory.

Every text is text: nothing in it is a formula. Days and times are real ones. The same rows give the same bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple
from xml.sax.saxutils import escape

from reports.exchange.zipped import Drain, info
from reports.safe_text import LONGEST_CELL, visible

Value = str | int | date | datetime

MOST_ROWS = 1_048_576
"""Rows that a sheet of Excel holds."""

_MOST_BYTES = 1 << 30  # of one sheet; a part of 2 GiB would need a kind of zip that not every program reads
_CHUNK = 1 << 16
_ZERO = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)  # before, Excel counts a day that never was
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read a character's number there
_TEXT, _HEAD, _DAY, _TIME = 1, 2, 3, 4
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFDDE6EE"/></patternFill></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5">'
    '<xf><alignment vertical="top"/></xf>'
    '<xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="1" fillId="2" applyNumberFormat="1" applyFont="1" applyFill="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>'
    '<xf numFmtId="165" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class Column(NamedTuple):
    """A column: what it is called, and its width in characters."""

    title: str
    width: int


@dataclass(frozen=True)
class Table:
    """A sheet. The first `keys` columns say what a row is about: they stand still, and again where a row goes on.

    A text that is longer than a cell holds goes on in the row below; a table that is longer than a sheet holds goes on
    in the sheet behind.
    """

    name: str
    columns: Sequence[Column]
    keys: int
    rows: Iterable[Sequence[Value]]


def stream(tables: Iterable[Table]) -> Iterator[bytes]:
    """The file in parts. Each table's rows are asked for once, in order."""
    out = Drain()
    sheets: list[tuple[str, str]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for table in tables:
            rows, last, part = _lines(table), _letter(len(table.columns)), 0
            row = next(rows, None)
            while row is not None or not part:
                part += 1
                with package.open(info(f"xl/worksheets/sheet{len(sheets) + 1}.xml"), "w") as sheet:
                    size, count = sheet.write(_opening(table)), 1
                    while row is not None and count < MOST_ROWS and size < _MOST_BYTES:
                        size, count = size + sheet.write(row), count + 1
                        row = next(rows, None)
                        yield from out.drained(_CHUNK)
                    sheet.write(f'</sheetData><autoFilter ref="A1:{last}{count}"/></worksheet>'.encode())
                sheets.append((table.name if part == 1 else f"{table.name} {part}", f"$A$1:${last}${count}"))
        for name, text in _frame(sheets).items():
            package.writestr(info(name), text)
    yield from out.drained()


def _letter(column: int) -> str:
    """The name of a column counted from 1: "A" to "Z", "AA"…"""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _opening(table: Table) -> bytes:
    pane = f'topLeftCell="{_letter(table.keys + 1)}2" activePane="bottomRight" state="frozen"'
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{column.width}" customWidth="1"/>'
        for number, column in enumerate(table.columns, 1)
    )
    titles = "".join(_text(column.title, _HEAD) for column in table.columns)
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        f'<pane xSplit="{table.keys}" ySplit="1" {pane}/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData><row>{titles}</row>"
    ).encode()


def _lines(table: Table) -> Iterator[bytes]:
    """The rows as XML; what is too long for its cell goes on in further ones."""
    for row in table.rows:
        pieces = [_pieces(value) for value in row]
        keys, cells = pieces[: table.keys], pieces[table.keys :]
        start = "<row>" + "".join(_cell(key[0]) for key in keys)
        for at in range(max((len(cell) for cell in cells), default=1)):
            yield (start + "".join(_cell(cell[at] if at < len(cell) else "") for cell in cells) + "</row>").encode()


def _pieces(value: Value) -> list[Value]:
    """A value as it is shown, in pieces that a cell holds each, nearly always one."""
    if not isinstance(value, str) or not value:
        return [value]
    text = visible(value)
    if len(text) * 2 <= LONGEST_CELL:
        return [text]
    pieces: list[Value] = []
    start = used = 0
    for at, char in enumerate(text):
        width = 2 if char > "\uffff" else 1
        if used + width > LONGEST_CELL:
            pieces.append(text[start:at])
            start, used = at, 0
        used += width
    return [*pieces, text[start:]]


def _cell(value: Value) -> str:
    """One cell. Where it stands follows from the row, so that no cell needs its address."""
    if value == "":
        return f'<c s="{_TEXT}"/>'
    if isinstance(value, datetime):
        days = (value.replace(tzinfo=None) - datetime.combine(_ZERO, time())).total_seconds() / 86400
        return f'<c s="{_TIME}"><v>{days!r}</v></c>'
    if isinstance(value, date):
        if value < _FIRST_DAY:
            return _text(value.isoformat())
        return f'<c s="{_DAY}"><v>{(value - _ZERO).days}</v></c>'
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return _text(value)


def _text(text: str, style: int = _TEXT) -> str:
    meant = _LOOKS_ESCAPED.sub("_x005F_", escape(text))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{meant}</t></is></c>'


def _frame(sheets: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The text of the parts that hold the sheets together, each given by its name and the area that is filtered."""
    numbers = range(1, len(sheets) + 1)
    named = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, (name, _area) in enumerate(sheets, 1)
    )
    filtered = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{index}" hidden="1">'
        f"'{escape(name)}'!{area}</definedName>"
        for index, (name, area) in enumerate(sheets)
    )
    book = (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{named}</sheets>'
        f"<definedNames>{filtered}</definedNames></workbook>"
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    of_book = (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId0" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>'
    )
    of_package = (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for number in numbers
    )
    types = (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{parts}</Types>'
    )
    return {
        "xl/styles.xml": _STYLES,
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": of_book,
        "_rels/.rels": of_package,
        "[Content_Types].xml": types,
    }
