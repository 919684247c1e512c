"""Units that leave and join a running round: recorded, all or none; what left is kept and not counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from store import round_units, states, unit_life
from store.calendar import Calendar
from store.errors import Refused, Unknown
from store.rounds import Round
from store.sheet import Sheet
from store.upkeep.verify import verify
from store.workspace import Workspace


def lines(round_: Round) -> int:
    return len(list(round_.record.lines()))


def opened(workspace: Workspace, round_: Round) -> Round:
    """As another program sees it."""
    return Workspace(workspace.root).round(round_.info.id)


def test_a_unit_that_left_is_kept_and_not_counted(workspace: Workspace, round_: Round, sheet: Sheet) -> None:
    sheet.set_mark("clear", "fail")
    assert set(workspace.tallies(round_)) == {"S1", "K1"}
    round_units.leave(round_, ["S1"], "merged with the next town")
    for seen in (round_, opened(workspace, round_)):
        assert list(seen.units) == ["K1"]
        assert seen.left == {"S1": "merged with the next town"}
        assert seen.unit_count == 1
        assert list(workspace.tallies(seen)) == ["K1"]
        assert seen.unit("S1").name == "第一小学"
        assert workspace.sheet(seen, "S1").verdict("fire:clear") == "fail"
    assert [each.unit_count for each in workspace.rounds()] == [1]
    calendar = Calendar(workspace, [round_])
    assert {unit for due in calendar.dues() for unit in calendar.units_of(due)} == {"K1"}
    assert verify(workspace).faults == []


def test_nothing_is_recorded_on_the_sheet_of_a_unit_that_left(
    workspace: Workspace, round_: Round, sheet: Sheet
) -> None:
    sheet.set_mark("clear", "fail")
    round_units.leave(opened(workspace, round_), ["S1"], "dissolved")
    before = sheet.record.journal_path.read_bytes()
    with pytest.raises(Refused, match="dissolved"):
        sheet.set_mark("clear", "pass")
    with pytest.raises(Refused, match="dissolved"):
        sheet.undo()
    assert sheet.record.journal_path.read_bytes() == before
    workspace.sheet(round_, "K1").set_mark("clear", "pass")


def test_a_unit_comes_back_as_it_was(workspace: Workspace, round_: Round, sheet: Sheet) -> None:
    sheet.set_mark("clear", "pass")
    round_units.leave(round_, ["S1", "S1"], "by mistake")
    unit_life.change(workspace.units, "S1", {"name": "Renamed"})
    round_units.join(round_, ["S1"], "it was the other one", workspace.units)
    assert round_.left == {}
    assert (round_.unit("S1").name, round_.unit("S1").joined) == ("第一小学", "it was the other one")
    assert list(round_.units) == ["S1", "K1"]
    sheet.set_mark("clear", "fail")
    assert workspace.tallies(opened(workspace, round_))["S1"].failed == 1


def test_a_new_unit_joins_as_it_is_now(workspace: Workspace, round_: Round) -> None:
    unit_life.add(workspace.units, "S2", {"name": "Second school", "type": "school", "parent": "T1"})
    round_units.join(round_, ["S2"], "opened in September", workspace.units)
    seen = opened(workspace, round_)
    assert list(seen.units) == ["S1", "K1", "S2"]
    assert seen.unit("S2").path == ("镇教育办公室",)
    assert seen.unit("S2").types[0] == "school"
    workspace.sheet(seen, "S2").set_mark("clear", "pass")
    assert workspace.tallies(seen)["S2"].passed == 1


def test_what_cannot_be_is_refused_and_nothing_written(workspace: Workspace, round_: Round) -> None:
    units = workspace.units
    unit_life.add(units, "S2", {"name": "Second"})
    unit_life.add(units, "S3", {"name": "Third"})
    unit_life.close(units, "S3", "dissolved")
    round_units.leave(round_, ["S1"], "gone")
    before = lines(round_)
    refused: tuple[Callable[[], None], ...] = (
        lambda: round_units.leave(round_, ["S1"], "again"),
        lambda: round_units.leave(round_, ["K1"], "the last one"),
        lambda: round_units.leave(round_, ["K1"], " "),
        lambda: round_units.join(round_, ["K1"], "it is there", units),
        lambda: round_units.join(round_, ["S2", "K1"], "one is there", units),
        lambda: round_units.join(round_, ["S3"], "closed", units),
        lambda: round_units.join(round_, ["S2"], "", units),
    )
    for call in refused:
        with pytest.raises(Refused):
            call()
    unknown: tuple[Callable[[], None], ...] = (
        lambda: round_units.leave(round_, ["X9"], "missing"),
        lambda: round_units.join(round_, ["S2", "X9"], "missing", units),
    )
    for call in unknown:
        with pytest.raises(Unknown):
            call()
    unit_life.close(units, "S1", "dissolved")
    with pytest.raises(Refused, match="dissolved"):
        round_units.join(round_, ["S1"], "back", units)
    assert lines(round_) == before


def test_only_a_running_round_changes(workspace: Workspace, round_: Round) -> None:
    states.finish(round_)
    late: tuple[Callable[[], None], ...] = (
        lambda: round_units.leave(round_, ["S1"], "late"),
        lambda: round_units.join(round_, ["T1"], "late", workspace.units),
    )
    for call in late:
        with pytest.raises(Refused, match="running"):
            call()
    states.resume(round_)
    round_units.leave(round_, ["S1"], "in time")


def test_a_count_between_sees_who_takes_part_now(workspace: Workspace, round_: Round) -> None:
    other = opened(workspace, round_)
    assert set(workspace.tallies(other)) == {"S1", "K1"}
    round_units.leave(round_, ["S1"], "gone")
    assert set(workspace.tallies(other)) == {"K1"}
    assert list(other.units) == ["K1"]
    round_units.join(round_, ["S1"], "back", workspace.units)
    assert set(workspace.tallies(other)) == {"S1", "K1"}
    assert list(other.units) == ["S1", "K1"]
