"""A document as plain text, read back from the file itself: whatever its kind, what is shown is what stands in it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from checklists.importers.package import Package
from reports.docx_read import WordFile, attribute, child, children

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SHOWN = {
    f"{_W}t": "",
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    _PICTURE: "",
}
"""The elements that are seen, and what they look like where it is not their own text."""

_HEADINGS = ("heading", "title", "mark")
_RECORD, _LABELLED = (1, 3), (1, 4)

Element = Any


class Block(NamedTuple):
    """A paragraph, or a row of a table: its cells, and how wide the columns are to each other (of a paragraph none).

    Lines in a text are parted by a line feed. `heading` is said of titles and of the heads of tables, `ruled` of rows
    with a line above and below.
    """

    cells: tuple[str, ...]
    shares: tuple[int, ...] = ()
    heading: bool = False
    ruled: bool = False


def blocks(data: bytes, ending: str) -> Iterator[Block]:
    """The text of a .docx or an .xlsx in its order; of a workbook, each row as its cells under their heads.

    Raises:
        ImportRefused: the file is damaged, or no such file.
    """
    return _workbook(data) if ending == "xlsx" else _word(WordFile(data, "docx").body)


def _word(parent: Element) -> Iterator[Block]:
    for element in parent:
        if element.tag == f"{_W}p":
            style = attribute(child(child(element, "pPr"), "pStyle"), "val").lower()
            yield _paragraph(_text(element), any(word in style for word in _HEADINGS))
        elif element.tag == f"{_W}tbl":
            yield from _table(element)
        elif element.tag == f"{_W}sdt":
            for content in children(element, "sdtContent"):
                yield from _word(content)


def _paragraph(text: str, heading: bool) -> Block:
    """A paragraph; where its text is a label, a tab and what the label is about, as two columns."""
    label, tab, rest = text.partition("\t")
    if tab and label.strip() and "\t" not in rest and rest.strip():
        return Block((label, rest), _LABELLED)
    return Block((text.replace("\t", "  "),), heading=heading)


def _table(table: Element) -> Iterator[Block]:
    grid = [_number(attribute(column, "w")) for column in children(table, "tblGrid/gridCol")]
    for row in children(table, "tr"):
        cells, shares, at = [], [], 0
        for cell in children(row, "tc"):
            wide = _number(attribute(child(child(cell, "tcPr"), "gridSpan"), "val"))
            cells.append("\n".join(map(_text, cell.iter(f"{_W}p"))).replace("\t", "  "))
            shares.append(sum(grid[at : at + wide]) or 1)
            at += wide
        yield Block(tuple(cells), tuple(shares), child(child(row, "trPr"), "tblHeader") is not None, True)


def _text(paragraph: Element) -> str:
    """The text of a paragraph; a picture in it is what it is said to show."""
    parts = []
    for element in paragraph.iter(*_SHOWN):
        if next(element.iterancestors(_FALLBACK), None) is not None:
            continue
        if element.tag == _PICTURE:
            parts.append(f"[{element.get('descr') or element.get('title') or element.get('name', '')}]")
        elif element.getparent().tag == f"{_W}r":  # in the properties of a paragraph a tab is a place, no sign
            parts.append(_SHOWN[element.tag] or element.text or "")
    return "".join(parts)


def _number(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() else 1


def _workbook(data: bytes) -> Iterator[Block]:
    from openpyxl import load_workbook

    package = Package(data, "xlsx")
    package.check()
    book = load_workbook(io.BytesIO(package.checked()), read_only=True)
    for sheet in book.worksheets:
        yield Block((sheet.title,), heading=True)
        rows = sheet.iter_rows(values_only=True)
        heads = [_shown(value) for value in next(rows, ())]
        for values in rows:
            yield Block(("",))
            for head, value in zip(heads, map(_shown, values), strict=False):
                if value:
                    yield Block((head, value), _RECORD)


def _shown(value: object) -> str:
    """A cell as text; workbooks know no days, only midnights."""
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return "" if value is None else str(value)
