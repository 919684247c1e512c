"""Which lines of a checklist a unit is asked."""

from __future__ import annotations

from collections.abc import Callable, Collection

from checklists.model import Checklist, Line
from checklists.verdicts import Verdict


def lines_for(checklist: Checklist, kinds: Collection[str]) -> tuple[Line, ...]:
    """The lines that apply to a unit, with the numbers they have in the whole checklist.

    `kinds` are the codes of the unit's type and of every wider type (`unit_types.ancestors`). Checklist, section and
    item each name types or, naming none, take all. A unit whose type is not known (no kinds) is asked everything:
    leaving lines out in silence would be worse.
    """

    def applies(wanted: tuple[str, ...]) -> bool:
        return not wanted or not kinds or any(code in kinds for code in wanted)

    if not applies(checklist.applies_to):
        return ()
    return tuple(line for line in checklist.lines if applies(line.section.applies_to) and applies(line.item.applies_to))


def asked(line: Line, verdict_of: Callable[[str], Verdict]) -> bool:
    """Whether the line's condition holds; `verdict_of` gives the verdict of an item id, "none" if it has no mark."""
    condition = line.item.when
    return condition is None or verdict_of(condition.item) in condition.is_
