"""The verdict that an item's criterion proposes, in the light of the round's period and of earlier rounds."""

from __future__ import annotations

from checklists.criteria import Proposal, judge
from checklists.errors import N_
from store.errors import Refused
from store.sheet import Sheet, SheetLine
from store.workspace import Workspace


def propose(workspace: Workspace, sheet: Sheet, line: SheetLine, found: str | None = None) -> Proposal:
    """The proposed verdict for the value `found`, or for the one recorded.

    Raises:
        Refused: the item has no criterion, or nothing was found yet. AudittyError: the value cannot be read.
    """
    if line.item.criterion is None:
        raise Refused(N_("item {number} has no criterion to judge by; give pass, fail or na"), number=line.number)
    mark = sheet.mark(line.ref)
    value = found if found is not None else (mark.found if mark else "")
    start, end = sheet.info.period(workspace.today)
    proposal = judge(line.item, value, start, end, previous_found(workspace, sheet, line))
    if proposal is None:
        raise Refused(N_("item {number}: what was found? give it with --found"), number=line.number)
    return proposal


def previous_found(workspace: Workspace, sheet: Sheet, line: SheetLine) -> str:
    """What the latest earlier round found for this item at this unit, "" if none did."""
    for round_ in workspace.rounds():
        if round_.info.created >= sheet.info.created:
            continue
        if line.checklist.id not in {pinned.id for pinned in round_.info.checklists}:  # of a damaged round none
            continue
        if sheet.unit.code not in round_.units:
            continue
        mark = workspace.sheet(round_, sheet.unit.code).mark(line.ref)
        if mark is not None and mark.found:
            return mark.found
    return ""
