"""Attached files: taken in whole or not at all, told by their bytes, explained where they are named."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from store.attached import FILES, Attached, attached, chosen, evidence_of, shown_name, size_text
from store.disk import Disk
from store.errors import Damaged, DiskFull, DiskTrouble, NoPermission, Refused, Unknown
from store.evidence import Evidence
from store.given import Input
from store.kinds import HEAD, kind_of
from store.model import Finding
from store.rounds import Round
from store.sheet import Sheet
from store.state import conflicts_in
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.store.helpers import CountingDisk, Wire

JPEG = b"\xff\xd8\xff\xe0 a picture"


def zipped(*names: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "content " * 50)
    return file.getvalue()


@pytest.mark.parametrize(
    "head, kind",
    [
        (JPEG, "jpeg"),
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"GIF89a...", "gif"),
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "heic"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00", "mp4"),
        (zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml"), "docx"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (zipped("photos/1.jpg"), "zip"),
        (zipped(), "zip"),
        ("记录：已整改\n".encode(), "text"),
        ("记录：已整改\n".encode("gb18030"), "text"),
        (("字" * HEAD).encode()[:HEAD], "text"),
        (b"#!/bin/sh\nrm -rf /\n", "text"),
        (b"\x7fELF\x02\x01\x01\x00\x00", "other"),
        (b"a\x00b", "other"),
        (b"\xff\xfe\xfd", "other"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_kind_is_told_by_the_first_bytes(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


@pytest.mark.parametrize(
    "name, shown",
    [
        ("照片 1.jpg", "照片 1.jpg"),
        ("\x1b[31m[red]x.jpg", "\ufffd[31m[red]x.jpg"),
        ("gpj.\u202eexe\u2066.jpg", "gpj.\ufffdexe\ufffd.jpg"),
        ("a\nb\r\u2028c", "a\ufffdb\ufffd\ufffdc"),
        (os.fsdecode("照片.jpg".encode("gb18030")), "照片.jpg"),
        (os.fsdecode(b"\xff\xfe.jpg"), "\ufffd\ufffd.jpg"),
        ("\ud800", "?"),
        ("x" * 300, "x" * 200),
        ("\u200b", "\ufffd"),
        ("  ", "\ufffd"),
    ],
)
def test_a_name_is_shown_as_text_and_no_more(name: str, shown: str) -> None:
    assert shown_name(name) == shown
    assert shown_name(shown) == shown


def test_sizes_are_said_in_few_characters() -> None:
    assert [size_text(size) for size in (0, 1, 1023, 1024, 1500, 1024**2 - 1, 1024**2, 52 * 1024**2)] == [
        "-", "1 B", "1023 B", "1 KB", "1 KB", "1024 KB", "1.0 MB", "52.0 MB"
    ]  # fmt: skip


def test_a_file_is_stored_once_privately_and_never_to_be_run(workspace: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "run me.sh"
    source.write_bytes(JPEG)
    source.chmod(0o777)
    (tmp_path / "again.jpg").write_bytes(JPEG)

    taken = workspace.evidence.take_in(source)

    assert taken == Attached(digest=hashlib.sha256(JPEG).hexdigest(), name="run me.sh", size=len(JPEG), kind="jpeg")
    stored = workspace.evidence.path(taken.digest)
    assert stored.read_bytes() == JPEG
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    before = stored.stat()
    assert workspace.evidence.take_in(tmp_path / "again.jpg").digest == taken.digest
    assert (stored.stat().st_ino, stored.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert [path for path in stored.parents[1].rglob("*") if path.is_file()] == [stored]


def test_in_a_shared_workspace_the_group_may_read_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(JPEG)
    evidence = Evidence(tmp_path / "evidence", Disk(shared=True), 50)
    stored = evidence.path(evidence.take_in(tmp_path / "a").digest)
    assert stat.S_IMODE(stored.stat().st_mode) == 0o660
    assert stat.S_IMODE(stored.parent.stat().st_mode) == 0o2770


def hostile(folder: Path) -> Iterator[Path]:
    os.mkfifo(folder / "fifo")
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "real").write_bytes(JPEG)
    (folder / "link").symlink_to(folder / "real")
    (folder / "empty").touch()
    yield from (folder / name for name in ("fifo", "loop", "link", "empty", "missing", "nul\0"))
    yield from (folder, Path("/dev/zero"), Path("/dev/null"), Path("/proc/self/status"))


def test_what_is_no_ordinary_file_is_refused_at_once(workspace: Workspace, tmp_path: Path) -> None:
    for source in hostile(tmp_path):
        with pytest.raises((Unknown, Refused)) as caught:
            workspace.evidence.take_in(source)
        assert caught.value.exit_code == 2
    assert not any((workspace.root / "evidence").iterdir())


def test_the_limit_holds_for_what_is_read_not_only_for_what_is_said(tmp_path: Path) -> None:
    class Growing(Disk):
        def parts(self, fd: int, path: Path) -> Iterator[bytes]:
            while True:  # a file that somebody keeps writing to
                yield b"x" * (1 << 20)

    (tmp_path / "exact").write_bytes(b"x" * (1 << 20))
    (tmp_path / "over").write_bytes(b"x" * ((1 << 20) + 1))
    assert Evidence(tmp_path / "e", Disk(), 1).take_in(tmp_path / "exact").size == 1 << 20
    for disk, name in ((Disk(), "over"), (Growing(), "exact")):
        with pytest.raises(Refused, match="larger than 1 MiB"):
            Evidence(tmp_path / "f", disk, 1).take_in(tmp_path / name)
    assert not (tmp_path / "f").exists() or not any((tmp_path / "f").iterdir())


@pytest.mark.parametrize("how", ["longer", "shorter", "rewritten"])
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, how: str) -> None:
    source = tmp_path / "a"
    source.write_bytes(JPEG)

    class Busy(Disk):
        def parts(self, fd: int, path: Path) -> Iterator[bytes]:
            for part in super().parts(fd, path):
                if path == source:
                    source.write_bytes({"longer": JPEG * 2, "shorter": JPEG[:5], "rewritten": JPEG[::-1]}[how])
                    os.utime(source, ns=(1, 1))
                yield part

    with pytest.raises(DiskTrouble, match="changed while it was read") as caught:
        Evidence(tmp_path / "evidence", Busy(), 50).take_in(source)
    assert caught.value.exit_code == 3
    assert not any((tmp_path / "evidence").iterdir())


@pytest.mark.parametrize("damage", ["cut", "flipped", "gone", "folder"])
def test_a_damaged_copy_is_replaced_when_the_file_is_given_again(
    workspace: Workspace, tmp_path: Path, damage: str
) -> None:
    source = tmp_path / "a.jpg"
    source.write_bytes(JPEG)
    evidence = workspace.evidence
    digest = evidence.take_in(source).digest
    stored = evidence.path(digest)
    stored.write_bytes({"cut": JPEG[:4], "flipped": JPEG[:-1] + b"!"}.get(damage, JPEG))
    if damage in ("gone", "folder"):
        stored.unlink()
    if damage == "folder":
        stored.mkdir()
        with pytest.raises(Unknown):
            evidence.take_in(source)
        return
    assert not evidence.intact(digest)
    assert evidence.take_in(source).digest == digest
    assert (stored.read_bytes(), evidence.intact(digest)) == (JPEG, True)


def test_a_disk_that_fails_at_any_step_leaves_nothing_half_done(
    workspace: Workspace, sheet: Sheet, tmp_path: Path, wire: Wire
) -> None:
    source = tmp_path / "a.jpg"
    source.write_bytes(JPEG)
    folder = workspace.root / "evidence"
    for code, error in ((errno.ENOSPC, DiskFull), (errno.EROFS, NoPermission)):
        number = 0
        while True:
            number += 1
            wire.fail_at(number, code)
            try:
                workspace.evidence.take_in(source)
            except error:
                wire.mend()
                # A name that could not be put on disk may stay; it holds the whole content.
                assert all(path.read_bytes() == JPEG for path in folder.rglob("*") if path.is_file())
                assert not list(folder.rglob("*.tmp"))
                for path in folder.rglob("*"):
                    if path.is_file():
                        path.unlink()
                continue
            break
        assert number > 3
        wire.mend()
        for path in folder.rglob("*"):
            if path.is_file():
                path.unlink()


def test_files_are_explained_in_the_same_change_that_names_them(
    workspace: Workspace, round_: Round, tmp_path: Path
) -> None:
    disk = CountingDisk()
    again = Workspace(workspace.root, who="Li", disk=disk)
    sheet = again.sheet(again.round(round_.info.id), "S1")
    sheet.set_mark("plan", "pass")
    (tmp_path / "a.jpg").write_bytes(JPEG)
    file = again.evidence.take_in(tmp_path / "a.jpg")
    before = len(list(sheet.record.lines()))
    disk.syncs.clear()

    event = sheet.set_mark("clear", "fail", Input(evidence=(file,)))

    assert disk.syncs == [sheet.record.journal_path]
    lines = [line.event for line in sheet.record.lines()][before:]
    assert [line.table for line in lines] == [FILES, "marks"]
    assert lines[-1].id == event.id
    assert sheet.record.get(FILES, file.digest) == {"name": "a.jpg", "size": len(JPEG), "kind": "jpeg"}
    mark = sheet.mark("fire:clear")
    assert mark is not None
    assert sheet.files(mark.evidence) == [file]
    sheet.set_note("plan", "see photo", files=(file,))
    assert [line.event.table for line in sheet.record.lines()][-2:] == ["marks", "marks"], "explained once"


def test_a_file_goes_to_the_finding_that_is_given_with_it(sheet: Sheet) -> None:
    one, two, three = (Attached(digest=char * 64, name=f"{char}.jpg", size=1, kind="jpeg") for char in "abc")
    sheet.set_mark("clear", "fail", Input(evidence=(one,)))
    sheet.set_mark("clear", "fail", Input(evidence=(two,), finding={"problem": "blocked"}))
    sheet.set_mark("clear", "fail", Input(evidence=(three,), finding={"problem": "locked"}, add=True))
    mark = sheet.mark("fire:clear")
    assert mark is not None
    assert mark.evidence == (one.digest,)
    assert [finding.evidence for finding in mark.findings] == [(two.digest,), (three.digest,)]
    sheet.set_mark("clear", "pass", Input(evidence=(two,)))
    mark = sheet.mark("fire:clear")
    assert mark is not None
    assert mark.evidence == (one.digest, two.digest)


def test_undo_takes_back_the_mark_and_not_what_explains_its_file(sheet: Sheet) -> None:
    file = Attached(digest="a" * 64, name="a.jpg", size=1, kind="jpeg")
    sheet.set_mark("plan", "pass")
    sheet.set_mark("clear", "pass", Input(evidence=(file,)))
    assert [(event.table, event.key) for event in (sheet.undo(), sheet.undo()) if event] == [
        ("marks", "fire:clear"), ("marks", "fire:plan")
    ]  # fmt: skip
    assert sheet.undo() is None
    assert sheet.record.get(FILES, "a" * 64) is not None


def test_a_file_is_taken_off_by_its_name_or_the_beginning_of_its_digest(sheet: Sheet) -> None:
    one, two, same = (
        Attached(digest=digest, name=name, size=1, kind="jpeg")
        for digest, name in (("ab12" + "0" * 60, "a.jpg"), ("ab13" + "0" * 60, "b.jpg"), ("cd00" + "0" * 60, "a.jpg"))
    )
    sheet.set_mark("drill", "fail", Input(note="n", evidence=(one, two)))
    sheet.set_note("drill", "n", drop=("AB13",))
    for wrong, error in ((("ab13",), Unknown), (("ab1",), Unknown), (("no.jpg",), Unknown), (("a.jpg",), Refused)):
        with pytest.raises(error):  # the last: the answer demands evidence
            sheet.set_note("drill", "n", drop=wrong)
    sheet.set_mark("clear", "fail", Input(evidence=(one,), finding={"problem": "x"}))
    sheet.set_mark("clear", "fail", Input(evidence=(same, two)))
    with pytest.raises(Refused, match="several files"):
        sheet.set_mark("clear", "fail", Input(drop=("a.jpg",)))
    sheet.set_mark("clear", "fail", Input(drop=("ab12", "b.jpg")))
    mark = sheet.mark("fire:clear")
    assert mark is not None
    assert (mark.evidence, mark.findings[0].evidence) == ((same.digest,), ())
    sheet.set_other(Finding(problem="dark", evidence=(two.digest,)), files=(two,))
    sheet.drop_from_others(("b.jpg",))
    assert [finding.evidence for finding in sheet.others.values()] == [()]
    assert set(sheet.record.all(FILES)) == {one.digest, two.digest, same.digest}, "the record still explains them"


def test_any_record_can_attach_files(workspace: Workspace, sheet: Sheet, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(JPEG)
    (tmp_path / "b.jpg").write_bytes(JPEG)
    digests, changes = workspace.evidence.attach(sheet.record, [tmp_path / "a.jpg", tmp_path / "b.jpg"])
    assert digests == (hashlib.sha256(JPEG).hexdigest(),)
    assert [(change.table, change.key) for change in changes] == [(FILES, digests[0])]
    sheet.record.change_all(changes)
    assert workspace.evidence.attach(sheet.record, [tmp_path / "b.jpg"]) == (digests, [])
    assert [file.name for file in attached(sheet.record, digests)] == ["a.jpg"]


@pytest.mark.parametrize("value", [{"name": "\x1b[2J\u202e", "size": "9", "kind": 3}, {}, {"name": None, "size": True}])
def test_what_a_record_from_elsewhere_says_is_not_believed(sheet: Sheet, value: dict[str, object]) -> None:
    from store.record import Change

    sheet.record.change(Change(FILES, "a" * 64, value))
    (file,) = attached(sheet.record, ["a" * 64])
    assert file.name.isprintable()
    assert isinstance(file.size, int)
    assert isinstance(file.kind, str)
    assert chosen(["aaaa"], [file]) == {"a" * 64}


def test_an_early_versions_file_is_called_by_its_digest(sheet: Sheet) -> None:
    assert attached(sheet.record, ["a" * 64]) == [Attached(digest="a" * 64, name="a" * 12)]


def test_evidence_is_found_at_any_depth_of_a_value() -> None:
    value = {"evidence": ["a", 3], "findings": [{"evidence": ("b",)}], "steps": [{"x": {"evidence": ["c"]}}], "e": "d"}
    assert list(evidence_of(value)) == ["a", "b", "c"]
    assert list(evidence_of(None)) == []


def test_a_copy_is_written_out_only_where_nothing_is(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(JPEG)
    evidence = workspace.evidence
    digest = evidence.take_in(tmp_path / "a.jpg").digest
    assert evidence.find(digest[:6].upper()) == digest
    evidence.take_out(digest, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == JPEG
    assert not (tmp_path / "out").stat().st_mode & 0o111
    (tmp_path / "dangling").symlink_to(tmp_path / "elsewhere")
    for taken in ("out", "dangling", "."):
        with pytest.raises(Refused, match="there already"):
            evidence.take_out(digest, tmp_path / taken)
    assert not (tmp_path / "elsewhere").exists()
    for wrong in ("", digest[:3], "../" + digest, "zzzz", digest + "0", "00000"):
        with pytest.raises(Unknown):
            evidence.find(wrong)
    evidence.path(digest).write_bytes(JPEG + b"!")
    with pytest.raises(Damaged):
        evidence.take_out(digest, tmp_path / "bad")
    assert not (tmp_path / "bad").exists()


def test_verify_knows_named_and_unnamed_files(workspace: Workspace, sheet: Sheet, tmp_path: Path) -> None:
    for name in ("named", "dropped", "unnamed"):
        (tmp_path / name).write_bytes(name.encode())
    files = {name: workspace.evidence.take_in(tmp_path / name) for name in ("named", "dropped", "unnamed")}
    sheet.set_mark("clear", "fail", Input(evidence=(files["named"], files["dropped"])))
    sheet.set_mark("clear", "fail", Input(drop=("dropped",)))

    found = verify(Workspace(workspace.root))
    assert found.faults == []
    assert [problem.file for problem in found.remarks] == [str(workspace.evidence.path(files["unnamed"].digest))]

    for name in ("named", "dropped"):
        path = workspace.evidence.path(files[name].digest)
        path.unlink()
        assert str(path) in {fault.file for fault in verify(Workspace(workspace.root)).faults}
    os.mkfifo(path)
    assert str(path) in {fault.file for fault in verify(Workspace(workspace.root)).faults}, "and nothing waits for it"


def test_one_content_under_two_names_is_no_conflict_of_two_copies(
    workspace: Workspace, sheet: Sheet, tmp_path: Path
) -> None:
    other = Workspace(Path(shutil.copytree(workspace.root, tmp_path / "copy")), who="Wang")
    theirs = other.sheet(other.round(sheet.info.id), "S1")
    for page, at, name in ((sheet, workspace, "plan"), (theirs, other, "clear")):
        (tmp_path / f"{name}.jpg").write_bytes(JPEG)
        page.set_mark(name, "pass", Input(evidence=(at.evidence.take_in(tmp_path / f"{name}.jpg"),)))

    sheet.record.merge([line.event for line in theirs.record.lines()])

    tables = Workspace(workspace.root).sheet(workspace.round(sheet.info.id), "S1").record.state.tables
    assert conflicts_in(tables) == 0
    (file,) = sheet.files([hashlib.sha256(JPEG).hexdigest()])
    assert file.name in ("plan.jpg", "clear.jpg")
    assert len(tables["marks"]) == 2
