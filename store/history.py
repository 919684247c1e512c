"""Who changed what and when, read from the journals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from store.journal import Event, Line
from store.sheet import MARKS, OTHERS, OUTSIDE
from store.workspace import Workspace


@dataclass(frozen=True)
class Entry:
    """An event and the record it stands in: "workspace", a round's id, or a sheet as "ROUND UNIT"."""

    record: str
    event: Event


def history(workspace: Workspace, round_id: str = "", unit: str = "", item: str = "") -> Iterator[Entry]:
    """The events of the workspace, of a round with its sheets, of a sheet, or of one item on it; oldest first.

    Raises:
        Unknown: there is no such round, unit or item. Damaged: a journal cannot be read.
    """
    if not round_id:
        yield from _entries("workspace", workspace.record.lines())
        rounds = workspace.rounds()
        for round_ in reversed(rounds):
            if round_.damage is None:
                yield from _entries(round_.info.id, round_.record.lines())
        for damage in (round_.damage for round_ in rounds if round_.damage is not None):
            raise damage  # after everything that can be told
        return
    round_ = workspace.round(round_id)
    if not unit:
        found = list(_entries(round_.info.id, round_.record.lines()))
        for code in round_.units:
            found += _entries(f"{round_.info.id} {code}", workspace.sheet(round_, code).record.lines())
        yield from sorted(found, key=lambda entry: (entry.event.time, entry.event.id))
        return
    sheet = workspace.sheet(round_, unit)
    wanted = None
    if item == OUTSIDE:
        wanted = (OTHERS, "")
    elif item:
        wanted = (MARKS, sheet.line(item).ref)
    for entry in _entries(f"{round_.info.id} {unit}", sheet.record.lines()):
        if wanted is None or (entry.event.table == wanted[0] and wanted[1] in ("", entry.event.key)):
            yield entry


def _entries(record: str, lines: Iterator[Line]) -> list[Entry]:
    return [Entry(record, line.event) for line in lines]
