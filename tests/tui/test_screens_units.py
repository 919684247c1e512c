"""The units of a round on the screen: Enter chooses the unit that was typed for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.tui import papers
from tests.tui.papers import in_app, press
from tui.screens.sheet import SheetScreen
from tui.screens.units import UnitsScreen


def test_enter_opens_the_first_unit_that_was_typed_for(tmp_path: Path) -> None:
    folder = papers.workspace(tmp_path / "w")

    async def script(app: Any, pilot: Any) -> None:
        screen = await press(app, pilot, "enter", UnitsScreen, "East School")
        screen.rows.move_to("A1")
        await pilot.press("slash", *"south")
        assert screen.rows.cursor_id == "A3", "and not the group it stands in"
        await pilot.press("enter")
        await press(app, pilot, "enter", SheetScreen, "South School")

    in_app(folder, script)
