"""A round at a glance: how far its units are, what of its rectifications is late, which unit does how well in what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add

from store.counts import Tally
from store.figures.answers import Answers, Question, RoundAnswers
from store.figures.scores import Score, by_unit
from store.model import PinnedUnit
from store.rectifying import board
from store.rectifying.board import Row
from store.rectifying.model import LIVE


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How many units are in each state, and the sum of what their sheets have."""

    units: Counter[str]
    total: Tally

    @property
    def share(self) -> float | None:
        """Items with a verdict among those asked, 0 to 1; None where nothing is asked."""
        return self.total.marked / self.total.asked if self.total.asked else None


def standing(tallies: Mapping[str, Tally]) -> Standing:
    """How far a round is."""
    return Standing(
        units=Counter[str](found.state for found in tallies.values()), total=reduce(add, tallies.values(), Tally())
    )


@dataclass(frozen=True, kw_only=True)
class Orders:
    """Rectifications that were not withdrawn: not closed, of those overdue and due soon; closed."""

    overdue: int
    soon: int
    live: int
    closed: int

    @property
    def total(self) -> int:
        """All of them, as `Rates.total` counts them."""
        return self.live + self.closed


def orders(rows: Iterable[Row]) -> Orders:
    """What of these rectifications is late; those of a round are what `over_rounds.that_count` leaves."""
    found = board.figures(rows)
    return Orders(
        overdue=found.lights["red"],
        soon=found.lights["yellow"],
        live=sum(found.states[state] for state in LIVE),
        closed=found.states["closed"],
    )


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit in the map of units and parts: its score in all, and in each part, or section, that it is asked."""

    unit: PinnedUnit
    whole: Score
    parts: Mapping[str, Score]


def unit_lines(read: RoundAnswers, group: Callable[[Question], str]) -> list[UnitLine]:
    """A line for each unit, in the round's order, by what `group` says of each item: its part, its section."""
    return [
        UnitLine(read.units[code].unit, reduce(add, parts.values(), Score()), parts)
        for code, parts in by_unit(read, group).items()
    ]


def _rate_order(found: Score) -> tuple[bool, float, int]:
    return found.pass_rate is None, found.pass_rate or 0.0, -found.failed


_SORTS: dict[str, Callable[[UnitLine, str], tuple[object, ...]]] = {
    "worst": lambda line, part: _rate_order(line.parts.get(part, Score()) if part else line.whole),
    "open": lambda line, part: (line.whole.answered - line.whole.asked,),
    "code": lambda line, part: (line.unit.code,),
}

SORTS = tuple(_SORTS)
"""By what lines can be sorted: lowest pass rate first, most items without an answer first, by code."""


def in_order(lines: Iterable[UnitLine], order: str, part: str = "") -> list[UnitLine]:
    """The lines sorted by one of `SORTS`, "worst" by the pass rate in `part`, "" for all; without a rate last."""
    key = _SORTS[order]
    return sorted(lines, key=lambda line: key(line, part))


def first_in(answers: Answers, group: Callable[[Question], str], name: str) -> str:
    """The item to look at where a unit does badly in `name`: the first that failed, else without an answer, else any.

    "" where the unit is asked none of it.
    """
    refs = [ref for ref, each in answers.questions.items() if ref not in answers.silent and group(each) == name]
    failed = [ref for ref in refs if answers.verdicts.get(ref) == "fail"]
    unanswered = [ref for ref in refs if ref not in answers.verdicts]
    return next(iter(failed or unanswered or refs), "")
