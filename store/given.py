"""What a person gives with a mark: checked, completed from what is there, and held against what the answer demands."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from checklists.errors import N_, cut
from checklists.gradings import find_grade, grading_of
from checklists.model import Checklist, Demands
from checklists.verdicts import Verdict
from store import ids, texts
from store.attached import Attached
from store.errors import Refused
from store.model import OUTCOMES, Finding, Inspector, Mark, Present

FINDING_FIELDS = ("problem", "place", "requirement", "grade", "lead", "responsible", "due")

Person = TypeVar("Person", Inspector, Present)


@dataclass(frozen=True, kw_only=True)
class Input:
    """What a person gives with a mark; None leaves what is there, "" clears it.

    `evidence` goes to the finding if one is given, else to the mark. `drop` takes files off both, each meant by its
    whole name or the beginning of its digest. `outcome` says what the verdict means in a follow-up.
    """

    note: str | None = None
    found: str | None = None
    evidence: tuple[Attached, ...] = ()
    drop: tuple[str, ...] = ()
    finding: Mapping[str, str] | None = None
    add: bool = False
    outcome: str | None = None


def given_or(new: str | None, old: str) -> str:
    """What was given, or what is there where nothing was."""
    return old if new is None else texts.storable(new)


def given_outcome(verdict: Verdict, outcome: str | None, before: Mark | None) -> str:
    """The outcome as it is stored, "" where the verdict alone says it; None leaves that of the same verdict.

    Raises:
        Refused: the verdict cannot mean this.
    """
    if outcome is None:
        return before.outcome if before and before.verdict == verdict else ""
    meanings = OUTCOMES.get(verdict, ())
    if outcome and outcome not in meanings:
        known = "; ".join(f"{name}: {', '.join(each)}" for name, each in OUTCOMES.items())
        message = N_("“{verdict}” cannot have the outcome “{outcome}”; possible are {known}")
        raise Refused(message, verdict=verdict, outcome=cut(outcome), known=known)
    return "" if outcome in meanings[:1] else outcome


def given_findings(
    checklist: Checklist, grade: str, before: Mark | None, given: Input, carried: tuple[Finding, ...] = ()
) -> tuple[Finding, ...]:
    """The findings of a fail: with `add` one more; a finding given, that one; else those there or an empty one.

    A new one has this `grade` unless another is given. Where none are there yet, those that a follow-up `carried` over
    are; a finding given is then the first of them.
    """
    earlier = (before.findings if before else ()) or tuple(checked(checklist, finding) for finding in carried)
    fresh = Finding(grade=grade)
    if given.finding is None:
        return earlier or (checked(checklist, fresh),)
    if given.add:
        return (*earlier, checked(checklist, _filled(fresh, given)))
    if carried and earlier:
        return (checked(checklist, _filled(earlier[0], given)), *earlier[1:])
    return (checked(checklist, _filled(earlier[0] if len(earlier) == 1 else fresh, given)),)


def with_more(evidence: tuple[str, ...], files: Iterable[Attached]) -> tuple[str, ...]:
    """The digests of evidence with those of `files` added, each once."""
    return tuple(dict.fromkeys([*evidence, *(file.digest for file in files)]))


def without(mark: Mark, digests: Container[str]) -> Mark:
    """The mark with these files taken off it and its findings."""
    findings = tuple(replace(finding, evidence=left(finding.evidence, digests)) for finding in mark.findings)
    return replace(mark, evidence=left(mark.evidence, digests), findings=findings)


def left(evidence: tuple[str, ...], digests: Container[str]) -> tuple[str, ...]:
    """The evidence without these files."""
    return tuple(digest for digest in evidence if digest not in digests)


def checked(checklist: Checklist, finding: Finding) -> Finding:
    """`finding` as it is stored: with an id, texts that can be stored, an ISO due date and a grade's id.

    Raises:
        Refused: the due date is none, the grade is not one of the checklist's, a text is too long.
    """
    fields: dict[str, Any] = {name: texts.storable(getattr(finding, name)) for name in FINDING_FIELDS}
    fields["due"] = texts.iso_date(finding.due, "due")
    fields["grade"] = _grade_id(checklist, finding.grade)
    return replace(finding, id=finding.id or ids.finding_id(), **fields)


def meet_demands(number: int, demands: Demands | None, mark: Mark) -> None:
    """Check that a mark comes with what its answer demands; `number` is the item's in its checklist.

    Raises:
        Refused: a note or evidence is missing.
    """
    if demands is None or mark.verdict not in ("fail", "na"):
        return
    wanted = demands.fail if mark.verdict == "fail" else demands.na
    said = mark.note.strip() or any(finding.problem.strip() for finding in mark.findings)
    if "note" in wanted and not said:
        raise Refused(N_("item {number} marked “{verdict}” needs a note"), number=number, verdict=mark.verdict)
    shown = mark.evidence or any(finding.evidence for finding in mark.findings)
    if "evidence" in wanted and not shown:
        raise Refused(N_("item {number} marked “{verdict}” needs evidence"), number=number, verdict=mark.verdict)


def storable_person(person: Person) -> Person:
    """A person with every text as it can be stored."""
    return replace(person, **{name: texts.name(text)[0] for name, text in vars(person).items()})


def _filled(start: Finding, given: Input) -> Finding:
    wanted = given.finding or {}
    fields: dict[str, Any] = {name: wanted[name] for name in FINDING_FIELDS if name in wanted}
    return replace(start, **fields, evidence=with_more(start.evidence, given.evidence))


def _grade_id(checklist: Checklist, text: str) -> str:
    if not text.strip():
        return ""
    grade = find_grade(checklist, text)
    if grade is None:
        known = ", ".join(f"{grade.id} {grade.title.zh} {grade.title.en}" for grade in grading_of(checklist).grades)
        raise Refused(N_("no grade “{grade}”; known are {known}"), grade=text[:40], known=known)
    return grade.id
