"""What is inspected: the checklist model, its YAML, and what can be worked out from it alone.

The names below are imported when they are first used: whoever needs only the model does not pay for YAML.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checklists.blanks import fill
    from checklists.canonical import digest, from_json, item_digest, to_json
    from checklists.criteria import Proposal, judge
    from checklists.dump import to_yaml
    from checklists.errors import AudittyError, ChecklistError, Problem
    from checklists.gradings import grading_of
    from checklists.loading import check, load
    from checklists.model import Checklist, Item, Line, Section, Text
    from checklists.recurrence import Occurrence, occurrences
    from checklists.scope import asked, lines_for
    from checklists.unit_types import UnitType, is_a

_HOMES = {
    "blanks": ("fill",),
    "canonical": ("digest", "from_json", "item_digest", "to_json"),
    "criteria": ("Proposal", "judge"),
    "dump": ("to_yaml",),
    "errors": ("AudittyError", "ChecklistError", "Problem"),
    "gradings": ("grading_of",),
    "loading": ("check", "load"),
    "model": ("Checklist", "Item", "Line", "Section", "Text"),
    "recurrence": ("Occurrence", "occurrences"),
    "scope": ("asked", "lines_for"),
    "unit_types": ("UnitType", "is_a"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "AudittyError",
    "Checklist",
    "ChecklistError",
    "Item",
    "Line",
    "Occurrence",
    "Problem",
    "Proposal",
    "Section",
    "Text",
    "UnitType",
    "asked",
    "check",
    "digest",
    "fill",
    "from_json",
    "grading_of",
    "is_a",
    "item_digest",
    "judge",
    "lines_for",
    "load",
    "occurrences",
    "to_json",
    "to_yaml",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    return value
