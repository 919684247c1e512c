"""The kinds of documents on the screen: which can be made where, and why another cannot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reports.kinds import KINDS
from tests.tui import papers
from tests.tui.papers import in_app, menu, press, shown
from tests.tui.test_screens_actions import text_of, until
from tui.screens.documents import DocumentsScreen

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return papers.home(tmp_path / "home", monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return papers.workspace(tmp_path / "w")


def test_the_kinds_are_those_of_the_registry_with_a_word_to_each(folder: Path) -> None:
    async def script(app: Any, pilot: Any) -> None:
        screen = await menu(app, pilot, "notice")
        assert [row.id for row in screen.rows.rows] == list(KINDS), "another kind is a row by itself"
        assert "nothing to say here" in text_of(screen, "closing")
        assert ".docx .xlsx" in text_of(screen, "ledger")
        screen.rows.move_to("closing")
        await press(app, pilot, "enter", DocumentsScreen, "nothing to say here")
        assert app.screen is screen
        await press(app, pilot, "u", DocumentsScreen, "one for each unit")
        assert "all units" in shown(app)
        await pilot.press("slash", *"ledger", "enter")
        assert [row.id for row in screen.rows.rows] == ["ledger"]

    in_app(folder, script)


def test_from_the_board_what_needs_a_round_says_so(folder: Path) -> None:
    async def script(app: Any, pilot: Any) -> None:
        await pilot.press("l")
        await until(pilot, lambda: "A2-0001" in shown(app))
        screen = await press(app, pilot, "r", DocumentsScreen, "about a round")
        assert "West School" in shown(app)
        screen.rows.move_to("notice")
        await pilot.press("enter")
        assert app.screen is screen
        screen.rows.move_to("supervision")
        assert "about a round" not in text_of(screen, "supervision")

    in_app(folder, script)
