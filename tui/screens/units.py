"""The units of a round as a tree, with how far each is."""

from __future__ import annotations

from collections import Counter
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from checklists.errors import N_
from store.counts import Tally
from store.model import PinnedUnit
from store.rounds import Round
from tui.i18n import UNIT_STATES, _, current_language, listed, ngettext
from tui.screens.about import About, DocumentsOpener
from tui.screens.across import AcrossOpener
from tui.screens.base import bindings_of
from tui.screens.reading import read_in_thread
from tui.screens.tree import GROUP, UnitTree
from tui.screens.units_follow_up import UnitsFollowUp
from tui.widgets.canvas import Line
from tui.widgets.look import CONFLICT, DIM, ERROR, OK, PLAIN, WARN
from tui.widgets.rows import Row, RowList
from tui.widgets.text import matches

if TYPE_CHECKING:
    from store.sheet import Sheet

RARE = ("empty", "damaged")
"""States that most rounds have no unit in."""

STATES = {
    "": N_("all"),
    **{state: UNIT_STATES[state] for state in ("none", "work", "done")},
    "findings": N_("with findings"),
    **{state: UNIT_STATES[state] for state in RARE},
}
"""What units are shown by, in turn."""


class UnitsScreen(UnitsFollowUp, DocumentsOpener, AcrossOpener):
    """The units of one round."""

    NAME = "units"
    BINDINGS = bindings_of(NAME)

    _left = False

    def __init__(self, round_: Round, state: str = "") -> None:
        """`state`: the units shown at first are those that are so far."""
        super().__init__()
        self._round = round_
        self._tree = UnitTree(round_.units, current_language())
        self._tallies: dict[str, Tally] = {}
        self._type = ""
        self._state = self._first_state = state

    def begin(self) -> None:
        last = self.session.places.get(self._place)
        been_here = last in self._round.everyone
        self._begun = been_here or bool(self._state)
        self._start = last if been_here else next(iter(self._round.units), "")
        self._tree.reveal(self._start)
        super().begin()
        self._count()
        self.follow(self._round.stamps, self._others_changed)

    def _others_changed(self) -> None:
        units = self._round.units
        self._round.refresh()
        if self._round.units is units:
            self._count()
        else:
            self.changed()

    def on_screen_suspend(self) -> None:
        """Another screen lies upon this one: it has the machine for itself, and what was counted is kept."""
        self._left = True
        self.workers.cancel_group(self, "count")

    def on_screen_resume(self) -> None:
        """Back from a sheet: its figures may have changed, and the round itself."""
        if self._left:
            self._left = False
            self._others_changed()

    @property
    def _place(self) -> str:
        return f"unit:{self._round.info.id}"

    def redraw(self) -> None:
        total = reduce(add, self._tallies.values(), Tally())
        units = Counter(found.state for found in self._tallies.values())
        asked, found = self._round.unit_count, total.findings
        right = [
            (ngettext("{count} unit", "{count} units", asked).format(count=asked), PLAIN),
            (f"  {_('done')} {units['done']}  {_('in work')} {units['work']}", PLAIN),
            (f"  {ngettext('{count} finding', '{count} findings', found).format(count=found)}", PLAIN),
        ]
        if total.conflicts:
            right.insert(0, (f"{CONFLICT} {total.conflicts}  ", WARN))
        self.title_bar(self._round.info.name, right if self._tallies else right[:1])
        unfold = bool(self.filter_text or self._state or self._type)
        rows = list(self._tree.rows(self._shown, self._row, self._group_right, unfold=unfold))
        if not (self._state or self._type):
            rows += self.left_rows()
        empty = _("No units in this round. {key} lets one join.").format(key=self.key("join"))
        empty = self.nothing(empty, bool(self._state or self._type))
        self.rows.set_rows(rows, self.rows.cursor_id or self._start, empty=empty)

    def narrowing(self) -> str:
        return " ".join(filter(None, [self._type, _(STATES[self._state]) if self._state else ""]))

    def _shown(self, unit: PinnedUnit) -> bool:
        if self._type and unit.type_text(current_language()) != self._type:
            return False
        if self._state and not self._in_state(self._tallies.get(unit.code)):
            return False
        return not self.filter_text or matches(f"{unit.code} {unit.name} {' '.join(unit.path)}", self.filter_text)

    def _in_state(self, tally: Tally | None) -> bool:
        if tally is None:
            return False
        return tally.findings > 0 if self._state == "findings" else tally.state == self._state

    def _row(self, unit: PinnedUnit, indent: str) -> Row:
        tally = self._tallies.get(unit.code)
        code = f"{unit.code:<8}"
        conflict = [(f" {CONFLICT}", WARN)] if tally and tally.conflicts else []
        team = [(f"  {listed(unit.inspectors)}", DIM)] if unit.inspectors else []
        return Row(unit.code, [(f"{indent}{code} ", DIM), (unit.name, PLAIN), *conflict, *team], self._figures(tally))

    def _group_right(self, codes: list[str]) -> Line:
        if not self._tallies:
            return ()
        return self._figures(reduce(add, (self._tallies.get(code, Tally()) for code in codes), Tally()))

    def _figures(self, tally: Tally | None) -> Line:
        if tally is None:
            return ()
        look = self.session.look
        if tally.damaged:  # a group with such a sheet has no sum
            return [(f"{_('damaged')}   ", ERROR), (" " * 14, PLAIN)]
        if tally.state in ("empty", "none"):
            return [(f"{_(UNIT_STATES[tally.state])}   ", DIM), (" " * 14, PLAIN)]
        style = OK if tally.none == 0 else PLAIN
        return [
            (f"{tally.marked}/{tally.asked}".rjust(9), style),
            (f"  {tally.passed:4}{look.sign('pass')}", PLAIN),
            (f" {tally.failed:3}{look.sign('fail')}", ERROR if tally.failed else DIM),
            (f" {tally.findings:3}", PLAIN),
        ]

    # Counting

    def changed(self) -> None:
        self._tree = UnitTree(self._round.units, current_language(), self._tree.open)
        self.redraw()
        self._count()

    def _count(self) -> None:
        read_in_thread(
            self,
            _("Counting"),
            lambda progress: self.session.workspace.tallies(self._round, progress),
            self._counted,
            group="count",
        )

    def _counted(self, tallies: dict[str, Tally]) -> None:
        self._tallies = tallies
        if self._tree.units.keys() != self._round.units.keys():  # somebody let one join or leave
            self._tree = UnitTree(self._round.units, current_language(), self._tree.open)
        self.redraw()
        self.keys()
        if not self._begun and self.rows.cursor_id == self._start:
            self._begun = True
            if self._start in tallies and tallies[self._start].none == 0:
                self.action_next_open()

    # Keys

    def to_first(self) -> None:
        """The first unit and not the group it stands in: there is nothing to fold among what was typed for."""
        codes = (row.id for row in self.rows.rows if row.selectable and not row.id.startswith(GROUP))
        self.rows.move_to(next(codes, ""))

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Open the sheet; on a group, fold or unfold it."""
        if message.id.startswith(GROUP):
            self._tree.toggle(message.id)
            self.redraw()
            return
        from tui.screens.sheet import SheetScreen

        self.session.places.put(self._place, message.id)

        def open_sheet() -> None:
            self.app.push_screen(SheetScreen(self._sheet(message.id)))

        self.attempt(open_sheet)

    def _sheet(self, code: str) -> Sheet:
        """The unit's sheet, read: what is damaged is said here, before there is a screen of it."""
        sheet = self.session.workspace.sheet(self._round, code)
        sheet.record.refresh()
        return sheet

    def action_next_open(self) -> None:
        """On to the next unit that is not done."""
        codes = list(self._round.units)
        at = self.rows.cursor_id
        start = codes.index(at) + 1 if at in codes else 0
        for code in codes[start:] + codes[:start]:
            tally = self._tallies.get(code)
            if tally is None or tally.none:
                self._tree.reveal(code)
                self.redraw()
                self.rows.move_to(code)
                return
        self.say(_("Every unit is done."))

    def about(self) -> About:
        """The unit under the cursor; on a group, all of them."""
        unit = self._round.units.get(self.rows.cursor_id or "")
        return About(self._round, unit.code, unit.name) if unit else About(self._round)

    def action_ledger(self) -> None:
        """The rectifications of the unit under the cursor over all rounds; on a group, of all units."""
        from tui.screens.board import BoardScreen

        unit = self._round.everyone.get(self.rows.cursor_id or "")
        self.app.push_screen(BoardScreen(unit.code, unit.name) if unit else BoardScreen())

    def action_calendar(self) -> None:
        """What falls due in this round."""
        from tui.screens.calendar import CalendarScreen

        code = self.rows.cursor_id or ""
        self.app.push_screen(CalendarScreen(self._round, "" if code.startswith(GROUP) else code))

    def action_figures(self) -> None:
        """What this round adds up to."""
        from tui.screens.figures import FiguresScreen

        self.app.push_screen(FiguresScreen(self._round))

    def action_across_units(self) -> None:
        """One item of this round over all its units."""
        self.choose_item(self._round, self.rows.cursor_id or "")

    def action_across_rounds(self) -> None:
        """The unit under the cursor over all rounds."""
        unit = self._round.everyone.get(self.rows.cursor_id or "")
        if unit is None:
            self.say(_("Put the cursor on a unit."))
        else:
            self.open_unit(unit.code, unit.name, self._round.info.id)

    def action_overview(self) -> None:
        """This round at a glance."""
        from tui.screens.dashboard import DashboardScreen

        self.app.push_screen(DashboardScreen(self._round))

    def action_history(self) -> None:
        """Who changed what on the sheet of the unit under the cursor and when; on a group, in the round."""
        unit = self._round.everyone.get(self.rows.cursor_id or "")
        if unit is None:
            self.action_whole_history()
        else:
            self._open_history(f"{self._round.info.name} / {unit.name}", unit.code)

    def action_whole_history(self) -> None:
        """Who changed what in this round and when."""
        self._open_history(self._round.info.name, "")

    def _open_history(self, title: str, unit: str) -> None:
        from tui.screens.history import HistoryScreen, Scope

        self.app.push_screen(HistoryScreen(Scope(title, self._round.info.id, unit)))

    def action_by_type(self) -> None:
        """One type after the other, then all."""
        types = ["", *dict.fromkeys(unit.type_text(current_language()) for unit in self._round.units.values())]
        self._type = types[(types.index(self._type) + 1) % len(types)]
        self.redraw()
        self.keys()

    def action_by_state(self) -> None:
        """One state after the other, then all."""
        found = {tally.state for tally in self._tallies.values()}
        states = [state for state in STATES if state not in RARE or state in {*found, self._state}]
        self._state = states[(states.index(self._state) + 1) % len(states)]
        self.redraw()
        self.keys()

    def action_fold_all(self) -> None:
        """Fold or unfold all groups."""
        self._tree.toggle_all()
        self.redraw()

    def action_back(self) -> None:
        """Show all again if something is hidden, else back to the rounds."""
        if self._type or self._state != self._first_state:
            self._type, self._state = "", self._first_state
            self.set_filter("")
        else:
            super().action_back()
