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


def tables_of(path: Path, journal_size: int, hands: Hands) -> Tables:
    """The tables of the record at `path`, from its file alone where that has the whole journal of so many bytes.

    Reading every record as `Record` does gives the same, and takes longer.

    Raises:
        StoreError: it cannot be read.
    """
    tables = snapshot.read(path.with_name(path.name + ".json"), hands.disk)
    stands_at = tables.get(POSITION, {}).get("1", {}).get("size") if tables else None
    return tables if tables is not None and stands_at == journal_size else Record(path, hands).state.tables


@contextmanager
def collector_resting() -> Iterator[None]:
    """No search for cycles meanwhile: parsed JSON has none, and among all else that lives it costs a fifth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
