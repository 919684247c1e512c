"""Records put side by side on the command line: one item over all units, one unit over all rounds."""

from __future__ import annotations

from pathlib import Path

from tests.tui.conftest import Cli


def test_one_item_over_all_units(cli: Cli, workspace: Path) -> None:
    given = ("--problem", "blocked \x1b[31m by bicycles")
    assert cli("mark", "autumn", "S1", "exits", "fail", *given, "--inspector", "Li").code == 0
    assert cli("mark", "autumn", "S2", "plan", "pass").code == 0

    done = cli("stats", "item", "autumn", "exits")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[:2] == ["3  Escape routes are clear", "pass 0  fail 1  not applicable 0  not done 1"]
    assert lines[3].split()[:4] == ["fail", "S1", "城东小学", "Li"]
    assert lines[3].endswith("blocked \\x1b[31m by bicycles"), "shown, never obeyed"
    assert lines[4].split() == ["not", "done", "S2", "城西小学"]

    told = cli("stats", "item", "autumn", "fire:exits", "--json").json
    assert (told["item"], told["counts"]) == ("fire:exits", {"pass": 0, "fail": 1, "na": 0, "none": 1})
    assert [(each["unit"], each["verdict"], each["who"]) for each in told["units"]] == [
        ("S1", "fail", "Li"), ("S2", "none", ""),
    ]  # fmt: skip
    assert told["units"][0]["mark"]["findings"][0]["problem"].startswith("blocked")
    only = cli("stats", "item", "autumn", "exits", "--only", "none", "--json").json
    assert [each["unit"] for each in only["units"]] == ["S2"]


def test_an_item_that_is_not_there_is_a_wrong_call(cli: Cli, workspace: Path) -> None:
    done = cli("stats", "item", "autumn", "nothing")
    assert (done.code, done.out) == (2, "")
    assert "nothing" in done.err


def test_a_damaged_sheet_is_named_and_the_rest_told(cli: Cli, workspace: Path) -> None:
    for unit in ("S1", "S2"):
        assert cli("mark", "autumn", unit, "exits", "pass").code == 0
    sheets = next((workspace / "rounds").iterdir()) / "sheets"
    (sheets / "S1.journal").write_bytes(b"{}\n")
    done = cli("stats", "item", "autumn", "exits", "--json")
    assert (done.code, done.json["damaged"]) == (1, ["S1"])
    assert [each["unit"] for each in done.json["units"]] == ["S2"]
    assert "S1" in done.err
