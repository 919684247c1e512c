"""A full-screen program at the other end of a pseudo-terminal: what it sends, and when.

The terminal answers no queries, so no program is told that it could wrap its updates in synchronisation codes.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pyte

ROOT = Path(__file__).parents[2]
_UNSET = ("NO_COLOR", "COLUMNS", "LINES", "COLORTERM", "TEXTUAL", "TEXTUAL_ANIMATIONS")


@dataclass(frozen=True)
class Answer:
    """What came back for one write: bytes in all, and those of the first burst; ms to the first and last byte."""

    bytes: int
    first_bytes: int
    first_ms: float
    last_ms: float


class Probe:
    """Runs `argv` in a terminal of `size` (columns, lines) until the `with` block is left."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        size: tuple[int, int] = (80, 24),
        term: str = "xterm-256color",
        env: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
    ) -> None:
        self.raw = b""
        self._size = size
        self._started = time.perf_counter()
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            kept = {name: value for name, value in os.environ.items() if name not in _UNSET}
            os.chdir(cwd)
            os.execvpe(argv[0], list(argv), kept | {"TERM": term, "PYTHONPATH": str(ROOT)} | dict(env or {}))

    def __enter__(self) -> Probe:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._fd)

    def _read(self, timeout: float) -> bytes:
        ready, _, _ = select.select([self._fd], [], [], timeout)
        if not ready:
            return b""
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # the program is gone
            return b""
        self.raw += data
        return data

    def settle(self, quiet: float, since: float | None = None, patience: float = 15.0) -> Answer:
        """Read until nothing has come for `quiet` seconds, waiting at most `patience` for the first byte.

        Times count from `since`, else from the program's start.
        """
        since = self._started if since is None else since
        total = first_burst = 0
        first = last = 0.0
        while data := self._read(quiet if total else patience):
            now = (time.perf_counter() - since) * 1e3
            first = first or now
            if total == first_burst and (not total or now - last < 30):
                first_burst += len(data)
            total, last = total + len(data), now
        return Answer(total, first_burst, first, last)

    def send(self, keys: str, quiet: float = 0.2) -> Answer:
        """Write `keys` at once and take in what comes back."""
        self.write(keys)
        return self.settle(quiet, time.perf_counter(), patience=2.0)

    def write(self, keys: str) -> None:
        """Write `keys` and read nothing."""
        os.write(self._fd, keys.encode())

    def until(self, seen: Callable[[list[str]], bool], longest: float = 30.0) -> list[str]:
        """Read until the screen's lines satisfy `seen`, and return them; AssertionError when they never do."""
        end = time.perf_counter() + longest
        while not seen(lines := self.screen()):
            if time.perf_counter() > end:
                raise AssertionError("never on the screen:\n" + "\n".join(lines))
            self._read(0.1)
        return lines

    def screen(self) -> list[str]:
        """The lines a terminal would show now."""
        screen = pyte.Screen(*self._size)
        stream = pyte.ByteStream(screen)
        stream.feed(self.raw)
        return list(screen.display)

    def resident_mib(self) -> float:
        """Resident memory of the program."""
        for line in Path(f"/proc/{self._pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0
