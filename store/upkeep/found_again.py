"""Journal lines found again exactly as they were: one byte of them changed, or one newline between them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from store.journal import Line
from store.upkeep.flips import with_one_byte_changed
from store.upkeep.scan import intact

_TAIL = re.compile(rb',"sha":"([0-9a-f]{64})"\}')
_TAIL_LENGTH = 74

Found = list[tuple[bytes, Line]]
"""Lines with their bytes, without newlines."""


def found_again(raws: list[bytes], follow: str | None, path: Path) -> Found | None:
    """The lines that `raws`, damaged lines next to each other, once were; None if that cannot be told.

    `follow` is the `prev` of the line after them, None if there is none.
    """
    lines = _each(raws, follow, path) or _apart(raws, path) or _joined(raws, path)
    if lines is None or (follow is not None and lines[-1][1].sha != follow):
        return None
    return lines


def _each(raws: list[bytes], follow: str | None, path: Path) -> Found | None:
    """Each with a changed byte of its own."""
    found: Found = []
    for at, raw in enumerate(raws):
        mended = _line(raw, follow if at == len(raws) - 1 else None)
        line = intact(mended, 0, path) if mended is not None else None
        if mended is None or line is None:
            return None
        found.append((mended, line))
    return found


def _line(raw: bytes, follow: str | None) -> bytes | None:
    body, tail = raw[:-_TAIL_LENGTH], raw[-_TAIL_LENGTH:]
    sha = hashlib.sha256(body).hexdigest()
    right = b',"sha":"' + sha.encode() + b'"}'
    if sha == follow or (len(tail) == len(right) and sum(map(int.__ne__, tail, right)) == 1):
        return body + right  # what changed is in the hash, or around it
    known = _TAIL.fullmatch(tail)
    if known is None:
        return None
    mended = with_one_byte_changed(body, known[1].decode())
    return None if mended is None else mended + tail


def _apart(raws: list[bytes], path: Path) -> Found | None:
    """Two lines, the newline between which became something else."""
    if len(raws) != 1:
        return None
    (raw,) = raws
    for tail in _TAIL.finditer(raw):
        parts = raw[: tail.end()], raw[tail.end() + 1 :]
        lines = [intact(part, 0, path) for part in parts]
        if lines[0] is not None and lines[1] is not None:
            return [(parts[0], lines[0]), (parts[1], lines[1])]
    return None


def _joined(raws: list[bytes], path: Path) -> Found | None:
    """One line, a byte of which became a newline."""
    if len(raws) != 2:
        return None
    for byte in range(256):
        raw = raws[0] + bytes([byte]) + raws[1]
        line = intact(raw, 0, path)
        if line is not None:
            return [(raw, line)]
    return None
