"""Follow-ups from outside: made, marked with outcomes, taken over into the ledgers, and followed up again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tui.conftest import Cli


@pytest.fixture
def made(workspace: Path, cli: Cli, tmp_path: Path) -> str:
    """The id of a follow-up: S1-0001 (plan), S1-0002 (exits, answered with proof), S1-0003 (outside the list)."""
    for item in ("plan", "exits", "-"):
        assert cli("mark", "autumn", "S1", item, "fail", "--problem", f"{item} wrong", "--due", "2099-01-02").code == 0
    issued = cli("report", "notice", "autumn", "--unit", "S1", "--issue", "-o", tmp_path / "n.docx")
    assert issued.code == 0, issued.err
    photo = tmp_path / "after.jpg"
    photo.write_bytes(b"\xff\xd8\xff after")
    done = cli("--inspector", "Wang", "rectify", "submit", "S1-0002", "--note", "cleared", "--evidence", photo)
    assert done.code == 0, done.err
    found = cli("rounds", "follow-up", "autumn", "--json")
    assert (found.code, found.err) == (0, "")
    assert found.json["units"] == {"S1": 3}
    return str(found.json["id"])


def test_made_marked_applied_and_followed_up_again(made: str, cli: Cli) -> None:
    listed = {row["id"]: row for row in cli("rounds", "list", "--json").json}
    parent = listed[made]["parent"]
    assert (listed[made]["name"], listed[parent]["name"], listed[parent]["parent"]) == (
        "autumn: follow-up",
        "autumn",
        "",
    )
    status = cli("rounds", "status", made, "--json").json
    assert (status["parent"], status["total"]) == (parent, {"pass": 0, "fail": 0, "na": 0, "none": 3})
    assert f"follow-up of {parent} autumn" in cli("rounds", "status", made).out
    assert cli("rectify", "apply", made).out == "The follow-up has no results for the ledgers yet.\n"
    marks = [
        {"unit": "S1", "item": "plan", "verdict": "fail", "outcome": "partly", "note": "half done"},
        {"unit": "S1", "item": "exits", "verdict": "pass"},
        {"unit": "S1", "item": "S1-0003", "verdict": "fail", "outcome": "pass"},
        {"unit": "S1", "item": "drills", "verdict": "fail"},
        {"unit": "S1", "item": "plan", "verdict": "fail", "outcome": 7},
    ]
    told = cli("mark", made, "-", stdin="\n".join(map(json.dumps, marks)).encode())
    assert [answer["ok"] for answer in told.answers] == [True, True, False, False, False]
    assert cli("mark", made, "S1", "S1-0003", "fail", "--outcome", "recurred").code == 0
    dry = cli("--inspector", "Li", "rectify", "apply", made, "--dry-run", "--json")
    done = cli("--inspector", "Li", "rectify", "apply", made, "--json")
    assert (dry.code, done.code) == (0, 0)
    assert [{**each, "dry_run": False} for each in dry.answers] == done.answers
    assert [(each["id"], each["outcome"], each["steps"], each["state"]) for each in done.answers] == [
        ("S1-0001", "partly", ["progress"], "open"),
        ("S1-0002", "rectified", ["accept"], "closed"),
        ("S1-0003", "recurred", ["progress"], "open"),
    ]
    shown = cli("rectify", "show", "S1-0001", "--json").json
    assert [(step["verb"], step["who"]) for step in shown["steps"]] == [("progress", "Li")]
    assert "half done" in shown["steps"][0]["note"]
    assert cli("rectify", "apply", made).out.splitlines()[1] == "S1-0002  rectified  nothing to do: closed out"
    again = cli("rounds", "follow-up", made, "Third", "--unit", "S1", "--from", "2027-01-01", "--to", "2027-02-01")
    assert again.code == 0, again.err
    assert cli("rounds", "status", again.out.strip(), "--json").json["total"]["none"] == 2
    assert cli("verify").code == 0


def test_a_rule_in_the_way_is_named_and_the_rest_done(made: str, cli: Cli) -> None:
    for item in ("plan", "exits"):
        cli("mark", made, "S1", item, "pass")
    done = cli("--inspector", "Wang", "rectify", "apply", made, "--unit", "S1")
    assert done.code == 1
    assert done.out.splitlines() == [
        "S1-0001  rectified  correct on the spot: closed out",
        "S1-0002  rectified  left: S1-0002: Wang rectified it; somebody else checks and closes it",
    ]


def test_a_second_one_says_that_there_is_one(made: str, cli: Cli) -> None:
    assert cli("rounds", "finish", made).code == 0
    again = cli("rounds", "follow-up", "autumn", "--json")
    assert (again.code, again.json["already"]) == (0, [made])
    assert f"there is a follow-up of it already: {made} autumn: follow-up, finished" in again.err
    assert cli("rounds", "void", made, "--reason", "twice").code == 0
    third = cli("rounds", "follow-up", "autumn", "--unit", "S1", "--json")
    assert third.json["already"] == [again.json["id"]]
    assert cli("rounds", "follow-up", made, "--json").code == 2  # void
    cli("mark", "autumn", "S2", "plan", "fail")
    assert cli("rounds", "follow-up", "autumn", "--unit", "S2", "--json").err == ""


def test_what_cannot_be(made: str, cli: Cli) -> None:
    nothing = cli("rounds", "follow-up", "autumn", "--unit", "S2")
    assert (nothing.code, "nothing is open" in nothing.err) == (2, True)
    assert cli("rounds", "follow-up", "autumn", "--unit", "X").code == 2
    assert cli("rounds", "follow-up", "nowhere").code == 2
    assert cli("rounds", "follow-up", "autumn", "--from", "2027-02-02", "--to", "2027-01-01").code == 2
    assert cli("rectify", "apply", "autumn").code == 2
    assert cli("rectify", "apply", made, "--unit", "S2").code == 2
    assert cli("mark", "autumn", "S1", "plan", "fail", "--outcome", "partly").code == 2
    assert cli("mark", made, "S1", "plan", "pass", "--outcome", "partly").code == 2
    assert cli("mark", made, "S1", "plan", "fail", "--outcome", "perhaps").code == 2
