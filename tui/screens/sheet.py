"""The page an inspector lives on: the items of one unit, the one under the cursor in words, a key for each verdict."""

from __future__ import annotations

from collections.abc import Callable

from textual import events

from checklists.errors import AudittyError
from checklists.verdicts import Verdict
from store.errors import Conflict, Refused
from store.sheet import OUTSIDE, Sheet, SheetLine
from tui.i18n import _, current_language, listed, ngettext
from tui.screens.about import About, DocumentsOpener
from tui.screens.across import AcrossOpener
from tui.screens.base import OTHERS_SECONDS, bindings_of
from tui.screens.file_picker import Picker
from tui.screens.sheet_entry import Entry
from tui.screens.sheet_follow_up import SheetFollowUp
from tui.screens.sheet_view import OTHER, SheetView, earlier_mark, earlier_sheet
from tui.widgets.form import Form
from tui.widgets.look import WARN
from tui.widgets.rows import RowList
from tui.widgets.text import matches

WIDE = 120
"""From this many columns on, the item's text stands beside the list."""


class SheetScreen(SheetFollowUp, DocumentsOpener, AcrossOpener):
    """One sheet. A verdict is on disk before it shows."""

    NAME = "sheet"
    BINDINGS = bindings_of(NAME)

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet
        self._seen: dict[str, str] = {}
        self._refused = False

    def begin(self) -> None:
        session = self.session
        self.view = SheetView(session.workspace, self.sheet, session.look, current_language())
        self.entry = Entry(self)
        self._earlier: Sheet | None = None
        super().begin()
        self.show_item()
        self.call_after_refresh(self._look_back)
        self.set_interval(OTHERS_SECONDS, self._see_others)

    def _look_back(self) -> None:
        """Earlier rounds, and what was typed and not saved, are read once the sheet is on the screen."""
        try:
            if self.follows_up:
                self.look_before()
            else:
                self._earlier = earlier_sheet(self.session.workspace, self.sheet)
        except AudittyError as error:
            self.complain(error)
        if self._earlier is not None or self.follows_up:
            self.show_item()
        self.entry.remind()

    def redraw(self) -> None:
        lines = self.sheet.lines
        self._lines = {line.ref: line for line in lines}
        self._seen = {ref: self.sheet.record.base("marks", ref) for ref in self._lines}
        self._seen |= {f"{OTHER}{id}": self.sheet.record.base("others", id) for id in self.sheet.others}
        wanted = [line for line in lines if self._shown(line)]
        start = self.rows.cursor_id or self.session.places.get(self._place) or self.sheet.next_unmarked()
        empty = self.nothing(_("No item applies to this type of unit."), bool(lines))
        self.rows.set_rows(self.view.rows(wanted), start, empty=empty)
        self._title()

    def _shown(self, line: SheetLine) -> bool:
        text = line.item.text
        return not self.filter_text or matches(f"{line.number} {line.item.id} {text.zh} {text.en}", self.filter_text)

    def _title(self) -> None:
        self.title_bar(f"{self.sheet.info.name} / {self.sheet.unit.name}", self.view.totals())

    # The item under the cursor

    @property
    def _place(self) -> str:
        return f"item:{self.sheet.info.id}:{self.sheet.unit.code}"

    @property
    def current(self) -> SheetLine | None:
        """The item under the cursor; None on a finding outside the list, or an empty list."""
        return self._lines.get(self.rows.cursor_id or "")

    def seen(self, ref: str) -> str:
        """The last event of what the screen shows in the row `ref`: the base of a change to it."""
        return self._seen.get(ref, "")

    def show_item(self) -> None:
        pane, id = self.pane, self.rows.cursor_id or ""
        cells = pane.size.width or self.size.width
        if id.startswith(OTHER):
            pane.show(self.view.other(self.sheet.others[id.removeprefix(OTHER)], cells))
        elif (line := self.current) is not None:
            earlier = earlier_mark(self.session.workspace, self._earlier, line.ref)
            pane.show(self.view.item(line, cells, earlier, self.before(line, cells)))
        else:
            pane.show([])

    def on_row_list_rested(self, message: RowList.Rested) -> None:
        """The text follows the cursor when it rests, and the place is remembered."""
        self.show_item()
        self.session.places.put(self._place, message.id)

    async def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Enter writes a note on an item, and opens a finding outside the list."""
        if message.id.startswith(OTHER):
            await self.entry.other(self.sheet.others[message.id.removeprefix(OTHER)])
        else:
            await self.action_note()

    def on_resize(self, event: events.Resize) -> None:
        """Wide terminals have the item's text beside the list."""
        self.query_one("#body").set_class(event.size.width >= WIDE, "wide")

    def reflow(self) -> None:
        self.show_item()

    # Recording

    async def record(self, work: Callable[[], object], retry: Callable[[str], object] | None = None) -> bool:
        """Do one change; says whether it is on disk.

        `retry(base)` is the change anew upon what stands, for a person who wants theirs after a conflict.
        """
        self._refused = False
        try:
            work()
        except Conflict as conflict:
            self._take_in()
            if retry is None:
                self.complain(conflict)
            else:
                head = conflict.head
                await self.entry.ask_which(conflict, lambda: self.record(lambda: retry(head)))
            return False
        except AudittyError as error:
            self.complain(error, unsaved=True)
            self._refused = isinstance(error, Refused)
            return False
        return True

    def _take_in(self) -> None:
        """Show what others recorded, as far as it can be read."""
        try:
            self.sheet.record.refresh()
        except AudittyError as error:
            self.complain(error)
        self.redraw()

    async def _mark(self, verdict: Verdict) -> None:
        line = self.current
        if line is None or await self.entry.asks_who(lambda: self._mark(verdict)):
            return
        ref, base, before = line.ref, self.seen(line.ref), self.sheet.mark(line.ref)
        done = await self.record(
            lambda: self._done(ref, lambda: self.sheet.set_mark(ref, verdict, base=base)),
            lambda head: self._done(ref, lambda: self.sheet.set_mark(ref, verdict, base=head)),
        )
        if self._refused and verdict == "na" and not self.entry.busy:
            await self.entry.note(line, verdict)  # the answer demands a reason: ask for it at once
        elif done and before is not None and any(finding.problem for finding in before.findings):
            count = len(before.findings)
            taken = ngettext(
                "{count} finding taken away, {key} undoes it", "{count} findings taken away, {key} undoes it", count
            )
            self.keys([(taken.format(count=count, key=self.key("undo")), WARN)])

    def _done(self, ref: str, work: Callable[[], object]) -> None:
        work()
        self.recorded(ref)

    def recorded(self, ref: str, advance: bool = True) -> None:
        """Show an item as it is on disk now, and go on to the next one without a mark."""
        advance = advance and self.sheet.verdict(ref) != "none"
        item = self._lines[ref].item.id
        if any(line.item.when and line.item.when.item == item for line in self.sheet.all_lines):
            self.redraw()  # what other items depend on changes the list itself
            following = self._following() if advance else None
        else:
            following = self._following() if advance else None
            self._seen[ref] = self.sheet.record.base("marks", ref)
            self.rows.update_row(ref, self.view.row(self._lines[ref]), repaint=following is None)
            self._title()
        if following:
            self.rows.move_to(following)
            self.session.places.put(self._place, following)  # before it shows: the line may drop at any moment
        if self.rows.cursor_id == ref:
            self.show_item()
        self.saved()

    def _following(self) -> str | None:
        """The next item without a mark after the cursor, from the top again."""
        return self.rows.next(lambda row: row.id in self._lines and self.sheet.verdict(row.id) == "none")

    async def action_mark_pass(self) -> None:
        """The item is met."""
        await self._mark("pass")

    async def action_mark_na(self) -> None:
        """The item does not apply."""
        await self._mark("na")

    async def action_mark_none(self) -> None:
        """Take the mark away; on a finding outside the list, take that away."""
        id = self.rows.cursor_id or ""
        if id.startswith(OTHER):
            if await self.entry.asks_who(self.action_mark_none):
                return
            base = self.seen(id)
            await self.record(lambda: self._remove_other(id, base), lambda head: self._remove_other(id, head))
            return
        await self._mark("none")

    def _remove_other(self, id: str, base: str) -> None:
        self.sheet.remove_other(id.removeprefix(OTHER), base=base)
        self.redraw()
        self.saved()

    async def action_mark_fail(self) -> None:
        """The item is not met: say what is wrong."""
        if self.current is not None:
            await self.entry.finding(self.current, 0)

    async def action_accept(self) -> None:
        """Mark as the criterion proposes."""
        from store.judging import propose

        line = self.current
        if line is None:
            return
        if line.item.criterion is None:
            keys = [self.key(action) for action in ("mark_pass", "mark_fail", "mark_na")]
            self.say(_("This item has no criterion: mark it with {keys}.").format(keys=listed(keys)))
            return
        try:
            proposal = propose(self.session.workspace, self.sheet, line)
        except AudittyError as error:
            self.complain(error)
            return
        if proposal.verdict == "fail":
            await self.entry.finding(line, 0)
        else:
            await self._mark(proposal.verdict)

    async def action_note(self) -> None:
        """Write a note, and what was found."""
        if self.current is not None:
            await self.entry.note(self.current)

    async def action_visit(self) -> None:
        """The sheet's head."""
        await self.entry.visit()

    async def action_other(self) -> None:
        """A finding outside the list."""
        await self.entry.other()

    async def action_settle(self) -> None:
        """Choose between what copies of the sheet say differently."""
        await self.entry.settle()

    def settled(self, ref: str) -> None:
        """Show that a conflict is settled."""
        self.redraw()
        if ref in self._lines:
            self.rows.move_to(ref)
        self.show_item()
        self.saved()

    async def action_undo(self) -> None:
        """Take back the last change of one's own."""
        if await self.entry.asks_who(self.action_undo):
            return
        undone: list[str] = []

        def work() -> None:
            event = self.sheet.undo()
            undone.append(event.key if event else "")

        if await self.record(work):
            self.redraw()
            if undone[0] in self._lines:
                self.rows.move_to(undone[0])
            self.show_item()
            self.say(_("Taken back.") if undone[0] else _("Nothing of yours to take back on this sheet."))

    async def on_form_saved(self, message: Form.Saved) -> None:
        """Enter in a form."""
        await self.entry.saved(message.values)

    async def on_form_extra(self, message: Form.Extra) -> None:
        """F2 in a form."""
        await self.entry.saved(message.values, more=True)

    def on_form_changed(self, message: Form.Changed) -> None:
        """A value in a form changed."""
        self.entry.changed(message.values)

    async def on_form_copying(self) -> None:
        """F5 in a form."""
        await self.entry.copy()

    async def on_form_elsewhere(self) -> None:
        """F3 in a form."""
        await self.entry.choose_files()

    def on_picker_closed(self, message: Picker.Closed) -> None:
        """The list of files was left."""
        self.entry.files_chosen(message.folder)

    def on_form_discarded(self) -> None:
        """F10 or Esc in a form."""
        self.entry.left()
        self.keys()

    # The rest

    def _see_others(self) -> None:
        if self.entry.busy:
            return
        try:
            if self.sheet.record.refresh():
                self.redraw()
                self.show_item()
                self.keys([(_("changed by others"), WARN)])
        except AudittyError as error:
            self.complain(error)

    def action_next_open(self) -> None:
        """On to the next item without a mark."""
        following = self._following()
        if following:
            self.rows.move_to(following)
        else:
            self.say(_("Every item has its mark."))

    def about(self) -> About:
        """This unit, in this round."""
        unit = self.sheet.unit
        return About(self.session.workspace.round(self.sheet.info.id), unit.code, unit.name)

    def action_across_units(self) -> None:
        """The item under the cursor over all units of the round; without one, ask which."""
        round_, code = self.session.workspace.round(self.sheet.info.id), self.sheet.unit.code
        if (line := self.current) is None:
            self.choose_item(round_, code)
        else:
            self.open_item(round_, line.ref, code)

    def action_across_rounds(self) -> None:
        """This unit over all rounds, at the item under the cursor."""
        unit, line = self.sheet.unit, self.current
        self.open_unit(unit.code, unit.name, self.sheet.info.id, line.ref if line else "")

    def action_history(self) -> None:
        """Who changed the item under the cursor and when."""
        line = self.current
        about = _("item {number}").format(number=line.number) if line else _("Findings outside the list")
        self._open_history(line.ref if line else OUTSIDE, about)

    def action_whole_history(self) -> None:
        """Who changed what on this sheet and when."""
        self._open_history("", "")

    def _open_history(self, item: str, about: str) -> None:
        from tui.screens.history import HistoryScreen, Scope

        info, unit = self.sheet.info, self.sheet.unit
        title = " / ".join(filter(None, (info.name, unit.name, about)))
        self.app.push_screen(HistoryScreen(Scope(title, info.id, unit.code, item)))

    def action_pane_down(self) -> None:
        """Scroll the item's text down."""
        self.pane.scroll_by(3)

    def action_pane_up(self) -> None:
        """Scroll the item's text back."""
        self.pane.scroll_by(-3)
