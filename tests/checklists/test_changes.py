"""What changed between two versions of a checklist."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists import Checklist, Item, Section, Text, item_digest, load, to_json
from checklists.changes import compare
from checklists.model import Condition, Count, Criterion, Phase
from checklists.starter import starter

ONE = """\
format: 1
id: c
version: "1"
title: T
responsibility:
  - id: s
    title: S
    items:
      - {id: a, text: A, how: Look}
      - {id: b, text: B, criterion: {count: {at_least: 2}}}
  - id: t
    title: T
    items:
      - {id: d, text: D, weight: 2}
"""


def old() -> Checklist:
    return load(ONE.encode(), "f")


def new(*changes: tuple[str, str]) -> Checklist:
    text = ONE
    for one, other in changes:
        assert one in text
        text = text.replace(one, other)
    return load(text.encode(), "f")


def test_the_same_is_no_change() -> None:
    assert not compare(old(), old()).any


def test_an_item_more_and_an_item_less() -> None:
    changes = compare(old(), new(("      - {id: a, text: A, how: Look}\n", "      - {id: x, text: X}\n")))
    assert [change.id for change in changes.added] == ["x"]
    assert [change.id for change in changes.removed] == ["a"]
    assert [change.id for change in changes.items] == ["x", "a"]


@pytest.mark.parametrize(
    "one, other, fields",
    [
        ("text: A", "text: A!", ("text",)),
        ("how: Look", "how: Look twice", ("how",)),
        (", how: Look", "", ("how",)),
        ("at_least: 2", "at_least: 3", ("criterion",)),
        ("text: D", "text: D, evidence: E", ("evidence",)),
        ("text: A, how: Look", "text: A!, how: See", ("text", "how")),
    ],
)
def test_another_wording_is_named_by_its_fields(one: str, other: str, fields: tuple[str, ...]) -> None:
    changes = compare(old(), new((one, other)))
    (change,) = changes.items
    assert changes.reworded == (change,)
    assert (change.reworded, change.fields, change.moved, change.renumbered) == (fields, (), False, False)


def test_what_is_no_wording_is_another_change() -> None:
    changes = compare(old(), new(("weight: 2", "weight: 3, grade: high"), ("id: a,", "id: a, veto: yes,")))
    assert [(change.id, change.reworded, change.fields) for change in changes.items] == [
        ("a", (), ("veto",)),
        ("d", (), ("weight", "grade")),
    ]


def test_an_item_in_another_section_moved_and_those_behind_it_have_other_numbers() -> None:
    moved = new(
        ("      - {id: a, text: A, how: Look}\n", ""),
        ("weight: 2}\n", "weight: 2}\n      - {id: a, text: A, how: Look}\n"),
    )
    changes = {change.id: (change.moved, change.renumbered) for change in compare(old(), moved).items}
    assert changes == {"a": (True, True), "b": (False, True), "d": (False, True)}


def test_sections_and_the_checklist_itself() -> None:
    changes = compare(old(), new(("title: S", "title: S!"), ('version: "1"', 'version: "2"'), ("id: t\n", "id: u\n")))
    assert changes.sections == {"s": ("title",)}
    assert changes.head == ("version", "responsibility")
    assert [change.id for change in changes.items if change.moved] == ["d"]


def test_a_section_that_became_a_phase() -> None:
    text = ONE.replace("  - id: t\n", "phases:\n  - id: t\n")
    changes = compare(old(), load(text.encode(), "f"))
    assert changes.head == ("responsibility", "phases")
    assert [(change.id, change.moved, change.renumbered) for change in changes.items] == [("d", True, False)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_starter_loads(lang: str) -> None:
    checklist = load(starter("own.list-1", lang, "file:///s.json"), "f")
    assert checklist.id == "own.list-1"
    assert {line.section.part for line in checklist.lines} == {"responsibility", "phases", "countermeasures"}
    assert starter("x", lang, "file:///s.json").startswith(b"# yaml-language-server: $schema=file:///s.json\n")


words = st.sampled_from(["A", "B", "C"]).map(lambda word: Text(word, word))
items = st.builds(
    Item,
    id=st.sampled_from("abcdefgh"),
    text=words,
    how=st.none() | words,
    criterion=st.none() | st.builds(Criterion, count=st.builds(Count, at_least=st.integers(0, 2))),
    weight=st.sampled_from([1.0, 2.0]),
    when=st.none() | st.builds(Condition, item=st.just("a"), is_=st.just(("pass",))),
)


@st.composite
def any_checklists(draw: st.DrawFn) -> Checklist:
    """A few sections of a few items in two parts, every id once."""
    pool = draw(st.lists(items, unique_by=lambda item: item.id, min_size=1, max_size=8))
    parts: dict[str, list[Section]] = {"responsibility": [], "phases": []}
    while pool:
        size = draw(st.integers(1, len(pool)))
        part, cls = draw(st.sampled_from([("responsibility", Section), ("phases", Phase)]))
        number = sum(map(len, parts.values()))
        parts[part].append(cls(id=f"s{number}", title=draw(words), items=tuple(pool[:size])))
        pool = pool[size:]
    version = draw(st.sampled_from("12"))
    return Checklist(
        id="c", version=version, title=Text("T", "T"), responsibility=tuple(parts["responsibility"]),
        phases=tuple(p for p in parts["phases"] if isinstance(p, Phase)),
    )  # fmt: skip


@given(any_checklists(), any_checklists())
def test_changes_tell_everything_and_nothing_else(before: Checklist, after: Checklist) -> None:
    changes = compare(before, after)
    assert changes.any == (to_json(before) != to_json(after))
    both = before.line_of.keys() & after.line_of.keys()
    assert {change.id for change in changes.added} == after.line_of.keys() - before.line_of.keys()
    assert {change.id for change in changes.removed} == before.line_of.keys() - after.line_of.keys()
    assert {change.id for change in changes.reworded} == {
        one for one in both if item_digest(before.line_of[one].item) != item_digest(after.line_of[one].item)
    }
    told = {change.id: change for change in changes.items}
    for one in both:
        (_, _, was), (_, _, now) = before.line_of[one], after.line_of[one]
        if was != now:
            assert told[one].reworded or told[one].fields
    back = compare(after, before)
    assert {change.id for change in back.added} == {change.id for change in changes.removed}


@given(any_checklists())
def test_a_new_version_alone_changes_no_item(checklist: Checklist) -> None:
    changes = compare(checklist, replace(checklist, version="next"))
    assert (changes.items, changes.sections, changes.head) == ((), {}, ("version",))
