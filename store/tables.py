"""Records that are only looked at, many of them one after the other: counts, figures, boards and calendars."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store import snapshot
from store.changes import Hands
from store.record import Record
from store.state import POSITION, Tables


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
