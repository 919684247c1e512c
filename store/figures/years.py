"""A year of inspecting: its rounds and follow-ups, what they ordered, and what earlier years had left to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from store.clock import shown
from store.counting import counting
from store.draw import TABLE as DRAWS
from store.draw import Draw
from store.figures.answers import Missing, Question, tell_missing
from store.figures.items import ItemFigures
from store.figures.over_rounds import that_count
from store.rectifying import board
from store.rectifying.board import Row
from store.rounds import Round
from store.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Year:
    """What belongs to a year, oldest first, as it stands on the day `today`; `units` are the codes of who took part.

    `rows` are the rectifications of its rounds and follow-ups, `carried` those of earlier ones that were not closed
    when it began, `every` the whole board, void rounds and units that left included.
    """

    year: int
    today: date
    rounds: list[Round]
    follow_ups: list[Round]
    rows: list[Row]
    carried: list[Row]
    every: list[Row]
    draws: list[Draw]
    units: frozenset[str]


def year_of(workspace: Workspace, round_: Round) -> int:
    """The year that a round belongs to: in which its period begins; of a follow-up, in which it was made.

    A follow-up takes the period from the round before, to judge by it.
    """
    info = round_.info
    begins = "" if info.parent else info.period_from or info.period_to
    return int((begins or shown(info.created, workspace.settings.zone))[:4])


def read(
    workspace: Workspace, year: int, missing: Missing, units: Collection[str] = (), only: Round | None = None
) -> Year:
    """The year, or what of it concerns `units`, or one round with what follows it up.

    Raises:
        StoreError: a round cannot be read; figures silent about it would seem whole.
    """
    for each in workspace.rounds():
        if each.damage is not None:
            raise each.damage
    stands = board.read(workspace)
    tell_missing(stands.damaged, units, missing)
    found = [each for each in counting(workspace) if year_of(workspace, each) == year]
    if only is not None:
        found = _after(found, only)
    if units:
        found = [each for each in found if not each.units.keys().isdisjoint(units)]
    own, first = {each.info.id for each in found}, f"{year}-01-01"
    rows = [row for row in that_count(workspace, stands.rows) if not units or row.unit in units]
    return Year(
        year=year,
        today=stands.today,
        rounds=[each for each in found if not each.info.parent],
        follow_ups=[each for each in found if each.info.parent],
        rows=[row for row in rows if row.round in own],
        carried=[
            row
            for row in rows
            if only is None and row.round not in own and row.opened < first and not "" < row.closed < first
        ],
        every=stands.rows,
        draws=[] if only is not None else _draws(workspace, year, units),
        units=frozenset(code for each in found for code in each.units if not units or code in units),
    )


def _after(found: Iterable[Round], only: Round) -> list[Round]:
    """A round and those of its follow-ups, and theirs, that are among the rounds `found`, oldest first."""
    chain: dict[str, Round] = {}
    for each in found:
        if each.info.id == only.info.id or each.info.parent in chain:
            chain[each.info.id] = each
    return list(chain.values())


def _draws(workspace: Workspace, year: int, units: Collection[str]) -> list[Draw]:
    """The draws of the year, those that drew any of `units` if any are named."""
    found = []
    for key, draw in workspace.draws.all().items():
        doc = workspace.record.doc(DRAWS, key)
        made = shown(doc["time"], workspace.settings.zone)[:4] if doc else ""
        if made == str(year) and (not units or not set(units).isdisjoint(draw.units)):
            found.append(draw)
    return found


def over(figures: Iterable[ItemFigures]) -> list[ItemFigures]:
    """The figures of items in several rounds, added up; the wording is the last round's."""
    found: dict[str, tuple[Question, list[int]]] = {}
    for each in figures:
        before = found[each.question.ref][1] if each.question.ref in found else [0, 0, 0, 0]
        counts = [was + now for was, now in zip(before, (each.passed, each.failed, each.na, each.none), strict=True)]
        found[each.question.ref] = each.question, counts
    return [ItemFigures(question, *counts) for question, counts in found.values()]
