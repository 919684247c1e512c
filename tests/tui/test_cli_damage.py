"""A damaged round or sheet on the command line: named, exit code 1, and the others as always."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from store.record import Change, Record
from store.workspace import Workspace


def spoil(journal: Path) -> None:
    """Another letter in the first line of a journal, and no file beside it that could stand for it."""
    data = bytearray(journal.read_bytes())
    data[data.index(b"time") + 10] ^= 1
    journal.write_bytes(data)
    journal.with_suffix(".json").unlink()


def _rounds(cli: Any) -> list[Any]:
    rounds: list[Any] = cli("rounds", "list", "--json").json
    return rounds


def test_a_damaged_round_is_listed_with_its_error(cli: Any, workspace: Path) -> None:
    (autumn,) = _rounds(cli)
    assert autumn["damaged"] == ""
    other = cli("rounds", "new", "winter", "--checklist", "fire", "--all-units", "--json").json["id"]
    spoil(workspace / "rounds" / other / "round.journal")
    done = cli("rounds", "list", "--json")
    assert done.code == 1
    assert done.json[0] == autumn
    assert (done.json[1]["id"], done.json[1]["state"]) == (other, "damaged")
    assert "round.journal" in done.json[1]["damaged"]

    done = cli("rounds", "list")
    assert (done.code, len(done.out.splitlines()), len(done.err.splitlines())) == (1, 3, 1)
    assert done.out.splitlines()[2].startswith(f"{other}  damaged")
    assert cli("rounds", "status", "autumn").code == 0
    assert cli("mark", "autumn", "S1", "plan", "pass").code == 0
    refused = cli("rounds", "status", other)
    assert (refused.code, refused.out, len(refused.err.splitlines())) == (1, "", 1)


def test_a_damaged_pinned_checklist_damages_its_round_only(cli: Any, workspace: Path) -> None:
    other = cli("rounds", "new", "winter", "--checklist", "fire", "--all-units", "--json").json["id"]
    path = workspace / "rounds" / other / "checklists" / "fire.json"
    path.write_bytes(path.read_bytes().replace(b"plan", b"plum"))
    done = cli("rounds", "list", "--json")
    assert done.code == 1
    assert {each["name"]: each["state"] for each in done.json} == {"autumn": "running", "winter": "damaged"}


def test_a_damaged_sheet_is_named_and_the_rest_counted_and_reported(cli: Any, workspace: Path, tmp_path: Path) -> None:
    for unit in ("S1", "S2"):
        assert cli("mark", "autumn", unit, "plan", "fail", "--problem", "none").code == 0
    assert cli("rounds", "status", "autumn", "--json").json["damaged"] == []
    spoil(workspace / "rounds" / _rounds(cli)[0]["id"] / "sheets" / "S1.journal")

    status = cli("rounds", "status", "autumn", "--json")
    assert (status.code, status.json["damaged"], list(status.json["units"])) == (1, ["S1"], ["S2"])
    assert status.json["total"]["fail"] == 1
    status = cli("rounds", "status", "autumn")
    assert status.code == 1
    assert status.out.splitlines()[1].split()[:2] == ["S1", "damaged"]
    assert "1 sheet is damaged" in status.err
    assert cli("rounds", "list").code == 1

    for options in ((), ("--issue",)):
        out = tmp_path / f"out{len(options)}"
        done = cli("report", "notice", "autumn", "--all", *options, "-o", out)
        assert (done.code, len(list(out.glob("*.docx")))) == (1, 1)
        assert done.err.startswith("auditty: unit S1: ")
        assert len(done.err.splitlines()) == 1


def test_values_that_no_program_writes_end_in_one_line(cli: Any, workspace: Path) -> None:
    """Whoever can work out a hash can write anything into a record: that is told, and is no traceback."""
    (autumn,) = _rounds(cli)
    assert cli("mark", "autumn", "S1", "plan", "pass").code == 0
    sheet = workspace / "rounds" / autumn["id"] / "sheets" / "S1"
    record = Record(sheet, Workspace(workspace).hands)
    record.change(Change("marks", "fire:plan", {"findings": 3}))

    for call in (("rounds", "list"), ("report", "notice", "autumn", "--unit", "S1", "-o", "n.docx")):
        done = cli(*call)
        assert (done.code, len(done.err.splitlines())) == (1, 1)
        assert "auditty verify" in done.err
    done = cli("verify")
    assert (done.code, "marks fire:plan" in done.err) == (1, True)
