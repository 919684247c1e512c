"""Which lines of a checklist a unit is asked."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from checklists.model import Checklist, Line
from checklists.verdicts import Verdict


def lines_for(checklist: Checklist, kinds: Collection[str], only: Collection[str] = ()) -> tuple[Line, ...]:
    """The lines that apply to a unit, with the numbers they have in the whole checklist.

    `kinds` are the codes of the unit's type and of every wider type (`unit_types.ancestors`). Checklist, section and
    item each name types or, naming none, take all. A unit whose type is not known (no kinds) is asked everything:
    leaving lines out in silence would be worse. With `only`, refs CHECKLIST:ITEM, there are no lines but these, and
    an item that depends on one that is not among them is asked in any case.
    """

    def applies(wanted: tuple[str, ...]) -> bool:
        return not wanted or not kinds or any(code in kinds for code in wanted)

    if not applies(checklist.applies_to):
        return ()
    lines = (line for line in checklist.lines if applies(line.section.applies_to) and applies(line.item.applies_to))
    if not only:
        return tuple(lines)
    wanted = {ref.partition(":")[2] for ref in only if ref.partition(":")[0] == checklist.id}
    return tuple(_alone(line, wanted) for line in lines if line.item.id in wanted)


def _alone(line: Line, wanted: Collection[str]) -> Line:
    """The line without its condition, if what that depends on is not in `wanted`."""
    condition = line.item.when
    if condition is None or condition.item in wanted:
        return line
    return line._replace(item=replace(line.item, when=None))


def asked(line: Line, verdict_of: Callable[[str], Verdict]) -> bool:
    """Whether the line's condition holds; `verdict_of` gives the verdict of an item id, "none" if it has no mark."""
    condition = line.item.when
    return condition is None or verdict_of(condition.item) in condition.is_
