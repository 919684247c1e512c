"""The bars of the wire for the program itself: a sheet of 200 items, and a workspace of a city's size."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import big
from tests.benchmarks.probe import ROOT
from tests.benchmarks.wire import BARE, F10, Bar, Program, starts
from tests.benchmarks.wire import bars as wire_bars


def program(workspace: Path) -> Program:
    """auditty in `workspace`: Enter opens the round, Enter opens the sheet."""
    return Program(
        (sys.executable, "-m", "tui", "-w", str(workspace), "--inspector", "bench"),
        reach="\r\r",
        into_text="e",
        form=("2", F10),
        mark="1",
        # Compiled once, as an installed program is; the floors' libraries are compiled too.
        env={**os.environ, "LANG": "C.UTF-8"},
    )


def bars() -> list[Bar]:
    """Every bar of the screens."""
    with TemporaryDirectory(dir=ROOT, prefix=".bench-") as scratch:
        sheet, city = Path(scratch) / "sheet", Path(scratch) / "city"
        big.make(sheet, 1)
        big.make(city, big.UNITS, big.ITEMS)
        found = wire_bars(program(sheet))
        (bare_ms, _, bare_mib), (ms, _, mib) = starts((BARE, program(city)), 5)
        return [
            *found,
            Bar("start in 1,688 x 200", "ms", bare_ms, ms, 1.1),
            Bar("memory in 1,688 x 200", "MiB", bare_mib, mib, 1.25),
        ]
