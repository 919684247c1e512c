"""A sheet against a plain model of it: two people marking, taking back, reopening, crashing and contradicting."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from checklists import load
from checklists.verdicts import Verdict
from store.errors import Conflict, Refused
from store.given import Input
from store.journal import encode
from store.model import Finding, Mark, PinnedUnit, RoundInfo, Visit
from store.record import Record
from store.sheet import MARKS, Sheet
from tests.store.helpers import CHECKLIST, PoweredDisk, assert_sound, hands

ITEMS = ("fire:clear", "fire:meetings", "fire:staff", "fire:revised")
PEOPLE = ("Li", "Wang")

items, people = st.sampled_from(ITEMS), st.sampled_from(PEOPLE)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
verdicts: st.SearchStrategy[Verdict] = st.sampled_from(["pass", "fail", "na", "none"])


@dataclass(frozen=True)
class Said:
    """What the model knows of a mark."""

    verdict: str
    note: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Done:
    """One change in the model: the value it gave, by whom, and when among all."""

    number: int
    who: str
    value: Said | str | None


class SheetMachine(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.disk = PoweredDisk()
        self.checklists = (load(CHECKLIST.encode(), "fire.yaml"),)
        self.sheets = {who: self.opened(who) for who in PEOPLE}
        self.stacks: dict[str, list[Done]] = {}
        self.number = 0

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.sheets["Li"].set_visit(Visit())  # after a crash, the next change mends the file
            assert_sound(self.opened("Wang").record)
            shutil.rmtree(self.folder)

    def opened(self, who: str) -> Sheet:
        record = Record(self.folder / "S1", hands(self.disk, who))
        unit = PinnedUnit(code="S1", name="S", type="school", types=("school",))
        return Sheet(record, RoundInfo(id="r", name="R"), self.checklists, unit)

    def push(self, key: str, who: str, value: Said | str | None) -> None:
        self.number += 1
        self.stacks.setdefault(key, []).append(Done(self.number, who, value))

    def value(self, key: str) -> Said | str | None:
        stack = self.stacks.get(key, [])
        return stack[-1].value if stack else None

    def said(self, item: str) -> Said:
        value = self.value(item)
        return value if isinstance(value, Said) else Said("none")

    @rule(
        who=people, item=items, verdict=verdicts, note=st.none() | words, problem=st.none() | words, add=st.booleans()
    )
    def mark(self, who: str, item: str, verdict: Verdict, note: str | None, problem: str | None, add: bool) -> None:
        finding = {"problem": problem} if problem is not None and verdict == "fail" else None
        self.sheets[who].set_mark(item, verdict, Input(note=note, finding=finding, add=add))
        before = self.said(item)
        if verdict == "none":
            self.push(item, who, None)
            return
        problems: tuple[str, ...] = ()
        if verdict == "fail":
            problems = before.problems or ("",)
            if finding is not None:
                problems = (*(before.problems if add else ()), finding["problem"])
        self.push(item, who, Said(verdict, before.note if note is None else note, problems))

    @rule(who=people, item=items, note=words)
    def note(self, who: str, item: str, note: str) -> None:
        self.sheets[who].set_note(item, note)
        before = self.said(item)
        gone = before.verdict == "none" and not note
        self.push(item, who, None if gone else Said(before.verdict, note, before.problems))

    @rule(who=people, item=items, problems=st.lists(words, min_size=1, max_size=3))
    def findings(self, who: str, item: str, problems: list[str]) -> None:
        self.sheets[who].set_findings(item, tuple(Finding(problem=problem) for problem in problems))
        self.push(item, who, Said("fail", self.said(item).note, tuple(problems)))

    @rule(who=people, problem=words.filter(str.strip))
    def other(self, who: str, problem: str) -> None:
        event = self.sheets[who].set_other(Finding(problem=problem))
        self.push("other " + event.key, who, problem)

    @rule(who=people, place=words)
    def visit(self, who: str, place: str) -> None:
        self.sheets[who].set_visit(Visit(place=place))
        self.push("visit", who, place)

    @rule(who=people, item=items, note=words)
    def contradict(self, who: str, item: str, note: str) -> None:
        """One looks, the other changes the item, the first one writes: refused, with what stands."""
        other = PEOPLE[1 - PEOPLE.index(who)]
        sheet = self.sheets[who]
        sheet.record.refresh()
        base = sheet.record.base(MARKS, item)
        self.mark(other, item, "na", note, None, False)
        with pytest.raises(Conflict) as raised:
            sheet.set_mark(item, "pass", base=base)
        theirs = Mark.from_value(raised.value.theirs)
        assert (theirs.verdict, theirs.note) == ("na", note)
        assert raised.value.mine["verdict"] == "pass"

    @rule(who=people)
    def undo(self, who: str) -> None:
        mine = [
            (done.number, key, done is stack[-1])
            for key, stack in self.stacks.items()
            for done in stack
            if done.who == who
        ]
        try:
            event = self.sheets[who].undo()
        except Refused:
            assert mine
            assert not max(mine)[2], "one's own last change, and nobody's since"
            return
        if not mine:
            assert event is None
            return
        _, key, on_top = max(mine)
        assert on_top
        self.stacks[key].pop()

    @rule(who=people)
    def reopen(self, who: str) -> None:
        self.sheets[who] = self.opened(who)

    @rule(part=st.floats(0, 1, exclude_max=True), spoilt=st.sampled_from(["not", "empty", "missing"]))
    def crash(self, part: float, spoilt: str) -> None:
        """The power fails in the middle of a change: a part of its line is there, the file is old, empty or missing."""
        record = self.opened("Li").record
        if not record.exists:
            return
        event = next(iter(record.lines())).event
        line, _ = encode(event, record.head)
        with record.journal_path.open("ab") as file:
            file.write(line[: int(len(line) * part)])
        if spoilt == "empty":
            record.json_path.write_bytes(b"")
        elif spoilt == "missing":
            record.json_path.unlink(missing_ok=True)
        self.sheets = {who: self.opened(who) for who in PEOPLE}

    @invariant()
    def the_sheet_is_what_the_model_says(self) -> None:
        if not hasattr(self, "sheets"):
            return
        for sheet in self.sheets.values():
            sheet.record.refresh()
            for item in ITEMS:
                mark = sheet.mark(item)
                said = self.value(item)
                if mark is None:
                    assert said is None
                    continue
                assert said == Said(mark.verdict, mark.note, tuple(each.problem for each in mark.findings))
            others = {key.removeprefix("other "): self.value(key) for key in self.stacks if key.startswith("other ")}
            assert {key: finding.problem for key, finding in sheet.others.items()} == {
                key: problem for key, problem in others.items() if problem is not None
            }
            assert sheet.visit.place == (self.value("visit") or "")


TestSheet = SheetMachine.TestCase
TestSheet.settings = settings(stateful_step_count=30)
