"""However the program ends: what was shown as recorded is there, and the terminal is left as it was found."""

from __future__ import annotations

import os
import random
import re
import signal
import time
from pathlib import Path

import pytest

from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.tui import works
from tests.tui.terminal import DOWN, ENTER, PATIENCE, Terminal

pytestmark = pytest.mark.slow

MOUSE = re.compile(rb"\x1b\[\?(?:1000|1002|1003|1006|1015)h")


def opened(t: Terminal) -> None:
    """From the first screen to the sheet of the first unit."""
    t.until(lambda lines: "Autumn" in t.cursor_line)
    t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith(("> . ", "> ✓ ")) and "of 40" in lines[0])


def shown(t: Terminal) -> tuple[int, int]:
    """How many marks the title says, and the number of the item under the cursor."""
    marks = re.search(r" (\d+)✓ ", t.lines[0])
    item = re.match(r"> \S (\d+) ", t.cursor_line)
    return int(marks[1]) if marks else 0, int(item[1]) if item else 0


def kill_once(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    before = works.verdicts(folder).count("p")
    with Terminal("-w", folder) as t:
        opened(t)
        assert shown(t)[1] >= before, "the cursor is where it was"
        for _ in range(chance.randrange(1, 5)):
            t.write("1" * chance.randrange(1, 4))
            t.read(chance.random() / 20)
        time.sleep(chance.random() / 10)
        t.kill(signal.SIGKILL)
        assert t.wait() == -signal.SIGKILL
        marks, item = shown(t)
    kept = works.verdicts(folder)
    done = kept.count("p")
    assert kept == "p" * done + "." * (40 - done)
    assert done >= marks, "what was shown is on disk"
    with Terminal("-w", folder) as t:
        opened(t)
        marks, again = shown(t)
        assert marks == done
        assert item <= again <= done + 1, "the cursor is where it was"
        t.write("qqq")
        assert t.wait() == 0


@pytest.mark.parametrize("first", [0, 4])
def test_killed_in_the_middle_of_a_sheet(first: int, tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    for seed in range(first, first + 4):
        kill_once(tmp_path / "w", seed)
    assert not verify(Workspace(tmp_path / "w")).faults


@pytest.mark.torture
def test_killed_a_hundred_times(tmp_path: Path) -> None:
    for seed in range(100):
        folder = tmp_path / f"w{seed // 4}"
        if seed % 4 == 0:
            works.make(folder)
        kill_once(folder, 1000 + seed)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_told_to_stop(number: signal.Signals, tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        opened(t)
        t.press("11", " 2✓ ")
        t.press(DOWN, lambda lines: t.cursor_line.startswith("> . 4 ") and lines[15].startswith(" 4 "))
        t.press("2half a sentence", "half a sentence")
        t.kill(number)
        assert t.wait() == 128 + number
        assert t.not_as_found() == []
        assert b"Traceback" not in t.raw
        assert "everything recorded is on disk" in t.text
    assert works.verdicts(tmp_path / "w") == "pp" + "." * 38
    with Terminal("-w", tmp_path / "w") as t:
        opened(t)
        assert t.cursor_line.startswith("> . 4 ")


def test_the_terminal_is_gone(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    t = Terminal("-w", tmp_path / "w")
    with t:
        opened(t)
        t.press("11", " 2✓ ")
        t.hang_up()
        assert t.wait() == 128 + signal.SIGHUP
    assert works.verdicts(tmp_path / "w").startswith("pp.")


@pytest.mark.parametrize("how", ["told", "gone"])
def test_a_terminal_that_takes_nothing_holds_up_neither_a_mark_nor_the_end(how: str, tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        opened(t)
        for _ in range(150):  # each sends the whole screen, which nobody reads: more than a terminal's buffer holds
            t.write("\x0c")
            time.sleep(0.02)
        t.write("1")
        end = time.monotonic() + PATIENCE
        while not works.verdicts(tmp_path / "w").startswith("p.") and time.monotonic() < end:
            time.sleep(0.1)
        assert works.verdicts(tmp_path / "w").startswith("p.")
        number = signal.SIGTERM
        if how == "told":
            t.kill(number)
        else:
            t.hang_up()
            number = signal.SIGHUP
        assert t.ended_unread() == 128 + number


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP], ids=lambda number: number.name)
def test_stopped_and_continued(number: signal.Signals, tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        opened(t)
        t.kill(number)
        _pid, status = os.waitpid(t.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        t.settle()
        if number == signal.SIGTSTP:  # of the other nobody is told
            assert t.not_as_found() == []
        before = len(t.raw)
        t.kill(signal.SIGCONT)
        t.until(lambda lines: b"\x1b[?1049h" in t.raw[before:])
        taken = t.raw.rindex(b"\x1b[?1049h")  # which empties the screen of a real terminal
        t.until(lambda lines: b"Matter 12" in t.raw[taken:])
        t.press("1", " 1✓ ")
        assert t.cursor_line.startswith("> . 2 ")
        t.write("qqq")
        assert t.wait() == 0
        assert t.not_as_found() == []


@pytest.mark.parametrize("keys", ["qqq", "\x11", "2half a sentence\x11"], ids=["q", "ctrl+q", "ctrl+q in a form"])
def test_leaving_is_clean(keys: str, tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        opened(t)
        assert t.not_as_found() != []
        t.write(keys)
        assert t.wait() == 0
        assert t.not_as_found() == []
        assert b"Traceback" not in t.raw
        assert not MOUSE.search(t.raw)


def test_ctrl_c_says_how_to_leave(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        opened(t)
        before = t.settle()[:23]
        t.press("\x03", lambda lines: "Ctrl+Q leaves the program" in lines[23])
        assert t.settle()[:23] == before, "no box over the list"
        t.press("1", " 1✓ ")
