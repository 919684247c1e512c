from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store import states
from store.clock import FixedClock
from store.errors import Damaged, Refused, Unknown
from store.history import history
from store.ids import is_code
from store.model import Inspector
from store.rounds import Round
from store.sheet import Sheet
from store.unit_files import read_rows
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.store.helpers import CHECKLIST, new_round

HOSTILE = ["../../x", "\x1b[2J", "[red]", "=HYPERLINK()", "名" * 250, "a/b", "$(id)", "\x00x"]


def test_a_round_is_found_by_id_by_its_beginning_and_by_name(workspace: Workspace, round_: Round) -> None:
    round_id = round_.info.id
    assert is_code(round_id)
    assert round_id.startswith("r261123-")
    for wanted in (round_id, round_id[:10], "Autumn"):
        assert workspace.round(wanted).info == round_.info
    other = new_round(workspace)
    assert other.info.id != round_id
    with pytest.raises(Unknown, match="means several rounds") as raised:
        workspace.round("Autumn")
    assert all(each in str(raised.value) for each in (round_id, other.info.id))
    for wrong in ("nothing", "", "..", "../rounds/" + round_id, "\x00", "x" * 5000):
        with pytest.raises(Unknown):
            workspace.round(wrong)


def test_the_newest_round_comes_first(workspace: Workspace, clock: FixedClock) -> None:
    made = []
    for name in ("a", "b", "c"):
        made.append(new_round(workspace, name).info.id)
        clock.moment += timedelta(days=1)
    assert [each.info.id for each in workspace.rounds()] == made[::-1]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_data(workspace: Workspace, name: str) -> None:
    made = new_round(workspace, name)

    assert Workspace(workspace.root).round(made.info.id).info.name == name.strip()[:200]
    assert made.path.parent == workspace.rounds_folder
    assert is_code(made.path.name)
    assert sorted(path.name for path in workspace.root.parent.iterdir()) == ["workspace"]


def test_what_a_round_needs(workspace: Workspace) -> None:
    units = ["S1"]
    wrongs: list[Callable[[], Round]] = [
        lambda: workspace.new_round(" ", ["fire"], units),
        lambda: workspace.new_round("n", [], units),
        lambda: workspace.new_round("n", ["fire"], []),
        lambda: workspace.new_round("n", ["fire"], units, "2026-12-31", "2026-01-01"),
        lambda: workspace.new_round("n", ["fire"], units, "31.12.2026"),
        lambda: workspace.new_round("n", ["fire"], units, blanks={"lead": "x"}),
    ]
    for wrong in wrongs:
        with pytest.raises(Refused):
            wrong()
    with pytest.raises(Unknown, match="no unit “X”"):
        workspace.new_round("n", ["fire"], ["X"])
    with pytest.raises(Unknown, match="no checklist “ice”"):
        workspace.new_round("n", ["ice"], units)
    assert workspace.rounds() == []
    assert list(workspace.rounds_folder.iterdir()) == []


def test_checklist_and_units_stay_as_they_were(workspace: Workspace, round_: Round) -> None:
    own = workspace.root / "checklists" / "fire.yaml"
    before = round_.checklists
    own.write_text(CHECKLIST.replace("Exits are clear", "Something else"), encoding="utf-8")
    workspace.units.take_in(read_rows(b"code,name\nS1,Renamed", "f"), "f")

    again = Workspace(workspace.root).round(round_.info.id)
    assert again.checklists == before
    assert again.unit("S1").name == "第一小学"
    assert again.unit("S1").path == ("镇教育办公室",)
    own.unlink()
    assert Workspace(workspace.root).round(round_.info.id).checklists == before
    assert not verify(workspace).faults
    with pytest.raises(Unknown, match="not in round"):
        again.unit("T1")


def test_a_changed_pinned_checklist_is_damage(workspace: Workspace, round_: Round) -> None:
    path = round_.path / "checklists" / "fire.json"
    path.write_bytes(path.read_bytes().replace(b"clear", b"cleer"))

    with pytest.raises(Damaged, match=r"fire\.json"):
        assert Workspace(workspace.root).round(round_.info.id).checklists


def test_a_unit_named_twice_joins_once(workspace: Workspace) -> None:
    made = workspace.new_round("n", ["fire", "fire"], ["S1", "K1", "S1"])
    assert (list(made.units), made.unit_count, len(made.checklists)) == (["S1", "K1"], 2, 1)
    assert len(list(made.record.lines())) == 3


def test_what_else_lies_in_the_folder_is_no_round(workspace: Workspace, round_: Round) -> None:
    (workspace.rounds_folder / "notes.txt").write_text("x")
    (workspace.rounds_folder / "lost+found").mkdir()
    (workspace.rounds_folder / ".new-r261123-abcdef").mkdir()

    assert [each.info.id for each in workspace.rounds()] == [round_.info.id]


def test_a_copied_workspace_is_the_same_workspace(workspace: Workspace, sheet: Sheet, round_: Round) -> None:
    sheet.set_mark("clear", "fail")
    copy = Workspace(shutil.copytree(workspace.root, workspace.root.parent / "copy"))

    assert copy.sheet(copy.round(round_.info.id), "S1").counts == sheet.counts
    assert copy.tallies(copy.round(round_.info.id)) == workspace.tallies(round_)
    assert not verify(copy).faults


def test_the_state_of_a_round(workspace: Workspace, round_: Round) -> None:
    states.finish(round_)
    assert round_.info.state == "finished"
    assert Workspace(workspace.root).round(round_.info.id).info.state == "finished"


def test_inspectors_are_records(workspace: Workspace) -> None:
    workspace.set_inspectors([Inspector(name=" Wang " + "x" * 300, post="Head"), Inspector(name="Li", post="Chief")])
    found = Workspace(workspace.root).inspectors
    assert found["Li"] == Inspector(name="Li", post="Chief")
    assert {len(name) for name in found} == {2, 200}
    assert workspace.inspector("Nobody").post == ""
    with pytest.raises(Refused):
        workspace.set_inspectors([Inspector(name=" ")])


def test_history_names_the_declared_inspector_and_the_user(workspace: Workspace, round_: Round, sheet: Sheet) -> None:
    workspace.sign_in("Wang\udcff")
    sheet.set_mark("clear", "pass")
    sheet.set_mark("plan", "pass")
    (entry,) = history(workspace, round_.info.id, "S1", "clear")
    assert entry.event.who.startswith("Wang")
    assert entry.event.user == workspace.hands.user != ""
    assert entry.event.time == "2026-11-23T02:15:00.000Z"
    assert len(list(history(workspace, round_.info.id))) == 5
    assert {each.record for each in history(workspace)} == {"workspace", round_.info.id}
    with pytest.raises(Unknown):
        list(history(workspace, round_.info.id, "S1", "nothing"))


def test_evidence_is_kept_by_content(workspace: Workspace) -> None:
    source = workspace.root.parent / "photo; rm -rf.jpg"
    source.write_bytes(b"picture")
    digest = workspace.evidence.take_in(source).digest
    assert workspace.evidence.take_in(source).digest == digest
    assert workspace.evidence.all() == [digest]
    assert workspace.evidence.path(digest).read_bytes() == b"picture"
    source.write_bytes(b"")
    for wrong in (source, workspace.root.parent / "missing", workspace.root):
        with pytest.raises((Refused, Unknown)):
            workspace.evidence.take_in(wrong)


def test_a_round_is_named_after_the_day_it_is_in_the_zone_of_the_workspace(root: Path, clock: FixedClock) -> None:
    clock.moment = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # half past midnight in Shanghai
    assert new_round(Workspace(root, clock=clock)).info.id.startswith("r261124-")
