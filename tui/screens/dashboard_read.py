"""What the dashboard knows, read step by step so that each shows as soon as it is there. No widget here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from store.errors import StoreError
from store.figures import answers as reading
from store.figures import over_rounds
from store.figures import overview as glance
from store.figures.answers import RoundAnswers
from store.figures.items import GradeFigures, by_grade
from store.figures.overview import Orders, Standing, UnitLine
from store.figures.scores import Score, in_all
from store.progress import Progress
from store.rectifying import board
from store.rounds import Round
from store.workspace import Workspace
from tui.figures import group_of


@dataclass(frozen=True)
class Known:
    """What was read and worked out so far; None is not yet. `by` is what the parts are: "part" or "section"."""

    standing: Standing | None = None
    orders: Orders | None = None
    here: RoundAnswers | None = None
    grades: tuple[GradeFigures, ...] = ()
    by: str = ""
    parts: Mapping[str, Score] = field(default_factory=dict)
    lines: tuple[UnitLine, ...] = ()
    damaged: tuple[StoreError, ...] = ()


Step = Callable[[Workspace, Round, str, Known, Progress], Known]
"""Reads one thing more; `by` is what the parts shall be, "" for what tells most."""


def _standing(workspace: Workspace, round_: Round, by: str, known: Known, progress: Progress) -> Known:
    return replace(known, standing=glance.standing(workspace.tallies(round_, progress)))


def _orders(workspace: Workspace, round_: Round, by: str, known: Known, progress: Progress) -> Known:
    stands = board.read(workspace, progress)
    stands.keep()
    orders = glance.orders(over_rounds.that_count(workspace, stands.rows, round_.info.id))
    return replace(known, orders=orders, damaged=tuple(stands.damaged.values()))


def _answers(workspace: Workspace, round_: Round, by: str, known: Known, progress: Progress) -> Known:
    here = reading.read(round_, workspace.hands, progress)
    grades = tuple(by_grade(here))
    if known.by and not known.parts.keys() <= {group_of(known.by)(each) for each in here.questions.values()}:
        known = replace(known, parts={}, lines=())  # the round moved on to another version of its checklist
    return replace(known, here=here, grades=grades, damaged=(*here.damaged.values(), *known.damaged))


def _parts(workspace: Workspace, round_: Round, by: str, known: Known, progress: Progress) -> Known:
    assert known.here is not None
    several = len({question.section.part for question in known.here.questions.values()}) > 1
    by = by or ("part" if several else "section")  # one part in all would say what is said already
    group = group_of(by)
    lines = tuple(glance.unit_lines(known.here, group))
    return replace(known, by=by, parts=in_all(known.here, group), lines=lines)


STEPS: tuple[Step, ...] = (_standing, _orders, _answers, _parts)
"""What is read, the quickest first."""

LAST = len(STEPS) - 1
"""The step that counts by something else what was read."""
