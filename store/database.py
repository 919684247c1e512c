"""TinyDB on our own storage: the one room that imports it.

Design: TinyDB's JSONStorage writes in place and truncates afterwards, so a crash leaves half a file; ours puts the
whole file in place in one step, and only when told to, after the journal's line is on disk.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import tinydb
from tinydb.table import Document

from store import snapshot
from store.disk import Disk
from store.state import Tables


class SnapshotStorage(tinydb.Storage):
    """Keeps the parsed tables; `flush` writes them to the file."""

    def __init__(self, path: Path, disk: Disk, tables: Tables) -> None:
        self._path, self._disk, self.tables = path, disk, tables
        self._dumper = snapshot.Dumper()

    def read(self) -> Tables | None:
        return self.tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        self.tables = cast(Tables, data)

    def flush(self, durable: bool = False) -> None:
        """Put the tables on disk; `durable` waits until they are there."""
        self._disk.replace(self._path, self._dumper.dump(self.tables), durable)


class Database:
    """The TinyDB of one record."""

    def __init__(self, path: Path, disk: Disk, tables: Tables) -> None:
        self.storage = SnapshotStorage(path, disk, tables)
        self._db = tinydb.TinyDB(storage=lambda: self.storage)

    def put(self, table: str, number: str, document: dict[str, Any]) -> None:
        """Write one whole document."""
        self._db.table(table, cache_size=0).upsert(Document(document, doc_id=int(number)))
