"""Kinds of units, a tree: a kindergarten is a school."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from checklists.model import Text


@dataclass(frozen=True, kw_only=True)
class UnitType:
    """One kind of unit. `parent` is the code of the wider kind, "" at the top; `aliases` are names imports know."""

    code: str
    title: Text
    parent: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class UnitTypes:
    """The file that lists unit types."""

    types: tuple[UnitType, ...]


def read(data: bytes, name: str) -> dict[str, UnitType]:
    """Unit types by code, from YAML. Raises ChecklistError."""
    from checklists.build import build
    from checklists.source import compose

    return {unit_type.code: unit_type for unit_type in build(UnitTypes, compose(data, name), name).types}


def known(extra: Iterable[UnitType] = ()) -> dict[str, UnitType]:
    """The built-in types and `extra` ones by code; an extra one replaces a built-in of the same code."""
    return {**built_in(), **{unit_type.code: unit_type for unit_type in extra}}


def ancestors(code: str, types: Mapping[str, UnitType]) -> tuple[str, ...]:
    """`code` and every wider kind above it, nearest first; a loop of parents ends where it closes."""
    found: list[str] = []
    while code and code not in found:
        found.append(code)
        code = types[code].parent if code in types else ""
    return tuple(found)


def is_a(code: str, ancestor: str, types: Mapping[str, UnitType]) -> bool:
    """Whether a unit of type `code` is an `ancestor`, which every type is of itself."""
    return ancestor in ancestors(code, types)


@cache
def built_in() -> Mapping[str, UnitType]:
    """The unit types of the library by code, read on first use."""
    from checklists import library

    return read(library.read_unit_types(), "unit-types.yaml")
