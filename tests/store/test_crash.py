"""What is left when the power fails, a disk fills up or a call is refused at any moment of a change."""

from __future__ import annotations

import errno
import itertools
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from store.clock import FixedClock
from store.disk import Disk
from store.errors import DiskFull, DiskTrouble, MachineError, NoPermission, Refused, StoreError
from store.given import Input
from store.record import Change, Record
from store.rounds import Round
from store.sheet import Sheet
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.store.helpers import BEGIN, Crash, PoweredDisk, Wire, assert_sound, hands, new_round

PARTS = (0.0, 0.3, 0.999, 1.0)
FILES = ("as it is", "as before", "empty", "missing")


def keys(path: Path) -> list[str]:
    return list(Record(path, hands()).all("items"))


def put(record: Record, key: str) -> None:
    record.change(Change("items", key, {"v": "x" * 40}))


def _spoil(path: Path, how: str, before: bytes | None) -> None:
    if how == "empty" and path.exists():
        path.write_bytes(b"")
    elif how == "missing" or (how == "as before" and before is None):
        path.unlink(missing_ok=True)
    elif how == "as before" and before is not None:
        path.write_bytes(before)


@pytest.mark.parametrize("earlier", [0, 3])
def test_a_power_cut_at_any_call_costs_at_most_what_was_not_acknowledged(
    tmp_path: Path, wire: Wire, earlier: int
) -> None:
    crashes = 0
    for moment in itertools.count(1):
        done = False
        for part, how in itertools.product(PARTS, FILES):
            path = tmp_path / f"{moment}-{part}-{how}"
            disk = PoweredDisk()
            record = Record(path, hands(disk))
            for number in range(earlier):
                put(record, f"k{number}")
            acknowledged = [f"k{number}" for number in range(earlier)]
            before = record.stored()
            wire.crash_at(moment)
            try:
                put(record, "last")
                acknowledged.append("last")
                done = True
            except Crash:
                crashes += 1
            wire.mend()
            if record.journal_path.exists():
                disk.fail(record.journal_path, part)
                _spoil(record.json_path, how, before)

            found = keys(path)

            assert found in (acknowledged, [*acknowledged, "last"]), (moment, part, how)
            put(Record(path, hands()), "after")
            assert keys(path) == [*found, "after"]
            assert_sound(Record(path, hands()))
        if done:
            break
    assert crashes >= 5 * len(PARTS) * len(FILES)


@pytest.mark.parametrize(
    "code, error",
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EACCES, NoPermission),
        (errno.EROFS, NoPermission),
        (errno.EIO, DiskTrouble),
    ],
)
@pytest.mark.parametrize("on", [False, True])
def test_a_refused_call_is_one_clear_error_and_nothing_half_written(
    tmp_path: Path, wire: Wire, code: int, error: type[MachineError], on: bool
) -> None:
    path = tmp_path / "X"
    record = Record(path, hands())
    put(record, "k0")
    refused = 0
    for moment in itertools.count(1):
        before, found = record.journal_path.read_bytes(), keys(path)
        wire.fail_at(moment, code, on=on)
        said = _refusal(lambda: put(record, f"n{moment}"), error)  # noqa: B023 - called at once
        if said is not None:
            refused += 1
            wire.mend()
            assert said.exit_code == 3
            assert str(record.journal_path) in str(said)
            assert "\n" not in str(said)
            assert record.journal_path.read_bytes().startswith(before)
            # Where even taking it back is refused, the line stays: not acknowledged, but whole.
            assert keys(path) in (found, [*found, f"n{moment}"] if on else found), moment
            assert list(record.all("items")) == found
        else:
            reached = wire.count >= moment
            wire.mend()
            assert keys(path) == [*found, f"n{moment}"], "what was acknowledged is there, TinyDB file or not"
            if not reached:
                break
        put(record, f"after{moment}")
        assert_sound(record)
        assert [name for name in os.listdir(tmp_path) if name not in ("X.json", "X.journal", "X.journal.torn")] == []
    assert refused >= 2


def _refusal(call: Callable[[], object], kind: type[MachineError]) -> MachineError | None:
    try:
        call()
    except kind as error:
        return error
    return None


def test_a_write_cut_short_by_a_full_disk_is_taken_back(tmp_path: Path) -> None:
    class Filling(Disk):
        def write(self, fd: int, data: bytes, path: Path) -> None:
            super().write(fd, data[:20], path)
            raise DiskFull("{path}", path=path)

    path = tmp_path / "X"
    put(Record(path, hands()), "k0")
    before = path.with_name("X.journal").read_bytes()

    with pytest.raises(DiskFull):
        put(Record(path, hands(Filling())), "k1")

    assert path.with_name("X.journal").read_bytes() == before


@pytest.mark.parametrize("crash", [False, True])
def test_a_round_comes_into_being_whole_or_not_at_all(workspace: Workspace, wire: Wire, crash: bool) -> None:
    failures = 0
    for moment in itertools.count(1):
        existing = {each.info.id for each in workspace.rounds()}
        if crash:
            wire.crash_at(moment)
        else:
            wire.fail_at(moment, errno.ENOSPC)
        try:
            made = new_round(workspace)
        except (MachineError, Crash):
            failures += 1
            wire.mend()
            after = {each.info.id: each for each in Workspace(workspace.root).rounds()}
            extra = set(after) - existing
            assert len(extra) <= (1 if crash else 0)
            for each in extra:  # the power failed after it was in place, before anybody was told
                assert list(after[each].units) == ["S1", "K1"]
                assert after[each].checklists
            if not crash:
                litter = [name for name in os.listdir(workspace.rounds_folder) if name.startswith(".")]
                assert not litter
        else:
            reached = wire.count >= moment
            wire.mend()
            assert list(made.units) == ["S1", "K1"]
            if not reached:
                break
    assert failures >= 15
    assert not verify(Workspace(workspace.root)).faults
    assert new_round(workspace).checklists


def test_a_workspace_comes_into_being_whole_or_not_at_all(tmp_path: Path, wire: Wire) -> None:
    root = tmp_path / "new"
    failures = 0
    for moment in itertools.count(1):
        wire.fail_at(moment, errno.ENOSPC)
        try:
            Workspace.create(root, "T", "en", clock=FixedClock(BEGIN))
        except MachineError:
            failures += 1
            wire.mend()
            assert not root.exists() or not os.listdir(root)
            continue
        break
    assert failures >= 10
    assert Workspace(root).settings.title == "T"


def test_issuing_survives_a_failure_at_every_call(workspace: Workspace, wire: Wire) -> None:
    """Numbers stay without gaps, and every file in the register is there, byte for byte."""
    numbers = 0
    for moment in itertools.count(1):
        wire.fail_at(moment, errno.ENOSPC)
        try:
            _issue(workspace, f"U{moment}", f"content {moment}".encode())
        except MachineError:
            wire.mend()
        else:
            numbers += 1
            reached = wire.count >= moment
            wire.mend()
            if not reached:
                break
        register = Workspace(workspace.root).documents
        assert [issued.serial for issued in register.all()] == list(range(1, numbers + 1))
        assert all(register.read(issued) == f"content {issued.unit[1:]}".encode() for issued in register.all())
    assert moment > 5
    assert sorted(os.listdir(workspace.root / "documents" / "2026")) == sorted(
        Path(issued.file).name for issued in workspace.documents.all()
    )
    assert not verify(workspace).faults


def _issue(workspace: Workspace, unit: str, data: bytes) -> None:
    workspace.documents.issue(
        kind="notice",
        year=2026,
        number=str,
        round_id="r",
        unit=unit,
        findings=[],
        render=lambda number: data,
        issued="",
    )


def test_a_crash_between_file_and_register_leaves_a_file_that_the_next_replaces(workspace: Workspace) -> None:
    class Dying(Disk):
        def write(self, fd: int, data: bytes, path: Path) -> None:
            if path.name == "workspace.journal":
                raise Crash
            super().write(fd, data, path)

    with pytest.raises(Crash):
        _issue(Workspace(workspace.root, disk=Dying()), "S1", b"never left the house")
    assert workspace.documents.all() == []

    _issue(workspace, "K1", b"the real one")

    (issued,) = workspace.documents.all()
    assert (issued.number, issued.unit) == ("1", "K1")
    assert os.listdir(workspace.root / "documents" / "2026") == [Path(issued.file).name]


def test_a_refused_mark_leaves_no_trace(sheet: Sheet) -> None:
    with pytest.raises(Refused):
        sheet.set_mark("plan", "fail")

    assert not sheet.record.exists
    assert os.listdir(sheet.record.json_path.parent) == []


def test_counting_goes_on_where_nothing_can_be_kept(
    workspace: Workspace, round_: Round, sheet: Sheet, wire: Wire
) -> None:
    sheet.set_mark("clear", "pass")
    wire.fail_at(1, errno.EROFS, on=True)

    assert workspace.tallies(round_)["S1"].passed == 1
    assert Workspace(workspace.root).settings.title == "Test"
    assert not (workspace.root / ".cache" / f"{round_.info.id}.json").exists()


def test_a_mark_on_a_full_disk_says_so_and_can_be_repeated(workspace: Workspace, sheet: Sheet, wire: Wire) -> None:
    sheet.set_mark("clear", "pass")
    wire.fail_at(1, errno.ENOSPC, on=True)

    with pytest.raises(DiskFull):
        sheet.set_mark("plan", "fail", Input(note="none"))
    assert sheet.verdict("fire:plan") == "none"
    wire.mend()
    sheet.set_mark("plan", "fail", Input(note="none"))
    assert sheet.verdict("fire:plan") == "fail"
    assert not verify(workspace).faults


@pytest.mark.parametrize("name", ["scandir", "listdir", "stat"])
def test_a_folder_that_may_not_be_looked_into_is_a_clear_error(
    workspace: Workspace, round_: Round, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def denied(*_: object, **__: object) -> object:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, name, denied)
    with pytest.raises(NoPermission) as raised:
        workspace.tallies(workspace.rounds()[0])
    assert raised.value.exit_code == 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere: permissions need an ordinary user")
def test_a_folder_without_write_permission(root: Path, workspace: Workspace, sheet: Sheet) -> None:
    sheet.set_mark("clear", "pass")
    folder = sheet.record.json_path.parent
    for path in (folder, *folder.iterdir()):
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        reader = Workspace(root)
        assert reader.sheet(reader.rounds()[0], "S1").verdict("fire:clear") == "pass"
        with pytest.raises(NoPermission):
            sheet.set_mark("clear", "fail")
        with pytest.raises(NoPermission):
            reader.sheet(reader.rounds()[0], "K1").set_mark("clear", "pass")
    finally:
        folder.chmod(0o700)


def test_a_file_where_a_folder_should_be(workspace: Workspace) -> None:
    (workspace.root / "rounds").rmdir()
    (workspace.root / "rounds").write_text("")

    with pytest.raises(StoreError):
        new_round(workspace)


def test_a_listing_survives_files_that_vanish_meanwhile(
    workspace: Workspace, round_: Round, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's temporary file is listed, and in its place before it can be looked at."""
    sheet.set_mark("clear", "pass")
    real = os.scandir

    class Vanished:
        name = ".S1.json.99.tmp"

        def is_file(self) -> bool:
            return True

        def stat(self) -> os.stat_result:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    class Listing:
        def __init__(self, path: Path) -> None:
            self.entries = [Vanished(), *real(path)]

        def __enter__(self) -> list[object]:
            return self.entries

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", Listing)

    assert workspace.tallies(round_)["S1"].passed == 1
