from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checklists.verdicts import Verdict
from store.attached import Attached
from store.clock import FixedClock
from store.counts import Counts
from store.errors import Conflict, Refused, Unknown
from store.given import Input
from store.judging import previous_found, propose
from store.model import Finding, Inspector, Present, Visit
from store.rounds import Round
from store.sheet import Sheet
from store.texts import TEXT_LIMIT
from store.workspace import Workspace
from tests.store.helpers import BEGIN, CountingDisk, new_round

PHOTO = Attached(digest="a" * 64, name="photo.jpg", size=9, kind="jpeg")


def fresh(workspace: Workspace, round_: Round, code: str = "S1") -> Sheet:
    """The sheet as a program started now finds it."""
    again = Workspace(workspace.root)
    return again.sheet(again.round(round_.info.id), code)


def test_a_sheet_asks_what_the_unit_answers_for(workspace: Workspace, round_: Round) -> None:
    school, kindergarten = workspace.sheet(round_, "S1"), workspace.sheet(round_, "K1")

    assert [line.ref for line in school.lines] == [
        "fire:plan", "fire:meetings", "fire:drill", "fire:clear", "fire:staff"
    ]  # fmt: skip
    assert "fire:nap-room" in {line.ref for line in kindergarten.lines}
    with pytest.raises(Unknown, match="does not apply to unit S1"):
        school.line("nap-room")
    with pytest.raises(Unknown, match="no item “nothing”"):
        school.line("nothing")
    assert school.line("clear") == school.line("fire:clear")


def test_every_verdict_is_kept_and_can_be_cleared(workspace: Workspace, round_: Round, sheet: Sheet) -> None:
    verdicts: tuple[Verdict, ...] = ("pass", "fail", "na", "none")
    for verdict in verdicts:
        sheet.set_mark("clear", verdict)
        assert fresh(workspace, round_).verdict("fire:clear") == verdict
    assert sheet.mark("fire:clear") is None


def test_a_mark_costs_one_fsync(workspace: Workspace, round_: Round, sheet: Sheet) -> None:
    sheet.set_mark("clear", "pass")
    disk = CountingDisk()
    counted = Workspace(workspace.root, disk=disk)
    own = counted.sheet(counted.round(round_.info.id), "S1")

    own.set_mark("plan", "fail", Input(finding={"problem": "none"}))
    own.set_note("clear", "n")
    own.set_visit(Visit(place="yard"))
    own.undo()

    assert disk.syncs == [sheet.record.journal_path] * 4


def test_a_condition_makes_an_item_appear_and_disappear(sheet: Sheet) -> None:
    assert sheet.counts["none"] == 5
    sheet.set_mark("plan", "pass")
    assert [line.ref for line in sheet.lines][:2] == ["fire:plan", "fire:revised"]
    sheet.set_mark("revised", "fail", Input(finding={"problem": "not revised"}))
    assert (sheet.counts["fail"], len(sheet.findings)) == (1, 1)

    sheet.set_mark("plan", "fail", Input(note="none"))

    assert "fire:revised" not in {line.ref for line in sheet.lines}
    assert [line.ref for line, _, _ in sheet.findings if line] == ["fire:plan"]
    sheet.set_mark("plan", "pass")
    assert sheet.verdict("fire:revised") == "fail", "what was recorded is not lost"


@pytest.mark.parametrize(
    "item, verdict, given, missing",
    [
        ("plan", "fail", Input(), "needs a note"),
        ("plan", "fail", Input(note="   "), "needs a note"),
        ("drill", "fail", Input(note="n"), "needs evidence"),
        ("drill", "fail", Input(evidence=(PHOTO,)), "needs a note"),
        ("drill", "na", Input(), "needs a note"),
    ],
)
def test_an_answer_that_lacks_what_it_demands_is_refused(
    sheet: Sheet, item: str, verdict: Verdict, given: Input, missing: str
) -> None:
    with pytest.raises(Refused, match=missing):
        sheet.set_mark(item, verdict, given)
    assert sheet.verdict(f"fire:{item}") == "none"


def test_a_problem_serves_as_the_note_that_is_demanded(sheet: Sheet) -> None:
    sheet.set_mark("plan", "fail", Input(finding={"problem": "there is none"}))
    sheet.set_mark("drill", "fail", Input(note="n", evidence=(PHOTO,)))
    sheet.set_mark("drill", "na", Input(note="closed"))
    assert sheet.counts == {"pass": 0, "fail": 1, "na": 1, "none": 3}


def test_a_failed_mark_has_one_finding_or_more(sheet: Sheet) -> None:
    sheet.set_mark("clear", "fail")
    (line_, mark, empty) = sheet.findings[0]
    assert line_ is not None
    assert mark == sheet.mark(line_.ref)
    assert empty.problem == ""

    sheet.set_mark(
        "clear", "fail", Input(finding={"problem": "one", "place": "yard", "grade": "高", "due": "2026-12-01"})
    )
    sheet.set_mark("clear", "fail", Input(finding={"problem": "two"}, add=True))
    first, second = (finding for _, _, finding in sheet.findings)
    assert first.id == empty.id, "filling in the empty finding keeps its id"
    assert (first.problem, first.place, first.grade, first.due) == ("one", "yard", "high", "2026-12-01")
    assert second.problem == "two"

    sheet.set_mark("clear", "fail")
    assert len(sheet.findings) == 2, "failing it again keeps what was found"
    sheet.set_findings("clear", (second,))
    assert [finding for _, _, finding in sheet.findings] == [second]
    sheet.set_mark("clear", "pass")
    assert sheet.findings == []


def test_the_items_grade_is_proposed(sheet: Sheet) -> None:
    sheet.set_mark("meetings", "fail")
    assert sheet.findings[0][2].grade == "high"


def test_else_its_risk_points_is_and_what_is_given_counts(sheet: Sheet) -> None:
    sheet.set_mark("clear", "fail")
    sheet.set_mark("staff", "fail", Input(finding={"problem": "two too few", "grade": "low"}))
    sheet.set_mark("plan", "fail", Input(note="no plan"))
    grades = {line.item.id: finding.grade for line, _mark, finding in sheet.findings if line}
    assert grades == {"clear": "high", "staff": "low", "plan": ""}
    sheet.set_mark("clear", "fail", Input(finding={"grade": ""}))
    assert [finding.grade for line, _mark, finding in sheet.findings if line and line.item.id == "clear"] == [""]


@pytest.mark.parametrize("finding", [{"due": "soon"}, {"grade": "purple"}, {"problem": "x" * (TEXT_LIMIT + 1)}])
def test_a_finding_with_a_wrong_value_is_refused(sheet: Sheet, finding: dict[str, str]) -> None:
    with pytest.raises(Refused):
        sheet.set_mark("clear", "fail", Input(finding=finding))
    assert sheet.mark("fire:clear") is None


def test_findings_outside_the_list(workspace: Workspace, round_: Round, sheet: Sheet) -> None:
    with pytest.raises(Refused):
        sheet.set_other(Finding(problem=" "))
    event = sheet.set_other(Finding(problem="loose railing", grade="low"))
    sheet.set_other(Finding(id=event.key, problem="loose railings", grade="low"))

    assert {key: each.problem for key, each in fresh(workspace, round_).others.items()} == {event.key: "loose railings"}
    assert [line for line, _, _ in sheet.findings] == [None]
    assert workspace.tallies(round_)["S1"].findings == 1
    sheet.remove_other(event.key)
    assert sheet.others == {}
    with pytest.raises(Unknown):
        sheet.remove_other(event.key)


def test_a_finding_changed_meanwhile_is_not_taken_away(workspace: Workspace, round_: Round, sheet: Sheet) -> None:
    seen = sheet.set_other(Finding(problem="loose railing"))
    changed = fresh(workspace, round_).set_other(Finding(id=seen.key, problem="railing gone"))
    with pytest.raises(Conflict) as caught:
        sheet.remove_other(seen.key, base=seen.id)
    assert (caught.value.theirs["problem"], caught.value.mine) == ("railing gone", None)
    assert [each.problem for each in fresh(workspace, round_).others.values()] == ["railing gone"]
    sheet.remove_other(seen.key, base=changed.id)
    assert fresh(workspace, round_).others == {}


def test_a_note_does_not_touch_the_verdict(sheet: Sheet) -> None:
    sheet.set_note("clear", "look again")
    assert (sheet.verdict("fire:clear"), sheet.counts["none"]) == ("none", 5)
    sheet.set_mark("clear", "pass")
    mark = sheet.mark("fire:clear")
    assert mark is not None
    assert mark.note == "look again"
    sheet.set_mark("clear", "none")
    sheet.set_note("clear", "x")
    sheet.set_note("clear", "")
    assert sheet.mark("fire:clear") is None


def test_what_somebody_else_gave_meanwhile_is_built_upon(workspace: Workspace, round_: Round, sheet: Sheet) -> None:
    assert sheet.mark("fire:clear") is None
    other = Workspace(workspace.root, who="Wang").sheet(round_, "S1")
    other.set_note("clear", "from Wang")
    other.set_mark("clear", "fail", Input(finding={"problem": "from Wang"}))

    sheet.set_mark("clear", "fail", Input(finding={"problem": "from Li"}, add=True))

    mark = sheet.mark("fire:clear")
    assert mark is not None
    assert mark.note == "from Wang"
    assert [finding.problem for finding in mark.findings] == ["from Wang", "from Li"]


def test_a_person_who_looked_before_the_change_is_told(workspace: Workspace, round_: Round, sheet: Sheet) -> None:
    base = sheet.record.base("marks", "fire:clear")
    Workspace(workspace.root, who="Wang").sheet(round_, "S1").set_mark("clear", "fail")

    with pytest.raises(Conflict) as raised:
        sheet.set_mark("clear", "pass", base=base)
    assert (raised.value.theirs["verdict"], raised.value.mine["verdict"]) == ("fail", "pass")
    sheet.set_mark("clear", "pass", base=raised.value.head)
    assert sheet.verdict("fire:clear") == "pass"


def test_undo_gives_back_what_was_there(workspace: Workspace, round_: Round, sheet: Sheet) -> None:
    assert sheet.undo() is None
    sheet.set_mark("clear", "pass", Input(note="n"))
    sheet.set_mark("clear", "none")
    assert sheet.undo() is not None
    mark = fresh(workspace, round_).mark("fire:clear")
    assert mark is not None
    assert (mark.verdict, mark.note) == ("pass", "n")
    assert sheet.undo() is not None
    assert sheet.mark("fire:clear") is None


def test_the_visit_is_checked(workspace: Workspace, round_: Round, sheet: Sheet) -> None:
    assert [person.name for person in sheet.visit.inspectors] == ["Li"], "before anything was written, the round's"
    sheet.set_visit(
        Visit(date="2026-11-23", start="9:05", end="11：30", place="校门", inspectors=(Inspector(name="Li"),),
              present=(Present(name="王\ud800", post="校长"),), remarks="fog")
    )  # fmt: skip
    visit = fresh(workspace, round_).visit
    assert (visit.date, visit.start, visit.end, visit.place) == ("2026-11-23", "09:05", "11:30", "校门")
    assert visit.present == (Present(name="王�", post="校长"),)
    for wrong in (Visit(date="yesterday"), Visit(start="25:00"), Visit(end="noon"), Visit(date="2026-02-30")):
        with pytest.raises(Refused):
            sheet.set_visit(wrong)
    with pytest.raises(Refused, match=r"ends \(09:05\) before it begins \(11:30\)"):
        sheet.set_visit(Visit(start="11:30", end="9:05"))
    assert fresh(workspace, round_).visit == visit
    for start, end in (("", "9:05"), ("11:30", ""), ("11:30", "11:30")):
        sheet.set_visit(Visit(start=start, end=end))


def test_auto_judges_by_the_criterion(workspace: Workspace, sheet: Sheet) -> None:
    line = sheet.line("meetings")
    assert propose(workspace, sheet, line, "9").verdict == "fail"
    assert propose(workspace, sheet, line, "12").verdict == "pass"
    with pytest.raises(Refused, match="--found"):
        propose(workspace, sheet, line)
    with pytest.raises(Refused, match="no criterion"):
        propose(workspace, sheet, sheet.line("clear"), "1")
    sheet.set_note("meetings", "", found="12")
    assert propose(workspace, sheet, line).verdict == "pass"


def test_auto_looks_back_at_earlier_rounds(workspace: Workspace, clock: FixedClock, sheet: Sheet) -> None:
    sheet.set_mark("staff", "pass", Input(found="120"))
    clock.moment = BEGIN.replace(month=12)
    later = workspace.sheet(new_round(workspace, "Winter"), "S1")

    assert previous_found(workspace, later, later.line("staff")) == "120"
    assert previous_found(workspace, sheet, sheet.line("staff")) == ""
    assert propose(workspace, later, later.line("staff"), "119").verdict == "fail"
    assert propose(workspace, later, later.line("staff"), "120").verdict == "pass"


def test_hostile_text_is_data(workspace: Workspace, round_: Round, sheet: Sheet) -> None:
    for text in ("../../x", "\x1b[2J", "[red]", "=HYPERLINK()", "\x00", "\u202e", "a\nb\r\n", "﷽" * 1000):
        sheet.set_mark("clear", "fail", Input(note=text, finding={"problem": text}))
        mark = fresh(workspace, round_).mark("fire:clear")
        assert mark is not None
        assert (mark.note, mark.findings[0].problem) == (text, text)
    sheet.set_mark("clear", "pass", Input(note="lone \udcff surrogate"))
    mark = fresh(workspace, round_).mark("fire:clear")
    assert mark is not None
    assert mark.note == "lone \ufffd surrogate" or "surrogate" in mark.note


def recount(root: Path, round_: Round, code: str) -> dict[str, int]:
    """The counts from the journal's lines alone, without a class of the store."""
    path = root / "rounds" / round_.info.id / "sheets" / f"{code}.journal"
    marks: dict[str, Any] = {}
    for raw in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        line = json.loads(raw)
        if line["table"] == "marks":
            marks[line["key"]] = line["after"]
    verdicts = {ref: mark["verdict"] for ref, mark in marks.items() if mark}
    asked = {"fire:plan", "fire:meetings", "fire:drill", "fire:clear", "fire:staff"}
    asked |= {"fire:nap-room"} if code == "K1" else set()
    asked |= {"fire:revised"} if verdicts.get("fire:plan") == "pass" else set()
    counts = dict.fromkeys(("pass", "fail", "na", "none"), 0)
    for ref in asked:
        counts[verdicts.get(ref, "none")] += 1
    return counts


def test_all_counts_agree_at_every_step(workspace: Workspace, round_: Round) -> None:
    school, kindergarten = workspace.sheet(round_, "S1"), workspace.sheet(round_, "K1")
    steps: list[tuple[Sheet, str, Verdict]] = [
        (school, "plan", "pass"), (school, "revised", "fail"), (kindergarten, "nap-room", "na"),
        (school, "plan", "fail"), (school, "clear", "pass"), (school, "clear", "none"),
        (kindergarten, "revised", "pass"), (school, "staff", "na"),
    ]  # fmt: skip
    for sheet, item, verdict in steps:
        sheet.set_mark(item, verdict, Input(note="n"))
        tallies = workspace.tallies(round_)
        elsewhere = Workspace(workspace.root)
        for each in (school, kindergarten):
            code = each.unit.code
            expected = recount(workspace.root, round_, code)
            assert each.counts == expected
            assert fresh(workspace, round_, code).counts == expected
            assert tallies[code].by_verdict() == expected
            assert elsewhere.tallies(elsewhere.round(round_.info.id))[code].by_verdict() == expected
            assert tallies[code].findings == len(each.findings)
            assert tallies[code].asked == len(each.lines)
    school.undo()
    assert workspace.tallies(round_)["S1"].by_verdict() == recount(workspace.root, round_, "S1")


@pytest.mark.parametrize(
    "content",
    [None, b"", b"{", b"[]", b"null", b'{"S1": 5}', b'{"S1": [1]}', b'{"S1": [0,0,0,0,9,9,9,9,9]}', b"\xff"],
)
def test_the_counts_file_is_disposable_and_never_stale(
    workspace: Workspace, round_: Round, sheet: Sheet, content: bytes | None
) -> None:
    sheet.set_mark("clear", "fail")
    before = workspace.tallies(round_)
    kept = workspace.root / ".cache" / f"{round_.info.id}.json"
    assert kept.exists()
    if content is None:
        kept.unlink()
    else:
        kept.write_bytes(content)

    assert workspace.tallies(round_) == before
    sheet.set_mark("clear", "pass")
    assert workspace.tallies(round_)["S1"].by_verdict() == sheet.counts


def test_a_count_that_is_given_up_goes_on_where_it_was(
    workspace: Workspace, round_: Round, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet.set_mark("clear", "fail")

    def enough(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workspace.tallies(round_, enough)
    counted: list[str] = []
    count = Counts._count

    def counting(self: Counts, code: str, *more: Any) -> Any:
        counted.append(code)
        return count(self, code, *more)

    monkeypatch.setattr(Counts, "_count", counting)
    found = workspace.tallies(round_)
    assert found["S1"].by_verdict() == sheet.counts
    assert found.keys() == round_.units.keys()
    assert counted == [*round_.units][1:], "the first was counted"


def test_the_period_of_an_open_round_is_the_year(round_: Round) -> None:
    assert round_.info.period(date(2026, 11, 23)) == (date(2026, 1, 1), date(2026, 12, 31))
