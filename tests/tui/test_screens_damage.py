"""Damage on the screens: what is damaged says so where it stands, everything else works, no key crashes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from store.workspace import Workspace
from tests.tui import works
from tests.tui.test_cli_damage import spoil
from tests.tui.test_screens_actions import until
from tui.app import AudittyApp
from tui.screens.rounds import RoundsScreen
from tui.screens.units import UnitsScreen
from tui.session import Session
from tui.widgets.bar import LineBar
from tui.widgets.pane import Pane
from tui.widgets.rows import RowList


def opened(folder: Path) -> AudittyApp:
    """The program on a workspace, with somebody at work."""
    return AudittyApp(Session(Workspace(folder, who="Li Wen"), signed_in=True))


def lines(widget: Any) -> list[str]:
    """What a widget shows."""
    return [widget.render_line(number).text for number in range(widget.size.height)]


def test_a_damaged_round_has_its_row_and_the_others_open(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w")
    bad = workspace.new_round("Winter", ["matters"], ["A1"])
    spoil(bad.path / "round.journal")

    async def go() -> None:
        app = opened(tmp_path / "w")
        async with app.run_test(size=(100, 24)) as pilot:
            await until(pilot, lambda: isinstance(app.screen, RoundsScreen))
            rows, bar = app.screen.query_one(RowList), app.screen.query_one("#keys", LineBar)
            await until(pilot, lambda: any("Autumn" in line and "0%" in line for line in lines(rows)))
            (row,) = (line for line in lines(rows) if bad.path.name in line)
            assert "damaged" in row
            await pilot.press("end")
            await until(pilot, lambda: "doesnotmatch" in "".join(lines(app.screen.query_one(Pane))).replace(" ", ""))
            for key in ("enter", "F"):
                bar.show([])
                await pilot.press(key)
                await until(pilot, lambda: "damaged" in bar.render_line(0).text)
                assert isinstance(app.screen, RoundsScreen)
            await pilot.press("home", "enter")
            await until(pilot, lambda: isinstance(app.screen, UnitsScreen))

    asyncio.run(go())


def test_a_damaged_sheet_says_so_and_the_others_are_counted(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w")
    (round_,) = workspace.rounds()
    for unit in ("A1", "A2"):
        workspace.sheet(round_, unit).set_mark("i1", "pass")
    spoil(round_.path / "sheets" / "A1.journal")

    async def go() -> None:
        app = opened(tmp_path / "w")
        async with app.run_test(size=(100, 24)) as pilot:
            await until(pilot, lambda: isinstance(app.screen, RoundsScreen))
            await until(pilot, lambda: any("damaged" in line for line in lines(app.screen.query_one(RowList))))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, UnitsScreen))
            await until(pilot, lambda: any("1/40" in line for line in lines(app.screen.query_one(RowList))))
            (row,) = (line for line in lines(app.screen.query_one(RowList)) if "East School" in line)
            assert "damaged" in row

    asyncio.run(go())
