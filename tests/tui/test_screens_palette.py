"""The palette: every action of the program by its words in both languages, wherever it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.tui import works
from tests.tui.test_screens_actions import in_app, until
from tests.tui.test_screens_states import bar
from tui.actions import SCREENS
from tui.app import AudittyApp
from tui.i18n import in_chinese, set_language
from tui.screens.palette import PaletteScreen
from tui.screens.sheet import SheetScreen
from tui.screens.units import UnitsScreen

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_palette_finds_every_action_of_the_program_by_its_label_in_both_languages(
    lang: str, tmp_path: Path
) -> None:
    works.make(tmp_path / "w")
    set_language("zh" if lang == "zh" else "en")

    async def script(app: AudittyApp, pilot: Any) -> None:
        await app.push_screen(PaletteScreen("sheet"))
        await until(pilot, lambda: app.screen.query_one("#filter").has_focus)
        palette = app.screen
        assert isinstance(palette, PaletteScreen)
        for action in {action for actions in SCREENS.values() for action in actions}:
            for label in (action.label, in_chinese(action.label)):
                palette.filter_text = label
                palette.redraw()
                ids = [row.id.rpartition(":")[2] for row in palette.rows.rows]
                assert action.id in ids, label

    in_app(tmp_path / "w", script)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("back take", "undo"),
        ("histroy", "history"),
        ("ctrl+z", "undo"),
        ("其题", "other"),
        ("pass", "mark_pass"),
        ("overdue", "calendar:overdue"),
        ("逾期", "calendar:overdue"),
    ],
)
def test_the_nearest_is_first(words: str, found: str, tmp_path: Path) -> None:
    works.make(tmp_path / "w")

    async def script(app: AudittyApp, pilot: Any) -> None:
        chosen: list[object] = []
        await app.push_screen(PaletteScreen("sheet"), chosen.append)
        await until(pilot, lambda: app.screen.query_one("#filter").has_focus)
        await pilot.press(*("space" if char == " " else char for char in words), "enter")
        await until(pilot, lambda: chosen)
        assert chosen == [found]

    in_app(tmp_path / "w", script)


def test_the_palette_says_where_the_action_of_another_screen_is(tmp_path: Path) -> None:
    works.make(tmp_path / "w")

    async def script(app: AudittyApp, pilot: Any) -> None:
        await pilot.press("colon", *"settle", "enter")
        await until(pilot, lambda: "“settle” is on another screen, Sheet: =" in bar(app))

    in_app(tmp_path / "w", script)


def test_no_key_is_a_command_while_a_form_is_open(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w")
    works.sheet(workspace.root, "A1").set_mark("i1", "pass")

    async def script(app: AudittyApp, pilot: Any) -> None:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, UnitsScreen) and app.screen.rows.rows)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen))
        await pilot.press("e", "ctrl+z", "ctrl+p", "x", "f10")
        assert isinstance(app.screen, SheetScreen)
        assert works.verdicts(tmp_path / "w")[0] == "p"

    in_app(tmp_path / "w", script)
