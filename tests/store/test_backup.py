"""A copy made while people work is a workspace of its own, whole and clean; what is half or hostile leaves nothing."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from store.errors import DiskFull, Refused
from store.given import Input
from store.record import Change
from store.rounds import Round
from store.sheet import Sheet
from store.upkeep.backup import copy_workspace
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.store.helpers import Crash, Wire, new_round

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "backups" / "monday"


def tree(root: Path) -> dict[str, bytes]:
    """Every file that is not disposable, by its path."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink())
    return {
        str(path.relative_to(root)): path.read_bytes() for path in files if path.relative_to(root).parts[0] != ".cache"
    }


def test_a_quiet_workspace_is_copied_byte_by_byte(workspace: Workspace, sheet: Sheet, target: Path) -> None:
    sheet.set_mark("clear", "pass")
    workspace.rounds()
    copied = copy_workspace(workspace, target)
    assert tree(target) == tree(workspace.root)
    assert not (target / ".cache").exists()
    assert copied.files == len(tree(target))
    assert copied.bytes == sum(map(len, tree(target).values()))
    assert verify(Workspace(target)).faults == []


def test_progress_ends_at_all(workspace: Workspace, sheet: Sheet, target: Path) -> None:
    sheet.set_mark("clear", "pass")
    told: list[tuple[int, int]] = []
    copied = copy_workspace(workspace, target, lambda done, of: told.append((done, of)))
    assert [done for done, _ in told] == list(range(1, copied.files + 1))
    assert told[-1] == (copied.files, copied.files)


def test_a_file_behind_its_journal_and_an_unfinished_line_are_whole_in_the_copy(
    workspace: Workspace, sheet: Sheet, target: Path
) -> None:
    sheet.set_mark("clear", "pass")
    behind = sheet.record.json_path.read_bytes()
    sheet.set_mark("clear", "fail")
    whole = sheet.record.journal_path.read_bytes()
    sheet.record.json_path.write_bytes(behind)
    sheet.record.journal_path.write_bytes(whole + b'{"id":"half')
    copy_workspace(workspace, target)
    found = verify(Workspace(target))
    assert (found.faults, found.remarks) == ([], [])
    assert (target / sheet.record.journal_path.relative_to(workspace.root)).read_bytes() == whole


def test_a_damaged_record_is_copied_as_it_is(workspace: Workspace, sheet: Sheet, target: Path) -> None:
    sheet.set_mark("clear", "pass")
    path = sheet.record.journal_path
    path.write_bytes(path.read_bytes().replace(b'"pass"', b'"fail"'))
    copy_workspace(workspace, target)
    assert tree(target) == tree(workspace.root)
    assert verify(Workspace(target)).faults


def test_what_is_half_made_or_of_the_moment_stays_behind(workspace: Workspace, round_: Round, target: Path) -> None:
    (workspace.rounds_folder / ".new-r261123-aaaaaa" / "checklists").mkdir(parents=True)
    (workspace.root / "ledger" / ".S1.json.17.tmp").write_bytes(b"half")
    aside = round_.path / "sheets" / "S1.journal.torn"
    aside.write_bytes(b"set aside")
    copy_workspace(workspace, target)
    copied = tree(target)
    assert str(aside.relative_to(workspace.root)) in copied
    assert not [name for name in copied if ".new-" in name or name.endswith(".tmp")]
    assert not (target / "rounds" / ".new-r261123-aaaaaa").exists()


def test_a_round_whose_head_changes_meanwhile_is_copied_at_one_moment(
    workspace: Workspace, round_: Round, target: Path
) -> None:
    sheet = workspace.sheet(round_, "S1")
    sheet.set_mark("clear", "pass")
    changed: list[int] = []

    def meanwhile(done: int, of: int) -> None:
        """A mark, then the end of the round, between the copy of its head and that of its sheet."""
        if not changed and any(target.parent.glob(".monday.*/rounds/*/round.journal")):
            changed.append(done)
            sheet.set_mark("plan", "pass")
            head = round_.record.get("round", "round")
            round_.record.change(Change("round", "round", {**(head or {}), "name": "Renamed"}))

    copy_workspace(workspace, target, meanwhile)
    copied = Workspace(target)
    assert changed
    assert copied.round(round_.info.id).info.name == "Renamed"
    assert copied.sheet(copied.round(round_.info.id), "S1").verdict("fire:plan") == "pass"
    assert verify(copied).faults == []


def test_a_round_that_begins_meanwhile_is_not_there_in_part(workspace: Workspace, round_: Round, target: Path) -> None:
    made: list[Round] = []

    def meanwhile(done: int, of: int) -> None:
        if not made:
            made.append(new_round(workspace, "Meanwhile"))

    copy_workspace(workspace, target, meanwhile)
    assert [each.info.id for each in Workspace(target).rounds()] == [round_.info.id]
    assert not (target / "rounds" / made[0].info.id).exists()
    assert verify(Workspace(target)).faults == []


def test_evidence_that_comes_meanwhile_is_there_if_a_mark_names_it(
    workspace: Workspace, sheet: Sheet, target: Path, tmp_path: Path
) -> None:
    photo = tmp_path / "photo"
    photo.write_bytes(b"photo")

    def meanwhile(done: int, of: int) -> None:
        if done == 1:
            attached = workspace.evidence.take_in(photo)
            sheet.set_mark("drill", "fail", Input(note="none", evidence=(attached,)))

    copy_workspace(workspace, target, meanwhile)
    copied = Workspace(target)
    assert verify(copied).faults == []
    assert copied.sheet(copied.rounds()[0], "S1").verdict("fire:drill") == "fail"
    assert [path.read_bytes() for path in (target / "evidence").rglob("*") if path.is_file()] == [b"photo"]


@pytest.mark.parametrize("name", [".", "backup", "rounds/backup"])
def test_a_place_in_the_workspace_is_refused(workspace: Workspace, name: str) -> None:
    with pytest.raises(Refused):
        copy_workspace(workspace, workspace.root / name)
    assert not (workspace.root / "backup").exists()


def test_a_place_that_is_taken_is_refused_and_an_empty_one_used(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("file", "full"):
        taken = tmp_path / name
        if name == "full":
            taken.mkdir()
            (taken / "kept").write_bytes(b"1")
        else:
            taken.write_bytes(b"1")
        with pytest.raises(Refused):
            copy_workspace(workspace, taken)
    assert (tmp_path / "file").read_bytes() == b"1"
    assert tree(tmp_path / "full") == {"kept": b"1"}
    empty = tmp_path / "empty"
    empty.mkdir()
    copy_workspace(workspace, empty)
    assert tree(empty) == tree(workspace.root)


def test_links_are_not_followed(workspace: Workspace, round_: Round, target: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key").write_bytes(b"secret")
    links = [
        (workspace.root / "checklists" / "linked.yaml", secret / "key"),
        (workspace.root / "documents" / "linked", secret),
        (round_.path / "sheets" / "S1.journal", secret / "key"),
        (workspace.root / "ledger" / "S1.journal", Path("/dev/zero")),
    ]
    for link, to in links:
        link.symlink_to(to)
    os.mkfifo(workspace.root / "documents" / "pipe")
    copied = copy_workspace(workspace, target)
    assert sorted(copied.left_out) == sorted([*(link for link, _ in links), workspace.root / "documents" / "pipe"])
    assert b"secret" not in b"".join(tree(target).values())
    assert not [path for path in target.rglob("*") if path.is_symlink()]


def calls_of_a_copy(workspace: Workspace, wire: Wire, target: Path) -> int:
    target.parent.mkdir()
    wire.mend()
    copy_workspace(workspace, target)
    return wire.count


def test_a_full_disk_leaves_nothing(workspace: Workspace, sheet: Sheet, target: Path, wire: Wire) -> None:
    sheet.set_mark("clear", "pass")
    before = tree(workspace.root)
    calls = calls_of_a_copy(workspace, wire, target.with_name("whole"))
    for number in range(1, calls + 1):
        wire.fail_at(number, errno.ENOSPC)
        with pytest.raises(DiskFull):
            copy_workspace(workspace, target)
        assert not [path for path in target.parent.iterdir() if "monday" in path.name]
    wire.mend()
    assert tree(workspace.root) == before


def test_a_crash_leaves_a_whole_copy_or_none(workspace: Workspace, sheet: Sheet, target: Path, wire: Wire) -> None:
    sheet.set_mark("clear", "pass")
    calls = calls_of_a_copy(workspace, wire, target.with_name("whole"))
    for number in range(1, calls + 1):
        wire.crash_at(number)
        place = target.with_name(f"at-{number}")
        with pytest.raises(Crash):
            copy_workspace(workspace, place)
        wire.mend()
        assert not place.exists() or tree(place) == tree(workspace.root)
