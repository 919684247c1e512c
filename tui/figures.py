"""What figures are counted by and what they are called, on the screen and on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from store.figures.answers import Question
from store.figures.compare import Kind
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
