"""The file `X.json` beside a journal: the documents in TinyDB's own format, a pure function of the journal.

Its first document says at which line of the journal the others stand, and ends with the SHA-256 of the whole file
without that hash: a file with a flipped bit, or edited by hand, is not believed, and the journal tells everything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from store.disk import Disk
from store.errors import Unknown
from store.state import POSITION, Tables

_SHA = b',"sha":"'
_SHA_LENGTH = len(_SHA) + 64 + len(b'"')


class Dumper:
    """Makes the bytes of the file again and again: a document that is the same object as before is not dumped anew.

    Dumping 200 documents takes as long as all the rest of a change, and a change makes one of them new.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[dict[str, Any], str]] = {}

    def dump(self, tables: Tables) -> bytes:
        """The bytes of the file for `tables`, ordered by table name and document number: one state, one file."""
        names = sorted(tables, key=lambda name: (name != POSITION, name))
        body = f"{{{','.join(f'{_json(name)}:{self._table(name, tables[name])}' for name in names)}}}\n".encode()
        end = body.index(b"}")  # of the first document, the position, which holds no other
        return body[:end] + _SHA + hashlib.sha256(body).hexdigest().encode() + b'"' + body[end:]

    def _table(self, name: str, documents: dict[str, dict[str, Any]]) -> str:
        parts = []
        for number in sorted(documents, key=int):
            document = documents[number]
            known = self._known.get((name, number))
            if known is None or known[0] is not document:
                known = self._known[name, number] = (document, _json(document))
            parts.append(f'"{number}":{known[1]}')
        return f"{{{','.join(parts)}}}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def dump(tables: Tables) -> bytes:
    """The bytes of the file for `tables`."""
    return Dumper().dump(tables)


def load(data: bytes, parse: Callable[[bytes], Any] = json.loads) -> Tables | None:
    """The tables in `data`, None if it is not such a file as it was written: the journal then tells everything.

    `parse` reads JSON, and raises ValueError where it is none.
    """
    at = data.find(_SHA)
    body = data[:at] + data[at + _SHA_LENGTH :]
    if at < 0 or data[at + len(_SHA) : at + _SHA_LENGTH - 1] != hashlib.sha256(body).hexdigest().encode():
        return None
    try:
        tables = parse(body)
    except (ValueError, RecursionError):
        return None
    well_formed = isinstance(tables, dict) and all(
        isinstance(docs, dict) and {dict}.issuperset(map(type, docs.values())) for docs in tables.values()
    )
    return tables if well_formed else None


def read(path: Path, disk: Disk, parse: Callable[[bytes], Any] = json.loads) -> Tables | None:
    """The tables in the file `path`, None if it is missing or not as it was written. `parse` as in `load`."""
    try:
        return load(disk.read(path), parse)
    except Unknown:
        return None
