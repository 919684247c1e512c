"""The dashboard of a round: its figures, what is behind each of them, the map of units and parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store import states
from store.model import Finding
from store.moving import move, newest
from store.workspace import Workspace
from tests.tui import works
from tests.tui.test_screens_actions import in_app, until
from tui.app import AudittyApp
from tui.i18n import set_language
from tui.screens.board import BoardScreen
from tui.screens.dashboard import DashboardScreen
from tui.screens.dashboard_read import STEPS, Known
from tui.screens.dashboard_rows import figure_rows
from tui.screens.figures import FiguresScreen
from tui.screens.sheet import SheetScreen
from tui.screens.units import UnitsScreen
from tui.widgets.panes import Grid, PaneRows
from tui.widgets.rows import RowList
from tui.widgets.text import width

pytestmark = pytest.mark.slow

HOSTILE = "[red]\x1b[2J学校\u202eABC\u200b" * 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four items; A1 passed i1 and failed i2, A2 failed all, a third with a hostile name has nothing."""
    units = [
        {"code": "A1", "name": "East School", "type": "school"},
        {"code": "A2", "name": "West School", "type": "school"},
        {"code": "A3", "name": HOSTILE, "type": "kindergarten"},
    ]
    workspace = works.make(tmp_path / "w", wanted=works.items(4), units=units)
    round_ = workspace.rounds()[0]
    for unit, item, verdict in (
        ("A1", "i1", "pass"),
        ("A1", "i2", "fail"),
        *(("A2", f"i{n}", "fail") for n in (1, 2, 3, 4)),
    ):
        workspace.sheet(round_, unit).set_mark(item, verdict)  # type: ignore[arg-type]
    dated = [("matters:i1", Finding(id="f1", due="2020-01-01"), "wrong"), ("matters:i2", Finding(id="f2"), "wrong")]
    workspace.ledger("A2").open(round_.info.id, "N-1", dated, "2019-12-01")
    return tmp_path / "w"


def pane(app: AudittyApp, name: str) -> list[str]:
    """The rows of a pane as text, its parts apart."""
    rows = app.screen.query_one(f"#{name}", PaneRows)
    return [" ".join(part for part, _style in [*row.left, *row.right]) for row in rows.rows]


def line(app: AudittyApp, id: str) -> str:
    """What a bar at the top or at the bottom shows."""
    return app.screen.query_one(f"#{id}").render_line(0).text


async def at_dashboard(app: AudittyApp, pilot: Any) -> DashboardScreen:
    """From the rounds to the dashboard of the newest, all of it read."""
    await until(pilot, lambda: app.screen.query_one(RowList).rows)
    await pilot.press("o")
    await until(pilot, lambda: isinstance(app.screen, DashboardScreen) and pane(app, "map"))
    assert isinstance(app.screen, DashboardScreen)
    return app.screen


async def to(app: AudittyApp, pilot: Any, screen: type, *keys: str) -> None:
    """Press keys that lead to a screen."""
    await pilot.press(*keys)
    await until(pilot, lambda: isinstance(app.screen, screen))


async def back(app: AudittyApp, pilot: Any) -> None:
    """One step back is the dashboard."""
    await to(app, pilot, DashboardScreen, "q")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_it_shows(folder: Path, lang: str) -> None:
    set_language("zh" if lang == "zh" else "en")

    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_dashboard(app, pilot)
        units = [row.split() for row in pane(app, "units")]
        assert [row[-3:] for row in units[1:4]] == [
            ["###.......", "1", "33.3%"], ["###.......", "1", "33.3%"], ["###.......", "1", "33.3%"],
        ]  # fmt: skip
        assert units[4][-2:] == ["#####.....", "50.0%"]
        assert [row[-2] for row in units[6:]] == ["1", "0", "2", "0"]
        figures = [row.split() for row in pane(app, "figures")]
        assert figures[-1][-2:] == ["##........", "16.7%"]
        names = [row.split() for row in pane(app, "map")]
        assert [(row[0], row[-1]) for row in names] == [("A2", "0.0%"), ("A1", "50.0%"), ("A3", ".")]
        for each in app.screen.query(PaneRows):
            bars = [each.render_line(y).text for y in range(each.size.height)]
            assert {width(text) for text in bars} == {each.size.width}
            if each.id == "units":
                at = {width(text[: text.index("#")]) for text in bars if "#" in text}
                assert len(at) == 1, "bars stand under one another"
        assert "\x1b" not in "".join(app.screen.query_one("#map").render_line(y).text for y in range(3))

    in_app(folder, script)


@pytest.mark.slow
def test_every_bar_leads_to_what_is_behind_it(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_dashboard(app, pilot)
        await to(app, pilot, UnitsScreen, "down", "down", "enter")
        await until(pilot, lambda: any(row.id == "A3" for row in app.screen.query_one(RowList).rows))
        assert not {"A1", "A2"} & {row.id for row in app.screen.query_one(RowList).rows}
        await back(app, pilot)
        await to(app, pilot, FiguresScreen, "down", "enter")
        await back(app, pilot)
        await to(app, pilot, BoardScreen, "down", "enter")
        await until(pilot, lambda: [row.id for row in app.screen.query_one(RowList).rows] == ["A2-0001"])
        await back(app, pilot)
        await to(app, pilot, BoardScreen, "down", "down", "enter")
        await until(pilot, lambda: len(app.screen.query_one(RowList).rows) == 2)
        await back(app, pilot)
        ungraded = next(
            row.id for row in app.screen.query_one("#figures", PaneRows).rows if row.id.startswith("grade::")
        )
        await pilot.press("2")
        app.screen.query_one("#figures", PaneRows).move_to(ungraded)
        await to(app, pilot, FiguresScreen, "enter")
        await until(pilot, lambda: len(app.screen.query_one(RowList).rows) == 5)
        await to(app, pilot, SheetScreen, "enter")
        await to(app, pilot, FiguresScreen, "q")
        await back(app, pilot)
        await to(app, pilot, FiguresScreen, "end", "enter")
        await until(pilot, lambda: len([row for row in app.screen.query_one(RowList).rows if row.selectable]) == 4)
        await back(app, pilot)

    in_app(folder, script)


@pytest.mark.slow
def test_a_cell_leads_to_the_sheet_at_that_part(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_dashboard(app, pilot)
        grid = app.screen.query_one(Grid)
        await pilot.press("3", "down", "right")
        assert (grid.cursor_id, grid.column) == ("A1", "matters:s")
        assert "[" in grid.render_line(1).text
        await to(app, pilot, SheetScreen, "enter")
        assert isinstance(app.screen, SheetScreen)
        assert (app.screen.sheet.unit.code, app.screen.rows.cursor_id) == ("A1", "matters:i2")
        await pilot.press("1")
        await until(pilot, lambda: works.verdicts(folder) == "pp..")
        await back(app, pilot)
        await until(pilot, lambda: "100.0%" in grid.render_line(1).text)

    in_app(folder, script)


@pytest.mark.slow
def test_the_mouse_enters_a_pane_chooses_a_cell_and_opens_it(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_dashboard(app, pilot)
        grid = app.screen.query_one(Grid)
        last = grid.size.width - 5
        await pilot.click("#map", offset=(last, 1))
        await until(pilot, lambda: (grid.entered, grid.cursor_id, grid.column) == (True, "A1", "matters:s"))
        await pilot.click("#map", offset=(last - 15, 1))
        await until(pilot, lambda: (grid.cursor_id, grid.column) == ("A1", ""))
        await pilot.click("#units", offset=(3, 1))
        await until(pilot, lambda: app.screen.query_one("#units", PaneRows).entered)
        assert isinstance(app.screen, DashboardScreen), "a click that enters opens nothing"
        await pilot.click("#map", offset=(last, 0))
        await until(pilot, lambda: grid.entered)
        await pilot.click("#map", offset=(last, 0))
        await until(pilot, lambda: isinstance(app.screen, SheetScreen))

    in_app(folder, script)


@pytest.mark.slow
def test_panes_sorts_parts_types_and_the_filter(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_dashboard(app, pilot)

        def codes() -> list[str]:
            return [row.split()[0] for row in pane(app, "map")]

        async def entered(name: str) -> None:
            await until(pilot, lambda: [each.id for each in app.screen.query(PaneRows) if each.entered] == [name])

        walk = {"tab": "figures", "w": "map", "up": "units", "right": "figures", "left": "units", "２": "figures"}
        for key, wanted in (*walk.items(), ("3", "map"), ("1", "units")):
            await pilot.press(key)
            await entered(wanted)
        await pilot.press("s", "s")
        await until(pilot, lambda: codes() == ["A3", "A1", "A2"])
        await pilot.press("s")
        await until(pilot, lambda: codes() == ["A1", "A2", "A3"])
        await pilot.press("g")
        await until(pilot, lambda: "responsibility" in app.screen.query_one(Grid).columns)
        await pilot.press("t")
        await until(pilot, lambda: len(codes()) in (1, 2))
        await pilot.press("q")
        await until(pilot, lambda: len(codes()) == 3)
        await pilot.press("/", *"west", "enter")
        await until(pilot, lambda: codes() == ["A2"])
        await entered("map")
        await pilot.press("q")
        await until(pilot, lambda: len(codes()) == 3)

    in_app(folder, script)


@pytest.mark.slow
def test_what_others_record_shows_by_itself(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_dashboard(app, pilot)
        workspace = Workspace(folder)
        for number in (1, 2, 3, 4):
            workspace.sheet(workspace.rounds()[0], "A3").set_mark(f"i{number}", "pass")
        await until(pilot, lambda: pane(app, "map")[-1].split()[-1] == "100.0%")

    in_app(folder, script)


@pytest.mark.slow
def test_one_unit_without_a_mark_and_a_void_round(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    workspace = works.make(folder, wanted=works.items(1), units=[{"code": "A1", "name": "East School"}])

    async def one(app: AudittyApp, pilot: Any) -> None:
        await at_dashboard(app, pilot)
        assert [row.split()[-1] for row in pane(app, "units")[6:]] == ["-"] * 4
        assert pane(app, "map")[0].split()[-2:] == [".", "."]
        await to(app, pilot, SheetScreen, "3", "enter")

    in_app(folder, one)
    states.void(workspace.rounds()[0], "by mistake")

    async def void(app: AudittyApp, pilot: Any) -> None:
        await until(pilot, lambda: app.screen.query_one(RowList).rows)
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, DashboardScreen) and "is void" in line(app, "keys"))

    in_app(folder, void)


def test_a_round_that_moves_to_a_checklist_with_other_sections_is_read_anew(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w", wanted=works.items(2))
    round_, known = workspace.rounds()[0], Known()

    def read(known: Known) -> Known:
        for step in STEPS:
            known = step(workspace, round_, "", known, lambda done, of: None)
            list(figure_rows(known))  # as the dashboard draws after each
        return known

    assert list(read(known).parts) == ["matters:s"]
    path = tmp_path / "w" / "checklists" / "matters.yaml"
    path.write_text(path.read_text().replace("version: '1'", "version: '2'").replace("id: s\n", "id: t\n"))
    before = read(known)
    move(workspace, round_, newest(workspace, round_))
    assert list(read(before).parts) == ["matters:t"]
