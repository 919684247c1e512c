"""One unit's sheet in one round: the visit, the items it is asked, their marks, and findings outside the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from checklists.errors import N_
from checklists.model import Checklist, Item, Section
from checklists.verdicts import VERDICTS, Verdict
from store import ids, texts
from store.errors import Refused, Unknown
from store.given import Input, checked, given_findings, given_or, meet_demands, storable_person
from store.journal import Event
from store.model import Finding, Mark, PinnedUnit, RoundInfo, Visit
from store.record import Change, Hands, Record
from store.wordings import Wordings, answers_another, wordings

VISIT = "visit"
MARKS = "marks"
OTHERS = "others"
OUTSIDE = "-"
"""What the command line calls the place of a finding outside the list."""


@dataclass(frozen=True)
class SheetLine:
    """An item as a sheet asks it. `ref` "CHECKLIST:ITEM" is the key of its mark; `number` counts in its checklist."""

    ref: str
    number: int
    checklist: Checklist
    section: Section
    item: Item


class Sheet:
    """A unit's page in a round. Every change is one event, on disk when the call returns."""

    def __init__(
        self,
        record: Record,
        info: RoundInfo,
        checklists: tuple[Checklist, ...],
        unit: PinnedUnit,
        hands: Hands,
        began_with: Mapping[str, Checklist] | None = None,
    ) -> None:
        """`began_with` is the first version of each checklist that the round moved to another one, by id."""
        self.record, self.info, self.checklists, self.unit = record, info, checklists, unit
        self._hands, self._began_with = hands, began_with or {}

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
        verdicts = {ref: value["verdict"] for ref, value in self.record.all(MARKS).items()}
        for line in self.lines:
            counts[verdicts.get(line.ref, "none")] += 1
        return counts

    @cached_property
    def _wordings(self) -> Wordings:
        return wordings(self._began_with, ((line.checklist.id, line.item) for line in self.all_lines))

    def needs_recheck(self, ref: str) -> bool:
        """Whether the mark of the line `ref` answers another wording than the one asked now."""
        wording, value = self._wordings.get(ref), self.record.get(MARKS, ref)
        return bool(wording and value and answers_another(value, wording))

    @property
    def recheck(self) -> set[str]:
        """The refs of the items asked whose marks have to be looked at again; marking such an item settles it."""
        return {line.ref for line in self.lines if self.needs_recheck(line.ref)}

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
        line = self.line(ref)
        return self._record(line, _marking(line, verdict, given or Input()), base)

    def change_for(self, ref: str, verdict: Verdict, given: Input) -> Change | None:
        """The change that takes in a result from elsewhere, checked like `set_mark`, not made; None if it is none.

        A verdict "none" says nothing: it leaves the one that stands and gives its note only.

        Raises:
            Unknown, Refused: as `set_mark`.
        """
        line = self.line(ref)
        before = self.mark(line.ref)
        if verdict == "none":
            mark = replace(before or Mark(verdict="none"), note=given_or(given.note, before.note if before else ""))
            return None if mark in (before, Mark(verdict="none")) else Change(MARKS, line.ref, mark.to_value())
        change = self._checked(line, _marking(line, verdict, given), None)
        return None if change.after is not None and Mark.from_value(change.after) == before else change

    def set_findings(
        self,
        ref: str,
        findings: tuple[Finding, ...],
        base: str | None = None,
        evidence: tuple[str, ...] = (),
    ) -> Event:
        """Record a fail with exactly these findings; ones without an id get one. `evidence` is added to what is."""
        line = self.line(ref)
        wanted = tuple(checked(line.checklist, finding) for finding in findings)

        def made(before: Mark | None) -> Mark:
            return Mark(
                verdict="fail",
                note=before.note if before else "",
                found=before.found if before else "",
                evidence=_more(before, evidence),
                findings=wanted or (Finding(id=ids.finding_id()),),
            )

        return self._record(line, made, base)

    def set_note(
        self,
        ref: str,
        note: str,
        found: str | None = None,
        base: str | None = None,
        evidence: tuple[str, ...] = (),
    ) -> Event:
        """Record a note, and what was found, without touching the verdict. `evidence` is added to what is there."""

        def made(before: Mark | None) -> Mark | None:
            mark = replace(before or Mark(verdict="none"), note=texts.storable(note))
            mark = replace(mark, found=given_or(found, mark.found), evidence=_more(before, evidence))
            gone = mark.verdict == "none" and not (mark.note or mark.found or mark.evidence)
            return None if gone else mark

        return self._record(self.line(ref), made, base, answered=False)

    def _record(
        self, line: SheetLine, made: Callable[[Mark | None], Mark | None], base: str | None, answered: bool = True
    ) -> Event:
        """Record the mark that `made` makes of the one that stands.

        Without a `base` it is made under the lock, so that what somebody else gave meanwhile is built upon, not lost.
        """

        # What is refused is refused before a file is made or locked.
        asked_for = self._checked(line, made, base, answered)
        if base is not None:
            return self.record.change(asked_for)
        return self.record.change_by(lambda: [self._checked(line, made, base, answered)])[0]

    def _checked(
        self, line: SheetLine, made: Callable[[Mark | None], Mark | None], base: str | None, answered: bool = True
    ) -> Change:
        """The change to the mark that `made` makes of the one that stands, if its answer comes with what it demands.

        `answered` says that the mark answers the wording asked now.
        """
        mark = made(self.mark(line.ref))
        if mark is not None:
            if answered and line.ref in self._wordings:
                mark = replace(mark, wording=self._wordings[line.ref][1])
            meet_demands(line.number, line.item.demands or line.checklist.demands, mark)
        return Change(MARKS, line.ref, mark.to_value() if mark else None, base=base)

    def set_other(self, finding: Finding, base: str | None = None) -> Event:
        """Record a finding outside the list; without an id it is a new one.

        Raises:
            Refused: it does not say what is wrong.
        """
        if not finding.problem.strip():
            raise Refused(N_("a finding outside the list needs a problem"))
        made = checked(self.checklists[0], finding)
        return self.record.change(Change(OTHERS, made.id, made.to_value(), base=base))

    def remove_other(self, finding_id: str, base: str | None = None) -> Event:
        """Take a finding outside the list away; the journal keeps it. `base` is as for `set_mark`.

        Raises:
            Unknown: there is none with this id. Conflict: it changed since `base`.
        """
        if finding_id not in self.others and base is None:
            raise Unknown(N_("no finding “{id}” outside the list"), id=finding_id)
        return self.record.change(Change(OTHERS, finding_id, None, base=base))

    def set_visit(self, visit: Visit, base: str | None = None) -> Event:
        """Record the sheet's head."""
        head = replace(
            visit,
            date=texts.iso_date(visit.date, "date"),
            start=texts.clock_time(visit.start),
            end=texts.clock_time(visit.end),
            place=texts.storable(visit.place),
            remarks=texts.storable(visit.remarks),
            inspectors=tuple(storable_person(person) for person in visit.inspectors),
            present=tuple(storable_person(person) for person in visit.present),
        )
        return self.record.change(Change(VISIT, VISIT, head.to_value(), base=base))

    def undo(self) -> Event | None:
        """Take back the writer's own last change on this sheet; None if there is none."""
        self.record.refresh()
        event = self.record.undoable()
        return self.record.undo(event) if event else None


def _more(before: Mark | None, evidence: tuple[str, ...]) -> tuple[str, ...]:
    """The evidence of a mark with what is added to it, each once."""
    return tuple(dict.fromkeys([*(before.evidence if before else ()), *evidence]))


def _marking(line: SheetLine, verdict: Verdict, given: Input) -> Callable[[Mark | None], Mark | None]:
    """What makes, of the mark that stands, the one with this verdict and what was given."""

    def made(before: Mark | None) -> Mark | None:
        if verdict == "none":
            return None
        return Mark(
            verdict=verdict,
            note=given_or(given.note, before.note if before else ""),
            found=given_or(given.found, before.found if before else ""),
            evidence=_more(before, given.evidence),
            findings=given_findings(line.checklist, line.item, before, given) if verdict == "fail" else (),
        )

    return made
