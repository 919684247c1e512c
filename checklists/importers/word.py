"""Tables of Word documents (.docx). Only the text of the document is read; what it refers to is never followed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from checklists.errors import N_, cut
from checklists.importers.base import Imported, ImportRefused, Options
from checklists.importers.cells import clean
from checklists.importers.collect import Collector
from checklists.importers.package import Package, has_part
from checklists.importers.rows import MAX_COLUMNS, Row, check_options, find_header, find_unit, take_table
from checklists.importers.spreadsheet import refuse_old
from checklists.importers.table import MAX_ROWS, no_header

_DOCUMENT, _STYLES = "word/document.xml", "word/styles.xml"
_ENDINGS = (".docx", ".doc", ".docm", ".wps", ".dotx")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile("(?:heading|标题) ([1-9])", re.I)
_SHORT = 60
"""A longer paragraph above a table is no heading."""


def accepts(data: bytes, name: str) -> bool:
    """Whether this is a Word document, or calls itself one."""
    return name.lower().endswith(_ENDINGS) or has_part(data, _DOCUMENT)


def read(data: bytes, name: str, options: Options) -> Imported:
    """The checklist and the results in the tables of a Word document. Raises ImportRefused."""
    check_options(options)
    refuse_old(data, name, "docx")
    package = Package(data, name)
    if _DOCUMENT not in package.names:
        raise ImportRefused(N_("{file}: no Word document inside"), file=name)
    package.check()
    headings = _Styles()
    if _STYLES in package.names:
        _parse(package, _STYLES, headings)
    document = _Document(headings.levels, name)
    _parse(package, _DOCUMENT, document)
    collector = Collector(name, options)
    collector.title = document.title
    taken = False
    for number, table in enumerate(document.tables, 1):
        place = f"table {number}"
        rows = [Row(f"{place} row {at}", cells) for at, cells in enumerate(table.rows, 1) if any(cells)]
        if table.nested:
            collector.remark("left", place, N_("{count} tables inside its cells"), count=table.nested)
        header = find_header(rows, options)
        if header is None:
            collector.remark("left", place, N_("no row names the columns"))
            find_unit(collector, rows)
            continue
        taken = True
        if table.heading:
            collector.remark("guessed", place, N_("its heading is “{title}”"), title=cut(table.heading))
        take_table(collector, rows, header, table.heading)
    if not taken:
        raise no_header(name)
    return collector.finish()


def _parse(package: Package, part: str, target: Any) -> None:
    """Run an XML part through `target`; entities and document types are refused."""
    from defusedxml.ElementTree import DefusedXMLParser

    try:
        parser = DefusedXMLParser(target=target, forbid_dtd=True)
        parser.feed(package.read(part))
        parser.close()
    except ImportRefused:
        raise
    except Exception as error:  # a damaged part makes the XML parser raise all it has
        raise package.damaged() from error


def _local(tag: str) -> str:
    """The name of a WordprocessingML element; "" for an element of another kind."""
    for space in (_W, _STRICT):
        if tag.startswith(space):
            return tag[len(space) :]
    return ""


def _value(attributes: Mapping[str, str]) -> str:
    return attributes.get(f"{_W}val") or attributes.get(f"{_STRICT}val") or ""


def _level(text: str) -> int:
    """An outline level as Word counts it, 0 the highest; 9 is no heading."""
    return int(text) if text in list("012345678") else 9


class _Styles:
    """Collects which styles are headings: by their outline level, or called "heading 1" and so on."""

    def __init__(self) -> None:
        self.levels: dict[str, int] = {}
        self._style = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _local(tag)
        if name == "style":
            self._style = attributes.get(f"{_W}styleId") or attributes.get(f"{_STRICT}styleId") or ""
        elif name == "name" and (match := _HEADING.fullmatch(_value(attributes))):
            self.levels.setdefault(self._style, int(match[1]) - 1)
        elif name == "outlineLvl":
            self.levels[self._style] = _level(_value(attributes))

    def close(self) -> None:
        pass


@dataclass
class _Table:
    """A table as it is read: rows of text, what stands above it, how many tables stand in its cells."""

    heading: str = ""
    nested: int = 0
    rows: list[list[str]] = field(default_factory=list)


class _Document:
    """Collects the outermost tables of a document, and what stands above each."""

    def __init__(self, levels: Mapping[str, int], name: str) -> None:
        self.tables: list[_Table] = []
        self.title = ""
        self._levels = levels
        self._name = name
        self._depth = 0  # of tables in tables
        self._skipped = 0  # of elements that say once more what was said
        self._table = _Table()
        self._heading = ""
        self._above = ""
        self._text: list[str] = []
        self._cell: list[str] = []
        self._span, self._continued, self._level = 1, False, 9
        self._in_text = False
        self._rows = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._skipped or tag == _FALLBACK:
            self._skipped += 1
            return
        name = _local(tag)
        if name == "tbl":
            self._depth += 1
            if self._depth == 1:
                self._table = _Table(self._heading or self._above)
            elif self._depth == 2:
                self._table.nested += 1
        elif name == "t":
            self._in_text = True
        elif name in ("br", "cr", "tab") and self._depth <= 1:
            self._text.append("\t" if name == "tab" else "\n")
        elif name == "p" and not self._depth:
            self._text, self._level = [], 9
        elif name == "pStyle" and not self._depth:
            self._level = self._levels.get(_value(attributes), 9)
        elif name == "outlineLvl" and not self._depth:
            self._level = _level(_value(attributes))
        elif self._depth == 1:
            self._start_in_table(name, attributes)

    def _start_in_table(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "tr":
            self._rows += 1
            if self._rows > MAX_ROWS:
                raise ImportRefused(N_("{file}: more than {limit} rows"), file=self._name, limit=MAX_ROWS)
            self._table.rows.append([])
        elif name == "tc":
            self._cell, self._text, self._span, self._continued = [], [], 1, False
        elif name == "gridSpan":
            self._span = _small_number(_value(attributes))
        elif name == "vMerge":
            self._continued = _value(attributes) != "restart"
        elif name == "gridBefore" and self._table.rows:
            self._table.rows[-1] += [""] * _small_number(_value(attributes))

    def end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        name = _local(tag)
        if name == "tbl":
            self._depth -= 1
            if not self._depth:
                self.tables.append(self._table)
                self._above = ""
        elif name == "t":
            self._in_text = False
        elif name == "p" and self._depth <= 1:
            text = clean("".join(self._text))
            self._text = []
            if self._depth:
                self._cell.append(text)
            elif text:
                self._paragraph(text)
        elif name == "tc" and self._depth == 1 and self._table.rows:
            text = "" if self._continued else clean("\n".join(self._cell))
            row = self._table.rows[-1]
            row += [text, *[""] * (self._span - 1)][: MAX_COLUMNS - len(row)]

    def _paragraph(self, text: str) -> None:
        """A paragraph outside tables: the first is the title, a heading or a short line the heading of a table."""
        if not self.title:
            self.title = text
        elif self._level < 9:
            self._heading = text
        self._above = text if len(text) <= _SHORT and text != self.title else ""

    def data(self, text: str) -> None:
        # In nested tables nothing is kept: a cell of theirs is no cell of ours.
        if self._in_text and self._depth <= 1 and not self._skipped:
            self._text.append(text)

    def close(self) -> None:
        pass


def _small_number(text: str) -> int:
    return min(int(text), MAX_COLUMNS) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) else 1
