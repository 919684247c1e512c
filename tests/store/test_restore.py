"""A backup brought back is what was backed up; what was there is moved aside, and a bad backup changes nothing."""

from __future__ import annotations

import errno
import json
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from store.clock import FixedClock
from store.errors import DiskFull, NewerFormat, NoWorkspace, Refused
from store.journal import decode_all, encode, genesis
from store.sheet import Sheet
from store.upkeep.restore import BadBackup, backup, restore
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.store.helpers import BEGIN, Crash, Wire
from tests.store.test_backup import tree

STAMP = "before-restore-20261123T021500"


@pytest.fixture
def kept(workspace: Workspace, sheet: Sheet, tmp_path: Path) -> Path:
    """A backup of a workspace with one mark, another mark made since."""
    sheet.set_mark("clear", "pass")
    backup(workspace, tmp_path / "backups" / "monday")
    sheet.set_mark("clear", "fail")
    return tmp_path / "backups" / "monday"


def put_back(kept: Path, target: Path, replace_it: bool = False, damaged_too: bool = False) -> Workspace:
    restore(kept, target, replace_it=replace_it, damaged_too=damaged_too, clock=FixedClock(BEGIN))
    return Workspace(target)


def verdict(workspace: Workspace) -> str:
    return workspace.sheet(workspace.rounds()[0], "S1").verdict("fire:clear")


def without_note(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name != ".backup.json"}


def test_a_backup_says_what_it_covers(workspace: Workspace, sheet: Sheet, tmp_path: Path) -> None:
    sheet.set_mark("clear", "pass")
    made = backup(workspace, tmp_path / "kept")
    assert made.verdict.faults == []
    assert made.verdict.covered == verify(workspace).covered
    note = json.loads((tmp_path / "kept" / ".backup.json").read_bytes())
    assert note == {"made": "2026-11-23T02:15:00.000Z", "who": "Li", "covered": made.verdict.covered}
    assert not (tmp_path / "kept" / ".cache").exists()
    opened = verify(Workspace(tmp_path / "kept"))
    assert (opened.faults, opened.remarks) == ([], [])


def test_a_backup_of_a_damaged_workspace_is_made_and_says_so(
    workspace: Workspace, sheet: Sheet, tmp_path: Path
) -> None:
    sheet.set_mark("clear", "pass")
    path = sheet.record.journal_path
    path.write_bytes(path.read_bytes().replace(b'"pass"', b'"fail"'))
    made = backup(workspace, tmp_path / "kept")
    (fault,) = made.verdict.faults
    assert fault.file == str(tmp_path / "kept" / path.relative_to(workspace.root))
    assert ".new" not in fault.message.format(**fault.params)


def test_a_new_place_gets_what_was_backed_up(kept: Path, tmp_path: Path) -> None:
    back = put_back(kept, tmp_path / "new" / "place")
    assert verdict(back) == "pass"
    assert tree(back.root) == without_note(tree(kept))
    assert verify(back).faults == []


def test_what_is_there_is_refused_or_moved_aside(kept: Path, workspace: Workspace) -> None:
    before = tree(workspace.root)
    with pytest.raises(Refused):
        put_back(kept, workspace.root)
    assert tree(workspace.root) == before
    back = put_back(kept, workspace.root, replace_it=True)
    assert verdict(back) == "pass"
    assert tree(workspace.root.with_name(f"workspace.{STAMP}")) == before


def test_a_workspace_that_cannot_be_opened_is_replaced(kept: Path, workspace: Workspace) -> None:
    (workspace.root / "workspace.yaml").write_bytes(b"\xff: [")
    (workspace.root / "workspace.journal").write_bytes(b"\n")
    assert verdict(put_back(kept, workspace.root, replace_it=True)) == "pass"


def test_a_file_in_the_place_is_never_replaced(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"1")
    with pytest.raises(Refused):
        put_back(kept, tmp_path / "file", replace_it=True)
    assert (tmp_path / "file").read_bytes() == b"1"


def spoil_a_journal(kept: Path) -> None:
    path = next(kept.glob("rounds/*/sheets/S1.journal"))
    path.write_bytes(path.read_bytes().replace(b'"pass"', b'"fail"'))


def lose_a_sheet(kept: Path) -> None:
    for path in kept.glob("rounds/*/sheets/S1.*"):
        path.unlink()


def spoil_the_settings(kept: Path) -> None:
    (kept / "workspace.yaml").write_bytes(b"format: 2\ntitel: x\n")


def link_a_folder_out(kept: Path) -> None:
    (kept.parent / "elsewhere").mkdir()
    (kept.parent / "elsewhere" / "key").write_bytes(b"secret")
    shutil.rmtree(kept / "documents")
    (kept / "documents").symlink_to(kept.parent / "elsewhere")


def link_a_journal_out(kept: Path) -> None:
    (kept / "ledger" / "S1.journal").symlink_to("/dev/zero")


def spoil_the_note(kept: Path) -> None:
    (kept / ".backup.json").write_bytes(b"[" * 50_000)


def claim_no_numbers(kept: Path) -> None:
    (kept / ".backup.json").write_bytes(b'{"covered":{"journals":{"\\u001b":1}}}')


def forge_a_round(kept: Path) -> None:
    """A journal that is whole, and of values that are none."""
    (path,) = kept.glob("rounds/*/round.journal")
    prev, raw = genesis(f"rounds/{path.parent.name}/round"), b""
    for line in decode_all(path.read_bytes(), path, 0, prev):
        part, prev = encode(replace(line.event, after=["x", {"checklists": 7}]), prev)  # type: ignore[arg-type]
        raw += part
    path.write_bytes(raw)
    path.with_suffix(".json").unlink()


BAD = [
    forge_a_round,
    spoil_a_journal,
    lose_a_sheet,
    spoil_the_settings,
    link_a_folder_out,
    link_a_journal_out,
    spoil_the_note,
    claim_no_numbers,
]


@pytest.mark.parametrize("spoil", BAD)
def test_a_bad_backup_changes_nothing_unless_told_so(spoil: object, kept: Path, workspace: Workspace) -> None:
    assert callable(spoil)
    spoil(kept)
    before = tree(workspace.root.parent)
    with pytest.raises(BadBackup) as refused:
        put_back(kept, workspace.root, replace_it=True)
    assert refused.value.verdict.faults
    assert all(str(kept) in fault.file and ".new" not in str(fault) for fault in refused.value.verdict.faults)
    assert tree(workspace.root.parent) == before

    done = restore(kept, workspace.root, replace_it=True, damaged_too=True, clock=FixedClock(BEGIN))
    assert done.verdict.faults
    assert done.aside is not None
    assert done.aside.is_dir()
    assert b"secret" not in b"".join(tree(workspace.root).values())
    assert not [path for path in workspace.root.rglob("*") if path.is_symlink()]


def test_a_backup_of_a_newer_program_is_refused(kept: Path, workspace: Workspace) -> None:
    (kept / "workspace.yaml").write_bytes(b"format: 99\n")
    with pytest.raises(NewerFormat):
        put_back(kept, workspace.root, replace_it=True, damaged_too=True)
    assert verdict(workspace) == "fail"


def test_what_is_no_backup_is_refused(kept: Path, workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "workspace.yaml").symlink_to("/dev/zero")
    for name in ("empty", "linked", "missing", "photo.jpg"):
        with pytest.raises(NoWorkspace):
            put_back(tmp_path / name, workspace.root, replace_it=True)
    with pytest.raises(Refused):
        put_back(kept, kept / "workspace")
    assert verdict(workspace) == "fail"


def test_a_backup_that_somebody_worked_in_can_be_restored(kept: Path, tmp_path: Path) -> None:
    used = Workspace(kept, who="Li")
    used.sheet(used.rounds()[0], "K1").set_mark("clear", "pass")
    assert verdict(put_back(kept, tmp_path / "place")) == "pass"


@pytest.mark.slow
def test_a_full_disk_or_a_crash_leaves_the_old_one_or_the_new_one(
    kept: Path, workspace: Workspace, wire: Wire, tmp_path: Path
) -> None:
    old, new = tree(workspace.root), without_note(tree(kept))
    aside = workspace.root.with_name(f"workspace.{STAMP}")
    trial = Path(shutil.copytree(workspace.root, tmp_path / "trial"))
    wire.mend()
    restore(kept, trial, replace_it=True, clock=FixedClock(BEGIN))
    calls = wire.count

    def as_before() -> None:
        """Each of them is whole or not there; back to the old one."""
        if aside.exists():
            assert tree(aside) == old
            if workspace.root.exists():
                assert tree(workspace.root) == new
                shutil.rmtree(workspace.root)
            aside.rename(workspace.root)
        assert tree(workspace.root) == old

    for number in range(1, calls + 1):
        wire.fail_at(number, errno.ENOSPC)
        with suppress(DiskFull):  # what only saves time may fail
            restore(kept, workspace.root, replace_it=True, clock=FixedClock(BEGIN))
            assert tree(workspace.root) == new
        wire.mend()
        assert workspace.root.exists()
        as_before()
        wire.crash_at(number)
        with pytest.raises(Crash):
            restore(kept, workspace.root, replace_it=True, clock=FixedClock(BEGIN))
        wire.mend()
        as_before()


def test_hostile_records_are_faults_not_crashes(kept: Path, workspace: Workspace) -> None:
    for path in kept.glob("rounds/*/round.j*"):
        path.write_bytes(b'{"_journal":{"1":{"lines":-1,"size":[],"head":7}},"sha":"' + b"0" * 64 + b'"}\n')
    with pytest.raises(BadBackup):
        put_back(kept, workspace.root, replace_it=True)
