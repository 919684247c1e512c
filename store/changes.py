"""Changes asked for, who asks for them, and the events they become."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, tzinfo
from pathlib import Path

from store.clock import Clock, shown
from store.disk import Disk
from store.errors import Conflict
from store.ids import event_id
from store.journal import Event, Value
from store.state import State, other_heads

DRAFT = ".new-"
"""What the name of a round's folder begins with while it is being built."""


@dataclass
class Hands:
    """Who writes, with what, in the workspace at `root`: passed to every record of it."""

    disk: Disk = field(default_factory=Disk)
    clock: Clock = field(default_factory=Clock)
    who: str = ""
    user: str = ""
    root: Path | None = None
    zone: tzinfo = UTC
    """The workspace's, in which days are counted and people are told of moments."""

    @property
    def today(self) -> date:
        """The calendar day it is now."""
        return self.clock.today(self.zone)

    def name_of(self, record: Path) -> str:
        """The name of the record at the path `record`, such as `rounds/ID/sheets/S1`, in every copy the same.

        A round that is being built in `.new-ID` has the names it will have. Without a root: the file's name.
        """
        parts = (record.relative_to(self.root) if self.root else Path(record.name)).parts
        return "/".join(part.removeprefix(DRAFT) for part in parts)


@dataclass(frozen=True)
class Change:
    """A change asked for: `after` None takes the item away. `base` None means: whatever stands now."""

    table: str
    key: str
    after: Value
    base: str | None = None
    resolves: tuple[str, ...] = ()
    undo: str = ""


def events_for(changes: Iterable[Change], state: State, hands: Hands) -> list[Event]:
    """The events that make `changes` of what stands in `state`; several of one item build upon each other.

    Raises:
        Conflict: an item changed since the `base` of its change.
    """
    events = []
    latest: dict[tuple[str, str], Event] = {}
    for change in changes:
        doc = state.doc(change.table, change.key)
        earlier = latest.get((change.table, change.key))
        before = earlier.after if earlier else (doc["value"] if doc else None)
        base = earlier.id if earlier else (doc["event"] if doc else "")
        if change.base is not None and change.base != base and not earlier:
            who, time = (doc["who"], shown(doc["time"], hands.zone)) if doc else ("", "")
            raise Conflict(change.key, before, change.after, base, who, time)
        event = Event(
            id=event_id(hands.clock.now()),
            time=hands.clock.stamp(),
            who=hands.who,
            user=hands.user,
            table=change.table,
            key=change.key,
            before=before,
            after=change.after,
            base=base,
            resolves=change.resolves or (other_heads(doc) if doc and not earlier else ()),
            undo=change.undo,
        )
        latest[change.table, change.key] = event
        events.append(event)
    return events
