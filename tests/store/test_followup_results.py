"""The results of a follow-up in the ledgers: closed, returned, reopened, or left with a reason; and never twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reports.issue import issue_notice
from store import followup, states
from store.errors import Refused
from store.followup_results import Applied, apply
from store.given import Input
from store.model import Finding, Visit
from store.rectifying.desk import Desk
from store.rectifying.model import Rectification, Step
from store.rectifying.roles import Role
from store.rounds import Round
from store.sheet import Sheet
from store.workspace import Workspace

PROOF = ("a" * 64,)


@pytest.fixture
def made(workspace: Workspace, round_: Round) -> Round:
    """A follow-up: S1-0001 (plan) open, S1-0002 (clear) and S1-0003 (outside the list) answered by Sun, with proof."""
    sheet = workspace.sheet(round_, "S1")
    sheet.set_mark("plan", "fail", Input(finding={"problem": "no plan", "lead": "Office"}))
    sheet.set_mark("clear", "fail", Input(finding={"problem": "blocked", "grade": "high", "due": "2026-12-01"}))
    sheet.set_other(Finding(problem="wires", due="2026-12-02"))
    issue_notice(workspace, sheet, "en")
    unit = Workspace(workspace.root, who="Sun", clock=workspace.hands.clock)
    for id in ("S1-0002", "S1-0003"):
        Desk(unit).take(id, Step(verb="submit", note="done", evidence=PROOF))
    return followup.make(workspace, round_).round


@pytest.fixture
def again(workspace: Workspace, made: Round) -> Sheet:
    return workspace.sheet(made, "S1")


def ledger(workspace: Workspace) -> dict[str, Rectification]:
    return workspace.ledger("S1").all()


def verbs(rectification: Rectification) -> list[str]:
    return [step.verb for step in rectification.steps]


def told(found: list[Applied]) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [(each.id, each.outcome, each.steps, each.state) for each in found]


def test_put_right_is_closed(workspace: Workspace, made: Round, again: Sheet, tmp_path: Path) -> None:
    (tmp_path / "p.jpg").write_bytes(b"\xff\xd8\xff p")
    photo = workspace.evidence.take_in(tmp_path / "p.jpg")
    again.set_visit(Visit(date="2026-11-20"))
    again.set_mark("plan", "pass", Input(note="seen", evidence=(photo,)))
    again.set_mark("clear", "pass")
    expected = [("S1-0001", "rectified", ("correct",), "closed"), ("S1-0002", "rectified", ("accept",), "closed")]
    before = ledger(workspace)
    assert told(list(apply(workspace, made, dry_run=True))) == expected
    assert ledger(workspace) == before
    assert told(list(apply(workspace, made))) == expected
    after = ledger(workspace)
    (step,) = after["S1-0001"].steps
    assert (step.who, step.date, step.evidence) == ("Li", "2026-11-20", (photo.digest,))
    assert step.note == f"follow-up “{made.info.name}” ({made.info.id}): rectified; seen"
    assert after["S1-0003"] == before["S1-0003"]
    assert workspace.ledger("S1").record.get("files", photo.digest) is not None


def test_nothing_twice_until_the_mark_changes(workspace: Workspace, made: Round, again: Sheet) -> None:
    again.set_mark("plan", "fail", Input(note="half", outcome="partly"))
    again.set_mark("clear", "pass")
    assert [each.steps for each in apply(workspace, made)] == [("progress",), ("accept",)]
    whole = ledger(workspace)
    assert [each.steps for each in apply(workspace, made)] == [(), ()]
    assert ledger(workspace) == whole
    Desk(workspace).take("S1-0002", Step(verb="reopen", note="back again"))
    assert [each.steps for each in apply(workspace, made)] == [(), ()]
    assert ledger(workspace)["S1-0002"].state == "open"
    again.set_mark("plan", "pass", Input(note="now whole"))
    assert [each.steps for each in apply(workspace, made)] == [("correct",), ()]  # who reported is no rectifier


def test_not_put_right_goes_back(workspace: Workspace, made: Round, again: Sheet) -> None:
    again.set_mark("plan", "fail")
    again.set_mark("clear", "fail", Input(finding={"problem": "still blocked", "due": "2026-12-24"}, outcome="partly"))
    again.set_mark("S1-0003", "fail", Input(note="nothing done"))
    assert told(list(apply(workspace, made))) == [
        ("S1-0001", "not", ("progress",), "open"),
        ("S1-0002", "partly", ("return",), "returned"),
        ("S1-0003", "not", ("return",), "returned"),
    ]
    after = ledger(workspace)
    assert (after["S1-0002"].due, after["S1-0002"].dues) == ("2026-12-24", ("2026-12-01",))
    assert after["S1-0002"].steps[-1].note.endswith("partly rectified; still blocked")
    assert after["S1-0003"].due == "2026-12-02"


def test_what_came_back_is_reopened(workspace: Workspace, made: Round, again: Sheet) -> None:
    desk = Desk(workspace)
    desk.take("S1-0001", Step(verb="correct", note="before the visit"))
    desk.take("S1-0002", Step(verb="accept"))
    again.set_mark("plan", "fail", Input(note="gone again", outcome="recurred"))
    again.set_mark("clear", "fail")
    again.set_mark("S1-0003", "fail", Input(outcome="recurred"))
    found = list(apply(workspace, made))
    assert told(found) == [
        ("S1-0001", "recurred", ("reopen",), "open"),
        ("S1-0002", "not", (), "closed"),
        ("S1-0003", "recurred", ("return",), "returned"),
    ]
    assert [each.problem is None for each in found] == [True, False, True]
    assert "recurred" in str(found[1].problem)
    assert ledger(workspace)["S1-0001"].reopened == 1


@pytest.mark.parametrize("closing, steps", [("direct", ("accept",)), ("checked", ("check", "accept"))])
def test_the_way_to_close_is_the_workspaces(
    workspace: Workspace, made: Round, again: Sheet, closing: Any, steps: tuple[str, ...]
) -> None:
    workspace.settings = replace(workspace.settings, closing=closing)
    again.set_mark("clear", "pass")
    assert told(list(apply(workspace, made, ["S1"]))) == [("S1-0002", "rectified", steps, "closed")]


def test_rules_stand_in_the_way_and_are_named(workspace: Workspace, made: Round, again: Sheet) -> None:
    unit = Workspace(workspace.root, who="Sun", clock=workspace.hands.clock)
    for ref in ("plan", "clear"):
        again.set_mark(ref, "pass")
    office = Workspace(workspace.root, who="Office", clock=workspace.hands.clock)
    for hand, id in ((unit, "S1-0002"), (office, "S1-0001")):
        found = {each.id: each for each in apply(hand, made, dry_run=True) if each.problem}
        assert "rectified it" in str(found[id].problem)
        assert found[id].steps == ()
    Desk(workspace).take("S1-0003", Step(verb="return", note="no"))
    Desk(unit).take("S1-0003", Step(verb="submit", note="done, no proof"))
    again.set_mark("S1-0003", "pass")
    left = [each for each in apply(workspace, made) if each.problem]
    assert [each.id for each in left] == ["S1-0003"]
    assert "evidence" in str(left[0].problem)
    assert {id: each.state for id, each in ledger(workspace).items()} == {
        "S1-0001": "closed", "S1-0002": "closed", "S1-0003": "submitted",
    }  # fmt: skip


def test_half_way_it_goes_on(workspace: Workspace, made: Round, again: Sheet) -> None:
    """The check is Li's to take, the sign-off only Zhao's."""
    roles = {"inspector": Role(verbs=("check",)), "leader": Role(verbs=("accept",), names=("Zhao",))}
    again.set_mark("clear", "pass")
    zhao = Workspace(workspace.root, who="Zhao", clock=workspace.hands.clock)
    for each in (workspace, zhao):
        each.settings = replace(each.settings, closing="checked", roles=roles)
    (first,) = apply(workspace, made)
    assert (first.steps, first.state, first.problem is None) == (("check",), "checked", False)
    (second,) = apply(zhao, made)
    assert (second.steps, second.state, second.problem) == (("accept",), "closed", None)
    assert verbs(ledger(workspace)["S1-0002"]) == ["submit", "check", "accept"]


def test_one_of_two_findings_on_a_line(workspace: Workspace, round_: Round) -> None:
    sheet = workspace.sheet(round_, "S1")
    sheet.set_mark("clear", "fail", Input(finding={"problem": "east"}))
    sheet.set_mark("clear", "fail", Input(finding={"problem": "west"}, add=True))
    issue_notice(workspace, sheet, "en")
    made = followup.make(workspace, round_).round
    again = workspace.sheet(made, "S1")
    again.set_mark("clear", "fail")
    mark = again.mark("fire:clear")
    assert mark is not None
    assert [each.problem for each in mark.findings] == ["east", "west"]
    again.set_findings("clear", mark.findings[1:])
    assert told(list(apply(workspace, made))) == [
        ("S1-0001", "rectified", ("correct",), "closed"),
        ("S1-0002", "not", ("progress",), "open"),
    ]


def test_only_follow_ups_that_count(workspace: Workspace, round_: Round, made: Round) -> None:
    with pytest.raises(Refused, match="no follow-up"):
        apply(workspace, round_)
    states.void(made, "wrong")
    with pytest.raises(Refused, match="void"):
        apply(workspace, made)
