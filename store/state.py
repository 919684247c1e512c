"""What a journal adds up to: a pure function from its lines to documents, one per item.

Events of one item form a tree by `base`. The item's value is that of the event nothing builds upon. Two such heads, as
a merge of two copies can leave them, are a conflict: the later one (by time, then id) stands until a person settles
it. Written by one program after another, lines build upon each other and the last one stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NotRequired, TypedDict

from store.journal import NO_LINE, Event, Line

Tables = dict[str, dict[str, dict[str, Any]]]
"""Table name to document id to document, as TinyDB writes it."""

FILES = "files"
"""The table that says what the files are that a record names, by their digest."""

POSITION = "_journal"
"""The table that says at which line of the journal the documents stand."""


class Doc(TypedDict):
    """One item: its key, the event that gave it its value, when, by whom, the value, and other heads if any.

    `conflict` are the heads that say something else, `agree` those that say the same.
    """

    key: str
    event: str
    time: str
    who: str
    value: dict[str, Any] | None
    conflict: list[str]
    agree: NotRequired[list[str]]


def other_heads(doc: Doc) -> tuple[str, ...]:
    """The events beside the one that stands that nothing builds upon: what a change of the item must resolve."""
    return (*doc["conflict"], *doc.get("agree", ()))


def documents(tables: Tables) -> Iterator[tuple[str, dict[str, dict[str, Any]]]]:
    """The tables of a record with their documents, without the one that says its position."""
    return ((name, docs) for name, docs in tables.items() if name != POSITION)


def conflicts_in(tables: Tables) -> int:
    """How many items of a record are in conflict."""
    return sum(1 for _name, docs in documents(tables) for doc in docs.values() if doc["conflict"])


class State:
    """The documents of one record and the place in its journal they stand at.

    A document's id is the number of the first line about its item, so that the same journal gives the same file. An
    item that is gone keeps its document, with the value None: the next change builds upon that event.
    """

    def __init__(self, tables: Tables | None = None) -> None:
        self.tables: Tables = tables or {POSITION: {"1": {"lines": 0, "size": 0, "head": NO_LINE}}}
        position = self.tables[POSITION]["1"]
        self.lines: int = position["lines"]
        self.size: int = position["size"]
        self.head: str = position["head"]
        self._ids: dict[str, dict[str, str]] = {
            table: {doc["key"]: number for number, doc in docs.items()} for table, docs in documents(self.tables)
        }

    @property
    def ending(self) -> bytes:
        """The last bytes of the journal line the documents stand at: what must lie before byte `size`."""
        return f'{self.head}"}}\n'.encode() if self.size else b""

    def doc(self, table: str, key: str) -> Doc | None:
        """The document of an item, None if nothing was ever written about it."""
        number = self._ids.get(table, {}).get(key)
        return None if number is None else self.tables[table][number]  # type: ignore[return-value]

    def docs(self, table: str) -> Iterable[Doc]:
        """The documents of a table whose item is there, oldest item first."""
        return [doc for doc in self.tables.get(table, {}).values() if doc["value"] is not None]  # type: ignore[misc]

    def follows(self, event: Event) -> bool:
        """Whether `event` builds upon what stands, so that it can be applied without looking at the rest."""
        doc = self.doc(event.table, event.key)
        if doc is None:
            return not event.base
        if event.undo:
            return False  # it may bring back what the event that it takes back had settled
        return event.base == doc["event"] and set(other_heads(doc)) <= set(event.resolves)

    def apply(self, line: Line, size: int) -> tuple[str, str]:
        """Take in the next line, which `follows`, and ends at byte `size`. Returns its table and document id."""
        event = line.event
        ids = self._ids.setdefault(event.table, {})
        number = ids.setdefault(event.key, str(line.number))
        self.tables.setdefault(event.table, {})[number] = dict(_document(event, ()))
        self._move_to(line, size)
        return event.table, number

    def _move_to(self, line: Line, size: int) -> None:
        self.lines, self.size, self.head = line.number, size, line.sha
        self.tables[POSITION] = {"1": {"lines": self.lines, "size": self.size, "head": self.head}}


def _document(event: Event, others: Iterable[Event]) -> Doc:
    # Two names of one file's content are nothing for a person to settle.
    same = {other.id for other in others if other.after == event.after or event.table == FILES}
    conflict = sorted(other.id for other in others if other.id not in same)
    doc = Doc(key=event.key, event=event.id, time=event.time, who=event.who, value=event.after, conflict=conflict)
    if same:
        doc["agree"] = sorted(same)
    return doc


def replay(lines: Iterable[tuple[Line, int]]) -> State:
    """The state after `lines`, each with the byte at which it ends, in any order of events."""
    state = State()
    first: dict[tuple[str, str], int] = {}
    events: dict[tuple[str, str], dict[str, Event]] = {}
    last: tuple[Line, int] | None = None
    for line, size in lines:
        item = (line.event.table, line.event.key)
        first.setdefault(item, line.number)
        events.setdefault(item, {})[line.event.id] = line.event
        last = (line, size)
    for (table, key), number in first.items():
        *others, stands = _heads(list(events[table, key].values()))
        state.tables.setdefault(table, {})[str(number)] = dict(_document(stands, others))
        state._ids.setdefault(table, {})[key] = str(number)
    if last is not None:
        state._move_to(*last)
    return state


def _heads(events: list[Event]) -> list[Event]:
    """The events of one item that nothing builds upon, the one that stands last."""
    if len(events) == 1:
        return events
    undone = {event.undo for event in events}
    built_upon = {event.base for event in events}
    built_upon.update(other for event in events if event.id not in undone for other in event.resolves)
    return sorted((event for event in events if event.id not in built_upon), key=lambda event: (event.time, event.id))
