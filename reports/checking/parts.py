"""The tables of a document, and what it refers to outside itself."""

from __future__ import annotations

from collections.abc import Iterator

from checklists.errors import N_, cut
from reports.checking.model import Check, Place
from reports.docx_read import Element, WordFile, attribute, child, children, length, text_of

_LONG_TABLE = 15  # rows; a shorter table is seen whole, or nearly
_OUTSIDE, _NONE = N_("what it refers to outside the file"), N_("nothing")
_WORDS = 24


def tables(file: WordFile) -> Iterator[Check]:
    """Whether programs of every make find the widths of tables, and long tables have a head on every page."""
    unmeasured, headless = [], []
    for number, table in enumerate(file.tables, 1):
        rows = children(table, "tr")
        place = Place("table", number, cut(" ".join(text_of(table, _WORDS).split()), _WORDS))
        if not _has_widths(table):
            unmeasured.append(place)
        if len(rows) > _LONG_TABLE and not children(rows[0], "trPr/tblHeader"):
            headless.append(place)
    total = len(file.tables)
    for label, wrong in (
        (N_("tables with a width and widths of columns"), unmeasured),
        (N_("long tables whose head is repeated"), headless),
    ):
        if total:
            found = f"{total - len(wrong)}/{total}"
            yield Check(label=label, ok=not wrong, expected=f"{total}/{total}", found=found, where=tuple(wrong))


def _has_widths(table: Element) -> bool:
    """Word takes a table's width from `w:tblW`, WPS from `w:gridCol`: both have to be there, and for every column."""
    grid = [length(column, "w") for column in children(table, "tblGrid/gridCol")]
    whole = child(child(table, "tblPr"), "tblW")
    spans = [attribute(each, "val") for each in children(table, "tr/tc/tcPr/gridSpan")]
    cells = max((len(children(row, "tc")) for row in children(table, "tr")), default=0)
    columns = max(cells, *(int(span) for span in spans if span.isdecimal()), 1)
    return len(grid) >= columns and all(grid) and whole is not None and attribute(whole, "w") not in ("", "0")


def outside(file: WordFile) -> Iterator[Check]:
    """Each link, template, picture or other file that it refers to and does not hold."""
    found = list(dict.fromkeys(file.outside()))
    for part, target in found:
        yield Check(label=_OUTSIDE, ok=False, expected=_NONE, found=cut(target, 80), where=(Place("part", 0, part),))
    if not found:
        yield Check(label=_OUTSIDE, ok=True, expected=_NONE, found=_NONE)
