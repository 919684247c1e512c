"""What a key costs on the wire: our screens against the barest Textual programs, measured in the same run."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median

from tests.benchmarks.probe import ROOT, Answer, Probe

DOWN = "\x1b[B"
F2, F10, ESCAPE = "\x1bOQ", "\x1b[21~", "\x1b"


@dataclass(frozen=True)
class Bar:
    """One measure: `ours` may be at most `limit` times `floor`. Both are in `unit`."""

    name: str
    unit: str
    floor: float
    ours: float
    limit: float

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.ours / self.floor if self.floor else float("inf")

    @property
    def ok(self) -> bool:
        """Whether it is under the bar."""
        return self.ratio <= self.limit


@dataclass(frozen=True)
class Program:
    """A program to measure and the keys that make it do what is measured, from its first screen on.

    `reach` leads to the list, `into_text` from there to a line to type in; `form` opens and closes the form.
    """

    argv: Sequence[str]
    reach: str = ""
    into_text: str = ""
    form: tuple[str, str] = ("", "")
    mark: str = ""
    env: dict[str, str] = field(default_factory=dict)
    cwd: Path = ROOT

    def start(self) -> Probe:
        """The program, running."""
        return Probe(self.argv, env=self.env, cwd=self.cwd)

    def at_list(self, probe: Probe) -> None:
        """Wait for the first screen and go to the list."""
        probe.settle(0.6)
        for key in self.reach:
            probe.send(key, quiet=0.6)


def floor(name: str, **keys: object) -> Program:
    """One of the programs in `floors/`."""
    return Program((sys.executable, "-m", f"tests.benchmarks.floors.{name}"), **keys)  # type: ignore[arg-type]


BARE = floor("bare")
ENTRY = floor("entry")
MODAL = floor("modal", form=(F2, ESCAPE))
KIT = Program((sys.executable, "-m", "tests.benchmarks.kit_app"), into_text="e", form=("e", F10), mark="1")


def starts(programs: Sequence[Program], rounds: int) -> list[tuple[float, float, float]]:
    """For each program the median of ms until its first screen stands, its bytes, and MiB with the list open.

    The programs take turns, so that whatever else the machine does falls on all of them.
    """
    taken: list[list[tuple[float, float, float]]] = [[] for _ in programs]
    for _ in range(rounds):
        for program, results in zip(programs, taken, strict=True):
            with program.start() as probe:
                first = probe.settle(0.6)
                for key in program.reach:
                    probe.send(key, quiet=0.6)
                results.append((first.last_ms, first.bytes, probe.resident_mib()))
    return [(median(ms), median(size), median(mib)) for ms, size, mib in (zip(*runs, strict=True) for runs in taken)]


def arrows(programs: Sequence[Program], count: int = 9) -> list[Answer]:
    """For each program one arrow inside the window, the median of `count`; the programs take turns."""
    with ExitStack() as stack:
        probes = [stack.enter_context(program.start()) for program in programs]
        for program, probe in zip(programs, probes, strict=True):
            program.at_list(probe)
        rounds = [[probe.send(DOWN) for probe in probes] for _ in range(count)]
    return [
        Answer(
            round(median(a.bytes for a in answers)),
            round(median(a.first_bytes for a in answers)),
            median(a.first_ms for a in answers),
            median(a.last_ms for a in answers),
        )
        for answers in zip(*rounds, strict=True)
    ]


def burst(program: Program, count: int = 20) -> int:
    """The bytes for `count` arrows in one write."""
    with program.start() as probe:
        program.at_list(probe)
        return probe.send(DOWN * count, quiet=0.4).bytes


def typed(program: Program, text: str = "查阅会议通知签到表") -> float:
    """The bytes for a Han character typed, the median over `text`."""
    with program.start() as probe:
        program.at_list(probe)
        if program.into_text:
            probe.send(program.into_text, quiet=0.4)
        return median(probe.send(char).bytes for char in text)


def form(program: Program) -> int:
    """The bytes for opening and closing the form."""
    with program.start() as probe:
        program.at_list(probe)
        return sum(probe.send(key, quiet=0.4).bytes for key in program.form)


def walk(program: Program, count: int = 200) -> tuple[float, float]:
    """Marks from the top on: the mean of the bytes until all is settled, and the median ms until the mark shows."""
    with program.start() as probe:
        program.at_list(probe)
        answers = [probe.send(program.mark, quiet=0.13) for _ in range(count)]
    return mean(a.bytes for a in answers), median(a.first_ms for a in answers)


def bars(ours: Program = KIT, *, rounds: int = 5, items: int = 200) -> list[Bar]:
    """Every bar of the wire for one program."""
    (bare_ms, bare_bytes, bare_mib), (ms, size, mib) = starts((BARE, ours), rounds)
    bare_arrow, arrow = arrows((BARE, ours))
    mark_bytes, mark_ms = walk(ours, items)
    return [
        Bar("start to first full screen", "ms", bare_ms, ms, 1.1),
        Bar("first screen", "bytes", bare_bytes, size, 0.6),
        Bar("memory, sheet of 200 items", "MiB", bare_mib, mib, 1.25),
        Bar("arrow, before the text follows", "bytes", bare_arrow.bytes, arrow.first_bytes, 0.1),
        Bar("arrow, all settled", "bytes", bare_arrow.bytes, arrow.bytes, 1.0),
        Bar("arrow, until the cursor moved", "ms", bare_arrow.first_ms, arrow.first_ms, 1.2),
        Bar("20 arrows in one write", "bytes", burst(BARE), burst(ours), 0.5),
        Bar(f"mark and on, over {items} items", "bytes", bare_arrow.bytes, mark_bytes, 1.2),
        Bar("mark, until it shows", "ms", bare_arrow.first_ms, mark_ms, 2.0),
        Bar("a Han character typed", "bytes", typed(ENTRY), typed(ours), 0.25),
        Bar("form opened and closed", "bytes", form(MODAL), form(ours), 0.25),
    ]
