"""Which rows of the board are shown and in what order: what its keys narrow, one turn after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from checklists.model import Text
from store.rectifying.board import ORDERS, Board, Row, Wanted, chosen, ordered
from store.rectifying.life import STATES
from store.rectifying.model import SOON
from store.units import Units
from tui.i18n import N_, _, current_language
from tui.rectifying_words import LIGHTS, state_text
from tui.widgets.text import folded

LIVE, ALL = "", "all"
_STATES = (LIVE, *STATES, ALL)
_LIGHTS = ("", "red", "yellow")
_ORDERS = {"due": N_("due date"), "unit": N_("unit"), "grade": N_("grade"), "lead": N_("lead"), "state": N_("state")}


@dataclass
class Narrowed:
    """What is asked for. `state` "" is what is not at an end; `home` is the unit whose ledger this is, "" for all.

    `first` is what is asked for when nothing more is narrowed, None for everything at home.
    """

    home: str = ""
    state: str = LIVE
    light: str = ""
    waiting: bool = False
    unit: str = ""
    grade: str = ""
    lead: str = ""
    order: str = "due"
    first: Narrowed | None = field(default=None, compare=False)
    _sorted: tuple[Board, str, list[Row]] | None = field(default=None, compare=False)
    _texts: tuple[Board, dict[str, str]] | None = field(default=None, compare=False)

    @property
    def anything(self) -> bool:
        """Whether less is shown than at first."""
        return self != self._at_first

    def clear(self) -> None:
        """Show what is shown at first."""
        first = self._at_first
        for each in fields(self):
            if each.compare:
                setattr(self, each.name, getattr(first, each.name))

    @property
    def _at_first(self) -> Narrowed:
        return replace(self.first or Narrowed(home=self.home), order=self.order)

    def rows(self, board: Board, units: Units, words: str, grades: Mapping[str, Text]) -> list[Row]:
        """The rows that are asked for and contain the words, in order; grades in the order of `grades`."""
        known = tuple(STATES)
        unit = self.unit or self.home
        wanted = Wanted(
            states=() if self.state == LIVE else known if self.state == ALL else (self.state,),
            units=(unit,) if unit else (),
            grades=(self.grade,) if self.grade else (),
            lead=self.lead,
        )
        found = chosen(replace(board, rows=self._in_order(board, grades)), wanted, units)
        # The urgent signs are asked for one by one: together, any of them would do.
        signs = [Wanted(waiting=True)] if self.waiting else []
        signs += {"red": [Wanted(overdue=True)], "yellow": [Wanted(due_in=SOON)]}.get(self.light, [])
        for sign in signs:
            found = chosen(replace(board, rows=found), replace(sign, states=known), units)
        if parts := folded(words).split():
            texts = self._searched(board)
            found = [row for row in found if all(part in texts[row.id] for part in parts)]
        return found

    def _in_order(self, board: Board, grades: Mapping[str, Text]) -> list[Row]:
        """Every row in order, sorted once for all that is then shown of them."""
        key = f"{self.order} {' '.join(grades)}"
        if self._sorted is None or self._sorted[0] is not board or self._sorted[1] != key:
            self._sorted = board, key, ordered(board.rows, self.order, grades)
        return self._sorted[2]

    def _searched(self, board: Board) -> dict[str, str]:
        """What words are looked for in, by rectification."""
        if self._texts is None or self._texts[0] is not board:
            self._texts = board, {row.id: _text(row) for row in board.rows}
        return self._texts[1]

    def text(self, board: Board | None, grades: Mapping[str, Text]) -> str:
        """What is asked for in words."""
        names = {row.unit: row.name for row in board.rows} if board and self.unit else {}
        told = [
            {LIVE: "", ALL: _("all states")}.get(self.state) if self.state in (LIVE, ALL) else state_text(self.state),
            _(LIGHTS[self.light]),
            _("waiting for us") if self.waiting else "",
            names.get(self.unit, self.unit),
            grades[self.grade].get(current_language()) if self.grade in grades else self.grade,
            self.lead,
            "" if self.order == "due" else _("by {what}").format(what=_(_ORDERS[self.order])),
        ]
        return "  ".join(filter(None, told))

    # What the keys turn

    def turn_state(self) -> None:
        """On to the next state."""
        self.state = _next(_STATES, self.state)

    def turn_light(self) -> None:
        """Overdue, due soon, all."""
        self.light = _next(_LIGHTS, self.light)

    def turn_order(self) -> None:
        """On to the next order."""
        self.order = _next(tuple(ORDERS), self.order)

    def turn_grade(self, board: Board, grades: Mapping[str, Text]) -> None:
        """On to the next grade that there is."""
        used = {row.grade for row in board.rows if row.grade}
        self.grade = _next(["", *(id for id in grades if id in used), *sorted(used - grades.keys())], self.grade)


def _text(row: Row) -> str:
    return folded(f"{row.id} {row.name} {row.problem} {row.lead} {row.responsible} {row.item} {row.notice}")


def _next(known: Sequence[str], now: str) -> str:
    return known[(known.index(now) + 1) % len(known)] if now in known else known[0]
