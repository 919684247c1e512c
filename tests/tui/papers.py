"""The program with documents to be made: what is on its screens, and how one gets there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from reports.issue import issue_notice
from store.model import Finding
from store.workspace import Workspace
from tests.tui import works
from tests.tui.test_screens_actions import until
from tui.app import AudittyApp
from tui.screens.documents import DocumentsScreen
from tui.screens.units import UnitsScreen
from tui.session import Session
from tui.widgets.bar import LineBar
from tui.widgets.pane import Pane
from tui.widgets.rows import RowList

Script = Callable[[AudittyApp, Any], Awaitable[None]]


def home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, the one there is."""
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


def workspace(folder: Path) -> Path:
    """Three units: A1 has two findings, A2 one that is in a notice, A3 none."""
    units = [
        {"code": code, "name": f"{name} School"} for code, name in (("A1", "East"), ("A2", "West"), ("A3", "South"))
    ]
    made = works.make(folder, units=units)
    (round_,) = made.rounds()
    for unit, problems in {"A1": ("The gate is rusty", "No drill was held"), "A2": ("The alarm is silent",)}.items():
        sheet = made.sheet(round_, unit)
        for number, problem in enumerate(problems, 1):
            sheet.set_findings(f"matters:i{number}", (Finding(problem=problem, due="2026-12-01"),))
    issue_notice(made, made.sheet(round_, "A2"), "en")
    return folder


def in_app(folder: Path, script: Script, size: tuple[int, int] = (80, 24)) -> None:
    async def go() -> None:
        app = AudittyApp(Session(Workspace(folder), signed_in=True))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await script(app, pilot)

    asyncio.run(go())


def shown(app: AudittyApp) -> str:
    """The whole screen."""
    widgets = [*app.screen.query(LineBar), *app.screen.query(RowList), *app.screen.query(Pane)]
    return "\n".join(strip.text for widget in widgets for strip in widget.draw(*widget.size))


async def press(app: AudittyApp, pilot: Any, keys: str, kind: type[Any], text: str = "") -> Any:
    """Press keys until a screen of this kind shows `text`."""
    await pilot.press(*keys.split())
    await until(pilot, lambda: isinstance(app.screen, kind) and text in shown(app))
    return app.screen


async def menu(app: AudittyApp, pilot: Any, name: str) -> Any:
    """The menu of a unit, the cursor on the kind `name`."""
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, UnitsScreen))
    screen = await press(app, pilot, "r", DocumentsScreen, ".docx")
    screen.rows.move_to(name)
    return screen


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def pane(screen: Any) -> str:
    return "".join(strip.text.strip() for strip in screen.pane.draw(*screen.pane.size))
