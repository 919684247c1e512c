"""Many inspectors on one machine: programs in terminals of their own, one workspace of a city's size, all marking."""

from __future__ import annotations

import random
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from store.rounds import Round
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.benchmarks import big
from tests.benchmarks.disks import Figure
from tests.benchmarks.probe import ROOT
from tests.tui.terminal import DOWN, ENTER, Terminal

HANDS, MARKS = 20, 25
THINKING = 2.0
"""Seconds an inspector lets pass between two marks at most; quicker than any person reads."""


@dataclass(frozen=True)
class Day:
    """What came of it: ms from each key until its mark showed; MiB of each program, shared memory divided or not."""

    ms: list[float]
    pss: list[float]
    rss: list[float]


class _Hand:
    """One inspector, in the sheet of one unit."""

    def __init__(self, terminal: Terminal, chance: random.Random, thinking: float) -> None:
        self.terminal, self._chance, self._thinking = terminal, chance, thinking
        self.done = 0
        self.ms: list[float] = []
        self._pressed = 0.0
        self._think()

    def _think(self) -> None:
        self._next = time.perf_counter() + self._chance.random() * self._thinking

    def go_on(self, marks: int) -> bool:
        """Press the key when it is time, look whether the mark shows; False when all are done."""
        now = time.perf_counter()
        if not self._pressed and self.done < marks and now >= self._next:
            self.terminal.write("1")
            self._pressed = now
        while self.terminal.read(0):
            if self._pressed and f" {self.done + 1}✓ " in self.terminal.lines[0]:
                self.ms.append((time.perf_counter() - self._pressed) * 1e3)
                self._pressed, self.done = 0.0, self.done + 1
                self._think()
        return self.done < marks


def work(root: Path, hands: int = HANDS, marks: int = MARKS, thinking: float = THINKING) -> Day:
    """`hands` inspectors in the workspace at `root`, each in a unit of its own, mark so many items one by one."""
    chance = random.Random(1)
    with ExitStack() as stack:
        started = [
            stack.enter_context(Terminal("-w", root, "--inspector", f"检查员{number}"))
            for number in range(1, hands + 1)
        ]
        for number, terminal in enumerate(started, 1):
            terminal.until(lambda lines, t=terminal: bool(t.cursor_line))  # type: ignore[misc]
            terminal.press(ENTER, f"U{1:05}")
            terminal.write(f"/U{number * 70:05}" + ENTER + DOWN + ENTER)
            terminal.until(lambda lines, n=number: f"城东第{n * 70}小学" in lines[0] and " 0✓ " in lines[0])  # type: ignore[misc]
        each = [_Hand(terminal, chance, thinking) for terminal in started]
        while sum([hand.go_on(marks) for hand in each]):
            time.sleep(0.001)
        pss, rss = zip(*(_memory(hand.terminal.pid) for hand in each), strict=True)
        for hand in each:
            hand.terminal.write("\x11")
            assert hand.terminal.wait() == 0
    return Day([ms for hand in each for ms in hand.ms], list(pss), list(rss))


def _memory(pid: int) -> tuple[float, float]:
    found = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, size, _unit = line.split()
        found[name] = int(size) / 1024
    return found["Pss:"], found["Rss:"]


def marks_there(root: Path, round_: Round, hands: int, marks: int) -> bool:
    """Whether every mark is on disk, no other is, and the whole workspace verifies."""
    workspace = Workspace(root)
    sheets = [workspace.sheet(round_, f"U{number * 70:05}") for number in range(1, hands + 1)]
    counted = [sum(sheet.verdict(line.ref) == "pass" for line in sheet.all_lines) for sheet in sheets]
    return counted == [marks] * hands and not verify(workspace).faults


def figures() -> list[Figure]:
    """The figures of 20 inspectors, at a person's pace and as fast as the programs go."""
    found = []
    with TemporaryDirectory(dir=ROOT, prefix=".bench-") as scratch:
        for name, thinking in (("a mark every second", THINKING), ("flat out", 0.0)):
            root = Path(scratch) / name
            _workspace, round_ = big.make(root, big.UNITS)
            day = work(root, thinking=thinking)
            if not marks_there(root, round_, HANDS, MARKS):
                sys.exit(f"{HANDS} inspectors, {name}: marks are missing or the workspace is damaged")
            found += [
                Figure(f"{HANDS} inspectors, {name}: {what}", unit, value)
                for what, unit, value in (
                    ("until a mark shows, median", "ms", median(day.ms)),
                    ("until a mark shows, 99 of 100", "ms", quantiles(day.ms, n=100)[98]),
                    ("memory each, shared divided (PSS)", "MiB", median(day.pss)),
                    ("memory each (RSS)", "MiB", median(day.rss)),
                    ("memory of all (PSS)", "MiB", sum(day.pss)),
                )
            ]
    return found
