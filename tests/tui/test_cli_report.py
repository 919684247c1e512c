"""`auditty report` for kinds that are no notice: which call makes what, and what is refused."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from reports import ledger
from reports.kinds import KINDS


@pytest.fixture
def noted(cli: Any, workspace: Path, tmp_path: Path) -> Path:
    """The workspace with an issued notice for each of the schools."""
    for unit, problem in (("S1", "the plan is missing"), ("S2", "=1+1")):
        assert cli("mark", "autumn", unit, "plan", "fail", "--problem", problem, "--due", "2026-12-01").code == 0
        done = cli("report", "notice", "autumn", "--unit", unit, "--issue", "-o", tmp_path / f"{unit}.docx")
        assert done.code == 0
    return workspace


def texts(path: Path) -> set[str]:
    return {cell.text for row in docx.Document(BytesIO(path.read_bytes())).tables[0].rows for cell in row.cells}


@pytest.mark.parametrize("round_", [(), ("autumn",)])
def test_a_ledger_is_over_all_units_or_those_named(
    cli: Any, noted: Path, tmp_path: Path, round_: tuple[str, ...]
) -> None:
    path = tmp_path / "l.docx"
    assert cli("report", "ledger", *round_, "-o", path).code == 0
    assert {"the plan is missing", "=1+1"} <= {text.split("\n")[0] for text in texts(path)}
    assert cli("report", "ledger", *round_, "--unit", "S2", "-o", path).code == 0
    assert not [text for text in texts(path) if "the plan is missing" in text]


def test_the_ending_says_which_file(cli: Any, noted: Path, tmp_path: Path) -> None:
    assert cli("report", "ledger", "-o", tmp_path / "l.XLSX").code == 0
    sheet = openpyxl.load_workbook(BytesIO((tmp_path / "l.XLSX").read_bytes())).worksheets[0]
    assert sheet.max_row == 3
    into = cli("report", "ledger", "-o", tmp_path)
    assert (into.code, into.out) == (0, f"{tmp_path / 'ledger.docx'}\n")
    told = cli("report", "ledger", "-o", tmp_path / "l.docx", "--json")
    assert told.json == [{"file": str(tmp_path / "l.docx"), "number": ""}]


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("notice", "--unit", "S1", "-o", "x.docx"), "which round?"),
        (("ledger", "--issue", "-o", "x.docx"), "no number"),
        (("ledger", "-o", "x.pdf"), ".docx, .xlsx"),
        (("ledger", "--unit", "S9", "-o", "x.docx"), "S9"),
        (("ledger", "winter", "-o", "x.docx"), "winter"),
    ],
)
def test_what_makes_no_sense_is_refused(cli: Any, noted: Path, arguments: tuple[str, ...], said: str) -> None:
    done = cli("report", *arguments)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert said in done.err
    assert not list(Path().glob("x.*"))


def test_an_interrupted_document_leaves_the_old_file(
    cli: Any, noted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "l.docx"
    path.write_bytes(b"old")

    def interrupted(*arguments: object) -> object:
        yield from ()
        raise KeyboardInterrupt

    monkeypatch.setattr(ledger, "entries", interrupted)
    try:
        code = cli("report", "ledger", "-o", path).code
    except KeyboardInterrupt:
        code = 130
    assert code != 0
    assert path.read_bytes() == b"old"
    assert [each for each in tmp_path.iterdir() if each.name.endswith(".tmp")] == []


def test_every_kind_has_its_functions() -> None:
    from importlib import import_module

    for kind in KINDS.values():
        for name in filter(None, (kind.draft, kind.issue, kind.worth)):
            module, function = name.split(":")
            assert callable(getattr(import_module(module), function))


def test_forms_are_of_a_month_a_round_or_a_unit(cli: Any, noted: Path, tmp_path: Path) -> None:
    assert (
        cli("report", "monthly", "--month", "2026-10", "-o", f"{tmp_path}/").out == f"{tmp_path}/monthly-2026-10.docx\n"
    )
    for kind in ("risk-points", "annexes", "monthly"):
        for ending in ("docx", "xlsx"):
            path = tmp_path / f"{kind}.{ending}"
            assert cli("report", kind, "autumn", "--unit", "S1", "-o", path).code == 0
            assert path.stat().st_size > 1000
    refusals: tuple[tuple[str, tuple[str, ...], str], ...] = (
        ("ledger", ("--month", "2026-10"), "ledger is about no month; leave out --month"),
        ("monthly", ("--month", "2026-00"), '"2026-00" is not a month; write YYYY-MM'),
        ("risk-points", ("autumn", "--unit", "S9"), "S9"),
        ("monthly", ("--unit", "S9"), "S9"),
    )
    for kind, arguments, said in refusals:
        refused = cli("report", kind, *arguments, "-o", tmp_path / "x.docx")
        assert refused.code == 2
        assert said in refused.err
        assert not (tmp_path / "x.docx").exists()


def test_a_unit_that_cannot_be_read_is_left_out_and_named(cli: Any, workspace: Path, tmp_path: Path) -> None:
    for unit in ("S1", "S2"):
        assert cli("mark", "autumn", unit, "plan", "fail", "--problem", "no plan").code == 0
    (journal,) = workspace.glob("rounds/*/sheets/S2.journal")
    journal.write_bytes(journal.read_bytes().replace(b"no plan", b"no plum "))
    path = tmp_path / "bulletin.docx"

    done = cli("report", "bulletin", "autumn", "-o", path)
    assert (done.code, done.out) == (1, f"{path}\n")
    (line,) = done.err.splitlines()
    assert line.startswith("auditty: left out: unit S2: ")
    assert "S2.journal" in line
    assert path.exists()
    assert cli("report", "bulletin", "autumn", "-o", path, "--json").json[0]["left_out"] == ["S2"]
    refused = cli("report", "bulletin", "autumn", "--issue", "-o", tmp_path / "issued.docx")
    assert (refused.code, len(refused.err.splitlines())) == (1, 1)
    assert not (tmp_path / "issued.docx").exists()
