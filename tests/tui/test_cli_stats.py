"""`auditty stats`: what a round adds up to, and the same wherever it is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.figures import answers as reading
from store.model import Finding
from store.workspace import Workspace
from tests.tui.conftest import Cli


@pytest.fixture
def marked(workspace: Path, cli: Cli) -> Path:
    """In `autumn` S1 passed one item and failed two, S2 passed one of three."""
    for unit, item, verdict in (("S1", "plan", "pass"), ("S1", "drills", "fail"), ("S1", "exits", "fail"),
                                ("S2", "plan", "pass")):  # fmt: skip
        assert cli("mark", "autumn", unit, item, verdict).code == 0
    return workspace


def columns(out: str) -> list[list[str]]:
    """The rows of a table below its head."""
    return [line.split() for line in out.splitlines()[1:]]


def test_scores_in_order_of_rank(cli: Cli, marked: Path) -> None:
    done = cli("stats", "scores", "autumn")
    assert (done.code, done.err) == (0, "")
    assert columns(done.out)[:2] == [
        ["1", "S2", "100.0+", "Excellent", "1/3", "0", "城西小学"],
        ["2", "S1", "33.3", "Unsatisfactory", "3/3", "2", "城东小学"],
    ]
    assert done.out.splitlines()[-1] == "Excellent 1  Good 0  Satisfactory 0  Unsatisfactory 1"

    told = cli("stats", "scores", "autumn", "--json").json
    assert [(unit["unit"], unit["points"], unit["band"], unit["complete"]) for unit in told["units"]] == [
        ("S2", 100.0, "excellent", False), ("S1", 33.3, "poor", True),
    ]  # fmt: skip
    assert told["bands"] == {"excellent": 1, "good": 0, "fair": 0, "poor": 1, "": 0}
    by_part = cli("stats", "scores", "autumn", "--by", "part", "--json").json
    assert [(each["part"], each["got"], each["possible"]) for each in by_part] == [("responsibility", 2.0, 4.0)]
    assert columns(cli("stats", "scores", "autumn", "--by", "section").out) == [["50.0+", "4/6", "2", "Duty"]]


def test_items_and_grades(cli: Cli, marked: Path) -> None:
    assert columns(cli("stats", "items", "autumn", "--worst").out) == [
        ["0.0%", "0", "1", "0", "1", "fire:drills", "Four", "drills", "are", "held", "a", "year"],
        ["0.0%", "0", "1", "0", "1", "fire:exits", "Escape", "routes", "are", "clear"],
    ]
    every = cli("stats", "items", "autumn", "--json").json
    assert [(each["item"], each["pass"], each["fail"], each["none"], each["rate"]) for each in every] == [
        ("fire:plan", 2, 0, 0, 1.0), ("fire:drills", 0, 1, 1, 0.0), ("fire:exits", 0, 1, 1, 0.0),
    ]  # fmt: skip
    assert columns(cli("stats", "grades", "autumn").out)[-1] == ["no", "grade", "0", "2"]


def test_two_rounds_and_the_trend(cli: Cli, marked: Path) -> None:
    made = cli("rounds", "new", "spring", "--checklist", "fire", "--all-units")
    assert made.code == 0
    for item, verdict in (("plan", "fail"), ("drills", "pass")):
        assert cli("mark", "spring", "S1", item, verdict).code == 0

    done = cli("stats", "compare", "autumn", "spring", "--list")
    assert (done.code, done.err) == (0, "")
    assert columns(done.out)[:2] == [["1", "0", "1", "1", "0", "S1", "城东小学"], ["1", "0", "1", "1", "0", "together"]]
    told = cli("stats", "compare", "autumn", "spring", "--json").json
    assert told["total"] == {"put_right": 1, "still": 0, "unseen": 1, "new": 1, "came_back": 0}
    assert {(each["item"], each["kind"]) for each in told["changes"]} == {
        ("fire:drills", "put_right"), ("fire:exits", "unseen"), ("fire:plan", "new"),
    }  # fmt: skip
    assert [(each["name"], each["findings"]) for each in cli("stats", "trend", "--json").json] == [
        ("autumn", 2), ("spring", 1),
    ]  # fmt: skip
    assert [row[1] for row in columns(cli("stats", "trend").out)] == ["2", "2"]


def test_what_was_closed_between_and_fails_again_came_back(cli: Cli, marked: Path) -> None:
    assert cli("report", "notice", "autumn", "--unit", "S1", "--issue", "-o", marked / "n.docx").code == 0
    corrected = cli("rectify", "correct", "S1-0001", "--note", "held at once")
    assert (corrected.code, corrected.err) == (0, "")
    assert cli("rounds", "new", "spring", "--checklist", "fire", "--all-units").code == 0
    for item in ("drills", "exits"):
        assert cli("mark", "spring", "S1", item, "fail").code == 0

    told = cli("stats", "compare", "autumn", "spring", "--json").json
    assert {(each["item"], each["kind"]) for each in told["changes"]} == {
        ("fire:drills", "came_back"), ("fire:exits", "still"),
    }  # fmt: skip


def test_void_rounds_and_units_that_left_do_not_count(cli: Cli, marked: Path) -> None:
    assert cli("rounds", "leave", "autumn", "S1", "--reason", "closed for repair").code == 0
    assert [unit["unit"] for unit in cli("stats", "scores", "autumn", "--json").json["units"]] == ["S2"]
    assert [each["fail"] for each in cli("stats", "items", "autumn", "--json").json] == [0, 0, 0]

    assert cli("rounds", "void", "autumn", "--reason", "by mistake").code == 0
    for verb in ("scores", "items", "grades"):
        refused = cli("stats", verb, "autumn")
        assert (refused.code, refused.out) == (2, "")
        assert "is void: nothing of it counts" in refused.err
    assert cli("stats", "trend", "--json").json == []


def test_rates_leave_out_what_does_not_count(cli: Cli, marked: Path) -> None:
    workspace = Workspace(marked)
    round_ = workspace.round("autumn")
    for unit in ("S1", "S2"):
        finding = Finding(id=f"f-{unit}", problem="blocked", due="2026-01-01", lead="Head", grade="high")
        workspace.ledger(unit).open(round_.info.id, "N-1", [("fire:exits", finding, "blocked")], "2025-12-01")

    both = cli("stats", "rates", "--json").json
    assert both["total"] == {
        "total": 2, "closed": 0, "dated": 2, "late": 2, "ever_closed": 0, "came_back": 0,
        "completion": 0.0, "lateness": 1.0, "recurrence": None,
    }  # fmt: skip
    for by, name in (("lead", "Head"), ("grade", "high"), ("part", "responsibility"), ("type", "primary-school")):
        assert cli("stats", "rates", "autumn", "--by", by, "--json").json["rates"][name]["total"] == 2
    rows = columns(cli("stats", "rates", "--by", "part").out)
    assert rows[0] == ["2", "0", "0.0%", "100.0%", "-", "responsibility", "Responsibility"]

    assert cli("rounds", "leave", "autumn", "S1", "--reason", "gone").code == 0
    assert cli("stats", "rates", "--json").json["rates"].keys() == {"S2"}
    assert cli("rounds", "void", "autumn", "--reason", "by mistake").code == 0
    assert cli("stats", "rates", "--json").json["total"]["total"] == 0


def test_a_damaged_sheet_is_named_and_left_out(cli: Cli, marked: Path) -> None:
    sheets = Workspace(marked).round("autumn").path / "sheets"
    (sheets / "S1.journal").write_text("not a journal\n")
    (sheets / "S1.json").unlink()

    done = cli("stats", "scores", "autumn", "--json")
    assert (done.code, [unit["unit"] for unit in done.json["units"]], done.json["damaged"]) == (1, ["S2"], ["S1"])
    assert "S1.journal" in done.err


def test_a_damaged_ledger_is_named(cli: Cli, marked: Path) -> None:
    assert cli("report", "notice", "autumn", "--unit", "S1", "--issue", "-o", marked / "n.docx").code == 0
    assert cli("rounds", "new", "spring", "--checklist", "fire", "--all-units").code == 0
    assert cli("stats", "compare", "autumn", "spring").code == cli("stats", "rates").code == 0
    ledger = marked / "ledger" / "S1"
    ledger.with_suffix(".journal").write_text("not a journal\n")
    ledger.with_suffix(".json").unlink()

    for call in (("rates",), ("compare", "autumn", "spring")):
        done = cli("stats", *call, "--json")
        assert (done.code, "S1.journal" in done.err) == (1, True)
        assert "total" in done.json


def test_the_command_line_says_what_the_store_says_and_the_status(cli: Cli, marked: Path) -> None:
    workspace = Workspace(marked)
    read = reading.read(workspace.round("autumn"), workspace.hands)
    scores = {unit["unit"]: unit for unit in cli("stats", "scores", "autumn", "--json").json["units"]}
    status = cli("rounds", "status", "autumn", "--json").json["units"]
    listed = next(each for each in cli("rounds", "list", "--json").json if each["name"] == "autumn")

    assert {code: (each["pass"], each["fail"]) for code, each in scores.items()} == {
        code: (each["pass"], each["fail"]) for code, each in status.items()
    }
    assert {code: each["asked"] - each["answered"] for code, each in scores.items()} == {
        code: each["none"] for code, each in status.items()
    }
    assert listed["findings"] == sum(len(each.findings) for each in read.units.values())
    assert cli("stats", "trend", "--json").json[0]["findings"] == listed["findings"]


@pytest.mark.parametrize("arguments", [["scores", "nothing"], ["compare", "autumn", "nothing"], ["rates", "nothing"]])
def test_a_round_that_is_not_there(arguments: list[str], cli: Cli, marked: Path) -> None:
    done = cli("stats", *arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "no round “nothing”" in done.err


def test_in_chinese(cli: Cli, marked: Path) -> None:
    done = cli("stats", "scores", "autumn", "--lang", "zh")
    assert done.out.split()[:8] == ["名次", "编码", "得分", "等次", "已查", "不合格", "一票否决", "单位"]
    assert done.out.splitlines()[-1] == "优秀 1  良好 0  合格 0  不合格 1"
    assert cli("stats", "rates", "--lang", "zh").out.split()[:4] == ["整改事项", "已销号", "整改完成率", "逾期率"]
    assert json.loads(cli("stats", "grades", "autumn", "--json", "--lang", "zh").out)[0]["title"] == "高"
