"""What two copies of a record say differently of one item, until a person settles it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklists.errors import N_
from store.errors import Unknown
from store.journal import Event
from store.record import Change, Record
from store.state import Tables, conflicts_in, documents

if TYPE_CHECKING:
    from store.rounds import Round
    from store.workspace import Workspace


@dataclass(frozen=True)
class OpenConflict:
    """An item, the event whose value stands, and the ones that say something else, oldest first."""

    table: str
    key: str
    stands: Event
    others: tuple[Event, ...]

    @property
    def claims(self) -> tuple[Event, ...]:
        """All of them, the one that stands first."""
        return (self.stands, *self.others)


def open_in(record: Record) -> list[OpenConflict]:
    """The open conflicts of a record. The journal is read only where there are any."""
    tables = record.state.tables
    return among(tables, (line.event for line in record.lines())) if conflicts_in(tables) else []


def among(tables: Tables, events: Iterable[Event]) -> list[OpenConflict]:
    """The conflicts that a record's tables name, of which `events` are all events."""
    by_id = {event.id: event for event in events}
    return [
        OpenConflict(
            table,
            doc["key"],
            by_id[doc["event"]],
            tuple(sorted((by_id[id] for id in doc["conflict"]), key=lambda event: (event.time, event.id))),
        )
        for table, docs in documents(tables)
        for doc in docs.values()
        if doc["conflict"]
    ]


def open_in_round(workspace: Workspace, round_: Round) -> dict[str, list[OpenConflict]]:
    """The open conflicts of a round by unit code, "" for what the round itself says; only where there are any.

    Sheets that cannot be read are left out: counting the round tells them.
    """
    found = {"": open_in(round_.record)}
    for code, tally in workspace.tallies(round_).items():
        if tally.conflicts:
            found[code] = open_in(workspace.sheet(round_, code).record)
    return {code: conflicts for code, conflicts in found.items() if conflicts}


def settle(record: Record, table: str, key: str, event_id: str) -> Event:
    """Let the value of one of the events in conflict stand, by an event that names all of them.

    Raises:
        Unknown: the item is not in conflict, or that event is not one of those.
    """

    def chosen() -> list[Change]:
        for conflict in open_in(record):
            if (conflict.table, conflict.key) == (table, key):
                for event in conflict.claims:
                    if event.id == event_id:
                        return [Change(table, key, event.after, base=conflict.stands.id)]
                raise Unknown(
                    N_("{key}: no event “{event}” among those in conflict: {choices}"),
                    key=key,
                    event=event_id,
                    choices=", ".join(event.id for event in conflict.claims),
                )
        raise Unknown(N_("{key} is not in conflict; see “auditty rounds conflicts ROUND”"), key=key)

    return record.change_by(chosen)[0]
