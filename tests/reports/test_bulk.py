"""Documents for many units into one folder: whole, numbered in order, and gone on with where a run was cut off."""

from __future__ import annotations

import csv
import hashlib
import os
import signal
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import docx
import pytest

from checklists.errors import AudittyError
from reports.bulk import Bulk, Summary
from reports.bulk_index import Row
from reports.kinds import KINDS, Asked, Template
from store.disk import Disk
from store.errors import Locked
from store.given import Input
from store.rounds import Round
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.reports.filling import template
from tests.tui import works

ROOT = Path(__file__).resolve().parents[2]
SILENT = "U03"


@pytest.fixture
def city(tmp_path: Path) -> Workspace:
    """Eight units, each but one with an item that failed."""
    units = [{"code": f"U{at:02}", "name": f"=School {at}"} for at in range(1, 9)]
    works.make(tmp_path / "w", wanted=works.items(3), units=units)
    workspace = Workspace(tmp_path / "w", who="Li Wen")
    round_ = workspace.rounds()[0]
    for code in round_.units:
        if code != SILENT:
            workspace.sheet(round_, code).set_mark("i1", "fail", Input(finding={"problem": f"nothing done at {code}"}))
    return workspace


def spoil(workspace: Workspace, unit: str) -> None:
    journal = only(workspace).path / "sheets" / f"{unit}.journal"
    journal.write_bytes(journal.read_bytes().replace(b"nothing", b"no thing"))


def only(workspace: Workspace) -> Round:
    return workspace.rounds()[0]


class Cut(Exception):
    """What a test cuts a run off with."""


def run(
    workspace: Workspace, folder: Path, *, issue: bool = False, processes: int = 1, cut_after: int = 0
) -> tuple[Summary, list[Row], dict[str, AudittyError]]:
    workspace = Workspace(workspace.root, who="Li Wen")
    written, failed = list[Row](), dict[str, AudittyError]()

    def tell(row: Row) -> None:
        written.append(row)
        if len(written) == cut_after:
            raise Cut

    asked = Asked(workspace=workspace, lang="en", round=only(workspace), issue=issue)
    bulk = Bulk("notice", asked, list(only(workspace).units), folder, written=tell, failed=failed.__setitem__)
    return bulk.run(processes), written, failed


def text_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(path.read_bytes())).paragraphs)


def listed(folder: Path) -> list[dict[str, str]]:
    data = (folder / "index.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(data.decode("utf-8-sig").splitlines()))


def assert_sound(workspace: Workspace, folder: Path, serials: range) -> None:
    """Each unit has one number, none is left out, and the folder holds the register's files, the index and no more."""
    fresh = Workspace(workspace.root)
    register = fresh.documents.all()
    assert [each.serial for each in register] == list(serials)
    assert [each.unit for each in register] == [code for code in only(fresh).units if code != SILENT]
    rows = listed(folder)
    assert {row["Number"]: row["SHA-256"] for row in rows} == {each.number: each.sha256 for each in register}
    for row in rows:
        assert hashlib.sha256((folder / row["File"]).read_bytes()).hexdigest() == row["SHA-256"]
        assert f"nothing done at {row['Unit']}" in text_of(folder / row["File"])
    assert {path.name for path in folder.iterdir()} == {"index.csv", *(row["File"] for row in rows)}
    assert verify(fresh).faults == []
    for each in register:
        assert {one.notice for one in fresh.ledger(each.unit).all().values()} == {each.number}


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_every_unit_with_something_to_say_has_a_file_and_a_line(
    city: Workspace, tmp_path: Path, processes: int
) -> None:
    done, written, failed = run(city, tmp_path / "out", processes=processes)
    assert (done.silent, failed, done.rows) == ([SILENT], {}, written)
    assert [row.unit for row in written] == [code for code in only(city).units if code != SILENT]
    first = listed(tmp_path / "out")[0]
    assert (first["Unit"], first["Name"], first["Findings"], first["Number"]) == ("U01", "'=School 1", "1", "")
    assert "nothing done at U01" in text_of(tmp_path / "out" / first["File"])
    alone = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    run(city, tmp_path / "again")
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == alone


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_numbers_are_given_in_order(city: Workspace, tmp_path: Path, processes: int) -> None:
    run(city, tmp_path / "out", issue=True, processes=processes)
    assert_sound(city, tmp_path / "out", range(1, 8))


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_unit_that_fails_stops_no_other_and_takes_no_number(city: Workspace, tmp_path: Path, processes: int) -> None:
    (city.root / "ledger").mkdir(exist_ok=True)
    (city.root / "ledger" / "U02.journal").write_bytes(b"{}\n")  # which shows only while its notice is made
    spoil(city, "U05")
    done, _, failed = run(city, tmp_path / "out", issue=True, processes=processes)
    assert sorted(failed) == sorted(done.failed) == ["U02", "U05"]
    assert "U02.journal" in str(failed["U02"])
    assert [(each.serial, each.unit) for each in Workspace(city.root).documents.all()] == list(
        enumerate(("U01", "U04", "U06", "U07", "U08"), 1)
    )
    assert [row.unit for row in done.rows] == ["U01", "U04", "U06", "U07", "U08"]


@pytest.mark.parametrize("issue", [False, True])
def test_a_run_that_was_cut_off_is_gone_on_with(city: Workspace, tmp_path: Path, issue: bool) -> None:
    folder = tmp_path / "out"
    with pytest.raises(Cut):
        run(city, folder, issue=issue, cut_after=3)
    assert not (folder / "index.csv").exists()
    with (folder / "index.part").open("ab") as part:
        part.write(b'["U0')  # as when the power goes
    kept = {path: path.stat().st_mtime_ns for path in folder.glob("*.docx")}
    (folder / f".{next(iter(kept)).name}.77.tmp").write_bytes(b"half")

    done, written, _ = run(city, folder, issue=issue)

    assert len(written) == len(done.rows) - 3 == 4
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    if issue:
        assert_sound(city, folder, range(1, 8))
    assert {path.name for path in folder.iterdir()} == {"index.csv", *(row.file for row in done.rows)}


def test_drafts_are_made_anew_where_the_records_changed(city: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Cut):
        run(city, tmp_path / "out", cut_after=3)
    city.sheet(only(city), "U01").set_mark("i2", "fail", Input(finding={"problem": "seen since"}))
    done, written, _ = run(city, tmp_path / "out")
    assert written == done.rows
    assert "seen since" in text_of(tmp_path / "out" / done.rows[0].file)


def test_a_supplement_lies_beside_what_it_supplements(city: Workspace, tmp_path: Path) -> None:
    run(city, tmp_path / "out", issue=True)
    city.sheet(only(city), "U01").set_mark("i2", "fail", Input(finding={"problem": "seen since"}))
    done, _, _ = run(city, tmp_path / "out", issue=True)
    (row,) = done.rows
    assert "seen since" in text_of(tmp_path / "out" / row.file)
    assert sorted(each["Unit"] for each in listed(tmp_path / "out")) == sorted(
        ["U01", *(code for code in only(city).units if code != SILENT)]
    )
    assert len(list((tmp_path / "out").glob("*.docx"))) == 8


def test_nothing_to_say_leaves_no_folder(city: Workspace, tmp_path: Path) -> None:
    run(city, tmp_path / "out", issue=True)
    done, _, _ = run(city, tmp_path / "none", issue=True)
    assert (done.rows, done.silent) == ([], list(only(city).units))
    assert not (tmp_path / "none").exists()


def test_two_runs_do_not_write_into_one_folder(
    city: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.disk.LOCK_WAIT", 0.0)
    (tmp_path / "out").mkdir()
    with Disk().locked(tmp_path / "out" / "index.part"), pytest.raises(Locked):
        run(city, tmp_path / "out")


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_that_was_killed_again_and_again_comes_to_its_end(
    city: Workspace, tmp_path: Path, how: signal.Signals
) -> None:
    folder = tmp_path / "out"
    command = [sys.executable, "-m", "tui", "-w", str(city.root), "report", "notice", only(city).info.id]
    call = [*command, "--all", "--issue", "-o", str(folder)]
    killed = 0
    for moment in (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        with subprocess.Popen(call, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
            time.sleep(moment)
            os.kill(child.pid, how)
        killed += child.returncode in (-how, 128 + how)
        for path in folder.glob("*.docx"):
            docx.Document(BytesIO(path.read_bytes()))
    assert killed
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 2), done.stderr  # 2: the last of them was at its end already
    assert_sound(city, folder, range(1, 8))


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_a_template_filled_for_many_units_gives_what_it_gives_for_each(
    city: Workspace, tmp_path: Path, processes: int
) -> None:
    own = Template("t.docx", template("{{ unit }}", "{%p for f in findings %}", "{{ f.problem }}", "{%p endfor %}"))
    asked = Asked(workspace=city, lang="en", round=only(city), template=own)
    failed = dict[str, AudittyError]()
    bulk = Bulk("notice", asked, ["U01", "U02"], tmp_path / "out", written=lambda row: None, failed=failed.__setitem__)
    done = bulk.run(processes)
    assert failed == {}
    for row in done.rows:
        assert (tmp_path / "out" / row.file).read_bytes() == KINDS["notice"].make(asked.about(row.unit))
        assert text_of(tmp_path / "out" / row.file).endswith(f"nothing done at {row.unit}")
