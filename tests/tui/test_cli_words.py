"""History and undo speak as people do; `--json` answers with the event."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


def test_history_is_in_words(cli: Any, workspace: Path) -> None:
    first = ("--problem", "blocked", "--due", "2026-12-20", "--note", "seen twice")
    assert cli("mark", "autumn", "S1", "exits", "fail", *first).code == 0
    assert cli("mark", "autumn", "S1", "exits", "none").code == 0
    assert cli("visit", "autumn", "S1", "--place", "gate", "--present", "Wang head").code == 0
    made, cleared, visit = (
        line.split("clear [fire:exits]  ")[-1] for line in cli("history", "autumn", "S1").out.splitlines()
    )
    assert made == "nothing -> fail; seen twice; blocked, 2026-12-20"
    assert cleared == "fail; seen twice; blocked, 2026-12-20 -> nothing"
    assert "Place: gate; " in visit
    assert "Present: Wang" in visit
    assert "不合格" in cli("--lang", "zh", "history", "autumn", "S1", "exits").out
    everything = cli("history").out
    assert "Name: autumn" in everything
    assert "{" not in everything


def test_undo_names_the_item_in_words(cli: Any, workspace: Path) -> None:
    assert cli("mark", "autumn", "S1", "exits", "pass").code == 0
    assert cli("mark", "autumn", "S1", "-", "fail", "--problem", "no guard").code == 0
    assert cli("visit", "autumn", "S1", "--place", "gate").code == 0
    said = [cli("undo", "autumn", "S1").out for _each in range(3)]
    assert said == [
        "Taken back: The visit\n",
        "Taken back: Finding outside the list: no guard\n",
        "Taken back: Item 3: Escape routes are clear\n",
    ]


@pytest.mark.parametrize("call", [("foo",), ("rounds", "foo")])
def test_an_unknown_command_is_named_and_the_help_pointed_to(cli: Any, workspace: Path, call: tuple[str, ...]) -> None:
    done = cli(*call)
    program = " ".join(("auditty", *call[:-1]))
    assert (done.code, done.out) == (2, "")
    assert done.err == f"auditty: no command “foo”; see “{program} --help”\n"
    assert "没有“foo”命令" in cli("--lang", "zh", *call).err


def test_a_checklist_that_is_not_there_is_said_alike_everywhere(
    cli: Any, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("checklists", "show", "nope").err.endswith("“nope”; see “auditty checklists list”\n")
    monkeypatch.chdir(workspace.parent)
    outside = cli("checklists", "show", "nope")
    assert (outside.code, outside.err) == (2, "auditty: no built-in checklist “nope”; see “auditty checklists list”\n")


def test_mark_and_undo_answer_in_json(cli: Any, workspace: Path) -> None:
    marked = cli("mark", "autumn", "S1", "drills", "auto", "--found", "4", "--json")
    events = cli("history", "autumn", "S1", "--json").answers
    assert (marked.code, marked.json) == (0, {"ok": True, "event": events[0]["id"]})
    undone = cli("undo", "autumn", "S1", "--json")
    last = cli("history", "autumn", "S1", "--json").answers[-1]
    assert (undone.code, undone.json) == (0, {"ok": True, "event": last["id"]})
    assert last["undo"] == events[0]["id"]
    nothing = cli("undo", "autumn", "S1", "--json")
    assert (nothing.code, nothing.json) == (1, {"ok": False, "event": None})


def test_history_since_a_day_by_a_name_and_the_newest(cli: Any, workspace: Path) -> None:
    for who, item in (("Li", "plan"), ("Wang", "exits"), ("Li", "exits")):
        assert cli("mark", "autumn", "S1", item, "pass", "--inspector", who).code == 0
    assert cli("mark", "autumn", "S2", "plan", "pass", "--inspector", "Li").code == 0

    def keys(*options: object) -> list[str]:
        return [event["key"] for event in cli("history", *options, "--json").answers]

    assert keys("autumn", "S1") == ["fire:plan", "fire:exits", "fire:exits"]
    assert keys("autumn", "S1", "--limit", 2) == ["fire:exits", "fire:exits"]
    assert keys("autumn", "S1", "--who", "wang") == ["fire:exits"]
    assert keys("autumn", "S1", "--who", "li", "--limit", 1) == ["fire:exits"]
    assert keys("autumn", "S1", "--since", "2999-01-01") == []
    assert len(keys("autumn", "S1", "--since", "2026-01-01")) == 3
    assert keys("--unit", "S2")[-1] == "fire:plan"
    assert "S1" not in keys("--unit", "S2")
    for wrong in (
        ("--since", "soon"),
        ("--limit", "0"),
        ("--limit", "x"),
        ("--unit", "nobody"),
        ("autumn", "--unit", "S1"),
    ):
        done = cli("history", *wrong)
        assert (done.code, done.out) == (2, "")
        assert len(done.err.splitlines()) == 1
