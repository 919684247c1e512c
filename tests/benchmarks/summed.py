"""What figures cost: the board, scores, items and a comparison over a city's two rounds, against reading and parsing.

Each is measured in a new process, against a new process that reads and JSON-parses the same files and does no more.
"""

from __future__ import annotations

import os
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from store.model import Finding
from store.record import Change
from store.rounds import Round
from store.workspace import Workspace
from tests.benchmarks import big
from tests.benchmarks.probe import ROOT
from tests.benchmarks.stored import in_new_process
from tests.benchmarks.wire import Bar

EVERY = 16
"""So many items of a sheet, one fails: 12 of 200, 20,256 findings over a city."""

_READ = """
import json, sys, time
from pathlib import Path
start = time.perf_counter()
for folder in sys.argv[1:]:
    for path in Path(folder).glob("*.json"):
        json.loads(path.read_bytes())
print((time.perf_counter() - start) * 1000)
"""

_OURS = """
import sys, time
from pathlib import Path
from store.figures import answers, items, over_rounds, scores
from store.rectifying import board
from store.workspace import Workspace
start = time.perf_counter()
workspace = Workspace(Path(sys.argv[1]))
after, before = workspace.rounds()
{work}
print((time.perf_counter() - start) * 1000)
{then}
"""

_WORK = {
    "board": "stands = board.read(workspace); assert len(stands.rows) > 20_000",
    "scores": "read = answers.read(after, workspace.hands)\n"
    "each = scores.ranking({code: scores.score(own) for code, own in read.units.items()}, workspace.settings.bands)\n"
    "assert len(each) == 1688",
    "items": "read = answers.read(after, workspace.hands)\n"
    "assert sum(each.failed for each in items.by_item(read)) > 20_000",
    "comparison": "both = [answers.read(each, workspace.hands) for each in (before, after)]\n"
    "found = over_rounds.comparison(workspace, *both, board.read(workspace).rows)\n"
    "assert len(found.changes) > 20_000",
}


def make(folder: Path, units: int = big.UNITS) -> tuple[Workspace, Round, Round]:
    """Two rounds of so many units: everything passed, then one item in `EVERY` failed, each with a rectification."""
    workspace, before = big.make(folder, units, big.ITEMS)
    after = workspace.new_round("2027年上半年责任制检查", ["bench"], list(before.units))
    for code in after.units:
        _fail(workspace, after, code)
    return workspace, before, after


def _fail(workspace: Workspace, round_: Round, code: str) -> None:
    sheet = workspace.sheet(round_, code)
    changes: list[Change] = []
    found: list[tuple[str, Finding, str]] = []
    for number, line in enumerate(sheet.all_lines, 1):
        value: dict[str, Any] = {"verdict": "pass", "note": "", "found": "", "evidence": [], "findings": []}
        if number % EVERY == 0:
            finding = Finding(id=f"{code}-{number}", problem=f"第{number}项未落实", lead="党政办", due="2026-12-20")
            found.append((line.ref, finding, finding.problem))
            value |= {"verdict": "fail", "findings": [finding.to_value()]}
        changes.append(Change("marks", line.ref, value))
    sheet.record.change_all(changes)
    workspace.ledger(code).open(round_.info.id, "BEN-1", found, "2026-11-23")


def bars(count: int = 5) -> list[Bar]:
    """Every bar of the figures."""
    with TemporaryDirectory(dir=ROOT, prefix=".bench-") as scratch:
        workspace, before, after = make(Path(scratch) / "city")
        os.sync()  # reading is measured, not the writing out of what was just made
        return measured(workspace.root, before.path / "sheets", after.path / "sheets", count)


def measured(root: Path, before: Path, after: Path, count: int) -> list[Bar]:
    """The bars in the workspace at `root`, whose rounds keep their sheets in `before` and `after`."""
    ledger, cache = root / "ledger", root / ".cache" / "ledgers.json"
    needs: dict[str, list[Path]] = {
        "board": [ledger, root],
        "scores": [after],
        "items": [after],
        "comparison": [before, after, ledger, root],
    }
    found = []
    for name, folders in needs.items():
        floor, cold, warm = [], [], []
        for _ in range(count):
            cache.unlink(missing_ok=True)
            floor.append(in_new_process(_READ, *folders))
            ours = _OURS.format(work=_WORK[name], then="stands.keep()" if name == "board" else "")
            cold.append(in_new_process(ours, root))
            if name == "board":
                warm.append(in_new_process(ours, root))
        title = f"{name} of 1,688 x 200"
        found.append(Bar(f"{title}, no file of rows" if warm else title, "ms", median(floor), median(cold), 1.5))
        if warm:
            found.append(Bar(f"{title}, file of rows", "ms", median(floor), median(warm), 1.5))
    return found
