"""Journal lines: what one change looks like on disk, and how a line proves itself.

A line is one JSON object. Its last member, `sha`, is the SHA-256 of all bytes before `,"sha"`; `prev` is the `sha` of
the line before, in the first line that of the record's name. Damage to a line breaks its own hash, a removed line
breaks the next one's `prev`, and a journal in the place of another does not begin as that one must.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checklists.errors import N_
from store.errors import Damaged

NO_LINE = "0" * 64
"""Stands for the hash of a line where there is none. Format 1 wrote it as the `prev` of first lines."""

_TAIL = len(b',"sha":"') + 64 + len(b'"}')

Value = dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Event:
    """One change of one item: the value of `key` in `table` went from `before` to `after` (None: not there).

    `base` is the id of the item's last event that the writer had seen, "" if none. `resolves` names further events
    that this one settles, `undo` the event it takes back. `who` is the declared inspector, `user` the OS user,
    `time` UTC.
    """

    id: str
    time: str
    who: str
    user: str
    table: str
    key: str
    before: Value
    after: Value
    base: str = ""
    resolves: tuple[str, ...] = ()
    undo: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An event as it stands in a journal: its line number from 1, the hash before it and its own."""

    number: int
    event: Event
    prev: str
    sha: str


def genesis(name: str) -> str:
    """The `prev` of the first line in the journal of the record `name`: its path in the workspace without ending."""
    return hashlib.sha256(name.encode()).hexdigest()


def encode(event: Event, prev: str) -> tuple[bytes, str]:
    """The line for `event` after the line with hash `prev`, and the new line's hash."""
    members: dict[str, Any] = {
        "id": event.id,
        "time": event.time,
        "who": event.who,
        "user": event.user,
        "table": event.table,
        "key": event.key,
        "base": event.base,
    }
    if event.resolves:
        members["resolves"] = list(event.resolves)
    if event.undo:
        members["undo"] = event.undo
    members |= {"before": event.before, "after": event.after, "prev": prev}
    body = json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()[:-1]
    sha = hashlib.sha256(body).hexdigest()
    return body + b',"sha":"' + sha.encode() + b'"}\n', sha


def decode(line: bytes, number: int, prev: str, path: Path) -> Line:
    """Read one whole line (without its newline) that should follow the line with hash `prev`.

    A first line may carry `NO_LINE` instead, as in format 1: `verify` looks those up in the register of origins.

    Raises:
        Damaged: the line is not what was written, or not in its place.
    """
    found = decode_alone(line, number, path)
    if number == 1 and found.prev not in (prev, NO_LINE):
        raise Damaged(
            N_("{path}: line 1 is not where this record begins: lines are missing, or it is another's journal"),
            path=path,
        )
    if number > 1 and found.prev != prev:
        raise Damaged(
            N_("{path}: line {number} does not follow the line before it: one was removed, added or moved"),
            path=path,
            number=number,
        )
    return found


def decode_alone(line: bytes, number: int, path: Path) -> Line:
    """Read one whole line (without its newline), wherever it stands.

    Raises:
        Damaged: the line is not what was written.
    """
    body, tail = line[:-_TAIL], line[-_TAIL:]
    sha = hashlib.sha256(body).hexdigest()
    if tail != b',"sha":"' + sha.encode() + b'"}':
        raise Damaged(N_("{path}: line {number} is damaged: its hash does not match"), path=path, number=number)
    try:
        members = json.loads(line)
        event = Event(
            id=members["id"],
            time=members["time"],
            who=members["who"],
            user=members["user"],
            table=members["table"],
            key=members["key"],
            before=members["before"],
            after=members["after"],
            base=members["base"],
            resolves=tuple(members.get("resolves", ())),
            undo=members.get("undo", ""),
        )
        prev = members["prev"]
        if not (_is_event(event) and isinstance(prev, str)):
            raise ValueError
        return Line(number, event, prev, sha)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Damaged(N_("{path}: line {number} is not a journal line"), path=path, number=number) from error


def _is_event(event: Event) -> bool:
    """Whether each member is of its type: whoever can work out a hash can write anything before it."""
    texts = (event.id, event.time, event.who, event.user, event.table, event.key, event.base, event.undo)
    return (
        all(type(text) is str for text in (*texts, *event.resolves))
        and (event.before is None or type(event.before) is dict)
        and (event.after is None or type(event.after) is dict)
    )


def whole_part(data: bytes) -> int:
    """How many bytes of `data` are whole lines; the rest was never acknowledged."""
    return data.rfind(b"\n") + 1


def decode_all(data: bytes, path: Path, number: int, prev: str) -> Iterator[Line]:
    """The whole lines in `data`, which starts after line `number` with hash `prev`; for 0 that is the `genesis`."""
    for raw in data[: whole_part(data)].split(b"\n")[:-1]:
        number += 1
        line = decode(raw, number, prev, path)
        prev = line.sha
        yield line
