"""Which lines of a checklist a unit is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from checklists.model import Checklist, Line, Verdict
from checklists.unit_types import UnitType, ancestors


def lines_for(checklist: Checklist, unit_type: str, types: Mapping[str, UnitType]) -> tuple[Line, ...]:
    """The lines that apply to a unit of `unit_type`, with the numbers they have in the whole checklist.

    Checklist, section and item each name types or, naming none, take all; a type includes its subtypes. A unit whose
    type is not known ("") is asked everything: leaving lines out in silence would be worse.
    """
    if not unit_type:
        return checklist.lines
    kinds = set(ancestors(unit_type, types))

    def applies(wanted: tuple[str, ...]) -> bool:
        return not wanted or not kinds.isdisjoint(wanted)

    if not applies(checklist.applies_to):
        return ()
    return tuple(line for line in checklist.lines if applies(line.section.applies_to) and applies(line.item.applies_to))


def asked(line: Line, verdict_of: Callable[[str], Verdict]) -> bool:
    """Whether the line's condition holds; `verdict_of` gives the verdict of an item id, "none" if it has no mark."""
    condition = line.item.when
    return condition is None or verdict_of(condition.item) in condition.is_
