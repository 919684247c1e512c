"""The JSON Schema that ships with the package: made from the model, and of one mind with the loader."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from checklists import check, library, schema, starter
from checklists.build import key_of
from checklists.meanings import MEANINGS
from checklists.nodes import Mapping, Node, Scalar
from checklists.source import compose
from tests.checklists import test_loading
from tests.checklists.test_docs import CLASSES, PAGE

pytestmark = pytest.mark.slow

VALIDATOR = Draft202012Validator(json.loads(schema.packaged().read_bytes()))


class EditorLoader(yaml.SafeLoader):
    """What an editor makes of YAML: the core types of YAML 1.2, in which `no` and 17:00 are text."""


EditorLoader.yaml_implicit_resolvers = {}
for tag, expression, first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{expression})$"), list(first))
EditorLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value, 10))


def in_editor(text: str | bytes) -> Any:
    return yaml.load(text, EditorLoader)


def as_text(node: Node) -> Any:
    """The values as the loader sees them: every scalar is text."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {as_text(key): as_text(value) for key, value in node.value}
    return [as_text(one) for one in node.value]


def faults(value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in VALIDATOR.iter_errors(value)]


def test_the_file_is_made_from_the_model() -> None:
    assert schema.packaged().read_bytes() == schema.to_json(), "run `make schema`"
    Draft202012Validator.check_schema(schema.schema())


@pytest.mark.parametrize("checklist_id", library.ids())
def test_the_library_is_valid(checklist_id: str) -> None:
    data = library.read_bytes(checklist_id)
    assert faults(in_editor(data)) == []
    assert faults(as_text(compose(data, checklist_id))) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_starter_and_the_documented_example_are_valid(lang: str) -> None:
    made = starter.starter("own", lang, "file:///x/schema.json")
    for data in (made, *(example.encode() for example in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))):
        assert faults(in_editor(data)) == []


LOOKED_UP = (
    "there is no ", "wait for each other", "already used", "is built in", "no text holds", "at_most is below",
    "needs the item's recurrence", "02-30", "11-31", "weekdays go with", "is not a time span", "is here twice",
    "a key must be text",
)  # fmt: skip
"""What is wrong by more than structure: the program finds it, a schema cannot."""

IN_QUOTES = ("must not be below", "must not be above")
"""What a schema finds in a number, and lets pass in one that is written in quotes."""


def _wrong() -> list[str]:
    item, whole = (
        mark.args[1]
        for test in (
            test_loading.test_an_item_that_is_wrong_says_where,
            test_loading.test_a_checklist_that_is_wrong_says_where,
        )
        for mark in vars(test)["pytestmark"]
    )
    lines = [f"{test_loading.GOOD}{test_loading.TAIL}{line}\n" for line, _ in item]
    return [*lines, *(text for text, _ in whole)]


WRONG = _wrong()


@pytest.mark.parametrize("text", WRONG)
def test_what_the_loader_refuses_for_its_structure_the_schema_refuses(text: str) -> None:
    found = [str(problem) for problem in check(text.encode(), "f")]
    structural = [line for line in found if not any(word in line for word in LOOKED_UP)]
    read = as_text if any(word in line for word in IN_QUOTES for line in found) else None
    if any("a key must be text" in line for line in found):
        return  # no value of JSON has such a key
    assert bool(faults(in_editor(text))) == bool(structural), found
    if read is None and not any("is here twice" in line or "nothing is written" in line for line in found):
        assert bool(faults(as_text(compose(text.encode(), "f")))) == bool(structural), found


def test_the_wrong_ones_are_many_and_of_both_kinds() -> None:
    refused = [bool(faults(in_editor(text))) for text in WRONG if "? [x]" not in text]
    assert refused.count(True) > 30
    assert refused.count(False) > 10


def test_every_key_has_its_meaning_and_no_other() -> None:
    assert {cls.__name__: {key_of(field.name) for field in fields(cls)} for cls in CLASSES} == {
        name: set(keys) for name, keys in MEANINGS.items()
    }


def test_what_the_program_takes_as_text_an_editor_may_take_as_something_else() -> None:
    text = test_loading.GOOD.replace('"1"', "1.10").replace("title: T", "title: {zh: true, en: 2026}")
    text += "        veto: yes\n        weight: '2'\n        recurrence: {every: week, in: [03], at: 17:00}\n"
    assert check(text.encode(), "f") == []
    assert faults(in_editor(text)) == []
