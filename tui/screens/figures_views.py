"""The views of the screen of figures: what each is called, sorted and counted by, and its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from store.workspace import Workspace
from tui.i18n import N_
from tui.screens import figures_rows as rows_of
from tui.screens.figures_read import Known
from tui.screens.figures_rows import Wanted
from tui.widgets.rows import Row

WIDE = 110
"""From so many columns on there is room for every figure."""


@dataclass(frozen=True)
class View:
    """A view: its title, what it can be sorted and counted by, the first of each being how it begins."""

    title: str
    orders: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)


_UNIT, _PART, _SECTION = N_("by unit"), N_("by part"), N_("by section")

VIEWS = {
    "ranking": View(
        N_("Ranking"),
        {"": N_("by rank"), "code": N_("by code"), "failed": N_("most failed"), "open": N_("least complete")},
    ),
    "items": View(N_("Items"), {"": N_("worst first"), "list": N_("as listed"), "failed": N_("most failed")}),
    "parts": View(N_("Parts"), {"": N_("as listed"), "worst": N_("worst first")}, {"part": _PART, "section": _SECTION}),
    "grades": View(N_("Grades")),
    "rates": View(
        N_("Rectifications"),
        {"": N_("by name"), "completion": N_("least completed"), "late": N_("most late")},
        {"unit": _UNIT, "lead": N_("by lead"), "grade": N_("by grade"), "part": _PART, "type": N_("by type")},
    ),
    "comparison": View(
        N_("Comparison"),
        {
            "": N_("in order"),
            "still": N_("most still failing"),
            "new": N_("most new"),
            "came_back": N_("most come back"),
        },
        {"unit": _UNIT, "part": _PART, "section": _SECTION},
    ),
    "trend": View(N_("Trend")),
}


def rows(view: str, inside: str, workspace: Workspace, known: Known, wanted: Wanted) -> Iterable[Row]:
    """The rows of a view, or of what is behind its row `inside`."""
    kind, _colon, name = inside.partition(":")
    behind: dict[str, Callable[[], Iterable[Row]]] = {
        "item": lambda: rows_of.failed_rows(known, wanted, name),
        "section": lambda: rows_of.item_rows(known, wanted, name),
        "part": lambda: rows_of.item_rows(known, wanted, part=name),
        "grade": lambda: rows_of.finding_rows(known, wanted, *name.split(":", 1)),
        "changes": lambda: rows_of.change_rows(known, wanted, name),
    }
    if kind in behind:
        return behind[kind]()
    views: dict[str, Callable[[], Iterable[Row]]] = {
        "ranking": lambda: rows_of.ranking_rows(known, wanted, workspace.settings.bands),
        "items": lambda: rows_of.item_rows(known, wanted),
        "parts": lambda: rows_of.part_rows(known, wanted),
        "grades": lambda: rows_of.grade_rows(known, wanted),
        "rates": lambda: rows_of.rate_rows(workspace, known, wanted),
        "comparison": lambda: rows_of.comparison_rows(known, wanted),
        "trend": lambda: rows_of.trend_rows(known, wanted, workspace.settings.bands),
    }
    return views[view]()
