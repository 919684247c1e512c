"""`auditty export`."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from store.disk import Disk
from store.errors import DiskFull


@pytest.fixture
def marked(cli: Any, workspace: Path) -> Path:
    assert cli("mark", "autumn", "S1", "plan", "fail", "--problem", "no plan", "--inspector", "Li").code == 0
    assert cli("mark", "autumn", "S2", "exits", "pass", "--note", "all clear").code == 0
    return workspace


@pytest.mark.parametrize("name", ["r.json", "R.CSV", "r.xlsx", "r.oscal.json"])
def test_the_ending_says_what_is_written(cli: Any, marked: Path, name: str) -> None:
    done = cli("export", "autumn", name)
    assert (done.code, done.out, done.err) == (0, f"{name}\n", "")
    assert Path(name).stat().st_size > 1000
    assert Path(name).stat().st_mode & 0o777 == 0o600


def test_the_format_can_be_said(cli: Any, marked: Path) -> None:
    assert cli("export", "autumn", "plan.json", "--format", "oscal").code == 0
    assert list(json.loads(Path("plan.json").read_bytes())) == ["plan-of-action-and-milestones"]
    assert cli("export", "autumn", "x", "--format", "csv", "--lang", "zh").code == 0
    assert Path("x").read_text(encoding="utf-8-sig").startswith("行,")


def test_some_units(cli: Any, marked: Path) -> None:
    assert cli("export", "autumn", "r.json", "--unit", "S2").code == 0
    (unit,) = json.loads(Path("r.json").read_bytes())["units"]
    assert (unit["code"], [entry["note"] for entry in unit["items"]]) == ("S2", ["", "", "all clear"])


def test_a_cklb_goes_back(cli: Any, marked: Path) -> None:
    assert cli("export", "autumn", "r.cklb", "--unit", "S1").code == 0
    done = cli("results", "import", "autumn", "r.cklb")
    assert (done.code, done.out) == (0, "0 results recorded\nas they stand already: 1\nwithout a result: 2\n")
    assert cli("rounds", "new", "again", "--checklist", "fire", "--unit", "S1").code == 0
    assert cli("results", "import", "again", "r.cklb").out.startswith("1 result recorded\nS1: 1\n")


def test_a_file_that_is_there_is_replaced(cli: Any, marked: Path) -> None:
    Path("r.csv").write_text("old")
    assert cli("export", "autumn", "r.csv").code == 0
    assert Path("r.csv").read_bytes().startswith(b"\xef\xbb\xbfRow,")


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("autumn", "f"), "f: the name must end in .json, .csv, .xlsx, .cklb, .cklb.zip or .oscal.json, or say"),
        (("autumn", "f.pdf"), "the name must end in"),
        (("autumn", "f.json", "--format", "pdf"), "pdf"),
        (("spring", "f.json"), "no round “spring”"),
        (("autumn", "f.json", "--unit", "X"), "unit “X” is not in round"),
        (("autumn", "f.cklb"), "a .cklb holds one unit: say which with --unit CODE"),
        (("autumn", "f.oscal.json", "--unit", "S2"), "a plan of action needs at least one finding"),
        (("autumn", "no/f.json"), "no such"),
        (("autumn", "rounds", "--format", "json"), "rounds: this is a folder"),
    ],
)
def test_what_cannot_be_written_is_one_line(cli: Any, marked: Path, arguments: tuple[str, ...], said: str) -> None:
    before = sorted(path.name for path in marked.iterdir())
    done = cli("export", *arguments)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert said in done.err
    assert sorted(path.name for path in marked.iterdir()) == before


def test_a_damaged_sheet_leaves_no_half_file(cli: Any, marked: Path) -> None:
    (journal,) = marked.glob("rounds/*/sheets/S2.journal")
    journal.write_bytes(journal.read_bytes().replace(b"all clear", b"all close"))
    Path("r.json").write_text("old")
    done = cli("export", "autumn", "r.json")
    assert (done.code, done.out, len(done.err.splitlines())) == (1, "", 1)
    assert "S2.journal" in done.err
    assert Path("r.json").read_text() == "old"
    assert not list(marked.glob(".*.tmp"))


def test_a_full_disk_leaves_no_half_file(cli: Any, marked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Disk, fd: int, data: bytes, path: Path) -> None:
        raise DiskFull("{path}: full", path=path)

    monkeypatch.setattr(Disk, "write", full)
    done = cli("export", "autumn", "r.csv")
    assert (done.code, done.err) == (3, "auditty: r.csv: full\n")
    assert not list(marked.glob("*r.csv*"))
    assert not list(marked.glob(".*.tmp"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_no_half_file(
    cli: Any, marked: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    monkeypatch.setattr(Disk, "write", lambda self, fd, data, path: signal.raise_signal(number))
    Path("r.csv").write_text("old")
    done = cli("export", "autumn", "r.csv")
    assert (done.code, done.err) == (130, "auditty: stopped\n")
    assert Path("r.csv").read_text() == "old"
    assert not list(marked.glob(".*.tmp"))
