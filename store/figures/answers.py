"""What a round asked and what its units answered, read once: every figure of a round is worked out from this."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from checklists.canonical import item_digest
from checklists.errors import N_
from checklists.model import Item, Section
from checklists.scope import lines_for
from checklists.verdicts import Verdict
from store.changes import Hands
from store.errors import Refused, StoreError
from store.guard import VOID
from store.model import PinnedUnit
from store.page import MARKS, OTHERS
from store.progress import Progress
from store.rounds import Round
from store.state import Tables
from store.tables import collector_resting, sheets_of

Missing = Callable[[str, StoreError], None]
"""Is told the code of a unit whose sheet or ledger cannot be read, and why; what it raises ends the reading."""


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
    """A finding: the item's ref, "" outside the list, its id, its grade and its lead, "" if none; what is wrong."""

    ref: str
    id: str
    grade: str
    lead: str
    problem: str


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
    """Read every sheet of a round. `progress(done, of)` is told now and then; what it raises ends the reading.

    Raises:
        Refused: the round is void. StoreError: the round itself cannot be read.
    """
    refuse_void(round_)
    every, units = questions_of(round_), round_.units
    found: dict[str, Answers] = {}
    damaged: dict[str, StoreError] = {}
    with collector_resting():
        for done, (code, answers) in enumerate(_each(round_, hands)):
            if progress is not None and done % 50 == 0:
                progress(done, len(units))
            if isinstance(answers, StoreError):
                damaged[code] = answers
            else:
                found[code] = answers
    if progress is not None:
        progress(len(units), len(units))
    return RoundAnswers(round_, every, found, damaged)


def read_whole(
    round_: Round, hands: Hands, units: Collection[str], missing: Missing, progress: Progress | None = None
) -> RoundAnswers:
    """What these units of a round answered, or all if none is named, for what would seem whole without a sheet.

    Raises:
        Refused: the round is void. StoreError: the round cannot be read.
    """
    found = read(round_, hands, progress)
    tell_missing(found.damaged, units, missing)
    if not units:
        return found
    return replace(found, units={code: each for code, each in found.units.items() if code in units})


def tell_missing(damaged: Mapping[str, StoreError], units: Collection[str], missing: Missing) -> None:
    """Tell why the sheets or the ledgers of these units, or of any if none is named, cannot be read."""
    for code, damage in damaged.items():
        if not units or code in units:
            missing(code, damage)


def refuse_void(round_: Round) -> None:
    """Refuse to count anything of a round that is void."""
    if round_.info.state == VOID:
        raise Refused(N_("round {round} is void: nothing of it counts"), round=round_.info.id)


def _each(round_: Round, hands: Hands) -> Iterator[tuple[str, Answers | StoreError]]:
    """What each unit answered, or why its sheet cannot be read."""
    by_scope: dict[tuple[tuple[str, ...], ...], _Asked] = {}
    for sheet in sheets_of(round_, hands):
        unit = sheet.unit
        scope = unit.types, unit.only
        asked = by_scope.get(scope)
        if asked is None:
            asked = by_scope[scope] = _Asked(questions_of(round_, *scope))
        yield unit.code, sheet.damage or _answers(unit, asked, sheet.tables)


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


def answers_of(round_: Round, unit: PinnedUnit, tables: Tables) -> Answers:
    """What one unit of a round answered, as the tables of its sheet have it."""
    return _answers(unit, _Asked(questions_of(round_, unit.types, unit.only)), tables)


class _Asked:
    """What units of some types are asked, and for some items the (ref, other ref, verdicts) that they depend on."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self.questions = questions
        self.conditions = [
            (ref, f"{question.checklist}:{condition.item}", condition.is_)
            for ref, question in questions.items()
            if (condition := question.item.when) is not None
        ]


def _answers(unit: PinnedUnit, asked: _Asked, tables: Tables) -> Answers:
    questions = asked.questions
    marks = {doc["key"]: value for doc in tables.get(MARKS, {}).values() if (value := doc["value"]) is not None}
    verdicts: dict[str, Verdict] = {
        ref: verdict for ref, value in marks.items() if (verdict := value["verdict"]) != "none" and ref in questions
    }
    silent = frozenset(ref for ref, other, wanted in asked.conditions if verdicts.get(other, "none") not in wanted)
    for ref in silent:
        verdicts.pop(ref, None)
    failed = [ref for ref, verdict in verdicts.items() if verdict == "fail"]
    findings = [_seen(ref, finding) for ref in failed for finding in marks[ref]["findings"]]
    findings += [_seen("", value) for doc in tables.get(OTHERS, {}).values() if (value := doc["value"]) is not None]
    return Answers(unit, questions, silent, verdicts, tuple(findings))


def _seen(ref: str, finding: Mapping[str, Any]) -> Seen:
    return Seen(ref, finding["id"], finding.get("grade", ""), finding.get("lead", ""), finding.get("problem", ""))
