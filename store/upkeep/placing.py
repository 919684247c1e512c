"""Journals in each other's place: whose each one is, by its first line."""

from __future__ import annotations

from collections.abc import Iterable

from store import snapshot
from store.errors import StoreError
from store.journal import NO_LINE, genesis
from store.record import Record
from store.upkeep.scan import pieces
from store.upkeep.walk import ORIGINS


class Placing:
    """Which journal belongs to which of some records that are not in order."""

    def __init__(self, suspects: Iterable[Record], registers: Iterable[Record]) -> None:
        """`registers` are the records that hold the origins of format 1, wherever their journals lie."""
        self._suspects = {record.name: record for record in suspects}
        self._firsts = _registered(registers)
        starts = {genesis(name): name for name in self._suspects}
        self._owner = {name: self._owner_of(record, starts) for name, record in self._suspects.items()}

    def _owner_of(self, record: Record, starts: dict[str, str]) -> str:
        try:
            found = pieces(record.journal_bytes() or b"", record.journal_path)[:1]
        except StoreError:
            return ""
        first = found[0].line if found else None
        if first is None:
            return ""
        return self._firsts.get(first.sha, "") if first.prev == NO_LINE else starts.get(first.prev, "")

    def place_of(self, name: str) -> str | None:
        """In the place of which record the journal of `name` lies; None where there is only another's in its own."""
        if self._owner.get(name) in (name, ""):
            return name
        return next((at for at, owner in self._owner.items() if owner == name), None)

    def registered(self, name: str) -> str:
        """The hash of the first line of `name`, "" if it is not registered."""
        return next((sha for sha, owner in self._firsts.items() if owner == name), "")


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
