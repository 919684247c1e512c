"""Phrases and findings of others in the forms of a sheet: they come, fit, are taken by one key, and stay editable."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from store.model import Finding
from store.phrasing.own import Phrase
from tests.tui import works
from tests.tui.test_screens_actions import until
from tests.tui.test_screens_damage import opened
from tui.screens.sheet import SheetScreen
from tui.widgets.chooser import Chooser
from tui.widgets.form import Form
from tui.widgets.rows import RowList

pytestmark = pytest.mark.slow

LOCKED = Finding(problem="Exit locked", requirement="Open it", place="Hall", lead="Caretaker", due="2031-03-05")
GRADED: list[dict[str, object]] = [
    {
        "id": "i1",
        "text": {"zh": "一", "en": "One"},
        "grade": "high",
        "phrases": [{"zh": "无预案", "en": "No plan"}],
    },
    {"id": "i2", "text": {"zh": "二", "en": "Two"}},
]


def on_sheet(folder: Path, script: Callable[[SheetScreen, Any], Awaitable[None]]) -> None:
    async def go() -> None:
        app = opened(folder)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("enter", "enter")
            await until(pilot, lambda: isinstance(app.screen, SheetScreen) and app.screen.query_one(RowList).rows)
            assert isinstance(app.screen, SheetScreen)
            await script(app.screen, pilot)

    asyncio.run(go())


def foot(screen: SheetScreen) -> str:
    form = screen.query_one(Form)
    return form.render_line(form.size.height - 1).text


def rows(screen: SheetScreen) -> list[str]:
    chooser = screen.query_one(Chooser)
    return ["".join(text for text, _style in (*row.left, *row.right)) for row in chooser.rows.rows]


def test_phrases_come_fit_what_is_typed_and_are_taken_by_a_key(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w", wanted=GRADED)
    other = works.sheet(tmp_path / "w", "A2")
    other.set_findings(other.lines[0].ref, (LOCKED,))
    workspace.phrases.add([Phrase(text="No record shown"), Phrase(text="not for here", item="matters:i2")])

    async def script(screen: SheetScreen, pilot: Any) -> None:
        await pilot.press("2")
        await until(pilot, lambda: "F6 No plan" in foot(screen) and "Exit locked" in foot(screen))
        assert "F7 No record shown" in foot(screen)
        assert "not for here" not in foot(screen)
        await pilot.press(*"lock")
        await until(pilot, lambda: "F6 Exit locked" in foot(screen) and "F7" not in foot(screen))
        await pilot.press("f6", *", day and night")
        await until(pilot, lambda: "F6" not in foot(screen))
        await pilot.press("f4")
        assert rows(screen) == [" No plan", " No record shown", " Exit locked"]
        await pilot.press(*"recor", "enter")
        assert screen.form.values()["problem"] == "Exit locked, day and night; No record shown"
        await pilot.press("ctrl+z", "ctrl+z", "f4", "f4", "enter")
        await until(pilot, lambda: not screen.form.display)

    on_sheet(tmp_path / "w", script)
    assert works.sheet(tmp_path / "w").findings[0][2].problem == "Exit locked, day and"


def test_a_finding_of_another_unit_is_copied_and_changed(tmp_path: Path) -> None:
    works.make(tmp_path / "w", wanted=GRADED)
    other = works.sheet(tmp_path / "w", "A2")
    other.set_findings(other.lines[0].ref, (LOCKED,))
    other.set_findings(other.lines[1].ref, (Finding(problem="Lamp broken", requirement="Mend it"),))

    async def script(screen: SheetScreen, pilot: Any) -> None:
        await pilot.press("2", *"mine", "f5")
        await until(pilot, lambda: len(rows(screen)) == 2)
        assert "Exit locked" in rows(screen)[0]
        assert "West School" in rows(screen)[0]
        assert "item 2" in rows(screen)[1]
        await pilot.press(*"LAMP", "f10")
        assert screen.form.values()["problem"] == "mine", "nothing was taken"
        await pilot.press("f5", "enter")
        taken = screen.form.values()
        assert (taken["problem"], taken["requirement"]) == ("Exit locked", "Open it")
        assert (taken["place"], taken["lead"]) == ("", "")
        assert taken["due"] != LOCKED.due
        await pilot.press(*" again", "enter")
        await until(pilot, lambda: not screen.form.display)
        await pilot.press("e", "f5", "x", "enter")  # a note is no finding: nothing to copy
        await until(pilot, lambda: not screen.form.display)

    on_sheet(tmp_path / "w", script)
    assert works.sheet(tmp_path / "w").findings[0][2].problem == "Exit locked again"


def test_a_workspace_without_anything_written_offers_nothing_and_says_so(tmp_path: Path) -> None:
    works.make(tmp_path / "w")

    async def script(screen: SheetScreen, pilot: Any) -> None:
        await pilot.press("2", "f4", "f6", "f5")
        await until(
            pilot, lambda: "No finding was written before." in screen.query_one(Chooser).rows.render_line(0).text
        )
        await pilot.press("escape", *"typed", "enter")
        await until(pilot, lambda: not screen.form.display)

    on_sheet(tmp_path / "w", script)
    assert works.sheet(tmp_path / "w").findings[0][2].problem == "typed"
