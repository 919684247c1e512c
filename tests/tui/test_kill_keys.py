"""Killed while somebody types: what the screen showed as recorded is in the journal, and the next start goes on."""

from __future__ import annotations

import random
import re
import signal
import time
from pathlib import Path

import pytest

from checklists.verdicts import Verdict
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.tui import works
from tests.tui.terminal import ENTER, Terminal

pytestmark = pytest.mark.slow

STROKES = ("1", "1", "1", "3", "2torn" + ENTER, "2" + ENTER, "z", "0")
"""Pass, not applicable, a fail with its form and without a word in it, take back, clear."""


def opened(t: Terminal) -> None:
    """From the first screen to the sheet of the first unit."""
    t.until(lambda lines: "Autumn" in t.cursor_line)
    t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith(">") and "of 40" in lines[0])


def figures(t: Terminal) -> tuple[int, int]:
    """How many pass and fail, as the title says."""
    found = re.search(r" (\d+)✓ (\d+)✗ ", t.lines[0])
    return (int(found[1]), int(found[2])) if found else (0, 0)


def states(folder: Path) -> list[tuple[int, int]]:
    """How many passed and failed after each line of the sheet's journal."""
    verdicts, found = dict[str, Verdict](), [(0, 0)]
    for line in works.sheet(folder).record.lines():
        if line.event.table == "marks":
            verdicts[line.event.key] = line.event.after["verdict"] if line.event.after else "none"
        given = list(verdicts.values())
        found.append((given.count("pass"), given.count("fail")))
    return found


def kill_once(folder: Path, seed: int) -> None:
    print("seed", seed)
    chance = random.Random(seed)
    with Terminal("-w", folder) as t:
        opened(t)
        already = len(states(folder)) - 1
        for _ in range(chance.randrange(1, 5)):
            t.write(chance.choice(STROKES))
            t.read(chance.random() / 10)
        time.sleep(chance.random() * chance.choice((0.01, 0.3)))
        t.kill(signal.SIGKILL)
        assert t.wait() == -signal.SIGKILL
        seen = figures(t)
    found = states(folder)
    assert seen in found[already:], "what was shown is on disk"
    with Terminal("-w", folder) as t:
        opened(t)
        assert figures(t) == found[-1]
        t.write("1")
        t.until(lambda lines: len(states(folder)) > len(found))
        t.write("qqq")
        assert t.wait() == 0, t.text
    assert not verify(Workspace(folder)).faults


@pytest.mark.parametrize(
    "seed, kills", [(3, 3), *(pytest.param(200 + 10 * n, 10, marks=pytest.mark.torture) for n in range(15))]
)
def test_killed_while_typing(seed: int, kills: int, tmp_path: Path) -> None:
    for number in range(kills):
        folder = tmp_path / f"w{number // 2}"  # the figures stay of one digit: half a number shown is no other one
        if number % 2 == 0:
            works.make(folder)
        kill_once(folder, seed + number)
