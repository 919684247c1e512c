"""docs/checklists.md documents what the program reads."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

import checklists
from checklists import load, model
from checklists.build import key_of
from checklists.importers import headers

PAGE = (Path(checklists.__file__).parents[1] / "docs" / "checklists.md").read_text(encoding="utf-8")
CODE = " ".join(re.findall(r"`([^`\n]+)`", PAGE))

CLASSES = [
    model.Recurrence, model.Count, model.Share, model.Duration, model.By, model.Schedule, model.Criterion,
    model.Demands, model.Condition, model.Item, model.Section, model.Phase, model.RiskPoint, model.Grade,
    model.Grading, model.Blank, model.Background, model.Checklist,
]  # fmt: skip
KEYS = sorted({(cls.__name__, key_of(field.name)) for cls in CLASSES for field in fields(cls)})


@pytest.mark.parametrize("name, key", KEYS)
def test_every_key_is_documented(name: str, key: str) -> None:
    assert re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", CODE), f"{name}: {key}"


def test_the_example_loads() -> None:
    examples = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert examples
    for example in examples:
        assert load(example.encode(), "docs/checklists.md").lines


def _table(first: str) -> list[list[list[str]]]:
    """The rows of the table whose header begins so: the words in code of each cell."""
    _before, table = PAGE.split(f"{first}", 1)
    rows = table.split("\n\n", 1)[0].split("\n")[2:]
    return [[re.findall(r"`([^`]+)`", cell) for cell in row.strip("|").split(" | ")] for row in rows]


def test_every_name_of_a_column_is_documented() -> None:
    assert [(field, tuple(names)) for [field], names in _table("| field | columns |")] == list(headers.NAMES.items())
    assert {name: field for names, [field] in _table("| columns | field |") for name in names} == headers.ELSE_TEXT
    both = _table("| columns | without | with results |")
    assert {name: (one, other) for names, [one], [other] in both for name in names} == headers.BY_RESULTS
    assert {f"`{field}`" for field in headers.TEXTS} <= set(re.findall("`[a-z]+`", PAGE))
