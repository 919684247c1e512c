"""What a YAML file is made of, before it means anything: text, lists and mappings, each with its line and column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(slots=True, eq=False)
class Scalar:
    """Text, exactly as the file means it. `line` and `column` count from 1, as in every node."""

    value: str
    line: int
    column: int


@dataclass(slots=True, eq=False)
class Sequence:
    """A list of nodes."""

    value: list[Node]
    line: int
    column: int


@dataclass(slots=True, eq=False)
class Mapping:
    """Keys and values in file order, in one flat list: key, value, key, value …"""

    items: list[Node]
    line: int
    column: int

    @property
    def value(self) -> list[tuple[Node, Node]]:
        """Every key with its value, repeated keys included."""
        return list(zip(self.items[::2], self.items[1::2], strict=True))


Node: TypeAlias = Scalar | Sequence | Mapping
