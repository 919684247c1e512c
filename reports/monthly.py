"""The monthly information form (风险防范化解工作信息填报表): each risk point with what was done about it in a month.

What was found and what was put right is listed below. Everything in it is of the month asked for, so that the form of
a past month stays what it was as long as nothing of that month is changed. What the office alone knows is left blank.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

from checklists import fill
from checklists.grades import Text
from checklists.model import Checklist, RiskPoint
from checklists.points import window_in
from reports.build import problem_of
from reports.entries import Entry, entries
from reports.forms import Form, Page, Row, Table, labels
from reports.kinds import Asked
from reports.risk_points import measures
from reports.wording import Wording, wording
from reports.workbooks import Column, Value
from store.errors import StoreError
from store.figures.month import Month, SheetMonth, closed_in, group_of, groups_of, risk_points, rounds_of, sheets_in
from store.rounds import Round

TITLE = Text("风险防范化解工作信息填报表", "Risk prevention information form")
COLUMNS = (
    Column("风险点", "Risk point", 30),
    Column("应对措施", "Measures", 62),
    Column("牵头单位", "Lead unit", 18),
    Column("责任单位", "Responsible unit", 18),
    Column("化解时限", "Deadline", 18),
    Column("工作推进情况", "Progress", 34),
)
FOUND_COLUMNS = (
    Column("序号", "No.", 7),
    Column("单位", "Unit", 24),
    Column("存在问题", "Problem", 48),
    Column("发现日期", "Found on", 17),
    Column("整改要求", "Required", 40),
    Column("牵头", "Lead", 16),
    Column("责任", "Responsible", 16),
    Column("整改期限", "Due", 17),
)
CLOSED_COLUMNS = (
    Column("序号", "No.", 7),
    Column("编号", "ID", 18),
    Column("单位", "Unit", 24),
    Column("存在问题", "Problem", 48),
    Column("整改措施", "Measures taken", 48),
    Column("整改期限", "Due", 17),
    Column("销号日期", "Closed out", 17),
)
_SHARES = (16, 31, 11, 11, 15, 16)
_FOUND_SHARES = (5, 12, 20, 15, 16, 8, 9, 15)
_CLOSED_SHARES = (5, 11, 13, 21, 20, 15, 15)
_FACTS = Text(
    "填报单位（盖章）|负责人|填表人|联系电话|填报月份|填报日期",
    "Reporting unit (stamp)|Responsible person|Form filler|Contact telephone|Month|Date",
)
_MONTH = Text("{year}年{month}月", "{year}-{month:02}")
_FORM = Text("填报表", "Form")
_FOUND = Text("本月发现的问题", "Found in the month")
_CLOSED = Text("本月整改销号的问题", "Put right in the month")
_REST = Text("{title}：风险点以外的检查项", "{title}: what belongs to no risk point")
_OUTSIDE = Text("其他问题", "Other problems")
_DONE = Text(
    "检查单位{units}个、检查项{items}项次；发现问题{found}个；整改销号{closed}个。",
    "Units inspected: {units}, items: {items}; problems found: {found}; put right and closed: {closed}.",
)
_NOTHING = Text("本月无新进展。", "Nothing new in the month.")
_NOTE = Text(
    "本表每月月末填报；12月份的填报表于12月11日前报送，并附全年工作推进情况。",
    "Filled in at the end of each month; that of December is handed in before 11 December, with the year's progress.",
)


@dataclass
class _Group:
    """A row of the form: what stands in it, and what was done in the month."""

    row: tuple[str, str, str, str, date | None]
    units: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def progress(self, words: Wording) -> str:
        """What was done, in words."""
        if not self.counts.total():
            return _NOTHING.get(words.lang)
        counts = {what: self.counts[what] for what in ("items", "found", "closed")}
        return _DONE.get(words.lang).format(units=len(self.units), **counts)


class _Form:
    """The form as it is put together, round by round, newest first."""

    def __init__(self, asked: Asked, month: Month) -> None:
        self._asked, self._month, self._words = asked, month, wording(asked.lang)
        self._groups: dict[str, _Group] = {}
        self._of: dict[str, tuple[Round | None, dict[str, str]]] = {}
        self._rounds = {each.info.id: each for each in rounds_of(asked.workspace, asked.round)}
        self.found: list[Row] = []
        self.closed: list[Row] = []
        for round_ in self._rounds.values():
            if month.overlaps(*round_.info.period(month.last)):
                self._list(round_)
            for sheet_month in sheets_in(asked.workspace, round_, month, asked.units, asked.leave_out, asked.progress):
                self._take(round_, sheet_month)
        for entry in entries(asked):
            self._take_closed(entry)

    @property
    def rows(self) -> list[Row]:
        """The rows of the form: risk points, then what belongs to none."""
        ordered = sorted(self._groups.items(), key=lambda each: (each[0].endswith(":") or not each[0], not each[0]))
        return [(*group.row, group.progress(self._words)) for _key, group in ordered]

    def _list(self, round_: Round) -> None:
        """The round's risk points get their rows, whether anything was done about them or not."""
        for key, (checklist, point) in risk_points(round_).items():
            if key not in self._groups:
                self._groups[key] = _Group(self._risk(round_, checklist, point))

    def _risk(self, round_: Round, checklist: Checklist, point: RiskPoint) -> tuple[str, str, str, str, date | None]:
        lang, info = self._words.lang, round_.info
        measure = measures([item.text.get(lang) for item in point.items])
        texts = (
            point.title.get(lang),
            measure,
            point.lead.get(lang) if point.lead else "",
            point.responsible.get(lang) if point.responsible else "",
        )
        title, measure, lead, responsible = (fill(text, info.blanks, checklist.blanks) for text in texts)
        due = window_in(point.deadline, *info.period(self._month.last))[1] if point.deadline else None
        return title, measure, lead, responsible, due

    def _group(self, round_: Round | None, key: str) -> _Group:
        """The row of a risk point, or of what belongs to none."""
        if key not in self._groups and round_ is not None:
            self._list(round_)
        if key not in self._groups:
            titles = {f"{each.id}:": each.title.get(self._words.lang) for each in round_.checklists} if round_ else {}
            known = _REST.get(self._words.lang).format(title=self._words.titled(titles[key])) if key in titles else ""
            self._groups[key] = _Group((known or _OUTSIDE.get(self._words.lang), "", "", "", None))
        return self._groups[key]

    def _take(self, round_: Round, month: SheetMonth) -> None:
        sheet, lang = month.sheet, self._words.lang
        for line in month.inspected:
            group = self._group(round_, group_of(line.checklist.id, line.section))
            group.units.add(sheet.unit.code)
            group.counts["items"] += 1
        for noted in month.found:
            key = group_of(noted.line.checklist.id, noted.line.section) if noted.line else ""
            self._group(round_, key).counts["found"] += 1
            each = noted.finding
            self.found.append(
                (
                    len(self.found) + 1,
                    sheet.unit.name,
                    problem_of(sheet, noted.found, lang),
                    noted.day,
                    each.requirement,
                    each.lead,
                    each.responsible,
                    date.fromisoformat(each.due) if each.due else None,
                )
            )

    def _take_closed(self, entry: Entry) -> None:
        each = entry.rectification
        closed = closed_in(each, self._month)
        if closed is None:
            return
        round_, keys = self._ordered_in(each.round)
        self._group(round_, keys.get(each.item, "")).counts["closed"] += 1
        due = date.fromisoformat(each.due) if each.due else None
        row = (each.id, entry.name, each.problem, each.measure, due, closed)
        self.closed.append((len(self.closed) + 1, *row))

    def _ordered_in(self, round_id: str) -> tuple[Round | None, dict[str, str]]:
        """A round, void ones too, and what each of its items belongs to; a rectification can outlive its round."""
        if round_id not in self._of:
            try:
                round_ = self._rounds.get(round_id) or self._asked.workspace.round(round_id)
                self._of[round_id] = round_, groups_of(round_.checklists)
            except StoreError:
                self._of[round_id] = None, {}
        return self._of[round_id]


def drafted(asked: Asked) -> bytes:
    """The form of the month asked for, else of the current one; of one unit, where one is asked for.

    Raises:
        Unknown: there is no such unit. Refused: that is no month, or the round is void. StoreError: a round cannot be
        read, or what the one unit recorded.
    """
    words, workspace = wording(asked.lang), asked.workspace
    month = Month.named(asked.month) if asked.month else Month.of(asked.day)
    lang, form = words.lang, _Form(asked, month)
    named = _MONTH.get(lang).format(year=month.first.year, month=month.first.month)
    reporting, phone = workspace.settings.issuing_body, workspace.settings.document.contact_phone
    if len(asked.units) == 1:
        unit = workspace.units.get(asked.units[0])
        reporting, phone = unit.name, unit.contact_phone
    facts = (reporting, "", "", phone, named, "")
    return FORM.written(asked, _pages(words, facts, form.rows, form.found, form.closed), month.last)


def _pages(
    words: Wording,
    facts: Sequence[Value] = (),
    rows: Sequence[Row] = (),
    found: Sequence[Row] = (),
    closed: Sequence[Row] = (),
) -> list[Page]:
    lang = words.lang
    page = Page(
        title=TITLE.get(lang),
        facts=list(zip_longest(labels(_FACTS, lang), facts, fillvalue="")),
        tables=[
            Table(name="form", title=_FORM.get(lang), columns=COLUMNS, rows=rows, shares=_SHARES, splits=True),
            *(
                Table(
                    name=name, title=title.get(lang), heading=title.get(lang), columns=columns, shares=shares, rows=of
                )
                for name, title, columns, shares, of in (
                    ("found", _FOUND, FOUND_COLUMNS, _FOUND_SHARES, found),
                    ("closed", _CLOSED, CLOSED_COLUMNS, _CLOSED_SHARES, closed),
                )
            ),
        ],
        note=_NOTE.get(lang),
    )
    return [page]


FORM = Form(TITLE, _pages)
DESIGN = FORM.design
"""How the form is made."""
