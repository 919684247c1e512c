"""What the screens' forms need of their fields."""

from __future__ import annotations

import asyncio

import pytest
from textual.app import ComposeResult

from tests.tui.test_screens_actions import until
from tui.widgets.field import LineInput
from tui.widgets.plain import PlainApp, PlainScreen

pytestmark = pytest.mark.slow


class Page(PlainScreen[None]):
    """One field that has no room yet."""

    def compose(self) -> ComposeResult:
        field = LineInput()
        field.styles.width = 0
        yield field


class FieldApp(PlainApp[None]):
    """The page alone."""

    def get_default_screen(self) -> Page:
        return Page()


def test_text_typed_before_a_field_has_its_room_is_shown_from_its_beginning() -> None:
    async def go() -> None:
        app = FieldApp()
        async with app.run_test(size=(80, 24)) as pilot:
            field = app.screen.query_one(LineInput)
            field.focus()
            await pilot.press(*"from")
            await until(pilot, lambda: field.value == "from")
            assert field.scroll_x, "it had to scroll"
            field.styles.width = 40
            await until(pilot, lambda: field.size.width == 40)
            await until(pilot, lambda: field.render_line(0).text.startswith("from "))

    asyncio.run(go())
