"""Scores by weight with veto, the bands a body sorts them into, ranking and distribution.

A pass earns the item's weight, a fail nothing; what does not apply, or has no answer yet, leaves the denominator. A
failed veto item (一票否决) puts the unit into the lowest band whatever it scored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from store.figures.answers import Answers, Question
from store.figures.bands import Band


@dataclass(frozen=True, slots=True)
class Score:
    """What was earned of what could be, over the answered items. `vetoed` are the refs of veto items that failed."""

    got: float = 0.0
    possible: float = 0.0
    asked: int = 0
    answered: int = 0
    passed: int = 0
    failed: int = 0
    vetoed: tuple[str, ...] = ()

    @property
    def points(self) -> float | None:
        """0 to 100, rounded to a tenth; None while nothing that counts was answered."""
        return round(100 * self.got / self.possible, 1) if self.possible else None

    @property
    def complete(self) -> bool:
        """Whether every item asked has an answer."""
        return self.answered == self.asked

    def __add__(self, other: Score) -> Score:
        return Score(
            self.got + other.got,
            self.possible + other.possible,
            self.asked + other.asked,
            self.answered + other.answered,
            self.passed + other.passed,
            self.failed + other.failed,
            self.vetoed + other.vetoed,
        )


def score(answers: Answers, only: Callable[[Question], bool] | None = None) -> Score:
    """One unit's score, over the items that `only` takes."""
    got = possible = 0.0
    answered = passed = failed = 0
    vetoed = []
    for ref, verdict in answers.verdicts.items():
        question = answers.questions[ref]
        if only is not None and not only(question):
            continue
        answered += 1
        if verdict == "pass":
            passed += 1
            got += question.item.weight
            possible += question.item.weight
        elif verdict == "fail":
            failed += 1
            possible += question.item.weight
            if question.item.veto:
                vetoed.append(ref)
    asked = answers.asked if only is None else _asked(answers, only)
    return Score(got, possible, asked, answered, passed, failed, tuple(vetoed))


def _asked(answers: Answers, only: Callable[[Question], bool]) -> int:
    return sum(ref not in answers.silent and only(question) for ref, question in answers.questions.items())


def by_group(answers: Answers, group: Callable[[Question], str]) -> dict[str, Score]:
    """One unit's scores by what `group` says of each item: its part, its section, its checklist."""
    names = dict.fromkeys(group(question) for question in answers.questions.values())
    return {name: score(answers, lambda question, name=name: group(question) == name) for name in names}  # type: ignore[misc]


def band_of(found: Score, bands: Sequence[Band]) -> Band | None:
    """The band of a score, None while there are no points."""
    if found.vetoed and bands:
        return bands[-1]
    points = found.points
    return None if points is None else next((band for band in bands if points >= band.at_least), None)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit's place, from 1; equal scores share one, a unit without points has None."""

    place: int | None
    unit: str
    score: Score
    band: Band | None


def ranking(scores: Mapping[str, Score], bands: Sequence[Band]) -> list[Ranked]:
    """The units, best first: by points, vetoed ones after all others, those without points last."""

    def order(code: str) -> tuple[bool, bool, float]:
        found = scores[code]
        return found.points is None, bool(found.vetoed), -(found.points or 0.0)

    ranked: list[Ranked] = []
    before: tuple[bool, bool, float] | None = None
    place = 0
    for number, code in enumerate(sorted(scores, key=order), 1):
        if order(code) != before:
            place, before = number, order(code)
        found = scores[code]
        ranked.append(Ranked(None if found.points is None else place, code, found, band_of(found, bands)))
    return ranked


def distribution(ranked: Iterable[Ranked], bands: Sequence[Band]) -> dict[str, int]:
    """How many units are in each band, by its id; "" counts those that have no points yet."""
    counts = dict.fromkeys([*(band.id for band in bands), ""], 0)
    for each in ranked:
        counts[each.band.id if each.band else ""] += 1
    return counts
