"""The head of a sheet, undo, and the state of a round, on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.tui.conftest import Cli

ROUND = "autumn"


def test_a_visit_is_recorded_piece_by_piece(cli: Cli, workspace: Path) -> None:
    assert cli("visit", ROUND, "S1", "--date", "2026-11-23", "--start", "9:05", "--inspector", "李某").code == 0
    there = [part for person in ("王某 校长", "赵某", "Zhou Lan, head") for part in ("--present", person)]
    shown = cli("visit", ROUND, "S1", "--place", "会议室", *there, "--json")

    assert shown.json["date"] == "2026-11-23"
    assert shown.json["start"] == "09:05"
    assert shown.json["place"] == "会议室"
    assert [person["name"] for person in shown.json["inspectors"]] == ["李某"]
    assert shown.json["present"] == [
        {"name": "王某", "post": "校长"},
        {"name": "赵某", "post": ""},
        {"name": "Zhou Lan", "post": "head"},
    ]


def test_a_wrong_date_leaves_the_visit_as_it_was(cli: Cli, workspace: Path) -> None:
    cli("visit", ROUND, "S1", "--date", "2026-11-23")
    refused = cli("visit", ROUND, "S1", "--date", "someday")

    assert refused.code == 2
    assert "someday" in refused.err
    assert cli("visit", ROUND, "S1", "--json").json["date"] == "2026-11-23"


def test_undo_takes_back_ones_own_changes_one_after_the_other(cli: Cli, workspace: Path) -> None:
    cli("mark", ROUND, "S1", "plan", "pass")
    cli("mark", ROUND, "S1", "plan", "fail", "--problem", "没有预案")

    assert cli("undo", ROUND, "S1").code == 0
    assert cli("rounds", "status", ROUND, "--json").json["units"]["S1"] == {"pass": 1, "fail": 0, "na": 0, "none": 2}
    assert cli("undo", ROUND, "S1").code == 0
    assert cli("rounds", "status", ROUND, "--json").json["units"]["S1"]["none"] == 3
    nothing = cli("undo", ROUND, "S1")
    assert (nothing.code, nothing.err) == (1, "")


def test_somebody_elses_change_stays(cli: Cli, workspace: Path) -> None:
    cli("--inspector", "李某", "mark", ROUND, "S1", "plan", "pass")

    assert cli("--inspector", "王某", "undo", ROUND, "S1").code == 1
    assert cli("rounds", "status", ROUND, "--json").json["units"]["S1"]["pass"] == 1


def test_a_round_is_finished_and_resumed_once(cli: Cli, workspace: Path) -> None:
    assert cli("rounds", "finish", ROUND).code == 0
    assert cli("rounds", "list", "--json").json[0]["state"] == "finished"
    assert cli("rounds", "finish", ROUND).code == 2
    assert cli("rounds", "resume", ROUND).code == 0
    assert cli("rounds", "resume", ROUND).code == 2
