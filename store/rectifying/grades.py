"""What the grades of rectifications are called, from the gravest on."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from checklists.errors import AudittyError
from checklists.gradings import RISK, grading_of
from checklists.model import Text
from store.rectifying.model import Rectification
from store.workspace import Workspace

USUAL = {grade.id: grade.title for grade in RISK.grades}
"""The built-in grades."""


def titles(workspace: Workspace, rounds: Collection[str]) -> dict[str, Text]:
    """The titles by id of the grades in the checklists of these rounds, as far as they can be read, and in the
    workspace's and built-in schemes; each scheme from the gravest on."""
    found: dict[str, Text] = {}
    for round_ in workspace.rounds() if rounds else ():
        if round_.damage is None and round_.info.id in rounds:
            with suppress(AudittyError):
                schemes = [grading_of(checklist) for checklist in round_.checklists]
                found = {grade.id: grade.title for scheme in schemes for grade in scheme.grades} | found
    found |= {grade.id: grade.title for scheme in workspace.settings.gradings for grade in scheme.grades} | found
    return USUAL | found if not found.keys() - USUAL.keys() else found | USUAL


def own_days(workspace: Workspace, rectification: Rectification) -> int | None:
    """The days that the scheme of its checklist gives its grade, None if it gives none or cannot be read."""
    with suppress(AudittyError):
        round_ = workspace.round(rectification.round)
        name = rectification.item.partition(":")[0]
        lists = [each for each in round_.checklists if not name or each.id == name]
        days = {grade.id: grade.due_days for each in lists[:1] for grade in grading_of(each).grades}
        return days.get(rectification.grade)
    return None
