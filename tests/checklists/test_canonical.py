"""Canonical JSON, digests and YAML: what goes out comes back equal."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import typing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checklists import Checklist, ChecklistError, Text, digest, from_json, item_digest, load, to_json, to_yaml
from checklists.build import build
from checklists.model import Count, Criterion, Item, Section
from checklists.source import compose

written = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\ufeff\ufffe\uffff"), min_size=1, max_size=20
).filter(lambda text: bool(text.strip()))
finite = st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 6))


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Anything a field of that type can hold and a file can say."""
    args = typing.get_args(hint)
    if type(None) in args:
        return st.none() | values(next(arg for arg in args if arg is not type(None)))
    if hint is Text:
        return st.builds(Text, written, written) | written.map(lambda text: Text(text, text))
    if typing.get_origin(hint) is tuple:
        return st.lists(st.deferred(lambda: values(args[0])), max_size=2).map(tuple)
    if typing.get_origin(hint) is typing.Literal:
        return st.sampled_from(args)
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        fields = dataclasses.fields(hint)
        return st.builds(hint, **{field.name: values(hints[field.name]) for field in fields})  # type: ignore[arg-type]
    return {str: written, int: st.integers(-(10**14), 10**14), float: finite, bool: st.booleans()}[hint]


@pytest.fixture
def small() -> Checklist:
    items = (Item(id="a", text=Text("甲", "A"), criterion=Criterion(count=Count(at_least=2, per="year"))),)
    sections = (Section(id="s", title=Text("节", "节"), items=items),)
    return Checklist(id="c", version="1.10", title=Text("题", "T"), responsibility=sections)


def test_the_form_is_fixed(small: Checklist) -> None:
    expected = (
        '{"id":"c","responsibility":[{"id":"s","items":[{"criterion":{"count":{"at_least":2,"per":"year"}},'
        '"id":"a","text":{"en":"A","zh":"甲"}}],"title":"节"}],"title":{"en":"T","zh":"题"},"version":"1.10"}'
    )
    assert to_json(small).decode() == expected
    assert digest(small) == hashlib.sha256(expected.encode()).hexdigest()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(values(Checklist))
def test_json_comes_back_equal_and_gives_the_same_bytes(checklist: Checklist) -> None:
    data = to_json(checklist)
    assert from_json(data) == checklist
    assert to_json(from_json(data)) == data


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(values(Checklist))
def test_yaml_comes_back_equal(checklist: Checklist) -> None:
    assert build(Checklist, compose(to_yaml(checklist), "f"), "f") == checklist


def test_yaml_is_written_for_people(small: Checklist) -> None:
    text = to_yaml(small).decode()
    assert text.startswith("format: 1\nid: c\nversion: '1.10'\ntitle:\n  zh: 题\n  en: T\nresponsibility:\n")
    assert load(text.encode(), "f") == small


def test_what_has_its_default_changes_no_digest(small: Checklist) -> None:
    explicit = load(to_yaml(small) + b"grading: ''\nbackground: []\nphases: []\n", "f")
    assert digest(explicit) == digest(small)


def test_an_items_digest_is_that_of_its_wording(small: Checklist) -> None:
    item = small.lines[0].item
    same = dataclasses.replace(item, id="b", weight=3.0, grade="high", ref=("X-1",), veto=True)
    assert item_digest(same) == item_digest(item)
    changed = [
        dataclasses.replace(item, text=Text("乙", "A")),
        dataclasses.replace(item, how=Text("看", "Look")),
        dataclasses.replace(item, evidence=Text("看", "Look")),
        dataclasses.replace(item, criterion=None),
    ]
    assert len({item_digest(one) for one in (item, *changed)}) == 5


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"null", b'"x"', b"{}", b'{"id":"c"}', b"\xff", b"[" * 100_000,
     b'{"id":"c","version":"1","title":"T","x":1}',
     b'{"id":"c","version":"1","title":{"zh":"T"}}', b'{"id":"c","version":"1","title":"T","phases":7}'],
)  # fmt: skip
def test_what_is_no_pinned_checklist_is_an_error_and_not_a_crash(data: bytes) -> None:
    with pytest.raises(ChecklistError, match=r"pin\.json:0:0: not a pinned checklist"):
        from_json(data, "pin.json")


def test_a_text_in_one_language_and_in_two_equal_ones_are_the_same() -> None:
    def of(title: str) -> bytes:
        sections = "[{id: s, title: S, items: [{id: a, text: A}]}]"
        return to_json(load(f"id: c\nversion: 1\ntitle: {title}\nresponsibility: {sections}".encode(), "f"))

    assert of("T") == of("{zh: T, en: T}")
    assert json.loads(of("T"))["title"] == "T"
