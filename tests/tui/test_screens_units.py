"""The units of a round on the screen: Enter chooses the unit that was typed for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.tui import papers
from tests.tui.papers import in_app, press
from tests.tui.test_screens_actions import until
from tui.screens.sheet import SheetScreen
from tui.screens.units import UnitsScreen
from tui.widgets.bar import LineBar


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


def test_what_narrows_the_list_is_said_once_whatever_the_size(tmp_path: Path) -> None:
    folder = papers.workspace(tmp_path / "w")

    async def script(app: Any, pilot: Any) -> None:
        screen = await press(app, pilot, "enter", UnitsScreen, "East School")
        await pilot.press("s")
        screen.saved()
        before = last_line(screen)
        for columns in (81, 60, 80):
            await pilot.resize_terminal(columns, 24)
            await until(pilot, lambda: len(last_line(screen)) == columns)  # noqa: B023 (awaited at once)
        await pilot.pause()
        assert last_line(screen) == before
        assert before.endswith("  saved ")

    in_app(folder, script)


def last_line(screen: UnitsScreen) -> str:
    bar = screen.query_one("#keys", LineBar)
    return bar.draw(*bar.size)[0].text
