"""From the bytes of a YAML file to a checklist, or to everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from checklists.build import Builder, in_file_order
from checklists.errors import N_, ChecklistError, Problem
from checklists.model import Checklist, Grading
from checklists.nodes import Mapping, Node, Scalar
from checklists.source import compose
from checklists.unit_types import UnitType
from checklists.validate import FORMAT, validate


def load(
    data: bytes, name: str, extra_types: Iterable[UnitType] = (), own_gradings: Iterable[Grading] = ()
) -> Checklist:
    """The checklist in `data`; `name` is what messages call the file.

    `extra_types` and `own_gradings` are the unit types and grading schemes it may name besides the built-in ones: those
    of a workspace. Raises ChecklistError with every problem of the file, in file order.
    """
    root = compose(data, name)
    refuse_newer(root, name, FORMAT)
    builder = Builder(name)
    checklist = builder.build(Checklist, root)
    problems = builder.problems
    if checklist is not None:
        problems = problems + validate(checklist, builder, extra_types, own_gradings)
    if checklist is None or problems:
        raise ChecklistError(in_file_order(problems))
    return checklist


def check(
    data: bytes, name: str, extra_types: Iterable[UnitType] = (), own_gradings: Iterable[Grading] = ()
) -> list[Problem]:
    """What is wrong with the checklist in `data`, in file order; empty if it is in order."""
    try:
        load(data, name, extra_types, own_gradings)
    except ChecklistError as error:
        return error.problems
    return []


def refuse_newer(root: Node, name: str, newest: int) -> None:
    """Raise ChecklistError if the file says a format above `newest`: its other "errors" would only mislead."""
    for key, value in root.value if isinstance(root, Mapping) else ():
        if not (isinstance(key, Scalar) and key.value == "format" and isinstance(value, Scalar)):
            continue
        if re.fullmatch("[0-9]{1,9}", value.value) and int(value.value) > newest:
            message = N_("format {found} is newer than this program, which reads up to {newest}; update auditty")
            params = {"found": value.value, "newest": newest}
            raise ChecklistError([Problem(name, value.line, value.column, message, params)])
