"""Figures that take more than one round, or the ledgers, to work out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache

from store.clock import shown
from store.counting import counting
from store.errors import StoreError
from store.figures import compare
from store.figures.answers import RoundAnswers, questions_of
from store.figures.compare import Comparison, Kind
from store.figures.rates import Rates, rates
from store.figures.trend import Summary, summary
from store.guard import VOID
from store.rectifying.board import Row
from store.rounds import Round
from store.workspace import Workspace

GROUPS = ("unit", "type", "lead", "grade", "part", "checklist")
"""What rates can be counted by; "" stands for those that have none of it."""


@dataclass(frozen=True, kw_only=True)
class Beside:
    """An earlier round beside a later one: its line, how many units are in both, how many changes of each kind."""

    line: Summary
    common: int
    changes: Counter[Kind]


def comparison(workspace: Workspace, before: RoundAnswers, after: RoundAnswers, rows: Iterable[Row]) -> Comparison:
    """Two rounds side by side; `rows` is the board, which knows what was closed before the later round was made."""
    zone = workspace.settings.zone
    begin, day = (shown(each.round.info.created, zone)[:10] for each in (before, after))
    closed, since = set(), set()
    for row in rows:
        if row.round != after.round.info.id and (row.reopened or (row.closed and row.closed <= day)):
            closed.add((row.unit, row.item))
            if row.round == before.round.info.id or row.closed > begin:
                since.add((row.unit, row.item))
    return compare.compare(before, after, closed, since)


def put_beside(workspace: Workspace, before: RoundAnswers, after: RoundAnswers, rows: Iterable[Row]) -> Beside:
    """The earlier of two rounds as it stands beside the later one; `rows` is the board."""
    found = comparison(workspace, before, after, rows)
    return Beside(
        line=summary(before, workspace.settings.bands),
        common=len(after.units) - len(found.joined),
        changes=Counter(change.kind for change in found.changes),
    )


def beside(workspace: Workspace, round_: Round) -> Round | None:
    """The round to compare a round with if nobody names one: the one it follows up, else the latest before it with
    one of its checklists, else the latest before it, else the first after it; None where there is no other."""
    every = [each for each in counting(workspace) if each.info.id != round_.info.id]
    own = {pinned.id for pinned in round_.info.checklists}
    when = (round_.info.created, round_.info.id)
    earlier = [each for each in every if (each.info.created, each.info.id) < when]
    alike = [each for each in earlier if own & {pinned.id for pinned in each.info.checklists}]
    parents = [each for each in every if each.info.id == round_.info.parent]
    return next((found[-1] for found in (parents, alike, earlier) if found), every[0] if every else None)


def that_count(workspace: Workspace, rows: Iterable[Row], round_id: str = "") -> list[Row]:
    """The rectifications of one round, or of all, without those of void rounds and of units that left theirs."""

    @cache
    def left(name: str) -> Collection[str] | None:
        """The units that left a round, None for one that is void; of one that cannot be read nobody is known to."""
        try:
            round_ = workspace.round(name)
            return None if round_.info.state == VOID else round_.left
        except StoreError:
            return ()

    wanted = (row for row in rows if round_id in ("", row.round))
    return [row for row in wanted if (gone := left(row.round)) is not None and row.unit not in gone]


def rates_by(workspace: Workspace, rows: Iterable[Row], by: str, every: Iterable[Row]) -> dict[str, Rates]:
    """Rates of the rectifications in `rows` by one of `GROUPS`; `every` is the board: what came back later."""
    groups: dict[str, Callable[[Row], str]] = {
        "unit": lambda row: row.unit,
        "type": lambda row: row.type,
        "lead": lambda row: row.lead,
        "grade": lambda row: row.grade,
        "part": lambda row: parts(row.round).get(row.item, ""),
        "checklist": lambda row: row.item.partition(":")[0],
    }

    @cache
    def parts(round_id: str) -> dict[str, str]:
        try:
            questions = questions_of(workspace.round(round_id))
        except StoreError:
            return {}
        return {ref: question.section.part for ref, question in questions.items()}

    return rates(rows, groups[by], that_count(workspace, (row for row in every if row.earlier)))
