from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from store.figures import answers as reading
from store.figures.answers import RoundAnswers
from store.figures.bands import BANDS, Band, faults
from store.figures.compare import KINDS, compare, counted
from store.figures.items import by_grade, by_item, by_point, of_grade, worst_first
from store.figures.rates import Rates, rates
from store.figures.scores import Score, band_of, by_unit, distribution, in_all, ranking, score
from store.figures.trend import summary
from store.given import Input
from store.model import Finding
from store.rounds import Round
from store.sheet import Sheet
from store.unit_files import read_rows
from store.workspace import Workspace

CHECKLIST = """\
format: 1
id: gates
version: "{version}"
title: Gates
grading: risk
responsibility:
  - id: group
    title: Leading group
    items:
      - {{id: plan, text: There is a plan, weight: 3}}
      - {{id: revised, text: The plan was revised, when: {{item: plan, is: [pass]}}}}
      - {{id: met, text: "{met}", grade: high}}
phases:
  - id: autumn
    title: Autumn
    from: "2026-09-01"
    to: "2026-11-30"
    items:
      - {{id: drill, text: A drill was held, weight: 2, veto: true}}
      - {{id: nap, text: Nap rooms have two exits, applies_to: [kindergarten]}}
countermeasures:
  - id: exits
    title: Blocked exits
    grade: high
    items:
      - {{id: clear, text: Exits are clear}}
  - id: wires
    title: Old wires
    grade: low
    items:
      - {{id: wired, text: Wires are whole, weight: 0.5}}
"""
WEIGHTS = {"plan": 3.0, "revised": 1.0, "met": 1.0, "drill": 2.0, "nap": 1.0, "clear": 1.0, "wired": 0.5}
PARTS = {"plan": "responsibility", "revised": "responsibility", "met": "responsibility", "drill": "phases"}
UNITS = "code,name,type\nA1,One,school\nA2,Two,school\nA3,Three,school\nK1,Four,kindergarten\nK2,Five,kindergarten\n"
CODES = ["A1", "A2", "A3", "K1", "K2"]


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    workspace = Workspace.create(tmp_path / "office", "Office", "en", who="Li")
    (workspace.root / "checklists" / "gates.yaml").write_text(CHECKLIST.format(version="1", met="The group met"))
    workspace.units.take_in(read_rows(UNITS.encode(), "units.csv"), "units.csv")
    return workspace


def a_round(office: Workspace, codes: list[str] | None = None) -> Round:
    return office.new_round("Round", ["gates"], codes or CODES)


def marked(office: Workspace, round_: Round, code: str, **verdicts: Any) -> Sheet:
    sheet = office.sheet(round_, code)
    for item, verdict in verdicts.items():
        sheet.set_mark(item, verdict)
    return sheet


def read(office: Workspace, round_: Round) -> RoundAnswers:
    return reading.read(office.round(round_.info.id), office.hands)


# Scores


def test_a_score_weighs_what_was_judged(office: Workspace) -> None:
    round_ = a_round(office)
    marked(office, round_, "A1", plan="pass", met="fail", clear="na", wired="pass")

    found = score(read(office, round_).units["A1"])

    assert (found.got, found.possible) == (3.5, 4.5)
    assert found.points == 77.8
    assert (found.asked, found.answered, found.passed, found.failed) == (6, 4, 2, 1)
    assert not found.complete


def test_an_item_whose_condition_does_not_hold_counts_nowhere(office: Workspace) -> None:
    round_ = a_round(office)
    marked(office, round_, "A1", plan="pass", revised="fail", met="pass", drill="pass", clear="pass", wired="pass")
    assert score(read(office, round_).units["A1"]).possible == 8.5

    marked(office, round_, "A1", plan="fail")
    found = score(read(office, round_).units["A1"])

    assert found.possible == 7.5
    assert (found.asked, found.answered, found.complete) == (5, 5, True)


def test_a_failed_veto_item_puts_the_unit_into_the_lowest_band_and_last(office: Workspace) -> None:
    round_ = a_round(office, ["A1", "A2", "A3"])
    marked(office, round_, "A1", plan="pass", met="pass", drill="fail", clear="pass", wired="pass")
    marked(office, round_, "A2", plan="fail", met="fail", drill="pass")
    scores = {code: score(each) for code, each in read(office, round_).units.items()}

    ranked = ranking(scores, BANDS)

    assert [(each.place, each.unit, each.band.id if each.band else None) for each in ranked] == [
        (1, "A2", "poor"), (2, "A1", "poor"), (None, "A3", None)
    ]  # fmt: skip
    assert scores["A1"].points == 73.3
    assert scores["A1"].vetoed == ("gates:drill",)
    assert distribution(ranked, BANDS) == {"excellent": 0, "good": 0, "fair": 0, "poor": 2, "": 1}


def test_equal_scores_share_a_place(office: Workspace) -> None:
    round_ = a_round(office, ["A1", "A2", "A3"])
    for code, verdict in (("A1", "pass"), ("A2", "pass"), ("A3", "fail")):
        marked(office, round_, code, plan="pass", met=verdict)
    scores = {code: score(each) for code, each in read(office, round_).units.items()}
    assert [(each.place, each.unit) for each in ranking(scores, BANDS)] == [(1, "A1"), (1, "A2"), (3, "A3")]


@pytest.mark.parametrize(
    ("points", "band"),
    [(100, "excellent"), (90, "excellent"), (89.9, "good"), (60, "fair"), (59.9, "poor"), (0, "poor")],
)
def test_the_bands_begin_where_they_say(points: float, band: str) -> None:
    found = band_of(Score(got=points, possible=100), BANDS)
    assert found is not None
    assert found.id == band


def test_bands_that_make_no_sense_are_named() -> None:
    one, other = Band(id="a", zh="甲", en="A", at_least=90), Band(id="b", zh="乙", en="B", at_least=0)
    assert not list(faults([one, other]))
    assert list(faults([other, one]))
    assert list(faults([one]))
    assert list(faults([one, Band(id="a", zh="乙", en="B", at_least=0)]))


# Items and grades


def test_which_duty_fails_everywhere(office: Workspace) -> None:
    round_ = a_round(office)
    for code in CODES:
        marked(office, round_, code, plan="pass", met="fail" if code != "A1" else "pass", drill="na")
    marked(office, round_, "K1", nap="fail")

    figures = {each.question.item.id: each for each in by_item(read(office, round_))}

    assert (figures["met"].passed, figures["met"].failed, figures["met"].none) == (1, 4, 0)
    assert figures["met"].rate == 0.2
    assert (figures["nap"].failed, figures["nap"].none) == (1, 1)
    assert (figures["drill"].na, figures["drill"].rate) == (5, None)
    assert figures["revised"].none == 5
    assert [each.question.item.id for each in worst_first(figures.values())] == ["nap", "met"]


def test_findings_and_risk_points_by_grade(office: Workspace) -> None:
    round_ = a_round(office)
    sheet = marked(office, round_, "A1", met="fail", wired="fail", plan="fail")
    sheet.set_mark("clear", "fail", Input(finding={"grade": "medium"}))
    sheet.set_other(Finding(problem="a hole in the fence", grade="low"))

    rows = {each.grade.id if each.grade else "": each for each in by_grade(read(office, round_))}

    assert {name: (row.risk_points, row.findings) for name, row in rows.items()} == {
        "high": (1, 1), "medium": (0, 1), "low": (1, 2), "": (0, 1)
    }  # fmt: skip

    for each in by_grade(read(office, round_)):
        named = of_grade(read(office, round_), each.scheme, each.grade.id if each.grade else "")
        assert len(named) == each.findings
    ((unit, finding), *_rest) = of_grade(read(office, round_), "risk", "low")
    assert (unit, finding.ref) == ("A1", "gates:wired")


def test_risk_points_from_the_gravest_on_with_what_was_found(office: Workspace) -> None:
    round_ = a_round(office)
    marked(office, round_, "A1", wired="fail", plan="fail")
    sheet = marked(office, round_, "A2", wired="fail")
    sheet.set_mark("wired", "fail", Input(finding={"problem": "another"}, add=True))

    rows = by_point(read(office, round_))

    assert [(row.point.id, row.grade and row.grade.id, row.findings, row.units) for row in rows] == [
        ("exits", "high", 0, 0), ("wires", "low", 3, 2)
    ]  # fmt: skip


# Two rounds


def test_what_became_of_each_item_between_two_rounds(office: Workspace) -> None:
    first = a_round(office, ["A1", "A2"])
    marked(office, first, "A1", plan="fail", met="fail", drill="fail", clear="pass", wired="pass")
    second = a_round(office, ["A1", "A3"])
    marked(office, second, "A1", plan="pass", met="fail", clear="fail", wired="fail")

    found = compare(read(office, first), read(office, second), {("A1", "gates:wired")})

    assert {(each.unit, each.question.item.id): each.kind for each in found.changes} == {
        ("A1", "plan"): "put_right",
        ("A1", "met"): "still",
        ("A1", "drill"): "unseen",
        ("A1", "clear"): "new",
        ("A1", "wired"): "came_back",
    }
    assert (found.gone, found.joined) == (("A2",), ("A3",))
    by_part = counted(found.changes, lambda change: change.question.section.part)
    assert by_part["responsibility"] == {"put_right": 1, "still": 1, "unseen": 0, "new": 0, "came_back": 0}


def test_two_versions_of_a_checklist_compare_item_by_item(office: Workspace) -> None:
    first = a_round(office, ["A1"])
    marked(office, first, "A1", met="fail", clear="fail")
    text = CHECKLIST.format(version="2", met="The group met four times").replace("id: wired", "id: cables")
    (office.root / "checklists" / "gates.yaml").write_text(text)
    second = a_round(office, ["A1"])
    marked(office, second, "A1", met="pass", clear="fail")

    found = compare(read(office, first), read(office, second))

    assert [(each.question.item.id, each.kind, each.reworded) for each in found.changes] == [
        ("met", "put_right", True), ("clear", "still", False)
    ]  # fmt: skip
    assert (found.removed, found.added) == (("gates:wired",), ("gates:cables",))


# Rates


class Row(NamedTuple):
    id: str
    state: str
    due: str = "2026-11-10"
    answered: str = ""
    closed: str = ""
    earlier: str = ""
    reopened: int = 0
    light: str = ""


def test_rates_of_rectifications() -> None:
    rows = [
        Row("A1-0001", "closed", answered="2026-11-10", closed="2026-11-20"),
        Row("A1-0002", "closed", answered="2026-11-11", closed="2026-11-12"),
        Row("A1-0003", "open", earlier="A1-0001"),
        Row("A1-0004", "open", light="red"),
        Row("A1-0005", "returned", due="", reopened=1),
        Row("A1-0006", "withdrawn", light="red"),
    ]

    found = rates(rows, lambda row: row.id[:2])["A1"]

    assert found == Rates(total=5, closed=2, dated=4, late=2, ever_closed=3, came_back=2)
    assert (found.completion, found.lateness, found.recurrence) == (0.4, 0.5, 2 / 3)
    assert Rates().completion is None
    later = [Row("A1-0007", "open", earlier="A1-0002"), Row("A1-0008", "withdrawn", earlier="A1-0002")]
    assert rates(rows, lambda row: row.id[:2], later)["A1"].came_back == 3  # found in another round
    assert rates(rows, lambda row: row.id[:2], later[1:])["A1"].came_back == 2


# All of it, from the journals alone


def from_journals(round_: Round) -> dict[str, dict[str, dict[str, Any]]]:
    """The marks of each unit by item, read as anybody could who knows only docs/data.md."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for path in sorted((round_.path / "sheets").glob("*.journal")):
        marks: dict[str, dict[str, Any]] = {}
        for text in path.read_text().splitlines():
            line = json.loads(text)
            if line["table"] == "marks":
                marks[line["key"].split(":")[1]] = line["after"]
        found[path.stem] = {item: mark for item, mark in marks.items() if mark and mark["verdict"] != "none"}
    return found


def counting(marks: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    plan = marks.get("plan", {}).get("verdict")
    for item, mark in marks.items():
        if item != "revised" or plan == "pass":
            yield item, mark["verdict"]


@pytest.mark.parametrize("seed", range(5))
def test_every_figure_follows_from_the_journals_alone(office: Workspace, seed: int) -> None:
    chance = random.Random(seed)
    rounds = [a_round(office), a_round(office)]
    for round_ in rounds:
        for code in CODES:
            sheet = office.sheet(round_, code)
            for line in sheet.all_lines:
                for _ in range(chance.randrange(3)):
                    sheet.set_mark(line.ref, chance.choice(("pass", "fail", "na", "none")))
            if chance.random() < 0.3:
                sheet.undo()
    both, plain = [read(office, round_) for round_ in rounds], [from_journals(round_) for round_ in rounds]
    for found, marks in zip(both, plain, strict=True):
        totals: Counter[tuple[str, str]] = Counter()
        for code in CODES:
            verdicts = dict(counting(marks.get(code, {})))
            judged = {item: verdict for item, verdict in verdicts.items() if verdict != "na"}
            got = sum(WEIGHTS[item] for item, verdict in judged.items() if verdict == "pass")
            possible = sum(WEIGHTS[item] for item in judged)
            own = score(found.units[code])
            assert (own.got, own.possible, own.answered) == (got, possible, len(verdicts))
            assert own.points == (round(100 * got / possible, 1) if possible else None)
            alone = replace(found, units={code: found.units[code]})
            parts = in_all(alone, lambda question: question.section.part)
            assert sum(parts.values(), Score()) == Score(
                own.got, own.possible, own.asked, own.answered, own.passed, own.failed, parts["phases"].vetoed
            )
            totals.update(verdicts.items())
        sums: dict[str, Score] = {}
        for own_parts in by_unit(found, lambda question: question.section.part).values():
            sums |= {name: sums.get(name, Score()) + one for name, one in own_parts.items()}
        for name, one in in_all(found, lambda question: question.section.part).items():
            assert (sums[name].got, sums[name].possible, sums[name].asked, sums[name].passed, sums[name].failed) == (
                one.got, one.possible, one.asked, one.passed, one.failed
            )  # fmt: skip
        for each in by_item(found):
            item = each.question.item.id
            assert (each.passed, each.failed, each.na) == tuple(totals[item, name] for name in ("pass", "fail", "na"))
        told = summary(found, BANDS)
        assert told.total.failed == sum(count for (_, verdict), count in totals.items() if verdict == "fail")
        assert told.findings == told.total.failed
        assert sum(told.bands.values()) == told.units == len(CODES)
        tallies = office.tallies(office.round(found.round.info.id))
        assert {code: tally.failed for code, tally in tallies.items()} == {
            code: score(each).failed for code, each in found.units.items()
        }
    failed = [
        {(code, item) for code in CODES for item, verdict in counting(marks.get(code, {})) if verdict == "fail"}
        for marks in plain
    ]
    changes = compare(both[0], both[1]).changes
    kinds = Counter(change.kind for change in changes)
    assert kinds["put_right"] + kinds["still"] + kinds["unseen"] == len(failed[0])
    assert kinds["still"] == len(failed[0] & failed[1])
    assert kinds["new"] == len(failed[1] - failed[0])
    assert set(kinds) <= set(KINDS)
