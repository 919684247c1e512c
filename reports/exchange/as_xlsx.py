"""A round as an Excel workbook: a sheet for each of its tables."""

from __future__ import annotations

from collections.abc import Iterator

from reports.exchange.collect import Collected
from reports.exchange.rows import Row, of_round
from reports.exchange.tables import SHEETS, Sheet
from reports.exchange.workbook import Column, Table, stream
from store.progress import Progress

_HEAD = {"zh": ("轮次", "项目", "内容"), "en": ("Round", "What", "Value")}


def write(collected: Collected, progress: Progress | None = None) -> Iterator[bytes]:
    """The file in parts; no more than one unit is in memory, which is why the units are gone through for each sheet."""
    yield from stream(_tables(collected, progress))


def _tables(collected: Collected, progress: Progress | None) -> Iterator[Table]:
    lang = "zh" if collected.lang == "zh" else "en"
    name, what, value = _HEAD[lang]
    yield Table(name, [Column(what, 18), Column(value, 70)], 1, of_round(collected))
    for index, sheet in enumerate(SHEETS):
        columns = [Column(getattr(column, lang), column.width) for column in sheet.columns]
        yield Table(getattr(sheet, lang), columns, sheet.keys, _rows(collected, sheet, index, progress))


def _rows(collected: Collected, sheet: Sheet, index: int, progress: Progress | None) -> Iterator[Row]:
    units = len(collected.codes)
    yield from sheet.of_round(collected)

    def tell(done: int, _of: int) -> None:
        if progress is not None:
            progress(index * units + done, len(SHEETS) * units)

    for page in collected.pages(tell, items=sheet.items, history=sheet.history):
        yield from sheet.rows(collected, page)
