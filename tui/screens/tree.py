"""Units as rows of a tree: groups by what they belong to and their type, folded where there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from store.model import PinnedUnit
from tui.widgets.canvas import Line
from tui.widgets.look import PLAIN
from tui.widgets.rows import Row

GROUP = "group:"
MANY = 30
"""More units than this start folded."""


@dataclass
class UnitTree:
    """Units in groups, each open or folded. `group_of` and `label` are worked out once: a city has thousands."""

    units: Mapping[str, PinnedUnit]
    lang: str
    open: set[str] = field(default_factory=set)
    groups: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for code, unit in self.units.items():
            self.groups.setdefault(self.label(unit), []).append(code)
        if len(self.units) <= MANY:
            self.open = set(self.groups)

    def label(self, unit: PinnedUnit) -> str:
        """The heading a unit stands under: the units above it, and its type."""
        return " / ".join([*unit.path, unit.type_text(self.lang) or "-"])

    def reveal(self, code: str) -> None:
        """Open the group of a unit."""
        if code in self.units:
            self.open.add(self.label(self.units[code]))

    def toggle(self, row_id: str) -> None:
        """Fold an open group, open a folded one."""
        self.open ^= {row_id.removeprefix(GROUP)}

    def toggle_all(self) -> None:
        """Fold everything, or if everything is folded open everything."""
        self.open = set() if self.open else set(self.groups)

    def rows(
        self,
        shown: Callable[[PinnedUnit], bool],
        row: Callable[[PinnedUnit, str], Row],
        group_right: Callable[[list[str]], Line],
        *,
        unfold: bool = False,
    ) -> Iterable[Row]:
        """The rows of the units `shown`; with `unfold`, as while filtering, groups are open whatever they were."""
        for label, codes in self.groups.items():
            kept = [code for code in codes if shown(self.units[code])]
            if not kept:
                continue
            is_open = unfold or label in self.open
            mark = "v" if is_open else ">"
            yield Row(GROUP + label, [(f" {mark} {label} ({len(kept)})", PLAIN)], group_right(kept))
            if is_open:
                for code in kept:
                    yield row(self.units[code], "    ")
