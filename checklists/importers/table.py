"""CSV: comma, semicolon or tab, in UTF-8 or GB18030."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from checklists.errors import N_
from checklists.importers.base import Imported, ImportRefused, Options
from checklists.importers.cells import clean
from checklists.importers.collect import Collector
from checklists.importers.package import OLD_OFFICE
from checklists.importers.rows import MAX_COLUMNS, Row, check_options, find_header, take_table

MAX_ROWS = 50_000

_ENDINGS = (".csv", ".tsv", ".txt", ".tab")
_MARKED_AS_TEXT = re.compile("'+[=+\\-@\t\r]")
"""An apostrophe in front of what a spreadsheet would run as a formula is not part of the text."""


def accepts(data: bytes, name: str) -> bool:
    """Whether this looks like a table in plain text."""
    if data.startswith((b"PK", OLD_OFFICE)):
        return False
    if name.lower().endswith(_ENDINGS):
        return True
    head = data[:4096]
    return b"\0" not in head and any(sign in head.split(b"\n", 1)[0] for sign in (b",", b";", b"\t"))


def read(data: bytes, name: str, options: Options) -> Imported:
    """The checklist and the results in a CSV file. Raises ImportRefused."""
    check_options(options)
    rows = list(_rows(_decode(data, name), name))
    header = find_header(rows, options)
    if header is None:
        raise no_header(name)
    collector = Collector(name, options)
    take_table(collector, rows, header)
    return collector.finish()


def no_header(name: str) -> ImportRefused:
    """What to raise when no row names the columns."""
    return ImportRefused(
        N_("{file}: no row names the columns; one must be called “检查内容” or “check item”, or be given by a mapping"),
        file=name,
    )


def _decode(data: bytes, name: str) -> str:
    """UTF-8, else GB18030. UTF-16 and other encodings would decode to nonsense: they are refused."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search("[\0\x80-\x84\x86-\x9f\ue000-\uf8ff]", text):
            return text
    raise ImportRefused(
        N_("{file}: neither UTF-8 nor GB18030; save it as CSV UTF-8 in the spreadsheet program and try again"),
        file=name,
    )


def _rows(text: str, name: str) -> Iterator[Row]:
    head = text[:10_000]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    line, kept = 1, 0
    try:
        for cells in reader:
            if any(cells):
                kept += 1
                if kept > MAX_ROWS:
                    raise ImportRefused(N_("{file}: more than {limit} rows"), file=name, limit=MAX_ROWS)
                yield Row(f"line {line}", [_cell(cell) for cell in cells[:MAX_COLUMNS]])
            line = reader.line_num + 1
    except csv.Error as error:
        raise ImportRefused(
            N_("{file}: line {line}: {reason}"), file=name, line=reader.line_num, reason=str(error)
        ) from error


def _cell(cell: str) -> str:
    return clean(cell[1:] if _MARKED_AS_TEXT.match(cell) else cell)
