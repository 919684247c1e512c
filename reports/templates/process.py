"""The process in which templates are filled, seen from outside: started once, it makes a copy of itself for each.

A copy lives for one template alone and is limited, so that nothing of one document is there for the next, and what
goes wrong with one ends no other. When whoever asks is gone, however that came about, all of them end.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import NamedTuple

from reports.templates.package import MAX_UNPACKED

_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from reports.templates import child; child.serve()"
_ENDING = 5.0  # seconds within which the process says how its copy ended


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What filling may take: bytes of memory, seconds of work, seconds until it is over."""

    memory: int = 512 * 1024 * 1024
    seconds: int = 20
    patience: float = 60


class Answer(NamedTuple):
    """What a copy wrote until it ended: by itself, with a status as of `Popen.returncode`, or because it was `late`."""

    data: bytes
    status: int | None
    late: bool = False


class Process:
    """Ready from the beginning of a `with` block to its end; `checked` is the template that was looked at last."""

    def __init__(self) -> None:
        self.checked = b""
        self._started: tuple[subprocess.Popen[bytes], socket.socket] | None = None

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def ask(self, request: bytes, limits: Limits) -> Answer:
        """Send a line to a new copy of the process, and read what it answers."""
        _child, control = self._started = self._started or _start()
        end = monotonic() + limits.patience
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                told = json.dumps({"memory": limits.memory, "seconds": limits.seconds}).encode()
                with suppress(OSError):  # it has ended already, which shows below
                    socket.send_fds(control, [told], [theirs.fileno()])
            data, late = _conversation(ours, request, end)
        status = self._status(control)
        if status is None:
            self._end()
        return Answer(data, status, late)

    def _status(self, control: socket.socket) -> int | None:
        """End the copy, if it has not; how it ended, None where nobody knows."""
        control.settimeout(_ENDING)
        with suppress(OSError, ValueError):
            control.sendall(b".")
            return int(control.recv(16))
        return None

    def _end(self) -> None:
        if self._started is None:
            return
        child, control = self._started
        self._started = None
        control.close()  # at which it ends with its copy
        with suppress(subprocess.TimeoutExpired):
            child.wait(_ENDING)
        if child.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _start() -> tuple[subprocess.Popen[bytes], socket.socket]:
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-I", "-S", "-X", "utf8", "-c", _START]
        child = subprocess.Popen(
            [*command, json.dumps([os.path.abspath(path) for path in sys.path]), str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
    return child, ours


def _conversation(line: socket.socket, request: bytes, end: float) -> tuple[bytes, bool]:
    """What comes back after `request`, as much as a document may have; whether that took beyond `end`."""
    found = bytearray()
    try:
        line.settimeout(max(0.001, end - monotonic()))
        with suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(request)
        while len(found) < MAX_UNPACKED:
            line.settimeout(max(0.001, end - monotonic()))
            piece = line.recv(1 << 20)
            if not piece:
                break
            found += piece
    except TimeoutError:
        return bytes(found), True
    except ConnectionResetError:
        pass  # it ended before it had read all
    return bytes(found), False
