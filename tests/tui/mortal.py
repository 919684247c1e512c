"""`auditty` in processes that die when told to: forked from one that has loaded everything, each ready at once.

Run as a program it reads one JSON object a line: {"argv": […], "stdin": path, "stdout": path, "stderr": path, "die":
[n, part] or null}, answers with the process id, and when that process ended with its exit code, negative for a signal.
With `die` the process kills itself at its n-th call that changes the disk: before it (`part` below a half) or after
it; of a write, when that `part` of the bytes is written.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CHANGING = ("write", "fsync", "ftruncate", "mkdir", "chmod", "fchmod", "replace", "rename", "unlink")


LOADED = (
    "tui.__main__",
    "tui.commands.parser",
    "tui.commands.context",
    "store.sheet",
    "store.database",
    "store.evidence",
    "store.unit_files",
    "reports.issue",
)
"""What the commands load when they need it is loaded once, before any of them runs."""


class Mortals:
    """The process to fork from, until the `with` block is left."""

    def __enter__(self) -> Mortals:
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.tui.mortal"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._parent.communicate()

    def start(self, argv: Sequence[object], folder: Path, die: tuple[int, float] | None = None) -> int:
        """Start `auditty ARGV` with the files stdin, stdout and stderr in `folder`; its process id.

        `end` must be called before the next one is started.
        """
        streams = {name: str(folder / name) for name in ("stdin", "stdout", "stderr")}
        order = {"argv": [*map(str, argv)], **streams, "die": die}
        assert self._parent.stdin is not None
        self._parent.stdin.write(json.dumps(order).encode() + b"\n")
        self._parent.stdin.flush()
        return self._answer()

    def end(self) -> int:
        """Wait until the process has ended; its exit code, negative for the signal that ended it."""
        return self._answer()

    def _answer(self) -> int:
        assert self._parent.stdout is not None
        return int(self._parent.stdout.readline())


def _mortal(number: int, part: float) -> SimpleNamespace:
    """What `store.disk` is to take for `os`: the calls that change the disk are counted, and the n-th is the last."""
    count = 0

    def through(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            nonlocal count
            count += 1
            if count < number:
                return real(*arguments, **named)
            if name == "write" and isinstance(arguments[1], bytes | memoryview):
                os.write(arguments[0], arguments[1][: int(len(arguments[1]) * part)])  # type: ignore[arg-type]
            elif part >= 0.5:
                real(*arguments, **named)
            os.kill(os.getpid(), signal.SIGKILL)
            return None

        return call

    def opening(path: Path, flags: int, mode: int = 0o777) -> object:
        changes = flags & (os.O_CREAT | os.O_TRUNC)
        return creating(path, flags, mode) if changes else os.open(path, flags, mode)

    creating = through("open", os.open)
    members = {name: getattr(os, name) for name in dir(os) if not name.startswith("_")}
    members |= {name: through(name, getattr(os, name)) for name in CHANGING} | {"open": opening}
    return SimpleNamespace(**members)


def _live(order: dict[str, Any]) -> int:
    """In the new process: carry out the order; returns the exit code."""
    import store.disk
    from tui.__main__ import main

    writing = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    streams = ((order["stdin"], os.O_RDONLY), (order["stdout"], writing), (order["stderr"], writing))
    for number, (path, flags) in enumerate(streams):
        fd = os.open(path, flags, 0o600)
        os.dup2(fd, number)
        os.close(fd)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for as long as the process lives
    sys.stdout, sys.stderr = (open(fd, "w", encoding="utf-8", closefd=False) for fd in (1, 2))  # noqa: SIM115
    if order["die"] is not None:
        store.disk.os = _mortal(*order["die"])  # type: ignore[assignment, attr-defined]
    code = main(order["argv"])
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def serve() -> None:
    """Carry out one order after the other, each in a process of its own."""
    for name in LOADED:
        import_module(name)
    for line in sys.stdin.buffer:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            code = 70
            try:
                code = _live(order)
            finally:
                os._exit(code)
        os.write(1, b"%d\n" % pid)
        _pid, status = os.waitpid(pid, 0)
        os.write(1, b"%d\n" % os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    serve()
