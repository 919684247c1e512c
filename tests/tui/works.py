"""Workspaces for the tests of the screens, made through the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from store.model import Inspector
from store.sheet import Sheet
from store.units import Row
from store.workspace import Workspace

KEY_WORDS = ("fence", "gate", "alarm", "plan", "drill")


def items(count: int, **first: object) -> list[dict[str, object]]:
    """Items i1, i2, …; `first` goes into the first one."""
    made: list[dict[str, object]] = [
        {
            "id": f"i{number}",
            "text": {"zh": f"第{number}件事已落实", "en": f"Matter {number} is settled: {KEY_WORDS[number % 5]}"},
            "how": {"zh": "查阅记录", "en": "Read the records"},
        }
        for number in range(1, count + 1)
    ]
    made[0].update(first)
    return made


def make(
    folder: Path,
    *,
    wanted: Sequence[Mapping[str, object]] = (),
    units: Sequence[Mapping[str, str]] = ({"code": "A1", "name": "East School"}, {"code": "A2", "name": "West School"}),
    inspectors: Sequence[str] = ("Li Wen",),
    language: str = "en",
    title: str = "Audit",
    name: str = "Autumn",
    rounds: bool = True,
) -> Workspace:
    """A workspace with a checklist `matters` and, with `rounds`, a round of it in all units without units below."""
    workspace = Workspace.create(folder, title, language)
    content = {
        "format": 1,
        "id": "matters",
        "version": "1",
        "title": {"zh": "事项", "en": "Matters"},
        "responsibility": [{"id": "s", "title": {"zh": "职责", "en": "Duties"}, "items": list(wanted) or items(40)}],
    }
    path = folder / "checklists" / "matters.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    workspace.units.take_in([Row(number, dict(unit)) for number, unit in enumerate(units, 1)], "test")
    workspace.set_inspectors([Inspector(name=person) for person in inspectors])
    if rounds:
        parents = {unit.get("parent") for unit in units}
        leaves = [unit["code"] for unit in units if unit["code"] not in parents]
        workspace.new_round(name, ["matters"], leaves, "2026-09-01", "2026-12-31")
    return workspace


def sheet(folder: Path, unit: str = "A1") -> Sheet:
    """The sheet of a unit in the newest round, as it is on disk now."""
    workspace = Workspace(folder)
    return workspace.sheet(workspace.rounds()[0], unit)


def verdicts(folder: Path, unit: str = "A1") -> str:
    """A letter per item of that sheet, in order: p, f, n(ot applicable), or . for none."""
    found = sheet(folder, unit)
    return "".join({"pass": "p", "fail": "f", "na": "n", "none": "."}[found.verdict(line.ref)] for line in found.lines)
