"""Forms (表): facts at the head, tables below them, room to sign; as Word across the page or as a workbook.

Both are made from the same rows. What nobody but the office knows is an empty cell to write in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from checklists.grades import Text
from reports.design import Design, Said
from reports.docx_base import Docx
from reports.fields import LEFT_OUT, Field
from reports.kinds import Asked
from reports.left_out import remark
from reports.official import widths
from reports.paper import Paper
from reports.profile import across, tabular
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
    """A table: `title` names the worksheet, `heading` stands over it on paper, `name` is its field in templates. It has
    at least `blanks` rows, empty where nothing is known. `shares` are the widths of its columns on paper in percent, if
    not as in the workbook; with `splits` it has rows so high that they may go on over the end of a page."""

    name: str
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
    tables, labels to sign beside, and a `note`. The same fact on several pages is one field."""

    title: str
    facts: Sequence[tuple[str, Value]]
    tables: Sequence[Table]
    mark: str = ""
    signed: Sequence[str] = ()
    note: str = ""


class Form:
    """A form: its `pages` in a language, as they are when nobody has filled them in."""

    def __init__(self, title: Text, pages: Callable[[Wording], list[Page]]) -> None:
        self._title, self._pages = title, pages
        self._named = pages(wording("en"))  # names of fields are from the English labels
        self.design = Design(
            title=title, fields=self._fields(), lay=self._lay, shape=lambda profile: across(tabular(profile))
        )

    def written(self, asked: Asked, pages: Sequence[Page], made: date) -> bytes:
        """The filled pages in the format asked for; `made` is the document's date."""
        words = wording(asked.lang)
        title = self._title.get(words.lang)
        if asked.format == "xlsx":
            return _workbook(pages, words, title, made, remark(asked, words))
        said = Said(
            lang=words.lang,
            values={**self._values(pages, words), "left_out": remark(asked, words)},
            title=title,
            author=asked.workspace.settings.issuing_body,
            subject=asked.round.info.name if asked.round else "",
            made=made,
        )
        return self.design.make(asked, said)

    def _fields(self) -> dict[str, Field]:
        fields = {"left_out": LEFT_OUT}
        for named, page in zip(self._named, self._pages(wording("zh")), strict=True):
            for (en, _), (zh, _) in zip(named.facts, page.facts, strict=True):
                fields.setdefault(_name(en), Field(en, zh))
            for table, same in zip(named.tables, page.tables, strict=True):
                of = {_name(column.en): Field(column.en, column.zh) for column in table.columns}
                none = Field("that there is nothing, over all columns; else empty", "没有内容时的跨栏文字，否则为空")
                fields[table.name] = Field(table.title, same.title, of={**of, "none": none})
        return fields

    def _values(self, pages: Sequence[Page], words: Wording) -> dict[str, object]:
        held: dict[str, object] = {}
        for named, page in zip(self._named, pages, strict=True):
            facts = zip(named.facts, page.facts, strict=True)
            held |= {_name(en): _shown(value, words) for (en, _), (_, value) in facts}
            for table in page.tables:
                names = [_name(column.en) for column in table.columns]
                rows = [dict(zip(names, (_shown(value, words) for value in row), strict=True)) for row in _rows(table)]
                nothing = {**dict.fromkeys(names, ""), "none": _NONE.get(words.lang)}
                held[table.name] = [{**row, "none": ""} for row in rows] or [nothing]
        return held

    def _lay(self, paper: Paper, _: object) -> None:
        pages = self._pages(paper.words)
        paper.document.page_numbers(self._title.get(paper.words.lang), paper.words.page)
        for number, (named, page) in enumerate(zip(self._named, pages, strict=True)):
            if page.mark:
                paper.paragraph(page.mark, "AnnexMark", new_page=number > 0)
            paper.paragraph(page.title, "AnnexTitle", new_page=number > 0 and not page.mark)
            facts = zip(named.facts, page.facts, strict=True)
            _set_labelled(paper.document, [(label, paper[_name(en)]) for (en, _), (label, _) in facts])
            for table in page.tables:
                _lay_table(paper, table, signed=bool(page.signed))
            if page.signed:
                paper.paragraph("", "Small", keep_next=True)
                _set_labelled(paper.document, [(label, "") for label in page.signed])
            if page is pages[-1]:
                for _turn in paper.when("left_out", "Small"):
                    paper.paragraph(paper["left_out"], "Small")
            if page.note:
                paper.paragraph(page.note, "Small")


def labels(text: Text, lang: str) -> list[str]:
    """Labels written in one line, between bars."""
    return text.get(lang).split("|")


def _name(label: str) -> str:
    """The field that a label in English is for."""
    return re.sub("[^a-z]+", "_", label.partition("(")[0].lower()).strip("_")


def _lay_table(paper: Paper, table: Table, signed: bool) -> None:
    paper.paragraph(table.heading, "Note" if table.heading else "Small", keep_next=True)
    names = [_name(column.en) for column in table.columns]
    head = [column.zh if paper.words.lang == "zh" else column.en for column in table.columns]
    shares = table.shares or [column.width for column in table.columns]
    measures = [100 * share / sum(shares) for share in shares]

    def row(turn: Paper) -> list[str]:
        return [turn[name] for name in names]

    if table.blanks or table.splits:
        height = _ROW if table.blanks else 0
        options: dict[str, Any] = {"row_height": height, "splits": table.splits, "keep_last": signed}
        paper.table(measures, table.name, row, header=head, heading="none", **options)
    else:
        paper.table(measures, table.name, row, header=head, heading="none", long=True)


def _workbook(pages: Sequence[Page], words: Wording, title: str, made: date, left_out: str) -> bytes:
    lang = words.lang
    book = Workbook(lang, title, made)
    for table in (table for page in pages for table in page.tables):
        sheet = book.table(table.title, table.columns, fixed=1)
        for row in _rows(table):
            sheet.append(row)
    facts = book.table(_FACTS.get(lang), _FACT_COLUMNS, fixed=1)
    for row in dict.fromkeys(fact for page in pages for fact in _facts(page, lang, left_out)):
        facts.append(row)
    return book.to_bytes()


def _facts(page: Page, lang: str, left_out: str) -> list[tuple[str, Value]]:
    """What stands around the tables."""
    note = "\n".join(filter(None, (left_out, page.note)))
    said = [(_NOTE.get(lang), note)] if note else []
    return [*page.facts, *((label, "") for label in page.signed), *said]


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
