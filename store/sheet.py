"""One unit's sheet in one round: everything that can be recorded on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from checklists.errors import N_
from checklists.gradings import default_grade
from checklists.verdicts import Verdict
from store import ids, texts
from store.attached import Attached, chosen, evidence_of, explaining
from store.errors import Refused, Unknown
from store.given import (
    Input,
    checked,
    given_findings,
    given_or,
    given_outcome,
    left,
    meet_demands,
    storable_person,
    with_more,
    without,
)
from store.journal import Event
from store.model import Finding, Mark, Visit
from store.page import MARKS, OTHERS, OUTSIDE, VISIT, Page, SheetLine
from store.record import Change

__all__ = ["MARKS", "OTHERS", "OUTSIDE", "VISIT", "Sheet", "SheetLine"]


class Sheet(Page):
    """A unit's page in a round. Every change is one event, on disk when the call returns."""

    def set_mark(self, ref: str, verdict: Verdict, given: Input | None = None, base: str | None = None) -> Event:
        """Record a verdict with what was given.

        `base` is the id of the item's last event that the person had seen; None: whatever stands.

        Raises:
            Conflict: the item changed since `base`.
            Refused: the answer demands what was not given, or a value is not what its field takes.
        """
        line = self.line(ref)
        given = given or Input()
        return self._record(line, self._marking(line, verdict, given), base, files=given.evidence)

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
        change = self._checked(line, self._marking(line, verdict, given), None)
        return None if change.after is not None and Mark.from_value(change.after) == before else change

    def set_findings(
        self,
        ref: str,
        findings: tuple[Finding, ...],
        base: str | None = None,
        files: tuple[Attached, ...] = (),
        outcome: str | None = None,
    ) -> Event:
        """Record a fail with exactly these findings; ones without an id get one. `files` are those they newly name.

        `outcome` is as in `Input`.
        """
        line = self.line(ref)
        wanted = tuple(checked(line.checklist, finding) for finding in findings)

        def made(before: Mark | None) -> Mark:
            return Mark(
                verdict="fail",
                note=before.note if before else "",
                found=before.found if before else "",
                evidence=before.evidence if before else (),
                findings=wanted or (Finding(id=ids.finding_id()),),
                outcome=self._outcome("fail", outcome, before),
            )

        return self._record(line, made, base, files=files)

    def set_note(
        self,
        ref: str,
        note: str,
        found: str | None = None,
        base: str | None = None,
        files: tuple[Attached, ...] = (),
        drop: tuple[str, ...] = (),
    ) -> Event:
        """Record a note, and what was found, without touching the verdict. `files` are added, `drop` as in `Input`."""

        def made(before: Mark | None) -> Mark | None:
            mark = replace(before or Mark(verdict="none"), note=texts.storable(note))
            mark = replace(mark, found=given_or(found, mark.found), evidence=with_more(mark.evidence, files))
            mark = self._without(mark, drop)
            gone = mark.verdict == "none" and not (mark.note or mark.found or mark.evidence)
            return None if gone else mark

        return self._record(self.line(ref), made, base, answered=False, files=files)

    def _record(
        self,
        line: SheetLine,
        made: Callable[[Mark | None], Mark | None],
        base: str | None,
        answered: bool = True,
        files: tuple[Attached, ...] = (),
    ) -> Event:
        """Record the mark that `made` makes of the one that stands, and what it newly names.

        Without a `base` it is made under the lock, so that what somebody else gave meanwhile is built upon, not lost.
        """

        # What is refused is refused before a file is made or locked.
        asked_for = self._checked(line, made, base, answered)
        if base is not None:
            return self._write(lambda: asked_for, files)
        return self._write(lambda: self._checked(line, made, base, answered), files)

    def _write(self, change: Callable[[], Change], files: tuple[Attached, ...]) -> Event:
        """Make the change that `change()` returns under the lock, the files it names explained before it."""
        return self.record.change_by(lambda: [*explaining(self.record, files), change()])[-1]

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

    def set_other(self, finding: Finding, base: str | None = None, files: tuple[Attached, ...] = ()) -> Event:
        """Record a finding outside the list; without an id it is a new one. `files` are those it newly names.

        Raises:
            Refused: it does not say what is wrong.
        """
        if not finding.problem.strip():
            raise Refused(N_("a finding outside the list needs a problem"))
        made = checked(self.checklists[0], finding)
        return self._write(lambda: Change(OTHERS, made.id, made.to_value(), base=base), files)

    def drop_from_others(self, words: tuple[str, ...]) -> Event:
        """Take files off the findings outside the list; `words` mean them as `Input.drop` says.

        Raises:
            Unknown, Refused: a word means none of their files, or several.
        """

        def changes() -> list[Change]:
            others = self.others
            digests = chosen(words, self.files(digest for other in others.values() for digest in other.evidence))
            return [
                Change(OTHERS, id, replace(finding, evidence=kept).to_value())
                for id, finding in others.items()
                if (kept := left(finding.evidence, digests)) != finding.evidence
            ]

        return self.record.change_by(changes)[-1]

    def remove_other(self, finding_id: str, base: str | None = None) -> Event:
        """Take a finding outside the list away; the journal keeps it. `base` is as for `set_mark`.

        Raises:
            Unknown: there is none with this id. Conflict: it changed since `base`.
        """
        if finding_id not in self.others and base is None:
            raise Unknown(N_("no finding “{id}” outside the list"), id=finding_id)
        return self.record.change(Change(OTHERS, finding_id, None, base=base))

    def set_visit(self, visit: Visit, base: str | None = None) -> Event:
        """Record the sheet's head.

        Raises:
            Refused: a date or time is none, or the visit, which is of one day, ends before it begins.
        """
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
        if head.start and head.end and head.end < head.start:
            raise Refused(N_("the visit ends ({end}) before it begins ({start})"), start=head.start, end=head.end)
        return self.record.change(Change(VISIT, VISIT, head.to_value(), base=base))

    def undo(self) -> Event | None:
        """Take back the writer's own last change on this sheet; None if there is none."""
        self.record.refresh()
        event = self.record.undoable((MARKS, OTHERS, VISIT))
        return self.record.undo(event) if event else None

    def _marking(self, line: SheetLine, verdict: Verdict, given: Input) -> Callable[[Mark | None], Mark | None]:
        """What makes, of the mark that stands, the one with this verdict and what was given."""

        def made(before: Mark | None) -> Mark | None:
            if verdict == "none":
                return None
            evidence = before.evidence if before else ()
            of_mark = () if verdict == "fail" and given.finding is not None else given.evidence
            mark = Mark(
                verdict=verdict,
                note=given_or(given.note, before.note if before else ""),
                found=given_or(given.found, before.found if before else ""),
                evidence=with_more(evidence, of_mark),
                findings=self._findings(line, before, given) if verdict == "fail" else (),
                outcome=self._outcome(verdict, given.outcome, before),
            )
            return self._without(mark, given.drop)

        return made

    def _findings(self, line: SheetLine, before: Mark | None, given: Input) -> tuple[Finding, ...]:
        grade = default_grade(line.section, line.item)
        return given_findings(line.checklist, grade, before, given, self.carried(line.ref))

    def _outcome(self, verdict: Verdict, outcome: str | None, before: Mark | None) -> str:
        if outcome and not self.info.parent:
            raise Refused(N_("an outcome (--outcome) is for a follow-up; this round is none"))
        return given_outcome(verdict, outcome, before)

    def _without(self, mark: Mark, words: tuple[str, ...]) -> Mark:
        """The mark without the files that the words mean."""
        if not words:
            return mark
        return without(mark, chosen(words, self.files(evidence_of(mark.to_value()))))
