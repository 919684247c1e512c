"""The same keys over a real sshd on loopback, and on a bad line: 300 ms there and back, 2 KB a second."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import big
from tests.benchmarks.disks import Figure
from tests.benchmarks.probe import ROOT, Probe
from tests.benchmarks.program import program
from tests.benchmarks.wire import BARE, DOWN, F10, Bar, Program, arrows, walk
from tests.tui.relay import Relay
from tests.tui.sshd import MISSING, Sshd, in_env

ONE_WAY, RATE = 0.15, 2_000.0
"""Seconds and bytes a second of the bad line."""

KEYS = (
    ("arrow", DOWN), ("mark", "1"), ("another mark", "1"), ("fail form opened", "2"), ("fail form left", F10),
    ("help", "?"), ("back from help", "q"), ("palette", ":"), ("back from the palette", F10), ("units", "q"),
    ("sheet opened", "\r"), ("units again", "q"), ("board", "l"), ("back from the board", "q"), ("figures", "d"),
    ("back from the figures", "q"),
)  # fmt: skip


def over(server: Sshd, local: Program, port: int | None = None) -> Program:
    """The same program at the other end of the line."""
    return replace(local, argv=server.client(*in_env({"LANG": "C.UTF-8"}), *local.argv, port=port))


def bars() -> list[Bar]:
    """The bars of the wire that a line between could change."""
    if MISSING:
        print(f"nothing over SSH: not installed: {', '.join(MISSING)}", file=sys.stderr)
        return []
    with TemporaryDirectory(dir=ROOT, prefix=".bench-") as scratch, Sshd(Path(scratch) / "sshd") as server:
        big.make(Path(scratch) / "sheet", 1)
        bare, ours = over(server, BARE), over(server, program(Path(scratch) / "sheet"))
        bare_arrow, arrow = arrows((bare, ours))
        mark_bytes, mark_ms = walk(ours, 60)
        return [
            Bar("over SSH: arrow, before the text follows", "bytes", bare_arrow.bytes, arrow.first_bytes, 0.1),
            Bar("over SSH: arrow, all settled", "bytes", bare_arrow.bytes, arrow.bytes, 1.0),
            Bar("over SSH: arrow, until the cursor moved", "ms", bare_arrow.first_ms, arrow.first_ms, 1.2),
            Bar("over SSH: mark and on, over 60 items", "bytes", bare_arrow.bytes, mark_bytes, 1.2),
            Bar("over SSH: mark, until it shows", "ms", bare_arrow.first_ms, mark_ms, 2.0),
        ]


def figures() -> list[Figure]:
    """On the bad line, for each key: ms until something shows and until all stands, and bytes with SSH's own."""
    if MISSING:
        return []
    found = []
    with TemporaryDirectory(dir=ROOT, prefix=".bench-") as scratch, Sshd(Path(scratch) / "sshd") as server:
        big.make(Path(scratch) / "sheet", 1)
        with (
            Relay(server.port) as line,
            over(server, program(Path(scratch) / "sheet"), line.port).start() as probe,
        ):
            probe.settle(0.6)
            for key in "\r\r":
                probe.send(key, quiet=0.6)
            line.delay, line.rate = ONE_WAY, RATE
            for name, key in KEYS:
                found += _measured(probe, line, name, key)
    return found


def _measured(probe: Probe, line: Relay, name: str, key: str) -> list[Figure]:
    before, start = line.sent, time.perf_counter()
    probe.write(key)
    answer = probe.settle(2.5, start)
    return [
        Figure(f"bad line: {name}, until it shows", "ms", answer.first_ms),
        Figure(f"bad line: {name}, until all stands", "ms", answer.last_ms),
        Figure(f"bad line: {name}", "bytes", line.sent - before),
    ]
