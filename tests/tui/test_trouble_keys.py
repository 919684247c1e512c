"""No key of any screen crashes on a machine in trouble or a workspace that lost files: what was read stays."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.tui import works
from tests.tui.test_screens_damage import opened, sheet_opened
from tests.tui.trouble import HARMS, Machine
from tui.actions import SCREENS, textual_keys
from tui.app import AudittyApp
from tui.screens.base import BaseScreen
from tui.screens.rounds import RoundsScreen
from tui.screens.sheet import SheetScreen
from tui.screens.units import UnitsScreen
from tui.widgets.form import Form

NAMES = {"/": "slash", ":": "colon", "]": "right_square_bracket", "?": "question_mark", "+": "plus", "*": "asterisk"}


async def every_key(app: AudittyApp, pilot: Any) -> None:
    """Press each key of the screen; what it opens is left again by its own keys."""
    here = app.screen
    assert isinstance(here, BaseScreen)
    for action in SCREENS[here.NAME]:
        if action.id == "back":
            continue
        key = textual_keys(action).split(",")[0]
        await pilot.press(NAMES.get(key, key))
        await pilot.pause(0.01)
        for form in app.screen.query(Form):
            if form.is_open:
                await pilot.press("x", "enter")
                await pilot.pause(0.01)
        for _turn in range(30):
            if app.screen is here and here.is_free:
                break
            await pilot.press("f10")  # leaves what is typed or picked, else the screen
            await pilot.pause(0.02)
        assert app.screen is here, action.id


async def through_all(app: AudittyApp, pilot: Any) -> None:
    """Every key of the sheet, the units and the rounds."""
    for kind in (SheetScreen, UnitsScreen, RoundsScreen):
        for _turn in range(5):
            if isinstance(app.screen, kind):
                break
            await pilot.press("q")  # more than once where something is hidden
        assert isinstance(app.screen, kind)
        await every_key(app, pilot)


def made(folder: Path) -> None:
    workspace = works.make(folder, wanted=works.items(3))
    (round_,) = workspace.rounds()
    for unit in ("A1", "A2"):
        workspace.sheet(round_, unit).set_mark("i1", "fail")
        workspace.sheet(round_, unit).set_note("i2", "seen")


OFTEN = ("everything gone",)
"""What `make check` does too; `make torture` does all."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "harm", [pytest.param(harm, marks=[] if harm in OFTEN else pytest.mark.torture) for harm in HARMS]
)
def test_files_lost_or_edited(tmp_path: Path, harm: str) -> None:
    made(tmp_path / "w")

    async def go() -> None:
        app = opened(tmp_path / "w")
        async with app.run_test(size=(80, 24)) as pilot:
            await sheet_opened(app, pilot)
            HARMS[harm](tmp_path / "w")
            await through_all(app, pilot)

    asyncio.run(go())


@pytest.mark.slow
@pytest.mark.parametrize("cause", ["full", pytest.param("read-only", marks=pytest.mark.torture)])
def test_a_machine_in_the_way(tmp_path: Path, cause: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path / "w")
    machine = Machine(monkeypatch)

    async def go() -> None:
        app = opened(tmp_path / "w")
        async with app.run_test(size=(80, 24)) as pilot:
            await sheet_opened(app, pilot)
            machine.cause = cause
            await through_all(app, pilot)

    asyncio.run(go())
