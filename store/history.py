"""Who changed what and when, read from the journals: oldest first to be told, newest first to be looked through."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from store.documents import TABLE as DOCUMENTS
from store.errors import Damaged, StoreError
from store.journal import Event, decode_alone
from store.progress import Progress
from store.record import Record
from store.rectifying.ledger import TABLE as RECTIFICATIONS
from store.rectifying.model import unit_of
from store.rounds import UNITS, Round
from store.sheet import MARKS, OTHERS, OUTSIDE
from store.workspace import Workspace

CHUNK = 1 << 18
"""Bytes of a journal read at once from its end."""

Wanted = Callable[[Event], bool]


@dataclass(frozen=True)
class Entry:
    """An event and the record it stands in: "workspace", a round's id, a sheet "ROUND UNIT", or "ledger UNIT"."""

    record: str
    event: Event


@dataclass(frozen=True)
class Source:
    """A record that events are read from, what it is called, and which of its events are asked for."""

    name: str
    record: Record
    wanted: Wanted


class History:
    """The events of a workspace, of a round with its sheets, of a sheet, of one item on it, of a unit over all.

    Or those of one rectification.

    `faults` are the errors of what could not be read; everything else is told all the same.
    """

    def __init__(
        self, workspace: Workspace, round_id: str = "", unit: str = "", item: str = "", rectification: str = ""
    ) -> None:
        """Nothing named: the workspace, its rounds and ledgers. A `unit` without a round: all that concerns it.

        Raises:
            Unknown: there is no such round, unit or item. StoreError: the round cannot be read.
        """
        self.faults: list[StoreError] = []
        self._workspace = workspace
        if rectification:
            found = iter([self._ledger(unit_of(rectification), _about(RECTIFICATIONS, rectification))])
        elif round_id:
            round_ = workspace.round(round_id)
            found = self._of_sheet(round_, unit, item) if unit else self._of_round(round_)
        else:
            found = self._of_unit(unit) if unit else self._of_workspace()
        self.sources: list[Source] = list(found)

    def oldest_first(self, progress: Progress | None = None) -> Iterator[Entry]:
        """Every event in the order of time, the order of each journal kept. Every line is checked."""
        return self._merged((self._forwards(source) for source in self.sources), progress, reverse=False)

    def newest_first(self, progress: Progress | None = None) -> Iterator[Entry]:
        """The same the other way round, each journal read from its end and no further than is asked for."""
        return self._merged((self._backwards(source) for source in self.sources), progress, reverse=True)

    def sizes(self) -> list[int]:
        """How long each journal is now: another answer means that there is something new."""
        return [self._workspace.disk.size(source.record.journal_path) or 0 for source in self.sources]

    # Which records

    def _of_workspace(self) -> Iterator[Source]:
        yield Source("workspace", self._workspace.record, _any)
        for round_ in self._rounds():
            yield Source(round_.info.id, round_.record, _any)
        for name in self._workspace.disk.names(self._workspace.root / "ledger"):
            if name.endswith(".journal") and not name.startswith("."):
                yield self._ledger(name.removesuffix(".journal"), _any)

    def _of_round(self, round_: Round) -> Iterator[Source]:
        id = round_.info.id
        yield Source(id, round_.record, _any)
        for code in round_.everyone:
            yield Source(f"{id} {code}", self._sheet(round_, code), _any)
            yield self._ledger(code, _with("round", id))

    def _of_sheet(self, round_: Round, unit: str, item: str) -> Iterator[Source]:
        id = round_.info.id
        wanted: Wanted = _any
        in_ledger = _with("round", id)
        sheet = self._workspace.sheet(round_, unit)
        if item == OUTSIDE:
            wanted, in_ledger = _about(OTHERS), _both(in_ledger, _with("item", ""))
        elif item:
            ref = sheet.line(item).ref
            wanted, in_ledger = _about(MARKS, ref), _both(in_ledger, _with("item", ref))
        yield Source(f"{id} {unit}", sheet.record, wanted)
        yield self._ledger(unit, in_ledger)

    def _of_unit(self, unit: str) -> Iterator[Source]:
        self._workspace.units.get(unit)
        yield Source("workspace", self._workspace.record, _either(_about(UNITS, unit), _with("unit", unit, DOCUMENTS)))
        for round_ in self._rounds():
            if unit in round_.everyone:
                yield Source(round_.info.id, round_.record, _about(UNITS, unit))
                yield Source(f"{round_.info.id} {unit}", self._sheet(round_, unit), _any)
        yield self._ledger(unit, _any)

    def _rounds(self) -> Iterator[Round]:
        for round_ in reversed(self._workspace.rounds()):
            if round_.damage is None:
                yield round_
            else:
                self.faults.append(round_.damage)

    def _sheet(self, round_: Round, code: str) -> Record:
        return Record(round_.path / "sheets" / code, self._workspace.hands)

    def _ledger(self, code: str, wanted: Wanted) -> Source:
        return Source(f"ledger {code}", Record(self._workspace.root / "ledger" / code, self._workspace.hands), wanted)

    # Reading

    def _merged(
        self, streams: Iterable[Iterator[tuple[str, Entry]]], progress: Progress | None, reverse: bool
    ) -> Iterator[Entry]:
        opened = []
        for done, stream in enumerate(streams, 1):
            first = next(stream, None)
            if first is not None:
                opened.append(_again(first, stream))
            if progress is not None:
                progress(done, len(self.sources))
        for _time, entry in heapq.merge(*opened, key=lambda timed: timed[0], reverse=reverse):
            yield entry

    def _forwards(self, source: Source) -> Iterator[tuple[str, Entry]]:
        time = ""
        try:
            _refuse_lost(source.record)
            for line in source.record.lines():
                # A clock that was set back does not change the order of a journal.
                time = max(time, line.event.time)
                if source.wanted(line.event):
                    yield time, Entry(source.name, line.event)
        except StoreError as error:
            self.faults.append(error)

    def _backwards(self, source: Source) -> Iterator[tuple[str, Entry]]:
        time = "~"  # behind every time
        try:
            _refuse_lost(source.record)
            for event in self._newest_of(source.record):
                time = min(time, event.time)
                if source.wanted(event):
                    yield time, Entry(source.name, event)
        except StoreError as error:
            self.faults.append(error)

    def _newest_of(self, record: Record) -> Iterator[Event]:
        """The events of a record, the last line first."""
        later: str | None = None
        for raw in self._lines_from_end(record):
            try:
                line = decode_alone(raw, 0, record.journal_path)
                if later is not None and line.sha != later:
                    raise Damaged("{path}", path=record.journal_path)
            except Damaged:
                for _line in record.lines():
                    pass  # from the beginning, the line has its number
                raise
            later = line.prev
            yield line.event

    def _lines_from_end(self, record: Record) -> Iterator[bytes]:
        disk, path = self._workspace.disk, record.journal_path
        end, rest, whole = disk.size(path) or 0, b"", False
        while end:
            start = max(0, end - CHUNK)
            data = disk.read_part(path, start, end - start) + rest
            end, rest = start, b""
            if not whole:  # a last line without its newline was never acknowledged
                if b"\n" not in data:
                    continue
                data, whole = data[: data.rindex(b"\n")], True
            lines = data.split(b"\n")
            if start:
                rest = lines.pop(0)
            yield from reversed(lines)


def history(workspace: Workspace, round_id: str = "", unit: str = "", item: str = "") -> Iterator[Entry]:
    """`History(…).oldest_first()`; what could not be read is raised after everything that can be told.

    Raises:
        Unknown: there is no such round, unit or item. Damaged: a journal cannot be read.
    """
    found = History(workspace, round_id, unit, item)
    yield from found.oldest_first()
    if found.faults:
        raise found.faults[0]


def _refuse_lost(record: Record) -> None:
    if not record.exists:
        record.state  # noqa: B018 - says so where the other file of the pair is there


def _again(first: tuple[str, Entry], rest: Iterator[tuple[str, Entry]]) -> Iterator[tuple[str, Entry]]:
    yield first
    yield from rest


# Which events


def _any(event: Event) -> bool:
    return True


def _about(table: str, key: str = "") -> Wanted:
    return lambda event: event.table == table and key in ("", event.key)


def _with(member: str, wanted: Any, table: str = "") -> Wanted:
    return lambda event: table in ("", event.table) and (event.after or event.before or {}).get(member) == wanted


def _both(one: Wanted, other: Wanted) -> Wanted:
    return lambda event: one(event) and other(event)


def _either(one: Wanted, other: Wanted) -> Wanted:
    return lambda event: one(event) or other(event)
