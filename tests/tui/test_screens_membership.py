"""Units leave and join a round on its units screen, with a reason asked in place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store import round_units
from store.workspace import Workspace
from tests.tui import works
from tests.tui.test_screens_actions import in_app, text_of, until
from tui.app import AudittyApp
from tui.screens.membership import MembershipScreen
from tui.screens.sheet import SheetScreen
from tui.screens.units import UnitsScreen
from tui.widgets.bar import LineBar

pytestmark = pytest.mark.slow

UNITS = [{"code": "A1", "name": "East School"}, {"code": "A2", "name": "West School"}, {"code": "A3", "name": "North"}]


def left(folder: Path) -> dict[str, str]:
    return Workspace(folder).rounds()[0].left


async def units_screen(app: AudittyApp, pilot: Any) -> MembershipScreen:
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, UnitsScreen) and app.screen.rows.cursor_id == "A1")
    assert isinstance(app.screen, MembershipScreen)
    return app.screen


def test_a_unit_leaves_and_comes_back(tmp_path: Path) -> None:
    works.make(tmp_path / "w", units=UNITS)

    async def script(app: AudittyApp, pilot: Any) -> None:
        screen = await units_screen(app, pilot)
        await pilot.press("L")
        await until(pilot, lambda: screen.form.is_open)
        await pilot.press("enter")
        assert screen.form.is_open, "a reason is needed"
        await pilot.press(*"moved", "enter")
        await until(pilot, lambda: not screen.form.is_open)
        assert left(tmp_path / "w") == {"A1": "moved"}
        row = text_of(screen, "A1")
        assert "East School" in row
        assert "moved" in row
        assert [row.id for row in screen.rows.rows][-2:] == ["left", "A1"]
        assert "2" in str(screen.query_one("#title", LineBar).render_line(0).text)

        await until(pilot, lambda: screen.rows.has_focus)
        assert screen.rows.cursor_id == "A1"
        await pilot.press("J")
        await until(pilot, lambda: screen.form.is_open)
        await pilot.press("tab", *"back", "enter")
        await until(pilot, lambda: not screen.form.is_open)
        assert left(tmp_path / "w") == {}
        await until(pilot, lambda: "not done" in text_of(screen, "A1"))

    in_app(tmp_path / "w", script)


def test_a_new_unit_joins_by_its_code(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w", units=UNITS)
    round_units.leave(workspace.rounds()[0], ["A2"], "gone")

    async def script(app: AudittyApp, pilot: Any) -> None:
        screen = await units_screen(app, pilot)
        await pilot.press("J")
        await until(pilot, lambda: screen.form.is_open)
        await pilot.press(*"A9", "tab", *"new", "enter")
        await until(pilot, lambda: "A9" in screen.query_one("#keys", LineBar).render_line(0).text)
        assert screen.form.is_open, "what was typed is still there"
        assert screen.form.values() == {"code": "A9", "reason": "new"}
        await pilot.press("shift+tab", "backspace", "2", "enter")
        await until(pilot, lambda: not screen.form.is_open)
        assert left(tmp_path / "w") == {}

    in_app(tmp_path / "w", script)


def test_what_left_can_be_read_and_not_marked(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w", units=UNITS)
    round_units.leave(workspace.rounds()[0], ["A3"], "dissolved")

    async def script(app: AudittyApp, pilot: Any) -> None:
        screen = await units_screen(app, pilot)
        await pilot.press("end")
        await until(pilot, lambda: screen.rows.cursor_id == "A3")
        await pilot.press("L")
        assert not screen.form.is_open
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen))
        await pilot.press("1")
        await until(pilot, lambda: "dissolved" in app.screen.query_one("#keys", LineBar).render_line(0).text)
        assert set(works.verdicts(tmp_path / "w", "A3")) == {"."}

    in_app(tmp_path / "w", script)


def test_somebody_else_lets_a_unit_leave(tmp_path: Path) -> None:
    works.make(tmp_path / "w", units=UNITS)

    async def script(app: AudittyApp, pilot: Any) -> None:
        screen = await units_screen(app, pilot)
        round_units.leave(Workspace(tmp_path / "w").rounds()[0], ["A2"], "gone")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen))
        await pilot.press("q")
        await until(pilot, lambda: app.screen is screen)
        await until(pilot, lambda: [row.id for row in screen.rows.rows][-2:] == ["left", "A2"])

    in_app(tmp_path / "w", script)
