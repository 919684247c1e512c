"""Commands killed at any moment: what they said they did is done, and the next program opens everything by itself."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.tui import works
from tests.tui.mortal import Mortals

pytestmark = pytest.mark.slow

UNITS = ("A1", "A2")
ITEMS = 12


@dataclass
class Told:
    """What the commands acknowledged: on a line of output, or by the exit code 0."""

    events: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    rounds: set[str] = field(default_factory=set)
    finished: set[str] = field(default_factory=set)
    numbers: list[str] = field(default_factory=list)
    units: set[str] = field(default_factory=set)


@dataclass
class Job:
    """One call of the command line, and what its output (whole lines) and exit code acknowledge."""

    argv: list[str]
    heard: Callable[[list[str], int, Told], None]
    stdin: bytes = b""


class Day:
    """Calls drawn at random, in one workspace; every text in them is unique."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.root, self._folder, self._chance = folder / "w", folder, chance
        works.make(self.root, wanted=works.items(ITEMS))
        self.round = Workspace(self.root).rounds()[0].info.id
        self.said = Told()
        self._number = 0

    def job(self) -> Job:
        self._number += 1
        kinds = (self._mark, self._marks, self._undo, self._visit, self._report, self._new, self._finish)
        return self._chance.choice((*kinds, self._mark, self._marks, self._import, self._evidence))(f"t{self._number}")

    def _item(self) -> str:
        return f"i{self._chance.randrange(1, ITEMS + 1)}"

    def _mark(self, word: str) -> Job:
        verdict = self._chance.choice(("pass", "fail", "na"))
        return Job(
            ["mark", self.round, self._chance.choice(UNITS), self._item(), verdict, "--note", word, "--json"], _event
        )

    def _marks(self, word: str) -> Job:
        lines = [
            {"unit": self._chance.choice(UNITS), "item": self._item(), "verdict": "fail", "problem": f"{word}-{n}"}
            for n in range(self._chance.randrange(1, 25))
        ]
        return Job(["mark", self.round, "-"], _event, "".join(json.dumps(line) + "\n" for line in lines).encode())

    def _undo(self, word: str) -> Job:
        return Job(["undo", self.round, self._chance.choice(UNITS), "--json"], _event)

    def _visit(self, word: str) -> Job:
        def heard(lines: list[str], code: int, told: Told) -> None:
            if code == 0 or any(word in line for line in lines):
                told.words.add(word)

        return Job(["visit", self.round, self._chance.choice(UNITS), "--remarks", word], heard)

    def _report(self, word: str) -> Job:
        def heard(lines: list[str], code: int, told: Told) -> None:
            told.numbers += [line.split("  ")[0] for line in lines if line.endswith(f"{word}.docx")]

        where = ["--unit", self._chance.choice(UNITS), "-o", str(self._folder / f"{word}.docx")]
        return Job(["report", "notice", self.round, "--issue", *where], heard)

    def _new(self, word: str) -> Job:
        return Job(
            ["rounds", "new", word, "--checklist", "matters", "--all-units"],
            lambda lines, code, told: told.rounds.update(lines),
        )

    def _finish(self, word: str) -> Job:
        others = sorted(self.said.rounds - self.said.finished)
        if not others:
            return self._new(word)

        def heard(lines: list[str], code: int, told: Told) -> None:
            if code == 0:
                told.finished.add(others[0])

        return Job(["rounds", "finish", others[0]], heard)

    def _import(self, word: str) -> Job:
        path = self._folder / "units.csv"
        path.write_text(f"code,name\nU{word},{word}\nA2,West {word}\n", encoding="utf-8")

        def heard(lines: list[str], code: int, told: Told) -> None:
            if code == 0:
                told.units.add(word)

        return Job(["units", "import", str(path)], heard)

    def _evidence(self, word: str) -> Job:
        path = self._folder / f"{word}.bin"
        path.write_bytes(self._chance.randbytes(self._chance.randrange(1, 200_000)))
        where = [self.round, self._chance.choice(UNITS), self._item()]
        return Job(["mark", *where, "fail", "--problem", word, "--evidence", str(path), "--json"], _event)

    def check(self) -> None:
        """The workspace opens, is sound, and has everything that was acknowledged."""
        workspace, said = Workspace(self.root), self.said
        faults = verify(workspace).faults
        assert not faults, faults
        rounds = {each.info.id: each for each in workspace.rounds()}
        assert all(each.damage is None for each in rounds.values())
        assert said.rounds <= set(rounds)
        assert all(rounds[each].info.state == "finished" for each in said.finished)
        events, words = set[str](), set[str]()
        for code in UNITS:
            sheet = workspace.sheet(rounds[self.round], code)
            for line in sheet.record.lines():
                events.add(line.event.id)
                words.add((line.event.after or {}).get("remarks", ""))
        assert said.events <= events
        assert said.words <= words
        issued = [each.number for each in workspace.documents.all()]
        assert set(said.numbers) <= set(issued)
        assert len(issued) == len(set(issued))
        assert {f"U{word}" for word in said.units} <= set(workspace.units.all())


def _event(lines: list[str], code: int, told: Told) -> None:
    told.events.update(answer["event"] for line in lines if (answer := json.loads(line))["ok"])


@pytest.fixture(scope="module")
def mortals() -> Iterator[Mortals]:
    with Mortals() as found:
        yield found


def kill_one(mortals: Mortals, day: Day, chance: random.Random, folder: Path) -> bool:
    """Start a command and kill it; whether it was killed before its end."""
    job = day.job()
    (folder / "stdin").write_bytes(job.stdin)
    for name in ("stdout", "stderr"):
        (folder / name).write_bytes(b"")
    moment = (chance.randrange(1, 30), chance.random()) if chance.random() < 0.6 else None
    pid = mortals.start(["-w", day.root, "--inspector", "Li", *job.argv], folder, moment)
    if moment is None:
        time.sleep(chance.random() * chance.choice((0.01, 0.05, 0.2)))
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    code = mortals.end()
    output, errors = ((folder / name).read_text(encoding="utf-8") for name in ("stdout", "stderr"))
    assert code in (0, 1, 2, -signal.SIGKILL), (job.argv, code, errors)
    assert not any(word in errors for word in ("Traceback", ".journal", ".json")), (job.argv, errors)
    lines = [line.rstrip("\n") for line in output.splitlines(keepends=True) if line.endswith("\n")]
    job.heard(lines, code, day.said)
    return code == -signal.SIGKILL


@pytest.mark.parametrize(
    "seed, kills", [(1, 30), *(pytest.param(100 + n, 50, marks=pytest.mark.torture) for n in range(14))]
)
def test_a_command_killed_at_any_moment_has_done_what_it_said(
    mortals: Mortals, tmp_path: Path, seed: int, kills: int
) -> None:
    print("seed", seed)
    chance = random.Random(seed)
    day, killed = Day(tmp_path, chance), 0
    while killed < kills:
        killed += kill_one(mortals, day, chance, tmp_path)
        day.check()
    assert day.said.events
