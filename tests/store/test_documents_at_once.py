"""Several programs issue documents at once, and some die: each number is given once, and none is left out."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest

from store.upkeep.verify import verify
from store.workspace import Workspace

pytestmark = pytest.mark.slow

KINDS = ("notice", "reminder", "supervision", "closing", "bulletin")

ISSUER = """
import json, sys
from pathlib import Path
import store.disk
from store.workspace import Workspace

store.disk.LOCK_WAIT = 300
root, who, times, kinds = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]
workspace = Workspace(Path(root), who=who)
for turn in range(times):
    kind = kinds[turn % len(kinds)]
    issued = workspace.documents.issue(
        kind=kind, year=2026 + turn % 2, number=lambda serial: f"{kind} {2026 + turn % 2}/{serial}", round_id="",
        unit="S1", findings=[], render=lambda number: f"{number} by {who}".encode() * 1000, issued="2026-11-23",
    )
    print(json.dumps([issued.number, issued.sha256]), flush=True)
"""


def issuing(root: Path, who: str, times: int) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-c", ISSUER, str(root), who, str(times), *KINDS]
    return subprocess.Popen(line, cwd=Path(__file__).resolve().parents[2], stdout=subprocess.PIPE)


def told(output: bytes) -> list[tuple[str, str]]:
    return [tuple(json.loads(line)) for line in output.splitlines(keepends=True) if line.endswith(b"\n")]


def check(root: Path, acknowledged: list[tuple[str, str]]) -> None:
    """Numbers without gaps for each kind and year, every file as registered, and what was told is there."""
    workspace = Workspace(root)
    documents = workspace.documents.all()
    series = sorted((each.kind, each.year, each.serial) for each in documents)
    for _, numbers in groupby(series, key=lambda each: each[:2]):
        serials = [serial for *_, serial in numbers]
        assert serials == list(range(1, len(serials) + 1))
    assert all(hashlib.sha256(workspace.documents.read(each)).hexdigest() == each.sha256 for each in documents)
    assert len(acknowledged) == len(set(acknowledged))
    assert set(acknowledged) <= {(each.number, each.sha256) for each in documents}
    assert not verify(workspace).faults


def test_no_number_is_shared_and_none_left_out(root: Path) -> None:
    issuers = [issuing(root, f"W{number}", 20) for number in range(3)]
    acknowledged = [each for issuer in issuers for each in told(issuer.communicate()[0])]
    assert [issuer.returncode for issuer in issuers] == [0, 0, 0]
    assert len(acknowledged) == 60
    check(root, acknowledged)
    assert len(Workspace(root).documents.all()) == 60


def test_one_who_dies_takes_no_number_along(root: Path) -> None:
    chance, acknowledged = random.Random(20261123), list[tuple[str, str]]()
    for number in range(6):
        dying, other = issuing(root, f"D{number}", 10_000), issuing(root, f"W{number}", 5)
        assert dying.stdout is not None
        head = b"".join(dying.stdout.readline() for _ in range(chance.randrange(1, 8)))
        dying.kill()
        acknowledged += told(head + dying.stdout.read()) + told(other.communicate()[0])
        dying.stdout.close()
        assert (dying.wait() < 0, other.returncode) == (True, 0)
    check(root, acknowledged)
