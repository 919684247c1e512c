"""An error in the program itself: one line, the trace in a file, the terminal clean, nothing lost."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from tests.tui import works
from tests.tui.terminal import Terminal

BROKEN = """
import signal
import sys
from tui.screens.sheet import SheetScreen

def broken(self):
    raise RuntimeError("planted")

SheetScreen.action_undo = broken
from tui.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_crash_is_one_line_and_a_log(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w")
    program = tmp_path / "broken.py"
    program.write_text(BROKEN, encoding="utf-8")
    with Terminal("-w", str(workspace.root), "--inspector", "Li", program=(sys.executable, str(program))) as terminal:
        terminal.until("Enter open")
        terminal.press("\r", "East School")
        terminal.press("\r", "Matter 1")
        terminal.press("1", "saved")
        terminal.write("z")
        assert terminal.wait() == 3
        after = terminal.raw[terminal.raw.rindex(b"\x1b[?1049l") :].decode()
    assert "auditty: stopped by an error in the program" in after
    assert "Traceback" not in after
    (log,) = (workspace.root / ".cache").glob("crash-*.log")
    assert "planted" in log.read_text(encoding="utf-8")
    assert works.verdicts(workspace.root).startswith("p.")


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
