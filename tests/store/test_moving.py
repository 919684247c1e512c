"""A round that moves to another version of its checklist: marks are never lost, and stand while the wording does."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists import Checklist, item_digest, load
from store import states
from store.clock import FixedClock
from store.errors import Damaged, Refused, Unknown
from store.given import Input
from store.model import Finding, Mark
from store.moving import Moved, move, newest
from store.rounds import Round
from store.sheet import Sheet
from store.unit_files import read_rows
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.store.helpers import BEGIN, CHECKLIST, Crash, Wire, new_round

NEWER = (
    CHECKLIST.replace('version: "1"', 'version: "2"')
    .replace("Exits are clear", "All exits are clear and unlocked")
    .replace("      - {id: revised, text: The plan was revised, when: {item: plan, is: [pass]}}\n", "")
    .replace("grade: high}\nphases", "grade: low}\n      - {id: hoses, text: Hoses are there}\nphases")
)


def version(text: str) -> Checklist:
    return load(text.encode(), "f")


def fresh(workspace: Workspace, round_: Round, unit: str = "S1") -> Sheet:
    again = Workspace(workspace.root, who="Li", clock=FixedClock(BEGIN))
    return again.sheet(again.round(round_.info.id), unit)


@pytest.fixture
def marked(workspace: Workspace, round_: Round, sheet: Sheet) -> Sheet:
    sheet.set_mark("plan", "pass")
    sheet.set_mark("revised", "pass")
    sheet.set_mark("meetings", "fail", Input(finding={"problem": "only 9"}))
    sheet.set_mark("clear", "fail", Input(finding={"problem": "blocked"}))
    return sheet


def moved_to(workspace: Workspace, round_: Round, text: str) -> Moved:
    (workspace.root / "checklists" / "fire.yaml").write_text(text, encoding="utf-8")
    return move(workspace, round_, newest(workspace, round_))


def test_marks_stay_and_those_of_another_wording_are_flagged(
    workspace: Workspace, round_: Round, marked: Sheet
) -> None:
    before = marked.record.journal_path.read_bytes()
    done = moved_to(workspace, round_, NEWER)

    (step,) = done.steps
    assert (step.before.version, step.after.version) == ("1", "2")
    assert [change.id for change in step.changes.added] == ["hoses"]
    assert [change.id for change in step.changes.removed] == ["revised"]
    assert [change.id for change in step.changes.reworded] == ["clear"]
    assert (done.kept, done.recheck) == (2, 1)
    assert marked.record.journal_path.read_bytes() == before

    sheet = fresh(workspace, round_)
    assert sheet.recheck == {"fire:clear"}
    assert [line.item.id for line in sheet.lines if line.item.id in ("hoses", "revised")] == ["hoses"]
    assert sheet.verdict("fire:hoses") == "none"
    assert sheet.verdict("fire:revised") == "pass"
    assert sheet.counts["fail"] == 2
    assert (sheet.needs_recheck("fire:plan"), sheet.needs_recheck("fire:clear")) == (False, True)
    assert fresh(workspace, round_, "K1").recheck == set()
    assert not verify(workspace).faults


def test_the_head_names_both_versions_and_both_files_are_verified(
    workspace: Workspace, round_: Round, marked: Sheet
) -> None:
    moved_to(workspace, round_, NEWER)
    info = Workspace(workspace.root).round(round_.info.id).info
    (now,), (earlier,) = info.checklists, info.earlier
    assert (now.version, earlier.version, earlier.file_name) == ("2", "1", "fire.json")
    assert re.fullmatch("fire@[0-9a-f]{16}.json", now.file_name)
    assert [each.version for each in round_.checklists] == ["2"]
    assert verify(workspace).covered["checklists"] == 2
    heads = [line.event for line in round_.record.lines() if line.event.table == "round"]
    assert [head.after and head.after["checklists"][0]["version"] for head in heads] == ["1", "2"]
    assert heads[1].base == heads[0].id
    for name in (now.file_name, earlier.file_name):
        path = round_.path / "checklists" / name
        data = path.read_bytes()
        path.write_bytes(data.replace(b"plan", b"plam"))
        assert [fault.file for fault in verify(workspace).faults] == [str(path)]
        with pytest.raises(Damaged):
            fresh(workspace, round_)
        path.write_bytes(data)


@pytest.mark.parametrize("verdict", ["pass", "fail", "na"])
def test_marking_again_settles_it_and_undo_brings_it_back(
    workspace: Workspace, round_: Round, marked: Sheet, verdict: str
) -> None:
    moved_to(workspace, round_, NEWER)
    sheet = fresh(workspace, round_)
    sheet.set_note("clear", "seen")
    assert sheet.recheck == {"fire:clear"}
    sheet.set_mark("clear", verdict)  # type: ignore[arg-type]
    assert sheet.recheck == fresh(workspace, round_).recheck == set()
    sheet.set_note("clear", "seen again")
    assert sheet.recheck == set()
    sheet.undo()
    sheet.undo()
    assert sheet.recheck == fresh(workspace, round_).recheck == {"fire:clear"}
    sheet.set_findings("clear", (Finding(problem="still blocked"),))
    assert sheet.recheck == set()
    sheet.set_mark("clear", "none")
    assert sheet.recheck == set()


def test_a_mark_made_on_a_screen_that_was_open_all_the_time_is_flagged(
    workspace: Workspace, round_: Round, sheet: Sheet
) -> None:
    moved_to(workspace, round_, NEWER)
    sheet.set_mark("clear", "pass")  # asked the old wording
    sheet.set_mark("plan", "pass")
    assert fresh(workspace, round_).recheck == {"fire:clear"}


def test_back_to_the_first_wording_the_first_mark_stands_again(
    workspace: Workspace, round_: Round, marked: Sheet
) -> None:
    moved_to(workspace, round_, NEWER)
    moved_to(workspace, round_, CHECKLIST)
    assert fresh(workspace, round_).recheck == set()
    moved_to(workspace, round_, NEWER)
    fresh(workspace, round_).set_mark("clear", "pass")
    done = moved_to(workspace, round_, CHECKLIST)
    assert (done.recheck, fresh(workspace, round_).recheck) == (1, {"fire:clear"})
    assert len(Workspace(workspace.root).round(round_.info.id).info.earlier) == 4
    assert not verify(workspace).faults


def test_the_same_content_changes_nothing(workspace: Workspace, round_: Round, marked: Sheet) -> None:
    before = {path: path.read_bytes() for path in round_.path.rglob("*") if path.is_file()}
    done = move(workspace, round_, newest(workspace, round_))
    assert (done.steps, done.kept, done.recheck) == ((), 4, 0)
    assert {path: path.read_bytes() for path in round_.path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "turn",
    [states.finish, lambda round_: states.close(round_, finish_first=True), lambda round_: states.void(round_, "lost")],
    ids=["finished", "sealed", "void"],
)
def test_only_a_running_round_moves(workspace: Workspace, round_: Round, turn: Callable[[Round], None]) -> None:
    seen = Workspace(workspace.root).round(round_.info.id)
    assert seen.info.state == "running"
    turn(round_)
    before = round_.record.journal_path.read_bytes()
    for each in (round_, seen):
        with pytest.raises(Refused, match="not running"):
            move(workspace, each, [version(NEWER)])
    assert round_.record.journal_path.read_bytes() == before
    assert [path.name for path in (round_.path / "checklists").iterdir()] == ["fire.json"]


def test_another_checklist_is_refused(workspace: Workspace, round_: Round) -> None:
    with pytest.raises(Unknown, match="has no checklist “ice”; it has fire"):
        move(workspace, round_, [version(NEWER), version(NEWER.replace("id: fire", "id: ice"))])
    assert round_.info.earlier == ()


def test_counts_follow_the_move_and_no_stale_file_is_believed(
    workspace: Workspace, round_: Round, marked: Sheet
) -> None:
    def tallies() -> dict[str, tuple[int, int]]:
        again = Workspace(workspace.root)
        found = again.tallies(again.round(round_.info.id))
        return {code: (each.asked, each.recheck) for code, each in found.items()}

    open_all_the_time = Workspace(workspace.root).round(round_.info.id)
    assert open_all_the_time.checklists
    assert tallies() == {"S1": (6, 0), "K1": (6, 0)}
    moved_to(workspace, round_, NEWER.replace("Nap rooms", "All nap rooms"))
    assert tallies() == {"S1": (6, 1), "K1": (7, 0)}

    (workspace.root / ".cache" / f"{round_.info.id}.json").unlink()
    assert {code: each.recheck for code, each in workspace.tallies(open_all_the_time).items()} == {"S1": 1, "K1": 0}
    assert tallies() == {"S1": (6, 1), "K1": (7, 0)}

    fresh(workspace, round_).set_mark("clear", "pass")
    assert tallies() == {"S1": (6, 0), "K1": (7, 0)}


def test_a_grading_of_the_workspace_comes_along(workspace: Workspace, round_: Round) -> None:
    levels = "gradings: [{id: levels, title: L, grades: [{id: one, title: One}]}]\n"
    (workspace.root / "workspace.yaml").write_text("format: 2\n" + levels, encoding="utf-8")
    again = Workspace(workspace.root)
    text = NEWER.replace("grading: risk", "grading: levels").replace("grade: high", "grade: one")
    moved_to(again, round_, text.replace("grade: low", "grade: one"))
    assert [grading.id for grading in round_.checklists[0].gradings] == ["levels"]
    assert move(again, round_, newest(again, round_)).steps == ()


def test_a_power_cut_at_any_call_leaves_the_round_at_one_version(
    workspace: Workspace, wire: Wire, marked: Sheet
) -> None:
    crashes = 0
    for moment in itertools.count(1):
        round_ = new_round(workspace, f"n{moment}")
        wire.crash_at(moment)
        crashed = False
        try:
            move(workspace, round_, [version(NEWER)])
        except Crash:
            crashed = True
            crashes += 1
        wire.mend()
        again = Workspace(workspace.root)
        found = again.round(round_.info.id)
        assert [each.version for each in found.checklists] in ([["1"], ["2"]] if crashed else [["2"]])
        assert again.sheet(found, "S1").all_lines
        if not crashed:
            break
    assert crashes >= 5
    assert not verify(Workspace(workspace.root)).faults


ITEMS = ("plan", "meetings", "drill", "clear", "staff")
texts = st.sampled_from(["One", "Two", "Three"])


@st.composite
def versions(draw: st.DrawFn) -> str:
    """A version of one checklist: some of its items, each in one of three wordings and with one of two weights."""
    chosen = draw(st.lists(st.sampled_from(ITEMS), unique=True, min_size=1))
    lines = "".join(
        f"      - {{id: {each}, text: {draw(texts)}, weight: {draw(st.integers(1, 2))}}}\n" for each in chosen
    )
    head = f'id: fire\nversion: "{draw(st.integers(1, 3))}"\ntitle: T\nresponsibility:\n  - id: s\n    title: S\n'
    return f"{head}    items:\n{lines}"


steps = st.lists(
    st.one_of(versions(), st.tuples(st.sampled_from(ITEMS), st.sampled_from(["pass", "na", "none"]))), max_size=8
)


@settings(max_examples=25)
@given(versions(), steps)
def test_whatever_happens_no_mark_is_lost_and_only_other_wordings_are_flagged(
    first: str, then: list[str | tuple[str, str]]
) -> None:
    """Marks and moves in any order, against a model that remembers the wording each mark was given for."""
    with TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "w", "T", "en", who="Li", clock=FixedClock(BEGIN))
        own = workspace.root / "checklists" / "fire.yaml"
        own.write_text(first, encoding="utf-8")
        workspace.units.take_in(read_rows(b"code,name\nS1,One", "f"), "f")
        round_ = workspace.new_round("n", ["fire"], ["S1"])
        current, given_for = version(first), dict[str, tuple[str, str]]()
        for step in then:
            if isinstance(step, str):
                lines = len(list(round_.record.lines()))
                same = version(step) == current
                current = version(step)
                done = moved_to(workspace, round_, step)
                assert bool(done.steps) != same
                assert len(list(round_.record.lines())) == lines + (not same)
            elif step[0] in current.line_of:
                item, verdict = step
                workspace.sheet(round_, "S1").set_mark(item, verdict)  # type: ignore[arg-type]
                given_for[item] = (verdict, item_digest(current.line_of[item].item))
            sheet = workspace.sheet(workspace.round(round_.info.id), "S1")
            assert sheet.recheck == {
                f"fire:{item}"
                for item, (verdict, wording) in given_for.items()
                if item in current.line_of and verdict != "none"
                and wording != item_digest(current.line_of[item].item)
            }  # fmt: skip
            for item, (verdict, _wording) in given_for.items():
                assert sheet.verdict(f"fire:{item}") == verdict
            assert workspace.tallies(round_)["S1"].recheck == len(sheet.recheck)
        assert not verify(workspace).faults


def test_a_mark_says_its_wording_only_where_the_round_moved(workspace: Workspace, round_: Round, marked: Sheet) -> None:
    assert "wording" not in (marked.record.get("marks", "fire:clear") or {})
    moved_to(workspace, round_, NEWER)
    sheet = fresh(workspace, round_)
    sheet.set_mark("clear", "pass")
    value = sheet.record.get("marks", "fire:clear")
    assert value is not None
    assert Mark.from_value(value).wording == item_digest(sheet.line("clear").item)[:16]
    assert Mark.from_value(value).to_value() == value
