"""One unit's sheet in one round: the visit, the items it is asked, their marks, and findings outside the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, TypeVar

from checklists.errors import N_
from checklists.gradings import find_grade, grading_of
from checklists.model import Checklist, Item, Section
from checklists.verdicts import VERDICTS, Verdict
from store import ids, texts
from store.errors import Refused, Unknown
from store.journal import Event
from store.model import Finding, Inspector, Mark, PinnedUnit, Present, RoundInfo, Visit
from store.record import Change, Hands, Record

VISIT = "visit"
MARKS = "marks"
OTHERS = "others"
OUTSIDE = "-"
"""What the command line calls the place of a finding outside the list."""

Person = TypeVar("Person", Inspector, Present)

FINDING_FIELDS = ("problem", "place", "requirement", "grade", "lead", "responsible", "due")


@dataclass(frozen=True)
class SheetLine:
    """An item as a sheet asks it. `ref` "CHECKLIST:ITEM" is the key of its mark; `number` counts in its checklist."""

    ref: str
    number: int
    checklist: Checklist
    section: Section
    item: Item


@dataclass(frozen=True, kw_only=True)
class Input:
    """What a person gives with a mark; None leaves what is there, "" clears it."""

    note: str | None = None
    found: str | None = None
    evidence: tuple[str, ...] = ()
    finding: Mapping[str, str] | None = None
    add: bool = False


class Sheet:
    """A unit's page in a round. Every change is one event, on disk when the call returns."""

    def __init__(
        self, record: Record, info: RoundInfo, checklists: tuple[Checklist, ...], unit: PinnedUnit, hands: Hands
    ) -> None:
        self.record, self.info, self.checklists, self.unit = record, info, checklists, unit
        self._hands = hands

    # What it asks

    @cached_property
    def all_lines(self) -> tuple[SheetLine, ...]:
        """Every item that is for this type of unit, whether or not its condition holds now."""
        from checklists.scope import lines_for

        return tuple(
            SheetLine(f"{checklist.id}:{line.item.id}", line.number, checklist, line.section, line.item)
            for checklist in self.checklists
            for line in lines_for(checklist, self.unit.types)
        )

    @property
    def lines(self) -> tuple[SheetLine, ...]:
        """The items asked now: those whose condition holds."""
        return tuple(line for line in self.all_lines if self.asked(line))

    def asked(self, line: SheetLine) -> bool:
        """Whether the answer that the item depends on makes it a question."""
        condition = line.item.when
        return condition is None or self.verdict(f"{line.checklist.id}:{condition.item}") in condition.is_

    def line(self, item: str) -> SheetLine:
        """The line of an item, by its id or as CHECKLIST:ITEM.

        Raises:
            Unknown: no such item, or not one that this unit is asked.
            Refused: two checklists of the round have an item of this id.
        """
        found = [line for line in self.all_lines if item in (line.ref, line.item.id)]
        if len(found) == 1:
            return found[0]
        if found:
            raise Refused(
                N_("item “{item}” is in several checklists; write {choices}"),
                item=item,
                choices=" | ".join(line.ref for line in found),
            )
        if any(
            item in (ref, line.item.id)
            for checklist in self.checklists
            for line in checklist.lines
            for ref in [f"{checklist.id}:{line.item.id}"]
        ):
            raise Unknown(
                N_("item “{item}” does not apply to unit {unit} ({type})"),
                item=item,
                unit=self.unit.code,
                type=self.unit.type or self.unit.type_name or "-",
            )
        raise Unknown(N_("no item “{item}” in the round; see “auditty checklists show ID”"), item=item)

    # What was recorded

    def mark(self, ref: str) -> Mark | None:
        """The mark of the line `ref`, None if there is none."""
        value = self.record.get(MARKS, ref)
        return Mark.from_value(value) if value else None

    def verdict(self, ref: str) -> Verdict:
        """The verdict of the line `ref`."""
        value = self.record.get(MARKS, ref)
        return value["verdict"] if value else "none"

    @property
    def visit(self) -> Visit:
        """The sheet's head; before anything was written, the round's inspectors and nothing else."""
        value = self.record.get(VISIT, VISIT)
        return Visit.from_value(value) if value else Visit(inspectors=self.info.inspectors)

    @property
    def others(self) -> dict[str, Finding]:
        """Findings outside the list, by id."""
        return {key: Finding.from_value(value) for key, value in self.record.all(OTHERS).items()}

    @property
    def findings(self) -> list[tuple[SheetLine | None, Mark | None, Finding]]:
        """All findings in the order of the list, those outside it last."""
        found: list[tuple[SheetLine | None, Mark | None, Finding]] = []
        for line in self.lines:
            mark = self.mark(line.ref)
            if mark and mark.verdict == "fail":
                found.extend((line, mark, finding) for finding in mark.findings)
        found.extend((None, None, finding) for finding in self.others.values())
        return found

    @property
    def counts(self) -> dict[str, int]:
        """How many of the items asked have each verdict."""
        counts: dict[str, int] = dict.fromkeys(VERDICTS, 0)
        for line in self.lines:
            counts[self.verdict(line.ref)] += 1
        return counts

    def next_unmarked(self, after: str = "") -> str:
        """The ref of the first item without a mark after the line `after`, from the top again, "" if none is left."""
        refs = [line.ref for line in self.lines]
        start = refs.index(after) + 1 if after in refs else 0
        return next((ref for ref in refs[start:] + refs[:start] if self.verdict(ref) == "none"), "")

    # Recording

    def set_mark(self, ref: str, verdict: Verdict, given: Input | None = None, base: str | None = None) -> Event:
        """Record a verdict with what was given.

        `base` is the id of the item's last event that the person had seen; None: whatever stands.

        Raises:
            Conflict: the item changed since `base`.
            Refused: the answer demands what was not given, or a value is not what its field takes.
        """
        given = given or Input()
        line = self.line(ref)

        def made(before: Mark | None) -> Mark | None:
            if verdict == "none":
                return None
            return Mark(
                verdict=verdict,
                note=_given(given.note, before.note if before else ""),
                found=_given(given.found, before.found if before else ""),
                evidence=tuple(dict.fromkeys([*(before.evidence if before else ()), *given.evidence])),
                findings=self._findings(line, before, given) if verdict == "fail" else (),
            )

        return self._record(line, made, base)

    def set_findings(
        self, ref: str, findings: tuple[Finding, ...], note: str | None = None, base: str | None = None
    ) -> Event:
        """Record a fail with exactly these findings; ones without an id get one."""
        line = self.line(ref)
        checked = tuple(self._checked(line.checklist, finding) for finding in findings)

        def made(before: Mark | None) -> Mark:
            return Mark(
                verdict="fail",
                note=_given(note, before.note if before else ""),
                found=before.found if before else "",
                evidence=before.evidence if before else (),
                findings=checked or (Finding(id=ids.finding_id()),),
            )

        return self._record(line, made, base)

    def set_note(self, ref: str, note: str, found: str | None = None, base: str | None = None) -> Event:
        """Record a note, and what was found, without touching the verdict."""

        def made(before: Mark | None) -> Mark | None:
            mark = replace(before or Mark(verdict="none"), note=texts.storable(note))
            mark = replace(mark, found=_given(found, mark.found))
            gone = mark.verdict == "none" and not (mark.note or mark.found or mark.evidence)
            return None if gone else mark

        return self._record(self.line(ref), made, base)

    def _record(self, line: SheetLine, made: Callable[[Mark | None], Mark | None], base: str | None) -> Event:
        """Record the mark that `made` makes of the one that stands.

        Without a `base` it is made under the lock, so that what somebody else gave meanwhile is built upon, not lost.
        """

        def change() -> Change:
            mark = made(self.mark(line.ref))
            if mark is not None:
                self._meet_demands(line, mark)
            return Change(MARKS, line.ref, mark.to_value() if mark else None, base=base)

        asked_for = change()  # what is refused is refused before a file is made or locked
        if base is not None:
            return self.record.change(asked_for)
        return self.record.change_by(lambda: [change()])[0]

    def set_other(self, finding: Finding, base: str | None = None) -> Event:
        """Record a finding outside the list; without an id it is a new one.

        Raises:
            Refused: it does not say what is wrong.
        """
        if not finding.problem.strip():
            raise Refused(N_("a finding outside the list needs a problem"))
        checked = self._checked(self.checklists[0], finding)
        return self.record.change(Change(OTHERS, checked.id, checked.to_value(), base=base))

    def remove_other(self, finding_id: str) -> Event:
        """Take a finding outside the list away; the journal keeps it.

        Raises:
            Unknown: there is none with this id.
        """
        if finding_id not in self.others:
            raise Unknown(N_("no finding “{id}” outside the list"), id=finding_id)
        return self.record.change(Change(OTHERS, finding_id, None))

    def set_visit(self, visit: Visit, base: str | None = None) -> Event:
        """Record the sheet's head."""
        checked = replace(
            visit,
            date=texts.iso_date(visit.date, "date"),
            start=_clock_time(visit.start),
            end=_clock_time(visit.end),
            place=texts.storable(visit.place),
            remarks=texts.storable(visit.remarks),
            inspectors=tuple(_storable(person) for person in visit.inspectors),
            present=tuple(_storable(person) for person in visit.present),
        )
        return self.record.change(Change(VISIT, VISIT, checked.to_value(), base=base))

    def undo(self) -> Event | None:
        """Take back the writer's own last change on this sheet; None if there is none."""
        self.record.refresh()
        event = self.record.undoable()
        return self.record.undo(event) if event else None

    def _findings(self, line: SheetLine, before: Mark | None, given: Input) -> tuple[Finding, ...]:
        """The findings of a fail: with `add` one more; a finding given, that one; else those there or an empty one."""
        earlier = before.findings if before else ()
        if given.finding is None:
            return earlier or (self._checked(line.checklist, Finding(grade=line.item.grade)),)
        if given.add:
            return (*earlier, self._checked(line.checklist, _finding(Finding(grade=line.item.grade), given.finding)))
        start = earlier[0] if len(earlier) == 1 else Finding(grade=line.item.grade)
        return (self._checked(line.checklist, _finding(start, given.finding)),)

    def _checked(self, checklist: Checklist, finding: Finding) -> Finding:
        fields: dict[str, Any] = {name: texts.storable(getattr(finding, name)) for name in FINDING_FIELDS}
        fields["due"] = texts.iso_date(finding.due, "due")
        fields["grade"] = _grade_id(checklist, finding.grade)
        return replace(finding, id=finding.id or ids.finding_id(), **fields)

    def _meet_demands(self, line: SheetLine, mark: Mark) -> None:
        demands = line.item.demands or line.checklist.demands
        wanted: tuple[Literal["note", "evidence"], ...] = ()
        if demands is not None and mark.verdict in ("fail", "na"):
            wanted = demands.fail if mark.verdict == "fail" else demands.na
        said = mark.note.strip() or any(finding.problem.strip() for finding in mark.findings)
        if "note" in wanted and not said:
            raise Refused(N_("item {number} marked “{verdict}” needs a note"), number=line.number, verdict=mark.verdict)
        shown = mark.evidence or any(finding.evidence for finding in mark.findings)
        if "evidence" in wanted and not shown:
            raise Refused(
                N_("item {number} marked “{verdict}” needs evidence"), number=line.number, verdict=mark.verdict
            )


def _finding(start: Finding, given: Mapping[str, str]) -> Finding:
    fields: dict[str, Any] = {name: given[name] for name in FINDING_FIELDS if name in given}
    return replace(start, **fields)


def _given(new: str | None, old: str) -> str:
    return old if new is None else texts.storable(new)


def _storable(person: Person) -> Person:
    return replace(person, **{name: texts.name(text)[0] for name, text in vars(person).items()})


def _grade_id(checklist: Checklist, text: str) -> str:
    if not text.strip():
        return ""
    grade = find_grade(checklist, text)
    if grade is None:
        known = ", ".join(f"{grade.id} {grade.title.zh}" for grade in grading_of(checklist).grades)
        raise Refused(N_("no grade “{grade}”; known are {known}"), grade=text[:40], known=known)
    return grade.id


def _clock_time(text: str) -> str:
    from datetime import time

    text = text.strip().replace("：", ":")
    if not text:
        return ""
    try:
        return time.fromisoformat(text.zfill(5)).strftime("%H:%M")
    except ValueError as error:
        raise Refused(N_("“{text}” is not a time; write it as 09:30"), text=text[:20]) from error
