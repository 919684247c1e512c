"""What the tests of the store share: a checklist, units, a clock's time, and disks that count, fail and lose power."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from store import snapshot
from store.clock import FixedClock
from store.disk import Disk
from store.journal import Event, whole_part
from store.record import Change, Hands, Record
from store.rounds import Round
from store.workspace import Workspace

CHECKLIST = """\
format: 1
id: fire
version: "1"
title: {zh: 消防安全, en: Fire safety}
grading: risk
responsibility:
  - id: group
    title: Leading group
    items:
      - {id: plan, text: There is a plan, demands: {fail: [note]}}
      - {id: revised, text: The plan was revised, when: {item: plan, is: [pass]}}
      - {id: meetings, text: Meetings were held, criterion: {count: {at_least: 12, per: year}}, grade: high}
phases:
  - id: autumn
    title: Autumn
    from: "2026-09-01"
    to: "2026-11-30"
    items:
      - {id: drill, text: A drill was held, demands: {fail: [note, evidence], na: [note]}}
      - {id: nap-room, text: Nap rooms have two exits, applies_to: [kindergarten]}
countermeasures:
  - id: exits
    title: Blocked exits
    grade: high
    items:
      - {id: clear, text: Exits are clear}
      - {id: staff, text: Staff numbers hold, criterion: {not_below: previous}}
"""

UNITS = """\
code,name,type,parent
T1,镇教育办公室,office,
S1,第一小学,school,T1
K1,幼儿园,kindergarten,T1
"""

BEGIN = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)


def new_round(workspace: Workspace, name: str = "Autumn") -> Round:
    return workspace.new_round(name, ["fire"], ["S1", "K1"], "2026-01-01", "2026-12-31", inspectors=["Li"])


class CountingDisk(Disk):
    """Counts what reaches the disk, and the bytes read from files."""

    def __init__(self) -> None:
        super().__init__()
        self.syncs: list[Path] = []
        self.bytes_read = 0

    def sync(self, fd: int, path: Path) -> None:
        self.syncs.append(path)
        super().sync(fd, path)

    def read(self, path: Path, start: int = 0) -> bytes:
        data = super().read(path, start)
        self.bytes_read += len(data)
        return data

    def read_from(self, fd: int, start: int, path: Path) -> bytes:
        data = super().read_from(fd, start, path)
        self.bytes_read += len(data)
        return data


class Crash(BaseException):
    """The power fails. Nothing in the program catches it."""


@dataclass
class Wire:
    """What stands between the program and the operating system: sees every call that changes the disk.

    `at(n)` is asked before the n-th such call (from 1), counted from when `count` was last set to 0.
    """

    at: Callable[[int, str], None] = lambda count, call: None
    count: int = 0
    calls: list[str] = field(default_factory=list)

    def step(self, call: str) -> None:
        self.count += 1
        self.calls.append(call)
        self.at(self.count, call)

    def clean(self, call: str) -> None:
        """Cleaning up works when a disk is full; it does not when the power is gone."""
        with suppress(OSError):
            self.step(call)

    def fail_at(self, number: int, code: int, *, on: bool = False) -> None:
        """The call `number` fails with the error `code`; with `on`, every later one too."""

        def at(count: int, call: str) -> None:
            if count == number or (on and count > number):
                raise OSError(code, os.strerror(code))

        self.at, self.count, self.calls = at, 0, []

    def crash_at(self, number: int) -> None:
        """The power fails at the call `number`, and at every later one: a dying program cleans nothing up."""

        def at(count: int, call: str) -> None:
            if count >= number:
                raise Crash

        self.at, self.count, self.calls = at, 0, []

    def mend(self) -> None:
        """Everything works again."""
        self.at, self.count, self.calls = lambda count, call: None, 0, []


CHANGING = ("write", "fsync", "ftruncate", "mkdir", "chmod", "fchmod", "replace", "rename", "unlink")


class PoweredDisk(Disk):
    """A disk that keeps what was fsynced; `fail` brings every file back to that, or to something between.

    What a file holds after a power cut is what was last put on disk, plus, of what was appended since, any part.
    """

    def __init__(self) -> None:
        super().__init__()
        self.durable: dict[Path, bytes] = {}

    def sync(self, fd: int, path: Path) -> None:
        super().sync(fd, path)
        if path.is_file() and os.path.samestat(os.fstat(fd), os.stat(path)):
            self.durable[path] = path.read_bytes()

    def fail(self, path: Path, part: float) -> None:
        """Cut `path` so that of what was not fsynced only the first `part` (0 to 1) is there."""
        kept, now = self.durable.get(path, b""), path.read_bytes()
        if now.startswith(kept):
            path.write_bytes(now[: len(kept) + int((len(now) - len(kept)) * part)])


@contextmanager
def lock_held(path: Path) -> Iterator[None]:
    """Hold the lock on a journal as another process would: flock belongs to the open file."""
    fd = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(fd)


def unfinished(record: Record) -> bool:
    """Whether the journal ends in a line that was never finished, and so never acknowledged."""
    data = record.journal_path.read_bytes()
    return whole_part(data) < len(data)


def assert_sound(record: Record) -> None:
    """The chain is unbroken, and the TinyDB file is what the journal adds up to."""
    assert record.stored() == snapshot.dump(record.replayed().tables)
    assert not unfinished(record)


def hands(disk: Disk | None = None, who: str = "Li", clock: FixedClock | None = None) -> Hands:
    return Hands(disk=disk or Disk(), clock=clock or FixedClock(BEGIN), who=who, user="tester")


NO_SPACE = errno.ENOSPC
DENIED = errno.EACCES


def put(record: Record, key: str, value: Any, base: str | None = None) -> Event:
    return record.change(Change("items", key, None if value is None else {"v": value}, base=base))


def values(record: Record) -> dict[str, Any]:
    return {key: value["v"] for key, value in record.all("items").items()}


def filled(path: Path, count: int = 5) -> Record:
    record = Record(path, hands())
    for number in range(count):
        put(record, f"k{number}", number)
    return record


def made_event(key: str, base: str = "", after: Any = 0, number: int = 0, **members: Any) -> Event:
    event_id = f"{number:011x}{key:>12}"
    time = f"2026-11-23T02:{number:02}:00.000Z"
    return Event(event_id, time, "Li", "t", "items", key, None, {"v": after}, base, **members)
