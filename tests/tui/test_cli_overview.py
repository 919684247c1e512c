"""`auditty stats overview`: a round at a glance, with the same figures as the other commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import Cli


@pytest.fixture
def marked(workspace: Path, cli: Cli) -> Path:
    """In `autumn` S1 passed one item and failed two, S2 passed one of three; S1's notice is out."""
    for unit, item, verdict in (("S1", "plan", "pass"), ("S1", "drills", "fail"), ("S1", "exits", "fail"),
                                ("S2", "plan", "pass")):  # fmt: skip
        assert cli("mark", "autumn", unit, item, verdict).code == 0
    assert cli("report", "notice", "autumn", "--unit", "S1", "--issue", "-o", workspace / "n.docx").code == 0
    return workspace


def test_it_says_what_the_other_commands_say(cli: Cli, marked: Path) -> None:
    told = cli("stats", "overview", "autumn", "--json").json
    assert told["units"] == {"done": 1, "work": 1, "none": 0, "empty": 0, "damaged": 0}
    status = cli("rounds", "status", "autumn", "--json").json["total"]
    assert {name: told["items"][name] for name in status} == status
    (part,) = told["parts"]
    assert (part["part"], part["pass_rate"], part["marked"], part["asked"]) == ("responsibility", 0.5, 4, 6)
    scores = cli("stats", "scores", "autumn", "--by", "part", "--json").json
    assert [(each["pass"], each["fail"]) for each in scores] == [(part["pass"], part["fail"])]
    grades = cli("stats", "grades", "autumn", "--json").json
    assert [(each["grade"], each["findings"]) for each in told["grades"]] == [
        (each["grade"], each["findings"]) for each in grades
    ]
    assert told["findings"] == sum(each["findings"] for each in grades) == 2
    assert told["rectifications"] == {"overdue": 0, "soon": 0, "live": 2, "closed": 0}
    assert cli("stats", "rates", "autumn", "--json").json["total"]["total"] == 2
    assert [(each["unit"], each["pass_rate"]) for each in told["map"]] == [("S1", 1 / 3), ("S2", 1.0)]


def test_the_map_by_section_sorted_and_of_one_type(cli: Cli, marked: Path) -> None:
    told = cli("stats", "overview", "autumn", "--by", "section", "--sort", "open", "--json").json
    assert [(each["unit"], each["sections"]["fire:duty"]["fail"]) for each in told["map"]] == [("S2", 0), ("S1", 2)]
    assert cli("stats", "overview", "autumn", "--type", "school", "--json").json["map"] != []
    assert cli("stats", "overview", "autumn", "--type", "hospital", "--json").json["map"] == []
    within = cli("stats", "overview", "autumn", "--by", "section", "--within", "fire:duty", "--json")
    assert [each["unit"] for each in within.json["map"]] == ["S1", "S2"]
    for option in ("--type", "--within"):
        refused = cli("stats", "overview", "autumn", option, "castle")
        assert (refused.code, refused.out) == (2, "")
        assert "castle" in refused.err


def test_what_is_behind_it_is_on_the_command_line_too(cli: Cli, marked: Path) -> None:
    named = cli("stats", "grades", "autumn", "--list", "--json").json
    assert [len(each["found"]) for each in named] == [each["findings"] for each in named]
    assert {(each["unit"], each["item"]) for row in named for each in row["found"]} == {
        ("S1", "fire:drills"), ("S1", "fire:exits"),
    }  # fmt: skip
    assert "fire:exits" in cli("stats", "grades", "autumn", "--list").out
    assert cli("rounds", "new", "spring", "--checklist", "fire", "--all-units").code == 0
    assert [row["id"] for row in cli("rectify", "list", "--round", "autumn", "--json").json] == ["S1-0001", "S1-0002"]
    assert cli("rectify", "list", "--round", "spring", "--json").json == []
    assert cli("rounds", "leave", "autumn", "S1", "--reason", "closed for repair").code == 0
    assert cli("rectify", "list", "--round", "autumn", "--json").json == []


def test_in_words(cli: Cli, marked: Path) -> None:
    done = cli("stats", "overview", "autumn")
    assert (done.code, done.err) == (0, "")
    rows = [line.split() for line in done.out.splitlines()]
    assert ["#####.....", "50.0%", "1", "in", "work"] in rows
    assert ["#######...", "66.7%", "4/6", "items", "marked"] in rows
    assert ["#####.....", "50.0%", "2", "1", "Responsibility"] in rows
    assert ["##########", "100.0%", "2", "not", "closed"] in rows
    assert rows[-2:] == [["S1", "3/3", "33.3%", "33.3%", "城东小学"], ["S2", "1/3", "100.0%", "100.0%", "城西小学"]]


def test_a_round_without_a_mark_a_damaged_sheet_and_a_void_round(cli: Cli, workspace: Path) -> None:
    told = cli("stats", "overview", "autumn", "--json").json
    assert told["units"]["none"] == 2
    assert [each["pass_rate"] for each in (*told["parts"], *told["map"])] == [None, None, None]
    assert cli("stats", "overview", "autumn").code == 0

    assert cli("mark", "autumn", "S1", "plan", "pass").code == 0
    (journal,) = workspace.glob("rounds/*/sheets/S1.journal")
    journal.write_bytes(journal.read_bytes().replace(b'"pass"', b'"fail"'))
    journal.with_suffix(".json").unlink()
    done = cli("stats", "overview", "autumn", "--json")
    assert (done.code, done.json["units"]["damaged"]) == (1, 1)
    assert "S1" in done.err

    assert cli("rounds", "void", "autumn", "--reason", "by mistake").code == 0
    refused = cli("stats", "overview", "autumn")
    assert (refused.code, refused.out) == (2, "")
    assert "is void" in refused.err
