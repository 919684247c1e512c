"""Journals in each other's place: whose each one is, by its first line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from store import snapshot
from store.errors import StoreError
from store.journal import NO_LINE, Line, genesis
from store.record import Record
from store.state import documents
from store.upkeep.found_again import found_again
from store.upkeep.scan import pieces
from store.upkeep.walk import ORIGINS


class Placing:
    """Which journal belongs to which of some records that are not in order."""

    def __init__(self, suspects: Iterable[Record], everything: Iterable[Record]) -> None:
        """`everything` are all records: another's journal may be a copy of one that is in order."""
        self._suspects = {record.name: record for record in suspects}
        others = {record.name: record for record in everything}
        registers = (record for name, record in others.items() if name.endswith(("workspace", "/round")))
        self._firsts = _registered([*registers, *self._suspects.values()])
        self._events = {name: _events(record) for name, record in self._suspects.items()}
        starts = {genesis(name): name for name in others}
        self._owner = {name: self._owner_of(record, starts) for name, record in self._suspects.items()}

    def _owner_of(self, record: Record, starts: dict[str, str]) -> str:
        """Whose journal lies in the place of `record`, "" if it does not say."""
        try:
            data = record.journal_bytes() or b""
        except StoreError:
            return ""
        first = _first(data, record.journal_path)
        if first is None:
            return self._by_documents(record.name, data)
        return self._firsts.get(first.sha, "") if first.prev == NO_LINE else starts.get(first.prev, "")

    def _by_documents(self, name: str, data: bytes) -> str:
        """Of a journal without its beginning: whose documents come from most of its events."""
        fitting = {each: sum(event in data for event in events) for each, events in self._events.items()}
        best = max(fitting, key=lambda each: (fitting[each], each == name), default="")
        return best if fitting.get(best) else ""

    def place_of(self, name: str) -> str | None:
        """In the place of which record the journal of `name` lies; None where there is only another's in its own."""
        claims = [at for at, owner in self._owner.items() if owner == name]
        if name in claims or (not claims and not self._owner.get(name)):
            return name
        return claims[0] if claims else None

    def registered(self, name: str) -> str:
        """The hash of the first line of `name`, "" if it is not registered."""
        return next((sha for sha, owner in self._firsts.items() if owner == name), "")


def _first(data: bytes, path: Path) -> Line | None:
    """The first line, also one that is damaged and can be found again."""
    bad: list[bytes] = []
    for piece in pieces(data, path):
        if piece.line is not None:
            again = found_again(bad, piece.line.prev, path) if bad else None
            return piece.line if not bad else again[0][1] if again else None
        bad.append(piece.raw)
    return None


def _events(record: Record) -> list[bytes]:
    """The events that the documents of `record` come from."""
    try:
        tables = snapshot.load(record.stored() or b"") or {}
    except StoreError:
        return []
    events = [doc.get("event") for _name, docs in documents(tables) for doc in docs.values()]
    return [event.encode() for event in events if isinstance(event, str)]


def _registered(registers: Iterable[Record]) -> dict[str, str]:
    """Hash of a first line to the name of the record, by every intact line or document that registers one."""
    found = {}
    for record in registers:
        try:
            data, stored = record.journal_bytes() or b"", record.stored() or b""
        except StoreError:
            continue
        for doc in (snapshot.load(stored) or {}).get(ORIGINS, {}).values():
            if isinstance(doc.get("value"), dict):
                found[str(doc["value"].get("first"))] = str(doc.get("key"))
        for piece in pieces(data, record.journal_path):
            if piece.line is not None and piece.line.event.table == ORIGINS and piece.line.event.after:
                found[str(piece.line.event.after.get("first"))] = piece.line.event.key
    return found
