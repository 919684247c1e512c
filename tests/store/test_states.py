"""The states of a round, and that nothing is written on the sheets of one that is closed, whoever tries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from checklists.importers.base import ResultRow
from reports.issue import issue_notice
from store import states
from store.changes import Change
from store.clock import FixedClock
from store.disk import Disk
from store.errors import Conflict, Damaged, Refused
from store.model import Finding, Visit
from store.rounds import Round
from store.sheet import Sheet
from store.taking_in import take_in_results
from store.workspace import Workspace
from tests.store.helpers import BEGIN, new_round

Turn = Callable[[Round], None]

TURNS: dict[str, Turn] = {
    "finish": states.finish,
    "resume": states.resume,
    "close": states.close,
    "close at once": lambda round_: states.close(round_, finish_first=True),
    "reopen": lambda round_: states.reopen(round_, "a late photo"),
    "void": lambda round_: states.void(round_, "the wrong year"),
    "archive": lambda round_: states.archive(round_, "long done"),
    "unarchive": states.unarchive,
}

WAYS = {
    "running": {"finish": "finished", "close at once": "sealed", "void": "void"},
    "finished": {
        "resume": "running",
        "close": "sealed",
        "close at once": "sealed",
        "void": "void",
        "archive": "archived",
    },
    "sealed": {"reopen": "running", "void": "void", "archive": "archived"},
    "void": {"reopen": "running"},
    "archived": {"unarchive": "finished"},
}

REACHED: dict[str, tuple[str, ...]] = {
    "running": (),
    "finished": ("finish",),
    "sealed": ("close at once",),
    "void": ("void",),
    "archived": ("finish", "archive"),
}


def follow(round_: Round, *steps: str) -> None:
    for step in steps:
        TURNS[step](round_)


CLOSED: dict[str, Turn] = {
    "sealed": TURNS["close at once"],
    "void": TURNS["void"],
    "archived": lambda round_: follow(round_, "finish", "archive"),
}


def state(workspace: Workspace, round_: Round) -> str:
    return Workspace(workspace.root).round(round_.info.id).info.state


@pytest.mark.parametrize("start", WAYS)
@pytest.mark.parametrize("turn", TURNS)
def test_the_ways_between_states(workspace: Workspace, round_: Round, start: str, turn: str) -> None:
    follow(round_, *REACHED[start])
    assert round_.info.state == start
    before = round_.record.journal_path.read_bytes()

    if turn in WAYS[start]:
        TURNS[turn](round_)
        assert round_.info.state == state(workspace, round_) == WAYS[start][turn]
        return
    with pytest.raises(Refused, match=round_.info.id):
        TURNS[turn](round_)
    assert round_.info.state == state(workspace, round_) == start
    assert round_.record.journal_path.read_bytes() == before


def test_a_sealed_round_comes_back_from_the_archive_sealed(round_: Round) -> None:
    follow(round_, "close at once", "archive", "unarchive")
    assert (round_.info.state, round_.info.seal) == ("sealed", "0001")


def test_who_when_and_why_are_in_the_journal(workspace: Workspace, round_: Round, clock: FixedClock) -> None:
    states.finish(round_)
    other = Workspace(workspace.root, who="Wang", clock=clock)
    states.archive(other.round(round_.info.id), "  long done ")

    event = list(round_.record.lines())[-1].event
    assert event.after is not None
    assert (event.who, event.time[:10], event.after["reason"]) == ("Wang", "2026-11-23", "long done")


@pytest.mark.parametrize("turn", [states.reopen, states.void, states.archive])
@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_reason_is_needed(round_: Round, turn: Callable[[Round, str], None], reason: str) -> None:
    states.close(round_, finish_first=True)
    with pytest.raises(Refused, match="reason"):
        turn(round_, reason)
    assert round_.info.state == "sealed"


def test_what_was_opened_again_says_so(round_: Round) -> None:
    follow(round_, "close at once", "reopen", "void", "reopen", "finish")
    assert (round_.info.reopened, round_.info.seal) == (2, "")


def test_the_decision_is_taken_on_what_stands_on_disk(workspace: Workspace, round_: Round) -> None:
    stale = Workspace(workspace.root).round(round_.info.id)
    assert stale.info.state == "running"
    states.void(round_, "the wrong year")
    with pytest.raises(Refused, match="is void"):
        states.finish(stale)


# Sheets of a closed round


def writing_on(sheet: Sheet) -> list[Callable[[], object]]:
    return [
        lambda: sheet.set_mark("clear", "pass"),
        lambda: sheet.set_mark("clear", "pass", base=sheet.record.base("marks", "fire:clear")),
        lambda: sheet.set_note("clear", "another"),
        lambda: sheet.set_other(Finding(problem="dirt")),
        lambda: sheet.set_visit(Visit(place="gate")),
    ]


def contents(round_: Round) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (round_.path / "sheets").iterdir()}


@pytest.mark.parametrize("closed", CLOSED)
def test_nothing_is_written_on_the_sheets_of_a_closed_round(workspace: Workspace, round_: Round, closed: str) -> None:
    writers = [Workspace(workspace.root, who=who) for who in ("Li", "Wang")]
    sheets = [each.sheet(each.round(round_.info.id), "S1") for each in writers]
    unmarked = writers[0].sheet(writers[0].round(round_.info.id), "K1")
    sheets[0].set_mark("plan", "pass")
    (line,) = sheets[0].record.lines()
    sheets[1].set_note("clear", "a note")
    CLOSED[closed](round_)
    before = contents(round_)

    rows = [ResultRow(unit="S1", item="clear", verdict="pass", place="row 2")]
    ways: list[Callable[[], object]] = [sheets[0].undo]
    ways += [lambda: take_in_results(workspace, workspace.round(round_.info.id), rows, "rows.csv")]
    ways += [lambda: sheets[0].record.merge([line.event])]
    for sheet in (*sheets, unmarked, workspace.sheet(workspace.round(round_.info.id), "K1")):
        ways += writing_on(sheet)
    for way in ways:
        with pytest.raises(Refused, match=f"round {round_.info.id} was .* by Li at 2026"):
            way()
    assert contents(round_) == before, "not even an empty file"
    assert sheets[0].verdict("fire:plan") == "pass", "it can still be read"


def test_a_round_opened_again_takes_marks(workspace: Workspace, round_: Round, sheet: Sheet) -> None:
    states.close(round_, finish_first=True)
    with pytest.raises(Refused):
        sheet.set_mark("plan", "pass")
    states.reopen(round_, "a late photo")
    sheet.set_mark("plan", "pass")
    states.finish(round_)
    sheet.set_mark("clear", "pass")
    assert sheet.counts["pass"] == 2


class Closing(Disk):
    """Somebody closes the round while a writer waits for the lock of its sheet."""

    def __init__(self, sheet: Path, close: Callable[[], None]) -> None:
        super().__init__()
        self.sheet, self.close = sheet, close

    @contextmanager
    def _closing(self, lock: AbstractContextManager[int]) -> Iterator[int]:
        with lock as fd:
            self.close()
            yield fd

    def locked(self, path: Path, wait: float | None = None) -> AbstractContextManager[int]:  # type: ignore[override]
        lock = super().locked(path, wait)
        return self._closing(lock) if path == self.sheet else lock


def test_a_round_that_is_closed_while_a_writer_waits(workspace: Workspace, round_: Round, sheet: Sheet) -> None:
    sheet.set_mark("plan", "pass")
    before = contents(round_)
    disk = Closing(sheet.record.journal_path, lambda: states.close(round_, finish_first=True))
    writer = Workspace(workspace.root, disk=disk, clock=FixedClock(BEGIN))

    with pytest.raises(Refused, match="sealed"):
        writer.sheet(writer.round(round_.info.id), "S1").set_mark("clear", "pass")
    assert contents(round_) == before


class Watching(Disk):
    """Remembers which files were read."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def read(self, path: Path, start: int = 0) -> bytes:
        self.seen.append(path.name)
        return super().read(path, start)


def test_a_mark_does_not_read_the_round_as_long_as_nobody_writes_to_it(workspace: Workspace, round_: Round) -> None:
    disk = Watching()
    writer = Workspace(workspace.root, disk=disk)
    sheet = writer.sheet(writer.round(round_.info.id), "S1")
    sheet.set_mark("plan", "pass")
    disk.seen.clear()

    sheet.set_mark("clear", "pass")
    assert not [name for name in disk.seen if name.startswith("round")]

    states.finish(round_)
    sheet.set_mark("plan", "pass")
    assert "round.json" in disk.seen
    disk.seen.clear()
    sheet.set_mark("clear", "pass")
    assert not [name for name in disk.seen if name.startswith("round")]


def test_a_round_that_is_lost_takes_no_marks(round_: Round, sheet: Sheet) -> None:
    sheet.set_mark("plan", "pass")
    round_.record.journal_path.unlink()
    with pytest.raises(Damaged, match="restore it"):
        sheet.set_mark("clear", "pass")


# Documents


def test_a_void_round_gets_no_document_and_a_sealed_one_does(workspace: Workspace, round_: Round, sheet: Sheet) -> None:
    sheet.set_mark("clear", "fail")
    states.close(round_, finish_first=True)
    issue_notice(workspace, sheet, "en")
    assert workspace.documents.of(round_.info.id, "S1")
    states.void(round_, "the wrong year")
    with pytest.raises(Refused, match="void"):
        issue_notice(workspace, sheet, "en")


def test_refusals_tell_the_time_in_the_workspaces_zone(workspace: Workspace, round_: Round, sheet: Sheet) -> None:
    event = sheet.set_mark("clear", "pass")
    assert event is not None
    sheet.set_mark("clear", "fail")
    with pytest.raises(Conflict) as conflict:
        sheet.record.change(Change(event.table, event.key, {}, base=event.id))
    assert conflict.value.params["time"] == "2026-11-23 10:15"  # 02:15 UTC
    states.void(round_, "a mistake")
    with pytest.raises(Refused) as refused:
        sheet.set_mark("clear", "pass")
    assert refused.value.params["time"] == "2026-11-23 10:15"


def test_today_is_the_day_in_the_workspaces_zone(root: Path) -> None:
    late = Workspace(root, clock=FixedClock(datetime(2026, 12, 31, 16, 30, tzinfo=UTC)))
    assert (late.today, new_round(late).info.id[:7]) == (date(2027, 1, 1), "r270101")
