"""One verdict on one item for many units: each a mark of its own, under the rules that hold for a single one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from checklists.errors import AudittyError
from checklists.verdicts import Verdict
from store.given import Input
from store.journal import Event
from store.model import Mark
from store.rounds import Round
from store.workspace import Workspace


class Outcome(NamedTuple):
    """What became of one unit's mark: the event, or why it was refused; neither where nothing was to be changed."""

    unit: str
    event: Event | None = None
    error: AudittyError | None = None


def mark_each(
    workspace: Workspace, round_: Round, ref: str, seen: Mapping[str, str], verdict: Verdict, given: Input
) -> Iterator[Outcome]:
    """Mark the item `ref` of the units that are the keys of `seen`; whatever is refused stops no other.

    The values of `seen` are the item's last events that the person had seen: a mark that changed since is refused. Each
    is on disk when it is yielded. A finding for a unit that has failed with another one is one more.
    """
    for code, base in seen.items():
        try:
            sheet = workspace.sheet(round_, code)
            before = sheet.mark(ref)
            if already(before, verdict, given):
                yield Outcome(code)
                continue
            more = given.finding is not None and before is not None and any(each.problem for each in before.findings)
            event = sheet.set_mark(ref, verdict, replace(given, add=True) if more else given, base=base)
        except AudittyError as error:
            yield Outcome(code, error=error)
        else:
            yield Outcome(code, event)


def undo_each(workspace: Workspace, round_: Round, events: Mapping[str, Event]) -> Iterator[Outcome]:
    """Take marks back, by unit; refused where the item changed since, or the mark is somebody else's."""
    for code, event in events.items():
        try:
            record = workspace.sheet(round_, code).record
            record.refresh()
            yield Outcome(code, record.undo(event))
        except AudittyError as error:
            yield Outcome(code, error=error)


def already(mark: Mark | None, verdict: Verdict, given: Input) -> bool:
    """Whether the mark says all that is to be said; a finding is always something more."""
    if verdict == "none":
        return mark is None
    if mark is None or mark.verdict != verdict or given.finding is not None:
        return False
    return given.note in (None, mark.note)
