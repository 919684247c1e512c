"""The board: the rectifications of all units or of one, what is late, what waits for whom, and the steps to take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import Event as Stop

from textual import events
from textual.worker import get_current_worker

from checklists.errors import AudittyError
from store.attached import Attached, attached
from store.rectifying import board as boards
from store.rectifying.board import Board, Row
from store.rectifying.desk import Desk
from store.rectifying.life import VERBS, possible
from store.rectifying.many import Outcome, take_each
from store.rectifying.model import Rectification, Step
from store.rounds import Round
from tui.i18n import _, joined, listed, ngettext, translate
from tui.rectifying_words import refusal_text, verb_text
from tui.screens.about import About, DocumentsOpener
from tui.screens.across import AcrossOpener
from tui.screens.base import bindings_of
from tui.screens.board_filters import FilterScreen
from tui.screens.board_forms import StepForms
from tui.screens.board_narrowed import LIVE, Narrowed
from tui.screens.board_view import FilesOf, Table, counts, facts, refusals
from tui.screens.file_picker import Picker
from tui.screens.reading import patient
from tui.screens.step_menu import StepMenu
from tui.widgets.canvas import Line
from tui.widgets.form import Form
from tui.widgets.look import ERROR
from tui.widgets.rows import LateRow, RowList
from tui.widgets.text import width

WIDE = 120
"""From this many columns on, the text stands beside the list."""

_BACK = ("return", "reopen", "restore")


class BoardScreen(FilterScreen, DocumentsOpener, AcrossOpener):
    """The rectification under the cursor is read from its ledger when the cursor rests."""

    NAME = "board"
    BINDINGS = bindings_of(NAME)
    MULTI = True

    def __init__(
        self,
        unit: str = "",
        title: str = "",
        *,
        round_: Round | None = None,
        light: str = "",
        state: str = LIVE,
        start: str = "",
    ) -> None:
        """`unit`: the ledger of that unit alone, which is called `title`; `round_`: only what counts of that round.

        `light` and `state` are what is asked for at first; `start` is the id that the cursor goes to.
        """
        super().__init__(Narrowed(home=unit, light=light, state=state))
        self._title, self._round, self._start = round_.info.name if round_ else title, round_, start
        self._shown: list[Row] = []
        self._lines: dict[str, LateRow] = {}
        self._chosen: set[str] = set()
        self._refused: dict[str, str] = {}
        self._telling = self._working = False
        self._stop = Stop()
        self.seen: dict[str, str] = {}
        """The last events that the person saw, by rectification."""

    def begin(self) -> None:
        self.desk = Desk(self.session.workspace)
        self.forms = StepForms(self)
        super().begin()

    @property
    def busy(self) -> bool:
        return self._working or self.forms.busy

    def of_interest(self, board: Board) -> Board:
        if self._round is None:
            return board
        from store.figures.over_rounds import that_count

        return replace(board, rows=that_count(self.session.workspace, board.rows, self._round.info.id))

    # Drawing

    def have(self) -> None:
        """Other rows than before."""
        self._table = Table(self.by_id, self.grades, lambda: self.rows.size.width - 2, bool(self.narrowed.home))
        self._lines = {id: self._lines.get(id) or LateRow(id, self._line) for id in self.by_id}
        self._chosen &= self.by_id.keys()
        self.redraw()
        if not self.busy:
            self.seen.clear()
            self.explain()

    def _line(self, id: str) -> Line:
        return self._table.line(id)

    def redraw(self) -> None:
        board = self.board
        if board is None:
            self.rows.set_rows([], empty=_("Reading"))
            self.title_bar(self._heading())
            return
        start = self._start if self._start in self.by_id else ""  # what was read last may not have it yet
        self._shown = self.narrowed.rows(board, self.session.workspace.units, self.filter_text, self.grades)
        empty = _("No rectifications yet: issuing a notice makes them.")
        if board.rows:
            empty = _("Nothing is open. {key} shows what is closed.").format(key=self.key("by_state"))
        empty = self.nothing(empty, self.narrowed.anything)
        rows = [self._lines[row.id] for row in self._shown]
        self.rows.set_rows(rows, start or self.rows.cursor_id, empty=empty)
        self._start = "" if start else self._start
        self._show_chosen()

    def _show_chosen(self) -> None:
        self.rows.marked = self._chosen & {row.id for row in self._shown}
        self.rows.refresh()
        room = self.size.width - width(self._heading()) - 6
        self.title_bar(self._heading(), counts(boards.figures(self._shown), len(self._chosen), room))

    def _heading(self) -> str:
        return " / ".join(filter(None, (self._title, _("Rectification ledger"))))

    def narrowing(self) -> str:
        return self.narrowed.text(self.board, self.grades)

    def explain(self) -> None:
        """The rectification under the cursor in the pane; after steps for many, what was refused, until it moves."""
        pane, id = self.pane, self.rows.cursor_id or ""
        cells = pane.size.width or self.size.width
        if self._telling:
            pane.show(refusals(self._refused, cells))
            return
        row = self.by_id.get(id)
        if row is None:
            pane.show([])
            return
        try:
            found, files = self._look_up(id)
        except AudittyError as error:
            pane.show([[(f" {translate(error)}", ERROR)]])
            return
        workspace = self.session.workspace
        zone = workspace.settings.zone
        refused = {id: self._refused[id]} if id in self._refused else {}
        unit = f"{row.name} {row.unit}" if row.name != row.unit else row.unit
        told = facts(found, unit, workspace.today, zone, self.grades, files, cells, found.round in self.void)
        pane.show([*refusals(refused, cells), *told])

    def _look_up(self, id: str) -> tuple[Rectification, FilesOf]:
        """The rectification as its ledger has it now, which the person has then seen, and what its steps' files are."""
        ledger = self.desk.ledger(id)
        self.seen[id], found = ledger.base(id), ledger.get(id)
        return found, {step.evidence: attached(ledger.record, step.evidence) for step in found.steps}

    def on_row_list_rested(self) -> None:
        """The text follows the cursor when it rests."""
        self._telling = False
        self.explain()

    def on_resize(self, event: events.Resize) -> None:
        """Wide terminals have the text beside the list."""
        self.query_one("#body").set_class(event.size.width >= WIDE, "wide")

    def reflow(self) -> None:
        self._show_chosen()
        self.explain()

    # Steps

    def on_row_list_marked(self, message: RowList.Marked) -> None:
        """A row was chosen, or let go."""
        self._chosen ^= {message.id}
        self._show_chosen()

    def action_all(self) -> None:
        """Choose everything shown, or let it go."""
        ids = {row.id for row in self._shown}
        self._chosen = self._chosen - ids if ids <= self._chosen else self._chosen | ids
        self._show_chosen()

    async def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """The steps that are possible for what is chosen, else for the row under the cursor."""
        if self._working:
            return
        rows = [row for id, row in self.by_id.items() if id in self._chosen] or [self.by_id[message.id]]
        one = self._look_up(rows[0].id)[0] if len(rows) == 1 else None
        await self.forms.offer(rows, one)

    async def on_step_menu_picked(self, message: StepMenu.Picked) -> None:
        """A step was chosen."""
        await self.forms.picked(message.verb)

    async def taken(self, id: str, word: str) -> None:
        """A step was taken, or the one that somebody else took is to be shown."""
        self._refused.pop(id, None)
        self._chosen.discard(id)
        self.explain()
        await self.read(word)

    def take_many(self, rows: Sequence[Row], step: Step, files: Sequence[Attached]) -> None:
        """Take the step for each of the rows, in a thread; what is refused stays chosen."""
        seen, desk, label = dict(self.seen), Desk(self.session.workspace), _("Recording (Esc stops)")
        tell = patient(lambda text: self.from_thread(self.say, text))
        stop = self._stop = Stop()

        def work() -> None:
            found, worker = [], get_current_worker()
            for done, outcome in enumerate(take_each(desk, rows, step, seen, files), 1):
                found.append(outcome)
                tell(label, done, len(rows))
                if stop.is_set() or worker.is_cancelled:
                    break
            self.from_thread(self._taken_many, found, len(rows) - len(found))

        self._working = True
        self.run_worker(work, thread=True, group="take")

    def key_escape(self) -> None:
        """Esc stops steps for many; what was taken stays, the others are still chosen."""
        if self._working:
            self._stop.set()
        else:
            super().key_escape()

    def _taken_many(self, found: Sequence[Outcome], left: int) -> None:
        self._working = False
        taken = {row.id for row, _taken, error in found if error is None}
        self._refused = {row.id: refusal_text(error) for row, _taken, error in found if error is not None}
        self._chosen -= taken
        self._telling = bool(self._refused)
        self.explain()
        done = ngettext("{count} done", "{count} done", len(taken)).format(count=len(taken))
        refused = len(self._refused)
        more = ngettext("{count} refused and still chosen", "{count} refused and still chosen", refused)
        stopped = _("stopped, {count} left as they were").format(count=left)
        self.start(joined([done, more.format(count=refused) if refused else "", stopped if left else ""]))

    async def on_form_saved(self, message: Form.Saved) -> None:
        """Enter in a form."""
        await self.forms.saved(message.values)

    def on_form_discarded(self) -> None:
        """F10 or Esc in a form."""
        self.forms.left()
        self.keys()

    async def on_form_elsewhere(self) -> None:
        """F3 in a form."""
        await self.forms.choose_files()

    def on_picker_closed(self, message: Picker.Closed) -> None:
        """The list of files was left."""
        self.forms.files_chosen(message.folder)

    def action_undo(self) -> None:
        """A step is never taken back: say what leads back from where it led."""
        row = self.by_id.get(self.rows.cursor_id or "")
        closing = self.session.workspace.settings.closing
        verbs = possible(self._look_up(row.id)[0], closing) if row else ()
        back = listed(verb_text(verb) for verb in VERBS if verb in verbs and verb in _BACK)
        text = _("A step stays in the ledger. What leads back: {steps}").format(steps=back)
        self.say(text if back else _("A step stays in the ledger; the next one puts it right."))

    def action_pane_down(self) -> None:
        """Scroll the text down."""
        self.pane.scroll_by(3)

    def action_pane_up(self) -> None:
        """Scroll the text back."""
        self.pane.scroll_by(-3)

    # Elsewhere

    def action_finding(self) -> None:
        """The sheet on which it was found."""
        row = self.by_id.get(self.rows.cursor_id or "")
        if row is not None:
            self.open_sheet(row.round, row.unit, row.item)

    def action_across_rounds(self) -> None:
        """The unit under the cursor over all rounds, at the item that failed."""
        row = self.by_id.get(self.rows.cursor_id or "")
        if row is not None:
            self.open_unit(row.unit, row.name, row.round, row.item)

    def about(self) -> About:
        """The unit under the cursor, over all rounds."""
        row = self.by_id.get(self.rows.cursor_id or "")
        return About(unit=row.unit, name=row.name) if row else About()

    def action_history(self) -> None:
        """Who took which step and when, as the journal has it."""
        id = self.rows.cursor_id or ""
        if id in self.by_id:
            self.open_history(id, rectification=id)

    def action_whole_history(self) -> None:
        """Everything that was recorded of the unit."""
        row = self.by_id.get(self.rows.cursor_id or "")
        if row is not None:
            self.open_history(row.name, unit=row.unit)

    def action_uninspected(self) -> None:
        """Units that were never inspected."""
        from tui.screens.overlooked import OverlookedScreen

        self.app.push_screen(OverlookedScreen("uninspected"))

    def action_aged(self) -> None:
        """Passes that are too old to be believed."""
        from tui.screens.overlooked import OverlookedScreen

        self.app.push_screen(OverlookedScreen("aged"))

    def action_back(self) -> None:
        """Show all again if something is hidden, let go what is chosen, else leave."""
        if self._working:
            self._stop.set()
            return
        if self.narrowed.anything:
            self.narrowed.clear()
            self.set_filter("")
            self.explain()
        elif self._chosen and not self.filter_text:
            self._chosen.clear()
            self._show_chosen()
        else:
            super().action_back()
