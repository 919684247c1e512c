"""A machine in the way of a running program: what was not recorded says so, stays, and is recorded when it can be."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.tui import works
from tests.tui.terminal import ENTER, Terminal
from tests.tui.test_screens_actions import until
from tests.tui.test_screens_damage import lines, opened, sheet_opened
from tests.tui.trouble import CAUSES, Machine
from tui.screens.sheet import SheetScreen
from tui.widgets.bar import LineBar
from tui.widgets.form import Form

pytestmark = pytest.mark.slow

FORMS = {"2": "problem", "e": "note", "v": "remarks", "o": "problem"}
"""Keys that open a form, and the field that is typed into."""


def events(folder: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in folder.glob("rounds/*/sheets/*.journal"))


@pytest.mark.parametrize("cause", CAUSES)
def test_a_mark_not_saved_says_so_and_is_saved_when_the_cause_is_gone(
    tmp_path: Path, cause: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    works.make(tmp_path / "w")
    machine = Machine(monkeypatch)

    async def go() -> None:
        app = opened(tmp_path / "w")
        async with app.run_test(size=(80, 24)) as pilot:
            await sheet_opened(app, pilot)
            bar = app.screen.query_one("#keys", LineBar)

            def said() -> str:
                return bar.render_line(0).text

            await pilot.press("1")
            await until(pilot, lambda: "saved" in said())
            machine.cause = cause
            for key in ("1", "3", "0"):
                bar.show([])
                await pilot.press(key)
                await until(pilot, lambda: "not saved: " in said())
                assert CAUSES[cause][2] in said()
                assert ".." not in said()
                assert isinstance(app.screen, SheetScreen)
                assert not app.screen.entry.busy
            machine.cause = ""
            await pilot.press("1")
            await until(pilot, lambda: works.verdicts(tmp_path / "w").startswith("pp."))
            await until(pilot, lambda: "saved" in said() and "not saved" not in said())

    asyncio.run(go())
    assert not verify(Workspace(tmp_path / "w")).faults


@pytest.mark.parametrize("key", FORMS)
def test_what_was_typed_stays_and_is_saved_when_the_cause_is_gone(
    tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    works.make(tmp_path / "w")
    machine = Machine(monkeypatch)

    async def go() -> None:
        app = opened(tmp_path / "w")
        async with app.run_test(size=(80, 24)) as pilot:
            await sheet_opened(app, pilot)
            form, bar = app.screen.query_one(Form), app.screen.query_one("#keys", LineBar)
            await pilot.press(key)
            await until(pilot, lambda: form.is_open)
            form.set_value(FORMS[key], "typed with care")
            for cause in ("full", "read-only"):
                machine.cause = cause
                bar.show([])
                await pilot.press("enter")
                await until(pilot, lambda: "not saved: " in bar.render_line(0).text)
                assert form.is_open
                assert form.values()[FORMS[key]] == "typed with care"
            assert events(tmp_path / "w") == 0
            machine.cause = ""
            await pilot.press("enter")
            await until(pilot, lambda: not form.is_open)

    asyncio.run(go())
    assert events(tmp_path / "w") == 1


def test_the_pair_lost_under_an_open_sheet_is_not_hidden_by_a_new_one(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w")
    (round_,) = workspace.rounds()
    workspace.sheet(round_, "A1").set_mark("i1", "pass")

    async def go() -> None:
        app = opened(tmp_path / "w")
        async with app.run_test(size=(80, 24)) as pilot:
            await sheet_opened(app, pilot)
            bar = app.screen.query_one("#keys", LineBar)
            for path in (round_.path / "sheets").iterdir():
                path.unlink()
            await pilot.press("1")
            await until(pilot, lambda: "not saved: " in bar.render_line(0).text)
            assert "journal is missing" in bar.render_line(0).text
            assert any("Matter 1 " in line for line in lines(app.screen.query_one("RowList")))

    asyncio.run(go())
    assert list((round_.path / "sheets").iterdir()) == []


def test_the_record_lost_under_an_open_sheet_comes_back_with_the_next_mark(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w")
    (round_,) = workspace.rounds()
    workspace.sheet(round_, "A1").set_mark("i1", "pass")
    record = round_.path / "sheets" / "A1.json"

    async def go() -> None:
        app = opened(tmp_path / "w")
        async with app.run_test(size=(80, 24)) as pilot:
            await sheet_opened(app, pilot)
            record.unlink()
            (tmp_path / "w" / "workspace.yaml").unlink()
            await pilot.press("1")
            await until(pilot, record.exists)

    asyncio.run(go())
    (tmp_path / "w" / "workspace.yaml").write_text("format: 2\n")
    assert works.verdicts(tmp_path / "w").startswith("pp.")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with 1 MiB of room."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.getuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place]).returncode:
        pytest.skip("only who may mount a file system can fill one")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def remounted(place: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", place], check=True)


def fill(place: Path) -> Any:
    """Take all the room that is left; returns the file to delete."""
    waste = place / "waste"
    with waste.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 512)
        except OSError:
            pass
    return waste


@pytest.mark.torture
def test_a_real_disk_full_and_read_only(small_disk: Path) -> None:
    works.make(small_disk / "w")
    with Terminal("-w", small_disk / "w") as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith("> . 1 "))
        t.press("1", " 1✓ ")
        waste = fill(small_disk)
        t.press("2" + "a long story " * 300 + ENTER, "not saved: ")  # more than the journal's last block takes
        assert "disk is full" in t.text
        waste.unlink()
        t.press(ENTER, " 1✓ 1✗ ")
        remounted(small_disk, "ro")
        t.press("1", "not saved: ")
        assert "read-only" in t.text
        remounted(small_disk, "rw")
        t.press("1", " 2✓ 1✗ ")
        t.write("qqq")
        assert t.wait() == 0
    assert works.verdicts(small_disk / "w").startswith("pfp.")
    assert not verify(Workspace(small_disk / "w")).faults


def test_a_read_only_workspace_opens_and_is_read(small_disk: Path) -> None:
    works.make(small_disk / "w")
    works.sheet(small_disk / "w").set_note("i1", "seen")
    remounted(small_disk, "ro")
    with Terminal("-w", small_disk / "w") as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        t.press(ENTER + ENTER, "seen")
        t.press("h", "1 entry")
        t.write("qqqq")
        assert t.wait() == 0
