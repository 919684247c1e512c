"""The calendar on the screen: dates, the units behind a date, the sheet behind a unit, and days as what was found."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from store.clock import Clock
from store.model import Finding
from store.workspace import Workspace
from tests.tui import works
from tests.tui.test_cli_damage import spoil
from tests.tui.test_screens_actions import in_app, text_of, until
from tui.app import AudittyApp
from tui.i18n import _, set_language
from tui.screens.calendar import CalendarScreen
from tui.screens.sheet import SheetScreen
from tui.screens.units import UnitsScreen
from tui.widgets.form import Form
from tui.widgets.rows import RowList

pytestmark = pytest.mark.slow

QUARTERLY = {"every": "quarter", "in": ["mid-09", "mid-12"]}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 23 November 2026."""
    monkeypatch.setattr(Clock, "now", lambda self: datetime(2026, 11, 23, 2, tzinfo=UTC))


@pytest.fixture(params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    set_language("zh" if request.param == "zh" else "en")
    return str(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A running round of two units, September to December 2026, with three dated items: i1, i2 of every day, i3."""
    items = works.items(5, recurrence=QUARTERLY, criterion={"schedule": {"at_least": "all"}})
    items[1]["recurrence"] = {"every": "day"}
    items[2]["criterion"] = {"date": {"by": "2026-12-01"}}
    works.make(tmp_path / "w", wanted=items)
    return tmp_path / "w"


def shown(app: AudittyApp) -> list[str]:
    """The rows of the screen's list."""
    return [text_of(app.screen, row.id) for row in app.screen.query_one(RowList).rows]


def bar(app: AudittyApp, id: str) -> str:
    """A bar of the screen as drawn."""
    return app.screen.query_one(id).render_line(0).text


async def opened(app: AudittyApp, pilot: Any, key: str = "c") -> None:
    """Open the calendar and wait for its rows."""
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, CalendarScreen) and app.screen.query_one(RowList).rows)


def test_from_the_rounds_to_the_sheet_and_back(folder: Path, lang: str) -> None:
    row_text = {"zh": "第1件事已落实", "en": "Matter 1 is settled: gate"}[lang]

    async def script(app: AudittyApp, pilot: Any) -> None:
        await opened(app, pilot)
        rows = shown(app)
        assert [row.split() for row in rows if "09-20" in row or "12-20" in row] == [
            ["?", "09-20", "1", *row_text.split(), "2?"], [".", "12-20", "1", *row_text.split(), "2."],
        ]  # fmt: skip
        assert [row.split()[1] for row in rows if " 2    " in row] == [
            "09-01..11-22", "11-23", "11-24..12-31",
        ], "days in a row are one line"  # fmt: skip
        assert _("overdue") in bar(app, "#title")
        await pilot.press("home")
        while "12-20" not in text_of(app.screen, app.screen.query_one(RowList).cursor_id or ""):
            await pilot.press("down")
        await pilot.press("enter")
        assert [row.split()[1] for row in shown(app)[1:]] == ["A1", "A2"]
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen))
        assert isinstance(app.screen, SheetScreen)
        assert (app.screen.sheet.unit.code, app.screen.rows.cursor_id) == ("A2", "matters:i1")
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, CalendarScreen))
        await pilot.press("q")
        await until(pilot, lambda: "12-20" in text_of(app.screen, app.screen.query_one(RowList).cursor_id or ""))
        await pilot.press("q")
        await until(pilot, lambda: not isinstance(app.screen, CalendarScreen))

    in_app(folder, script)


def test_one_unit_and_what_is_overdue(folder: Path, lang: str) -> None:
    workspace = Workspace(folder)
    round_ = workspace.rounds()[0]
    finding = Finding(id="f", problem="The gate is open", due="2026-01-01", lead="Head")
    workspace.ledger("A2").open(round_.info.id, "N-1", [("matters:i4", finding, "The gate is open")])

    async def script(app: AudittyApp, pilot: Any) -> None:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, UnitsScreen) and "A1" in (app.screen.rows.cursor_id or ""))
        await opened(app, pilot)
        assert any("A2-0001" in row and "The gate is open" in row for row in shown(app)), "its number is not cut"
        await pilot.press("u")
        await until(pilot, lambda: not any("The gate" in row for row in shown(app)))
        assert "A1" in bar(app, "#keys")
        assert not any(" 2" in row[-5:] for row in shown(app)), "one unit at a time"
        await pilot.press("o")
        await until(pilot, lambda: not shown(app))
        await pilot.press("u")
        await until(pilot, lambda: len(shown(app)) == 2)
        assert "!" in shown(app)[1]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen))
        assert isinstance(app.screen, SheetScreen)
        assert (app.screen.sheet.unit.code, app.screen.rows.cursor_id) == ("A2", "matters:i4")

    in_app(folder, script)


def test_a_damaged_sheet_is_said_on_the_calendar(folder: Path) -> None:
    works.sheet(folder, "A2").set_mark("matters:i1", "pass")

    async def script(app: AudittyApp, pilot: Any) -> None:
        await opened(app, pilot)
        spoil(Workspace(folder).rounds()[0].path / "sheets" / "A2.journal")
        await pilot.press("home", "enter")
        await until(pilot, lambda: "A2" in text_of(app.screen, app.screen.query_one(RowList).rows[-1].id))
        await pilot.press("end", "enter")
        await until(pilot, lambda: "A2.journal" in bar(app, "#keys"))
        assert isinstance(app.screen, CalendarScreen), "there is no screen of what cannot be read"

    in_app(folder, script)


def test_the_filter_narrows_the_dates(folder: Path, lang: str) -> None:
    async def script(app: AudittyApp, pilot: Any) -> None:
        await opened(app, pilot)
        await pilot.press("slash", *"i3", "enter")
        rows = [row for row in shown(app) if "12-01" in row]
        assert len(rows) == len(shown(app)) - 1 == 1
        await pilot.press("q")
        assert len(shown(app)) > 2

    in_app(folder, script)


def test_the_note_lists_the_days_due_and_takes_days(folder: Path, lang: str) -> None:
    async def script(app: AudittyApp, pilot: Any) -> None:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, UnitsScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen))
        await pilot.press("home", "e")
        form = app.screen.query_one(Form)
        await until(pilot, lambda: form.is_open)
        drawn = "\n".join(form.render_line(number).text for number in range(form.size.height))
        assert "09-20, 12-20" in drawn
        await pilot.press(*"9-15", "enter")
        await until(pilot, lambda: not form.is_open)
        assert works.sheet(folder).mark("matters:i1").found == "9-15"  # type: ignore[union-attr]
        assert isinstance(app.screen, SheetScreen)
        proposal = app.screen.view.facts.proposal(app.screen.current, "9-15")  # type: ignore[arg-type]
        assert proposal is not None
        assert str(proposal) == "1 of 2 due; missing: 12-20"

    in_app(folder, script)


def test_an_empty_workspace_has_an_empty_calendar(tmp_path: Path, lang: str) -> None:
    works.make(tmp_path / "w", rounds=False)

    async def script(app: AudittyApp, pilot: Any) -> None:
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, CalendarScreen) and _("overdue") in bar(app, "#title"))
        for key in ("t", "o", "u", "enter", "q"):
            await pilot.press(key)

    in_app(tmp_path / "w", script)
