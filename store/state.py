"""What a journal adds up to: a pure function from its lines to documents, one per item.

Events of one item form a tree by `base`. The item's value is that of the event nothing builds upon. Two such heads, as
a merge of two copies can leave them, are a conflict: the later one (by time, then id) stands until a person settles
it. Written by one program after another, lines build upon each other and the last one stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypedDict

from store.journal import NO_LINE, Event, Line

Tables = dict[str, dict[str, dict[str, Any]]]
"""Table name to document id to document, as TinyDB writes it."""

POSITION = "_journal"
"""The table that says at which line of the journal the documents stand."""


class Doc(TypedDict):
    """One item: its key, the event that gave it its value, when, by whom, the value, and other heads if any."""

    key: str
    event: str
    time: str
    who: str
    value: dict[str, Any] | None
    conflict: list[str]


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
            table: {doc["key"]: number for number, doc in docs.items()}
            for table, docs in self.tables.items()
            if table != POSITION
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
        return event.base == doc["event"] and set(doc["conflict"]) <= set(event.resolves)

    def apply(self, line: Line, size: int) -> tuple[str, str]:
        """Take in the next line, which `follows`, and ends at byte `size`. Returns its table and document id."""
        event = line.event
        ids = self._ids.setdefault(event.table, {})
        number = ids.setdefault(event.key, str(line.number))
        self.tables.setdefault(event.table, {})[number] = dict(_document(event, []))
        self._move_to(line, size)
        return event.table, number

    def _move_to(self, line: Line, size: int) -> None:
        self.lines, self.size, self.head = line.number, size, line.sha
        self.tables[POSITION] = {"1": {"lines": self.lines, "size": self.size, "head": self.head}}


def _document(event: Event, conflict: list[str]) -> Doc:
    return Doc(
        key=event.key, event=event.id, time=event.time, who=event.who, value=event.after, conflict=sorted(conflict)
    )


def replay(lines: Iterable[tuple[Line, int]]) -> State:
    """The state after `lines`, each with the byte at which it ends, in any order of events."""
    state = State()
    first: dict[tuple[str, str], int] = {}
    heads: dict[tuple[str, str], dict[str, Event]] = {}
    built_upon: set[str] = set()
    last: tuple[Line, int] | None = None
    for line, size in lines:
        event, item = line.event, (line.event.table, line.event.key)
        first.setdefault(item, line.number)
        mine = heads.setdefault(item, {})
        parents = {event.base, *event.resolves} - {""}
        built_upon |= parents
        for parent in parents:
            mine.pop(parent, None)
        if event.id not in built_upon:
            mine[event.id] = event
        last = (line, size)
    for (table, key), number in first.items():
        events = sorted(heads[table, key].values(), key=lambda event: (event.time, event.id))
        document = _document(events[-1], [event.id for event in events[:-1]])
        state.tables.setdefault(table, {})[str(number)] = dict(document)
        state._ids.setdefault(table, {})[key] = str(number)
    if last is not None:
        state._move_to(*last)
    return state
