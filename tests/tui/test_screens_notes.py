"""Notes on a sheet: what was looked at and left as it was is no change."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.binding import Binding

from store.workspace import Workspace
from tests.tui import works
from tests.tui.test_screens_actions import until
from tests.tui.test_screens_damage import opened
from tui.actions import TYPING
from tui.screens.help import HelpScreen
from tui.screens.rounds import RoundsScreen
from tui.screens.sheet import SheetScreen
from tui.screens.units import UnitsScreen
from tui.widgets.editor import Editor
from tui.widgets.form import Form
from tui.widgets.rows import RowList


def test_a_note_that_is_left_as_it_was_is_not_recorded(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    workspace = Workspace(tmp_path / "w", who="Li Wen")
    sheet = workspace.sheet(workspace.rounds()[0], "A1")
    sheet.set_note("i2", "to be seen")

    async def go() -> None:
        app = opened(tmp_path / "w")
        async with app.run_test(size=(100, 30)) as pilot:
            await until(pilot, lambda: isinstance(app.screen, RoundsScreen))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, UnitsScreen) and app.screen.query_one(RowList).rows)
            app.screen.query_one(RowList).move_to("A1")
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, SheetScreen) and app.screen.query_one(RowList).rows)
            screen = app.screen
            for item in ("matters:i1", "matters:i2"):
                screen.query_one(RowList).move_to(item)
                await pilot.press("e")
                await until(pilot, lambda: screen.query_one(Form).display)
                await pilot.press("enter")
                await until(pilot, lambda: not screen.query_one(Form).display)
            await pilot.press("e", "!", "enter")
            await until(pilot, lambda: sheet.record.refresh())

    asyncio.run(go())
    notes = [line.event.after["note"] for line in sheet.record.lines() if line.event.after]
    assert notes == ["to be seen", "to be seen!"]


@pytest.mark.slow
def test_help_over_an_open_form_lists_its_keys_first_and_leaves_it_open(tmp_path: Path) -> None:
    works.make(tmp_path / "w")

    async def go() -> None:
        app = opened(tmp_path / "w")
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: isinstance(app.screen, RoundsScreen))
            await pilot.press("enter", "enter")
            await until(pilot, lambda: isinstance(app.screen, SheetScreen) and app.screen.query_one(RowList).rows)
            sheet = app.screen
            await pilot.press("e", "x", "f1")
            await until(pilot, lambda: isinstance(app.screen, HelpScreen))
            first = [row.id for row in app.screen.query_one(RowList).rows][:5]
            assert first == ["typing", *(f"typing:{keys}" for keys, _text in TYPING[:4])]
            await pilot.press("q", "y", "enter")
            await until(pilot, lambda: app.screen is sheet and not sheet.query_one(Form).display)

    asyncio.run(go())
    found = works.sheet(tmp_path / "w")
    mark = found.mark(found.lines[0].ref)
    assert mark is not None
    assert mark.note == "xy"


def test_the_keys_that_help_lists_for_typing_are_bound() -> None:
    bound = {binding.key for widget in (Editor, Form) for binding in Binding.make_bindings(widget.BINDINGS)}
    for keys, _text in TYPING:
        for key in keys.split():
            if key != "Shift+arrows":
                assert key.lower().replace("esc", "escape") in bound, key
