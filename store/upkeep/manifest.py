"""The manifest of a seal: what a round held when it was sealed, as canonical JSON, so that it can be signed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar

from store.digests import is_digest

FORMAT = 1

FOLDER = "seal"
"""The folder in a round's where its seals lie, NUMBER.json and its signature."""

JOURNAL = "round.journal"
"""The round's own journal, which goes on after the seal."""

Made = TypeVar("Made")

_PATH = re.compile(r"[0-9A-Za-z_@-][0-9A-Za-z._@-]*(/[0-9A-Za-z_@-][0-9A-Za-z._@-]*)?")


@dataclass(frozen=True, kw_only=True)
class SealedFile:
    """A file of the round, by its path in the round's folder; of a journal also its lines and the head of its chain."""

    path: str
    size: int
    sha256: str
    lines: int = 0
    head: str = ""


@dataclass(frozen=True, kw_only=True)
class SealedEvidence:
    """An evidence file that the sheets name."""

    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class SealedDocument:
    """An issued document, by its path in the folder of documents."""

    number: str
    file: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """`by` and `user` are who sealed, `units` how many the round has, `unmarked` how many of them have no mark."""

    workspace: str
    round: str
    name: str
    number: str
    sealed: str
    by: str
    user: str
    units: int
    unmarked: int
    files: tuple[SealedFile, ...]
    evidence: tuple[SealedEvidence, ...]
    documents: tuple[SealedDocument, ...]

    def to_bytes(self) -> bytes:
        """Canonical JSON: sorted keys, no spaces, UTF-8, a newline at the end."""
        whole = {"format": FORMAT, **asdict(self)}
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"

    @property
    def when(self) -> datetime:
        """When it was sealed, UTC, as the sealing program's clock said."""
        return datetime.fromisoformat(self.sealed)

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest | None:
        """Back from JSON, every member checked: a manifest comes from outside like any other file. None: it is none."""
        try:
            value = json.loads(data)
            if value["format"] != FORMAT:
                return None
            texts = {name: _text(value[name]) for name in _TEXTS}
            manifest = cls(
                **texts,
                units=_count(value["units"]),
                unmarked=_count(value["unmarked"]),
                files=_each(value["files"], _file),
                evidence=_each(value["evidence"], _evidence),
                documents=_each(value["documents"], _document),
            )
            manifest.when.utctimetuple()
        except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
            return None
        return manifest


_TEXTS = ("workspace", "round", "name", "number", "sealed", "by", "user")


def _each(values: Any, make: Callable[[dict[str, Any]], Made]) -> tuple[Made, ...]:
    if not isinstance(values, list):
        raise TypeError
    return tuple(make(value) for value in values)


def _file(value: dict[str, Any]) -> SealedFile:
    return SealedFile(
        path=_path(value["path"]),
        size=_count(value["size"]),
        sha256=_digest(value["sha256"]),
        lines=_count(value["lines"]),
        head=_text(value["head"]),
    )


def _evidence(value: dict[str, Any]) -> SealedEvidence:
    return SealedEvidence(sha256=_digest(value["sha256"]), size=_count(value["size"]))


def _document(value: dict[str, Any]) -> SealedDocument:
    return SealedDocument(number=_text(value["number"]), file=_path(value["file"]), sha256=_digest(value["sha256"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError
    return value


def _path(value: Any) -> str:
    """A name, or a folder and a name: nothing that leads out of the folder it is looked for in."""
    if not _PATH.fullmatch(_text(value)):
        raise ValueError
    return str(value)


def _digest(value: Any) -> str:
    if not is_digest(value):
        raise ValueError
    return str(value)
