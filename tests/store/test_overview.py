"""A round at a glance: states of units, rectifications, the map of units and parts, where a cell leads."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.counts import Tally
from store.figures import answers as reading
from store.figures.answers import Question, RoundAnswers
from store.figures.overview import SORTS, first_in, in_order, orders, standing, unit_lines
from store.model import Finding
from store.rectifying import board
from store.rectifying.desk import Desk
from store.rectifying.model import Step
from store.workspace import Workspace
from tests.tui import works

UNITS = [{"code": code, "name": f"School {code}"} for code in ("A1", "A2", "A3", "A4")]


def part(question: Question) -> str:
    """By which the map is made here."""
    return question.group


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    """Four items; A1 passed one and failed one, A2 failed all, A3 passed all, A4 has nothing."""
    workspace = works.make(tmp_path / "w", wanted=works.items(4), units=UNITS)
    round_ = workspace.rounds()[0]
    for unit, verdicts in (("A1", "pf"), ("A2", "ffff"), ("A3", "pppp")):
        for number, verdict in enumerate(verdicts, 1):
            workspace.sheet(round_, unit).set_mark(f"i{number}", {"p": "pass", "f": "fail"}[verdict])  # type: ignore[arg-type]
    return workspace


@pytest.fixture
def read(office: Workspace) -> RoundAnswers:
    return reading.read(office.rounds()[0], office.hands)


def test_units_are_counted_by_how_far_they_are(office: Workspace) -> None:
    found = standing(office.tallies(office.rounds()[0]))
    assert found.units == {"work": 1, "done": 2, "none": 1}
    assert (found.total.marked, found.total.asked, found.share) == (10, 16, 10 / 16)


def test_a_unit_is_in_one_state() -> None:
    states = {
        "damaged": Tally(damaged=1), "empty": Tally(), "none": Tally(none=2), "work": Tally(passed=1, none=1),
        "done": Tally(na=2),
    }  # fmt: skip
    assert {name: tally.state for name, tally in states.items()} == {name: name for name in states}
    assert standing({}).share is None


def test_the_map_sorted_and_where_its_cells_lead(office: Workspace, read: RoundAnswers) -> None:
    lines = unit_lines(read, part)
    assert {line.unit.code: line.whole.pass_rate for line in lines} == {"A1": 0.5, "A2": 0.0, "A3": 1.0, "A4": None}
    assert all(line.parts["matters:s"] == line.whole for line in lines)
    orders_ = {sort: [line.unit.code for line in in_order(lines, sort)] for sort in SORTS}
    assert orders_ == {
        "worst": ["A2", "A1", "A3", "A4"], "open": ["A4", "A1", "A2", "A3"], "code": ["A1", "A2", "A3", "A4"],
    }  # fmt: skip
    assert in_order(lines, "worst", "matters:s") == in_order(lines, "worst")
    assert [first_in(each, part, "matters:s") for each in read.units.values()] == [
        "matters:i2", "matters:i1", "matters:i1", "matters:i1",
    ]  # fmt: skip
    office.sheet(office.rounds()[0], "A1").set_mark("i2", "pass")
    again = reading.read(office.rounds()[0], office.hands)
    assert first_in(again.units["A1"], part, "matters:s") == "matters:i3"
    assert first_in(again.units["A1"], part, "elsewhere") == ""


def test_rectifications_by_how_they_stand(office: Workspace) -> None:
    round_ = office.rounds()[0]
    days = ("2020-01-01", office.today.isoformat(), "2999-01-01", "", "2999-01-01", "2999-01-01")
    dated = [("matters:i1", Finding(id=f"f{n}", due=day), "wrong") for n, day in enumerate(days)]
    office.ledger("A2").open(round_.info.id, "N-1", dated, "2019-12-01")
    desk = Desk(office)
    for id, verb in (("A2-0005", "correct"), ("A2-0006", "withdraw")):
        desk.take(id, Step(verb=verb, note="so"))
    found = orders(board.read(office).rows)
    assert (found.overdue, found.soon, found.live, found.closed, found.total) == (1, 1, 4, 1, 5)
