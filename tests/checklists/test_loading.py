"""Checklist files: what loads, and every error of a file at once with its exact place."""

from __future__ import annotations

import pytest

from checklists import ChecklistError, Text, UnitType, check, load
from checklists.model import RiskPoint

HEAD = 'id: c\nversion: "1"\ntitle: T\nresponsibility:\n  - id: s\n    title: S\n    items:\n'
ITEM = "      - id: a\n        text: A\n"
GOOD = HEAD + ITEM


def problems(text: str) -> list[str]:
    return [str(problem) for problem in check(text.encode(), "f")]


def test_the_smallest_checklist_loads() -> None:
    checklist = load(GOOD.encode(), "f")
    assert checklist.id == "c"
    assert checklist.title == Text("T", "T")
    assert [line.item.id for line in checklist.lines] == ["a"]
    assert checklist.lines[0].item.weight == 1.0


def test_values_arrive_as_written() -> None:
    text = HEAD.replace('"1"', "1.10").replace("title: T", "title: {zh: 是, en: no}") + (
        "      - id: no\n        text: A\n        veto: yes\n        weight: 2.5\n        methods: [site]\n"
        "        when: {item: b, is: [fail]}\n        criterion: {count: {at_least: 12, per: year}}\n"
        "      - id: b\n        text: B\n        recurrence: {every: week, in: [early-09], on: [monday], at: 17:00}\n"
    )
    checklist = load(text.encode(), "f")
    first, second = (line.item for line in checklist.lines)
    assert checklist.version == "1.10"
    assert checklist.title == Text("是", "no")
    assert (first.id, first.veto, first.weight, first.methods) == ("no", True, 2.5, ("site",))
    assert first.when is not None
    assert first.when.is_ == ("fail",)
    assert first.criterion is not None
    assert first.criterion.count is not None
    assert (first.criterion.count.at_least, first.criterion.count.per) == (12, "year")
    assert second.recurrence is not None
    assert (second.recurrence.in_, second.recurrence.on, second.recurrence.at) == (("early-09",), ("monday",), "17:00")


def test_the_three_parts_are_numbered_through() -> None:
    text = GOOD + (
        "phases:\n  - {id: p, title: P, from: 03-01, to: 2026-03-31, produces: R, items: [{id: b, text: B}]}\n"
        "countermeasures:\n  - {id: r, title: R, grade: high, lead: L, deadline: end-06, items: [{id: d, text: D}]}\n"
    )
    checklist = load(text.encode(), "f")
    assert [(line.number, line.section.part) for line in checklist.lines] == [
        (1, "responsibility"),
        (2, "phases"),
        (3, "countermeasures"),
    ]
    risk = checklist.countermeasures[0]
    assert isinstance(risk, RiskPoint)
    assert risk.deadline == "end-06"


TAIL = "        "
"""The indentation of an item's keys; the added line is line 10, its key in column 9."""


@pytest.mark.parametrize(
    "line, expected",
    [
        ("wieght: 2", '10:9: unknown key "wieght"; did you mean "weight"?'),
        ("zzz: 2", '10:9: unknown key "zzz"; known here: id, text, how'),
        ("text: again", '10:9: "text" is here twice; the first is on line 9'),
        ("? [x]\n        : y", "10:11: a key must be text"),
        ("weight: heavy", '10:17: expected a number, found "heavy"'),
        ("weight: nan", '10:17: expected a number, found "nan"'),
        ("weight: -1", "10:17: must not be below 0"),
        ("weight: [1]", "10:17: expected text, found a list"),
        ("veto: maybe", '10:15: expected yes or no, found "maybe"'),
        ("how: {zh: 看}", '10:14: "en" is missing'),
        ("how: {zh: 看, en: Look, fr: Voir}", '10:32: unknown key "fr"; a text is {zh: …, en: …}'),
        ("how: [x]", "10:14: expected text, found a list"),
        ("how:", "10:13: nothing is written here; leave the key out or give a value"),
        ("how: " + "x" * 20_001, "10:14: longer than 20000 characters"),
        ("methods: documents", "10:18: expected a list, found text"),
        ("methods: {site: yes}", "10:18: expected a list, found keys and values"),
        ("methods: [site, phone]", '10:25: expected one of documents, site, interview, found "phone"'),
        ("demands: note", "10:18: expected keys and values, found text"),
        ("demands: [note]", "10:18: expected keys and values, found a list"),
        ("demands: {fail: [photo]}", '10:26: expected one of note, evidence, found "photo"'),
        ("applies_to: [school, shcool]", '10:30: there is no unit type "shcool"; there is school'),
        ("grade: hihg", '10:16: there is no grade "hihg" in the grading; there is high'),
        ("when: {item: a, is: [fail]}", "10:22: items wait for each other: a → a"),
        ("when: {item: z, is: [fail]}", '10:22: there is no item "z"; there is a'),
        ("when: {item: z}", '10:15: "is" is missing'),
        ("recurrence: {every: fortnight}", '10:29: "fortnight" is no period; write day, week'),
        ("recurrence: {every: years}", '10:29: "years" is no period; write day, week'),
        ("recurrence: {every: year, in: [03, mid-13]}", '10:44: "mid-13" is not a point of the year'),
        ("recurrence: {every: year, in: [02-30]}", '10:40: "02-30" is not a point of the year'),
        ("recurrence: {every: month, on: [monday]}", "10:40: weekdays go with every day or week"),
        ("recurrence: {every: day, at: 24:00}", '10:38: "24:00" is not a time of day; write HH:MM'),
        ("criterion: {}", "10:20: give exactly one of count, share"),
        ("criterion: {share: {at_least: 9}, not_below: previous}", "10:20: give exactly one of count, share"),
        ("criterion: {count: {at_least: 1.5}}", '10:39: expected a whole number, found "1.5"'),
        ("criterion: {count: {at_least: -1}}", "10:39: must not be below 0"),
        ("criterion: {count: {per: year}}", "10:28: give at_least, at_most, or both"),
        ("criterion: {count: {at_least: 3, at_most: 2}}", "10:51: at_most is below at_least"),
        ("criterion: {share: {at_least: 101}}", "10:39: must not be above 100"),
        ("criterion: {duration: {at_most: soon}}", '10:41: "soon" is not a time span; write 12 h, 30 min or 1 d'),
        ("criterion: {date: {by: 11-31}}", '10:32: "11-31" is not a point of the year'),
        ("criterion: {date: {by: 2026-02-30}}", '10:32: "2026-02-30" is not a date; write YYYY-MM-DD'),
        ("criterion: {schedule: {}}", "10:31: a schedule needs the item's recurrence"),
        (
            "recurrence: {every: day}\n        criterion: {schedule: {at_least: most}}",
            '11:42: expected all or a number from 1, found "most"',
        ),
        ("criterion: {not_below: last}", '10:32: expected one of previous, found "last"'),
    ],
)
def test_an_item_that_is_wrong_says_where(line: str, expected: str) -> None:
    found = problems(GOOD + TAIL + line + "\n")
    assert len(found) == 1
    assert found[0].startswith("f:" + expected)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("[]", ["f:1:1: expected keys and values, found a list"]),
        ("just text", ["f:1:1: expected keys and values, found text"]),
        ("id: c\n", ['f:1:1: "version" is missing', 'f:1:1: "title" is missing']),
        ("{id: c, version: 1, title: T}", ["f:1:1: nothing to inspect: give responsibility, phases"]),
        (GOOD.replace("id: c", "id: a b"), ['f:1:5: "a b" is no id; use 1 to 64']),
        (GOOD.replace("id: c", 'id: "a\\a"'), ['f:1:5: "a\a" is no id']),
        (GOOD.replace("id: c", "id: " + "x" * 65), ["f:1:5: "]),
        ("format: 2\nnew: x\n" + GOOD, ["f:1:9: format 2 is newer than this program, which reads up to 1"]),
        ("format: 0\n" + GOOD, ["f:1:9: format 0 does not exist; write 1"]),
        ("format: one\n" + GOOD, ['f:1:9: expected a whole number, found "one"']),
        (GOOD + ITEM, ['f:10:13: the id "a" is already used on line 8']),
        (GOOD + "phases:\n  - {id: s, title: P, items: [{id: b, text: B}]}\n",
         ['f:11:10: the id "s" is already used on line 5']),
        (GOOD + "phases:\n  - {id: p, title: P, items: []}\n", ["f:11:30: the list is empty"]),
        (GOOD + "phases:\n  - {id: p, title: P, from: soon, items: [{id: b, text: B}]}\n",
         ['f:11:29: "soon" is not a point of the year']),
        (GOOD + "countermeasures:\n  - {id: p, title: P, grade: huge, items: [{id: b, text: B}]}\n",
         ['f:11:30: there is no grade "huge" in the grading; there is high, medium, low']),
        (GOOD + "grading: riks\n", ['f:10:10: there is no grading "riks"; there is risk']),
        (GOOD + "gradings: [{id: risk, title: R, grades: [{id: x, title: X}]}]\n",
         ['f:10:17: the grading "risk" is built in; choose another id']),
        (GOOD + "gradings: [{id: g, title: R, grades: [{id: x, title: X}, {id: x, title: Y}]}]\n",
         ['f:10:63: the id "x" is already used on line 10']),
        (GOOD + "gradings: [{id: g, title: R, grades: [{id: x, title: X, due_days: -1}]}]\n",
         ["f:10:67: must not be below 0"]),
        (GOOD + "blanks: [{id: unit, text: The unit}]\n", ["f:10:15: no text holds the blank <unit>"]),
        (GOOD + "        when: {item: b, is: [pass]}\n      - {id: b, text: B, when: {item: a, is: [pass]}}\n",
         ["f:10:22: items wait for each other: a → b → a"]),
    ],
)  # fmt: skip
def test_a_checklist_that_is_wrong_says_where(text: str, expected: list[str]) -> None:
    found = problems(text)
    assert len(found) == len(expected)
    for one, start in zip(found, expected, strict=True):
        assert one.startswith(start)


def test_all_errors_come_at_once_in_file_order() -> None:
    text = GOOD.replace("id: c", "id: c d").replace("title: S", "titel: S") + "        weight: x\n"
    assert [one.split(" ")[0] for one in problems(text)] == ["f:1:5:", "f:5:5:", "f:6:5:", "f:10:17:"]


def test_errors_of_meaning_come_with_errors_of_form() -> None:
    text = GOOD.replace("id: c", "id: c d") + "        weight: x\n        recurrence: {every: eon}\n"
    assert [one.split(" ")[0] for one in problems(text)] == ["f:1:5:", "f:10:17:", "f:11:29:"]


def test_a_lost_item_does_not_make_those_that_name_it_wrong() -> None:
    text = HEAD + "      - id: a\n      - id: b\n        text: B\n        when: {item: a, is: [pass]}\n"
    assert problems(text) == ['f:8:9: "text" is missing']


def test_a_chain_of_conditions_is_no_circle() -> None:
    chain = "".join(
        f"      - id: i{n}\n        text: T\n        when: {{item: i{n + 1}, is: [pass]}}\n" for n in range(2000)
    )
    assert problems(HEAD + chain + "      - id: i2000\n        text: T\n") == []


def test_thousands_of_faults_are_all_reported_and_shortly() -> None:
    found = problems(GOOD + "".join(f"        {'k' * 900}{n}: x\n" for n in range(3000)))
    assert len(found) == 3000
    assert max(map(len, found)) < 500
    assert "known here" in found[-1]


def test_a_condition_that_leads_into_a_circle_is_reported_in_the_circle() -> None:
    lines = [("x", "a"), ("a", "b"), ("b", "a")]
    text = HEAD + "".join(f"      - {{id: {one}, text: T, when: {{item: {on}, is: [pass]}}}}\n" for one, on in lines)
    assert problems(text) == ["f:9:39: items wait for each other: a → b → a"]


def test_a_declared_blank_that_a_text_holds_is_fine() -> None:
    text = GOOD.replace("text: A", "text: {zh: 由<unit>负责, en: Run by the unit}")
    assert problems(text + "blanks: [{id: unit, text: The unit}]\n") == []


def test_own_gradings_give_the_grades() -> None:
    text = GOOD + "        grade: red\ngrading: g\ngradings: [{id: g, title: G, grades: [{id: red, title: R}]}]\n"
    assert problems(text) == []
    assert len(problems(text.replace("grading: g\n", ""))) == 1


def test_unit_types_can_be_added() -> None:
    data = (GOOD + "        applies_to: [depot]\n").encode()
    assert len(check(data, "f")) == 1
    assert load(data, "f", [UnitType(code="depot", title=Text("库", "Depot"))]).lines[0].item.applies_to == ("depot",)


def test_load_raises_what_check_lists() -> None:
    with pytest.raises(ChecklistError) as caught:
        load(b"id: c", "f")
    assert caught.value.problems == check(b"id: c", "f")
    assert caught.value.exit_code == 2
