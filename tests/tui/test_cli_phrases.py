"""Phrases on the command line: the office's own, what was written on sheets, and findings of a round."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import Cli


def marked(cli: Cli, unit: str, item: str, problem: str, **more: str) -> None:
    options = [word for name, text in more.items() for word in (f"--{name}", text)]
    assert cli("mark", "autumn", unit, item, "fail", "--problem", problem, *options).code == 0


def test_the_offices_own_are_added_listed_and_taken_away(cli: Cli, workspace: Path) -> None:
    assert cli("phrases", "list").out == "No phrases yet; add one with “auditty phrases add TEXT”\n"
    added = cli("phrases", "add", "无签到表", "No minutes", "--for", "problem").out.split()
    assert len(added) == 2
    assert cli("phrases", "add", "无签到表", "--for", "problem").out == "", "it is there already"
    piped = cli("phrases", "add", "-", "--item", "fire:plan", stdin="一\n\n二\n".encode())
    assert len(piped.out.split()) == 2
    listed = cli("phrases", "list", "--json").json
    assert [(each["text"], each["field"], each["item"]) for each in listed] == [
        ("无签到表", "problem", ""), ("No minutes", "problem", ""), ("一", "", "fire:plan"), ("二", "", "fire:plan"),
    ]  # fmt: skip
    assert cli("phrases", "remove", added[0]).code == 0
    assert cli("phrases", "remove", "No minutes").code == 0
    assert cli("phrases", "remove", "No minutes").code == 2
    assert [each["text"] for each in cli("phrases", "list", "--json").json] == ["一", "二"]
    assert "Phrase" in cli("history").out
    assert cli("verify").code == 0


@pytest.mark.parametrize(
    "words", [(" ",), ("长" * 201,), ("x", "--item", "plan"), ("x", "--for", "place"), ("good", "长" * 201)]
)
def test_what_is_no_phrase_is_refused_and_nothing_is_added(words: tuple[str, ...], cli: Cli, workspace: Path) -> None:
    assert cli("phrases", "add", *words).out == ""
    assert cli("phrases", "list", "--json").json == []


def test_what_was_written_most_comes_first_then_the_offices_then_the_newest(cli: Cli, workspace: Path) -> None:
    marked(cli, "S1", "plan", "Plan is of 2019", requirement="Write a new one")
    marked(cli, "S2", "plan", "Plan is of 2019")
    assert cli("mark", "autumn", "S2", "plan", "fail", "--add", "--problem", "No plan at all").code == 0
    marked(cli, "S2", "exits", "Exit locked")
    cli("phrases", "add", "Plan unknown to staff", "--for", "problem", "--item", "fire:plan")
    cli("phrases", "add", "No record")
    period = ("--from", "2027-01-01", "--to", "2027-06-30")
    assert cli("rounds", "new", "spring", "--checklist", "fire", "--all-units", *period).code == 0
    assert cli("mark", "spring", "S1", "plan", "fail", "--problem", "Plan is lost").code == 0
    wanted = ["Plan is of 2019", "Plan unknown to staff", "No record", "Plan is lost", "No plan at all"]
    for round_ in ("autumn", "spring"):
        assert cli("phrases", "offered", round_, "plan", "--json").json == wanted
    assert (
        cli("phrases", "offered", "autumn", "fire:plan", "--for", "requirement").out == "No record\nWrite a new one\n"
    )
    assert cli("phrases", "offered", "autumn", "fire:exits").out == "No record\nExit locked\n"
    assert cli("phrases", "offered", "autumn", "-").out == "No record\n"
    assert cli("phrases", "offered", "autumn", "no-such").code == 2
    marked(cli, "S1", "plan", "No plan at all")  # what changed on a sheet since is seen
    assert cli("phrases", "offered", "autumn", "plan", "--json").json[0] == "No plan at all"


def test_findings_of_a_round_are_listed_once_each_with_how_often(cli: Cli, workspace: Path) -> None:
    marked(cli, "S1", "plan", "Plan is of 2019", requirement="Write a new one", grade="high")
    marked(cli, "S2", "plan", "Plan is of 2019", requirement="Write a new one", grade="high")
    marked(cli, "S2", "exits", "Exit locked")
    marked(cli, "S2", "-", "Cables loose")
    found = cli("phrases", "findings", "autumn", "--json").json
    assert [(each["problem"], each["times"], each["ref"]) for each in found] == [
        ("Plan is of 2019", 2, "fire:plan"), ("Cables loose", 1, ""), ("Exit locked", 1, "fire:exits"),
    ]  # fmt: skip
    assert (found[0]["unit"], found[0]["requirement"], found[0]["grade"]) == ("S2", "Write a new one", "high")
    only = cli("phrases", "findings", "autumn", "exits").out
    assert "Exit locked" in only
    assert "2019" not in only
    for path in (workspace / ".cache").glob("written-*"):
        path.write_bytes(b"[nonsense")
    assert cli("phrases", "findings", "autumn", "--json").json == found, "a broken kept file is made anew"
