"""What recording and counting cost: our store against the bare work on the same bytes, measured in the same run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import tinydb
import yaml

from store import journal
from store.record import Change, Record
from tests.benchmarks import big
from tests.benchmarks.probe import ROOT
from tests.benchmarks.wire import Bar

_MARK = {"verdict": "pass", "note": "", "found": "", "evidence": [], "findings": []}


def bars() -> list[Bar]:
    """Every bar of the store and of loading."""
    with TemporaryDirectory(dir=ROOT, prefix=".bench-") as scratch:
        folder = Path(scratch)
        return [_durable_mark(folder), *_at_scale(folder), _loading()]


def _durable_mark(folder: Path, count: int = 60) -> Bar:
    """A mark on a sheet of 200, and the same line appended and fsynced + the same 200 documents written by TinyDB."""
    workspace, round_ = big.make(folder / "one", 1, big.ITEMS)
    record = workspace.sheet(round_, "U00001").record
    keys = [doc["key"] for doc in record.state.docs("marks")]
    floor = tinydb.TinyDB(folder / "floor.json")
    documents = dict(record.state.tables["marks"])
    line = journal.encode(next(iter(record.lines())).event, journal.NO_LINE)[0]
    ours, bare = [], []
    with open(folder / "floor.journal", "ab") as file:
        for at in range(count):
            start = perf_counter()
            record.change(Change("marks", keys[at], {**_MARK, "note": str(at)}))
            ours.append(perf_counter() - start)
            start = perf_counter()
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
            floor.storage.write({"marks": documents})
            bare.append(perf_counter() - start)
    return Bar("a durable mark", "us", median(bare) * 1e6, median(ours) * 1e6, 1.5)


def _mark_ms(record: Record, keys: list[str], at: int) -> float:
    start = perf_counter()
    record.change(Change("marks", keys[at % len(keys)], {**_MARK, "note": str(at)}))
    return (perf_counter() - start) * 1e6


def _at_scale(folder: Path, count: int = 60) -> list[Bar]:
    """A mark among 1,688 × 200 against one in 1 × 200; the overview in a new process, without and with its file."""
    small, small_round = big.make(folder / "small", 1, big.ITEMS)
    large, large_round = big.make(folder / "large", big.UNITS, big.ITEMS)
    few, many = small.sheet(small_round, "U00001").record, large.sheet(large_round, "U00844").record
    keys = [doc["key"] for doc in few.state.docs("marks")]
    pairs = [(_mark_ms(few, keys, at), _mark_ms(many, keys, at)) for at in range(count)]
    flat = Bar("a mark in 1,688 x 200", "us", median(few for few, _ in pairs), median(many for _, many in pairs), 1.2)
    cold, warm, read = [], [], []
    for _ in range(5):
        cache = large.root / ".cache" / f"{large_round.info.id}.json"
        cache.unlink(missing_ok=True)
        read.append(in_new_process(_READ, large_round.path / "sheets"))
        cold.append(in_new_process(_OVERVIEW, large.root))
        warm.append(in_new_process(_OVERVIEW, large.root))
    return [
        flat,
        Bar("overview of 1,688 x 200, no counts file", "ms", median(read), median(cold), 1.5),
        Bar("overview of 1,688 x 200, counts file", "ms", median(read), median(warm), 0.1),
    ]


_READ = """
import json, sys, time
from pathlib import Path
start = time.perf_counter()
for path in Path(sys.argv[1]).glob("*.json"):
    json.loads(path.read_bytes())
print((time.perf_counter() - start) * 1000)
"""

_OVERVIEW = """
import sys, time
from pathlib import Path
from store.workspace import Workspace
start = time.perf_counter()
workspace = Workspace(Path(sys.argv[1]))
assert sum(tally.passed for tally in workspace.tallies(workspace.rounds()[0]).values()) > 300_000
print((time.perf_counter() - start) * 1000)
"""


def in_new_process(code: str, *arguments: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def _loading(count: int = 5) -> Bar:
    """A 1.4 MB checklist to the typed model, against PyYAML's own fast loader."""
    from checklists import load

    data = big.checklist_yaml(3650)
    ours, floor = [], []
    for _ in range(count):
        start = perf_counter()
        load(data, "bench.yaml")
        ours.append(perf_counter() - start)
        start = perf_counter()
        yaml.load(data, yaml.CSafeLoader)
        floor.append(perf_counter() - start)
    size = len(data) / 1e6
    return Bar(f"a {size:.1f} MB checklist to the model", "ms", median(floor) * 1e3, median(ours) * 1e3, 1.2)


if __name__ == "__main__":
    print(json.dumps([vars(bar) for bar in bars()], indent=1))
