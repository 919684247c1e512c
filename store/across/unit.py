"""One unit over all rounds: what each came to, and what became of each item from round to round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from store.counting import counting
from store.errors import StoreError
from store.figures.answers import Answers, Question, answers_of
from store.figures.bands import Band
from store.figures.scores import Score, band_of, score
from store.model import Finding, Mark, PinnedUnit, Visit
from store.page import MARKS, OTHERS, VISIT
from store.progress import Progress
from store.record import Record
from store.rectifying.ledger import TABLE as RECTIFICATIONS
from store.rounds import Round
from store.state import Tables
from store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Noted:
    """A mark, when it was made (UTC) and by whom."""

    mark: Mark
    time: str
    who: str


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The unit in one round. `others` are findings outside the list, `visited` is the ISO day of the visit, "" if open.

    Of the items that failed when they were last judged in an earlier round: `put_right` passed now, `still` failed
    again. `came_back` failed now, and had been put right before. `ordered` rectifications came of it, of which `closed`
    are closed; those withdrawn count nowhere.
    """

    round: Round
    unit: PinnedUnit
    answers: Answers
    marks: Mapping[str, Noted]
    others: tuple[Finding, ...]
    visited: str
    score: Score
    band: Band | None
    put_right: int
    still: int
    came_back: int
    ordered: int
    closed: int

    @property
    def findings(self) -> int:
        """How many findings it has, those outside the list included."""
        return len(self.answers.findings)

    def verdict(self, ref: str) -> str:
        """The verdict on an item, "none" while it has none, "" where the unit is not asked it."""
        if ref in self.answers.verdicts:
            return self.answers.verdicts[ref]
        return "none" if ref in self.answers.questions and ref not in self.answers.silent else ""


@dataclass(frozen=True)
class OverRounds:
    """The rounds a unit is in, oldest first, what they ask it by ref, and the rounds that could not be read, by id.

    Items come in the order of the newest round that asks them and is no follow-up, in its wording.
    """

    unit: str
    name: str
    turns: tuple[Turn, ...]
    items: Mapping[str, Question]
    damaged: Mapping[str, StoreError] = field(default_factory=dict)

    def course(self, ref: str) -> list[str]:
        """The verdicts on an item, round by round."""
        return [turn.verdict(ref) for turn in self.turns]


def read(workspace: Workspace, unit: str, progress: Progress | None = None) -> OverRounds:
    """The unit in every round that is not void, also one that it left.

    Raises:
        Unknown: there is no such unit. StoreError: its ledger cannot be read.
    """
    name = workspace.units.get(unit).name
    ledger = Record(workspace.root / "ledger" / unit, workspace.hands).all(RECTIFICATIONS)
    rounds, turns, damaged = counting(workspace), list[Turn](), dict[str, StoreError]()
    last: dict[str, str] = {}  # how each item was judged last
    righted: set[str] = set()
    for done, round_ in enumerate(rounds):
        if progress is not None:
            progress(done, len(rounds))
        try:
            pinned = round_.everyone.get(unit)
            if pinned is None:
                continue
            tables = Record(round_.path / "sheets" / unit, workspace.hands).state.tables
            answers = answers_of(round_, pinned, tables)
        except StoreError as error:
            damaged[round_.info.id] = error
            continue
        turns.append(_turn(workspace, round_, pinned, answers, tables, ledger, last, righted))
        for ref, verdict in answers.verdicts.items():
            if verdict == "pass" and last.get(ref) == "fail":
                righted.add(ref)
            if verdict != "na":
                last[ref] = verdict
    if progress is not None:
        progress(len(rounds), len(rounds))
    items: dict[str, Question] = {}
    newest = list(reversed(turns))
    newest.sort(key=lambda turn: bool(turn.round.info.parent))  # a follow-up asks little
    for turn in newest:
        items |= {ref: question for ref, question in turn.answers.questions.items() if ref not in items}
    return OverRounds(unit, name, tuple(turns), items, damaged)


def _turn(
    workspace: Workspace,
    round_: Round,
    unit: PinnedUnit,
    answers: Answers,
    tables: Tables,
    ledger: Mapping[str, Mapping[str, Any]],
    last: Mapping[str, str],
    righted: set[str],
) -> Turn:
    judged = answers.verdicts.items()
    found = score(answers)
    orders = [value["state"] for value in ledger.values() if value["round"] == round_.info.id]
    heads = [Visit.from_value(doc["value"]) for doc in tables.get(VISIT, {}).values() if doc["value"]]
    return Turn(
        round=round_,
        unit=unit,
        answers=answers,
        marks={
            doc["key"]: Noted(Mark.from_value(doc["value"]), doc["time"], doc["who"])
            for doc in tables.get(MARKS, {}).values()
            if doc["value"] is not None
        },
        others=tuple(Finding.from_value(doc["value"]) for doc in tables.get(OTHERS, {}).values() if doc["value"]),
        visited=heads[0].date if heads else "",
        score=found,
        band=band_of(found, workspace.settings.bands),
        put_right=sum(verdict == "pass" and last.get(ref) == "fail" for ref, verdict in judged),
        still=sum(verdict == "fail" and last.get(ref) == "fail" for ref, verdict in judged),
        came_back=sum(verdict == "fail" and last.get(ref) == "pass" and ref in righted for ref, verdict in judged),
        ordered=len(orders) - orders.count("withdrawn"),
        closed=orders.count("closed"),
    )
