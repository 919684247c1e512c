"""The built-in checklists, the `*.yaml` files beside this one, and the built-in unit types."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from checklists.errors import N_, AudittyError

if TYPE_CHECKING:
    from checklists.model import Checklist

_UNIT_TYPES = "unit-types.yaml"


def ids() -> tuple[str, ...]:
    """The ids of the built-in checklists, sorted; the file of each is named by its id."""
    names = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml") and name != _UNIT_TYPES))


def read_bytes(checklist_id: str) -> bytes:
    """The YAML of a built-in checklist. Raises AudittyError if there is none of that id."""
    if checklist_id not in ids():
        raise AudittyError(N_("no built-in checklist “{id}”; see “auditty checklists list”"), id=checklist_id)
    return files(__name__).joinpath(f"{checklist_id}.yaml").read_bytes()


def read_unit_types() -> bytes:
    """The YAML of the built-in unit types."""
    return files(__name__).joinpath(_UNIT_TYPES).read_bytes()


@cache
def load(checklist_id: str) -> Checklist:
    """A built-in checklist. Raises AudittyError if there is none of that id."""
    from checklists import load as load_checklist

    return load_checklist(read_bytes(checklist_id), f"{checklist_id}.yaml")
