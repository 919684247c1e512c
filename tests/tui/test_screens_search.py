"""Search over everything: results while one types, and Enter leads to where the words stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store.model import Finding
from store.workspace import Workspace
from tests.tui import works
from tests.tui.conftest import Cli
from tests.tui.test_screens_actions import in_app, text_of, until
from tui.app import AudittyApp
from tui.i18n import set_language
from tui.screens.board import BoardScreen
from tui.screens.item import ItemScreen
from tui.screens.register import RegisterScreen
from tui.screens.search import SearchScreen
from tui.screens.sheet import SheetScreen
from tui.screens.unit import UnitScreen
from tui.screens.units import UnitsScreen
from tui.widgets.pane import Pane
from tui.widgets.rows import RowList

pytestmark = pytest.mark.slow

HOSTILE = "blocked \x1b[31m [/etc] \u202e by bicycles"


@pytest.fixture
def folder(tmp_path: Path, cli: Cli) -> Path:
    """At A1 i3 failed with a note, a finding outside the list, a notice issued of both."""
    workspace = works.make(tmp_path / "w", wanted=works.items(6))
    sheet = workspace.sheet(workspace.rounds()[0], "A1")
    sheet.set_findings("i3", (Finding(problem=HOSTILE),))
    sheet.set_note("i3", "promised by Ｆriday")
    sheet.set_other(Finding(problem="the roof leaks"))
    call = ("-w", tmp_path / "w", "report", "notice", "Autumn", "--unit", "A1", "--issue", "-o", tmp_path / "n.docx")
    assert cli(*call).code == 0
    return tmp_path / "w"


def listed(app: AudittyApp) -> list[str]:
    """The ids of the rows."""
    return [row.id for row in app.screen.query_one(RowList).rows if row.selectable]


async def look(app: AudittyApp, pilot: Any, words: str, wanted: list[str]) -> None:
    """Search for words, in the place of what was searched for before, and go to the results."""
    await pilot.press("f3")
    await until(pilot, lambda: isinstance(app.screen, SearchScreen) and app.screen.query_one("#filter").has_focus)
    await pilot.press(*("space" if char == " " else char for char in words))
    await until(pilot, lambda: app.session.words == words and listed(app)[: len(wanted)] == wanted)
    await pilot.press("enter")
    await until(pilot, lambda: app.screen.query_one(RowList).has_focus)


def test_enter_goes_where_the_words_stand(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any) -> None:
        async def leads(words: str, wanted: list[str], to: type, place: str, more: str = "") -> None:
            await look(app, pilot, words, wanted)
            await pilot.press(*more.split(), "enter")
            await until(pilot, lambda: isinstance(app.screen, to) and app.screen.query_one(RowList).cursor_id == place)
            await pilot.press("q")
            await until(pilot, lambda: isinstance(app.screen, SearchScreen))

        await until(pilot, lambda: app.screen.query_one(RowList).rows)
        await leads("BICYCLES a1", ["finding:0", "rectification:0"], SheetScreen, "matters:i3")
        ledger = Workspace(folder).ledger("A1").all()
        await leads("bicycles", ["finding:0", "rectification:0"], BoardScreen, next(iter(ledger)), "down")
        await leads("friday", ["note:0"], SheetScreen, "matters:i3")
        await leads("east school", ["unit:0"], UnitScreen, f"round:{Workspace(folder).rounds()[0].info.id}")
        await leads("notice-2026-0001", ["document:0"], RegisterScreen, "notice-2026-0001")
        await leads("autumn", ["round:0"], UnitsScreen, "A1")
        await leads("第4件事", ["item:0"], ItemScreen, "A1")
        await look(app, pilot, "leaks", ["finding:0", "rectification:0"])
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen))
        assert str(app.screen.query_one(RowList).cursor_id).startswith("other:")

    in_app(folder, script)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_found_is_shown_as_text_with_its_place(folder: Path, lang: str) -> None:
    set_language("zh" if lang == "zh" else "en")

    async def script(app: AudittyApp, pilot: Any) -> None:
        await until(pilot, lambda: app.screen.query_one(RowList).rows)
        await look(app, pilot, "bicycles", ["finding:0", "rectification:0"])
        row = text_of(app.screen, "finding:0")
        assert "A1 East School" in row
        shown = app.screen.query_one(RowList).render_line(1).text
        assert "blocked \\x1b[31m [/etc] \\u202e by bicycles" in shown
        pane = "\n".join(app.screen.query_one(Pane).render_line(line).text for line in range(6))
        assert "Autumn" in pane
        assert {"zh": "3 第3件事已落实", "en": "3 Matter 3 is settled"}[lang] in pane

    in_app(folder, script)


def test_the_palette_looks_for_words_that_no_action_has(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any) -> None:
        await until(pilot, lambda: app.screen.query_one(RowList).rows)
        await pilot.press(":")
        await until(pilot, lambda: app.screen.query_one("#filter").has_focus)
        await pilot.press(*"bicycles")
        await until(pilot, lambda: listed(app) == ["search"])
        await pilot.press("enter")
        await until(pilot, lambda: listed(app) == ["finding:0", "rectification:0"])

    in_app(folder, script)


def test_nobody_waits_for_a_search_that_was_left(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any) -> None:
        await until(pilot, lambda: app.screen.query_one(RowList).rows)
        await pilot.press("ctrl+f", *"zz", "escape")
        await until(pilot, lambda: not isinstance(app.screen, SearchScreen))
        await look(app, pilot, "nowhere", [])
        screen: Any = app.screen
        await until(pilot, lambda: "0 found" in screen.query_one("#title").render_line(0).text)
        await pilot.press("slash", *"east", "down")
        await until(pilot, lambda: screen.query_one(RowList).has_focus and listed(app) == ["unit:0"])
        await pilot.press("f10")
        await until(pilot, lambda: not isinstance(app.screen, SearchScreen))

    in_app(folder, script)
