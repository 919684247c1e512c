"""One item over all units of a round: who failed it and why, and one verdict for many at once."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from checklists.errors import AudittyError
from checklists.verdicts import Verdict
from store.across import item as over_units
from store.across.item import OverUnits, Standing
from store.across.marking import Outcome
from store.progress import Progress
from store.rounds import Round
from store.sheet import Sheet, SheetLine
from tui.i18n import _, current_language, labelled, translate
from tui.screens.across import AcrossOpener
from tui.screens.base import bindings_of
from tui.screens.board_view import refusals
from tui.screens.item_marks import ManyMarks
from tui.screens.item_view import ORDERS, STATES, Columns, done, shown_units, totals
from tui.screens.reading import SheetOpener, read_in_thread
from tui.screens.sheet_view import SheetView
from tui.screens.with_form import FormScreen
from tui.widgets.form import Form
from tui.widgets.look import ERROR
from tui.widgets.rows import LateRow, RowList

WIDE = 120
"""From this many columns on, the text stands beside the list."""


class ItemScreen(FormScreen, SheetOpener, AcrossOpener):
    """The units that are asked the item. What one wrote stands in the pane when the cursor rests on it."""

    NAME = "item"
    BINDINGS = bindings_of(NAME)
    MULTI = True

    def __init__(self, round_: Round, ref: str, unit: str = "") -> None:
        """The cursor begins on `unit`."""
        super().__init__()
        self._round, self.ref, self._start = round_, ref, unit
        self._own: Round | None = None  # that of the thread that reads
        self._found: OverUnits | None = None
        self._shown: list[Standing] = []
        self._chosen: set[str] = set()
        self._refused: dict[str, str] = {}
        self._telling = False
        self._word = ""
        self._state = self._order = ""

    @property
    def round_id(self) -> str:
        """The id of the round."""
        return self._round.info.id

    def begin(self) -> None:
        self._marks = ManyMarks(self)
        super().begin()
        self._read()
        self.follow(self._round.stamps, self._others_changed)

    # Reading

    def _read(self) -> None:
        before = self._found

        def read(progress: Progress) -> OverUnits:
            workspace = self.session.workspace
            if self._own is None:
                self._own = workspace.round(self.round_id)
            self._own.refresh()
            return over_units.read(self._own, workspace.hands, self.ref, before, progress)

        read_in_thread(self, _("Reading"), read, self._have)

    def _others_changed(self) -> None:
        if not self._marks.busy:  # else it is read when that is done
            self._read()

    def on_screen_resume(self) -> None:
        """Back from a sheet: its mark may have changed."""
        if self._found is not None:
            self._others_changed()

    def _have(self, found: OverUnits) -> None:
        self._found = found
        self.attempt(self._round.refresh)  # units may have joined, and the checklist moved on
        self._columns = Columns(
            found.units, self.session.look, self.session.workspace.settings.zone, lambda: self.rows.size.width - 2
        )
        self._chosen &= found.units.keys()
        self.redraw()
        if not self._marks.busy:
            self._explain()
            word, self._word = self._word, ""
            if word:
                self.say(word)
            elif found.damaged:
                self.complain(next(iter(found.damaged.values())))
            else:
                self.keys()

    # Drawing

    def redraw(self) -> None:
        found = self._found
        if found is None:
            self.title_bar(self._round.info.name)
            self.rows.set_rows([], empty=_("Reading"))
            return
        self._shown = shown_units(found.units.values(), self._state, self._order, self.filter_text)
        rows = [LateRow(each.unit.code, self._columns.line) for each in self._shown]
        empty = self.nothing(_("No unit is asked this item."), bool(found.units))
        self.rows.set_rows(rows, self.rows.cursor_id or self._start, empty=empty)
        self._show_chosen()

    def _show_chosen(self) -> None:
        if self._found is None:
            return
        self.rows.marked = self._chosen & {each.unit.code for each in self._shown}
        self.rows.refresh()
        asked = self._found.question
        right = totals(self._found.counts, self.session.look, len(self._chosen))
        number = _("item {number}").format(number=asked.number)
        self.title_bar(f"{self._round.info.name} / {number}  {asked.item.text.get(current_language())}", right)

    def narrowing(self) -> str:
        said = [_(STATES[self._state][0])] if self._state else []
        said += [_(ORDERS[self._order][0])] if self._order else []
        return "  ".join(said)

    def sheet_of(self, code: str) -> tuple[Sheet, SheetLine]:
        """The unit's sheet, and the item's line on it."""
        workspace = self.session.workspace
        sheet = workspace.sheet(self._round, code)
        return sheet, sheet.line(self.ref)

    def _explain(self) -> None:
        """The item, and what the unit under the cursor has on it; after marks for many, what was refused."""
        cells, code = self.pane.size.width or self.size.width, self.rows.cursor_id or ""
        if self._telling:
            self.pane.show(refusals(self._refused, cells))
            return
        if self._found is None or code not in self._found.units:
            self.pane.show([])
            return
        try:
            sheet, line = self.sheet_of(code)
            view = SheetView(self.session.workspace, sheet, self.session.look, current_language())
            lines = view.item(line, cells, None)
        except AudittyError as error:
            lines = [[(f" {translate(error)}", ERROR)]]
        refused = {code: self._refused[code]} if code in self._refused else {}
        self.pane.show([*refusals(refused, cells), *lines])

    def on_row_list_rested(self) -> None:
        """The text follows the cursor when it rests."""
        self._telling = False
        self._explain()

    def on_resize(self, event: events.Resize) -> None:
        """Wide terminals have the text beside the list."""
        self.query_one("#body").set_class(event.size.width >= WIDE, "wide")

    def reflow(self) -> None:
        self._explain()

    # Choosing and marking

    def on_row_list_marked(self, message: RowList.Marked) -> None:
        """A unit was chosen, or let go."""
        self._chosen ^= {message.id}
        self._show_chosen()

    def action_all(self) -> None:
        """Choose everything shown, or let it go."""
        codes = {each.unit.code for each in self._shown}
        self._chosen = self._chosen - codes if codes <= self._chosen else self._chosen | codes
        self._show_chosen()

    async def _mark(self, verdict: Verdict) -> None:
        if self._found is None or self._marks.busy or not self.attempt(self._round.guard):
            return
        units, here = self._found.units, self.rows.cursor_id or ""
        codes = [code for code in units if code in self._chosen] or ([here] if here in units else [])
        if codes:
            self._telling = False
            await self._marks.ask(verdict, [units[code] for code in codes])

    async def action_mark_pass(self) -> None:
        """The chosen units meet the item."""
        await self._mark("pass")

    async def action_mark_fail(self) -> None:
        """The chosen units fail the item, all for one reason."""
        await self._mark("fail")

    async def action_mark_na(self) -> None:
        """The item does not apply to the chosen units."""
        await self._mark("na")

    def action_undo(self) -> None:
        """Take back the marks that were made here last."""
        if not self._marks.busy and not self._marks.undo():
            self.say(_("No marks were made here that could be taken back."))

    def worked(self, found: Sequence[Outcome], left: int, undoing: bool) -> None:
        """Marks were made, or taken back; `left` were not come to."""
        self._refused = {
            each.unit: labelled(each.unit, translate(each.error)) for each in found if each.error is not None
        }
        made = sum(each.event is not None for each in found)
        if not undoing:
            self._chosen -= {each.unit for each in found if each.error is None}
        self._telling = bool(self._refused)
        self._word = done(made, len(self._refused), left, undoing, self.key("undo"))
        self._read()

    async def on_form_saved(self, message: Form.Saved) -> None:
        """Enter in a form."""
        await self._marks.saved(message.values)

    def on_form_discarded(self) -> None:
        """F10 or Esc in a form."""
        self._marks.left()
        self._read()  # what others changed meanwhile waited for the form

    # Elsewhere

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """The unit's sheet, at this item."""
        self.open_sheet(self.round_id, message.id, self.ref)

    def action_across_units(self) -> None:
        """Another item."""
        if self._marks.busy:
            return
        from tui.screens.items import ItemsScreen

        def chosen(ref: object) -> None:
            if ref:
                self.ref, self._chosen, self._refused, self._telling = str(ref), set(), {}, False
                self._found = None
                self.redraw()
                self._read()

        self.app.push_screen(ItemsScreen(self._round, self.ref), chosen)

    def action_across_rounds(self) -> None:
        """The unit under the cursor over all rounds, at this item."""
        if self._found is not None and (each := self._found.units.get(self.rows.cursor_id or "")):
            self.open_unit(each.unit.code, each.unit.name, self.round_id, self.ref)

    def action_history(self) -> None:
        """Who changed the mark of the unit under the cursor and when."""
        from tui.screens.history import HistoryScreen, Scope

        if self._found is not None and (each := self._found.units.get(self.rows.cursor_id or "")):
            number = _("item {number}").format(number=self._found.question.number)
            title = f"{self._round.info.name} / {each.unit.name} / {number}"
            self.app.push_screen(HistoryScreen(Scope(title, self.round_id, each.unit.code, self.ref)))

    def _turn(self, choices: Sequence[str], now: str) -> str:
        return choices[(choices.index(now) + 1) % len(choices)]

    def action_by_state(self) -> None:
        """Failed, not done, passed, not applicable, then all."""
        self._state = self._turn(list(STATES), self._state)
        self.redraw()
        self.keys()

    def action_sort(self) -> None:
        """Sort by something else."""
        self._order = self._turn(list(ORDERS), self._order)
        self.redraw()
        self.keys()

    def action_pane_down(self) -> None:
        """Scroll the text down."""
        self.pane.scroll_by(3)

    def action_pane_up(self) -> None:
        """Scroll the text back."""
        self.pane.scroll_by(-3)

    def key_escape(self) -> None:
        """Esc stops marks that are being made, else leaves the filter."""
        if not self._marks.stop():
            super().key_escape()

    def action_back(self) -> None:
        """Show all again if something is hidden, let go what is chosen, else leave."""
        if self._marks.stop():
            return
        if self._state and not self.filter_text:
            self._state = ""
            self.set_filter("")
        elif self._chosen and not self.filter_text:
            self._chosen.clear()
            self._show_chosen()
        else:
            super().action_back()
