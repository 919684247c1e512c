"""Rounds that take long to make: the screen goes on, says how far it is, and Esc leaves nothing half made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from store import round_making
from store.given import Input
from store.rounds import Round
from store.workspace import Workspace
from tests.tui import works
from tests.tui.test_screens_actions import until
from tests.tui.test_screens_damage import lines
from tests.tui.test_screens_states import bar, opened, use
from tui.app import AudittyApp
from tui.screens import reading
from tui.screens.new_round import NewRoundScreen
from tui.screens.units import UnitsScreen
from tui.widgets.form import Form

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A1 failed its first item; A2 its second."""
    root = works.make(tmp_path / "w", wanted=works.items(3)).root
    workspace = Workspace(root, who="Li Wen")
    for unit, item in (("A1", "i1"), ("A2", "i2")):
        workspace.sheet(workspace.rounds()[0], unit).set_mark(item, "fail", Input(finding={"problem": "no"}))
    return root


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Whatever is made waits for this before its last step, and each word of progress is said."""
    go = Event()
    create = round_making.create

    def slow(folder: Path, *arguments: Any, progress: Callable[[int, int], None], **more: Any) -> Round:
        def waiting(done: int, of: int) -> None:
            progress(done, of)
            assert go.wait(20)
            progress(done, of)

        return create(folder, *arguments, progress=waiting, **more)

    monkeypatch.setattr(round_making, "create", slow)
    monkeypatch.setattr(reading, "PATIENCE_SECONDS", 0.0)
    yield go
    go.set()


def folders(root: Path) -> list[str]:
    """What lies in the folder of rounds, drafts included."""
    return sorted(path.name for path in (root / "rounds").iterdir())


async def asked(pilot: Any, app: AudittyApp) -> None:
    await pilot.press("R")
    await until(pilot, lambda: opened(app))
    await pilot.press("enter")
    await until(pilot, lambda: "Making the round (Esc stops) [####################] 2/2" in bar(app))


@pytest.mark.parametrize("inside", [False, True])
def test_esc_stops_a_follow_up_and_the_form_is_as_it_was(folder: Path, held: Event, inside: bool) -> None:
    before = folders(folder)

    async def steps(pilot: Any, app: AudittyApp) -> None:
        if inside:
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, UnitsScreen) and bool(app.screen.rows.rows))
        await asked(pilot, app)
        await pilot.press("enter", "escape")  # Enter makes no second one
        held.set()
        await until(pilot, lambda: "no round was made" in bar(app))
        assert opened(app)
        assert folders(folder) == before
        await pilot.press("enter")
        await until(pilot, lambda: not opened(app))
        await until(pilot, lambda: "Autumn: follow-up: 2 units" in bar(app))

    use(folder, steps)
    assert len(folders(folder)) == 2


def test_what_goes_wrong_is_said_in_the_form(folder: Path, held: Event) -> None:
    held.set()

    async def steps(pilot: Any, app: AudittyApp) -> None:
        for unit, item in (("A1", "i1"), ("A2", "i2")):
            works.sheet(folder, unit).set_mark(item, "pass")
        await pilot.press("R")
        await until(pilot, lambda: opened(app))
        await pilot.press("enter")
        await until(pilot, lambda: "nothing is open" in "\n".join(lines(app.screen.query_one(Form))))
        assert opened(app)
        await pilot.press("f10")
        await until(pilot, lambda: not opened(app))

    use(folder, steps)
    assert len(folders(folder)) == 1


@pytest.mark.slow
def test_esc_stops_a_new_round(folder: Path, held: Event) -> None:
    async def steps(pilot: Any, app: AudittyApp) -> None:
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, NewRoundScreen))
        await pilot.press("asterisk", "enter", "asterisk", "enter", "enter")
        await until(pilot, lambda: opened(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Making the round (Esc stops) [####################] 2/2" in bar(app))
        await pilot.press("escape")
        held.set()
        await until(pilot, lambda: "no round was made" in bar(app))
        assert len(folders(folder)) == 1
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, NewRoundScreen))

    use(folder, steps)
    assert len(folders(folder)) == 2
