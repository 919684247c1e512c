"""The calendar: what falls due when, and what the marks say about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists import load
from checklists.dated import dated
from store.calendar import Calendar, Due
from store.clock import FixedClock
from store.given import Input
from store.model import Finding
from store.record import Record
from store.rectifying.ledger import Ledger
from store.rounds import Round
from store.workspace import Workspace

CHECKLIST = """\
format: 1
id: dates
version: "1"
title: Dates
responsibility:
  - id: duties
    title: Duties
    items:
      - {id: talk, text: Talks by <lead>, role: Head, criterion: {schedule: {at_least: all}},
         recurrence: {every: quarter, in: [mid-03, mid-06, mid-09, mid-12]}}
      - {id: watch, text: The log is kept, recurrence: {every: day, at: "17:00"}, applies_to: [kindergarten]}
      - {id: report, text: The report was sent, criterion: {date: {by: "11-15"}}}
      - {id: drill, text: A drill was held}
      - {id: review, text: The drill was reviewed, when: {item: drill, is: [pass]}, recurrence: {every: half-year}}
phases:
  - {id: begin, title: Beginning, from: "03", to: end-04, items: [{id: plan, text: A plan}, {id: team, text: A team}]}
countermeasures:
  - {id: risk, title: A risk, lead: Office, deadline: end-10, items: [{id: measure, text: A measure}]}
blanks: [{id: lead, text: Who leads}]
"""


@pytest.fixture
def dates(workspace: Workspace, root: Path) -> Round:
    """A round of the year 2026 with dated duties in S1 and K1; today is 2026-11-23."""
    (root / "checklists" / "dates.yaml").write_text(CHECKLIST, encoding="utf-8")
    return workspace.new_round("Year", ["dates"], ["S1", "K1"], "2026-01-01", "2026-12-31", blanks={"lead": "Li"})


def listed(dues: list[Due], item: str) -> dict[str, str]:
    """The dates of an item with the states of its units, `K` the kindergarten and `S` the school counted together."""
    return {
        f"{due.first:%m-%d}" + (f"..{due.due:%m-%d} x{due.times}" if due.times > 1 else ""): " ".join(
            f"{count} {state}" for state, count in due.counts.items()
        )
        for due in dues
        if due.duty.item == item
    }


def test_before_anybody_looked_the_past_is_not_known(workspace: Workspace, dates: Round) -> None:
    calendar = Calendar(workspace, [dates])
    dues = calendar.dues()

    assert calendar.today == date(2026, 11, 23)
    assert listed(dues, "talk") == {
        "03-20": "2 unknown", "06-20": "2 unknown", "09-20": "2 unknown", "12-20": "2 coming",
    }  # fmt: skip
    assert listed(dues, "report") == {"11-15": "2 unknown"}
    assert listed(dues, "begin") == {"04-30": "2 unknown"}
    assert listed(dues, "risk") == {"10-31": "2 unknown"}
    assert listed(dues, "review") == {}, "the drill it depends on was not held yet"
    assert [due.first for due in dues] == sorted(due.first for due in dues)
    talk = next(due.duty for due in dues if due.duty.item == "talk")
    assert (talk.text.en, talk.role.en, talk.number, talk.kind) == ("Talks by Li", "Head", 1, "duty")


def test_days_in_a_row_are_one_line(workspace: Workspace, dates: Round) -> None:
    dues = Calendar(workspace, [dates]).dues()
    rows = listed(dues, "watch")
    assert rows == {"01-01..11-22 x326": "1 unknown", "11-23": "1 due", "11-24..12-31 x38": "1 coming"}
    assert {due.duty.at for due in dues if due.duty.item == "watch"} == {"17:00"}


@pytest.mark.parametrize(
    "found, states",
    [
        ("1", "done overdue overdue coming"),
        ("0", "overdue overdue overdue coming"),
        ("4", "done done done done"),
        ("6月14日", "overdue done overdue coming"),
        ("03-15 09-11", "done overdue done coming"),
        ("often", "overdue overdue overdue coming"),
    ],
)
def test_what_was_found_tells_which_took_place(workspace: Workspace, dates: Round, found: str, states: str) -> None:
    workspace.sheet(dates, "S1").set_mark("dates:talk", "fail", Input(found=found))

    talks = [due for due in Calendar(workspace, [dates], "S1").dues() if due.duty.item == "talk"]
    assert " ".join(next(iter(due.counts)) for due in talks) == states


def test_a_mark_tells_of_the_days_before_it(workspace: Workspace, dates: Round, clock: FixedClock) -> None:
    clock.moment = datetime(2026, 6, 15, 2, tzinfo=UTC)
    workspace.sheet(dates, "S1").set_mark("dates:talk", "pass")
    workspace.sheet(dates, "K1").set_mark("dates:talk", "fail", Input(found="0"))
    clock.moment = datetime(2026, 11, 23, 2, tzinfo=UTC)

    assert listed(Calendar(workspace, [dates], "S1").dues(), "talk") == {
        "03-20": "1 done", "06-20": "1 done", "09-20": "1 unknown", "12-20": "1 coming",
    }  # fmt: skip
    assert listed(Calendar(workspace, [dates], "K1").dues(), "talk") == {
        "03-20": "1 overdue", "06-20": "1 unknown", "09-20": "1 unknown", "12-20": "1 coming",
    }  # fmt: skip


def test_phases_deadlines_and_days(workspace: Workspace, dates: Round) -> None:
    school, nursery = workspace.sheet(dates, "S1"), workspace.sheet(dates, "K1")
    for item in ("plan", "team", "measure", "report", "drill"):
        school.set_mark(f"dates:{item}", "pass")
    nursery.set_mark("dates:plan", "pass")
    nursery.set_mark("dates:measure", "fail")
    nursery.set_mark("dates:report", "fail", Input(found="2026-11-20"))
    calendar = Calendar(workspace, [dates])
    dues = calendar.dues()

    assert listed(dues, "begin") == {"04-30": "1 done 1 unknown"}
    assert listed(dues, "risk") == {"10-31": "1 done 1 overdue"}
    assert listed(dues, "report") == {"11-15": "2 done"}, "late, but done"
    assert listed(dues, "review") == {"06-30": "1 unknown", "12-31": "1 due"}
    (late,) = calendar.dues(overdue=True)
    assert (late.duty.item, late.duty.role.en, calendar.units_of(late)) == (
        "risk", "Office", {"S1": "done", "K1": "overdue"},
    )  # fmt: skip


def test_what_does_not_apply_is_not_due(workspace: Workspace, dates: Round) -> None:
    workspace.sheet(dates, "S1").set_mark("dates:talk", "na")
    talks = [due for due in Calendar(workspace, [dates]).dues() if due.duty.item == "talk"]
    assert [due.units for due in talks] == [1, 1, 1, 1]
    assert Calendar(workspace, [dates]).units_of(talks[0]) == {"K1": "unknown"}


def test_rectifications_are_in_it(workspace: Workspace, dates: Round, root: Path) -> None:
    finding = Finding(id="f1", due="2026-11-20", lead="Head")
    ledger = Ledger(Record(root / "ledger" / "S1", workspace.hands), "S1")
    ledger.open(dates.info.id, "N-1", [("dates:drill", finding, "No drill was held")])
    ledger.open("other", "N-2", [("x:y", replace(finding, id="f2", due="2026-12-20"), "Another")])

    everything = [due for due in Calendar(workspace, [dates]).dues() if due.duty.kind == "rectification"]
    assert [(due.duty.item, due.duty.unit, dict(due.counts)) for due in everything] == [
        ("S1-0001", "S1", {"overdue": 1}), ("S1-0002", "S1", {"due": 1}),
    ]  # fmt: skip
    own = Calendar(workspace, [dates], everything=False).dues(overdue=True)
    assert [due.duty.item for due in own] == ["S1-0001"]
    assert Calendar(workspace, [dates], "K1").dues(overdue=True) == []


def test_a_part_of_the_time(workspace: Workspace, dates: Round) -> None:
    dues = Calendar(workspace, [dates]).dues(date(2026, 11, 21), date(2026, 12, 20))
    assert {due.duty.item for due in dues} == {"talk", "watch"}
    assert listed(dues, "watch") == {"11-21..11-22 x2": "1 unknown", "11-23": "1 due", "11-24..12-20 x27": "1 coming"}


def test_the_calendar_changes_nothing(workspace: Workspace, dates: Round, root: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    Calendar(workspace, [dates]).dues()
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 700), st.integers(0, 700))
def test_what_recurs_lies_within_the_period_once_and_a_longer_one_has_it_too(begin: date, days: int, more: int) -> None:
    lines = load(CHECKLIST.encode(), "dates.yaml").lines
    end, later = (date.fromordinal(begin.toordinal() + number) for number in (days, days + more))
    short, long = (
        {each.line: each.windows for each in dated(lines, begin, to) if each.kind == "duty"} for to in (end, later)
    )
    for line, windows in short.items():
        assert len(set(windows)) == len(windows)
        assert all(begin <= window.due <= end for window in windows)
        assert long[line][: len(windows)] == windows


def test_a_damaged_sheet_is_left_out_and_named(workspace: Workspace, dates: Round) -> None:
    for code in ("S1", "K1"):
        workspace.sheet(dates, code).set_mark("report", "fail")
    before = next(due for due in Calendar(workspace, [dates]).dues() if due.duty.item == "report")
    assert before.units == 2
    journal = dates.path / "sheets" / "K1.journal"
    journal.write_bytes(journal.read_bytes()[:-3] + b"x" + journal.read_bytes()[-2:])
    journal.with_suffix(".json").unlink()

    made = Calendar(workspace, [dates])

    assert [(code, str(journal) in str(error)) for code, error in made.damaged] == [("K1", True)]
    after = next(due for due in made.dues() if due.duty.item == "report")
    assert (after.counts, made.units_of(after)) == ({"overdue": 1}, {"S1": "overdue"})
    watched = [due for due in made.dues() if due.duty.item == "watch"]
    assert watched == [], "only the kindergarten owes it, and nothing is known of it"


def test_a_damaged_ledger_is_left_out_and_named(workspace: Workspace, dates: Round) -> None:
    folder = workspace.root / "ledger"
    folder.mkdir(exist_ok=True)
    (folder / "S1.journal").write_bytes(b"{}\n")

    made = Calendar(workspace, [dates])

    assert [code for code, _error in made.damaged] == ["S1"]
    assert made.dues()


def test_a_file_behind_its_journal_is_not_believed(workspace: Workspace, dates: Round) -> None:
    sheet = workspace.sheet(dates, "S1")
    sheet.set_mark("report", "pass")
    old = sheet.record.json_path.read_bytes()
    sheet.set_mark("report", "fail")
    sheet.record.json_path.write_bytes(old)

    (due,) = [due for due in Calendar(workspace, [dates]).dues() if due.duty.item == "report"]

    assert due.counts["overdue"] == 1
