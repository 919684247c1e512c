"""Taking back one's own changes, the last one first: by new events that restore what was before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from checklists.errors import N_
from store.changes import Change, Hands
from store.errors import Conflict, Refused
from store.state import other_heads

if TYPE_CHECKING:
    from store.journal import Event
    from store.record import Record


def undoable(record: Record, hands: Hands, tables: Iterable[str] | None = None) -> Event | None:
    """The last change by `hands` that was not taken back, as this copy's journal has them, None if there is none."""
    wanted = None if tables is None else set(tables)
    undone: set[str] = set()
    for line in reversed(list(record.lines())):
        event = line.event
        if event.undo:
            undone.add(event.undo)
        elif event.id not in undone and _is_mine(event, hands) and (wanted is None or event.table in wanted):
            return event
    return None


def undo(record: Record, hands: Hands, event: Event) -> Event:
    """Take `event` back by a new event that restores what was before; of a settling, the conflict too.

    Raises:
        Refused: it is somebody else's, the item changed since, or another copy has something of it too.
    """
    if not _is_mine(event, hands):
        raise Refused(N_("{key}: {who} made this change; only they can take it back"), key=event.key, who=event.who)
    doc = record.doc(event.table, event.key)
    if doc is not None and other_heads(doc):
        # Taking one of them back would say nothing of the others: a person has to.
        raise Refused(N_("{key} was recorded in another copy too; record it anew instead"), key=event.key)
    base = record.base(event.table, event.key)
    if _settled(record, base) != event.id:
        raise Refused(N_("{key} changed since; it cannot be taken back"), key=event.key)
    try:
        return record.change(Change(event.table, event.key, event.before, base=base, undo=event.id))
    except Conflict as conflict:
        raise Refused(N_("{key} changed since; it cannot be taken back"), key=event.key) from conflict


def _is_mine(event: Event, hands: Hands) -> bool:
    return event.who == hands.who and event.user == hands.user


def _settled(record: Record, event_id: str) -> str:
    """The event whose value an item has, seen through changes that were taken back."""
    events = {line.event.id: line.event for line in record.lines()}
    while event_id in events and (undone := events[event_id].undo) in events:
        event_id = events[undone].base
    return event_id
