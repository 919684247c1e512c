"""The registry of actions: every action is there, is explained, is found by its words, and has keys of its own."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding

from store.workspace import Workspace
from tests.tui import works
from tui.actions import SCREENS, TITLES, textual_keys
from tui.app import AudittyApp
from tui.i18n import _, set_language
from tui.screens.base import BaseScreen
from tui.screens.board import BoardScreen
from tui.screens.calendar import CalendarScreen
from tui.screens.dashboard import DashboardScreen
from tui.screens.document import DocumentScreen
from tui.screens.documents import DocumentsScreen
from tui.screens.figures import FiguresScreen
from tui.screens.help import HelpScreen
from tui.screens.history import HistoryScreen
from tui.screens.item import ItemScreen
from tui.screens.items import ItemsScreen
from tui.screens.last_line import key_hints
from tui.screens.new_round import NewRoundScreen
from tui.screens.overlooked import OverlookedScreen
from tui.screens.palette import PaletteScreen
from tui.screens.recipients import RecipientsScreen
from tui.screens.register import IssuedScreen, RegisterScreen
from tui.screens.rounds import RoundsScreen
from tui.screens.search import SearchScreen
from tui.screens.sheet import SheetScreen
from tui.screens.unit import UnitScreen
from tui.screens.units import UnitsScreen
from tui.screens.welcome import WelcomeScreen
from tui.session import Session
from tui.widgets.canvas import line_width
from tui.widgets.rows import RowList

CLASSES: dict[str, type[BaseScreen]] = {
    screen.NAME: screen
    for screen in (
        WelcomeScreen, RoundsScreen, UnitsScreen, CalendarScreen, SheetScreen, NewRoundScreen, HelpScreen,
        PaletteScreen, HistoryScreen, FiguresScreen, BoardScreen, OverlookedScreen, DocumentsScreen, DocumentScreen,
        RecipientsScreen, RegisterScreen, IssuedScreen, ItemScreen, ItemsScreen, UnitScreen, DashboardScreen,
        SearchScreen,
    )
}  # fmt: skip
LIST_KEYS: dict[tuple[str, ...], str] = {("Enter",): "on_row_list_chosen", ("Space",): "on_row_list_marked"}


def test_every_screen_is_in_the_registry() -> None:
    assert CLASSES.keys() == SCREENS.keys() == TITLES.keys()


@pytest.mark.parametrize("name", SCREENS)
def test_every_action_is_carried_out_by_its_screen(name: str) -> None:
    for action in SCREENS[name]:
        assert hasattr(CLASSES[name], LIST_KEYS.get(action.keys, f"action_{action.id}")), action.id


@pytest.mark.parametrize("name", SCREENS)
def test_every_key_means_one_thing(name: str) -> None:
    rows = [Binding(b[0], b[1]) if isinstance(b, tuple) else b for b in RowList.BINDINGS]
    taken = [key for binding in Binding.make_bindings(rows) for key in [binding.key] if key not in ("enter", "space")]
    for action in (each for each in SCREENS[name] if each.keys):
        taken += [binding.key for binding in Binding.make_bindings([Binding(textual_keys(action), "x")])]
    assert len(taken) == len(set(taken)), sorted(key for key in set(taken) if taken.count(key) > 1)


def test_full_width_forms_are_bound_beside_every_single_key() -> None:
    for action in (action for actions in SCREENS.values() for action in actions):
        bound = textual_keys(action).split(",")
        for key in action.keys:
            if len(key) == 1:
                wide = [name for name in bound if len(name) == 1 and unicodedata.normalize("NFKC", name) == key]
                assert len(wide) == 2, (action.id, key)


@pytest.mark.parametrize("name", SCREENS)
def test_what_is_done_most_has_a_key_that_an_input_method_lets_through(name: str) -> None:
    """A Chinese input method takes every letter for itself, and makes 、 and 】 of / and ]."""
    for action in SCREENS[name]:
        if action.hint or action.id in ("back", "help", "undo", "pane_down", "calendar", "figures", "report"):
            assert [key for key in action.keys if not (len(key) == 1 and key.isalpha())], action.id
        bound = textual_keys(action).split(",")
        assert ("、" in bound, "】" in bound) == ("/" in action.keys, "]" in action.keys)


def test_a_round_is_walked_with_an_input_method_on(tmp_path: Path) -> None:
    """From the first screen to a mark, a filter and back to the end, without one letter or half-width sign."""
    works.make(tmp_path / "w")

    async def script(app: AudittyApp, pilot: Any) -> None:
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen))
        sheet = app.screen
        await pilot.press("１", "３", "】", "、", "４", "enter")
        await until(pilot, lambda: isinstance(sheet, SheetScreen) and sheet.filter_text == "４")
        await pilot.press("１", "f10", "？")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await pilot.press("f10")
        await until(pilot, lambda: app.screen is sheet)
        await pilot.press("、", "４", "f10")
        await until(pilot, lambda: sheet.query_one(RowList).has_focus)
        assert app.screen is sheet, "F10 left the filter alone"
        await pilot.press("：", "f10")
        await until(pilot, lambda: app.screen is sheet)
        await pilot.press("f10", "f10")
        await until(pilot, lambda: isinstance(app.screen, RoundsScreen))

    in_app(tmp_path / "w", script)
    assert works.verdicts(tmp_path / "w") == "pn.p" + "." * 36


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SCREENS)
def test_the_hints_fit_80_columns_and_the_last_one_stays(name: str, lang: str) -> None:
    set_language("zh" if lang == "zh" else "en")
    wanted = [action for action in SCREENS[name] if action.hint]
    assert line_width(key_hints(SCREENS[name], 80)) <= 80
    assert len(key_hints(SCREENS[name], 80)) == 2 * len(wanted), "all of them, where nothing stands at the right"
    assert key_hints(SCREENS[name], 30)[-2:] == key_hints(SCREENS[name], 80)[-2:]


def in_app(folder: Path, script: Callable[[AudittyApp, Any], Awaitable[None]]) -> None:
    """Run `script` in the program on the workspace in `folder`, at 80×24."""

    async def go() -> None:
        app = AudittyApp(Session(Workspace(folder), signed_in=True))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await script(app, pilot)

    asyncio.run(go())


async def until(pilot: Any, condition: Callable[[], object]) -> None:
    """Wait for what must come."""
    for _turn in range(2000):
        if condition():
            return
        await pilot.pause(0.01)
    raise AssertionError("never came")


def text_of(screen: Any, id: str) -> str:
    """A row of a screen's list as text."""
    row = screen.query_one(RowList).row(id)
    return "".join(text for text, _style in [*row.left, *row.right])


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_and_palette_have_them_all(lang: str, tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    set_language("zh" if lang == "zh" else "en")

    async def script(app: AudittyApp, pilot: Any) -> None:
        for name, actions in SCREENS.items():
            await app.push_screen(HelpScreen(name))
            await pilot.pause()
            for action in (each for each in actions if each.keys):
                row = text_of(app.screen, action.id)
                assert _(action.help) in row
                assert all(key in row for key in action.keys)
            await app.push_screen(PaletteScreen(name))
            await until(pilot, lambda: app.screen.query_one("#filter").has_focus)
            shown = {row.id for row in app.screen.query_one(RowList).rows}
            assert shown == {action.id for action in actions}

    in_app(tmp_path / "w", script)


@pytest.mark.parametrize(
    ("words", "found"), [("撤销", "undo"), ("undo", "undo"), ("take back", "undo"), ("清单以外", "other")]
)
def test_the_palette_finds_words_of_both_languages(words: str, found: str, tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    set_language("zh")

    async def script(app: AudittyApp, pilot: Any) -> None:
        chosen: list[object] = []
        await app.push_screen(PaletteScreen("sheet"), chosen.append)
        await until(pilot, lambda: app.screen.query_one("#filter").has_focus)
        await pilot.press(*("space" if char == " " else char for char in words), "enter")
        await until(pilot, lambda: chosen)
        assert chosen == [found]

    in_app(tmp_path / "w", script)
