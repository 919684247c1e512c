"""A line between a client and a server on loopback: as long, as narrow and as unreliable as a test wants it."""

from __future__ import annotations

import select
import socket
import time
from collections import deque
from contextlib import suppress
from threading import Thread
from types import TracebackType


class Relay:
    """Passes on what comes to its `port` to `to_port` and back, until the `with` block is left.

    `delay` is in seconds one way, `rate` in bytes a second each way (0: no limit); both may be changed at any time.
    """

    def __init__(self, to_port: int, *, delay: float = 0.0, rate: float = 0.0) -> None:
        self.delay, self.rate = delay, rate
        self.sent = 0
        """Bytes from the server to the client so far."""
        self._to_port = to_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._lines: list[_Line] = []

    def __enter__(self) -> Relay:
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._lines:
            line.close()

    def cut(self) -> None:
        """From now on nothing passes on the lines there are; neither end is told. New lines pass."""
        for line in self._lines:
            line.cut = True

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._to_port))
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line = _Line(self, near, far)
            self._lines.append(line)
            Thread(target=line.carry, args=(near, far), daemon=True).start()
            Thread(target=line.carry, args=(far, near), daemon=True).start()


class _Line:
    """One connection through the relay."""

    def __init__(self, relay: Relay, near: socket.socket, far: socket.socket) -> None:
        self.cut = False
        self._relay, self._near, self._far = relay, near, far

    def close(self) -> None:
        for end in (self._near, self._far):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def carry(self, source: socket.socket, target: socket.socket) -> None:
        """Carry what `source` sends to `target`, one direction, until either end closes."""
        with suppress(OSError, ValueError):
            self._carry(source, target)
            if not self.cut:
                target.shutdown(socket.SHUT_WR)

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        waiting: deque[tuple[float, bytes]] = deque()
        free_at, open_ = 0.0, True
        while open_ or waiting:
            pause = max(0.0, waiting[0][0] - time.monotonic()) if waiting else 1.0
            if open_ and select.select([source], [], [], pause)[0]:
                data = source.recv(1024)
                open_ = bool(data)
                if source is self._far:
                    self._relay.sent += len(data)
                rate = self._relay.rate
                free_at = max(free_at, time.monotonic()) + (len(data) / rate if rate else 0.0)
                waiting.append((free_at + self._relay.delay, data))
            elif not open_:
                time.sleep(pause)
            while waiting and waiting[0][0] <= time.monotonic():
                _due, data = waiting.popleft()
                if not self.cut:
                    target.sendall(data)
