"""What figures are counted by and what they are called, on the screen and on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from store.figures.answers import Question
from store.figures.compare import Kind
from store.figures.scores import Score
from store.rectifying.board import Row
from store.rectifying.grades import titles
from store.workspace import Workspace
from tui.i18n import N_, PART_NAMES, _, current_language

KINDS: dict[Kind, str] = {
    "put_right": N_("put right"),
    "still": N_("still failing"),
    "unseen": N_("not looked at"),
    "new": N_("newly found"),
    "came_back": N_("come back"),
}
"""What became of an item between two rounds."""

HEADS: dict[Kind, str] = {
    "put_right": N_("right"),
    "still": N_("still"),
    "unseen": N_("unseen"),
    "new": N_("newly"),
    "came_back": N_("again"),
}
"""The same above a narrow column."""


ORDERS = {
    "overdue": N_("overdue"),
    "soon": N_("due soon"),
    "live": N_("not closed"),
    "closed": N_("closed"),
}
"""How rectifications stand, in words, by the names of `store.figures.overview.Orders`."""

BAR = 10
"""Cells of a bar."""


def bar(share: float | None, cells: int = BAR) -> str:
    """A share of 0 to 1 as a bar of characters that every terminal has; only nothing is empty, and only all is full."""
    if share is None:
        return " " * cells
    filled = cells if share >= 1 else max(1, min(cells - 1, round(share * cells))) if share > 0 else 0
    return "#" * filled + "." * (cells - filled)


def shade(found: Score | None, all_passed: str) -> str:
    """A score in one character: `all_passed`, or the tenths that passed, 0 to 9.

    "." is nothing answered yet, "-" nothing that applies, " " nothing asked.
    """
    if found is None:
        return " "
    rate = found.pass_rate
    if rate is None:
        return "-" if found.answered else "."
    return all_passed if rate == 1 else str(int(10 * rate))


def group_of(what: str) -> Callable[[Question], str]:
    """What items are counted by: part, section, item."""
    groups: dict[str, Callable[[Question], str]] = {
        "part": lambda question: question.section.part,
        "section": lambda question: question.group,
        "item": lambda question: question.ref,
    }
    return groups[what]


def group_titles(questions: Iterable[Question], what: str) -> dict[str, str]:
    """What each of those is called."""
    lang = current_language()
    if what == "part":
        return {part: _(name) for part, name in PART_NAMES.items()}
    if what == "section":
        return {question.group: question.section.title.get(lang) for question in questions}
    return {question.ref: question.item.text.get(lang) for question in questions}


def rates_titles(workspace: Workspace, rows: Iterable[Row], by: str) -> dict[str, str]:
    """What the groups of rates are called, where that is not their name: units, types, grades, parts."""
    lang = current_language()
    if by == "unit":
        return {row.unit: row.name for row in rows}
    if by == "part":
        return {"": _("Other findings")} | group_titles((), by)
    if by == "type":
        return {code: kind.title.get(lang) for code, kind in workspace.units.types.items()}
    if by == "grade":
        named = titles(workspace, {row.round for row in rows})
        return {"": _("no grade")} | {id: title.get(lang) for id, title in named.items()}
    return {}
