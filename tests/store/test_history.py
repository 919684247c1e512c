"""History: which events belong to what, in which order, read from either end; damage hides nothing but itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from store import history as module
from store.clock import FixedClock
from store.disk import Disk
from store.errors import Damaged, Unknown
from store.history import History
from store.model import Finding, Visit
from store.rounds import Round
from store.workspace import Workspace
from tests.store.helpers import BEGIN, new_round

Made = tuple[Workspace, Round, FixedClock]


@pytest.fixture
def made(workspace: Workspace) -> Made:
    clock = FixedClock(BEGIN)
    workspace.hands.clock = clock
    round_ = new_round(workspace)
    return workspace, round_, clock


def keys(found: History, newest: bool = False) -> list[str]:
    entries = found.newest_first() if newest else found.oldest_first()
    return [f"{entry.record.rpartition(' ')[2]} {entry.event.key}" for entry in entries]


def test_both_ends_tell_the_same(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 700)  # a line or two, and often a part of one
    workspace, round_, clock = made
    for number in range(20):
        clock.moment += timedelta(seconds=1)
        sheet = workspace.sheet(round_, ("S1", "K1")[number % 2])
        sheet.set_note(("plan", "clear", "staff")[number % 3], "说明" * (1 + 300 * (number % 7 == 0)) + str(number))
    found = History(workspace, round_.info.id)
    there, back = list(found.oldest_first()), list(found.newest_first())
    assert [entry.event.id for entry in back] == [entry.event.id for entry in reversed(there)]
    assert [entry.event.time for entry in there] == sorted(entry.event.time for entry in there)
    assert len(there) == 20 + len(list(round_.record.lines()))
    assert not found.faults


def test_a_clock_set_back_does_not_turn_a_journal_round(made: Made) -> None:
    workspace, round_, clock = made
    for item, hours in (("plan", 1), ("clear", -30), ("staff", 2)):
        clock.moment = BEGIN + timedelta(hours=hours)
        workspace.sheet(round_, "S1").set_mark(item, "pass")
    clock.moment = BEGIN + timedelta(minutes=90)
    workspace.sheet(round_, "K1").set_mark("plan", "pass")
    for newest in (False, True):
        found = [key for key in keys(History(workspace, round_.info.id), newest) if ":" in key]
        of_s1 = [key for key in found if key.startswith("S1")]
        assert of_s1 == ["S1 fire:plan", "S1 fire:clear", "S1 fire:staff"][:: -1 if newest else 1]
        assert len(found) == 4


def test_what_belongs_to_what(made: Made) -> None:
    workspace, round_, _clock = made
    other = new_round(workspace, "Spring")
    sheet = workspace.sheet(round_, "S1")
    sheet.set_mark("plan", "pass")
    sheet.set_other(Finding(problem="fence"))
    sheet.set_visit(Visit(place="gate"))
    workspace.sheet(other, "S1").set_mark("clear", "pass")
    workspace.sheet(round_, "K1").set_mark("clear", "pass")
    ledger = workspace.ledger("S1")
    ledger.open(round_.info.id, "No 1", [("fire:plan", Finding(id="f1", problem="a"), "a")])
    ledger.open(other.info.id, "No 2", [("fire:clear", Finding(id="f2", problem="b"), "b")])
    id = round_.info.id
    assert keys(History(workspace, id, "S1", "plan")) == ["S1 fire:plan", "S1 S1-0001"]
    assert [key[:4] for key in keys(History(workspace, id, "S1", "-"))] == ["S1 f"]
    of_sheet = keys(History(workspace, id, "S1"))
    assert {"S1 fire:plan", "S1 visit", "S1 S1-0001"} < set(of_sheet)
    assert "S1 S1-0002" not in of_sheet
    of_round = keys(History(workspace, id))
    assert {"K1 fire:clear", "S1 S1-0001", f"{id} round", f"{id} S1"} < set(of_round)
    assert not {"S1 fire:clear", "S1 S1-0002"} & set(of_round)
    of_unit = keys(History(workspace, unit="S1"))
    assert {"workspace S1", f"{id} S1", f"{other.info.id} S1", "S1 fire:clear", "S1 S1-0002"} < set(of_unit)
    assert not [key for key in of_unit if key.startswith("K1") or key.endswith("K1")]
    everything = keys(History(workspace))
    assert {"workspace S1", "workspace K1", f"{other.info.id} round", "S1 S1-0002"} < set(everything)
    with pytest.raises(Unknown):
        History(workspace, unit="nobody")


def test_a_line_never_finished_is_none(made: Made) -> None:
    workspace, round_, _clock = made
    sheet = workspace.sheet(round_, "S1")
    sheet.set_mark("plan", "pass")
    path = sheet.record.journal_path
    path.write_bytes(path.read_bytes() + b'{"id":"never finished' + b"." * 100)
    assert keys(History(workspace, round_.info.id, "S1"), newest=True) == ["S1 fire:plan"]


@pytest.mark.parametrize("newest", [False, True])
def test_damage_is_named_and_the_rest_told(made: Made, newest: bool) -> None:
    workspace, round_, _clock = made
    sheet = workspace.sheet(round_, "S1")
    for note in ("one", "two", "three"):
        sheet.set_note("plan", note)
    workspace.sheet(round_, "K1").set_mark("plan", "pass")
    path = sheet.record.journal_path
    lines = path.read_bytes().splitlines(keepends=True)
    for spoiled in (lines[0] + lines[1].replace(b"two", b"tow") + lines[2], lines[0] + lines[2]):
        path.write_bytes(spoiled)
        found = History(workspace, round_.info.id)
        assert "K1 fire:plan" in keys(found, newest)
        (fault,) = found.faults
        assert isinstance(fault, Damaged)
        assert fault.params["number"] == 2
    path.unlink()
    found = History(workspace, round_.info.id)
    assert "K1 fire:plan" in keys(found, newest)
    assert [fault.params["path"] for fault in found.faults] == [path]


def test_the_newest_entries_cost_a_part_of_the_journal(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 4096)
    workspace, round_, _clock = made
    sheet = workspace.sheet(round_, "S1")
    for number in range(60):
        sheet.set_note("plan", "x" * 500 + str(number))

    class Counting(Disk):
        read_bytes = 0

        def read(self, path: Path, start: int = 0) -> bytes:
            data = super().read(path, start)
            self.read_bytes += len(data) if path.suffix == ".journal" and path.stem == "S1" else 0
            return data

        def read_part(self, path: Path, start: int, length: int) -> bytes:
            self.read_bytes += length
            return super().read_part(path, start, length)

    disk = Counting()
    opened = Workspace(workspace.root, disk=disk)
    newest = next(History(opened, round_.info.id, "S1").newest_first())
    assert newest.event.after is not None
    assert newest.event.after["note"].endswith("59")
    assert disk.read_bytes == 4096
