"""Forms (表): facts at the head, tables below them, room to sign; as Word across the page or as a workbook.

Both are made from the same rows. What nobody but the office knows is an empty cell to write in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from checklists.grades import Text
from reports.docx_base import Docx
from reports.kinds import Asked
from reports.official import widths
from reports.profile import across, profile_for, tabular
from reports.wording import Wording, wording
from reports.workbooks import Column, Value, Workbook

_ROW = 24  # points; room to write in
_PAIRS = 3  # facts on a line
_SHARES = (15, 19, 15, 19, 13, 19)
_NONE = Text("无", "None")
_FACTS = Text("填报信息", "Head of the form")
_NOTE = Text("填表说明", "Note")
_FACT_COLUMNS = (Column("项目", "Entry", 24), Column("内容", "Content", 60))

Row = Sequence[Value]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: `title` names the worksheet, `heading` stands over it on paper. It has at least `blanks` rows, empty
    where nothing is known. `shares` are the widths of its columns on paper in percent, if not as in the workbook; with
    `splits` it has rows so high that they may go on over the end of a page."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    heading: str = ""
    blanks: int = 0
    shares: Sequence[int] = ()
    splits: bool = False


@dataclass(frozen=True, kw_only=True)
class Page:
    """What begins on a page of its own: its `title` with a `mark` such as 附表1 above, facts as labels and values,
    tables, labels to sign beside, and a `note`."""

    title: str
    facts: Sequence[tuple[str, Value]]
    tables: Sequence[Table]
    mark: str = ""
    signed: Sequence[str] = ()
    note: str = ""


def written(asked: Asked, pages: Sequence[Page], *, title: str, made: date) -> bytes:
    """The pages in the format asked for; `made` is the document's date."""
    return _workbook(asked, pages, title, made) if asked.format == "xlsx" else _document(asked, pages, title, made)


def labels(text: Text, lang: str) -> list[str]:
    """Labels written in one line, between bars."""
    return text.get(lang).split("|")


def _workbook(asked: Asked, pages: Sequence[Page], title: str, made: date) -> bytes:
    lang = wording(asked.lang).lang
    book = Workbook(lang, title, made)
    for table in (table for page in pages for table in page.tables):
        sheet = book.table(table.title, table.columns, fixed=1)
        for row in _rows(table):
            sheet.append(row)
    facts = book.table(_FACTS.get(lang), _FACT_COLUMNS, fixed=1)
    for row in dict.fromkeys(fact for page in pages for fact in _facts(page, lang)):
        facts.append(row)
    return book.to_bytes()


def _facts(page: Page, lang: str) -> list[tuple[str, Value]]:
    """What stands around the tables."""
    note = [(_NOTE.get(lang), page.note)] if page.note else []
    return [*page.facts, *((label, "") for label in page.signed), *note]


def _document(asked: Asked, pages: Sequence[Page], title: str, made: date) -> bytes:
    settings, words = asked.workspace.settings, wording(asked.lang)
    profile = across(tabular(profile_for(words.lang, settings.layout)))
    subject = asked.round.info.name if asked.round else ""
    document = Docx(profile, words.lang, title=title, author=settings.issuing_body, subject=subject, made=made)
    document.page_numbers(title, words.page)
    for number, page in enumerate(pages):
        _set_page(document, page, words, new_page=number > 0)
    return document.to_bytes()


def _set_page(document: Docx, page: Page, words: Wording, new_page: bool) -> None:
    if page.mark:
        document.paragraph(page.mark, "AnnexMark", new_page=new_page)
    document.paragraph(page.title, "AnnexTitle", new_page=new_page and not page.mark)
    _set_labelled(document, [(label, _shown(value, words)) for label, value in page.facts])
    for table in page.tables:
        document.paragraph(table.heading, "Note" if table.heading else "Small", keep_next=True)
        head = [column.zh if words.lang == "zh" else column.en for column in table.columns]
        shares = table.shares or [column.width for column in table.columns]
        measures = widths(document, [100 * share / sum(shares) for share in shares])
        rows = [[_shown(value, words) for value in row] for row in _rows(table)] or [[_NONE.get(words.lang)]]
        if table.blanks or table.splits:
            height = _ROW if table.blanks else 0
            document.table(
                measures, rows, header=head, row_height=height, splits=table.splits, keep_last=bool(page.signed)
            )
        else:
            document.long_table(measures, rows, head)
    if page.signed:
        document.paragraph("", "Small", keep_next=True)
        _set_labelled(document, [(label, "") for label in page.signed])
    if page.note:
        document.paragraph(page.note, "Small")


def _set_labelled(document: Docx, pairs: Sequence[tuple[str, str]]) -> None:
    """Labels with their values in boxes, some on a line."""
    filled = [*pairs, *[("", "")] * (-len(pairs) % _PAIRS)]
    rows = [
        [text for pair in filled[start : start + _PAIRS] for text in pair] for start in range(0, len(filled), _PAIRS)
    ]
    document.table(
        widths(document, _SHARES), rows, row_height=_ROW, label_columns=range(0, 2 * _PAIRS, 2), keep_next=True
    )


def _rows(table: Table) -> list[Row]:
    empty = [""] * len(table.columns)
    return [*table.rows, *[empty] * max(0, table.blanks - len(table.rows))]


def _shown(value: Value, words: Wording) -> str:
    """A value as it stands on paper."""
    if isinstance(value, date):
        return words.date(value)
    return "" if value is None else str(value)
