"""Programs that die and programs that write at once: what was acknowledged is there, and the chain is whole."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from store.rounds import Round
from store.sheet import Sheet
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.store.helpers import assert_sound

ROOT = Path(__file__).resolve().parents[2]

# As `auditty`, but ready to wait for the lock on however slow a machine.
PATIENT = """\
import sys, store.disk
store.disk.LOCK_WAIT = 300
from tui.__main__ import main
raise SystemExit(main(sys.argv[1:]))
"""


def auditty(root: Path, *arguments: str, **named: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", PATIENT, "-w", str(root), *arguments]
    return subprocess.Popen(command, cwd=ROOT, **named)


def marking(root: Path, round_id: str, lines: list[dict[str, Any]], feed: Path) -> subprocess.Popen[bytes]:
    """`auditty mark ROUND -` at work on `lines`, its answers on a pipe."""
    feed.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with feed.open("rb") as stdin:
        return auditty(root, "mark", round_id, "-", stdin=stdin, stdout=subprocess.PIPE)


def answers(output: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines(keepends=True) if line.endswith(b"\n")]


def events(sheet: Sheet) -> list[str]:
    return [line.event.id for line in sheet.record.lines()]


def sheets(root: Path, round_id: str) -> list[Sheet]:
    workspace = Workspace(root)
    return [workspace.sheet(workspace.round(round_id), code) for code in ("S1", "K1")]


@pytest.mark.slow
@pytest.mark.parametrize("kills", [30, pytest.param(300, marks=pytest.mark.torture)])
def test_what_was_acknowledged_survives_a_kill_at_any_moment(
    round_: Round, root: Path, tmp_path: Path, kills: int
) -> None:
    chance = random.Random(20261123)
    round_id, acknowledged = round_.info.id, list[str]()
    lines = [
        {"unit": chance.choice(["S1", "K1"]), "item": "clear", "verdict": chance.choice(["pass", "fail", "na"]),
         "note": f"{number} " + "注" * chance.randrange(300)}
        for number in range(2_000)  # their answers do not fit into the pipe: the program cannot finish before it dies
    ]  # fmt: skip
    for kill in range(kills):
        process = marking(root, round_id, lines, tmp_path / "feed")
        assert process.stdout is not None
        head = [process.stdout.readline() for _ in range(chance.randrange(1, 30))]
        for _ in range(chance.randrange(20_000)):  # some moment of the next mark
            pass
        process.kill()
        found = answers(b"".join(head) + process.stdout.read())
        process.stdout.close()
        process.wait()
        assert len(found) < len(lines)
        assert all(answer["ok"] for answer in found)
        acknowledged += [answer["event"] for answer in found]

        both = sheets(root, round_id)
        there = [event for sheet in both for event in events(sheet)]
        assert set(acknowledged) <= set(there)
        assert len(there) <= len(acknowledged) + kill + 1, "at most one mark a kill was written and not acknowledged"
        assert not verify(Workspace(root)).faults

    checked = auditty(root, "verify", stdout=subprocess.PIPE)
    output, _ = checked.communicate()
    assert checked.returncode == 0, output.decode()
    tallies = Workspace(root).tallies(Workspace(root).round(round_id))
    for sheet in sheets(root, round_id):
        assert tallies[sheet.unit.code].by_verdict() == sheet.counts


def test_four_programs_on_one_sheet_lose_nothing(round_: Round, root: Path, tmp_path: Path) -> None:
    writers = []
    for number in range(4):
        lines: list[dict[str, Any]] = [
            {"unit": "S1", "item": item, "verdict": "pass", "note": f"{number}-{turn}"}
            for turn in range(20)
            for item in ("clear", "meetings")
        ]
        lines += [
            {"unit": "S1", "item": "staff", "verdict": "fail", "add": True, "problem": f"{number}-{turn}"}
            for turn in range(10)
        ]
        writers.append(marking(root, round_.info.id, lines, tmp_path / f"feed{number}"))
    said = []
    for writer in writers:
        output, _ = writer.communicate()
        assert writer.returncode == 0, output.decode()
        said += answers(output)

    sheet = sheets(root, round_.info.id)[0]
    assert sorted(events(sheet)) == sorted(answer["event"] for answer in said)
    assert len(said) == 200
    assert_sound(sheet.record)
    mark = sheet.mark("fire:staff")
    assert mark is not None
    problems = sorted(finding.problem for finding in mark.findings)
    assert problems == sorted(f"{number}-{turn}" for number in range(4) for turn in range(10))


WRITER = """\
import sys
from pathlib import Path
import store.disk
from store.given import Input
from store.workspace import Workspace
store.disk.LOCK_WAIT = 600
root, round_id, who, count = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
workspace = Workspace(root, who=who)
sheet = workspace.sheet(workspace.round(round_id), "S1")
for turn in range(count):
    item, verdict = ("clear", "meetings", "staff")[turn % 3], ("pass", "fail")[turn % 2]
    print(sheet.set_mark(item, verdict, Input(note=f"{who} {turn}")).id)
"""


@pytest.mark.parametrize("marks", [25, pytest.param(500, marks=pytest.mark.torture)])
def test_eight_programs_on_one_sheet_lose_nothing_and_wait_for_each_other(
    round_: Round, root: Path, marks: int
) -> None:
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(root), round_.info.id, f"W{number}", str(marks)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(8)
    ]
    said = [program.communicate()[0].split() for program in programs]

    assert [program.returncode for program in programs] == [0] * 8
    assert [len(ids) for ids in said] == [marks] * 8
    sheet = sheets(root, round_.info.id)[0]
    order = events(sheet)
    assert sorted(order) == sorted(event for ids in said for event in ids)
    assert len(order) == 8 * marks
    assert all([event for event in order if event in mine] == ids for ids in said for mine in [set(ids)])
    assert_sound(sheet.record)
    assert not verify(Workspace(root)).faults


ISSUE = """\
import sys
from pathlib import Path
import store.disk
from store.workspace import Workspace
store.disk.LOCK_WAIT = 300
documents = Workspace(Path(sys.argv[1]), who=sys.argv[2]).documents
for turn in range(15):
    documents.issue(kind="notice", year=2026, number=lambda serial: f"T 2026/{serial}", round_id="r", unit=sys.argv[2],
                    findings=[], render=lambda number: f"{number} of {sys.argv[2]}".encode(), issued="2026-11-23")
"""


def test_two_programs_share_one_row_of_document_numbers(root: Path) -> None:
    programs = [subprocess.Popen([sys.executable, "-c", ISSUE, str(root), unit], cwd=ROOT) for unit in ("S1", "K1")]
    assert [program.wait() for program in programs] == [0, 0]

    documents = Workspace(root).documents
    assert [issued.number for issued in documents.all()] == [f"T 2026/{serial}" for serial in range(1, 31)]
    for issued in documents.all():
        assert documents.read(issued) == f"{issued.number} of {issued.unit}".encode()
    assert not verify(Workspace(root)).faults


def test_the_file_may_lag_after_a_kill_between_journal_and_file(
    workspace: Workspace, sheet: Sheet, round_: Round
) -> None:
    sheet.set_mark("clear", "pass")
    assert workspace.tallies(round_)["S1"].passed == 1
    old = sheet.record.json_path.read_bytes()
    sheet.set_mark("clear", "fail")
    sheet.record.json_path.write_bytes(old)

    found = verify(workspace)
    assert not found.faults
    assert [remark.file for remark in found.remarks] == [str(sheet.record.json_path)]
    assert workspace.tallies(round_)["S1"].by_verdict() == {"pass": 0, "fail": 1, "na": 0, "none": 4}

    sheet.record.json_path.unlink()
    assert not verify(workspace).faults
    assert workspace.tallies(round_)["S1"].failed == 1
