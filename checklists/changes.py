"""What changed between two versions of a checklist, item by item."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from checklists.build import key_of
from checklists.canonical import item_digest
from checklists.model import PARTS, Checklist, Line, Section

WORDING = ("text", "how", "evidence", "criterion")
"""What an old mark stands or falls with: the fields that `item_digest` covers."""


@dataclass(frozen=True, kw_only=True)
class ItemChange:
    """How one item differs. `before` is None for an added item, `after` for a removed one.

    `reworded` are the fields of the wording that differ, `fields` the other ones that do.
    """

    id: str
    before: Line | None
    after: Line | None
    reworded: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether it stands in another section now."""
        return self.before is not None and self.after is not None and _home(self.before) != _home(self.after)

    @property
    def renumbered(self) -> bool:
        """Whether it has another number now."""
        return self.before is not None and self.after is not None and self.before.number != self.after.number


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Everything that differs: items in the order of the newer version, then the removed ones.

    `sections` names the fields that differ in sections that both versions have; `head` those of the checklist itself,
    a part among them where it has other sections, or in another order.
    """

    items: tuple[ItemChange, ...]
    sections: dict[str, tuple[str, ...]]
    head: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether the two differ at all."""
        return bool(self.items or self.sections or self.head)

    @property
    def added(self) -> tuple[ItemChange, ...]:
        """The items that only the newer version has."""
        return tuple(change for change in self.items if change.before is None)

    @property
    def removed(self) -> tuple[ItemChange, ...]:
        """The items that only the older version has."""
        return tuple(change for change in self.items if change.after is None)

    @property
    def reworded(self) -> tuple[ItemChange, ...]:
        """The items that ask something else now: their old marks have to be looked at again."""
        return tuple(change for change in self.items if change.reworded)


def compare(before: Checklist, after: Checklist) -> Changes:
    """What differs between the version `before` and the version `after`."""
    old, new = before.line_of, after.line_of
    changes = [_item_change(old.get(item_id), line) for item_id, line in new.items()]
    changes += [_item_change(line, None) for item_id, line in old.items() if item_id not in new]
    old_sections = {section.id: section for section in before.sections}
    sections = {
        section.id: fields
        for section in after.sections
        if section.id in old_sections and (fields := _section_fields(old_sections[section.id], section))
    }
    head = [field for field in _differing(before, after) if field not in PARTS]
    head += [part for part in PARTS if _ids(getattr(before, part)) != _ids(getattr(after, part))]
    return Changes(
        items=tuple(
            each
            for each in changes
            if each.before is None
            or each.after is None
            or each.reworded
            or each.fields
            or each.moved
            or each.renumbered
        ),
        sections=sections,
        head=tuple(head),
    )


def _item_change(before: Line | None, after: Line | None) -> ItemChange:
    one = after or before
    assert one is not None
    if before is None or after is None:
        return ItemChange(id=one.item.id, before=before, after=after)
    fields = _differing(before.item, after.item) if before.item != after.item else []
    same_wording = item_digest(before.item) == item_digest(after.item)
    return ItemChange(
        id=one.item.id,
        before=before,
        after=after,
        reworded=() if same_wording else tuple(field for field in fields if field in WORDING),
        fields=tuple(field for field in fields if field not in WORDING),
    )


def _section_fields(before: Section, after: Section) -> tuple[str, ...]:
    if type(before) is not type(after):
        return ()  # in another part: the head says so, and its items moved
    return tuple(field for field in _differing(before, after) if field != "items")


def _differing(before: Any, after: Any) -> list[str]:
    """The keys of the fields that two values of one class have different values in."""
    return [
        key_of(field.name)
        for field in dataclasses.fields(before)
        if getattr(before, field.name) != getattr(after, field.name)
    ]


def _ids(sections: Iterable[Section]) -> list[str]:
    return [section.id for section in sections]


def _home(line: Line) -> tuple[str, str]:
    return line.section.part, line.section.id
