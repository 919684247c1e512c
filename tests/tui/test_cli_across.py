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


def test_one_unit_over_all_rounds(cli: Cli, workspace: Path) -> None:
    for item, verdict in (("plan", "fail"), ("drills", "fail"), ("exits", "pass")):
        assert cli("mark", "autumn", "S1", item, verdict).code == 0
    assert cli("report", "notice", "autumn", "--unit", "S1", "--issue", "-o", workspace / "n.docx").code == 0
    assert cli("rectify", "submit", "S1-0001", "--measure", "done", "--inspector", "Li").code == 0
    proof = workspace / "proof.txt"
    proof.write_text("the new plan", encoding="utf-8")
    assert cli("rectify", "accept", "S1-0001", "--note", "seen", "--evidence", proof).code == 0
    for name, marks in (("spring", {"plan": "pass", "drills": "fail"}), ("summer", {"plan": "fail", "exits": "na"})):
        assert cli("rounds", "new", name, "--checklist", "fire", "--unit", "S1").code == 0
        for item, verdict in marks.items():
            given = ("--note", "no exits here") if verdict == "na" else ()
            assert cli("mark", name, "S1", item, verdict, *given).code == 0
    assert cli("rounds", "new", "elsewhere", "--checklist", "fire", "--unit", "S2").code == 0

    done = cli("stats", "unit", "S1")
    assert (done.code, done.err) == (0, "")
    lines = [line.split() for line in done.out.splitlines()]
    assert lines[0] == ["S1", "城东小学"]
    assert [(row[0], *row[2:10], row[-1]) for row in lines[2:5]] == [
        ("1", "3/3", "1", "2", "2", "0", "0", "0", "1/2", "autumn"),
        ("2", "2/3", "1", "1", "1", "1", "1", "0", "0/0", "spring"),
        ("3", "2/3", "0", "1", "1", "0", "0", "1", "0/0", "summer"),
    ]
    assert [line[:4] for line in lines[5:]] == [
        ["1", "2", "3", "Item"],
        ["✗", "✓", "✗", "fire:plan"],
        ["✗", "✗", ".", "fire:drills"],
        ["✓", ".", "-", "fire:exits"],
    ]
    assert cli("stats", "unit", "S1", "--ascii").out.splitlines()[6].startswith("F P F  fire:plan")

    told = cli("stats", "unit", "S1", "--json").json
    assert [(each["name"], each["points"], each["ordered"], each["closed"]) for each in told["rounds"]] == [
        ("autumn", 33.3, 2, 1), ("spring", 50.0, 0, 0), ("summer", 0.0, 0, 0),
    ]  # fmt: skip
    assert list(told["items"][0]["verdicts"].values()) == ["fail", "pass", "fail"]
    assert cli("stats", "unit", "S9").code == 2
