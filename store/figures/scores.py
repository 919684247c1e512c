"""Scores by weight with veto, the bands a body sorts them into, ranking and distribution.

A pass earns the item's weight, a fail nothing; what does not apply, or has no answer yet, leaves the denominator. A
failed veto item (一票否决) puts the unit into the lowest band whatever it scored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from checklists.model import Item
from checklists.verdicts import Verdict
from store.figures.answers import Answers, Question, RoundAnswers
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

    @property
    def na(self) -> int:
        """How many of the items do not apply."""
        return self.answered - self.passed - self.failed

    @property
    def pass_rate(self) -> float | None:
        """The share of passes among passes and fails, 0 to 1; None where there is neither."""
        judged = self.passed + self.failed
        return self.passed / judged if judged else None

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


class _Sum:
    """A score that is being added up."""

    __slots__ = ("answered", "asked", "failed", "got", "passed", "possible", "vetoed")

    def __init__(self, asked: int = 0) -> None:
        self.got = self.possible = 0.0
        self.asked = asked
        self.answered = self.passed = self.failed = 0
        self.vetoed: list[str] = []

    def take(self, ref: str, verdict: Verdict, item: Item) -> None:
        """Add one answer."""
        self.answered += 1
        if verdict == "pass":
            self.passed += 1
            self.got += item.weight
            self.possible += item.weight
        elif verdict == "fail":
            self.failed += 1
            self.possible += item.weight
            if item.veto:
                self.vetoed.append(ref)

    def score(self) -> Score:
        """What it came to."""
        return Score(self.got, self.possible, self.asked, self.answered, self.passed, self.failed, tuple(self.vetoed))


def score(answers: Answers) -> Score:
    """One unit's score."""
    found, questions = _Sum(answers.asked), answers.questions
    for ref, verdict in answers.verdicts.items():
        found.take(ref, verdict, questions[ref].item)
    return found.score()


def by_unit(read: RoundAnswers, group: Callable[[Question], str]) -> dict[str, dict[str, Score]]:
    """The scores of each unit of a round by what `group` says of the items it is asked; added up they are `in_all`."""
    names = {ref: group(question) for ref, question in read.questions.items()}
    found: dict[str, dict[str, Score]] = {}
    for code, answers in read.units.items():
        questions = answers.questions
        asked = Counter(map(names.__getitem__, questions))
        asked.subtract(map(names.__getitem__, answers.silent))
        sums = {name: _Sum(count) for name, count in asked.items() if count}
        for ref, verdict in answers.verdicts.items():
            sums[names[ref]].take(ref, verdict, questions[ref].item)
        found[code] = {name: one.score() for name, one in sums.items()}
    return found


def in_all(read: RoundAnswers, group: Callable[[Question], str]) -> dict[str, Score]:
    """The scores of all units of a round together, by what `group` says of each item asked: its part, its section."""
    sums: dict[str, _Sum] = {}
    places: dict[int, dict[str, _Sum]] = {}  # units of one type share their questions
    for answers in read.units.values():
        questions = answers.questions
        known = places.get(id(questions))
        if known is None:
            known = places[id(questions)] = {
                ref: sums.setdefault(group(question), _Sum()) for ref, question in questions.items()
            }
        for found in known.values():
            found.asked += 1
        for ref in answers.silent:
            known[ref].asked -= 1
        for ref, verdict in answers.verdicts.items():
            known[ref].take(ref, verdict, questions[ref].item)
    order = dict.fromkeys(group(question) for question in read.questions.values())
    return {name: sums[name].score() for name in order if name in sums}


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
