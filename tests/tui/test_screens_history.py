"""History on the screen: whose, in words and whole, searched, growing while it is looked at, at any length."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from store.model import Finding
from tests.tui import works
from tests.tui.test_screens_actions import until
from tests.tui.test_screens_damage import lines, opened, sheet_opened
from tui.app import AudittyApp
from tui.i18n import set_language
from tui.screens import history as module
from tui.screens.history import HistoryScreen
from tui.screens.rounds import RoundsScreen
from tui.screens.sheet import SheetScreen
from tui.screens.units import UnitsScreen
from tui.widgets.bar import LineBar
from tui.widgets.pane import Pane
from tui.widgets.rows import RowList

pytestmark = pytest.mark.slow

Script = Callable[[AudittyApp, Any], Awaitable[None]]


def in_app(folder: Path, script: Script, size: tuple[int, int] = (100, 24)) -> None:
    async def go() -> None:
        app = opened(folder)
        async with app.run_test(size=size) as pilot:
            await script(app, pilot)

    asyncio.run(go())


def rows(app: AudittyApp) -> list[str]:
    found = app.screen.query_one(RowList).rows
    return ["".join(text for text, _style in [*row.left, *row.right]) for row in found]


async def told(app: AudittyApp, pilot: Any, count: int) -> list[str]:
    """Wait for a history of so many entries."""
    await until(pilot, lambda: isinstance(app.screen, HistoryScreen) and len(rows(app)) == count)
    return rows(app)


def pane(app: AudittyApp) -> str:
    return "\n".join(line.rstrip() for line in lines(app.screen.query_one(Pane)))


def test_whose_history_each_key_opens(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w")
    (round_,) = workspace.rounds()
    sheet = workspace.sheet(round_, "A1")
    sheet.set_mark("i1", "pass")
    sheet.set_note("i2", "seen")
    sheet.set_other(Finding(problem="fence open"))
    workspace.sheet(round_, "A2").set_mark("i1", "pass")

    async def script(app: AudittyApp, pilot: Any) -> None:
        title = "#title"
        await until(pilot, lambda: isinstance(app.screen, RoundsScreen))
        await pilot.press("H")
        found = await told(app, pilot, 6)  # three lines of the workspace, three of the round
        assert any("Unit A1" in row for row in found)
        assert any("Inspector Li Wen" in row for row in found)
        assert "Audit / History" in app.screen.query_one(title, LineBar).render_line(0).text
        await pilot.press("q", "h")
        await told(app, pilot, 7)
        await pilot.press("q", "enter")
        await until(pilot, lambda: isinstance(app.screen, UnitsScreen))
        await pilot.press("H")
        await told(app, pilot, 7)
        await pilot.press("q", "h")
        found = await told(app, pilot, 3)
        assert "Finding outside the list: fence open" in found[0]
        await pilot.press("q", "enter")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen) and app.screen.is_mounted)
        await pilot.press("home", "h")
        (only,) = await told(app, pilot, 1)
        assert "Item 1: Matter 1" in only
        assert only.endswith("pass ")
        await pilot.press("q", "H")
        await told(app, pilot, 3)
        await pilot.press("q", "end", "h")
        (only,) = await told(app, pilot, 1)
        assert "fence open" in only

    in_app(tmp_path / "w", script)


def test_in_words_whole_and_searched(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w")
    (round_,) = workspace.rounds()
    sheet = workspace.sheet(round_, "A1")
    sheet.set_mark("i1", "pass")
    event = sheet.set_note("i1", "[red]seen[/red]\x1b[31m")
    sheet.undo()

    async def script(app: AudittyApp, pilot: Any) -> None:
        await sheet_opened(app, pilot)
        await pilot.press("home", "h")
        found = await told(app, pilot, 3)
        assert "undo" in found[0]
        await pilot.press("down")
        await until(pilot, lambda: re.search("Was +pass", pane(app)))
        assert "[red]seen[/red]" in pane(app)
        await pilot.press("enter")
        await until(pilot, lambda: event.id in pane(app))
        await pilot.press("d", "d", "d")
        await until(pilot, lambda: '"note": "[red]seen' in pane(app))
        await pilot.press("enter")
        await until(pilot, lambda: event.id not in pane(app))
        await pilot.press("slash", *"undo")
        await told(app, pilot, 1)
        await pilot.press("enter", "q")
        await told(app, pilot, 3)

    in_app(tmp_path / "w", script)


def test_what_others_add_shows(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w")
    (round_,) = workspace.rounds()

    async def script(app: AudittyApp, pilot: Any) -> None:
        await until(pilot, lambda: isinstance(app.screen, RoundsScreen))
        await pilot.press("h")
        await told(app, pilot, 3)
        workspace.sheet(round_, "A2").set_mark("i1", "pass")
        found = await told(app, pilot, 4)
        assert "Item 1" in found[0]

    in_app(tmp_path / "w", script)


def test_a_long_journal_is_read_as_far_as_it_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST", 5)
    workspace = works.make(tmp_path / "w")
    sheet = workspace.sheet(workspace.rounds()[0], "A1")
    for number in range(30):
        sheet.set_note("i1", f"n{number}x")

    async def script(app: AudittyApp, pilot: Any) -> None:
        await sheet_opened(app, pilot)
        await pilot.press("H")
        found = await told(app, pilot, 5)
        assert "n29x" in found[0]
        assert "5+ entries" in app.screen.query_one("#title", LineBar).render_line(0).text
        await pilot.press("end")
        await told(app, pilot, 20)
        await pilot.press("end")
        found = await told(app, pilot, 30)
        assert found[-1].rstrip().endswith("n0x")
        await pilot.press("slash", *"n7x", "enter")
        await told(app, pilot, 2)  # what made it, and what changed it

    in_app(tmp_path / "w", script)


def test_damage_and_a_round_that_is_gone(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w")
    (round_,) = workspace.rounds()
    sheet = workspace.sheet(round_, "A1")
    sheet.set_mark("i1", "pass")
    workspace.sheet(round_, "A2").set_mark("i1", "pass")
    path = sheet.record.journal_path
    path.write_bytes(path.read_bytes().replace(b'"pass"', b'"fail"'))

    async def script(app: AudittyApp, pilot: Any) -> None:
        await until(pilot, lambda: isinstance(app.screen, RoundsScreen))
        await pilot.press("h")
        await told(app, pilot, 4)
        bar = app.screen.query_one("#keys", LineBar)
        await until(pilot, lambda: "A1.journal" in bar.render_line(0).text)
        round_.path.rename(tmp_path / "elsewhere")
        await until(pilot, lambda: "no round" in bar.render_line(0).text)
        assert len(rows(app)) == 4
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, RoundsScreen))

    in_app(tmp_path / "w", script)


def test_in_chinese_at_80_columns(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w", language="zh")
    sheet = workspace.sheet(workspace.rounds()[0], "A1")
    sheet.set_note("i1", "说明" * 60)
    set_language("zh")

    async def script(app: AudittyApp, pilot: Any) -> None:
        await sheet_opened(app, pilot)
        await pilot.press("h")
        await told(app, pilot, 1)
        await until(pilot, lambda: "说明" in pane(app))
        assert "说明" in lines(app.screen.query_one(RowList))[0]

    in_app(tmp_path / "w", script, (80, 24))
