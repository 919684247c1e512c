"""`auditty rounds move`: what it prints, what the round's status says after it, and the row on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store.workspace import Workspace
from tests.tui.conftest import CHECKLIST
from tui.screens.sheet_view import SheetView
from tui.widgets.look import Look

NEWER = (
    CHECKLIST.replace('version: "1"', 'version: "2"')
    .replace("Escape routes are clear", "Escape routes are clear and lit")
    .replace("      - id: exits\n", "      - {id: hoses, text: Hoses are there}\n      - id: exits\n")
)


@pytest.fixture
def marked(cli: Any, workspace: Path) -> Path:
    """Two items of S1 are marked, and the workspace has a newer version of the checklist."""
    assert cli("mark", "autumn", "S1", "plan", "pass").code == 0
    assert cli("mark", "autumn", "S1", "exits", "fail", "--problem", "blocked").code == 0
    (workspace / "checklists" / "fire.yaml").write_text(NEWER, encoding="utf-8")
    return workspace


def test_a_move_says_what_it_does(cli: Any, marked: Path) -> None:
    assert "recheck" not in cli("rounds", "status", "autumn", "--json").json["units"]["S1"]
    done = cli("rounds", "move", "autumn", "--json")
    assert (done.code, done.err) == (0, "")
    assert done.json["checklists"] == [
        {"id": "fire", "from": "1", "to": "2", "added": ["hoses"], "removed": [], "reworded": ["exits"]}
    ]
    assert (done.json["kept"], done.json["recheck"]) == (1, 1)
    status = cli("rounds", "status", "autumn", "--json").json
    assert status["units"]["S1"] == {"pass": 1, "fail": 1, "na": 0, "none": 2, "recheck": 1}
    assert status["units"]["S2"]["recheck"] == 0
    assert status["total"] == {"pass": 1, "fail": 1, "na": 0, "none": len(status["units"]) * 4 - 2}
    table = cli("rounds", "status", "autumn").out.splitlines()
    assert "Recheck" in table[0]
    assert table[-1].split() == ["Total", "1", "1", "0", str(status["total"]["none"]), "1", "1", "autumn"]

    assert cli("mark", "autumn", "S1", "exits", "pass").code == 0
    assert cli("rounds", "status", "autumn", "--json").json["units"]["S1"]["recheck"] == 0
    assert cli("verify").code == 0
    assert cli("history", "autumn").code == 0


def test_a_move_in_words(cli: Any, marked: Path) -> None:
    first = cli("rounds", "move", "autumn")
    assert (first.code, first.err) == (0, "")
    assert first.out.splitlines() == [
        "fire: version 1 -> 2; items: 1 added, 0 removed, 1 reworded",
        "marks: 1 kept, 1 to check again",
    ]
    assert cli("rounds", "move", "autumn").out.splitlines()[0] == "nothing changed"
    assert "待复核 1" in cli("rounds", "move", "autumn", "--lang", "zh").out


def test_a_move_to_a_file(cli: Any, marked: Path) -> None:
    (marked / "third.yaml").write_text(NEWER.replace('version: "2"', 'version: "3"'), encoding="utf-8")
    done = cli("rounds", "move", "autumn", "--checklist", "fire", "--to", "third.yaml", "--json")
    assert done.json["checklists"][0]["to"] == "3"
    (marked / "third.yaml").unlink()
    assert cli("mark", "autumn", "S1", "hoses", "pass").code == 0
    assert cli("rounds", "move", "autumn", "--to", "fire", "--json").json["checklists"][0]["to"] == "2"


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("autumn", "--checklist", "ice"), "no checklist “ice”"),
        (("autumn", "--to", "ice"), "no checklist “ice”"),
        (("autumn", "--to", "other.yaml"), "has no checklist “other”; it has fire"),
        (("autumn", "--checklist", "fire", "--to", "other.yaml"), "is the checklist “other”, not “fire”"),
        (("autumn", "--to", "missing.yaml"), "missing.yaml: no such file"),
        (("winter",), "no round “winter”"),
    ],
)
def test_what_cannot_be_moved_is_one_line(cli: Any, marked: Path, arguments: tuple[str, ...], said: str) -> None:
    (marked / "other.yaml").write_text(CHECKLIST.replace("id: fire", "id: other"), encoding="utf-8")
    before = {path: path.read_bytes() for path in (marked / "rounds").rglob("*") if path.is_file()}
    done = cli("rounds", "move", *arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err
    assert {path: path.read_bytes() for path in (marked / "rounds").rglob("*") if path.is_file()} == before


def test_a_finished_round_does_not_move(cli: Any, marked: Path) -> None:
    assert cli("rounds", "finish", "autumn").code == 0
    done = cli("rounds", "move", "autumn")
    assert (done.code, done.out) == (2, "")
    assert "is not running" in done.err


def test_the_row_of_a_flagged_item_says_so(cli: Any, marked: Path) -> None:
    def right(item: str) -> str:
        workspace = Workspace(marked)
        sheet = workspace.sheet(workspace.round("autumn"), "S1")
        row = SheetView(workspace, sheet, Look(), "en").row(sheet.line(item))
        return "".join(text for text, _style in row.right)

    assert [right(item) for item in ("plan", "exits")] == ["", ""]
    assert cli("rounds", "move", "autumn").code == 0
    assert [right(item) for item in ("plan", "exits")] == ["", " ! "]
    assert cli("mark", "autumn", "S1", "exits", "pass").code == 0
    assert right("exits") == ""
