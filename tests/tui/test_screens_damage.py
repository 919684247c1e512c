"""Damage on the screens: what is damaged says so where it stands, everything else works, no key crashes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.model import Finding
from store.workspace import Workspace
from tests.tui import works
from tests.tui.test_cli_damage import spoil
from tests.tui.test_screens_actions import until
from tui.app import AudittyApp
from tui.screens.rounds import RoundsScreen
from tui.screens.sheet import SheetScreen
from tui.screens.units import UnitsScreen
from tui.session import Session
from tui.widgets.bar import LineBar
from tui.widgets.form import Form
from tui.widgets.pane import Pane
from tui.widgets.rows import RowList

pytestmark = pytest.mark.slow


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


async def sheet_opened(app: AudittyApp, pilot: Any) -> None:
    """From the first screen to the first sheet."""
    await until(pilot, lambda: isinstance(app.screen, RoundsScreen))
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, UnitsScreen))
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, SheetScreen) and app.screen.is_mounted)


def _gone(journal: Path) -> None:
    journal.unlink()


def _longer(journal: Path) -> None:
    journal.write_bytes(journal.read_bytes() + b"no line\n")


def _emptied(journal: Path) -> None:
    journal.write_bytes(b"")


@pytest.mark.slow
@pytest.mark.parametrize("harm", [_gone, _longer, _emptied])
def test_a_sheet_damaged_while_it_is_open_stays_on_the_screen(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    workspace = works.make(tmp_path / "w")
    (round_,) = workspace.rounds()
    workspace.sheet(round_, "A1").set_mark("i1", "pass")
    journal = round_.path / "sheets" / "A1.journal"

    async def go() -> None:
        app = opened(tmp_path / "w")
        async with app.run_test(size=(100, 24)) as pilot:
            await sheet_opened(app, pilot)
            bar = app.screen.query_one("#keys", LineBar)
            harm(journal)

            def told() -> bool:
                return "A1.journal" in bar.render_line(0).text

            await until(pilot, told)
            for key in ("1", "0", "up", "ctrl+z", "3"):
                bar.show([])
                await pilot.press(key)
                await until(pilot, told)
            await pilot.resize_terminal(130, 30)
            await pilot.press("end", "home", "slash", *"fence", "enter", "r", "q", "down")
            await pilot.pause()
            assert isinstance(app.screen, SheetScreen)

    asyncio.run(go())


@pytest.mark.parametrize("choice", ["theirs", "mine"])
def test_a_finding_changed_meanwhile_is_taken_away_only_on_purpose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, choice: str
) -> None:
    monkeypatch.setattr("tui.screens.sheet.OTHERS_SECONDS", 3600)
    works.make(tmp_path / "w")
    made = works.sheet(tmp_path / "w").set_other(Finding(problem="fence open"))

    async def go() -> None:
        app = opened(tmp_path / "w")
        async with app.run_test(size=(100, 24)) as pilot:
            await sheet_opened(app, pilot)
            await pilot.press("end")
            works.sheet(tmp_path / "w").set_other(Finding(id=made.key, problem="fence gone"))
            await pilot.press("0")
            form = app.screen.query_one(Form)
            await until(pilot, lambda: form.is_open)
            assert "theirs: fence gone" in "".join(lines(form))
            assert "mine: nothing" in "".join(lines(form))
            await pilot.press(*(["2"] if choice == "mine" else []), "enter")
            await until(pilot, lambda: not form.is_open)
            await pilot.pause()

    asyncio.run(go())
    left = [each.problem for each in works.sheet(tmp_path / "w").others.values()]
    assert left == ([] if choice == "mine" else ["fence gone"])
