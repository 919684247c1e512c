"""Unit types, who is asked what, and blanks."""

from __future__ import annotations

import pytest

from checklists import (
    Checklist,
    ChecklistError,
    Item,
    Section,
    Text,
    UnitType,
    asked,
    fill,
    grading_of,
    is_a,
    lines_for,
)
from checklists.gradings import RISK, find_grade
from checklists.model import Blank, Condition, Grade, Grading
from checklists.unit_types import ancestors, built_in, known, read
from checklists.verdicts import Verdict

T = Text("文", "T")


def test_built_in_types_form_trees() -> None:
    types = built_in()
    assert is_a("kindergarten", "school", types)
    assert is_a("school", "school", types)
    assert not is_a("school", "kindergarten", types)
    assert not is_a("clinic", "school", types)
    assert all(unit_type.parent == "" or unit_type.parent in types for unit_type in types.values())
    assert all(unit_type.code == code for code, unit_type in types.items())


def test_extra_types_join_the_tree_and_a_loop_of_parents_ends() -> None:
    types = known([UnitType(code="night-school", title=T, parent="school"), UnitType(code="x", title=T, parent="x")])
    assert ancestors("night-school", types) == ("night-school", "school")
    assert ancestors("x", types) == ("x",)
    assert ancestors("nowhere", types) == ("nowhere",)
    assert ancestors("", types) == ()
    assert "night-school" not in built_in()


def test_a_file_of_types_with_errors_says_where() -> None:
    with pytest.raises(ChecklistError) as caught:
        read(b"types:\n  - {code: a, title: A, parents: b}\n", "types.yaml")
    assert str(caught.value).startswith('types.yaml:2:25: unknown key "parents"; did you mean "parent"?')


def checklist(whole: tuple[str, ...] = ()) -> Checklist:
    return Checklist(
        id="c", version="1", title=T, applies_to=whole,
        responsibility=(
            Section(id="s", title=T, items=(
                Item(id="all", text=T),
                Item(id="schools", text=T, applies_to=("school",)),
                Item(id="young", text=T, applies_to=("kindergarten", "clinic")),
            )),
            Section(id="t", title=T, applies_to=("health",), items=(Item(id="health", text=T),)),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    "whole, unit_type, expected",
    [
        ((), "kindergarten", [(1, "all"), (2, "schools"), (3, "young")]),
        ((), "school", [(1, "all"), (2, "schools")]),
        ((), "clinic", [(1, "all"), (3, "young"), (4, "health")]),
        ((), "post", [(1, "all")]),
        ((), "", [(1, "all"), (2, "schools"), (3, "young"), (4, "health")]),
        (("school",), "kindergarten", [(1, "all"), (2, "schools"), (3, "young")]),
        (("school",), "clinic", []),
    ],
)
def test_lines_for_a_unit(whole: tuple[str, ...], unit_type: str, expected: list[tuple[int, str]]) -> None:
    lines = lines_for(checklist(whole), ancestors(unit_type, built_in()))
    assert [(line.number, line.item.id) for line in lines] == expected


@pytest.mark.parametrize("verdict, expected", [("fail", True), ("na", True), ("pass", False), ("none", False)])
def test_a_condition_decides_whether_an_item_is_asked(verdict: Verdict, expected: bool) -> None:
    item = Item(id="b", text=T, when=Condition(item="a", is_=("fail", "na")))
    lines = Checklist(
        id="c", version="1", title=T, responsibility=(Section(id="s", title=T, items=(Item(id="a", text=T), item)),)
    ).lines
    seen = []

    def verdict_of(item_id: str) -> Verdict:
        seen.append(item_id)
        return verdict

    assert asked(lines[1], verdict_of) is expected
    assert asked(lines[0], verdict_of)
    assert seen == ["a"]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("由<unit>负责", "由第一小学负责"),
        ("<unit> and <unit>", "第一小学 and 第一小学"),
        ("<lead>", "＿＿＿＿"),
        ("<other> < unit > <>", "<other> < unit > <>"),
        ("<empty>", "＿＿＿＿"),
        ("no blank", "no blank"),
    ],
)
def test_blanks_are_filled_or_visible(text: str, expected: str) -> None:
    blanks = [Blank(id=name, text=T) for name in ("unit", "lead", "empty")]
    assert fill(text, {"unit": "第一小学", "other": "x", "empty": ""}, blanks) == expected


def test_a_value_is_not_filled_again() -> None:
    assert fill("<a><b>", {"a": "<b>", "b": "x"}, [Blank(id="a", text=T), Blank(id="b", text=T)]) == "<b>x"


def test_grades_are_found_by_id_and_by_title() -> None:
    own = Grading(id="g", title=T, grades=(Grade(id="red", title=Text("红", "Red")),))
    plain = Checklist(id="c", version="1", title=T)
    graded = Checklist(id="c", version="1", title=T, grading="g", gradings=(own,))
    assert grading_of(plain) is RISK
    assert grading_of(graded) is own
    assert find_grade(plain, " 高 ") is RISK.grades[0]
    assert find_grade(plain, "Low") is RISK.grades[2]
    assert find_grade(graded, "红") is own.grades[0]
    assert find_grade(graded, "high") is None
