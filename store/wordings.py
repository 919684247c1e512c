"""Which marks have to be looked at again once a round moved to another version of its checklist.

A mark made since the round first moved says which wording it answers. One that does not say answers the wording that
the round began with: also where it was made later, on a screen that had been open all the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checklists.model import Checklist, Item

Wordings = Mapping[str, tuple[str, str]]
"""Ref of an item to the digest of its wording when the round began ("" if it was not there) and of the one now."""


def wordings(began_with: Mapping[str, Checklist], items: Iterable[tuple[str, Item]]) -> Wordings:
    """The wordings of those `items`, each with its checklist's id, that stand in a later version of `began_with`."""
    if not began_with:
        return {}
    found = {}
    for checklist, item in items:
        if checklist in began_with:
            first = began_with[checklist].line_of.get(item.id)
            found[f"{checklist}:{item.id}"] = (_short(first.item) if first else "", _short(item))
    return found


def answers_another(value: Mapping[str, Any], wording: tuple[str, str]) -> bool:
    """Whether a mark, as it is stored, has a verdict on another wording than the one asked now."""
    first, now = wording
    return value["verdict"] != "none" and (value.get("wording") or first) != now


def _short(item: Item) -> str:
    from checklists.canonical import item_digest

    return item_digest(item)[:16]
