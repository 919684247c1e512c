"""Two copies of one record: which events of the other one are new here, and what both add up to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checklists.errors import N_
from store.errors import Refused
from store.journal import Event, Line
from store.state import State, replay


def new_events(lines: Iterable[Line], events: Iterable[Event]) -> list[Event]:
    """Of `events`, those that no line has yet.

    Raises:
        Refused: one of them has the id of an event that says something else.
    """
    there = {line.event.id: line.event for line in lines}
    new = []
    for event in events:
        if event.id not in there:
            there[event.id] = event
            new.append(event)
        elif there[event.id] != event:
            raise Refused(
                N_("{key}: event {id} says something else than the one of that id here; one of them was tampered with"),
                key=event.key,
                id=event.id,
            )
    return new


def together(lines: Iterable[Line], new: Iterable[Event]) -> State:
    """What `lines` and the events `new` behind them add up to, without their place in a journal."""

    def numbered() -> Iterator[tuple[Line, int]]:
        last = 0
        for line in lines:
            last = line.number
            yield line, 0
        for number, event in enumerate(new, last + 1):
            yield Line(number, event, "", ""), 0

    return replay(numbered())
