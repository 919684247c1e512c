"""Random walks through the life of a rectification, beside a plain model of it, with crashes and other programs."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.clock import FixedClock
from store.disk import Disk
from store.errors import Refused
from store.model import Finding
from store.rectifying import board as boards
from store.rectifying.desk import Desk
from store.rectifying.model import Step
from store.workspace import Workspace
from tests.store.helpers import BEGIN, Crash, assert_sound

ID = "S1-0001"
LADDER = ("remind", "supervise", "interview", "notify")
VERBS = (
    *("receipt", "progress", "submit", "check", "accept", "return", "correct", "publish", "extend", "grant", "refuse"),
    *(*LADDER, "reopen", "withdraw", "restore"),
)


class Dying(Disk):
    """A disk under a program that dies: at the chosen call, half done, and at each later one."""

    dies_at = ""

    def write(self, fd: int, data: bytes, path: Path) -> None:
        if self.dies_at == "write":
            super().write(fd, data[: len(data) // 2], path)
            self._die()
        super().write(fd, data, path)

    def sync(self, fd: int, path: Path) -> None:
        if self.dies_at == "sync":
            self._die()
        super().sync(fd, path)

    def replace(self, path: Path, data: bytes, durable: bool = False) -> None:
        if self.dies_at == "replace" and path.suffix == ".json":
            self._die()
        super().replace(path, data, durable)

    def cut(self, fd: int, size: int, path: Path) -> None:
        if self.dies_at == "dead":
            raise Crash
        super().cut(fd, size, path)

    def _die(self) -> None:
        self.dies_at = "dead"
        raise Crash


@dataclass
class Model:
    """What a rectification is, told once more and as plainly as can be."""

    state: str = "open"
    due: date = date(2026, 12, 10)
    asked: date | None = None
    asker: str = ""
    rectifiers: set[str] = field(default_factory=set)
    proof: bool = False
    received: bool = False
    published: bool = False
    rung: int = 0
    came_back: int = 0
    old: list[date] = field(default_factory=list)
    steps: int = 0

    def choose(self, number: int, today: date) -> str:
        """A step by its number: most are possible for the right person with everything given, or few walks get far."""
        far = today + timedelta(days=1000)
        ready = [verb for verb in VERBS if any(self._possible(verb, "", True, True, due, today) for due in (None, far))]
        return VERBS[number % len(VERBS)] if number % 7 == 0 or not ready else ready[number // 7 % len(ready)]

    def take(self, verb: str, who: str, note: bool, proof: bool, due: date | None, today: date) -> bool:
        """Take the step if it is possible; says whether it was."""
        if not self._possible(verb, who, note, proof, due, today):
            return False
        self.steps += 1
        self.proof = proof or (self.proof and verb != "submit")
        getattr(self, f"_{verb}", lambda who, due: None)(who, due)
        if verb in LADDER:
            self.rung = max(self.rung, LADDER.index(verb) + 1)
        return True

    def _possible(self, verb: str, who: str, note: bool, proof: bool, due: date | None, today: date) -> bool:
        live = self.state not in ("closed", "withdrawn")
        with_unit, with_us = ("open", "returned"), ("submitted", "checked")
        if due is not None and (verb not in ("extend", "grant", "return", "reopen", "restore") or due <= today):
            return False
        return {
            "receipt": live and not self.received,
            "progress": self.state in with_unit and (note or proof),
            "submit": self.state in with_unit and (note or proof),
            "check": self.state == "submitted" and (proof or self.proof) and who not in self.rectifiers,
            "accept": self.state in with_us and (proof or self.proof) and who not in self.rectifiers,
            "return": self.state in with_us and note,
            "correct": self.state in with_unit and (note or proof) and who not in self.rectifiers,
            "publish": self.state == "closed" and not self.published,
            "extend": self.state in with_unit and note and self.asked is None and due is not None and due > self.due,
            "grant": self.state in with_unit and who != self.asker and self._longer(due, today),
            "refuse": self.state in with_unit and self.asked is not None and who != self.asker and note,
            "reopen": self.state == "closed" and note,
            "withdraw": live and note,
            "restore": self.state == "withdrawn" and note,
            **{name: live and self.rung >= rung for rung, name in enumerate(LADDER)},
        }[verb]

    def _longer(self, due: date | None, today: date) -> bool:
        wanted = due or self.asked
        return self.asked is not None and wanted is not None and wanted > self.due and wanted >= today

    def _move(self, due: date | None) -> None:
        if due is not None and due != self.due:
            self.old.append(self.due)
            self.due = due

    def _receipt(self, who: str, due: date | None) -> None:
        self.received = True

    def _progress(self, who: str, due: date | None) -> None:
        self.rectifiers.add(who)

    def _submit(self, who: str, due: date | None) -> None:
        self.rectifiers.add(who)
        self.state, self.asked = "submitted", None

    def _check(self, who: str, due: date | None) -> None:
        self.state = "checked"

    def _accept(self, who: str, due: date | None) -> None:
        self.state, self.asked = "closed", None

    _correct = _accept

    def _return(self, who: str, due: date | None) -> None:
        self.state = "returned"
        self._move(due)

    def _publish(self, who: str, due: date | None) -> None:
        self.published = True

    def _extend(self, who: str, due: date | None) -> None:
        self.asked, self.asker = due, who

    def _grant(self, who: str, due: date | None) -> None:
        self._move(due or self.asked)
        self.asked = None

    def _refuse(self, who: str, due: date | None) -> None:
        self.asked = None

    def _withdraw(self, who: str, due: date | None) -> None:
        self.state = "withdrawn"

    def _reopen(self, who: str, due: date | None) -> None:
        self.state, self.published, self.asked, self.rung = "open", False, None, 0
        self.came_back += 1
        self._move(due)

    def _restore(self, who: str, due: date | None) -> None:
        self.state, self.published, self.asked = "open", False, None
        self._move(due)


STEPS = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.sampled_from(["Li", "Wang", "Zhao"]),
        st.sampled_from([True, True, True, False]),
        st.booleans(),
        st.sampled_from([None, None, None, -2, 0, 1, 30, 60, 90]),
        st.sampled_from(["", "", "", "", "", "", "write", "sync", "replace"]),
        st.integers(0, 5),
    ),
    min_size=10,
    max_size=40,
)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one rectification; no grade, so that what came back has the due date it is given."""
    root = tmp_path_factory.mktemp("walk") / "workspace"
    workspace = Workspace.create(root, "Walk", "en", who="Li", clock=FixedClock(BEGIN))
    finding = Finding(id="f", due="2026-12-10")
    workspace.ledger("S1").open("r", "N 1", [("fire:clear", finding, "blocked")], "2026-11-23")
    return root


@given(steps=STEPS)
def test_a_random_walk_agrees_with_a_plain_model(begun: Path, steps: list) -> None:
    with TemporaryDirectory() as folder:
        root = Path(shutil.copytree(begun, Path(folder) / "w"))
        model, clock, disk = Model(), FixedClock(BEGIN), Dying()
        desk = Desk(Workspace(root, disk=disk, clock=clock))
        for number, who, note, proof, days, dies_at, later in steps:
            clock.moment += timedelta(days=later)
            today = clock.moment.date()
            due = None if days is None else today + timedelta(days=days)
            verb = model.choose(number, today)
            step = Step(
                verb=verb,
                note="why" if note else "",
                progress="half" if verb == "extend" else "",
                evidence=("a" * 64,) if proof else (),
                due=due.isoformat() if due else "",
            )
            before = desk.get(ID)
            mine = Desk(Workspace(root, who=who, disk=disk, clock=clock))
            disk.dies_at = dies_at
            try:
                mine.take(ID, step)
                taken = True
            except Refused:
                taken = False
            except Crash:  # and somebody opens the workspace again
                disk.dies_at = ""
                taken = desk.get(ID) != before
                assert taken or dies_at != "replace"  # the journal had it
                if not taken:
                    continue
            disk.dies_at = ""
            assert taken == model.take(verb, who, note, proof, due, today), verb
            _same(desk, model)
        (row,) = boards.read(Workspace(root, clock=clock)).rows
        assert (row.state, row.due, row.rung) == (model.state, model.due.isoformat(), model.rung)
        assert_sound_after_a_change(desk)


def _same(desk: Desk, model: Model) -> None:
    now = desk.get(ID)
    assert (now.state, now.due, now.rung, now.reopened) == (
        model.state, model.due.isoformat(), model.rung, model.came_back,
    )  # fmt: skip
    assert now.dues == tuple(day.isoformat() for day in model.old)
    assert (bool(now.received), bool(now.published)) == (model.received, model.published)
    assert len(now.steps) == model.steps
    if model.state in ("open", "returned"):
        assert now.asked == (model.asked.isoformat() if model.asked else "")


def assert_sound_after_a_change(desk: Desk) -> None:
    """One more step sets aside what a dying program left, and then the pair is as if nothing had happened."""
    open_again = desk.get(ID).state
    verb = {"closed": "reopen", "withdrawn": "restore"}.get(open_again, "remind")
    desk.take(ID, Step(verb=verb, note="why"))
    assert_sound(desk.ledger(ID).record)
