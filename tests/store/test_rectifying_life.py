"""The life of a rectification, from outside: what each step does, what it demands, and that it is drawn as it is."""

from __future__ import annotations

import importlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from checklists.errors import Word
from store.clock import FixedClock
from store.errors import Conflict, Refused, Unknown
from store.model import Finding
from store.record import Change
from store.rectifying.desk import Desk
from store.rectifying.life import VERBS, WrongStep, possible, take
from store.rectifying.model import Rectification, Step, unit_of
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.store.helpers import BEGIN

TODAY = date(2026, 11, 23)
PROOF = ("a" * 64,)


def made(**members: object) -> Rectification:
    known = {"id": "S-1-0007", "finding": "f", "round": "r", "item": "fire:clear", "problem": "p", "due": "2026-12-01"}
    return Rectification(**{**known, **members})  # type: ignore[arg-type]


def step(verb: str, who: str = "Wang", **members: object) -> Step:
    return Step(verb=verb, who=who, **members)  # type: ignore[arg-type]


def walk(rectification: Rectification, *steps: Step, today: date = TODAY) -> Rectification:
    for each in steps:
        rectification = take(rectification, each, today)
    return rectification


ANSWER = step("submit", note="done", evidence=PROOF)
CHECK = step("check", "Li")
ACCEPT = step("accept", "Zhao")


def test_from_notice_to_the_published_list() -> None:
    closed = walk(
        made(), step("receipt", date="2026-11-20"), ANSWER, CHECK, ACCEPT, step("publish", "Zhao"), today=TODAY
    )
    assert (closed.state, closed.received, closed.answered, closed.closed, closed.published) == (
        "closed", "2026-11-20", "2026-11-23", "2026-11-23", "2026-11-23",
    )  # fmt: skip
    assert [each.state for each in closed.steps] == ["open", "submitted", "checked", "closed", "closed"]
    assert possible(closed) == ("reopen",)


def test_a_value_survives_the_way_to_disk_and_back() -> None:
    full = walk(
        made(), ANSWER, step("return", "Li", note="no", due="2026-12-20"), step("progress", measure="m", lead="Office")
    )
    assert Rectification.from_value(full.to_value()) == full


def test_a_wrong_step_names_what_is_possible_instead() -> None:
    with pytest.raises(WrongStep) as wrong:
        take(made(), ACCEPT, TODAY)
    assert wrong.value.possible == ("receipt", "progress", "submit", "correct", "extend", "remind", "withdraw")
    assert "extend" in str(wrong.value)
    assert isinstance(wrong.value.params["state"], Word)


@pytest.mark.parametrize(
    "given, told",
    [
        (step("submit"), "a note, a measure"),
        (step("extend", note="n", due="2027-01-01"), "the progress"),
        (step("extend", note="n", progress="half"), "a new due date"),
        (step("extend", note="n", progress="half", due="2026-11-30"), "due on 2026-12-01 anyway"),
        (step("extend", note="n", progress="half", due="tomorrow"), "not a date"),
        (step("correct"), "a note or evidence"),
        (step("withdraw"), "a note"),
        (step("withdraw", note=" "), "a note"),
        (step("receipt", due="2027-01-01"), "takes no “due”"),
        (step("remind", lead="Office"), "takes no “lead”"),
        (step("receipt", date="2026-11-24"), "by this machine's clock"),
        (step("dance"), "known are receipt"),
    ],
)
def test_what_is_missing_or_cannot_be_is_refused(given: Step, told: str) -> None:
    with pytest.raises(Refused, match=told):
        take(made(), given, TODAY)


def test_closing_needs_evidence_since_the_last_answer() -> None:
    bare = walk(made(), step("submit", note="done"))
    for verb in ("check", "accept"):
        with pytest.raises(Refused, match="needs evidence"):
            take(bare, step(verb, "Li"), TODAY)
    assert take(bare, step("accept", "Li", evidence=PROOF), TODAY).state == "closed"
    again = walk(made(), ANSWER, step("return", "Li", note="no"), step("submit", note="now"))
    with pytest.raises(Refused, match="needs evidence"):
        take(again, CHECK, TODAY)


def test_nobody_corrects_their_own_on_the_spot() -> None:
    told = walk(made(lead="Office"), step("progress", "Li", by="Wang", note="half"))
    for who, by in (("Wang", ""), ("Li", "Wang"), ("Office", ""), ("Li", "Office")):
        with pytest.raises(Refused, match="somebody else"):
            take(told, step("correct", who, by=by, note="done"), TODAY)
    assert take(told, step("correct", "Li", note="before my eyes"), TODAY).state == "closed"


def test_what_is_granted_is_more_time_and_not_over_yet() -> None:
    asked = take(made(), step("extend", note="why", progress="half", due="2026-12-20"), TODAY)
    with pytest.raises(Refused, match="2026-11-30 is no extension"):
        take(asked, step("grant", "Li", due="2026-11-30"), TODAY)
    late = date(2026, 12, 21)
    with pytest.raises(Refused, match="2026-12-20, is past"):
        take(asked, step("grant", "Li"), late)
    assert take(asked, step("grant", "Li", date="2026-12-20"), late).due == "2026-12-20"  # decided then, typed in now
    assert take(asked, step("grant", "Li", due="2027-01-10"), late).due == "2027-01-10"


def test_no_answer_is_dated_before_the_notice() -> None:
    ordered = made(opened="2026-11-20")
    with pytest.raises(Refused, match="2026-11-19 is before its notice of 2026-11-20"):
        take(ordered, step("submit", note="n", date="2026-11-19"), TODAY)
    assert take(ordered, step("submit", note="n", date="2026-11-20"), TODAY).answered == "2026-11-20"
    assert take(ordered, step("correct", "Li", note="n", date="2026-11-19"), TODAY).closed == "2026-11-19"
    assert take(made(opened="2036-01-01"), step("submit", note="n"), TODAY).state == "submitted"  # a clock was wrong


@pytest.mark.parametrize("verb", ["check", "accept"])
def test_nobody_closes_what_they_rectified(verb: str) -> None:
    answered = walk(made(lead="Office", responsible="Sun"), ANSWER)
    for who, by in (("Wang", ""), ("Li", "Wang"), ("Office", ""), ("Sun", "")):
        with pytest.raises(Refused, match="somebody else"):
            take(answered, step(verb, who, by=by), TODAY)
    typed_in = walk(made(), step("submit", "Li", by="Wang", note="done", evidence=PROOF))
    assert take(typed_in, step(verb, "Li"), TODAY).state != "submitted"


def test_an_extension_is_decided_by_another_and_keeps_the_old_dates() -> None:
    asked = take(made(), step("extend", note="why", progress="half", due="2026-12-20"), TODAY)
    assert (asked.asked, asked.due, asked.waiting) == ("2026-12-20", "2026-12-01", "extension")
    for verb in ("grant", "refuse"):
        with pytest.raises(Refused, match="asked for the extension"):
            take(asked, step(verb, note="n"), TODAY)
    with pytest.raises(WrongStep, match="not decided"):
        take(asked, step("extend", note="n", progress="p", due="2027-01-01"), TODAY)
    answered = walk(asked, ANSWER, step("return", "Li", note="not yet"))
    assert (answered.asked, answered.due) == ("", "2026-12-01")  # who answers needs no longer time
    granted = take(asked, step("grant", "Li"), TODAY)
    assert (granted.due, granted.dues, granted.asked) == ("2026-12-20", ("2026-12-01",), "")
    other = take(asked, step("grant", "Li", due="2026-12-10"), TODAY)
    assert (other.due, other.dues) == ("2026-12-10", ("2026-12-01",))
    refused = take(asked, step("refuse", "Li", note="no"), TODAY)
    assert (refused.due, refused.dues, refused.asked) == ("2026-12-01", (), "")
    with pytest.raises(WrongStep, match="no extension was asked for"):
        take(refused, step("grant", "Li"), TODAY)


def test_pressure_rises_rung_by_rung() -> None:
    now = made()
    for rung, verb in enumerate(("remind", "supervise", "interview", "notify"), 1):
        for later in ("remind", "supervise", "interview", "notify")[rung:]:
            with pytest.raises(WrongStep, match="first"):
                take(now, step(later), TODAY)
        now = walk(now, step(verb), step(verb))
        assert now.rung == rung
    assert take(now, step("remind"), TODAY).rung == 4
    closed = walk(now, ANSWER, ACCEPT)
    assert take(closed, step("reopen", "Li", note="back", due="2026-12-20"), TODAY).rung == 0


def test_what_came_back_begins_anew_and_remembers() -> None:
    back = walk(made(), ANSWER, ACCEPT, step("publish"), step("reopen", "Li", note="back", due="2026-12-20"))
    assert (back.state, back.closed, back.published, back.answered) == ("open", "", "", "")
    assert (back.due, back.dues, back.reopened) == ("2026-12-20", ("2026-12-01",), 1)
    withdrawn = take(back, step("withdraw", note="void"), TODAY)
    assert possible(withdrawn) == ("restore",)
    assert take(withdrawn, step("restore", note="no"), TODAY).reopened == 1


def test_a_workspace_may_want_the_check_on_site() -> None:
    answered = walk(made(), ANSWER)
    with pytest.raises(WrongStep, match="check on site comes first") as wrong:
        take(answered, ACCEPT, TODAY, "checked")
    assert "accept" not in wrong.value.possible
    assert take(take(answered, CHECK, TODAY, "checked"), ACCEPT, TODAY, "checked").state == "closed"


@pytest.mark.parametrize(
    "days, light", [(4, "green"), (3, "yellow"), (0, "yellow"), (-1, "red")], ids=lambda each: str(each)
)
def test_lights(days: int, light: str) -> None:
    now = made(due=(TODAY + timedelta(days=days)).isoformat())
    assert now.light(TODAY) == light
    assert now.overdue(TODAY) == (light == "red")
    answered = take(now, ANSWER, TODAY)
    later = TODAY + timedelta(days=100)
    assert answered.light(later) == ("red" if light == "red" else "green")  # it waits for us, not for the unit
    assert take(answered, step("return", note="no"), later).light(later) == "red"
    assert take(answered, ACCEPT, TODAY).light(later) == made(due="").light(later) == ""


def test_whose_step_it_waits_for() -> None:
    answered = walk(made(), ANSWER)
    checked = take(answered, CHECK, TODAY)
    assert [made().waiting, answered.waiting, checked.waiting] == ["unit", "check", "sign-off"]
    assert take(checked, ACCEPT, TODAY).waiting == ""


@pytest.mark.parametrize(
    "rectification_id, unit",
    [("KI0001-0007", "KI0001"), ("a-b-0001", "a-b"), ("a--0001", "a-"), ("x", ""), ("a-b", ""), ("", ""), ("a-１", "")],
)
def test_the_unit_stands_before_the_last_dash(rectification_id: str, unit: str) -> None:
    assert unit_of(rectification_id) == unit


def test_the_drawing_in_the_docs_is_that_of_the_table(root_folder: Path) -> None:
    drawing = importlib.import_module("scripts.rectification").drawing()
    text = (root_folder / "docs" / "rectification.md").read_text(encoding="utf-8")
    assert f"<!-- drawn from the code -->\n{drawing}<!-- end -->" in text, "make drawing"
    assert all(f"`{verb}`" in text for verb in VERBS)


@pytest.fixture
def root_folder() -> Path:
    return Path(__file__).resolve().parents[2]


# In a workspace


@pytest.fixture
def desk(workspace: Workspace) -> Desk:
    open_ones(workspace, "S1", "clear", "plan")
    return Desk(workspace)


def open_ones(workspace: Workspace, unit: str, *items: str, day: str = "2026-11-01") -> list[str]:
    ledger = workspace.ledger(unit)
    number = len(ledger.all())
    found = [
        (f"fire:{item}", Finding(id=f"f{number + at}", grade="high", due="2026-12-01"), f"{item} is wrong")
        for at, item in enumerate(items)
    ]
    return ledger.open("r", "N 1", found, day)


def as_(workspace: Workspace, who: str) -> Desk:
    return Desk(Workspace(workspace.root, who=who, clock=workspace.hands.clock))


def test_a_step_is_one_line_that_says_who_when_and_what(workspace: Workspace, desk: Desk, tmp_path: Path) -> None:
    photo = tmp_path / "after.jpg"
    photo.write_bytes(b"\xff\xd8\xff after")
    taken, event = desk.take("S1-0001", Step(verb="progress", note="half", by="Wang"))
    last = list(workspace.ledger("S1").record.lines())[-1].event
    assert (last.id, last.key, last.who, last.after) == (event, "S1-0001", "Li", taken.to_value())
    assert taken.steps[0] == Step(
        verb="progress", note="half", by="Wang", who="Li", user=workspace.hands.user, state="open",
        date="2026-11-23", at="2026-11-23T02:15:00.000Z",
    )  # fmt: skip
    files = [workspace.evidence.take_in(photo)]
    answered = desk.take("S1-0001", Step(verb="submit", note="done", by="Wang"), files=files).rectification
    assert answered.steps[-1].evidence == (files[0].digest,)
    assert workspace.ledger("S1").record.get("files", files[0].digest) is not None
    assert verify(workspace).faults == []
    workspace.evidence.path(files[0].digest).unlink()
    assert verify(workspace).faults


def test_days_begin_where_the_workspace_is(workspace: Workspace, desk: Desk, clock: FixedClock) -> None:
    clock.moment = BEGIN.replace(hour=15, minute=59)
    assert desk.take("S1-0001", Step(verb="remind")).rectification.steps[-1].date == "2026-11-23"
    clock.moment += timedelta(minutes=1)
    assert desk.take("S1-0001", Step(verb="remind")).rectification.steps[-1].date == "2026-11-24"


def test_a_clock_that_was_wrong_does_not_stop_anything(workspace: Workspace, desk: Desk, clock: FixedClock) -> None:
    clock.moment = BEGIN + timedelta(days=4000)
    assert desk.take("S1-0001", Step(verb="remind")).rectification.overdue(date(2037, 1, 1))
    clock.moment = BEGIN - timedelta(days=4000)
    desk.take("S1-0001", Step(verb="supervise"))
    clock.moment = BEGIN
    now = desk.take("S1-0001", Step(verb="interview")).rectification
    assert [each.verb for each in now.steps] == ["remind", "supervise", "interview"]
    assert not now.overdue(TODAY)
    assert verify(workspace).faults == []


def test_two_people_at_once(workspace: Workspace, desk: Desk) -> None:
    mine, theirs = as_(workspace, "Li"), as_(workspace, "Wang")
    seen = mine.base("S1-0001")
    theirs.take("S1-0001", Step(verb="submit", note="done", evidence=PROOF))
    with pytest.raises(Conflict) as conflict:
        mine.take("S1-0001", Step(verb="remind", note="hurry"), base=seen)
    assert conflict.value.theirs["state"] == "submitted"
    assert conflict.value.mine["note"] == "hurry"
    assert mine.take("S1-0001", Step(verb="accept"), base=conflict.value.head).rectification.state == "closed"
    with pytest.raises(WrongStep, match="closed out"):
        theirs.take("S1-0001", Step(verb="withdraw", note="n"))


@pytest.mark.parametrize("wrong", ["S1-0003", "S1", "X-0001", "../S1-0001", "-0001", "", "S1-0001\n"])
def test_an_id_that_does_not_exist_leaves_no_trace(workspace: Workspace, desk: Desk, wrong: str) -> None:
    before = sorted(workspace.root.rglob("*"))
    with pytest.raises(Unknown):
        desk.take(wrong, Step(verb="remind"))
    assert sorted(workspace.root.rglob("*")) == before


def test_a_finding_after_closing_names_the_one_before(workspace: Workspace, desk: Desk) -> None:
    assert open_ones(workspace, "S1", "clear") == ["S1-0003"]
    assert desk.get("S1-0003").earlier == ""  # the first is still open
    for each in ("S1-0001", "S1-0003"):
        desk.take(each, Step(verb="correct", note="before my eyes"))
    (back,) = open_ones(workspace, "S1", "clear", day="2027-03-01")
    assert (desk.get(back).earlier, desk.get(back).opened) == ("S1-0003", "2027-03-01")
    (outside,) = workspace.ledger("S1").open(
        "r",
        "N 2",
        [
            ("", Finding(id="o1"), "outside"),
        ],
    )
    desk.take(outside, Step(verb="correct", note="n"))
    (other,) = workspace.ledger("S1").open("r", "N 3", [("", Finding(id="o2"), "another")])
    assert desk.get(other).earlier == ""


def test_what_was_closed_at_a_unit_that_was_merged_can_come_back(workspace: Workspace, desk: Desk) -> None:
    desk.take("S1-0001", Step(verb="correct", note="n"))
    assert desk.merged_into("K1") == []
    units = workspace.units.all()
    merged = replace(units["S1"], state="merged", merged_into="K1", reason="one school now")
    workspace.record.change(Change("units", "S1", merged.to_value()))
    back, other = workspace.ledger("K1").open(
        "r2", "N 2", [("fire:clear", Finding(id="a"), "again"), ("fire:plan", Finding(id="b"), "none")],
        "2027-01-01", desk.merged_into("K1"),
    )  # fmt: skip
    assert (desk.get(back).earlier, desk.get(other).earlier) == ("S1-0001", "")


def test_what_is_reopened_has_the_days_of_its_grade_again(workspace: Workspace, desk: Desk) -> None:
    desk.take("S1-0001", Step(verb="correct", note="n"))
    back = desk.take("S1-0001", Step(verb="reopen", note="came back")).rectification
    assert (back.due, back.dues) == ("2026-11-30", ("2026-12-01",))


ROLES = """
roles:
  unit: {verbs: [receipt, submit]}
  inspector: {verbs: [check, return], names: [Li, Wu]}
  leader: {verbs: [accept], names: [Zhao]}
"""


def test_a_table_of_roles_guides_and_is_recorded(workspace: Workspace, desk: Desk) -> None:
    path = workspace.root / "workspace.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\nroles: {}", "\n#") + ROLES, encoding="utf-8")
    answered = as_(workspace, "Wang").take("S1-0001", Step(verb="submit", note="n", evidence=PROOF)).rectification
    assert answered.steps[-1].role == "unit"
    with pytest.raises(Refused, match=r"Wang may not “accept”; roles that may: leader; Wang may: receipt, submit"):
        as_(workspace, "Wang").take("S1-0001", Step(verb="accept"))
    with pytest.raises(Refused, match="roles that may: -"):
        as_(workspace, "Zhao").take("S1-0001", Step(verb="remind"))
    assert as_(workspace, "Wu").take("S1-0001", Step(verb="check")).rectification.steps[-1].role == "inspector"
    closed = as_(workspace, "Zhao").take("S1-0001", Step(verb="accept")).rectification
    assert (closed.state, closed.steps[-1].role) == ("closed", "leader")
