"""A round as CSV: the tables of the workbook, one below the other, in UTF-8 with the mark that Excel needs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

from reports.exchange.collect import Collected
from reports.exchange.rows import of_round
from reports.exchange.tables import SHEETS, Column, Sheet
from reports.exchange.workbook import Value
from reports.safe_text import in_csv
from store.progress import Progress

_TABLES = tuple(sheet for sheet in SHEETS if not sheet.history)
_COMMON = (Column("行", "Row"), Column("轮次编号", "Round"), Column("轮次名称", "Round name"))
_OF_ROUND = Sheet(
    "轮次", "Round", "round", 1, (Column("项目", "What"), Column("内容", "Value")), lambda *_: iter(()), of_round
)


def write(collected: Collected, progress: Progress | None = None) -> Iterator[bytes]:
    """The file in parts, the rows of each unit together, those of the round itself at the end.

    A cell that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    lang = "zh" if collected.lang == "zh" else "en"
    columns = dict.fromkeys(column for sheet in (*_TABLES, _OF_ROUND) for column in sheet.columns)
    writer.writerow([getattr(column, lang) for column in (*_COMMON, *columns)])
    yield b"\xef\xbb\xbf"

    def put(sheet: Sheet, rows: Iterable[Iterable[Value]]) -> None:
        row = sheet.zh if lang == "zh" else sheet.row
        for values in rows:
            cells = dict(zip(sheet.columns, values, strict=True))
            common = (row, collected.round.info.id, collected.round.info.name)
            writer.writerow([_cell(value) for value in (*common, *(cells.get(column, "") for column in columns))])

    def drained() -> bytes:
        data = text.getvalue().encode("utf-8", "replace")
        text.seek(0)
        text.truncate()
        return data

    for page in collected.pages(progress):
        for sheet in _TABLES:
            put(sheet, sheet.rows(collected, page))
        yield drained()
    for sheet in (*_TABLES, _OF_ROUND):
        put(sheet, sheet.of_round(collected))
    yield drained()


def _cell(value: Value) -> str:
    return in_csv(f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value))
