"""Grading schemes: the built-in one, and which one a checklist's findings are graded by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from checklists.model import Checklist, Grade, Grading, Item, RiskPoint, Section, Text

RISK = Grading(
    id="risk",
    title=Text("风险等级", "Risk"),
    grades=(
        Grade(id="high", title=Text("高", "High")),
        Grade(id="medium", title=Text("中", "Medium")),
        Grade(id="low", title=Text("低", "Low")),
    ),
)


def gradings_of(checklist: Checklist, own: Iterable[Grading] = ()) -> dict[str, Grading]:
    """The schemes a checklist can name, by id: its own, then the workspace's `own`, then the built-in one."""
    return {grading.id: grading for grading in (RISK, *own, *checklist.gradings)}


def grading_of(checklist: Checklist, own: Iterable[Grading] = ()) -> Grading:
    """The scheme its findings are graded by; the built-in one if it names none, or none that exists."""
    return gradings_of(checklist, own).get(checklist.grading, RISK)


def find_grade(checklist: Checklist, text: str) -> Grade | None:
    """The grade of the checklist's scheme that `text` names by id or by title in either language; None if none."""
    wanted = text.strip().casefold()
    for grade in grading_of(checklist).grades:
        if wanted in (grade.id.casefold(), grade.title.zh.casefold(), grade.title.en.casefold()):
            return grade
    return None


def default_grade(section: Section, item: Item) -> str:
    """The grade's id that a finding on the item has until somebody gives another: the item's, else its risk point's."""
    return item.grade or (section.grade if isinstance(section, RiskPoint) else "")


def with_scheme(checklist: Checklist, own: Iterable[Grading]) -> Checklist:
    """The checklist with the scheme it names written into it where that is one of `own`: it then needs no workspace."""
    grading = grading_of(checklist, own)
    if grading is RISK or grading in checklist.gradings:
        return checklist
    return replace(checklist, gradings=(*checklist.gradings, grading))
