"""The board over all ledgers: what is on it, what is late, what waits for whom, and that it never lags behind."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from store.clock import FixedClock
from store.given import Input
from store.model import Finding
from store.rectifying import board as boards
from store.rectifying.board import Board, Row, Wanted
from store.rectifying.desk import Desk
from store.rectifying.model import Step
from store.rectifying.overlooked import aged, uninspected
from store.rounds import Round
from store.workspace import Workspace
from tests.store.helpers import CountingDisk

PROOF = ("a" * 64,)


@pytest.fixture
def full(workspace: Workspace) -> Workspace:
    """S1: overdue, due soon, answered, later with an extension asked for; K1: closed, without a date."""
    rows = [
        ("S1", "2026-11-20", "high", "Office"),
        ("S1", "2026-11-26", "low", "Branch"),
        ("S1", "2026-11-20", "high", "Office"),
        ("S1", "2026-12-20", "low", "Wang"),
        ("K1", "2026-11-20", "low", ""),
        ("K1", "", "", "office 2"),
    ]
    for number, (unit, due, grade, lead) in enumerate(rows):
        finding = Finding(id=f"f{number}", due=due, grade=grade, lead=lead)
        workspace.ledger(unit).open("r", "N 1", [(f"fire:i{number}", finding, f"problem {number}")], "2026-11-01")
    desk = Desk(Workspace(workspace.root, who="Sun", clock=workspace.hands.clock))
    desk.take("S1-0003", Step(verb="submit", note="done", date="2026-11-19", evidence=PROOF))
    desk.take("S1-0004", Step(verb="extend", note="why", progress="half", due="2027-01-20"))
    desk.take("K1-0001", Step(verb="correct", note="at once"))
    return workspace


def ids(board: Board, workspace: Workspace, **wanted: object) -> list[str]:
    return [row.id for row in boards.chosen(board, Wanted(**wanted), workspace.units)]  # type: ignore[arg-type]


def read(workspace: Workspace) -> Board:
    """The board, kept for the next time."""
    board = boards.read(workspace)
    board.keep()
    return board


def by_id(board: Board) -> dict[str, Row]:
    return {row.id: row for row in board.rows}


def test_what_is_on_it(full: Workspace) -> None:
    rows = by_id(read(full))
    assert [(key, row.state, row.light, row.waiting) for key, row in rows.items()] == [
        ("K1-0001", "closed", "", ""),
        ("K1-0002", "open", "", "unit"),
        ("S1-0001", "open", "red", "unit"),
        ("S1-0002", "open", "yellow", "unit"),
        ("S1-0003", "submitted", "green", "check"),
        ("S1-0004", "open", "green", "extension"),
    ]
    assert (rows["S1-0001"].name, rows["S1-0001"].type, rows["S1-0001"].unit) == ("第一小学", "school", "S1")


def test_rows_say_what_their_ledgers_say(full: Workspace) -> None:
    for board in (read(full), read(full)):
        for row in board.rows:
            known = full.ledger(row.unit).get(row.id)
            shared = set(Row._fields) & set(known.to_value())
            assert len(shared) > 10
            assert {name: getattr(row, name) for name in shared} == {name: getattr(known, name) for name in shared}
            assert (row.extended, row.light, row.waiting) == (
                len(known.dues), known.light(board.today), known.waiting,
            )  # fmt: skip


@pytest.mark.parametrize(
    "wanted, found",
    [
        ({}, ["K1-0002", "S1-0001", "S1-0002", "S1-0003", "S1-0004"]),
        ({"waiting": True}, ["S1-0003", "S1-0004"]),
        ({"overdue": True}, ["S1-0001"]),
        ({"due_in": 3}, ["S1-0002"]),
        ({"due_in": 2}, []),
        ({"due_in": 27}, ["S1-0002", "S1-0004"]),
        ({"due_in": 3, "overdue": True}, ["S1-0001", "S1-0002"]),
        ({"overdue": True, "units": ("K1",)}, []),
        ({"states": ("closed",)}, ["K1-0001"]),
        ({"states": ("closed", "submitted")}, ["K1-0001", "S1-0003"]),
        ({"grades": ("high",)}, ["S1-0001", "S1-0003"]),
        ({"lead": "OFFICE"}, ["K1-0002", "S1-0001", "S1-0003"]),
        ({"types": ("kindergarten",)}, ["K1-0002"]),
        ({"types": ("office",)}, []),
    ],
)
def test_filters(full: Workspace, wanted: dict[str, object], found: list[str]) -> None:
    assert ids(read(full), full, **wanted) == found


def test_orders_and_figures(full: Workspace) -> None:
    board = read(full)
    assert [row.id for row in boards.ordered(board.rows)] == [
        "K1-0001", "S1-0001", "S1-0003", "S1-0002", "S1-0004", "K1-0002",
    ]  # fmt: skip
    for by in boards.ORDERS:
        assert sorted(board.rows) == sorted(boards.ordered(board.rows, by))
    counted = boards.figures(board.rows)
    assert counted.states == {"open": 4, "submitted": 1, "closed": 1}
    assert counted.lights == {"red": 1, "yellow": 1, "green": 2, "": 2}
    assert counted.waiting == {"unit": 3, "check": 1, "extension": 1, "": 1}


def test_the_kept_rows_never_lag_behind(full: Workspace) -> None:
    disk = CountingDisk()
    read(full)
    again = Workspace(full.root, who="Li", disk=disk, clock=full.hands.clock)
    disk.bytes_read = 0
    first = read(again)
    kept = full.root / ".cache" / "ledgers.json"
    ledgers = sum(path.stat().st_size for path in (full.root / "ledger").glob("*.json"))
    assert disk.bytes_read < ledgers + kept.stat().st_size  # the ledgers were not read again
    Desk(full).take("K1-0002", Step(verb="remind"))
    assert by_id(read(again))["K1-0002"].rung == 1
    assert by_id(first)["K1-0002"].rung == 0
    Desk(full).take("S1-0003", Step(verb="accept"))
    assert by_id(read(full))["S1-0003"].state == "closed"


@pytest.mark.parametrize("junk", [b"", b"[]", b"{", b'{"fields":1}', None])
def test_a_kept_file_that_is_junk_costs_only_time(full: Workspace, junk: bytes | None) -> None:
    good = read(full).rows
    kept = full.root / ".cache" / "ledgers.json"
    if junk is None:
        whole = json.loads(kept.read_bytes())
        whole["ledgers"] = {code: [stamp, text + "\x7fmore"] for code, (stamp, text) in whole["ledgers"].items()}
        junk = json.dumps(whole).encode()
    kept.write_bytes(junk)
    assert read(full).rows == good


def test_a_ledger_file_behind_its_journal_is_not_believed(full: Workspace) -> None:
    path = full.root / "ledger" / "K1.json"
    old = path.read_bytes()
    Desk(full).take("K1-0002", Step(verb="remind"))
    path.write_bytes(old)
    assert by_id(read(full))["K1-0002"].rung == 1
    path.unlink()
    (full.root / ".cache" / "ledgers.json").unlink()
    assert by_id(read(full))["K1-0002"].rung == 1


def test_a_damaged_ledger_is_named_and_the_rest_is_there(full: Workspace) -> None:
    path = full.root / "ledger" / "K1.journal"
    path.write_bytes(path.read_bytes().replace(b"at once", b"at some"))
    (full.root / "ledger" / "K1.json").unlink()
    board = read(full)
    assert list(board.damaged) == ["K1"]
    assert {row.unit for row in board.rows} == {"S1"}


def test_texts_that_would_break_the_kept_rows(full: Workspace) -> None:
    odd = Finding(id="odd", problem="x", lead="a\x7fb\x1f", due="2026-11-24")
    full.ledger("K1").open("r", "N 2", [("", odd, "p\x7f\n\x1b[31m")])
    cold, warm = read(full), read(full)
    assert cold.rows == warm.rows
    assert by_id(warm)["K1-0003"].lead == "a\x7fb\x1f"


def test_a_board_of_nothing(workspace: Workspace) -> None:
    workspace.ledger("S1")
    assert read(workspace).rows == []
    assert boards.read(Workspace(workspace.root)).rows == []


def test_progress_ends_where_it_should(full: Workspace) -> None:
    told: list[tuple[int, int]] = []
    boards.read(full, lambda done, of: told.append((done, of)))
    assert told[-1] == (2, 2)


def test_units_that_no_round_has_a_mark_of(workspace: Workspace, round_: Round) -> None:
    assert [unit.code for unit in uninspected(workspace)] == ["S1", "K1"]
    workspace.sheet(round_, "K1").set_mark("clear", "pass")
    assert [unit.code for unit in uninspected(workspace)] == ["S1"]


def pass_valid(root: Path, days: int, clock: FixedClock) -> Workspace:
    path = root / "workspace.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("pass_valid_days: 0", f"pass_valid_days: {days}"), encoding="utf-8"
    )
    return Workspace(root, who="Li", clock=clock)


def test_passes_age(root: Path, workspace: Workspace, round_: Round, clock: FixedClock) -> None:
    sheet = workspace.sheet(round_, "S1")
    sheet.set_mark("clear", "pass")
    sheet.set_mark("plan", "fail", Input(note="none"))
    sheet.set_mark("staff", "pass")
    assert aged(workspace) == []
    strict = pass_valid(root, 30, clock)
    clock.moment += timedelta(days=30)
    assert aged(strict) == []
    clock.moment += timedelta(days=1)
    assert [(each.unit, each.item, each.day) for each in aged(strict)] == [
        ("S1", "fire:clear", "2026-11-23"),
        ("S1", "fire:staff", "2026-11-23"),
    ]
    second = strict.new_round("Spring", ["fire"], ["S1"])
    later = strict.sheet(second, "S1")
    later.set_mark("clear", "pass")
    later.set_mark("staff", "fail")
    assert aged(strict) == []
