"""The file `X.json` beside a journal: the documents in TinyDB's own format, a pure function of the journal."""

from __future__ import annotations

import json
from pathlib import Path

from store.disk import Disk
from store.errors import Unknown
from store.state import Tables


def dump(tables: Tables) -> bytes:
    """The bytes of the file for `tables`, ordered by table name and document number: one state, one file."""
    ordered = {name: dict(sorted(tables[name].items(), key=lambda item: int(item[0]))) for name in sorted(tables)}
    return json.dumps(ordered, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def load(data: bytes) -> Tables | None:
    """The tables in `data`, None if it is not such a file: the journal then tells everything."""
    try:
        tables = json.loads(data)
    except (ValueError, RecursionError):
        return None
    well_formed = isinstance(tables, dict) and all(
        isinstance(docs, dict) and all(isinstance(doc, dict) for doc in docs.values()) for docs in tables.values()
    )
    return tables if well_formed else None


def read(path: Path, disk: Disk) -> Tables | None:
    """The tables in the file `path`, None if it is missing or unreadable as such a file."""
    try:
        return load(disk.read(path))
    except Unknown:
        return None
