"""The same records give the same bytes: every kind of document, made twice where everything else is different."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reports.kinds import KINDS
from tui import demo

pytestmark = pytest.mark.slow

DAY = "2026-11-20"

MAKER = """
import hashlib, json, sys
from datetime import date, datetime
from pathlib import Path
from checklists.errors import AudittyError
from reports.kinds import KINDS, Asked
from store.clock import FixedClock
from store.workspace import Workspace

root, moment, day = sys.argv[1:]
workspace = Workspace(Path(root), who="Li", clock=FixedClock(datetime.fromisoformat(moment)))
made = {}

def first(kind, make, **asked):
    # Of the newest round and the first unit that this kind has something to say about.
    for round_ in reversed(workspace.rounds()):
        for unit in workspace.units.all():
            wanted = Asked(workspace=workspace, as_of=date.fromisoformat(day), round=round_, units=(unit,), **asked)
            try:
                if kind.is_worth(wanted):
                    return make(wanted)
            except AudittyError:
                continue
    return None

for name, kind in KINDS.items():
    for lang in ("zh", "en"):
        for format in kind.formats:
            data = first(kind, kind.make, lang=lang, format=format)
            made[f"{name} {lang} {format}"] = data and hashlib.sha256(data).hexdigest()
for name, kind in KINDS.items():
    if kind.issue:
        issued = first(kind, kind.number, lang="zh", issue=True)
        made[f"{name} issued"] = issued and [issued.number, issued.issued, issued.sha256]
print(json.dumps(made))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(demo.make(tmp_path_factory.mktemp("demo") / "demo", "zh").root)


def documents(root: Path, moment: str, **environment: str) -> dict[str, object]:
    """What each kind came to in a process of its own."""
    line = [sys.executable, "-c", MAKER, str(root), moment, DAY]
    settings = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), **environment}
    done = subprocess.run(line, env=settings, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_every_kind_has_the_same_bytes_again(made: Path, tmp_path: Path) -> None:
    here, there = (Path(shutil.copytree(made, tmp_path / name)) for name in ("one", "two"))
    one = documents(here, "2026-11-19T16:00:01+00:00", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    two = documents(there, "2026-11-20T15:59:59+00:00", PYTHONHASHSEED="2", TZ="Pacific/Kiritimati", LC_ALL="C")
    assert one == two
    assert [name for name, digest in one.items() if digest is None] == []
    assert {name.split()[0] for name in one} == set(KINDS)
    assert {name.split()[0] for name in one if name.endswith(" issued")} == {
        name for name, kind in KINDS.items() if kind.issue
    }
