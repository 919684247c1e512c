"""From the rows of a table to items and results: where the header stands, which rows are headings, what is merged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from checklists.errors import N_, cut
from checklists.importers import cells
from checklists.importers.base import ImportRefused, Options
from checklists.importers.collect import Collector
from checklists.importers.headers import FIELDS, RESULTS, columns, key
from checklists.model import Part, Text

HEADER_WITHIN = 40
"""The header stands in one of so many rows; above it are titles."""
MAX_COLUMNS = 100
LONGEST_NAME = 100
"""What is longer is no label: names are looked for at the beginning."""

_TEXT = frozenset({"text", "text.zh", "text.en"})
_SECTION = ("section", "section.zh", "section.en", "section_id")
_UNIT = re.compile(
    r"(?:被检查单位|受检查单位|受检单位|被检单位|单位名称|检查单位名称|unit inspected|unit)\s*[:：]\s*(.*)", re.I | re.S
)
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十百]+\s*[、.．]|第[一二三四五六七八九十百0-9]+[章节部分类]|[(（][一二三四五六七八九十]+[)）])"
)
_FOOT = re.compile(
    r"(?:合计|总计|小计|总分|得分|备注|说明|注)(?:\s*[:：].*)?$|注\s*[:：0-9]|填表说明|.*(?:签字|签名|签章|盖章)|.*年.*月.*日\s*$"
    r"|(?:total|sum|notes?|remarks?)(?:\s*:.*)?$|.*signature",
    re.I | re.S,
)


class Row(NamedTuple):
    """A row of a table: what messages call it, and its cells as text. A cell merged into the one above is empty."""

    place: str
    cells: list[str]


class Header(NamedTuple):
    """The header of a table: the rows `first` to before `body`, and which column holds which field."""

    first: int
    body: int
    columns: dict[str, int]


def check_options(options: Options) -> None:
    """Raise ImportRefused for a mapping to a field that does not exist."""
    for name, field in options.mapping.items():
        if field not in FIELDS:
            raise ImportRefused(
                N_("column “{column}”: there is no field “{field}”; there is {known}"),
                column=cut(name),
                field=cut(field),
                known=", ".join(sorted(FIELDS)),
            )


def find_header(rows: Sequence[Row], options: Options) -> Header | None:
    """The header: of the first rows the one with the most known names, the upper one of equals; None if none will do.

    It must name a column for what is checked, or one for the ids and one for the results.
    """
    best: Header | None = None
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        found = columns(row.cells, options.mapping)
        if not _usable(found) or (len(found) == 1 and sum(map(bool, row.cells)) > 1):
            continue
        if best is None or len(found) > len(best.columns):
            best = Header(at, at + 1, found)
    if best is None:
        return None
    return _with_second_row(best, rows, options)


def take_table(collector: Collector, rows: Sequence[Row], header: Header, heading: str = "") -> None:
    """Take the rows below `header` into `collector`; `heading` is the section where the table itself names none."""
    _take_head(collector, rows[: header.first])
    names = [key(cell) for cell in rows[header.first].cells]
    walk = _Walk(collector, header.columns, heading)
    for row in rows[header.body :]:
        if not any(row.cells):
            continue
        if [key(cell) for cell in row.cells] == names:
            collector.remark("left", row.place, N_("the header once more"))
        else:
            walk.row(row)


def find_unit(collector: Collector, rows: Iterable[Row]) -> None:
    """Look for the unit inspected among labels with values: "unit: name", or the name in the cell beside the label."""
    for row in rows:
        for at, cell in enumerate(row.cells):
            match = _UNIT.fullmatch(cell if re.search("[:：]", cell) else f"{cell}:")
            if not match or collector.unit:
                continue
            beside = next((other for other in row.cells[at + 1 :] if other and other != cell), "")
            if unit := (re.split(r"\s{2,}|\u3000", match[1].strip())[0] or beside):
                collector.unit = unit
                collector.remark("guessed", row.place, N_("the unit inspected is “{unit}”"), unit=cut(unit))


def _usable(found: dict[str, int]) -> bool:
    return not _TEXT.isdisjoint(found) or ("id" in found and not RESULTS.isdisjoint(found))


def _with_second_row(header: Header, rows: Sequence[Row], options: Options) -> Header:
    """A header of two rows, where a wide cell above ("result") has narrow ones below ("pass", "fail")."""
    if header.body >= len(rows):
        return header
    above, below = rows[header.first].cells, rows[header.body].cells
    own = columns(below, options.mapping)
    texts = [at for field, at in header.columns.items() if field in _TEXT]
    if not own or any(at < len(below) and below[at] and below[at] != above[at] for at in texts):
        return header
    wide = max(len(above), len(below))
    pairs = zip(above + [""] * (wide - len(above)), below + [""] * (wide - len(below)), strict=True)
    found = columns([low or high for high, low in pairs], options.mapping)
    return Header(header.first, header.body + 1, found) if _usable(found) else header


def _take_head(collector: Collector, rows: Sequence[Row]) -> None:
    """The rows above the header: the first text is the title, and the unit may stand there."""
    for row in rows:
        written = [cell for cell in row.cells if cell]
        if written and not collector.title and "title" not in collector.head and not _UNIT.fullmatch(written[0]):
            collector.title = written[0]
            collector.remark("guessed", row.place, N_("the title is “{title}”"), title=cut(written[0]))
    find_unit(collector, rows)


class _Walk:
    """Goes down the rows of one table and remembers what stands above."""

    def __init__(self, collector: Collector, at: dict[str, int], heading: str) -> None:
        self.collector = collector
        self.at = at
        self.part: Part = "responsibility"
        self.section_id = ""
        self.section = Text(heading, heading)
        self.subsection = Text("", "")

    def row(self, row: Row) -> None:
        values = {field: row.cells[at] for field, at in self.at.items() if at < len(row.cells) and row.cells[at]}
        self._remember(row, values)
        text = self.collector.text(row.place, values, "text")
        if text is None:
            self._without_text(row, values)
            return
        if self._is_heading(row):
            self._new_heading(row, text.zh)
            return
        title = self._title()
        group = self.collector.group(self.part, self.section_id, title)
        item = self.collector.item(row.place, values, text, group)
        self.collector.result(row.place, values, item.id if values.get("id") == item.id else text.zh)

    def _remember(self, row: Row, values: dict[str, str]) -> None:
        """Sections stand once for the rows below: merged cells, or cells left empty."""
        if value := values.get("part"):
            if part := cells.part(value):
                self.part = part
            else:
                self.collector.remark("left", row.place, N_("“{value}” is no part of a checklist"), value=cut(value))
        if any(values.get(field) for field in _SECTION):
            self.section_id = values.get("section_id", "")
            new = self.collector.text(row.place, values, "section") or Text("", "")
            if new != self.section:
                self.section, self.subsection = new, Text("", "")
        if new_sub := self.collector.text(row.place, values, "subsection"):
            self.subsection = new_sub

    def _title(self) -> Text:
        joined = [
            " / ".join(filter(None, (upper, lower))) or self.section_id
            for upper, lower in zip(self.section, self.subsection, strict=True)
        ]
        default = Text(self.collector.title or "检查项", self.collector.title or "Items")
        return Text(*(cells.cut_text(title or other)[0] for title, other in zip(joined, default, strict=True)))

    def _is_heading(self, row: Row) -> bool:
        """Whether a row with nothing but a numbered text is a heading; in a list of one column nothing is."""
        written = [cell for cell in row.cells if cell]
        return len(self.at) > 1 and len(set(written)) == 1 and bool(_NUMBERED.match(written[0]))

    def _without_text(self, row: Row, values: dict[str, str]) -> None:
        written = list(dict.fromkeys(cell for cell in row.cells if cell))
        if values.get("id") and not RESULTS.isdisjoint(self.at) and _TEXT.isdisjoint(self.at):
            self.collector.result(row.place, values, values["id"])
            return
        if len(written) > 1 or _FOOT.match(written[0][:LONGEST_NAME]):
            self.collector.remark("left", row.place, N_("nothing to check in this row"))
        elif any(values.get(field) for field in _SECTION):
            self.collector.remark("taken", row.place, N_("heading “{title}”"), title=cut(written[0]))
        elif re.fullmatch(r"[\d\W]*", written[0]):
            self.collector.remark("left", row.place, N_("nothing to check in this row"))
        else:
            self._new_heading(row, written[0])

    def _new_heading(self, row: Row, title: str) -> None:
        title = cells.cut_text(title)[0]
        self.section_id, self.section, self.subsection = "", Text(title, title), Text("", "")
        self.collector.remark("guessed", row.place, N_("a row with one text is a heading: “{title}”"), title=cut(title))
