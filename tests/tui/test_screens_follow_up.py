"""Follow-ups on the screens: made with a key, the earlier mark beside the new one, outcomes, the ledgers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reports.issue import issue_notice
from store import followup, followup_before
from store.given import Input
from store.model import Finding
from store.rectifying.desk import Desk
from store.rectifying.model import Step
from store.workspace import Workspace
from tests.tui import works
from tests.tui.test_screens_actions import until
from tests.tui.test_screens_damage import lines
from tests.tui.test_screens_states import bar, opened, use
from tui.app import AudittyApp
from tui.finding_start import with_time
from tui.screens.sheet import SheetScreen
from tui.screens.units import UnitsScreen
from tui.widgets.form import Form
from tui.widgets.pane import Pane
from tui.widgets.rows import RowList

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A1 failed items 1 and 2 and one outside the list, in a notice; the unit answered the second, without proof."""
    made = works.make(tmp_path / "w", wanted=works.items(4))
    workspace = Workspace(made.root, who="Li Wen")
    sheet = workspace.sheet(workspace.rounds()[0], "A1")
    finding = {"problem": "no fence", "place": "yard", "requirement": "build one", "due": "2020-01-01"}
    sheet.set_mark("i1", "fail", Input(note="seen at noon", finding=finding))
    sheet.set_mark("i2", "fail", Input(finding={"problem": "gate open"}))
    sheet.set_other(Finding(problem="wires hang"))
    issue_notice(workspace, sheet, "en")
    unit = Workspace(made.root, who="Wang")
    Desk(unit).take("A1-0002", Step(verb="submit", measure="locked it", note="see for yourself"))
    return made.root


def pane(app: AudittyApp) -> str:
    return "\n".join(lines(app.screen.query_one(Pane)))


def form(app: AudittyApp) -> str:
    """The open form's own lines and what stands in its fields."""
    found = app.screen.query_one(Form)
    return "\n".join([*lines(found), *found.values().values()])


async def at_sheet(pilot: Any, app: AudittyApp) -> None:
    """From the rounds, Enter Enter is the sheet."""
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, UnitsScreen) and "A1" in "".join(lines(app.screen.rows)))
    app.screen.query_one(RowList).move_to("A1")
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, SheetScreen) and "Problem" in pane(app))


def test_a_key_makes_one_from_the_rounds(folder: Path) -> None:
    async def steps(pilot: Any, app: AudittyApp) -> None:
        await pilot.press("R")
        await until(pilot, lambda: opened(app))
        assert "Autumn: follow-up" in form(app)
        await pilot.press("enter")
        await until(pilot, lambda: not opened(app))
        await until(pilot, lambda: "Autumn: follow-up" in lines(app.screen.query_one(RowList))[0])
        await until(pilot, lambda: "Follows up" in pane(app))
        await at_sheet(pilot, app)

    use(folder, steps)
    newest, first = Workspace(folder).rounds()
    assert (newest.info.parent, list(newest.units)) == (first.info.id, ["A1"])


def test_a_key_makes_one_from_the_units_and_nothing_open_is_said(folder: Path) -> None:
    async def steps(pilot: Any, app: AudittyApp) -> None:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, UnitsScreen) and bool(app.screen.rows.rows))
        await pilot.press("R")
        await until(pilot, lambda: opened(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Autumn: follow-up: 1 unit" in bar(app))
        await pilot.press("T")
        await until(pilot, lambda: "Only a follow-up" in bar(app))
        await pilot.press("R")
        await until(pilot, lambda: opened(app))
        said = " ".join(form(app).split())
        assert "there is a follow-up of it already: r2" in said
        assert "Autumn: follow-up, running" in said
        await pilot.press("escape")

    use(folder, steps)
    workspace = Workspace(folder, who="Li Wen")
    assert len(workspace.rounds()) == 2


def test_beside_the_new_mark_stands_what_was(folder: Path) -> None:
    workspace = Workspace(folder, who="Li Wen")
    made = followup.make(workspace, workspace.rounds()[0]).round

    async def steps(pilot: Any, app: AudittyApp) -> None:
        await at_sheet(pilot, app)
        said = pane(app)
        for text in ("Li Wen  seen at noon", "no fence", "(yard)", "due 2020-01-01 overdue", "A1-0001 to be rectified"):
            assert text in said
        assert "build one" in said
        await pilot.press("down")
        await until(pilot, lambda: "locked it; see for yourself" in pane(app))
        assert "A1-0002 answered" in pane(app)
        await pilot.press("up")
        await until(pilot, lambda: "no fence" in pane(app))
        await pilot.press("6")
        await until(pilot, lambda: opened(app))
        assert "no fence" in form(app)
        assert form(app).splitlines()[-2:].count("partly") == 1
        await pilot.press("enter")
        await until(pilot, lambda: not opened(app))
        assert "partly" in lines(app.screen.query_one(RowList))[1]
        await pilot.press("1")  # the second is put right
        await until(pilot, lambda: works.verdicts(folder)[1] == "p")

    use(folder, steps)
    sheet = workspace.sheet(made, "A1")
    partly, passed = sheet.mark("matters:i1"), sheet.mark("matters:i2")
    assert partly is not None
    assert passed is not None
    assert (partly.outcome, partly.findings, passed.result) == ("partly", sheet.carried("matters:i1"), "rectified")


def test_results_go_into_the_ledger_after_a_question(folder: Path) -> None:
    workspace = Workspace(folder, who="Li Wen")
    made = followup.make(workspace, workspace.rounds()[0]).round
    sheet = workspace.sheet(made, "A1")
    sheet.set_mark("i1", "pass", Input(note="there is one"))
    sheet.set_mark("i2", "pass")

    async def steps(pilot: Any, app: AudittyApp) -> None:
        await at_sheet(pilot, app)
        await pilot.press("T")
        await until(pilot, lambda: opened(app))
        assert "A1-0001  rectified  correct on the spot: closed out" in form(app)
        assert "needs evidence" in form(app)
        assert form(app).splitlines()[-1] == "no"
        await pilot.press("2", "enter")
        await until(pilot, lambda: "1 taken over" in bar(app))
        assert "A1-0002" in bar(app)
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, UnitsScreen))
        await pilot.press("T")
        await until(pilot, lambda: opened(app))
        assert "A1-0001" not in form(app)
        await pilot.press("f10")

    use(folder, steps)
    states = {id: each.state for id, each in Workspace(folder).ledger("A1").all().items()}
    assert states == {"A1-0001": "closed", "A1-0002": "submitted", "A1-0003": "open"}


def test_an_ordinary_sheet_has_none_of_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*arguments: object) -> None:
        raise AssertionError("an ordinary sheet looks back into no ledger")

    monkeypatch.setattr(followup_before, "earlier", never)

    async def steps(pilot: Any, app: AudittyApp) -> None:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, UnitsScreen) and bool(app.screen.rows.rows))
        app.screen.query_one(RowList).move_to("A1")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen) and bool(pane(app)))
        await pilot.press("6")
        await until(pilot, lambda: "Only a follow-up" in bar(app))
        await pilot.press("2")
        await until(pilot, lambda: opened(app))
        assert "Outcome" not in form(app)
        await pilot.press("f10")

    use(folder, steps)


def test_a_due_date_that_is_past_is_not_proposed_again(folder: Path) -> None:
    workspace = Workspace(folder, who="Li Wen")
    checklist = workspace.rounds()[0].checklists[0]
    old, coming = (Finding(grade="high", due=due) for due in ("2020-01-01", "2999-01-01"))
    assert with_time(workspace, checklist, old).due > workspace.today.isoformat()
    assert with_time(workspace, checklist, coming) == coming
    assert with_time(workspace, checklist, Finding(due="2020-01-01")).due == "2020-01-01"
