"""One unit's page in one round, to be read: the visit, the items asked, their marks, findings outside the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property

from checklists.errors import N_
from checklists.model import Checklist, Item, Section
from checklists.verdicts import VERDICTS, Verdict
from store.attached import Attached, attached
from store.errors import Refused, Unknown
from store.model import Finding, Mark, PinnedUnit, RoundInfo, Visit
from store.record import Record
from store.seals import Seal
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


def in_several(item: str, refs: Iterable[str]) -> Refused:
    """That an item's id alone does not say which one is meant of those with these refs."""
    choices = " | ".join(refs)
    return Refused(N_("item “{item}” is in several checklists; write {choices}"), item=item, choices=choices)


def no_item(item: str) -> Unknown:
    """That a round has no such item."""
    return Unknown(N_("no item “{item}” in the round; see “auditty checklists show ID”"), item=item)


class Page:
    """What was recorded of a unit in a round."""

    def __init__(
        self,
        record: Record,
        info: RoundInfo,
        checklists: tuple[Checklist, ...],
        unit: PinnedUnit,
        began_with: Mapping[str, Checklist] | None = None,
        seal: Seal | None = None,
    ) -> None:
        """`began_with` is the first version of each checklist that the round moved to another one, by id.

        `seal` is the one that the round stands under.
        """
        self.record, self.info, self.checklists, self.unit = record, info, checklists, unit
        self._began_with, self.seal = began_with or {}, seal

    # What it asks

    @cached_property
    def all_lines(self) -> tuple[SheetLine, ...]:
        """Every item that is for this type of unit, whether or not its condition holds now."""
        from checklists.scope import lines_for

        return tuple(
            SheetLine(f"{checklist.id}:{line.item.id}", line.number, checklist, line.section, line.item)
            for checklist in self.checklists
            for line in lines_for(checklist, self.unit.types, self.unit.only)
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
            raise in_several(item, (line.ref for line in found))
        if any(
            item in (ref, line.item.id)
            for checklist in self.checklists
            for line in checklist.lines
            for ref in [f"{checklist.id}:{line.item.id}"]
        ):
            if self.unit.only:
                message = N_("item “{item}” is not in the follow-up; note what is new outside the list")
                raise Unknown(message, item=item)
            raise Unknown(
                N_("item “{item}” does not apply to unit {unit} ({type})"),
                item=item,
                unit=self.unit.code,
                type=self.unit.type or self.unit.type_name or "-",
            )
        raise no_item(item)

    def carried(self, ref: str) -> tuple[Finding, ...]:
        """The earlier findings that a follow-up looks at again on the line `ref`, with the ids they always had."""
        return tuple(
            Finding(**{each.name: getattr(finding, each.name) for each in fields(Finding)})
            for finding in self.unit.carried
            if finding.ref == ref
        )

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
        """The sheet's head; before anything was written, the unit's inspectors, else the round's, and nothing else."""
        value = self.record.get(VISIT, VISIT)
        if value:
            return Visit.from_value(value)
        team = tuple(person for person in self.info.inspectors if person.name in self.unit.inspectors)
        return Visit(inspectors=team or self.info.inspectors)

    @property
    def others(self) -> dict[str, Finding]:
        """Findings outside the list, by id."""
        return {key: Finding.from_value(value) for key, value in self.record.all(OTHERS).items()}

    @property
    def findings(self) -> list[tuple[SheetLine | None, Mark | None, Finding]]:
        """All findings in the order of the list, those outside it last."""
        found: list[tuple[SheetLine | None, Mark | None, Finding]] = []
        for line in self.lines:
            mark = self.mark(line.ref) if self.verdict(line.ref) == "fail" else None  # few of many
            if mark:
                found.extend((line, mark, finding) for finding in mark.findings)
        found.extend((None, None, finding) for finding in self.others.values())
        return found

    def files(self, evidence: Iterable[str]) -> list[Attached]:
        """What is known of the files with these digests."""
        return attached(self.record, evidence)

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
