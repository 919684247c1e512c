"""Figures that take more than one round, or the ledgers, to work out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from store.clock import shown
from store.errors import StoreError
from store.figures import compare
from store.figures.answers import RoundAnswers, questions_of
from store.figures.compare import Comparison
from store.figures.rates import Rates, rates
from store.rectifying.board import Row
from store.workspace import Workspace

GROUPS = ("unit", "type", "lead", "grade", "part", "checklist")
"""What rates can be counted by; "" stands for those that have none of it."""


def comparison(workspace: Workspace, before: RoundAnswers, after: RoundAnswers, rows: Iterable[Row]) -> Comparison:
    """Two rounds side by side; `rows` is the board, which knows what was closed before the later round was made."""
    day = shown(after.round.info.created, workspace.settings.zone)[:10]
    closed = {
        (row.unit, row.item)
        for row in rows
        if row.round != after.round.info.id and (row.reopened or (row.closed and row.closed <= day))
    }
    return compare.compare(before, after, closed)


def rates_by(workspace: Workspace, rows: Iterable[Row], by: str) -> dict[str, Rates]:
    """Rates of the rectifications in `rows` by one of `GROUPS`."""
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

    return rates(rows, groups[by])
