"""The power fails at any call of any command: what was acknowledged is there, and the program opens everything."""

from __future__ import annotations

import random
import shutil
from functools import reduce
from pathlib import Path

import pytest

from store.record import Record
from store.upkeep.verify import verify
from store.upkeep.walk import records
from store.workspace import Workspace
from tests.store.helpers import Crash
from tests.store.power import Power
from tests.tui import works
from tui.__main__ import main

pytestmark = pytest.mark.slow

WORK = "work"
"""The workspace, in the folder whose disk loses its power."""

DUE = ["--due", "2020-01-31"]

JOBS: dict[str, list[str]] = {
    "mark": ["mark", "ROUND", "A1", "i2", "pass"],
    "first mark": ["mark", "ROUND", "A3", "i2", "pass"],
    "undo": ["undo", "ROUND", "A1"],
    "evidence": ["mark", "ROUND", "A3", "i1", "fail", "--problem", "x", "--evidence", "FOLDER/seen.bin"],
    "visit": ["visit", "ROUND", "A1", "--remarks", "x"],
    "report": ["report", "notice", "ROUND", "--unit", "A2", "--issue", "-o", "FOLDER/notice.docx"],
    "reminder": ["report", "reminder", "--unit", "A1", "--issue", "-o", "FOLDER/reminder.docx"],
    "correction": ["report", "notice", "--corrects", "NOTICE", "--reason", "x", "--issue", "-o", "FOLDER/right.docx"],
    "new round": ["rounds", "new", "Second", "--checklist", "matters", "--all-units"],
    "finish": ["rounds", "finish", "ROUND"],
    "import": ["units", "import", "FOLDER/units.csv"],
    "rectify": [
        "rectify",
        "submit",
        "A1-0001",
        "--note",
        "done",
        "--measure",
        "mended",
        "--evidence",
        "FOLDER/seen.bin",
    ],
    "seal": ["rounds", "seal", "ROUND", "--finish", "--unsigned"],
    "bundle": ["bundle", "import", "FOLDER/there.bundle"],
    "backup": ["backup", "FOLDER/backup"],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workspace where a day's work is done, and with the files that the commands take in."""
    folder = tmp_path_factory.mktemp("power") / "disk"
    units = [{"code": code, "name": f"School {code}"} for code in ("A1", "A2", "A3")]
    works.make(folder / WORK, wanted=works.items(5), units=units)
    (folder / "seen.bin").write_bytes(b"seen" * 5_000)
    (folder / "units.csv").write_text("code,name\nB1,North School\nA2,West End School\n", encoding="utf-8")
    for line in (
        ["mark", "ROUND", "A1", "i1", "fail", "--problem", "blocked", "--evidence", "FOLDER/seen.bin", *DUE],
        ["mark", "ROUND", "A2", "i1", "fail", "--problem", "locked"],
        ["report", "notice", "ROUND", "--unit", "A1", "--issue", "-o", "FOLDER/first.docx"],
        ["visit", "ROUND", "A1", "--place", "gate"],
        ["mark", "ROUND", "A1", "i1", "fail", "--problem", "blocked at both ends"],
        ["rounds", "status", "ROUND"],
    ):
        assert call(folder, line) == 0
    there = folder / "there"
    shutil.copytree(folder / WORK, there)
    for line in (
        ["mark", "ROUND", "A1", "i4", "fail", "--problem", "elsewhere", "--evidence", "FOLDER/units.csv"],
        ["mark", "ROUND", "A3", "i4", "na"],
        ["bundle", "export", "ROUND", "FOLDER/there.bundle"],
    ):
        assert call(folder, line, there) == 0
    shutil.rmtree(there)
    return folder


def call(folder: Path, line: list[str], workspace: Path | None = None) -> int:
    """`auditty LINE` in the workspace of `folder`; its exit code."""
    root = workspace or folder / WORK
    round_id = Workspace(root).rounds()[-1].info.id
    notice = next((issued.number for issued in Workspace(root).documents.all()), "")
    blanks = {"ROUND": round_id, "FOLDER": str(folder), "NOTICE": notice}
    given = [reduce(lambda text, blank: text.replace(*blank), blanks.items(), word) for word in line]
    try:
        return main(["-w", str(root), "--inspector", "Li", *given])
    except SystemExit as end:
        return int(end.code or 0)


def events(root: Path) -> set[str]:
    """The ids of all events of a workspace."""
    workspace = Workspace(root)
    return {line.event.id for path in records(workspace) for line in Record(path, workspace.hands).lines()}


def opens(root: Path) -> None:
    """Everything opens, and nothing is damaged: what a crash leaves is no fault."""
    workspace = Workspace(root)
    assert not verify(workspace).faults
    for each in workspace.rounds():
        assert each.damage is None
        assert not any(found.damaged for found in workspace.tallies(each).values())
        for code in each.units:
            workspace.sheet(each, code).record.refresh()


def cut_and_look(job: str, power: Power, code: int | None, left: Path, told: set[str], chance: random.Random) -> None:
    """What is left after the power was cut: it opens, has what it told, and work goes on."""
    power.cut(left, chance)
    opens(left / WORK)
    assert told <= events(left / WORK)
    if job == "backup":
        assert code is None or (left / "backup").exists()
        if (left / "backup").exists():
            opens(left / "backup")
    assert call(left, ["units", "import", "FOLDER/units.csv"]) == 0
    assert call(left, JOBS[job]) in (0, 1, 2)
    opens(left / WORK)
    assert call(left, ["repair"]) == 0
    assert not verify(Workspace(left / WORK)).faults


def run(folder: Path, job: str, moment: int) -> tuple[Power, int | None]:
    """Carry the job out on a disk whose power fails at the call `moment`; its exit code, None if it came to that."""
    power = Power(folder, moment)
    with pytest.MonkeyPatch.context() as patch:
        power.install(patch)
        try:
            return power, call(folder, JOBS[job])
        except Crash:
            return power, None


@pytest.mark.parametrize("moments, cuts", [(5, 1), pytest.param(1_000, 5, marks=pytest.mark.torture)])
@pytest.mark.parametrize("job", JOBS)
def test_the_power_fails_at_any_call(job: str, moments: int, cuts: int, made: Path, tmp_path: Path) -> None:
    before, chance = events(made / WORK), random.Random(job)
    shutil.copytree(made, tmp_path / "whole")
    power, code = run(tmp_path / "whole", job, 0)
    assert code == 0
    assert power.count > 3
    power.close()
    for moment in [0, *chance.sample(range(1, power.count + 1), min(moments, power.count))]:
        folder = tmp_path / f"{moment}"
        shutil.copytree(made, folder)
        power, code = run(folder, job, moment)
        assert (code is None) == bool(moment)
        told = before if moment else before | events(folder / WORK)
        for number in range(cuts):
            left = tmp_path / f"{moment}-{number}"
            print(job, "call", moment, "cut", number)
            cut_and_look(job, power, code, left, told, chance)
            shutil.rmtree(left)
        power.close()
        shutil.rmtree(folder)
