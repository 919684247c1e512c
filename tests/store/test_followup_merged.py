"""A follow-up after units were merged: what was open at one comes under the one that took it over."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reports.issue import issue_notice
from store import followup, followup_before, followup_results, round_units
from store.errors import Refused
from store.given import Input
from store.model import OTHER_FINDINGS
from store.rectifying.desk import Desk
from store.rectifying.model import Step
from store.rounds import Round
from store.sheet import Sheet
from store.unit_life import close, merge
from store.upkeep.verify import verify
from store.workspace import Workspace


def failed(sheet: Sheet, item: str, problem: str) -> None:
    sheet.set_mark(item, "fail", Input(finding={"problem": problem}))


@pytest.fixture
def first(workspace: Workspace, round_: Round) -> Round:
    """K1 failed `clear`, in a notice, and then `plan`, in none; S1 failed `clear`. Then K1 became a part of S1."""
    kindergarten, school = (workspace.sheet(round_, code) for code in ("K1", "S1"))
    failed(kindergarten, "clear", "toys in the way")
    issue_notice(workspace, kindergarten, "en")
    failed(kindergarten, "plan", "no plan")
    failed(school, "clear", "exit blocked")
    merge(workspace.units, "K1", "S1", "one school now")
    return round_


def problems(round_: Round, unit: str) -> list[tuple[str, str]]:
    return [(each.ref, each.problem) for each in round_.units[unit].carried]


@pytest.mark.parametrize("leave", [False, True])
def test_it_comes_under_the_unit_that_took_over(workspace: Workspace, first: Round, leave: bool) -> None:
    if leave:
        round_units.leave(first, ["K1"], "merged")
    made = followup.make(workspace, first)
    assert (list(made.round.units), made.closed) == (["S1"], ())
    ours = [("fire:clear", "exit blocked")]
    noticed, other = [("fire:clear", "toys in the way")], [("fire:plan", "no plan")]
    assert problems(made.round, "S1") == (noticed + ours if leave else noticed + ours + other)
    with pytest.raises(Refused, match="merged into S1"):
        followup.make(workspace, first, units=["K1"])
    assert not verify(workspace).faults


def test_under_one_that_was_not_in_the_round(workspace: Workspace, first: Round) -> None:
    round_units.leave(first, ["S1"], "burnt down")
    made = followup.make(workspace, first, units=["S1"])
    assert ("fire:clear", "toys in the way") in problems(made.round, "S1")
    close(workspace.units, "S1", "closed for good")
    with pytest.raises(Refused, match="nothing is open"):
        followup.make(workspace, first)


def test_its_mark_results_and_notice_are_of_the_same_rectification(workspace: Workspace, first: Round) -> None:
    Desk(workspace).take("K1-0001", Step(verb="submit", measure="tidied", note="see there"))
    made = followup.make(workspace, first).round
    sheet = workspace.sheet(made, "S1")
    was = followup_before.earlier(workspace, sheet)
    plan = was["fire:plan"].mark
    assert plan is not None
    assert plan.findings[0].problem == "no plan"
    assert [each.id for each in was["fire:clear"].rectifications] == ["K1-0001"]
    sheet.set_mark("clear", "fail", Input(note="still there"))
    issue_notice(workspace, sheet, "en")
    assert len(workspace.ledger("S1").all()) == 1  # of its own finding alone
    assert {each.finding for each in workspace.ledger("K1").all().values()} == {made.units["S1"].carried[0].id}
    (applied, _own) = followup_results.apply(workspace, made)
    assert (applied.id, applied.steps, applied.state) == ("K1-0001", ("return",), "returned")
    again = followup.make(workspace, made).round
    assert [each.problem for each in again.units["S1"].carried] == ["exit blocked", "toys in the way", "no plan"]
    assert not verify(workspace).faults


def test_what_it_asks_no_more_is_asked_outside(
    workspace: Workspace, round_: Round, sheet_of: Callable[[str], Sheet]
) -> None:
    failed(sheet_of("K1"), "nap-room", "one exit")  # asked of kindergartens alone
    failed(sheet_of("S1"), "clear", "boxes")
    merge(workspace.units, "K1", "S1", "one house")
    made = followup.make(workspace, round_).round
    refs = {problem: ref for ref, problem in problems(made, "S1")}
    assert refs["boxes"] == "fire:clear"
    assert refs["one exit"].startswith(f"{OTHER_FINDINGS}:")
    page = workspace.sheet(made, "S1")
    page.set_mark(refs["one exit"], "fail", Input(note="still"))
    again = followup.make(workspace, made).round
    assert sorted(problems(again, "S1")) == [("fire:clear", "boxes"), (refs["one exit"], "one exit")]


@pytest.fixture
def sheet_of(workspace: Workspace, round_: Round) -> Callable[[str], Sheet]:
    """The sheet of a unit in the round."""
    return lambda code: workspace.sheet(round_, code)
