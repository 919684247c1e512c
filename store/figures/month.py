"""What was done in one month: which items were inspected, what was found, and to which risk point both belong.

A sheet was inspected on the day of its visit; one that says no day, mark by mark, on the days its marks were made, in
the workspace's zone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from checklists.errors import N_
from checklists.model import Checklist, RiskPoint, Section
from store.counting import counting
from store.errors import Refused, StoreError
from store.figures.answers import Missing, refuse_void
from store.model import OTHER_FINDINGS, Finding, Mark
from store.page import MARKS, OTHERS, VISIT
from store.progress import Progress
from store.rectifying.model import Rectification
from store.rounds import Round
from store.sheet import Sheet, SheetLine
from store.state import Tables
from store.tables import tables_of
from store.workspace import Workspace

_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Month:
    """A month of the calendar, from its `first` to its `last` day."""

    first: date
    last: date

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that `day` is in."""
        first = day.replace(day=1)
        return cls(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))

    @classmethod
    def named(cls, text: str) -> Month:
        """The month written YYYY-MM.

        Raises:
            Refused: it is none.
        """
        match = _MONTH.fullmatch(text)
        if match is None or not 1 <= int(match["year"]) < date.max.year:
            raise Refused(N_('"{found}" is not a month; write YYYY-MM'), found=text)
        return cls.of(date(int(match["year"]), int(match["month"]), 1))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def overlaps(self, start: date, end: date) -> bool:
        """Whether any of the days from `start` to `end` is in it."""
        return start <= self.last and self.first <= end


@dataclass(frozen=True)
class Noted:
    """A finding of the month, with its line and mark, both None outside the list, and the day it was found on."""

    line: SheetLine | None
    mark: Mark | None
    finding: Finding
    day: date

    @property
    def found(self) -> tuple[SheetLine | None, Mark | None, Finding]:
        """The finding as sheets list theirs."""
        return self.line, self.mark, self.finding


@dataclass(frozen=True)
class SheetMonth:
    """What one unit's sheet has of the month: the lines that got a verdict, and the findings that were new."""

    sheet: Sheet
    inspected: tuple[SheetLine, ...]
    found: tuple[Noted, ...]


def rounds_of(workspace: Workspace, round_: Round | None) -> list[Round]:
    """The rounds that count, newest first: `round_` alone where it is named.

    Raises:
        Refused: it is void. StoreError: one cannot be read; figures silent about it would seem whole.
    """
    if round_ is not None:
        refuse_void(round_)
        return [round_]
    for each in workspace.rounds():
        if each.damage is not None:
            raise each.damage
    return counting(workspace)[::-1]


def sheets_in(
    workspace: Workspace,
    round_: Round,
    month: Month,
    units: Collection[str],
    missing: Missing,
    progress: Progress | None = None,
) -> Iterator[SheetMonth]:
    """The sheets of a round that have something of the month, of all its units or of `units`."""
    folder, none = round_.path / "sheets", (0, 0)
    stamps = workspace.disk.stamps(folder)
    for done, code in enumerate(round_.units):
        if progress is not None and done % 50 == 0:
            progress(done, len(round_.units))
        size, _time = stamps.get(f"{code}.journal", none)
        if (units and code not in units) or not (size or f"{code}.json" in stamps):
            continue
        try:
            days = _days(tables_of(folder, code, size, workspace.hands), workspace)
            if not any(day in month for day in days.values()):
                continue
            found = _of_month(workspace.sheet(round_, code), days, month)
        except StoreError as error:
            missing(code, error)
            continue
        if found.inspected or found.found:
            yield found


def _days(tables: Tables, workspace: Workspace) -> dict[tuple[str, str], date]:
    """The day of each thing on a sheet: of the visit if that says one, else the one it was recorded on."""
    zone = workspace.settings.zone
    visits = (doc["value"] for doc in tables.get(VISIT, {}).values() if doc["value"] is not None)
    visited = next((date.fromisoformat(visit["date"]) for visit in visits if visit["date"]), None)
    return {
        (table, doc["key"]): visited or datetime.fromisoformat(doc["time"]).astimezone(zone).date()
        for table in (MARKS, OTHERS)
        for doc in tables.get(table, {}).values()
        if doc["value"] is not None
    }


def _of_month(sheet: Sheet, days: dict[tuple[str, str], date], month: Month) -> SheetMonth:
    carried = {finding.id for finding in sheet.unit.carried}  # a follow-up's: found before
    noted = [
        Noted(line, mark, finding, days[(MARKS, line.ref) if line is not None else (OTHERS, finding.id)])
        for line, mark, finding in sheet.findings
        if finding.id not in carried
    ]
    return SheetMonth(
        sheet,
        tuple(
            line
            for line in sheet.lines
            if days.get((MARKS, line.ref), date.min) in month and sheet.verdict(line.ref) != "none"
        ),
        tuple(each for each in noted if each.day in month),
    )


def closed_in(rectification: Rectification, month: Month) -> date | None:
    """The day in the month on which it was closed, None if it was not, or was opened again before the month ended."""
    day = None
    for step in rectification.steps:
        if step.date <= month.last.isoformat():
            day = (day or date.fromisoformat(step.date)) if step.state == "closed" else None
    return day if day is not None and day in month else None


def risk_points(round_: Round) -> dict[str, tuple[Checklist, RiskPoint]]:
    """The risk points of a round's checklists by their refs, as `group_of` names them, in their order."""
    return {
        group_of(checklist.id, point): (checklist, point)
        for checklist in round_.checklists
        for point in checklist.countermeasures
    }


def group_of(checklist: str, section: Section) -> str:
    """What an item belongs to: "CHECKLIST:SECTION" for a risk point, "CHECKLIST:" for all else, "" outside lists."""
    if checklist == OTHER_FINDINGS:
        return ""
    return f"{checklist}:{section.id}" if isinstance(section, RiskPoint) else f"{checklist}:"


def groups_of(checklists: Iterable[Checklist]) -> dict[str, str]:
    """By the ref of each item, what it belongs to."""
    return {
        f"{checklist.id}:{line.item.id}": group_of(checklist.id, line.section)
        for checklist in checklists
        for line in checklist.lines
    }
