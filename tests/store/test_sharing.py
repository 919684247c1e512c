"""Whose files they are: private, or the group's where workspace.yaml says so, whatever the umask; two users at once."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.errors import NoPermission
from store.model import Finding, Inspector
from store.places import Places
from store.workspace import FOLDERS, Workspace
from tests.store.helpers import CHECKLIST, new_round

GROUP = 60_001
USERS = (60_011, 60_012)
"""Ids that nobody has."""


@pytest.fixture
def umask() -> Iterator[Callable[[int], int]]:
    before = os.umask(0o077)
    yield os.umask
    os.umask(before)


def shared(root: Path) -> Workspace:
    """A workspace for the group, before anything else is written in it."""
    Workspace.create(root, "Test", "en", who="Li")
    text = (root / "workspace.yaml").read_text()
    lines = [line for line in text.splitlines() if not line.startswith("sharing:")]
    (root / "workspace.yaml").write_text("\n".join([*lines, "sharing: group", ""]))
    shutil.rmtree(root / ".cache")
    workspace = Workspace(root, who="Li")
    assert workspace.settings.sharing == "group"
    for folder in [root, *(root / name for name in FOLDERS)]:
        folder.chmod(workspace.disk.dir_mode)
    return workspace


def worked_in(workspace: Workspace, source: Path) -> None:
    """Leave a file of every kind: records, torn lines, evidence, documents, checklists, what only saves time."""
    root = workspace.root
    workspace.disk.replace(root / "checklists" / "fire.yaml", CHECKLIST.encode())
    workspace.set_inspectors([Inspector(name="Li")])
    from store.units import Row

    workspace.units.take_in([Row(1, {"code": "S1", "name": "a"}), Row(2, {"code": "K1", "name": "b"})], "t")
    round_ = new_round(workspace)
    sheet = workspace.sheet(round_, "S1")
    sheet.set_mark("plan", "pass")
    with sheet.record.journal_path.open("ab") as journal:
        journal.write(b'{"never finished')
    source.write_bytes(b"evidence")
    workspace.evidence.take_in(source)
    sheet.set_other(Finding(problem="fence"))
    workspace.ledger("S1").open(round_.info.id, "No 1", [("fire:plan", Finding(id="f1", problem="a"), "a")])
    workspace.documents.issue(
        kind="notice", year=2026, number=str, round_id=round_.info.id, unit="S1", findings=(),
        render=lambda number: b"docx", issued="2026-11-23",
    )  # fmt: skip
    workspace.rounds()
    workspace.tallies(round_)
    Places(root, workspace.disk, "", "me").put("round", round_.info.id)
    Workspace(root)


def modes(root: Path, before: set[Path]) -> dict[str, str]:
    found = {}
    for path in sorted(root.rglob("*")):
        if path not in before:
            found[str(path.relative_to(root))] = f"{stat.S_IMODE(path.stat().st_mode):o}"
    assert any(name.endswith(".torn") for name in found)
    assert any(name.startswith(".cache/") for name in found)
    assert any(name.startswith("evidence/") for name in found)
    return found


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o177])
def test_private_files_are_private(tmp_path: Path, umask: Callable[[int], int], mask: int) -> None:
    umask(mask)
    root = tmp_path / "w"
    workspace = Workspace.create(root, "Test", "en", who="Li")
    worked_in(workspace, tmp_path / "photo")
    for name, mode in modes(root, set()).items():
        assert mode == ("700" if (root / name).is_dir() else "600"), name
    assert stat.S_IMODE(root.stat().st_mode) == 0o700


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_files_of_a_group_are_the_groups(tmp_path: Path, umask: Callable[[int], int], mask: int) -> None:
    umask(mask)
    root = tmp_path / "w"
    workspace = shared(root)
    before = {root / "workspace.yaml", *(root / name for name in FOLDERS)}  # what was there before it was shared
    worked_in(workspace, tmp_path / "photo")
    for name, mode in modes(root, before).items():
        assert mode == ("2770" if (root / name).is_dir() else "660"), name


def as_user(number: int, work: Callable[[], None]) -> int:
    """Do `work` in a child process as another user of the group; 0 if it went well."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setgroups([GROUP])
            os.setgid(number)  # the group that new files get comes from the folder
            os.setuid(number)
            os.umask(0o077)
            work()
            code = 0
        except BaseException as error:
            print(repr(error), vars(error))
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(os.getuid() != 0, reason="only root becomes other users")
def test_two_users_of_a_group_write_in_turn(tmp_path: Path, umask: Callable[[int], int]) -> None:
    for parent in [tmp_path, *tmp_path.parents]:
        if parent.stat().st_uid == os.getuid() and parent not in (Path("/"), Path("/tmp")):
            parent.chmod(parent.stat().st_mode | 0o711)
    root = tmp_path / "w"
    umask(0o077)
    shared(root)
    for path in [root, *root.rglob("*")]:
        os.chown(path, 0, GROUP)
        path.chmod(0o2770 if path.is_dir() else 0o660)
    first, second = USERS
    source = tmp_path / "shared"
    source.mkdir()
    source.chmod(0o777)
    assert as_user(first, lambda: worked_in(Workspace(root, who="Li"), source / "one")) == 0

    def go_on() -> None:
        workspace = Workspace(root, who="Wang")
        (round_,) = workspace.rounds()
        sheet = workspace.sheet(round_, "S1")
        sheet.set_mark("clear", "pass")
        (source / "two").write_bytes(b"evidence")
        workspace.evidence.take_in(source / "two")
        workspace.set_inspectors([Inspector(name="Wang")])
        workspace.tallies(round_)
        assert sheet.counts["pass"] == 2

    assert as_user(second, go_on) == 0

    def again() -> None:
        workspace = Workspace(root, who="Li")
        workspace.sheet(workspace.rounds()[0], "S1").set_mark("staff", "pass")

    assert as_user(first, again) == 0
    workspace = Workspace(root)
    lines = list(workspace.sheet(workspace.rounds()[0], "S1").record.lines())
    assert [line.event.who for line in lines if line.event.table == "marks"] == ["Li", "Wang", "Li"]
    assert all(path.stat().st_gid == GROUP for path in root.rglob("*"))


@pytest.mark.skipif(os.getuid() != 0, reason="only root becomes other users")
def test_a_private_workspace_is_closed_to_others(tmp_path: Path, umask: Callable[[int], int]) -> None:
    umask(0o077)
    root = tmp_path / "w"
    worked_in(Workspace.create(root, "Test", "en", who="Li"), tmp_path / "photo")
    for parent in [tmp_path, *tmp_path.parents]:
        if parent.stat().st_uid == os.getuid() and parent not in (Path("/"), Path("/tmp")):
            parent.chmod(parent.stat().st_mode | 0o711)

    def refused() -> None:
        with pytest.raises(NoPermission):
            Workspace(root)

    assert as_user(USERS[0], refused) == 0
