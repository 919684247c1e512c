"""How long until a mark shows, on disks of different speed: figures, not bars. An fsync is as long as the disk says."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import big
from tests.benchmarks.probe import ROOT
from tests.benchmarks.program import program
from tests.benchmarks.wire import Program, walk

FSYNC_MS = (0.2, 20.0)

_AUDITTY = """\
import sys, time
from store.disk import Disk
Disk.sync = lambda disk, fd, path: time.sleep({seconds})
from tui.__main__ import main
raise SystemExit(main(sys.argv[1:]))
"""


@dataclass(frozen=True)
class Figure:
    """What was measured, in `unit`; nothing says what it has to be."""

    name: str
    unit: str
    value: float


def on_disk(ours: Program, fsync_ms: float) -> Program:
    """The same program on a disk whose fsync takes so long."""
    code = _AUDITTY.format(seconds=fsync_ms / 1e3)
    argv = (sys.executable, "-c", code, *ours.argv[3:])
    return Program(argv, ours.reach, ours.into_text, ours.form, ours.mark, ours.env, ours.cwd)


def figures(count: int = 40) -> list[Figure]:
    """Until a mark shows, and is on disk by then, for each disk."""
    found = []
    with TemporaryDirectory(dir=ROOT, prefix=".bench-") as scratch:
        for number, fsync_ms in enumerate(FSYNC_MS):
            folder = Path(scratch) / str(number)
            big.make(folder, 1)
            _bytes, ms = walk(on_disk(program(folder), fsync_ms), count)
            found.append(Figure(f"mark, until it shows, an fsync taking {fsync_ms:g} ms", "ms", ms))
    return found
