"""Follow-ups: what they are made of, what was before, what they mean, and what becomes of their results."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.issue import issue_notice
from store import followup, followup_before, round_units, states
from store.calendar import Calendar
from store.errors import Refused, Unknown
from store.figures import answers, compare
from store.figures.scores import score
from store.given import Input
from store.model import OTHER_FINDINGS, Finding
from store.rectifying.desk import Desk
from store.rectifying.model import Step
from store.rounds import Round
from store.sheet import Sheet
from store.unit_life import close
from store.upkeep import bundle
from store.upkeep.verify import verify
from store.workspace import Workspace

Open = Callable[[Round, str], Sheet]


@pytest.fixture
def first(workspace: Workspace, round_: Round) -> Round:
    """S1 failed three items and one outside the list; a notice named all but `staff`. K1 failed one, no notice."""
    sheet = workspace.sheet(round_, "S1")
    sheet.set_mark(
        "plan", "fail", Input(finding={"problem": "no plan", "requirement": "make one", "due": "2026-12-01"})
    )
    sheet.set_mark("clear", "fail", Input(finding={"problem": "exit blocked", "place": "hall", "grade": "high"}))
    sheet.set_mark("meetings", "pass")
    sheet.set_other(Finding(problem="wires hang loose", requirement="fix them", grade="low", due="2026-12-02"))
    issue_notice(workspace, sheet, "en")
    sheet.set_mark("staff", "fail", Input(finding={"problem": "two too few"}))
    workspace.sheet(round_, "K1").set_mark("clear", "fail", Input(finding={"problem": "toys in the way"}))
    return round_


def refs(round_: Round, unit: str) -> tuple[str, ...]:
    return round_.units[unit].only


def test_it_takes_what_is_open_unit_by_unit(workspace: Workspace, first: Round) -> None:
    made = followup.make(workspace, first)
    assert made.closed == ()
    info = made.round.info
    assert (info.parent, info.name, info.period_from, info.period_to) == (
        first.info.id, f"{first.info.name}: follow-up", first.info.period_from, first.info.period_to,
    )  # fmt: skip
    assert refs(made.round, "S1") == ("fire:plan", "fire:clear", f"{OTHER_FINDINGS}:S1-0003", "fire:staff")
    assert refs(made.round, "K1") == ("fire:clear",)
    pins, before = ({pin.id: pin.digest for pin in each.checklists} for each in (info, first.info))
    assert pins.keys() == {*before, OTHER_FINDINGS}
    assert {id: pins[id] for id in before} == before
    for pin in info.checklists:
        assert hashlib.sha256((made.round.path / "checklists" / pin.file_name).read_bytes()).hexdigest() == pin.digest
    sheet = workspace.sheet(made.round, "S1")
    assert [line.item.text.en for line in sheet.lines if line.checklist.id == OTHER_FINDINGS] == ["wires hang loose"]
    assert sheet.counts == {"pass": 0, "fail": 0, "na": 0, "none": 4}
    assert {code: tally.asked for code, tally in workspace.tallies(made.round).items()} == {"S1": 4, "K1": 1}


def test_what_is_closed_or_withdrawn_is_not_taken(workspace: Workspace, first: Round) -> None:
    desk = Desk(workspace)
    desk.take("S1-0001", Step(verb="correct", note="seen"))
    desk.take("S1-0003", Step(verb="withdraw", note="void"))
    desk.take("S1-0002", Step(verb="submit", note="done"))
    made = followup.make(workspace, first, units=["S1"], name=" Again ", inspectors=["Wang"])
    assert list(made.round.units) == ["S1"]
    assert refs(made.round, "S1") == ("fire:clear", "fire:staff")
    assert [pin.id for pin in made.round.info.checklists] == ["fire"]
    assert (made.round.info.name, [each.name for each in made.round.info.inspectors]) == ("Again", ["Wang"])


def test_nothing_open_is_refused(workspace: Workspace, first: Round) -> None:
    before = workspace.disk.names(workspace.rounds_folder)
    with pytest.raises(Unknown):
        followup.make(workspace, first, units=["S1", "T1"])
    workspace.sheet(first, "K1").set_mark("clear", "pass")
    with pytest.raises(Refused, match="nothing is open"):
        followup.make(workspace, first, units=["K1"])
    close(workspace.units, "K1", "gone")
    with pytest.raises(Refused, match="closed"):
        followup.make(workspace, first, units=["K1"])
    states.void(first, "a mistake")
    with pytest.raises(Refused, match="void"):
        followup.make(workspace, first)
    assert workspace.disk.names(workspace.rounds_folder) == before


def test_closed_units_are_left_out_and_named(workspace: Workspace, first: Round) -> None:
    close(workspace.units, "K1", "gone")
    made = followup.make(workspace, first)
    assert (list(made.round.units), made.closed) == (["S1"], ("K1",))


def test_a_sealed_round_has_follow_ups(workspace: Workspace, first: Round) -> None:
    states.close(first, finish_first=True)
    made = followup.make(workspace, first)
    workspace.sheet(made.round, "S1").set_mark("plan", "pass")
    assert followup_before.earlier(workspace, workspace.sheet(made.round, "S1"))["fire:plan"].mark is not None


def test_nothing_but_its_lines_is_asked(workspace: Workspace, first: Round) -> None:
    sheet = workspace.sheet(followup.make(workspace, first).round, "S1")
    with pytest.raises(Unknown, match="follow-up"):
        sheet.set_mark("meetings", "fail")
    with pytest.raises(Unknown, match="follow-up"):
        sheet.set_mark("drill", "pass")
    with pytest.raises(Refused, match="follow-up"):
        workspace.sheet(first, "S1").set_mark("plan", "fail", Input(outcome="partly"))


def test_a_line_is_asked_without_what_it_depends_on(workspace: Workspace, round_: Round) -> None:
    sheet = workspace.sheet(round_, "S1")
    sheet.set_mark("plan", "pass")
    sheet.set_mark("revised", "fail", Input(finding={"problem": "never"}))
    made = followup.make(workspace, round_).round
    again = workspace.sheet(made, "S1")
    assert [line.item.id for line in again.lines] == ["revised"]
    again.set_mark("revised", "pass")
    assert again.counts["pass"] == 1
    assert workspace.tallies(made)["S1"].passed == 1
    found = answers.read(made, workspace.hands).units["S1"]
    assert (found.asked, dict(found.verdicts)) == (1, {"fire:revised": "pass"})


def test_what_was(workspace: Workspace, first: Round) -> None:
    photo = workspace.root.parent / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff x")
    Desk(workspace).take(
        "S1-0001", Step(verb="submit", note="signed", measure="wrote it"), files=[workspace.evidence.take_in(photo)]
    )
    made = followup.make(workspace, first).round
    was = followup_before.earlier(workspace, workspace.sheet(made, "S1"))
    assert was.keys() == set(refs(made, "S1"))
    plan = was["fire:plan"]
    assert plan.mark is not None
    assert (plan.mark.verdict, plan.who, plan.day, plan.round) == ("fail", "Li", "2026-11-23", first.info.name)
    (ordered,) = plan.rectifications
    assert (ordered.id, ordered.state, ordered.measure) == ("S1-0001", "submitted", "wrote it")
    assert [file.name for file in plan.files] == ["photo.jpg"]
    other = was[f"{OTHER_FINDINGS}:S1-0003"]
    assert (other.mark, other.findings[0].requirement, other.rectifications[0].due) == (None, "fix them", "2026-12-02")
    assert was["fire:staff"].rectifications == ()
    assert was["fire:staff"].findings[0].problem == "two too few"
    assert followup_before.earlier(workspace, workspace.sheet(first, "S1")) == {}


def test_failing_a_line_keeps_the_finding(workspace: Workspace, first: Round) -> None:
    before = {ref: workspace.sheet(first, "S1").mark(ref).findings for ref in ("fire:plan", "fire:clear")}  # type: ignore[union-attr]
    sheet = workspace.sheet(followup.make(workspace, first).round, "S1")
    sheet.set_mark("plan", "fail")
    sheet.set_mark("clear", "fail", Input(finding={"problem": "still blocked"}, outcome="partly"))
    plan, clear = sheet.mark("fire:plan"), sheet.mark("fire:clear")
    assert plan is not None
    assert clear is not None
    assert plan.findings == before["fire:plan"]
    assert (plan.outcome, plan.result, clear.outcome, clear.result) == ("", "not", "partly", "partly")
    assert [(each.id, each.problem, each.place) for each in clear.findings] == [
        (before["fire:clear"][0].id, "still blocked", "hall")
    ]
    sheet.set_mark("plan", "pass")
    sheet.set_mark("plan", "fail")
    assert sheet.mark("fire:plan") == plan


def test_outcomes_belong_to_verdicts(workspace: Workspace, first: Round) -> None:
    sheet = workspace.sheet(followup.make(workspace, first).round, "S1")
    for verdict, outcome in (("pass", "partly"), ("fail", "rectified"), ("na", "not"), ("fail", "x" * 900)):
        with pytest.raises(Refused, match="outcome"):
            sheet.set_mark("plan", verdict, Input(outcome=outcome))  # type: ignore[arg-type]
    sheet.set_mark("plan", "fail", Input(outcome="recurred"))
    assert sheet.record.get("marks", "fire:plan")["outcome"] == "recurred"  # type: ignore[index]
    sheet.set_note("plan", "a note")
    sheet.set_mark("plan", "fail")
    assert sheet.mark("fire:plan").result == "recurred"  # type: ignore[union-attr]
    sheet.set_mark("plan", "fail", Input(outcome="not"))
    assert "outcome" not in sheet.record.get("marks", "fire:plan")  # type: ignore[operator]
    sheet.set_mark("plan", "fail", Input(outcome="partly"))
    sheet.set_mark("plan", "pass")
    assert sheet.mark("fire:plan").result == "rectified"  # type: ignore[union-attr]


def test_a_notice_of_the_follow_up_names_the_same_rectifications(workspace: Workspace, first: Round) -> None:
    sheet = workspace.sheet(followup.make(workspace, first).round, "S1")
    sheet.set_mark("plan", "fail")
    sheet.set_mark("S1-0003", "fail", Input(outcome="partly"))
    sheet.set_mark("staff", "fail")
    sheet.set_other(Finding(problem="a new one"))
    before = workspace.ledger("S1").all()
    issue_notice(workspace, sheet, "en")
    after = workspace.ledger("S1").all()
    assert {id: after[id] for id in before} == before
    assert [(each.id, each.item, each.round, each.problem) for each in list(after.values())[len(before) :]] == [
        ("S1-0004", "fire:staff", sheet.info.id, "two too few"),
        ("S1-0005", "", sheet.info.id, "a new one"),
    ]


def test_follow_ups_chain(workspace: Workspace, first: Round) -> None:
    second = followup.make(workspace, first).round
    sheet = workspace.sheet(second, "S1")
    sheet.set_mark("plan", "pass")  # put right, though nobody closed it in the ledger
    sheet.set_mark("clear", "fail")
    sheet.set_other(Finding(problem="a new one"))
    third = followup.make(workspace, second).round
    new = next(iter(sheet.others))
    assert third.info.name == f"{first.info.name}: follow-up 2"
    assert refs(third, "S1") == (
        "fire:clear", f"{OTHER_FINDINGS}:S1-0003", f"{OTHER_FINDINGS}:{new}", "fire:staff",
    )  # fmt: skip
    assert refs(third, "K1") == ("fire:clear",)
    was = followup_before.earlier(workspace, workspace.sheet(third, "S1"))
    assert [was[ref].round for ref in refs(third, "S1")] == [second.info.name, "", "", first.info.name]
    workspace.sheet(third, "S1").set_mark("clear", "fail")
    again = workspace.sheet(third, "S1").mark("fire:clear")
    assert again is not None
    assert again.findings[0].id == workspace.ledger("S1").get("S1-0002").finding
    assert [each.info.id for each in followup_before.ancestors(third)] == [second.info.id, first.info.id]
    states.void(workspace.round(second.info.id), "made twice")
    assert followup_before.ancestors(third)[0].info.state == "void"  # as it is now, not as it was first read


def test_nobody_joins_but_who_left(workspace: Workspace, first: Round) -> None:
    made = followup.make(workspace, first).round
    round_units.leave(made, ["K1"], "moved")
    round_units.join(made, ["K1"], "back", workspace.units)
    assert refs(made, "K1") == ("fire:clear",)
    made = followup.make(workspace, first, units=["S1"]).round
    with pytest.raises(Refused, match="follow-up"):
        round_units.join(made, ["K1"], "too", workspace.units)


def test_figures_of_round_and_follow_up(workspace: Workspace, first: Round) -> None:
    made = followup.make(workspace, first).round
    sheet = workspace.sheet(made, "S1")
    sheet.set_mark("plan", "pass")
    sheet.set_mark("clear", "fail", Input(outcome="partly"))
    sheet.set_mark("S1-0003", "pass")
    before, after = (answers.read(each, workspace.hands) for each in (first, made))
    found = {(each.unit, each.question.ref): each.kind for each in compare.compare(before, after).changes}
    assert found == {
        ("S1", "fire:plan"): "put_right",
        ("S1", "fire:clear"): "still",
        ("S1", "fire:staff"): "unseen",
        ("S1", f"{OTHER_FINDINGS}:S1-0003"): "put_right",
        ("K1", "fire:clear"): "unseen",
    }
    points = score(after.units["S1"])
    assert (points.asked, points.answered, points.passed, points.failed) == (4, 3, 2, 1)
    sheet.set_mark("S1-0003", "fail")
    after = answers.read(made, workspace.hands)
    assert {each.question.ref: each.kind for each in compare.compare(before, after).changes}[
        f"{OTHER_FINDINGS}:S1-0003"
    ] == "still"


def test_its_calendar_has_its_lines_only(workspace: Workspace, first: Round) -> None:
    made = followup.make(workspace, first).round
    assert {due.duty.ref for due in Calendar(workspace, [made], everything=False).dues()} <= {
        "fire:clear", "fire:plan", "fire:staff", f"{OTHER_FINDINGS}:S1-0003",
    }  # fmt: skip


def test_an_ordinary_round_stores_nothing_of_it(workspace: Workspace, first: Round) -> None:
    text = (first.path / "round.json").read_text() + (first.path / "sheets" / "S1.json").read_text()
    assert '"only"' not in text
    assert '"carried"' not in text
    assert '"outcome"' not in text


def test_it_is_sound_and_travels(workspace: Workspace, first: Round, tmp_path: Path) -> None:
    made = followup.make(workspace, first).round
    workspace.sheet(made, "S1").set_mark("plan", "fail", Input(outcome="partly"))
    assert not verify(workspace).faults
    bundle.export(workspace, made, tmp_path / "b.zip")
    other = Workspace.create(tmp_path / "other", "Other", "en", who="Sun", clock=workspace.hands.clock)
    bundle.take_in(other, tmp_path / "b.zip")
    there = other.sheet(other.round(made.info.id), "S1")
    assert there.unit == made.units["S1"]
    assert (
        followup_before.earlier(other, there)["fire:plan"].findings[0].problem == "no plan"
    )  # without ledger and parent
    there.set_mark("clear", "fail")
    assert there.mark("fire:clear").findings == there.carried("fire:clear")  # type: ignore[union-attr]
