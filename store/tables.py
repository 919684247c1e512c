"""Records that are only looked at, many of them one after the other: counts, figures, boards and calendars."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from store import snapshot
from store.changes import Hands
from store.errors import StoreError
from store.record import Record
from store.state import POSITION, Tables

if TYPE_CHECKING:
    from store.model import PinnedUnit
    from store.rounds import Round

Stamp = tuple[int, int]
"""Size and time of a record's journal, zeros where there is none: another one means that it was written to."""


class SheetTables(NamedTuple):
    """A unit's sheet as its files have it; `damage` is why it cannot be read."""

    unit: PinnedUnit
    stamp: Stamp
    tables: Tables
    damage: StoreError | None = None


def tables_of(folder: Path, name: str, journal_size: int, hands: Hands) -> Tables:
    """The tables of the record `name` in the folder.

    They are those of its file alone where that has the whole journal of so many bytes. Reading every record as `Record`
    does gives the same, and takes longer.

    Raises:
        StoreError: it cannot be read.
    """
    from orjson import loads  # parses in a third of the time, but one record alone is not worth its loading

    tables = snapshot.read(folder / f"{name}.json", hands.disk, loads)
    stands_at = tables.get(POSITION, {}).get("1", {}).get("size") if tables else None
    return tables if tables is not None and stands_at == journal_size else Record(folder / name, hands).state.tables


def sheets_of(
    round_: Round, hands: Hands, known: Mapping[str, Stamp] | None = None, everyone: bool = False
) -> Iterator[SheetTables]:
    """The sheets of the units that take part, of `everyone` also those that left; without those as when `known`."""
    folder, none = round_.path / "sheets", (0, 0)
    stamps, known = hands.disk.stamps(folder, ".journal"), known or {}
    for code, unit in (round_.everyone if everyone else round_.units).items():
        stamp = stamps.get(f"{code}.journal", none)
        if known.get(code) == stamp:
            continue
        try:
            there = stamp[0] or f"{code}.json" in stamps
            yield SheetTables(unit, stamp, tables_of(folder, code, stamp[0], hands) if there else {})
        except StoreError as error:
            yield SheetTables(unit, stamp, {}, error)


@contextmanager
def collector_resting() -> Iterator[None]:
    """No search for cycles meanwhile: parsed JSON has none, and among all else that lives it costs a fifth.

    What was read then counts as old: else the next search, which is at once, would go through all of it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        if was_on:
            gc.enable()
