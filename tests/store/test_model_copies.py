"""Copies of a sheet against a plain model: marking, taking back, settling, crashing, and merging in any order."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from checklists import load
from checklists.verdicts import Verdict
from store.clock import FixedClock
from store.conflicts import open_in, settle
from store.errors import Conflict, Refused
from store.given import Input
from store.journal import whole_part
from store.model import Finding, Mark, PinnedUnit, RoundInfo, Visit
from store.record import Record
from store.sheet import MARKS, Sheet
from tests.store.helpers import BEGIN, CHECKLIST, Crash, PoweredDisk, assert_sound, hands

pytestmark = pytest.mark.slow

ITEMS = ("fire:clear", "fire:meetings", "fire:staff")
COPIES = ("office", "laptop", "tablet")

items, copies = st.sampled_from(ITEMS), st.sampled_from(COPIES)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
verdicts: st.SearchStrategy[Verdict] = st.sampled_from(["pass", "fail", "na", "none"])

Said = tuple[str, str, tuple[str, ...]] | str | None
"""A mark's verdict, note and problems; the place of a visit; the problem of a finding outside the list."""


@dataclass(frozen=True)
class Change:
    """One change in the model; its number is its time. `base` and `resolves` are the changes that it replaces."""

    number: int
    copy: str
    item: str
    value: Said
    base: int | None
    resolves: frozenset[int]
    undoes: int | None = None


class MortalDisk(PoweredDisk):
    """A disk whose power can fail when it is told to put something on itself; nothing works after it."""

    def __init__(self) -> None:
        super().__init__()
        self.dying = self.dead = False

    def sync(self, fd: int, path: Path) -> None:
        self.dead = self.dying
        self._live()
        super().sync(fd, path)

    def cut(self, fd: int, size: int, path: Path) -> None:
        self._live()
        super().cut(fd, size, path)

    def _live(self) -> None:
        if self.dead:
            raise Crash


class CopiesMachine(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.clock = FixedClock(BEGIN)
        self.checklists = (load(CHECKLIST.encode(), "fire.yaml"),)
        self.sheets = {copy: self.opened(copy) for copy in COPIES}
        self.changes: list[Change] = []
        self.journals: dict[str, list[int]] = {copy: [] for copy in COPIES}

    def teardown(self) -> None:
        if not hasattr(self, "folder"):
            return
        for one in COPIES:
            for other in COPIES:
                self.merge(one, other)
        for one in COPIES:
            self.merge("laptop", one)
        self.every_copy_is_what_the_model_says()
        states = []
        for copy in COPIES:
            record = self.opened(copy).record
            record.flush()  # a crash may have left an old file, which the next change would have mended
            if record.exists:
                assert_sound(record)
            states.append({item: self.heads(copy, item) for item in self.known()})
        assert all(state == states[0] for state in states)
        shutil.rmtree(self.folder)

    def opened(self, copy: str) -> Sheet:
        (self.folder / copy).mkdir(exist_ok=True)
        record = Record(self.folder / copy / "S1", hands(MortalDisk(), copy, self.clock))
        unit = PinnedUnit(code="S1", name="S", type="school", types=("school",))
        return Sheet(record, RoundInfo(id="r", name="R"), self.checklists, unit)

    # The model

    def known(self) -> set[str]:
        return {change.item for change in self.changes} | set(ITEMS)

    def of(self, copy: str, item: str) -> Iterator[Change]:
        return (self.changes[number] for number in self.journals[copy] if self.changes[number].item == item)

    def heads(self, copy: str, item: str) -> list[Change]:
        """What nothing replaced, the one that stands last. What was taken back settled nothing."""
        there = list(self.of(copy, item))
        undone = {change.undoes for change in there}
        gone = {change.base for change in there}
        gone |= {other for change in there if change.number not in undone for other in change.resolves}
        return sorted((change for change in there if change.number not in gone), key=lambda change: change.number)

    def value(self, copy: str, item: str) -> Said:
        heads = self.heads(copy, item)
        return heads[-1].value if heads else None

    def push(self, copy: str, item: str, value: Said, undoes: int | None = None) -> None:
        heads = [head.number for head in self.heads(copy, item)]
        base, number = (heads[-1] if heads else None), len(self.changes)
        self.changes.append(Change(number, copy, item, value, base, frozenset(heads[:-1]), undoes))
        self.journals[copy].append(number)

    # What people do

    def tick(self, copy: str) -> Sheet:
        """The next moment, and the copy as it is on disk."""
        self.clock.moment += timedelta(seconds=1)
        return self.sheets[copy]

    @rule(copy=copies, item=items, verdict=verdicts, note=st.none() | words, problem=st.none() | words)
    def mark(self, copy: str, item: str, verdict: Verdict, note: str | None, problem: str | None) -> None:
        given = {"problem": problem} if problem is not None and verdict == "fail" else None
        self.tick(copy).set_mark(item, verdict, Input(note=note, finding=given))
        before = self.value(copy, item)
        _, old_note, old_problems = before if isinstance(before, tuple) else ("none", "", ())
        if verdict == "none":
            self.push(copy, item, None)
            return
        problems = (old_problems or ("",)) if given is None else (given["problem"],)
        self.push(copy, item, (verdict, old_note if note is None else note, problems if verdict == "fail" else ()))

    @rule(copy=copies, item=items, note=words)
    def note(self, copy: str, item: str, note: str) -> None:
        self.tick(copy).set_note(item, note)
        before = self.value(copy, item)
        verdict, _, problems = before if isinstance(before, tuple) else ("none", "", ())
        self.push(copy, item, None if verdict == "none" and not note else (verdict, note, problems))

    @rule(copy=copies, problem=words.filter(str.strip))
    def other(self, copy: str, problem: str) -> None:
        event = self.tick(copy).set_other(Finding(problem=problem))
        self.push(copy, f"other {event.key}", problem)

    @rule(copy=copies, data=st.data(), problem=st.none() | words.filter(str.strip))
    def change_other(self, copy: str, data: st.DataObject, problem: str | None) -> None:
        there = sorted(key for key in self.known() if key.startswith("other ") and self.value(copy, key) is not None)
        if not there:
            return
        item = data.draw(st.sampled_from(there))
        sheet, id = self.tick(copy), item.removeprefix("other ")
        if problem is None:
            sheet.remove_other(id)
        else:
            sheet.set_other(Finding(id=id, problem=problem))
        self.push(copy, item, problem)

    @rule(copy=copies, place=words)
    def visit(self, copy: str, place: str) -> None:
        self.tick(copy).set_visit(Visit(place=place))
        self.push(copy, "visit", place)

    @rule(copy=copies, item=items)
    def stale(self, copy: str, item: str) -> None:
        """A change that builds upon what no longer stands is refused."""
        base = self.tick(copy).record.base(MARKS, item)
        self.mark(copy, item, "na", "seen", None)
        with pytest.raises(Conflict):
            self.sheets[copy].set_mark(item, "pass", base=base)

    @rule(copy=copies)
    def undo(self, copy: str) -> None:
        sheet = self.tick(copy)
        there = [self.changes[number] for number in self.journals[copy]]
        undone = {change.undoes for change in there}
        mine = [
            change for change in there if change.copy == copy and change.undoes is None and change.number not in undone
        ]
        if not mine:
            assert sheet.undo() is None
            return
        last = mine[-1]
        heads = self.heads(copy, last.item)
        stands = heads[-1]
        while stands.undoes is not None and (base := self.changes[stands.undoes].base) is not None:
            stands = self.changes[base]
        if len(heads) > 1 or stands != last:
            with pytest.raises(Refused):
                sheet.undo()
            return
        assert sheet.undo() is not None
        before = self.changes[last.base].value if last.base is not None else None
        self.push(copy, last.item, before, undoes=last.number)

    @rule(copy=copies, data=st.data())
    def settle(self, copy: str, data: st.DataObject) -> None:
        sheet = self.tick(copy)
        found = open_in(sheet.record)
        if not found:
            return
        conflict = data.draw(st.sampled_from(found))
        item = {"marks": "", "visit": "", "others": "other "}[conflict.table] + conflict.key
        event = data.draw(st.sampled_from(conflict.claims))
        settle(sheet.record, conflict.table, conflict.key, event.id)
        self.push(copy, item, self.told(conflict.table, event.after))

    @rule(one=copies, other=copies)
    def merge(self, one: str, other: str) -> None:
        """Bring what the copy `other` has into `one`."""
        sheet = self.sheets[one]
        new = [number for number in self.journals[other] if number not in self.journals[one]]
        taken = sheet.record.merge([line.event for line in self.sheets[other].record.lines()]) if new else []
        assert len(taken) == len(new)
        self.journals[one] += new

    @rule(one=copies, other=copies, part=st.floats(0, 1))
    def merge_in_a_power_cut(self, one: str, other: str, part: float) -> None:
        new = [number for number in self.journals[other] if number not in self.journals[one]]
        if not new or not self.journals[one]:
            return
        record = self.sheets[one].record
        disk = record._disk
        assert isinstance(disk, MortalDisk)
        events = [line.event for line in self.sheets[other].record.lines()]
        disk.durable = {record.journal_path: record.journal_path.read_bytes()}
        disk.dying = True
        with pytest.raises(Crash):
            record.merge(events)
        disk.fail(record.journal_path, part)
        data = record.journal_path.read_bytes()
        survived = data[: whole_part(data)].count(b"\n") - len(self.journals[one])
        self.journals[one] += new[:survived]
        self.sheets[one] = self.opened(one)

    @rule(copy=copies, part=st.floats(0, 1))
    def reopen_behind_an_old_file(self, copy: str, part: float) -> None:
        record = self.sheets[copy].record
        if record.exists:
            PoweredDisk().fail(record.json_path, part)
        self.sheets[copy] = self.opened(copy)

    # What must hold

    def told(self, table: str, value: dict | None) -> Said:
        if value is None:
            return None
        if table == "marks":
            mark = Mark.from_value(value)
            return mark.verdict, mark.note, tuple(finding.problem for finding in mark.findings)
        return str(value["place" if table == "visit" else "problem"])

    @precondition(lambda self: hasattr(self, "sheets"))
    @invariant()
    def every_copy_is_what_the_model_says(self) -> None:
        for copy, sheet in self.sheets.items():
            sheet.record.refresh()
            for item in self.known():
                table, _space, key = item.rpartition(" ")
                name = {"": "marks", "other": "others"}[table] if item != "visit" else "visit"
                doc, heads = sheet.record.doc(name, key), self.heads(copy, item)
                assert self.told(name, doc["value"] if doc else None) == self.value(copy, item)
                others = len(doc["conflict"]) + len(doc.get("agree", ())) if doc else 0
                assert others == max(0, len(heads) - 1)
                different = [head for head in heads[:-1] if head.value != heads[-1].value]
                assert len(doc["conflict"]) >= len(different) if doc else not different


TestCopies = CopiesMachine.TestCase
TestCopies.settings = settings(stateful_step_count=40)
