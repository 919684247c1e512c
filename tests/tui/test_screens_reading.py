"""What takes long says how far it is, is given up by Esc, and ends when nobody waits for it any more."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from store.counts import Counts, Tally
from tests.tui import works
from tests.tui.test_screens_actions import until
from tests.tui.test_screens_damage import lines
from tests.tui.test_screens_states import bar, use
from tui.app import AudittyApp
from tui.screens import calendar, reading
from tui.screens.calendar import CalendarScreen
from tui.screens.rounds import RoundsScreen
from tui.screens.units import UnitsScreen
from tui.widgets.rows import RowList

pytestmark = pytest.mark.slow

PATIENCE = 20.0


class Endless:
    """Work that goes on for as long as it is let, and tells of its end."""

    def __init__(self) -> None:
        self.begun = 0
        self.ended = 0
        self.let_go = Event()

    def work(self, progress: Callable[[int, int], None]) -> None:
        """Until it is given up, or let go."""
        self.begun += 1
        end = time.monotonic() + PATIENCE
        try:
            while not self.let_go.is_set() and time.monotonic() < end:
                progress(1, 2)
                time.sleep(0.01)
        finally:
            self.ended += 1


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endless]:
    """What all counting is; it is said at once how far it is."""
    found = Endless()
    count = Counts.all

    def counting(self: Counts, asks: Any, progress: Any = None) -> dict[str, Tally]:
        found.work(progress)
        return count(self, asks)

    monkeypatch.setattr(Counts, "all", counting)
    monkeypatch.setattr(reading, "PATIENCE_SECONDS", 0.0)
    yield found
    found.let_go.set()


def test_counting_is_said_and_given_up(endless: Endless, tmp_path: Path) -> None:
    works.make(tmp_path / "w")

    async def steps(pilot: Any, app: AudittyApp) -> None:
        await until(pilot, lambda: "Counting (Esc gives up) [##########----------] 1/2" in bar(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Given up." in bar(app))
        await until(pilot, lambda: endless.ended == endless.begun)
        assert isinstance(app.screen, RoundsScreen)

    use(tmp_path / "w", steps)


def test_counting_ends_where_another_screen_opens_and_goes_on_after_it(endless: Endless, tmp_path: Path) -> None:
    works.make(tmp_path / "w")

    async def steps(pilot: Any, app: AudittyApp) -> None:
        await until(pilot, lambda: endless.begun == 1)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, UnitsScreen) and endless.begun == 2)
        await until(pilot, lambda: endless.ended == 1)
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, RoundsScreen) and endless.begun == 3)
        await until(pilot, lambda: endless.ended == 2)
        endless.let_go.set()
        await until(pilot, lambda: "0%" in lines(app.screen.query_one(RowList))[0])
        await until(pilot, lambda: "Counting" not in bar(app))

    use(tmp_path / "w", steps)


def test_the_program_is_left_at_once(endless: Endless, tmp_path: Path) -> None:
    works.make(tmp_path / "w")

    async def steps(pilot: Any, app: AudittyApp) -> None:
        await until(pilot, lambda: endless.begun == 1)
        await pilot.press("q")

    use(tmp_path / "w", steps)
    assert endless.ended == endless.begun == 1


def test_a_screen_that_is_left_reads_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    works.make(tmp_path / "w")
    endless = Endless()
    monkeypatch.setattr(calendar, "Calendar", lambda *found: endless.work(found[-1]))
    monkeypatch.setattr(reading, "PATIENCE_SECONDS", 0.0)

    async def steps(pilot: Any, app: AudittyApp) -> None:
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, CalendarScreen) and endless.begun == 1)
        await pilot.press("q")
        await until(pilot, lambda: endless.ended == 1)
        await pilot.press("c")
        await until(pilot, lambda: "Counting (Esc gives up)" in bar(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Given up. q goes back." in "".join(lines(app.screen.query_one(RowList))))
        await until(pilot, lambda: endless.ended == 2)

    use(tmp_path / "w", steps)
