"""What a round asked and what its units answered, read once: every figure of a round is worked out from this."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from checklists.canonical import item_digest
from checklists.model import Item, Section
from checklists.scope import lines_for
from checklists.verdicts import Verdict
from store.errors import StoreError
from store.model import PinnedUnit
from store.page import MARKS, OTHERS
from store.record import Hands, Record
from store.rounds import Round
from store.state import Tables

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Question:
    """An item as a round asks it. `ref` is "CHECKLIST:ITEM", `number` counts in its checklist from 1.

    `group` is the ref of its section, "CHECKLIST:SECTION".
    """

    ref: str
    number: int
    checklist: str
    section: Section
    item: Item

    @property
    def group(self) -> str:
        """The ref of the section it stands in."""
        return f"{self.checklist}:{self.section.id}"

    def wording(self) -> str:
        """The digest of what is asked: the same in two versions of a checklist if the question is the same."""
        return item_digest(self.item)


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding: the item's ref, "" outside the list, its id, its grade and its lead, "" if none."""

    ref: str
    id: str
    grade: str
    lead: str


@dataclass(frozen=True, slots=True)
class Answers:
    """One unit's answers. `questions` are the items for its type, `silent` those whose condition does not hold.

    `verdicts` has the items that have a verdict and are asked.
    """

    unit: PinnedUnit
    questions: Mapping[str, Question]
    silent: frozenset[str]
    verdicts: Mapping[str, Verdict]
    findings: tuple[Seen, ...]

    @property
    def asked(self) -> int:
        """How many items the unit is asked."""
        return len(self.questions) - len(self.silent)


@dataclass(frozen=True)
class RoundAnswers:
    """A round's answers by unit code, its questions in their order, and why which sheets could not be read."""

    round: Round
    questions: Mapping[str, Question]
    units: Mapping[str, Answers]
    damaged: Mapping[str, StoreError] = field(default_factory=dict)


def read(round_: Round, hands: Hands, progress: Progress | None = None) -> RoundAnswers:
    """Read every sheet of a round. `progress(done, of)` is told now and then.

    Raises:
        StoreError: the round itself cannot be read.
    """
    by_scope: dict[tuple[tuple[str, ...], ...], dict[str, Question]] = {}
    found: dict[str, Answers] = {}
    damaged: dict[str, StoreError] = {}
    every = questions_of(round_)
    units = round_.units
    for done, (code, unit) in enumerate(units.items()):
        scope = unit.types, unit.only
        questions = by_scope.get(scope)
        if questions is None:
            questions = by_scope[scope] = questions_of(round_, *scope)
        try:
            tables = Record(round_.path / "sheets" / code, hands).state.tables
        except StoreError as error:
            damaged[code] = error
            continue
        found[code] = _answers(unit, questions, tables)
        if progress is not None and done % 50 == 0:
            progress(done, len(units))
    return RoundAnswers(round_, every, found, damaged)


def questions_of(round_: Round, types: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> dict[str, Question]:
    """What a round asks units of these types, by ref, in its order; without types, everything it asks anybody.

    `only` is a pinned unit's, in a follow-up.
    """
    return {
        f"{checklist.id}:{line.item.id}": Question(
            f"{checklist.id}:{line.item.id}", line.number, checklist.id, line.section, line.item
        )
        for checklist in round_.checklists
        for line in lines_for(checklist, types, only)
    }


def _answers(unit: PinnedUnit, questions: Mapping[str, Question], tables: Tables) -> Answers:
    marks = {
        ref: value
        for doc in tables.get(MARKS, {}).values()
        if (value := doc["value"]) is not None and (ref := doc["key"]) in questions
    }
    silent = frozenset(_silent(questions, marks))
    verdicts = {
        ref: value["verdict"] for ref, value in marks.items() if value["verdict"] != "none" and ref not in silent
    }
    findings = [
        Seen(ref, finding["id"], finding.get("grade", ""), finding.get("lead", ""))
        for ref, verdict in verdicts.items()
        if verdict == "fail"
        for finding in marks[ref]["findings"]
    ]
    findings += [
        Seen("", value["id"], value.get("grade", ""), value.get("lead", ""))
        for doc in tables.get(OTHERS, {}).values()
        if (value := doc["value"]) is not None
    ]
    return Answers(unit, questions, silent, verdicts, tuple(findings))


def _silent(questions: Mapping[str, Question], marks: Mapping[str, Any]) -> Iterator[str]:
    """The items whose condition does not hold."""
    for ref, question in questions.items():
        condition = question.item.when
        if condition is not None:
            other = f"{question.checklist}:{condition.item}"
            if (marks[other]["verdict"] if other in marks else "none") not in condition.is_:
                yield ref
