"""The life of units on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def test_from_its_first_day_to_its_last(cli: Any, workspace: Path) -> None:
    added = cli("units", "add", "S3", "Third school", "--type", "school", "--parent", "EDU", "--contact-phone", "99")
    assert (added.code, added.out, added.err) == (0, "", "")
    assert cli("units", "rename", "S3", "Third primary school").code == 0
    assert cli("units", "set", "S3", "--contact-post", "Head", "--parent", "").code == 0
    unit = cli("units", "list", "--json").json[-1]
    assert (unit["code"], unit["name"], unit["parent"]) == ("S3", "Third primary school", "")
    assert (unit["contact_post"], unit["contact_phone"], unit["state"]) == ("Head", "99", "")

    assert cli("units", "merge", "S3", "S2", "--reason", "one campus").code == 0
    assert cli("units", "close", "S1", "--reason", "dissolved").code == 0
    assert [unit["code"] for unit in cli("units", "list", "--json").json] == ["EDU", "S2"]
    everyone = {unit["code"]: unit for unit in cli("units", "list", "--all", "--json").json}
    assert (everyone["S3"]["state"], everyone["S3"]["merged_into"]) == ("merged", "S2")
    listed = cli("units", "list", "--all").out
    assert "merged into S2: one campus" in listed
    assert "closed: dissolved" in listed
    assert "dissolved" not in cli("units", "list").out

    refused = cli("rounds", "new", "next", "--checklist", "fire", "--unit", "S3")
    assert (refused.code, refused.err) == (2, "auditty: unit S3 was merged into S2: one campus\n")
    made = cli("rounds", "new", "next", "--checklist", "fire", "--all-units", "--json").json["id"]
    assert list(cli("rounds", "status", made, "--json").json["units"]) == ["S2"]
    assert cli("mark", "autumn", "S1", "plan", "pass").code == 0

    assert cli("units", "reopen", "S1").code == 0
    assert cli("units", "reopen", "S1").code == 2
    assert [unit["code"] for unit in cli("units", "list", "--json").json] == ["EDU", "S1", "S2"]


def test_what_still_belongs_to_a_closed_unit_is_named(cli: Any, workspace: Path) -> None:
    done = cli("units", "close", "EDU", "--reason", "reform")
    assert (done.code, done.err) == (0, "auditty: 2 units still belong to EDU: S1, S2\n")


def test_wrong_calls_are_one_line(cli: Any, workspace: Path) -> None:
    for call in (
        ("close", "S1"),
        ("close", "S1", "--reason", " "),
        ("close", "S9", "--reason", "x"),
        ("merge", "S1", "S1", "--reason", "x"),
        ("add", "S1", "Again"),
        ("add", "../S9", "Climbs"),
        ("add", "S9", ""),
        ("set", "EDU", "--parent", "S1"),
    ):
        done = cli("units", *call)
        assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1), call


def test_a_unit_leaves_a_running_round_and_comes_back(cli: Any, workspace: Path, tmp_path: Path) -> None:
    for unit in ("S1", "S2"):
        assert cli("mark", "autumn", unit, "plan", "fail", "--problem", "none").code == 0
    left = cli("rounds", "leave", "autumn", "S1", "--reason", "moved to the city")
    assert (left.code, left.out, left.err) == (0, "", "")
    status = cli("rounds", "status", "autumn", "--json").json
    assert list(status["units"]) == ["S2"]
    assert status["left"] == {"S1": "moved to the city"}
    assert status["total"] == status["units"]["S2"]
    text = cli("rounds", "status", "autumn").out
    assert "left: S1 城东小学 (moved to the city)" in text
    (listed,) = cli("rounds", "list", "--json").json
    assert (listed["units"], listed["findings"]) == (1, 1)
    refused = cli("mark", "autumn", "S1", "plan", "pass")
    assert (refused.code, len(refused.err.splitlines())) == (2, 1)
    assert "moved to the city" in refused.err
    assert cli("report", "notice", "autumn", "--all", "-o", tmp_path / "out").code == 0
    (notice,) = (tmp_path / "out").glob("*.docx")
    assert "S2" in notice.name

    assert cli("rounds", "leave", "autumn", "S1", "--reason", "again").code == 2
    assert cli("rounds", "leave", "autumn", "S2").code == 2
    assert cli("rounds", "join", "autumn", "S1", "EDU", "--reason", "back").code == 0
    status = cli("rounds", "status", "autumn", "--json").json
    assert (list(status["units"]), status["left"]) == (["S1", "S2", "EDU"], {})
    assert status["units"]["S1"]["fail"] == 1
    assert cli("rounds", "finish", "autumn").code == 0
    assert cli("rounds", "leave", "autumn", "S1", "--reason", "late").code == 2
    assert cli("verify").code == 0
