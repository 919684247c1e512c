"""Two rounds side by side: what was put right, what is still wrong, what is new, what came back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from store.figures.answers import Answers, Question, RoundAnswers
from store.model import OTHER_FINDINGS

Kind = Literal["put_right", "still", "unseen", "new", "came_back"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Failed and now passed; failed both times; failed, and now without an answer or not asked; failed for the first time;
failed, put right and closed before the later round, and failed again."""


@dataclass(frozen=True, slots=True)
class Change:
    """One unit's item that failed in one of the two rounds. `reworded`: the two rounds word it differently."""

    unit: str
    question: Question
    kind: Kind
    reworded: bool = False


@dataclass(frozen=True)
class Comparison:
    """Two rounds, the earlier one first. `gone` and `joined` are units in only one of them, `removed` and `added`
    the refs of items that only one of them asks."""

    changes: tuple[Change, ...]
    gone: tuple[str, ...]
    joined: tuple[str, ...]
    removed: tuple[str, ...]
    added: tuple[str, ...]


def compare(
    before: RoundAnswers,
    after: RoundAnswers,
    closed: Collection[tuple[str, str]] = frozenset(),
    since: Collection[tuple[str, str]] = frozenset(),
) -> Comparison:
    """Compare the units that are in both. Items are the same if checklist and id are, whatever the version.

    `closed` are the (unit, ref) of which a rectification was closed before the later round, `since` those of them
    that were closed after the earlier one.
    """
    reworded = _reworded(before, after)
    changes: list[Change] = []
    for code, then in before.units.items():
        now = after.units.get(code)
        if now is not None:
            changes += _changes(code, then, now, closed, since, reworded)
    return Comparison(
        changes=tuple(changes),
        gone=tuple(code for code in before.units if code not in after.units),
        joined=tuple(code for code in after.units if code not in before.units),
        removed=tuple(ref for ref in before.questions if ref not in after.questions),
        added=tuple(ref for ref in after.questions if ref not in before.questions),
    )


def _changes(
    code: str,
    then: Answers,
    now: Answers,
    closed: Collection[tuple[str, str]],
    since: Collection[tuple[str, str]],
    reworded: Collection[str],
) -> Iterable[Change]:
    for ref, verdict in then.verdicts.items():
        if verdict == "fail":
            new = now.verdicts.get(ref)
            kind: Kind = "put_right" if new == "pass" else "unseen"
            if new == "fail":
                kind = "came_back" if (code, ref) in since else "still"
            yield Change(code, now.questions.get(ref, then.questions[ref]), kind, ref in reworded)
    for ref, verdict in now.verdicts.items():
        question = now.questions[ref]
        if question.checklist == OTHER_FINDINGS and ref not in then.questions:
            if verdict in ("pass", "fail"):  # what a follow-up asks there was wrong before
                yield Change(code, question, "put_right" if verdict == "pass" else "still")
        elif verdict == "fail" and then.verdicts.get(ref) != "fail":
            kind = "came_back" if (code, ref) in closed else "new"
            yield Change(code, question, kind, ref in reworded)


def _reworded(before: RoundAnswers, after: RoundAnswers) -> frozenset[str]:
    """The items that both rounds ask, in different words; pinned files of one digest need no look."""
    same = {pinned.digest for pinned in before.round.info.checklists}
    moved = {pinned.id for pinned in after.round.info.checklists if pinned.digest not in same}
    return frozenset(
        ref
        for ref, question in after.questions.items()
        if question.checklist in moved
        and ref in before.questions
        and before.questions[ref].wording() != question.wording()
    )


def counted(changes: Iterable[Change], group: Callable[[Change], str]) -> dict[str, dict[Kind, int]]:
    """How many changes of each kind, by what `group` says of each: its unit, its part, its section."""
    found: dict[str, dict[Kind, int]] = {}
    for change in changes:
        found.setdefault(group(change), dict.fromkeys(KINDS, 0))[change.kind] += 1
    return found
