"""A full disk in the middle of the work: the person is told, what was typed stays, nothing is half written."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from store.disk import Disk
from store.errors import DiskFull
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.tui import works
from tests.tui.test_screens_actions import until
from tests.tui.test_screens_damage import lines
from tui.app import AudittyApp
from tui.screens.documents import DocumentsScreen
from tui.screens.rounds import RoundsScreen
from tui.screens.sheet import SheetScreen
from tui.screens.units import UnitsScreen
from tui.session import Session
from tui.widgets.bar import LineBar
from tui.widgets.form import Form
from tui.widgets.rows import RowList

pytestmark = pytest.mark.slow


class FullDisk(Disk):
    """Takes half of what is written while `full`, as a disk does that has run out of space."""

    full = False

    def write(self, fd: int, data: bytes, path: Path) -> None:
        if self.full:
            super().write(fd, data[: len(data) // 2], path)
            raise DiskFull("{path}: no space left", path=path)
        super().write(fd, data, path)

    def replace(self, path: Path, data: bytes, durable: bool = False) -> None:
        if self.full:
            raise DiskFull("{path}: no space left", path=path)
        super().replace(path, data, durable)


def test_the_disk_is_full(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    disk = FullDisk()

    async def go() -> None:
        workspace = Workspace(tmp_path / "w", who="Li Wen", disk=disk)
        app = AudittyApp(Session(workspace, signed_in=True))
        async with app.run_test(size=(80, 24)) as pilot:
            await sheet_opened(app, pilot)
            form, bar = app.screen.query_one(Form), app.screen.query_one("#keys", LineBar)

            def told() -> bool:
                return "no space left" in bar.render_line(0).text

            await pilot.press("1", "1")
            await until(pilot, lambda: works.verdicts(tmp_path / "w").startswith("pp."))
            disk.full = True
            await pilot.press("1")
            await until(pilot, told)
            assert works.verdicts(tmp_path / "w") == "pp" + "." * 38
            await pilot.press("up", "2", *"bad", "enter")
            await until(pilot, lambda: told() and form.is_open)
            assert form.values()["problem"] == "bad"
            disk.full = False
            await pilot.press("enter")
            await until(pilot, lambda: not form.is_open)
            await pilot.press("1")
            await until(pilot, lambda: "p" in works.verdicts(tmp_path / "w")[2:])

    asyncio.run(go())
    assert works.verdicts(tmp_path / "w") == "pfp" + "." * 37
    assert not verify(Workspace(tmp_path / "w")).faults


async def sheet_opened(app: AudittyApp, pilot: Any) -> None:
    """From the first screen to the first sheet."""
    await pilot.pause()
    await pilot.press("enter", "enter")
    await until(pilot, lambda: isinstance(app.screen, SheetScreen) and app.screen.is_mounted)


def test_a_damaged_sheet_is_not_opened(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w")
    (round_,) = workspace.rounds()
    workspace.sheet(round_, "A1").set_note("i1", "fine")
    journal = round_.path / "sheets" / "A1.journal"
    journal.write_bytes(journal.read_bytes().replace(b"fine", b"fire"))
    journal.with_suffix(".json").unlink()

    async def go() -> None:
        app = AudittyApp(Session(Workspace(tmp_path / "w", who="Li Wen"), signed_in=True))
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: isinstance(app.screen, RoundsScreen))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, UnitsScreen))
            await pilot.press("home", "down", "enter")
            await until(pilot, lambda: "is damaged" in app.screen.query_one("#keys", LineBar).render_line(0).text)
            assert isinstance(app.screen, UnitsScreen)
            await pilot.press("r")
            await until(pilot, lambda: isinstance(app.screen, DocumentsScreen))
            await until(pilot, lambda: any("damaged" in line for line in lines(app.screen.query_one(RowList))))
            await pilot.press("home", "enter")
            await until(pilot, lambda: "is damaged" in app.screen.query_one("#keys", LineBar).render_line(0).text)
            assert isinstance(app.screen, DocumentsScreen)

    asyncio.run(go())
