"""docs/checklists.md documents what the program reads."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

import checklists
from checklists import load, model
from checklists.build import key_of

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
