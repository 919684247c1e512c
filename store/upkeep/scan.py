"""A journal looked at line by line, whatever happened to it: where its lines are whole, and what they build upon."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from store.errors import Damaged
from store.journal import NO_LINE, Line, decode_alone, whole_part


@dataclass(frozen=True, slots=True)
class Piece:
    """A line as it lies on disk, without its newline. `line` is None where it is not as it was written."""

    number: int
    raw: bytes
    line: Line | None


def pieces(data: bytes, path: Path) -> list[Piece]:
    """Every line in `data` that ends with a newline."""
    found = []
    for number, raw in enumerate(data[: whole_part(data)].split(b"\n")[:-1], 1):
        found.append(Piece(number, raw, intact(raw, number, path)))
    return found


def intact(raw: bytes, number: int, path: Path) -> Line | None:
    """The line that `raw` is, None if it is not as it was written."""
    try:
        return decode_alone(raw, number, path)
    except Damaged:
        return None


def begins(line: Line, start: str, registered: str | None) -> bool:
    """Whether `line` is the first one of the record whose journal begins at `start`.

    `registered` is what the register of origins holds for a journal of format 1, "" if it holds nothing, None if there
    is no register to ask.
    """
    return line.prev == start or (line.prev == NO_LINE and registered in (None, line.sha))
