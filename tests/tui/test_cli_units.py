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
