"""Search over everything that is recorded: results come while one types, Enter leads to where the words stand."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Input
from textual.worker import get_current_worker

from checklists.errors import AudittyError
from store.searching.hits import Hit
from store.searching.search import Search
from store.searching.words import Looked
from tui.i18n import _, current_language
from tui.screens.across import AcrossOpener
from tui.screens.base import bindings_of
from tui.screens.reading import Left, SheetOpener
from tui.screens.search_view import Results, total
from tui.screens.sheet_view import OTHER
from tui.search_words import titles
from tui.widgets.bar import RuleLine
from tui.widgets.field import LineInput
from tui.widgets.pane import Pane
from tui.widgets.rows import RowList

PAUSE_SECONDS = 0.25
"""How long nothing must be typed before is looked for it."""

_TELL_SECONDS = 0.2


class SearchScreen(SheetOpener, AcrossOpener):
    """Looks in a thread for what is typed; a search that nobody waits for any more is given up."""

    NAME = "search"
    BINDINGS = bindings_of(NAME)

    def __init__(self) -> None:
        super().__init__()
        self._results = Results(Looked(""))
        self._pause: Timer | None = None
        self._reading = ""

    def body(self) -> ComposeResult:
        yield RowList()
        yield RuleLine()
        yield Pane()

    def begin(self) -> None:
        super().begin()
        self.filter_text = self.session.words
        self.action_search()
        self._start()

    # Looking

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for it as soon as nothing more is typed."""
        if event.input.id == "filter" and event.value != self.filter_text:
            self.filter_text = event.value
            if self._pause is not None:
                self._pause.stop()
            self._pause = self.set_timer(PAUSE_SECONDS, self._start)

    def _start(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        self.session.words = self.filter_text
        self._results = Results(Looked(self.filter_text))
        self._reading = _("Searching") if self._results.looked.words else ""
        self.redraw()
        self._explain()
        text, lang = self.filter_text, current_language()
        self.run_worker(lambda: self._look(text, lang), thread=True, exclusive=True, group="search")

    def _look(self, text: str, lang: str) -> None:
        worker, found = get_current_worker(), list[Hit]()
        told = 0.0
        search = Search(self.session.workspace, text, lang, titles=titles())

        def tell(reading: str) -> None:
            nonlocal told
            hits = found.copy()
            found.clear()
            self.from_thread(lambda: None if worker.is_cancelled else self._more(hits, reading))
            told = monotonic()

        def progress(done: int, of: int) -> None:
            if worker.is_cancelled:
                raise Left
            if monotonic() - told > _TELL_SECONDS:
                tell(f"{done}/{of}")

        try:
            for hit in search.hits(progress):
                found.append(hit)
        except Left:
            return
        except AudittyError as error:
            search.faults.append(error)
        tell("")
        if search.faults and not worker.is_cancelled:
            self.from_thread(self.complain, search.faults[0])

    def _more(self, hits: Sequence[Hit], reading: str) -> None:
        self._reading = reading
        self._results.add(hits)
        self.redraw()
        self._explain()

    # Drawing

    def redraw(self) -> None:
        results = self._results
        results.cells = self.size.width - 1
        looked = bool(results.looked.words)
        self.title_bar(_("Search everything"), total(results.counts, self._reading) if looked else ())
        empty = _("Nothing has these words.") if looked else _("Type words that are written anywhere.")
        rows = list(results.rows())
        # What is found later may come to stand above: till a person goes to the list, its first row is the one.
        first = None if self.is_free else next((row.id for row in rows if row.selectable), None)
        self.rows.set_rows(rows, first, empty=self._reading or empty)

    def _explain(self) -> None:
        pane, hit = self.query_one(Pane), self._results.hit(self.rows.cursor_id or "")
        pane.show(self._results.facts(hit, pane.size.width or self.size.width) if hit is not None else [])

    def on_row_list_rested(self) -> None:
        """The whole text follows the cursor when it rests."""
        self._explain()

    # Keys

    def action_search(self) -> None:
        """Type other words."""
        self.action_filter()
        self.query_one("#filter", LineInput).select_all()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the results."""
        if self._pause is not None:
            self._start()
        super().on_input_submitted(event)

    def key_down(self) -> None:
        """Down goes from the words to the results."""
        if self.query_one("#filter").display:
            self._leave_filter()

    def key_escape(self) -> None:
        """Esc and F10 leave the search."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Back to where one was."""
        self.dismiss(None)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Go where it stands."""
        hit = self._results.hit(message.id)
        if hit is not None:
            self.attempt(lambda: self._go(hit))

    def _go(self, hit: Hit) -> None:
        workspace = self.session.workspace
        if hit.kind == "unit":
            self.open_unit(hit.unit, hit.name)
        elif hit.kind == "round":
            from tui.screens.units import UnitsScreen

            self.app.push_screen(UnitsScreen(workspace.round(hit.round)))
        elif hit.kind == "item":
            if hit.round:
                self.open_item(workspace.round(hit.round), hit.item)
            else:
                self.say(_("No round asks this item yet."))
        elif hit.kind == "rectification":
            from tui.screens.board import BoardScreen
            from tui.screens.board_narrowed import ALL, LIVE

            state = LIVE if workspace.ledger(hit.unit).get(hit.id).live else ALL
            self.app.push_screen(BoardScreen(hit.unit, hit.name, state=state, start=hit.id))
        elif hit.kind == "document":
            from tui.screens.register import RegisterScreen

            self.app.push_screen(RegisterScreen(start=hit.id))
        else:
            outside = OTHER + hit.id if hit.kind == "finding" else ""
            self.open_sheet(hit.round, hit.unit, hit.item or outside)

    def action_pane_down(self) -> None:
        """Scroll the text down."""
        self.query_one(Pane).scroll_by(3)

    def action_pane_up(self) -> None:
        """Scroll the text back."""
        self.query_one(Pane).scroll_by(-3)
