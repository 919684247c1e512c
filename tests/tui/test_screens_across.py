"""Records put side by side: one item over all units, with one verdict for many; one unit over all rounds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store import states
from store.model import Finding
from store.workspace import Workspace
from tests.tui import works
from tests.tui.test_screens_actions import in_app, text_of, until
from tui.app import AudittyApp
from tui.i18n import set_language
from tui.screens.item import ItemScreen
from tui.screens.items import ItemsScreen
from tui.screens.sheet import SheetScreen
from tui.screens.unit import UnitScreen
from tui.screens.units import UnitsScreen
from tui.widgets.pane import Pane
from tui.widgets.rows import RowList

pytestmark = pytest.mark.slow

UNITS = [{"code": f"A{n}", "name": f"School {n}"} for n in range(1, 6)]
HOSTILE = "blocked \x1b[31m [/etc] \u202e by bicycles"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One round of A1 to A5; of i1, A1 failed, A2 passed; i2 demands a note with n/a and evidence with a fail."""
    wanted = works.items(4)
    wanted[1]["demands"] = {"na": ["note"], "fail": ["evidence"]}
    workspace = works.make(tmp_path / "w", wanted=wanted, units=UNITS)
    round_ = workspace.rounds()[0]
    workspace.sheet(round_, "A1").set_findings("i1", (Finding(problem=HOSTILE),))
    workspace.sheet(round_, "A2").set_mark("i1", "pass")
    return tmp_path / "w"


def verdicts(folder: Path, item: str = "i1") -> str:
    """A letter for each unit, as the sheets on disk have it."""
    workspace = Workspace(folder)
    round_ = workspace.rounds()[0]
    signs = {"pass": "p", "fail": "f", "na": "n", "none": "."}
    return "".join(signs[workspace.sheet(round_, unit["code"]).verdict(f"matters:{item}")] for unit in UNITS)


def listed(app: AudittyApp) -> list[str]:
    """The ids of the rows."""
    return [row.id for row in app.screen.query_one(RowList).rows if row.selectable]


def pane(app: AudittyApp) -> str:
    """What the pane shows."""
    return "\n".join(app.screen.query_one(Pane).render_line(line).text for line in range(8))


def title(app: AudittyApp) -> str:
    """The first line."""
    return str(app.screen.query_one("#title").render_line(0).text)


def problems(folder: Path, code: str) -> list[str]:
    """What is wrong with i1 at a unit."""
    mark = works.sheet(folder, code).mark("matters:i1")
    return [each.problem for each in mark.findings] if mark else []


def bottom(app: AudittyApp) -> str:
    """The last line."""
    return str(app.screen.query_one("#keys").render_line(0).text)


async def at_item(app: AudittyApp, pilot: Any, number: int = 1) -> None:
    """From the rounds to the units, and from there to an item, which is found by its number."""
    await until(pilot, lambda: app.screen.query_one(RowList).rows)
    await pilot.press("enter")
    await until(pilot, lambda: app.screen.query_one(RowList).cursor_id == "A1" and app.screen.is_current)
    await pilot.press("I")
    await until(pilot, lambda: isinstance(app.screen, ItemsScreen) and len(listed(app)) == 4)
    await pilot.press("/", *f"i{number}")
    await until(pilot, lambda: listed(app) == [f"matters:i{number}"])
    await pilot.press("enter", "enter")
    await until(pilot, lambda: isinstance(app.screen, ItemScreen) and len(listed(app)) == 5)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_unit_with_its_mark_and_what_it_wrote(folder: Path, lang: str) -> None:
    set_language("zh" if lang == "zh" else "en")

    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_item(app, pilot)
        first = app.screen.query_one(RowList).render_line(0).text
        assert first.split()[:4] == [">", "✗", "A1", "School"]
        assert "blocked \\x1b[31m [/etc]" in first
        assert "✓" in text_of(app.screen, "A2")
        await until(pilot, lambda: "blocked \\x1b[31m [/etc] \\u202e" in pane(app))
        await pilot.press("s")
        await until(pilot, lambda: listed(app) == ["A1"])
        await pilot.press("s")
        await until(pilot, lambda: listed(app) == ["A3", "A4", "A5"])
        await pilot.press("q", "S")
        await until(pilot, lambda: listed(app) == ["A1", "A3", "A4", "A5", "A2"])
        await pilot.press("/", *"bicycle", "enter")
        await until(pilot, lambda: listed(app) == ["A1"])
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen) and app.screen.rows.cursor_id == "matters:i1")
        await pilot.press("1")
        await until(pilot, lambda: verdicts(folder) == "pp...")
        await pilot.press("q")
        await until(
            pilot,
            lambda: isinstance(app.screen, ItemScreen) and "2✓" in title(app),
        )

    in_app(folder, script)


def test_many_are_marked_at_once_and_taken_back(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_item(app, pilot)
        screen: Any = app.screen
        await pilot.press("*", "1")
        await until(pilot, lambda: screen.form.is_open)
        told = " ".join(screen.form.render_line(line).text for line in range(6))
        assert "5 units: pass" in told
        assert "without a mark: 3" in told
        assert "instead of fail: 1" in told
        assert "findings taken away: 1" in told
        assert verdicts(folder) == "fp...", "nothing before it is confirmed"
        await pilot.press("enter")
        await until(pilot, lambda: verdicts(folder) == "ppppp" and "4 marked" in bottom(app))
        assert screen.rows.marked == set()
        await pilot.press("z")
        await until(pilot, lambda: verdicts(folder) == "fp..." and "4 taken back" in bottom(app))
        await pilot.press("z")
        await until(pilot, lambda: "No marks" in bottom(app))
        events = [line.event for line in works.sheet(folder, "A3").record.lines()]
        assert [bool(event.undo) for event in events] == [False, True], "each a durable event of its own"

    in_app(folder, script)


def test_one_problem_for_many_and_one_more_where_there_is_one(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_item(app, pilot)
        screen: Any = app.screen
        await pilot.press("space", "down", "space", "2")
        await until(pilot, lambda: screen.form.is_open)
        await pilot.press(*"no-plan", "enter")
        await until(pilot, lambda: verdicts(folder) == "fpf.." and "2 marked" in bottom(app))
        assert (problems(folder, "A1"), problems(folder, "A3")) == ([HOSTILE, "no-plan"], ["no-plan"])

    in_app(folder, script)


def test_what_is_refused_is_told_one_by_one_and_stays_chosen(folder: Path) -> None:
    workspace = Workspace(folder)
    workspace.sheet(workspace.rounds()[0], "A5").set_mark("i2", "pass")

    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_item(app, pilot, 2)
        screen: Any = app.screen
        await pilot.press("*", "2")
        await until(pilot, lambda: screen.form.is_open)
        await pilot.press(*"bad", "enter")
        await until(pilot, lambda: "5 refused" in bottom(app))
        assert verdicts(folder, "i2") == "....p"
        await until(pilot, lambda: "A1: item 2 marked" in pane(app) and "needs evidence" in pane(app))
        assert len(screen.rows.marked) == 5
        await pilot.press("3")
        await until(pilot, lambda: screen.form.is_open)
        await pilot.press("enter")
        await pilot.press(*"closed", "enter")
        await until(pilot, lambda: verdicts(folder, "i2") == "nnnnn")
        assert works.sheet(folder, "A5").mark("matters:i2").note == "closed"  # type: ignore[union-attr]

    in_app(folder, script)


def test_a_mark_that_somebody_changed_meanwhile_stands(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_item(app, pilot)
        screen: Any = app.screen
        await pilot.press("end", "space", "1")
        await until(pilot, lambda: screen.form.is_open)
        workspace = Workspace(folder, who="Other")
        workspace.sheet(workspace.rounds()[0], "A5").set_mark("i1", "fail")
        await pilot.press("enter")
        await until(pilot, lambda: "1 refused" in bottom(app))
        assert verdicts(folder) == "fp..f"
        await until(pilot, lambda: "Other" in pane(app))

    in_app(folder, script)


def test_a_round_that_is_closed_says_so_before_anything_is_asked(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_item(app, pilot)
        screen: Any = app.screen
        workspace = Workspace(folder, who="Other")
        states.void(workspace.rounds()[0], "mistake")
        await pilot.press("*", "1")
        await until(pilot, lambda: "void" in bottom(app))
        assert not screen.form.is_open

    in_app(folder, script)


def numbers(app: AudittyApp) -> list[str]:
    """The rounds that have a column, that which is looked at in brackets."""
    return "".join(text for text, _style in app.screen.query_one(RowList).row("marks").right).split()


async def at_unit(app: AudittyApp, pilot: Any) -> None:
    """From the rounds to the first unit of the newest, and to all its rounds."""
    await until(pilot, lambda: app.screen.query_one(RowList).rows)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, UnitsScreen) and app.screen.rows.cursor_id == "A1")
    await pilot.press("U")
    await until(pilot, lambda: isinstance(app.screen, UnitScreen) and len(listed(app)) > 2)


def test_the_marks_of_all_rounds_stand_side_by_side(folder: Path) -> None:
    workspace = Workspace(folder, who="Li Wen")
    second = workspace.new_round("Winter", ["matters"], ["A1", "A2"])
    workspace.sheet(second, "A1").set_mark("i1", "pass")
    third = workspace.new_round("Spring [/etc]", ["matters"], ["A1"])
    workspace.sheet(third, "A1").set_mark("i1", "fail")
    workspace.sheet(third, "A1").set_mark("i3", "pass")
    ids = [round_.info.id for round_ in workspace.rounds()[::-1]]

    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_unit(app, pilot)
        screen: Any = app.screen
        assert listed(app) == [*(f"round:{id}" for id in ids), *(f"item:matters:i{n}" for n in (1, 2, 3, 4))]
        assert screen.rows.cursor_id == f"round:{ids[2]}", "the round one came from"
        assert text_of(screen, f"round:{ids[1]}").split() == ["2", "Winter", "1/4", "1", "0", "0", "1", "-", "100.0+"]
        assert text_of(screen, "item:matters:i1").split()[-3:] == ["✗", "✓", "✗"]
        assert numbers(app) == ["1", "2", "[3]"]
        assert "Spring [/etc]" in pane(app)

        await pilot.press("s")
        await until(pilot, lambda: listed(app)[3:] == ["item:matters:i1"])
        await pilot.press("end")
        await until(pilot, lambda: "blocked \\x1b[31m [/etc] \\u202e" in pane(app))
        await pilot.press("left", "left")
        await until(pilot, lambda: numbers(app) == ["[1]", "2", "3"])
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen) and app.screen.rows.cursor_id == "matters:i1")
        assert "Autumn" in title(app)
        await pilot.press("1", "q")
        await until(pilot, lambda: isinstance(app.screen, UnitScreen) and "✓" in text_of(screen, "item:matters:i1"))
        await pilot.press("I")
        await until(pilot, lambda: isinstance(app.screen, ItemScreen) and app.screen.rows.cursor_id == "A1")
        assert "Autumn" in title(app)

    in_app(folder, script)


def test_more_rounds_than_there_is_room_for(folder: Path) -> None:
    workspace = Workspace(folder, who="Li Wen")
    for number in range(2, 13):
        workspace.new_round(f"Round {number}", ["matters"], ["A1"])

    async def script(app: AudittyApp, pilot: Any) -> None:
        await at_unit(app, pilot)
        assert numbers(app) == [*map(str, range(5, 12)), "[12]"]
        await pilot.press(*["left"] * 9)
        await until(pilot, lambda: numbers(app)[0] == "[3]")
        await pilot.press("home")
        await until(pilot, lambda: numbers(app)[0] == "[1]")

    in_app(folder, script)
