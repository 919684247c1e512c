"""One unit over all rounds: what each came to, and the marks of each item side by side, the newest at the right."""

from __future__ import annotations

from textual.app import ComposeResult

from store.across import unit as over_rounds
from store.across.unit import OverRounds, Turn
from store.progress import Progress
from tui.i18n import _
from tui.screens.about import About, DocumentsOpener
from tui.screens.across import AcrossOpener
from tui.screens.base import bindings_of
from tui.screens.reading import SheetOpener, read_in_thread
from tui.screens.unit_view import HEAD, ITEM, ROUND, SHOWN, UnitView
from tui.widgets.bar import RuleLine
from tui.widgets.look import DIM, PLAIN
from tui.widgets.pane import Pane
from tui.widgets.rows import RowList
from tui.widgets.text import fit


class UnitScreen(SheetOpener, DocumentsOpener, AcrossOpener):
    """The rounds the unit is in, then its items. Left and right choose the round that Enter leads to."""

    NAME = "unit"
    BINDINGS = bindings_of(NAME)

    def __init__(self, unit: str, name: str, round_id: str = "", ref: str = "") -> None:
        """The cursor begins on the item `ref`, else on the round, else on the newest one."""
        super().__init__()
        self._unit, self._called, self._round_id = unit, name, round_id
        self._start = ITEM + ref if ref else ROUND + round_id
        self._view: UnitView | None = None
        self._state = ""

    def body(self) -> ComposeResult:
        yield RowList()
        yield RuleLine()
        yield Pane()

    def begin(self) -> None:
        super().begin()
        self._read()

    # Reading

    def _read(self) -> None:
        def read(progress: Progress) -> OverRounds:
            return over_rounds.read(self.session.workspace, self._unit, progress)

        read_in_thread(self, _("Reading"), read, self._have)

    def _stamps(self) -> object:
        disk, turns = self.session.workspace.disk, self._view.found.turns if self._view else ()
        return [disk.stamp(turn.round.path / "sheets" / f"{self._unit}.journal") for turn in turns]

    def on_screen_resume(self) -> None:
        """Back from a sheet: its marks may have changed."""
        if self._view is not None:
            self._read()

    def _have(self, found: OverRounds) -> None:
        last = len(found.turns) - 1
        if self._view is None:
            ids = [turn.round.info.id for turn in found.turns]
            column = ids.index(self._round_id) if self._round_id in ids else last
        else:
            column = min(self._view.column, last)
        first = self._view is None
        self._view = UnitView(found, self.session.look, self.session.workspace.settings.zone, max(0, column))
        if self._start == ROUND and found.turns:
            self._start += found.turns[-1].round.info.id
        if first:
            self.follow(self._stamps, self._read)
        self.redraw()
        self.keys()
        self._explain()
        if found.damaged:
            self.complain(next(iter(found.damaged.values())))

    # Drawing

    def redraw(self) -> None:
        view = self._view
        self._title()
        if view is None:
            self.rows.set_rows([], empty=_("Reading"))
            return
        if not view.found.turns:
            self.rows.set_rows([], empty=_("No round has this unit."))
            return
        rows = list(view.rows(self.size.width, self._state, self.filter_text))
        self.rows.set_rows(rows, self.rows.cursor_id or self._start, empty=_("Nothing to show."))

    def _title(self) -> None:
        """Whose rounds, and which of them is looked at."""
        right = ""
        if self._view is not None and (turns := self._view.found.turns):
            at = self._view.column
            right = fit(f"[{at + 1}/{len(turns)}] {turns[at].round.info.name}", self.size.width // 2).rstrip()
        self.title_bar(f"{self._called} {self._unit} / {_('All rounds')}", [(right, PLAIN)])

    def _explain(self) -> None:
        pane = self.query_one(Pane)
        cells, id = pane.size.width or self.size.width, self.rows.cursor_id or ""
        pane.show(self._view.facts(id, cells) if self._view is not None else [])

    def on_row_list_rested(self) -> None:
        """The facts follow the cursor when it rests; on a round, its column is the one looked at."""
        self._explain()
        id = self.rows.cursor_id or ""
        if self._view is not None and id.startswith(ROUND):
            ids = [turn.round.info.id for turn in self._view.found.turns]
            self._look_at(ids.index(id.removeprefix(ROUND)))

    def reflow(self) -> None:
        """As many rounds side by side as there is room for."""
        if self._view is not None:
            self.redraw()
            self._explain()

    # Keys

    def _look_at(self, column: int) -> None:
        view = self._view
        if view is None or column == view.column or not 0 <= column < len(view.found.turns):
            return
        before, view.column = view.first(self.size.width), column
        self._title()
        if view.first(self.size.width) == before:
            self.rows.update_row(HEAD, view.head(self.size.width, self._state))
        else:
            self.redraw()

    def action_earlier(self) -> None:
        """Look at the round before."""
        if self._view is not None:
            self._look_at(self._view.column - 1)

    def action_later(self) -> None:
        """Look at the next round."""
        if self._view is not None:
            self._look_at(self._view.column + 1)

    def _turn(self) -> Turn | None:
        """The round under the cursor; on an item, the one looked at."""
        view, id = self._view, self.rows.cursor_id or ""
        if view is None or not view.found.turns:
            return None
        if id.startswith(ROUND):
            return next(turn for turn in view.found.turns if turn.round.info.id == id.removeprefix(ROUND))
        return view.found.turns[view.column]

    def _ref(self) -> str:
        id = self.rows.cursor_id or ""
        return id.removeprefix(ITEM) if id.startswith(ITEM) else ""

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """The sheet of the round, at the item."""
        turn, ref = self._turn(), self._ref()
        if turn is None:
            return
        if ref and not turn.verdict(ref):
            number = self._view.column + 1 if self._view else 0
            self.say(_("Round {number} does not ask this item.").format(number=number))
            return
        self.open_sheet(turn.round.info.id, self._unit, ref)

    def action_by_state(self) -> None:
        """All items, those that failed last, that ever failed, that were put right."""
        states = list(SHOWN)
        self._state = states[(states.index(self._state) + 1) % len(states)]
        self.redraw()
        self.keys([(_(SHOWN[self._state][0]), DIM)] if self._state else ())
        self._explain()

    def action_across_units(self) -> None:
        """The item under the cursor over all units of the round looked at."""
        if (turn := self._turn()) is None:
            return
        ref = self._ref()
        if ref and turn.verdict(ref):
            self.open_item(turn.round, ref, self._unit)
        else:
            self.choose_item(turn.round, self._unit)

    def about(self) -> About:
        """This unit, over all rounds."""
        return About(unit=self._unit, name=self._called)

    def action_ledger(self) -> None:
        """The unit's rectifications over all rounds."""
        from tui.screens.board import BoardScreen

        self.app.push_screen(BoardScreen(self._unit, self._called))

    def action_history(self) -> None:
        """Everything that was recorded of the unit."""
        from tui.screens.history import HistoryScreen, Scope

        self.app.push_screen(HistoryScreen(Scope(self._called, unit=self._unit)))

    def action_pane_down(self) -> None:
        """Scroll the text down."""
        self.query_one(Pane).scroll_by(3)

    def action_pane_up(self) -> None:
        """Scroll the text back."""
        self.query_one(Pane).scroll_by(-3)

    def action_back(self) -> None:
        """Show all items again if some are hidden, else leave."""
        if self._state and not self.filter_text:
            self._state = ""
            self.set_filter("")
        else:
            super().action_back()
