"""Changes asked for, who asks for them, and the events they become."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from store.clock import Clock
from store.disk import Disk
from store.errors import Conflict
from store.ids import event_id
from store.journal import Event, Value
from store.state import State


@dataclass
class Hands:
    """Who writes, with what: passed to every record of a workspace."""

    disk: Disk = field(default_factory=Disk)
    clock: Clock = field(default_factory=Clock)
    who: str = ""
    user: str = ""


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
            raise Conflict(
                change.key, before, change.after, base, doc["who"] if doc else "", doc["time"] if doc else ""
            )
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
            resolves=change.resolves or tuple(doc["conflict"] if doc and not earlier else ()),
            undo=change.undo,
        )
        latest[change.table, change.key] = event
        events.append(event)
    return events
