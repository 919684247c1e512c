"""Conflicts on the screens: where there are some is seen, both values stand side by side, and a key settles them."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from store.conflicts import open_in
from store.given import Input
from store.model import Visit
from store.sheet import Sheet
from store.workspace import Workspace
from tests.tui import works
from tests.tui.test_screens_actions import until
from tests.tui.test_screens_damage import lines, opened
from tui.app import AudittyApp
from tui.screens.rounds import RoundsScreen
from tui.screens.sheet import SheetScreen
from tui.screens.units import UnitsScreen
from tui.widgets.form import Form
from tui.widgets.pane import Pane
from tui.widgets.rows import RowList


def sheet_of(folder: Path, who: str) -> Sheet:
    workspace = Workspace(folder, who=who)
    return workspace.sheet(workspace.rounds()[0], "A1")


def in_conflict(folder: Path) -> Path:
    """A workspace in which two copies of the sheet of A1 came together: item i2, and the visit."""
    works.make(folder / "w")
    shutil.copytree(folder / "w", folder / "other")
    mine, theirs = sheet_of(folder / "w", "Li Wen"), sheet_of(folder / "other", "Wang")
    mine.set_mark("i2", "pass")
    mine.set_visit(Visit(place="gate"))
    theirs.set_mark("i2", "fail", Input(finding={"problem": "broken lock"}))
    theirs.set_visit(Visit(place="office"))
    mine.record.merge([line.event for line in theirs.record.lines()])
    assert len(open_in(mine.record)) == 2
    return folder / "w"


def on_the_sheet(folder: Path, script: Callable[[AudittyApp, Any], Awaitable[None]]) -> None:
    async def go() -> None:
        app = opened(folder)
        async with app.run_test(size=(100, 30)) as pilot:
            await until(pilot, lambda: isinstance(app.screen, RoundsScreen))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, UnitsScreen))
            await until(pilot, lambda: any("East School <>" in line for line in lines(app.screen.query_one(RowList))))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, SheetScreen) and app.screen.query_one(RowList).rows)
            await script(app, pilot)

    asyncio.run(go())


def row(app: AudittyApp, number: str) -> str:
    return next(line for line in lines(app.screen.query_one(RowList)) if f" {number} " in line)


def pane(app: AudittyApp) -> str:
    return "\n".join(lines(app.screen.query_one(Pane)))


def test_both_values_are_shown_and_one_is_chosen_and_taken_back(tmp_path: Path) -> None:
    folder = in_conflict(tmp_path)

    async def script(app: AudittyApp, pilot: Any) -> None:
        app.screen.query_one(RowList).move_to("matters:i2")
        await until(pilot, lambda: "broken lock" in pane(app))
        assert "Li Wen" in pane(app)
        assert "Wang" in pane(app)
        assert "<>" in row(app, "2")
        before = sheet_of(folder, "Li Wen").verdict("matters:i2")
        await pilot.press("=")
        await until(pilot, lambda: app.screen.query_one(Form).display)
        await pilot.press("right", "enter")
        await until(pilot, lambda: "<>" not in row(app, "2"))
        after = sheet_of(folder, "Li Wen")
        assert {before, after.verdict("matters:i2")} == {"pass", "fail"}
        assert [conflict.table for conflict in open_in(after.record)] == ["visit"]
        await until(pilot, lambda: app.screen.query_one(RowList).has_focus)
        await pilot.press("z")
        await until(pilot, lambda: "<>" in row(app, "2"))
        assert len(open_in(sheet_of(folder, "Li Wen").record)) == 2

    on_the_sheet(folder, script)


def test_away_from_it_the_key_settles_the_first_then_the_visit_then_says_there_is_none(tmp_path: Path) -> None:
    folder = in_conflict(tmp_path)

    async def script(app: AudittyApp, pilot: Any) -> None:
        while before := open_in(sheet_of(folder, "Li Wen").record):
            app.screen.query_one(RowList).move_to("matters:i5")
            await pilot.press("=")
            await until(pilot, lambda: app.screen.query_one(Form).display)
            await pilot.press("enter")
            await until(pilot, lambda: app.screen.query_one(RowList).has_focus)
            assert open_in(sheet_of(folder, "Li Wen").record) == before[1:]
        await pilot.press("=")
        await until(pilot, lambda: "Nothing is in conflict" in "".join(lines(app.screen.query_one("#keys"))))

    on_the_sheet(folder, script)


def test_a_mark_given_anew_settles_it(tmp_path: Path) -> None:
    folder = in_conflict(tmp_path)

    async def script(app: AudittyApp, pilot: Any) -> None:
        app.screen.query_one(RowList).move_to("matters:i2")
        await pilot.press("1")
        await until(pilot, lambda: "<>" not in row(app, "2"))
        assert [conflict.table for conflict in open_in(sheet_of(folder, "Li Wen").record)] == ["visit"]

    on_the_sheet(folder, script)
