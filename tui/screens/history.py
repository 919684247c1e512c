"""Who changed what and when: of an item, a sheet, a unit of a round, a round, or the workspace; newest first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.worker import Worker, get_current_worker

from checklists.errors import AudittyError
from store.clock import shown
from store.errors import StoreError
from store.history import Entry, History
from tui.i18n import _, bracketed, ngettext
from tui.screens.base import OTHERS_SECONDS, BaseScreen, bindings_of
from tui.screens.reading import Left
from tui.widgets.bar import RuleLine
from tui.widgets.canvas import Line
from tui.widgets.look import DIM, HEADING, PLAIN, WARN
from tui.widgets.pane import Pane
from tui.widgets.rows import Row, RowList
from tui.widgets.text import clean_lines, fit, matches, wrap
from tui.wordings import ItemWords, remark, subject, values

FIRST = 500
"""Entries that are read at first; at the end of the list, so many times more as `MORE` says."""

MORE = 4
_TOLD_EVERY = 5000
_LABEL = 10


@dataclass(frozen=True)
class Scope:
    """Whose history: as `store.history.History` takes it, and what it is called."""

    title: str
    round_id: str = ""
    unit: str = ""
    item: str = ""
    rectification: str = ""


@dataclass(frozen=True)
class Told:
    """An entry in words."""

    entry: Entry
    when: str
    what: str
    before: str
    after: str
    special: str

    @property
    def id(self) -> str:
        """Of its row."""
        return f"{self.entry.record}/{self.entry.event.id}"

    @property
    def by(self) -> str:
        """Who, and the OS user where that is another name."""
        event = self.entry.event
        return event.user if event.who in ("", event.user) else event.who + bracketed(event.user)

    @property
    def text(self) -> str:
        """All of it, to be searched."""
        parts = (self.when, self.by, self.entry.record, self.what, self.before, self.after, self.special)
        return " ".join(parts)


class HistoryScreen(BaseScreen):
    """Entries of the journals, read in a thread from their ends, and no further than they are looked at."""

    NAME = "history"
    BINDINGS = bindings_of(NAME)

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._scope = scope
        self._told: dict[str, Told] = {}
        self._wanted, self._more, self._whole = FIRST, False, ""
        self._sizes: list[int] | None = None
        self._reading: Worker[None] | None = None

    def body(self) -> ComposeResult:
        yield RowList()
        yield RuleLine()
        yield Pane()

    def begin(self) -> None:
        self._items = ItemWords(self.session.workspace)
        self.rows.set_rows([], empty=_("Reading"))
        super().begin()
        self.set_interval(OTHERS_SECONDS, self._look)

    # Reading

    def redraw(self) -> None:
        """Read anew, with the filter as it is now; what is shown stays until that is done."""
        self._title()
        self._reading = self.run_worker(self._read_in_thread, thread=True, exclusive=True, group="read")

    def _history(self) -> History:
        scope = self._scope
        return History(self.session.workspace, scope.round_id, scope.unit, scope.item, scope.rectification)

    def _read_in_thread(self) -> None:
        worker, wanted, filtered = get_current_worker(), self._wanted, self.filter_text
        told: list[Told] = []
        more = False
        try:
            found = self._history()
            sizes = found.sizes()
            for number, entry in enumerate(found.newest_first(lambda done, of: self._progress(worker, done, of)), 1):
                self._progress(worker, number)
                each = self._in_words(entry)
                if matches(each.text, filtered):
                    told.append(each)
                if len(told) > wanted:
                    more = True
                    break
        except Left:
            return
        except AudittyError as error:
            self.from_thread(self.complain, error)
            return
        if not worker.is_cancelled:
            self.from_thread(self._read, told[:wanted], more, sizes, found.faults)

    def _progress(self, worker: Worker[None], done: int, of: int = 0) -> None:
        if worker.is_cancelled:
            raise Left
        if done % _TOLD_EVERY == 0 or (of > 500 and done % 200 == 0):
            text = f"{_('{work} (Esc gives up)').format(work=_('Reading'))} {done}" + (f"/{of}" if of else "")
            self.from_thread(self._say_how_far, worker, text)

    def _say_how_far(self, worker: Worker[None], text: str) -> None:
        if not worker.is_cancelled:
            self.reading = worker
            self.say(text)

    def _in_words(self, entry: Entry) -> Told:
        event = entry.event
        when = shown(event.time, self.session.workspace.settings.zone)
        before, after = values(event)
        return Told(entry, when, subject(event, self._items.of(entry.record)), before, after, remark(event))

    def _read(self, told: list[Told], more: bool, sizes: list[int], faults: list[StoreError]) -> None:
        self.reading = None
        self._told = {each.id: each for each in told}
        self._more, self._sizes = more, sizes
        self.rows.set_rows(
            [self._row(each) for each in self._told.values()], empty=self.nothing(_("Nothing was recorded."))
        )
        self._title()
        self.keys()
        if faults:
            self.complain(faults[0])
        self._explain()

    def _look(self) -> None:
        if self._reading is None or self._reading.is_finished:
            self.run_worker(self._look_in_thread, thread=True, exclusive=True, group="look")

    def _look_in_thread(self) -> None:
        worker = get_current_worker()
        try:
            sizes = self._history().sizes()
        except AudittyError as error:
            if not worker.is_cancelled:
                self.from_thread(self.complain, error)
            return
        if sizes != self._sizes and not worker.is_cancelled:
            self.from_thread(self.redraw)

    # Drawing

    def _title(self) -> None:
        count = len(self._told)
        text = ngettext("{count} entry", "{count} entries", count).format(count=f"{count}{'+' if self._more else ''}")
        self.title_bar(f"{self._scope.title} / {_('History')}", [(text, PLAIN)] if self._sizes is not None else ())

    def _row(self, told: Told) -> Row:
        left = [(f" {told.when} ", DIM), (f"{fit(told.entry.event.who or told.entry.event.user, 8)} ", PLAIN)]
        if not (self._scope.unit or self._scope.rectification):
            left.append((f"{told.entry.record.rpartition(' ')[2]} ", DIM))
        special = [(f" {told.special} ", WARN)] if told.special else []
        return Row(told.id, [*left, (told.what, PLAIN)], [*special, (f" {fit(told.after, 26).rstrip()} ", PLAIN)])

    def reflow(self) -> None:
        self._explain()

    def _explain(self) -> None:
        told, pane = self._told.get(self.rows.cursor_id or ""), self.query_one(Pane)
        cells = pane.size.width or self.size.width
        if told is None:
            pane.show([])
        else:
            pane.show([*_lines(self._all_of(told) if told.id == self._whole else _summary(told), cells)])

    def _all_of(self, told: Told) -> list[tuple[str, str]]:
        """Every member of the event, and what else claims its item."""
        event = told.entry.event
        members = ("id", "time", "who", "user", "table", "key", "base", "undo")
        found = [("", f"{told.entry.record}"), *((name, getattr(event, name)) for name in members)]
        found.append(("resolves", " ".join(event.resolves)))
        found += [(name, json.dumps(getattr(event, name), ensure_ascii=False)) for name in ("before", "after")]
        try:
            record = next(source.record for source in self._history().sources if source.name == told.entry.record)
            doc = record.doc(event.table, event.key)
        except (AudittyError, StopIteration):
            return found
        if doc is not None and doc["conflict"] and event.id in (doc["event"], *doc["conflict"]):
            heads = " ".join(head for head in (doc["event"], *doc["conflict"]) if head != event.id)
            found.insert(1, (_("Conflict"), _("not settled; the other one: {events}").format(events=heads)))
        return found

    # Keys

    def on_row_list_rested(self) -> None:
        """The entry follows the cursor when it rests; at the end of the list more are read."""
        self._explain()
        if self._more and self.rows.rows and self.rows.cursor_id == self.rows.rows[-1].id:
            self._wanted *= MORE
            self.redraw()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """The entry with every member, or in words again."""
        self._whole = "" if self._whole == message.id else message.id
        self._explain()

    def action_pane_down(self) -> None:
        """Scroll the entry's text down."""
        self.query_one(Pane).scroll_by(3)

    def action_pane_up(self) -> None:
        """Scroll the entry's text back."""
        self.query_one(Pane).scroll_by(-3)


def _summary(told: Told) -> list[tuple[str, str]]:
    found = [("", f"{told.when}  {told.by}  {told.entry.record}"), ("", told.what)]
    found += [(_("Remark"), told.special)] if told.special else []
    return [*found, (_("Was"), told.before), (_("Now"), told.after)]


def _lines(members: list[tuple[str, str]], cells: int) -> Iterator[Line]:
    for label, text in members:
        if not text:
            continue
        room = max(10, cells - (_LABEL if label else 0) - 2)
        for number, part in enumerate(part for piece in clean_lines(text) for part in wrap(piece, room)):
            if label:
                yield [(f" {fit(label if number == 0 else '', _LABEL)}", DIM), (part, PLAIN)]
            else:
                yield [(f" {part}", HEADING)]
