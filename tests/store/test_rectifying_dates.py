"""Due dates: days of the calendar and Chinese working days, at ends of months and years, around long holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checklists.errors import AudittyError
from checklists.model import Grade, Grading, Text
from reports.issue import draft_notice, issue_notice
from store import round_making
from store.given import Input
from store.model import Finding
from store.rectifying.dates import NotCovered, days_after, due_after, is_working
from store.rectifying.desk import Desk
from store.rectifying.model import Step
from store.rounds import Round
from store.settings import Settings
from store.workspace import Workspace


@pytest.mark.parametrize(
    "start, days, due",
    [
        ("2026-01-30", 1, "2026-01-31"),
        ("2026-01-31", 1, "2026-02-01"),
        ("2026-01-31", 30, "2026-03-02"),
        ("2028-02-14", 15, "2028-02-29"),
        ("2027-02-14", 15, "2027-03-01"),
        ("2028-02-29", 365, "2029-02-28"),
        ("2026-12-17", 15, "2027-01-01"),
        ("2026-09-30", 7, "2026-10-07"),
    ],
)
def test_days_of_the_calendar(start: str, days: int, due: str) -> None:
    assert days_after(date.fromisoformat(start), days, "calendar").isoformat() == due


@pytest.mark.parametrize(
    "start, days, due",
    [
        ("2026-11-23", 1, "2026-11-24"),
        ("2026-11-27", 1, "2026-11-30"),  # over a weekend
        ("2026-11-28", 1, "2026-11-30"),  # from a Saturday
        ("2026-02-13", 1, "2026-02-14"),  # a Saturday worked for the Spring Festival
        ("2026-02-13", 2, "2026-02-24"),  # the festival's nine days
        ("2026-02-27", 1, "2026-02-28"),  # and the other Saturday
        ("2026-09-30", 1, "2026-10-08"),  # National Day
        ("2026-09-30", 3, "2026-10-10"),  # its Saturday
        ("2026-09-18", 1, "2026-09-20"),  # a Sunday worked for it
        ("2025-09-30", 1, "2025-10-09"),  # eight days, with Mid-Autumn
        ("2025-12-31", 1, "2026-01-04"),  # over the year's end, to a Sunday worked
        ("2024-02-08", 1, "2024-02-09"),  # New Year's Eve was no holiday that year
        ("2024-02-28", 1, "2024-02-29"),
        ("2026-04-30", 5, "2026-05-11"),  # Labour Day, and its Saturday worked
    ],
)
def test_working_days(start: str, days: int, due: str) -> None:
    assert days_after(date.fromisoformat(start), days, "working").isoformat() == due


def test_every_day_of_the_year_is_counted_once() -> None:
    day, working = date(2025, 12, 31), 0
    while day < date(2026, 12, 30):
        after = days_after(day, 1, "working")
        assert after > day
        assert is_working(after)
        day, working = after, working + 1
    assert 240 < working < 255


def test_a_year_that_is_not_known_is_refused_with_what_to_do() -> None:
    with pytest.raises(NotCovered, match=r"holidays of 2\d{3} are not known: give the due date") as refused:
        days_after(date(2098, 12, 30), 1, "working")
    assert refused.value.exit_code == 2
    assert days_after(date(2098, 12, 30), 3, "calendar") == date(2099, 1, 2)
    with pytest.raises(NotCovered, match="1999"):
        is_working(date(1999, 1, 1))


def test_the_workspace_stands_above_the_scheme() -> None:
    settings = Settings(format=2, due_days={"high": 7}, due_counting="working")
    start = date(2026, 11, 23)
    assert due_after(settings, "high", 30, start) == "2026-12-02"
    assert due_after(settings, "low", 2, start) == "2026-11-25"
    assert due_after(settings, "low", None, start) == ""


def changed(root: Path, old: str, new: str) -> Workspace:
    path = root / "workspace.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return Workspace(root, who="Li")


def failed(workspace: Workspace, round_: Round) -> None:
    sheet = workspace.sheet(round_, "S1")
    sheet.set_mark("plan", "fail", Input(note="no plan"))
    sheet.set_mark("meetings", "fail", Input(note="none"))
    sheet.set_mark("clear", "fail", Input(note="blocked", finding={"due": "2026-12-24", "grade": "low"}))


def test_a_notice_gives_findings_their_due_dates(workspace: Workspace, round_: Round) -> None:
    failed(workspace, round_)
    sheet = workspace.sheet(round_, "S1")
    draft_notice(workspace, sheet, "en")
    issue_notice(workspace, sheet, "en")
    rows = {row.item: row for row in workspace.ledger("S1").all().values()}
    assert rows["fire:meetings"].due == "2026-11-30"  # graded high: 7 days
    assert rows["fire:clear"].due == "2026-12-24"
    assert rows["fire:plan"].due == ""  # nobody graded it
    assert {row.opened for row in rows.values()} == {"2026-11-23"}


def test_a_notice_is_not_issued_into_a_year_that_is_not_known(root: Path, workspace: Workspace, round_: Round) -> None:
    failed(workspace, round_)
    strict = changed(root, "due_counting: calendar", "due_counting: working")
    strict = changed(root, "  high: 7", "  high: 50000")
    strict.hands.clock = workspace.hands.clock
    for act in (draft_notice, issue_notice):
        with pytest.raises(NotCovered, match="give the due date itself"):
            act(strict, strict.sheet(strict.round(round_.info.id), "S1"), "en")
    assert strict.documents.all() == []
    assert strict.ledger("S1").all() == {}


@pytest.mark.parametrize(
    "old, new",
    [
        ("due_counting: calendar", "due_counting: weekly"),
        ("closing: direct", "closing: never"),
        ("pass_valid_days: 0", "pass_valid_days: -1"),
        ("roles: {}", "roles: {leader: {verbs: [acept]}}"),
        ("roles: {}", "roles: {leader: {names: [Li]}}"),
        ("roles: {}", "roles: [leader]"),
    ],
)
def test_wrong_settings_are_refused(root: Path, old: str, new: str) -> None:
    with pytest.raises(AudittyError):
        changed(root, old, new)


def test_settings_are_read_again_as_they_were_kept(root: Path) -> None:
    new = changed(root, "roles: {}", "roles: {leader: {verbs: [accept], names: [Li, Wu]}}")
    assert Workspace(root).settings == new.settings
    assert new.settings.roles["leader"].names == ("Li", "Wu")


def test_what_came_back_has_the_days_of_its_scheme(workspace: Workspace, round_: Round) -> None:
    urgent = Grade(id="urgent", title=Text("急", "Urgent"), due_days=5)
    own = Grading(id="own", title=Text("自定", "Own"), grades=(urgent,))
    graded = replace(round_.checklists[0], grading="own", gradings=(own,))
    unit = round_.units["S1"]
    made = round_making.create(
        workspace.rounds_folder, workspace.hands, name="Own grades", checklists=[graded], units=[unit],
        period_from="2026-11-01", period_to="2026-12-31",
    )  # fmt: skip
    finding = Finding(id="f", grade="urgent", due="2026-11-24")
    (back,) = workspace.ledger("S1").open(made.info.id, "N 1", [(f"{graded.id}:plan", finding, "p")], "2026-11-23")
    desk = Desk(workspace)
    desk.take(back, Step(verb="correct", note="seen"))
    assert desk.take(back, Step(verb="reopen", note="came back")).rectification.due == "2026-11-28"
