"""Lists of units as offices keep them: CSV in UTF-8 or GB18030, and XLSX. Bytes in, rows out."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from checklists.errors import N_
from store.errors import Refused
from store.units import Row

FIELDS = {
    "code": ("编码", "代码", "单位编码", "单位代码", "code"),
    "name": ("名称", "单位", "单位名称", "name", "unit"),
    "type": ("类型", "单位类型", "类别", "type"),
    "parent": ("上级编码", "上级单位编码", "上级", "parent"),
    "contact_post": ("联系岗位", "联系人职务", "职务", "contact post", "contact_post", "contact"),
    "contact_phone": ("联系电话", "电话", "contact phone", "contact_phone", "phone"),
}
"""What the columns may be called in the first row."""

_MARKED_AS_TEXT = re.compile("'+[=+\\-@\t\r]")
"""An apostrophe in front of what a spreadsheet would run as a formula is not part of the text."""

MAX_BYTES = 32 * 1024 * 1024
MAX_UNPACKED = 256 * 1024 * 1024
"""An XLSX that unpacks to more is refused: it is a bomb or not a list of units."""

MAX_ROWS = 200_000
MAX_COLUMNS = 256
"""Columns of an XLSX that are looked at: a stray cell far to the right does not make every row that long."""


def read_rows(data: bytes, name: str) -> list[Row]:
    """The rows of the list in `data`, a file called `name`.

    Raises:
        Refused: neither CSV nor XLSX, an encoding that is neither UTF-8 nor GB18030, no column for the name.
    """
    if len(data) > MAX_BYTES:
        raise Refused(N_("{file}: larger than {limit} MiB"), file=name, limit=MAX_BYTES // 1024 // 1024)
    table = _xlsx(data, name) if data.startswith(b"PK") else _csv(_decode(data, name), name)
    lines = iter(table)
    number, header = next(((number, cells) for number, cells in lines if any(cells)), (0, []))
    columns = _columns(header)
    if "name" not in columns:
        raise Refused(
            N_("{file}: line {line}: no column for the name; the first row must name the columns: {columns}"),
            file=name,
            line=number or 1,
            columns=", ".join(names[0] for names in FIELDS.values()) + " / " + ", ".join(FIELDS),
        )
    rows = []
    for number, cells in lines:
        if any(cell.strip() for cell in cells):
            rows.append(Row(number, {field: cells[at] for field, at in columns.items() if at < len(cells)}))
        if len(rows) > MAX_ROWS:
            raise Refused(N_("{file}: more than {limit} rows"), file=name, limit=MAX_ROWS)
    return rows


def _columns(header: Sequence[str]) -> dict[str, int]:
    named = {cell.strip().casefold(): at for at, cell in reversed(list(enumerate(header)))}
    return {field: named[name] for field, names in FIELDS.items() for name in reversed(names) if name in named}


def _decode(data: bytes, name: str) -> str:
    """UTF-8, else GB18030. UTF-16 and old single-byte files would decode to nonsense: they are refused."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # NUL: UTF-16. C1 controls and private use: another encoding that happens to be decodable.
        if not any("\x80" <= char <= "\x9f" or char == "\0" or "\ue000" <= char <= "\uf8ff" for char in text):
            return text
    raise Refused(
        N_("{file}: neither UTF-8 nor GB18030; save it as CSV UTF-8 in the spreadsheet program and try again"),
        file=name,
    )


def _csv(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, [cell[1:] if _MARKED_AS_TEXT.match(cell) else cell for cell in cells]
    except csv.Error as error:
        raise Refused(N_("{file}: line {line}: {reason}"), file=name, line=reader.line_num, reason=error) from error


def _xlsx(data: bytes, name: str) -> list[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        rows = _xlsx_rows(data) if unpacked <= MAX_UNPACKED else []
    except Exception as error:  # a damaged file makes zipfile, zlib, openpyxl and the XML parser raise all they have
        raise Refused(
            N_("{file}: not a readable XLSX file; save it anew in the spreadsheet program, or as CSV UTF-8"), file=name
        ) from error
    if unpacked > MAX_UNPACKED:
        raise Refused(N_("{file}: unpacks to more than {limit} MiB"), file=name, limit=MAX_UNPACKED // 1024 // 1024)
    return rows


def _xlsx_rows(data: bytes) -> list[tuple[int, list[str]]]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's words about styles it does not know
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        rows = book.worksheets[0].iter_rows(values_only=True, max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS)
        return [(number, [_cell(cell) for cell in cells]) for number, cells in enumerate(rows, 1) if any(cells)]


def _cell(value: Any) -> str:
    """A cell as text; a code typed as a number loses the ".0" that the file format gives it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
