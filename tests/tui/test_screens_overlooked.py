"""What was never inspected, and passes that aged, on the screen."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from store.clock import FixedClock
from store.workspace import Workspace
from tests.tui import works
from tests.tui.test_screens_actions import in_app, text_of, until
from tui.app import AudittyApp
from tui.screens.overlooked import OverlookedScreen
from tui.screens.sheet import SheetScreen

pytestmark = pytest.mark.slow


def test_both_lists_and_the_sheet_behind_a_pass(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    works.make(folder)
    settings = (folder / "workspace.yaml").read_text()
    (folder / "workspace.yaml").write_text(settings.replace("pass_valid_days: 0", "pass_valid_days: 30"))
    workspace = Workspace(folder, who="Li Wen", clock=FixedClock(datetime(2025, 1, 2, tzinfo=UTC)))
    workspace.sheet(workspace.rounds()[0], "A1").set_mark("matters:i7", "pass")

    async def script(app: AudittyApp, pilot: Any) -> None:
        await pilot.press("l", "n")
        await until(pilot, lambda: isinstance(app.screen, OverlookedScreen) and app.screen.rows.rows)
        assert isinstance(app.screen, OverlookedScreen)
        screen = app.screen
        assert [row.id for row in screen.rows.rows] == ["A2"]
        assert "West School" in text_of(screen, "A2")
        await pilot.press("t")
        await until(pilot, lambda: [row.id for row in screen.rows.rows] == ["A1/matters:i7"])
        assert "2025-01-02" in text_of(screen, "A1/matters:i7")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen) and app.screen.rows.cursor_id == "matters:i7")

    in_app(folder, script)


def test_passes_do_not_age_unless_the_workspace_says_so(tmp_path: Path) -> None:
    works.make(tmp_path / "w")

    async def script(app: AudittyApp, pilot: Any) -> None:
        await pilot.press("l", "p")
        await until(pilot, lambda: isinstance(app.screen, OverlookedScreen))
        screen: Any = app.screen
        await until(pilot, lambda: "pass_valid_days" in "".join(s.text for s in screen.rows.draw(80, 4)))

    in_app(tmp_path / "w", script)
