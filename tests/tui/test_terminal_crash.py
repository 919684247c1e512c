"""An error in the program itself: one line, the trace in a file, the terminal clean, nothing lost."""

from __future__ import annotations

import signal
import stat
import sys
from pathlib import Path

import pytest

from tests.tui import works
from tests.tui.terminal import Terminal

BROKEN = """
import sys
from textual.widget import Widget
from tui.screens.sheet import SheetScreen

def fail(*arguments):
    raise RuntimeError("planted")

def in_a_thread(self):
    self.run_worker(fail, thread=True)

def in_a_timer(self):
    self.set_timer(0.01, fail)

def in_the_input(self):
    self.app._driver.process_message = fail

def in_the_drawing(self):
    self.rows.draw = fail
    self.rows.refresh()

def in_the_painting(self):
    self.rows.render_line = fail
    Widget.refresh(self.rows)  # of the lines that are drawn already none would be asked for

def from_a_thread(self):
    self.run_worker(lambda: self.from_thread(fail), thread=True)

SheetScreen.action_undo = {how}
from tui.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def crashed(folder: Path, how: str, **env: str) -> str:
    """What is on the terminal's main screen after a crash of that kind in a sheet with one mark."""
    program = folder.parent / "broken.py"
    program.write_text(BROKEN.format(how=how), encoding="utf-8")
    arguments = ("-w", folder, "--inspector", "Li")
    with Terminal(*arguments, program=(sys.executable, str(program)), env=env) as t:
        t.until("Enter open")
        t.press("\r", "East School")
        t.press("\r", "Matter 1")
        t.press("1", "saved")
        t.write("z")
        if how == "in_the_input":
            t.settle()
            t.write("x")
        assert t.wait() == 3
        assert t.not_as_found() == []
        end: str = t.raw[t.raw.rindex(b"\x1b[?1049l") :].decode()
    assert works.verdicts(folder).startswith("p.")
    assert "Traceback" not in end
    assert end.count("auditty: stopped by an error in the program; everything recorded is on disk") == 1
    return end


@pytest.mark.parametrize(
    "how",
    [
        "fail",
        *(
            pytest.param(how, marks=pytest.mark.slow)
            for how in (
                "in_a_thread",
                "from_a_thread",
                "in_a_timer",
                "in_the_input",
                "in_the_drawing",
                "in_the_painting",
            )
        ),
    ],
)
def test_a_crash_is_one_line_and_a_log(how: str, tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    end = crashed(tmp_path / "w", how, XDG_STATE_HOME=str(tmp_path / "state"))
    (log,) = (tmp_path / "state" / "auditty").iterdir()
    assert str(log) in end
    assert "RuntimeError: planted" in log.read_text(encoding="utf-8")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


@pytest.mark.slow
def test_a_crash_without_a_home_keeps_its_log_in_the_workspace(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    (tmp_path / "state").write_text("no folder")
    end = crashed(tmp_path / "w", "fail", XDG_STATE_HOME=str(tmp_path / "state"))
    (log,) = (tmp_path / "w" / ".cache").glob("crash-*.log")
    assert str(log) in end


def test_bytes_that_are_no_text_end_nothing(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        t.press("\r\r", lambda lines: t.cursor_line.startswith("> . 1 "))
        t.write(b"\xff\xfe2")
        t.until("finding 1 of 1")
        t.write("门".encode("gbk") + b"open" + "门".encode())  # the second as it should be
        t.press("\r", " 0✓ 1✗ ")
    problem = works.sheet(tmp_path / "w").findings[0][2].problem
    assert "open" in problem
    assert problem.endswith("门")


DEAF = """
import asyncio, signal, sys

heard = asyncio.unix_events._UnixSelectorEventLoop.add_signal_handler

def deaf(self, number, *rest):
    if number != signal.SIGHUP:
        heard(self, number, *rest)

asyncio.unix_events._UnixSelectorEventLoop.add_signal_handler = deaf
signal.signal(signal.SIGHUP, signal.SIG_IGN)
from tui.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_terminal_that_goes_without_a_signal_ends_the_program(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w")
    program = tmp_path / "deaf.py"
    program.write_text(DEAF, encoding="utf-8")
    with Terminal("-w", str(workspace.root), "--inspector", "Li", program=(sys.executable, str(program))) as terminal:
        terminal.until("Enter open")
        terminal.hang_up()
        assert terminal.wait() == 128 + signal.SIGHUP
