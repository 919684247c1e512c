"""A busy machine loses no size of the window: a timer that it gets to too late still rings."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest
from textual import _time

from tui.widgets.plain import PlainApp, PlainScreen


class _App(PlainApp[None]):
    def get_default_screen(self) -> PlainScreen[None]:
        return PlainScreen()


def test_a_size_is_drawn_when_the_machine_was_busy_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    real, looks = _time.get_time, count()

    async def script() -> None:
        app = _App()
        async with app.run_test(size=(80, 24)) as pilot:
            # Every look at the clock finds 20 ms gone: more than Textual lets sizes wait for each other.
            monkeypatch.setattr(_time, "get_time", lambda: real() + 0.02 * next(looks))
            await pilot.resize_terminal(20, 5)
            await pilot.resize_terminal(132, 43)
            for _turn in range(500):
                if app.screen.outer_size == (132, 43):
                    return
                await pilot.pause(0.01)
            raise AssertionError(f"still drawn for {app.screen.outer_size}")

    asyncio.run(script())
