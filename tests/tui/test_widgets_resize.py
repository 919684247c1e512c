"""No size is lost: neither one of the window while the machine is busy, nor one of a widget that is arranged anew."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from textual import _time, events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.widget import Widget

from tui.widgets.plain import PlainApp, PlainScreen


class _Told(Widget):
    """Knows the size that it was told last."""

    told = Size(0, 0)

    def on_resize(self, event: events.Resize) -> None:
        self.told = event.size


class _Screen(PlainScreen[None]):
    def compose(self) -> ComposeResult:
        yield _Told()


class _App(PlainApp[None]):
    def get_default_screen(self) -> _Screen:
        return _Screen()


async def until(pilot: Any, condition: Callable[[], object]) -> None:
    """Wait for what must come."""
    for _turn in range(500):
        if condition():
            return
        await pilot.pause(0.01)
    raise AssertionError("never came")


def test_a_size_is_drawn_when_the_machine_was_busy_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    real, looks = _time.get_time, count()

    async def script() -> None:
        app = _App()
        async with app.run_test(size=(80, 24)) as pilot:
            # Every look at the clock finds 20 ms gone: more than Textual lets sizes wait for each other.
            monkeypatch.setattr(_time, "get_time", lambda: real() + 0.02 * next(looks))
            await pilot.resize_terminal(20, 5)
            await pilot.resize_terminal(132, 43)
            await until(pilot, lambda: app.screen.outer_size == (132, 43))

    asyncio.run(script())


def test_a_widget_is_told_its_size_though_the_map_was_looked_at_before() -> None:
    async def script() -> None:
        app = _App()
        async with app.run_test(size=(80, 24)) as pilot:
            told = app.screen.query_one(_Told)
            await until(pilot, lambda: told.told == (80, 24))
            told.styles.height = 4
            compositor = app.screen._compositor
            compositor._full_map_invalidated = True  # as when a widget came or went
            assert compositor.full_map[told].region.size == (80, 4)
            await until(pilot, lambda: told.told == (80, 4))

    asyncio.run(script())
