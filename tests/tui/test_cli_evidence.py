"""`auditty evidence`, and files on marks by the command line: what is listed, copied out, taken off, refused."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

EVIL = "\x1b[31m[bold]\u202egpj.exe"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a photo, a scan with a hostile name, and a text."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(b"\xff\xd8\xff one")
    (folder / EVIL).write_bytes(b"%PDF-1.4 two")
    (folder / "c.txt").write_bytes("三\n".encode())
    return folder


def test_files_are_listed_where_they_are_attached(cli: Any, workspace: Path, files: Path) -> None:
    given = ("--evidence", files / "a.jpg", "--evidence", files / EVIL)
    assert cli("mark", "autumn", "S1", "exits", "fail", "--problem", "blocked", *given).code == 0
    assert cli("mark", "autumn", "S1", "-", "fail", "--problem", "dark", "--evidence", files / "c.txt").code == 0
    assert cli("mark", "autumn", "S2", "plan", "pass", "--evidence", files / "a.jpg").code == 0
    assert cli("report", "notice", "autumn", "--unit", "S1", "--issue", "-o", files / "n.docx").code == 0

    listed = cli("evidence", "list", "autumn", "--json").json
    assert [(each["unit"], each["place"], each["kind"], each["sha256"]) for each in listed] == [
        ("S1", "fire:exits", "jpeg", digest(b"\xff\xd8\xff one")),
        ("S1", "fire:exits", "pdf", digest(b"%PDF-1.4 two")),
        ("S1", "-", "text", digest("三\n".encode())),
        ("S2", "fire:plan", "jpeg", digest(b"\xff\xd8\xff one")),
    ]
    assert listed[0].items() >= {"name": "a.jpg", "size": 7, "there": True}.items()
    shown = cli("evidence", "list", "autumn", "S1")
    assert (shown.code, shown.err, len(shown.out.splitlines())) == (0, "", 4)
    assert "\x1b" not in shown.out
    assert "\u202e" not in shown.out
    assert shown.out.splitlines()[2].split() == [
        "S1", "fire:exits", "pdf", "12", "B", digest(b"%PDF-1.4 two")[:12], "\ufffd[31m[bold]\ufffdgpj.exe"
    ]  # fmt: skip
    assert cli("evidence", "list", "autumn", "S9").code == 2
    assert cli("evidence", "list", "winter").code == 2


def test_nothing_attached_is_nothing_listed(cli: Any, workspace: Path) -> None:
    done = cli("evidence", "list", "autumn")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert cli("evidence", "list", "autumn", "S1", "--json").json == []


def test_a_missing_file_is_told_and_the_answer_is_no(cli: Any, workspace: Path, files: Path) -> None:
    cli("mark", "autumn", "S1", "plan", "pass", "--evidence", files / "a.jpg")
    name = digest(b"\xff\xd8\xff one")
    (workspace / "evidence" / name[:2] / name).unlink()
    done = cli("evidence", "list", "autumn", "--json")
    assert (done.code, [each["there"] for each in done.json]) == (1, [False])
    assert "1 file is missing" in done.err
    assert cli("evidence", "get", name, files / "out").code == 2
    assert not (files / "out").exists()


def test_a_copy_goes_where_the_person_says_and_replaces_nothing(cli: Any, workspace: Path, files: Path) -> None:
    cli("mark", "autumn", "S1", "plan", "pass", "--evidence", files / EVIL)
    name = digest(b"%PDF-1.4 two")
    assert cli("evidence", "get", name[:8], files / "scan.pdf").code == 0
    assert (files / "scan.pdf").read_bytes() == b"%PDF-1.4 two"
    again = cli("evidence", "get", name, files / "a.jpg")
    assert (again.code, len(again.err.splitlines())) == (2, 1)
    assert (files / "a.jpg").read_bytes() == b"\xff\xd8\xff one"
    for wrong in ("abc", "0" * 64, "../" + name, EVIL):
        done = cli("evidence", "get", wrong, files / "new")
        assert (done.code, len(done.err.splitlines())) == (2, 1)
        assert "\x1b" not in done.err


def test_a_file_is_taken_off_and_history_keeps_it(cli: Any, workspace: Path, files: Path) -> None:
    given = ("--evidence", files / "a.jpg", "--evidence", files / "c.txt")
    cli("mark", "autumn", "S1", "plan", "pass", *given)
    assert cli("mark", "autumn", "S1", "plan", "pass", "--drop-evidence", "a.jpg").code == 0
    line = {"unit": "S1", "item": "plan", "verdict": "pass", "drop_evidence": digest("三\n".encode())[:6]}
    assert cli("mark", "autumn", "-", stdin=json.dumps(line).encode()).code == 0
    assert cli("evidence", "list", "autumn").out == ""
    assert cli("verify").code == 0
    events = cli("history", "autumn", "S1", "plan", "--json").answers
    assert [len(event["after"]["evidence"]) for event in events] == [2, 1, 0]
    gone = cli("mark", "autumn", "S1", "plan", "pass", "--drop-evidence", "a.jpg")
    assert (gone.code, gone.err) == (2, "auditty: no file “a.jpg” is attached here\n")
    assert cli("mark", "autumn", "S1", "plan", "none", "--drop-evidence", "a.jpg").code == 2


def test_a_file_is_taken_off_a_finding_outside_the_list(cli: Any, workspace: Path, files: Path) -> None:
    cli("mark", "autumn", "S1", "-", "fail", "--problem", "dark", "--evidence", files / "a.jpg")
    for wrong in (("--problem", "x"), ("--evidence", files / "c.txt")):
        assert cli("mark", "autumn", "S1", "-", "fail", "--drop-evidence", "a.jpg", *wrong).code == 2
    assert cli("mark", "autumn", "S1", "-", "fail", "--drop-evidence", "a.jpg").code == 0
    assert cli("evidence", "list", "autumn").out == ""
    assert cli("history", "autumn", "S1", "-", "--json").answers[-1]["after"]["problem"] == "dark"


def test_what_is_no_file_is_refused_in_one_line_and_nothing_hangs(run: Any, workspace: Path, files: Path) -> None:
    os.mkfifo(files / "fifo")
    (files / "loop").symlink_to(files / "loop")
    (files / "empty").touch()
    for name in ("fifo", "loop", "empty", ".", "/dev/zero", "/dev/stdin", "x\x1b]0;title\x07"):
        done = run("mark", "autumn", "S1", "plan", "pass", "--evidence", str(files / name), cwd=workspace)
        assert (done.code, len(done.err.splitlines()), done.out) == (2, 1, "")
        assert "\x1b" not in done.err


def test_the_workspace_says_how_large_a_file_may_be(cli: Any, workspace: Path, files: Path) -> None:
    settings = workspace / "workspace.yaml"
    text = settings.read_text(encoding="utf-8")
    (files / "big").write_bytes(b"x" * (2 << 20))
    settings.write_text(text.replace("evidence_mb: 50", "evidence_mb: 1"), encoding="utf-8")
    done = cli("mark", "autumn", "S1", "plan", "pass", "--evidence", files / "big")
    assert (done.code, "larger than 1 MiB" in done.err) == (2, True)
    settings.write_text(text.replace("evidence_mb: 50", "evidence_mb: 2"), encoding="utf-8")
    assert cli("mark", "autumn", "S1", "plan", "pass", "--evidence", files / "big").code == 0
    for wrong in ("0", "-1", "4097", "many"):
        settings.write_text(text.replace("evidence_mb: 50", f"evidence_mb: {wrong}"), encoding="utf-8")
        assert cli("units", "list").code == 2
