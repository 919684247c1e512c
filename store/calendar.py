"""The calendar: what falls due when, for whom, and how far it is known to be done.

Units of one type owe the same, and most marks look alike, so what many units owe is worked out once and counted: a
calendar of 1,688 units costs little more than reading their sheets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from checklists.blanks import fill
from checklists.dated import Dated, dated
from checklists.model import Checklist, RiskPoint, Text
from checklists.recurrence import DAYS, parse_every
from checklists.scope import lines_for
from store.calendar_marks import STATES, SheetMarks, Sign, State, sign_of, states_of
from store.errors import StoreError
from store.model import PinnedUnit
from store.record import Record
from store.rectifying.ledger import Ledger
from store.rectifying.model import Rectification
from store.rounds import Round
from store.tables import tables_of
from store.workspace import Workspace

Kind = Literal["duty", "date", "phase", "deadline", "rectification"]
_NOBODY = Text("", "")


@dataclass(frozen=True, kw_only=True)
class Duty:
    """What falls due, the same for all its dates. `item` is an item's id, or a section's, or a rectification's.

    `number` is the item's in its checklist, or the section's first; `ref` the sheet's line to look at; `role` who
    answers; `at` a time of day; `types` the unit types that owe it, by language; `unit` the only unit, "" for many.
    """

    kind: Kind
    round: str
    checklist: str
    item: str
    number: int
    ref: str
    text: Text
    role: Text = _NOBODY
    at: str = ""
    types: tuple[Text, ...] = ()
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Due:
    """One date of one duty, with the number of units in each state.

    It can be done from `start` on. Of what is due by the day or week, `times` dates in a row with the same numbers
    are one: `first` is then the first of them, and `due` the last.
    """

    duty: Duty
    start: date
    first: date
    due: date
    counts: Mapping[State, int]
    times: int = 1

    @property
    def units(self) -> int:
        """How many units owe it."""
        return sum(self.counts.values())


@dataclass
class _Owed:
    """A duty with its dates, and the groups of units that owe it, each with the section's refs."""

    duty: Duty
    dated: Dated
    often: bool
    groups: list[tuple[list[str], tuple[str, ...]]] = field(default_factory=list)


class Calendar:
    """What falls due in some rounds, as their sheets and ledgers were when it was made."""

    def __init__(
        self,
        workspace: Workspace,
        rounds: Iterable[Round],
        unit: str = "",
        everything: bool = True,
        progress: Callable[[int, int], None] = lambda done, of: None,
    ) -> None:
        """`unit` leaves out all others; `everything` takes in rectifications of other rounds too.

        `damaged` then says of which units a sheet or the ledger cannot be read, and why; these are left out.
        """
        self._workspace = workspace
        self.today = workspace.today
        self.rounds = {round_.info.id: round_ for round_ in rounds}
        self._owed: dict[tuple[str, ...], _Owed] = {}
        self._marks: dict[str, SheetMarks] = {}
        self._rectifications: list[tuple[str, Rectification]] = []
        self.damaged: list[tuple[str, StoreError]] = []
        wanted = {
            round_.info.id: [pinned for code, pinned in round_.units.items() if unit in ("", code)]
            for round_ in self.rounds.values()
        }
        for round_ in self.rounds.values():
            self._take_in(round_, wanted[round_.info.id])
            self._read_sheets(round_, wanted[round_.info.id], progress)
        self._read_ledgers(unit, everything)

    def _take_in(self, round_: Round, units: list[PinnedUnit]) -> None:
        """Who owes what: units of one type together."""
        start, end = round_.info.period(self.today)
        groups: dict[tuple[tuple[str, ...], ...], list[PinnedUnit]] = {}
        for unit in units:
            groups.setdefault((unit.types, unit.only), []).append(unit)
        for (types, only), members in groups.items():
            codes = [unit.code for unit in members]
            title = Text(members[0].type_text("zh"), members[0].type_text("en"))
            for checklist in round_.checklists:
                lines = lines_for(checklist, types, only)
                refs: dict[str, list[str]] = {}
                for line in lines:
                    refs.setdefault(line.section.id, []).append(f"{checklist.id}:{line.item.id}")
                for each in dated(lines, start, end):
                    own = [f"{checklist.id}:{each.line.item.id}"] if each.line else refs[each.section.id]
                    duty = _duty(round_, checklist, each, own[0])
                    owed = self._owed.setdefault(_key(duty), _Owed(duty, each, _often(each)))
                    owed.groups.append((codes, tuple(own)))
                    if title not in owed.duty.types:
                        owed.duty = replace(owed.duty, types=(*owed.duty.types, title))

    def _read_sheets(self, round_: Round, units: list[PinnedUnit], progress: Callable[[int, int], None]) -> None:
        marks = self._marks[round_.info.id] = SheetMarks(self._workspace.settings.zone, round_.checklists)
        folder = round_.path / "sheets"
        there = self._workspace.disk.stamps(folder, ".journal")
        owed = (owed for owed in self._owed.values() if owed.duty.round == round_.info.id)
        refs = {ref for each in owed for _codes, own in each.groups for ref in own}
        for done, unit in enumerate(units):
            if unit.only:
                marks.only(unit.code, unit.only)
            if f"{unit.code}.journal" in there or f"{unit.code}.json" in there:
                try:
                    size = there.get(f"{unit.code}.journal", (0, 0))[0]
                    marks.add(unit.code, self._marked(folder, unit.code, size), refs)
                except StoreError as error:
                    self.damaged.append((unit.code, error))
                    marks.leave_out(unit.code)
            if done % 50 == 0:
                progress(done, len(units))
        progress(len(units), len(units))

    def _marked(self, folder: Path, code: str, journal_size: int) -> Iterable[Mapping[str, Any]]:
        return tables_of(folder, code, journal_size, self._workspace.hands).get("marks", {}).values()

    def _read_ledgers(self, only: str, everything: bool) -> None:
        folder = self._workspace.root / "ledger"
        for name in self._workspace.disk.names(folder):
            code, ending = name[: -len(".journal")], name[-len(".journal") :]
            if ending != ".journal" or only not in ("", code):
                continue
            try:
                found = Ledger(Record(folder / code, self._workspace.hands), code).all()
            except StoreError as error:
                self.damaged.append((code, error))
                continue
            for each in found.values():
                if each.due and (everything or each.round in self.rounds):
                    self._rectifications.append((code, each))

    # What is asked of it

    def dues(self, first: date | None = None, last: date | None = None, overdue: bool = False) -> list[Due]:
        """Everything due from `first` to `last`, in order of its dates; `overdue`: only what a unit is late with."""
        found = [due for owed in self._owed.values() for due in self._dues_of(owed, first, last)]
        for code, each in self._rectifications:
            day = date.fromisoformat(each.due)
            if (first is None or day >= first) and (last is None or day <= last):
                counts = {_rectification_state(each, self.today): 1}
                found.append(Due(duty=_rectify(code, each), start=day, first=day, due=day, counts=counts))
        if overdue:
            found = [due for due in found if due.counts.get("overdue")]
        order = {round_id: number for number, round_id in enumerate(self.rounds)}
        return sorted(found, key=lambda due: (due.first, order.get(due.duty.round, 0), due.duty.number, due.duty.item))

    @property
    def unit_names(self) -> dict[str, str]:
        """What the units are called, by code: as they joined the rounds, else as they are known now."""
        joined = {code: unit.name for round_ in self.rounds.values() for code, unit in round_.units.items()}
        if all(code in joined for code, _each in self._rectifications):
            return joined
        return {**{code: unit.name for code, unit in self._workspace.units.all().items()}, **joined}

    def units_of(self, due: Due) -> dict[str, State]:
        """The units that owe `due`, each with its state, the gravest where it stands for several dates."""
        if due.duty.unit:
            return {due.duty.unit: next(iter(due.counts))}
        owed = self._owed[_key(due.duty)]
        wanted = [number for number, window in enumerate(owed.dated.windows) if due.first <= window.due <= due.due]
        found: dict[str, State] = {}
        for codes, refs in owed.groups:
            for code in codes:
                states = self._states(owed, self._sign(owed, code, refs))
                if states:
                    found[code] = min((states[number] for number in wanted), key=STATES.index)
        order = list(self.rounds[due.duty.round].units)
        return {code: found[code] for code in order if code in found}

    def _sign(self, owed: _Owed, code: str, refs: tuple[str, ...]) -> Sign | None:
        return sign_of(self._marks[owed.duty.round], code, refs, found=owed.dated.line is not None)

    def _states(self, owed: _Owed, sign: Sign | None) -> tuple[State, ...]:
        """The state of each window for a unit with this sign; none for one that is not asked."""
        if sign is None or sign.verdict == "na":
            return ()
        period = self.rounds[owed.duty.round].info.period(self.today)
        return states_of(owed.dated, sign, self.today, period)

    def _dues_of(self, owed: _Owed, first: date | None, last: date | None) -> list[Due]:
        signs: Counter[Sign | None] = Counter()
        for codes, refs in owed.groups:
            signs.update(self._sign(owed, code, refs) for code in codes)
        states = [(self._states(owed, sign), count) for sign, count in signs.items()]
        found: list[Due] = []
        for number, window in enumerate(owed.dated.windows):
            if (first and window.due < first) or (last and window.due > last):
                continue
            counts: Counter[State] = Counter()
            for each, count in states:
                if each:
                    counts[each[number]] += count
            if not counts:
                continue
            if owed.often and found and found[-1].counts == counts:
                found[-1] = replace(found[-1], due=window.due, times=found[-1].times + 1)
                continue
            found.append(Due(duty=owed.duty, start=window.start, first=window.due, due=window.due, counts=counts))
        return found


def _key(duty: Duty) -> tuple[str, ...]:
    return (duty.round, duty.checklist, duty.kind, duty.item)


def _often(each: Dated) -> bool:
    recurrence = each.line.item.recurrence if each.line and each.kind == "duty" else None
    return recurrence is not None and parse_every(recurrence.every)[1] in DAYS


def _duty(round_: Round, checklist: Checklist, each: Dated, ref: str) -> Duty:
    def filled(text: Text | None) -> Text:
        values = round_.info.blanks
        return Text(*(fill(part, values, checklist.blanks) for part in text)) if text else _NOBODY

    item = each.line.item if each.line else None
    section = each.section
    return Duty(
        kind=each.kind,
        round=round_.info.id,
        checklist=checklist.id,
        item=item.id if item else section.id,
        number=checklist.line_of[ref.partition(":")[2]].number,
        ref=ref,
        text=filled(item.text if item else section.title),
        role=filled(item.role if item else section.lead if isinstance(section, RiskPoint) else None),
        at=item.recurrence.at if item and item.recurrence and each.kind == "duty" else "",
    )


def _rectify(code: str, each: Rectification) -> Duty:
    return Duty(
        kind="rectification",
        round=each.round,
        checklist=each.item.partition(":")[0] if ":" in each.item else "",
        item=each.id,
        number=0,
        ref=each.item,
        text=Text(each.problem, each.problem),
        role=Text(each.lead or each.responsible, each.lead or each.responsible),
        unit=code,
    )


def _rectification_state(each: Rectification, today: date) -> State:
    if not each.live:
        return "done"
    return "overdue" if each.overdue(today) else "due"
