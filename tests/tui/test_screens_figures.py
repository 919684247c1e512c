"""The figures on the screen: every view, what is behind it, and the same numbers as the journals alone give."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from store.model import Finding
from store.rectifying import board
from store.workspace import Workspace
from tests.tui import works
from tests.tui.conftest import Cli
from tests.tui.test_screens_actions import in_app, text_of, until
from tui.app import AudittyApp
from tui.figures import bar
from tui.i18n import _, set_language
from tui.screens.figures import FiguresScreen
from tui.screens.figures_read import Known, gather
from tui.screens.sheet import SheetScreen
from tui.widgets.pane import Pane
from tui.widgets.rows import RowList

pytestmark = pytest.mark.slow

ITEMS = 6


@pytest.fixture(params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    set_language("zh" if request.param == "zh" else "en")
    return str(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two rounds of A1 and A2. First A1 failed i1 and i2, A2 failed i1; then A1 passed i1 and failed i2."""
    workspace = works.make(tmp_path / "w", wanted=works.items(ITEMS))
    first = workspace.rounds()[0]
    for unit, item, verdict in (("A1", "i1", "fail"), ("A1", "i2", "fail"), ("A1", "i3", "pass"), ("A2", "i1", "fail")):
        workspace.sheet(first, unit).set_mark(item, verdict)  # type: ignore[arg-type]
    second = workspace.new_round("Winter", ["matters"], ["A1", "A2"])
    for item, verdict in (("i1", "pass"), ("i2", "fail")):
        workspace.sheet(second, "A1").set_mark(item, verdict)  # type: ignore[arg-type]
    return tmp_path / "w"


def shown(app: AudittyApp) -> list[list[str]]:
    """The rows of the screen's list below its head, word by word."""
    rows = [row for row in app.screen.query_one(RowList).rows if row.selectable]
    return [text_of(app.screen, row.id).split() for row in rows]


def pane(app: AudittyApp) -> str:
    """What the pane shows."""
    return "\n".join(app.screen.query_one(Pane).render_line(line).text for line in range(6))


async def at_figures(app: AudittyApp, pilot: Any) -> None:
    """From the rounds to the figures of the newest."""
    await until(pilot, lambda: app.screen.query_one(RowList).rows)
    await pilot.press("d")
    await until(pilot, lambda: isinstance(app.screen, FiguresScreen) and shown(app))


async def to(app: AudittyApp, pilot: Any, key: str, wanted: int) -> None:
    """Press a key and wait for so many rows."""
    await pilot.press(key)
    await until(pilot, lambda: len(shown(app)) == wanted)


def test_each_view_has_its_figures(folder: Path, lang: str) -> None:
    best, worst = {"zh": ("优秀", "不合格"), "en": ("Excellent", "Unsatisfactory")}[lang]
    texts = {
        "zh": [f"第{n}件事已落实" for n in (2, 1)],
        "en": ["Matter 2 is settled: alarm", "Matter 1 is settled: gate"],
    }

    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_figures(app, pilot)
        assert shown(app) == [
            ["1", "A1", "East", "School", "2/6", worst, "#####.....", "50.0+"],
            ["-", "A2", "West", "School", "0/6", "-"],
        ]
        assert [line.split()[-1] for line in pane(app).splitlines() if best in line or worst in line] == [
            "0.0%",
            "50.0%",
        ]
        await to(app, pilot, "2", ITEMS)
        first, second = shown(app)[:2]
        assert (first[0], first[-4:]) == ("2", ["0", "1", "..........", "0.0%"])
        assert (second[0], second[-4:]) == ("1", ["1", "0", "##########", "100.0%"])
        assert all(word in first for word in texts[lang][0].split())
        await to(app, pilot, "3", 1)
        assert shown(app)[0][-4:] == ["1", "2/12", "#####.....", "50.0+"]
        await to(app, pilot, "4", 4)
        assert [row[-2] for row in shown(app)] == ["0", "0", "0", "1"]
        await to(app, pilot, "6", 3)
        assert [row[-5:] for row in shown(app)] == [
            ["1", "1", "1", "0", "0"], ["1", "1", "0", "0", "0"], ["0", "0", "1", "0", "0"],
        ]  # fmt: skip
        await to(app, pilot, "7", 2)
        assert [row[0] for row in shown(app)] == ["Autumn", "Winter"]
        await pilot.press("5")
        await until(pilot, lambda: not shown(app))

    in_app(folder, script)


def test_enter_leads_to_what_is_behind_and_q_back(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_figures(app, pilot)
        await to(app, pilot, "2", ITEMS)
        await to(app, pilot, "enter", 1)
        assert shown(app) == [["A1", "East", "School"]]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen))
        assert isinstance(app.screen, SheetScreen)
        assert (app.screen.sheet.unit.code, app.screen.rows.cursor_id) == ("A1", "matters:i2")
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, FiguresScreen) and len(shown(app)) == 1)
        await to(app, pilot, "q", ITEMS)
        assert app.screen.query_one(RowList).cursor_id == "item:matters:i2"
        await to(app, pilot, "3", 1)
        await pilot.press("enter")
        await until(pilot, lambda: (app.screen.query_one(RowList).cursor_id or "").startswith("section:"))
        await to(app, pilot, "enter", ITEMS)
        await to(app, pilot, "q", 1)
        await to(app, pilot, "6", 3)
        await pilot.press("down")
        await to(app, pilot, "enter", 2)
        assert [row[:2] for row in shown(app)] == [["put", "right"], ["still", "failing"]]
        await pilot.press("q", "q")
        await until(pilot, lambda: not isinstance(app.screen, FiguresScreen))

    in_app(folder, script)


def test_sorted_filtered_and_counted_by_something_else(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_figures(app, pilot)
        await to(app, pilot, "2", ITEMS)
        await pilot.press("s")
        await until(pilot, lambda: [row[0] for row in shown(app)] == ["1", "2", "3", "4", "5", "6"])
        await pilot.press("/", *"alarm", "enter")
        await until(pilot, lambda: [row[0] for row in shown(app)] == ["2"])
        await pilot.press("q")
        await to(app, pilot, "6", 3)
        await pilot.press("g")
        await until(pilot, lambda: [row[0] for row in shown(app)] == ["together", "Responsibility"])
        await pilot.press("o")
        await until(pilot, lambda: [row[0] for row in shown(app)] == ["Autumn2026-09-01"])
        await pilot.press("enter")
        await until(pilot, lambda: [row[0] for row in shown(app)] == ["together", "Responsibility"])
        await pilot.press("1", "t")
        await until(pilot, lambda: _("All units are of one type.") in app.screen.query_one("#keys").render_line(0).text)

    in_app(folder, script)


def test_what_somebody_else_records_is_read_anew_when_asked_for(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_figures(app, pilot)
        workspace = Workspace(folder)
        workspace.sheet(workspace.rounds()[0], "A2").set_mark("i1", "pass")
        await until(pilot, lambda: "r reads anew" in app.screen.query_one("#keys").render_line(0).text)
        await pilot.press("r")
        await until(pilot, lambda: len(shown(app)) == 2 and shown(app)[0][1] == "A2")

    in_app(folder, script)


def test_a_void_round_says_so(folder: Path) -> None:
    from store import states

    workspace = Workspace(folder)
    states.void(workspace.rounds()[0], "by mistake")

    async def script(app: AudittyApp, pilot: Any) -> None:
        await until(pilot, lambda: app.screen.query_one(RowList).rows)
        app.screen.query_one(RowList).move_to(workspace.rounds()[0].info.id)
        await pilot.press("d")
        await until(pilot, lambda: "is void" in app.screen.query_one("#keys").render_line(0).text)

    in_app(folder, script)


def test_a_bar_shows_that_something_is_there() -> None:
    assert [bar(share) for share in (None, 0.0, 0.001, 0.5, 1.0)] == [
        " " * 10, "." * 10, "#" + "." * 9, "#####.....", "#" * 10,
    ]  # fmt: skip


def last_values(path: Path, table: str) -> dict[str, dict[str, Any]]:
    """What stands in a journal, read as anybody could who knows only docs/data.md."""
    values = {}
    for text in path.read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        if line["table"] == table:
            values[line["key"]] = line["after"]
    return {key: value for key, value in values.items() if value is not None}


@pytest.mark.parametrize("seed", range(3))
def test_screen_command_line_status_and_board_say_what_the_journals_say(tmp_path: Path, cli: Cli, seed: int) -> None:
    chance, folder = random.Random(seed), tmp_path / "w"
    units = [{"code": f"A{number}", "name": f"School {number}"} for number in range(1, 6)]
    workspace = works.make(folder, wanted=works.items(ITEMS), units=units)
    round_ = workspace.rounds()[0]
    for unit in units:
        sheet = workspace.sheet(round_, unit["code"])
        for line in sheet.all_lines:
            if chance.random() < 0.8:
                sheet.set_mark(line.ref, chance.choice(("pass", "fail", "na", "none")))
        found = [(ref, each, each.problem or ref) for line, _mark, each in sheet.findings if line for ref in [line.ref]]
        dated = [(ref, Finding(id=each.id, due=chance.choice(("", "2020-01-01", "2999-01-01"))), text)
                 for ref, each, text in found]  # fmt: skip
        workspace.ledger(unit["code"]).open(round_.info.id, "N-1", dated, "2026-11-23")

    verdicts = {
        unit["code"]: Counter(
            mark["verdict"]
            for mark in last_values(round_.path / "sheets" / f"{unit['code']}.journal", "marks").values()
        )
        for unit in units
        if (round_.path / "sheets" / f"{unit['code']}.journal").exists()
    }
    orders = [
        value
        for path in sorted((folder / "ledger").glob("*.journal"))
        for value in last_values(path, "rectifications").values()
    ]
    failed = {code: count["fail"] for code, count in verdicts.items()}
    passed = {code: count["pass"] for code, count in verdicts.items()}

    known = Known()
    for view in ("ranking", "rates", "trend"):
        known = gather(workspace, workspace.round(round_.info.id), view, None, known, lambda done, of: None)
    assert {each.unit: (each.score.passed, each.score.failed) for each in known.ranked} == {
        code: (passed[code], failed[code]) for code in verdicts
    }
    assert sum(each.failed for each in known.items) == sum(failed.values()) == len(orders)
    assert known.lines is not None
    assert known.lines[0].total.failed == sum(failed.values())
    stands = board.read(workspace)
    assert board.figures(stands.rows).states == Counter(each["state"] for each in orders)
    late = sum(each["due"] == "2020-01-01" for each in orders)
    assert board.figures(stands.rows).lights["red"] == late

    told = cli("-w", folder, "stats", "scores", round_.info.id, "--json").json
    assert {each["unit"]: each["fail"] for each in told["units"]} == failed
    status = cli("-w", folder, "rounds", "status", round_.info.id, "--json").json["units"]
    assert {code: each["fail"] for code, each in status.items()} == failed
    rates = cli("-w", folder, "stats", "rates", "--json").json["total"]
    assert (rates["total"], rates["late"]) == (len(orders), late)
    assert len(cli("-w", folder, "rectify", "list", "--json").json) == len(orders)
