"""The command line as a process: pipes that close, signals, streams that are not there, other hands on the record."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tui.commands.output import progress

pytestmark = pytest.mark.slow

Start = Callable[..., "subprocess.Popen[bytes]"]

MARK = b'{"unit": "S1", "item": "%s", "verdict": "pass"}\n'


def _lines_on_disk(workspace: Path, unit: str = "S1") -> int:
    return next(workspace.glob(f"rounds/*/sheets/{unit}.journal")).read_bytes().count(b"\n")


def test_every_answer_comes_when_its_mark_is_on_disk(start: Start, workspace: Path) -> None:
    child = start("mark", "autumn", "-", stdin=subprocess.PIPE)
    assert child.stdin
    assert child.stdout
    with child:
        for number, item in enumerate((b"plan", b"exits", b"drills"), 1):
            child.stdin.write(MARK % item)
            child.stdin.flush()
            answer = json.loads(child.stdout.readline())
            assert (answer["line"], answer["ok"]) == (number, True)
            assert _lines_on_disk(workspace) == number
        child.stdin.close()
        assert child.wait(timeout=60) == 0


def test_an_interrupt_stops_with_one_line_and_keeps_what_was_answered(start: Start, workspace: Path) -> None:
    child = start("mark", "autumn", "-", stdin=subprocess.PIPE)
    assert child.stdin
    assert child.stdout
    assert child.stderr
    with child:
        child.stdin.write(MARK % b"plan")
        child.stdin.flush()
        assert json.loads(child.stdout.readline())["ok"]
        child.send_signal(signal.SIGINT)
        assert child.wait(timeout=60) == 130
        assert child.stderr.read() == b"auditty: stopped\n"
    assert _lines_on_disk(workspace) == 1


def test_marks_stop_when_nobody_reads_the_answers(start: Start, workspace: Path) -> None:
    child = start("mark", "autumn", "-", stdin=subprocess.PIPE)
    assert child.stdin
    assert child.stdout
    assert child.stderr
    with child:
        child.stdout.close()
        child.stdin.write(MARK % b"plan" + MARK % b"exits")
        child.stdin.close()
        assert child.wait(timeout=60) == 3
        assert child.stderr.read() == b"auditty: nobody reads the answers; stopped after line 1\n"
    assert _lines_on_disk(workspace) == 1


def test_a_list_cut_short_by_its_reader_is_no_error(start: Start, workspace: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as broken, start("checklists", "list", stdout=broken) as child:
        _, err = child.communicate(timeout=60)
    assert (child.returncode, err) == (0, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_output_to_a_full_disk(start: Start, workspace: Path) -> None:
    with open("/dev/full", "wb") as full, start("units", "list", stdout=full) as child:
        _, err = child.communicate(timeout=60)
    assert (child.returncode, err) == (3, b"auditty: the output: No space left on device\n")


def test_streams_that_are_not_there(workspace: Path, start: Start) -> None:
    def close_all() -> None:
        for descriptor in (0, 1, 2):
            os.close(descriptor)

    nothing: dict[str, Any] = {"stdin": None, "stdout": None, "stderr": None, "preexec_fn": close_all}
    for arguments, code in ((("units", "list"), 0), (("mark", "autumn", "-"), 0), ((), 2), (("verify",), 0)):
        with start(*arguments, **nothing) as child:
            assert child.wait(timeout=60) == code, arguments


def test_output_that_the_locale_cannot_show_is_spelled_out(
    run: Any, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    done = run("units", "list")
    assert (done.code, done.err) == (0, "")
    assert "\\u57ce" in done.out


def test_a_lock_held_by_another_process(start: Start, run: Any, workspace: Path) -> None:
    assert run("mark", "autumn", "S1", "plan", "pass").code == 0
    journal = next(workspace.glob("rounds/*/sheets/S1.journal"))
    with journal.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with start("mark", "autumn", "S1", "plan", "fail") as child:
            assert child.stderr
            line = child.stderr.readline()  # comes only after the wait is over
            assert child.wait(timeout=60) == 3
    assert b"somebody else is writing it" in line
    assert _lines_on_disk(workspace) == 1


def test_progress_is_drawn_on_a_terminal_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], start: Start, run: Any, tmp_path: Path
) -> None:
    piped = run("demo", str(tmp_path / "piped"), "--no-open")
    assert (piped.code, piped.err) == (0, "")
    master, slave = pty.openpty()
    with start("demo", str(tmp_path / "shown"), "--no-open", stderr=slave) as child:
        os.close(slave)
        assert child.stdout
        out = child.stdout.read()
        drawn = os.read(master, 1 << 20)
        assert child.wait(timeout=60) == 0
    os.close(master)
    assert b"#" in drawn
    assert b"#" not in out

    progress("Counting")(1, 2)
    assert capsys.readouterr() == ("", "")


def test_importing_units_shows_how_far_it_is(workspace: Path, start: Start, tmp_path: Path) -> None:
    rows = "".join(f"N{number},School {number}\n" for number in range(230))
    (tmp_path / "many.csv").write_text(f"code,name\n{rows}", encoding="utf-8")
    master, slave = pty.openpty()
    with start("units", "import", str(tmp_path / "many.csv"), stderr=slave) as child:
        os.close(slave)
        assert child.wait(timeout=60) == 0
        drawn = os.read(master, 1 << 20).decode()
    os.close(master)
    steps = [int(step.split("/")[0]) for step in drawn.replace("\r", "\n").split("] ")[1:]]
    assert (steps[0], steps[-1]) == (0, 230)
    assert steps == sorted(set(steps))
