"""The first screen of a workspace: its rounds, newest first, and how far each is."""

from __future__ import annotations

from functools import cached_property, reduce
from operator import add
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from checklists.errors import AudittyError
from store.counts import Tally
from store.guard import ARCHIVED
from store.progress import Progress, part
from store.rounds import DAMAGED, Round
from store.seals import standing
from tui.i18n import ROUND_STATES, _, current_language, joined, listed, ngettext, translate
from tui.round_words import state_lines, state_text
from tui.screens.about import About, DocumentsOpener
from tui.screens.base import bindings_of
from tui.widgets.bar import RuleLine
from tui.widgets.look import DIM, ERROR, PLAIN
from tui.widgets.pane import Pane
from tui.widgets.rows import Row, RowList
from tui.widgets.text import clean, fit, matches, width, wrap

if TYPE_CHECKING:
    from tui.screens.round_states import StateForms
    from tui.widgets.form import Form

MOST = 99999
"""Findings of a round that the list has room for."""


def _findings(count: int) -> str:
    return ngettext("{count} finding", "{count} findings", count).format(count=count)


class RoundsScreen(DocumentsOpener):
    """Rounds of the workspace. Counting happens after the first screen is there."""

    NAME = "rounds"
    BINDINGS = bindings_of(NAME)

    _left = False

    def body(self) -> ComposeResult:
        yield RowList()
        yield RuleLine()
        yield Pane()

    def begin(self) -> None:
        self._archived_too = False
        self._rounds: dict[str, Round] = {}
        self._totals: dict[str, Tally] = {}
        self._uncounted: dict[str, AudittyError] = {}
        super().begin()
        self.call_after_refresh(self._count)  # no first screen waits for figures
        self.follow(self._stamps, self._others_changed)

    def _stamps(self) -> object:
        workspace = self.session.workspace
        folder = workspace.disk.stamp(workspace.rounds_folder)
        return [folder, *(round_.stamps() for round_ in self._rounds.values())]

    def _others_changed(self) -> None:
        self.redraw()
        self._count()

    def on_screen_suspend(self) -> None:
        """Another screen lies upon this one: it has the machine for itself, and what was counted is kept."""
        self._left = True
        self.workers.cancel_group(self, "count")

    def on_screen_resume(self) -> None:
        """Back from a round: its figures may have changed."""
        if self._left:
            self._left = False
            self.redraw()
            self._count()

    def redraw(self) -> None:
        workspace = self.session.workspace
        try:
            self._rounds = {round_.info.id: round_ for round_ in workspace.rounds()}
        except AudittyError as error:
            self.complain(error)
            return
        self.title_bar(workspace.settings.title, [(workspace.hands.who or workspace.hands.user, PLAIN)])
        rows = [
            self._row(round_)
            for round_ in self._rounds.values()
            if matches(f"{round_.info.id} {round_.info.name}", self.filter_text)
            and (self._archived_too or round_.info.state != ARCHIVED)
        ]
        self.rows.set_rows(rows, self.rows.cursor_id or self._start(), empty=self._empty())
        self._explain()

    def _empty(self) -> str:
        text = _("No rounds yet. {key} makes one; units come in with “auditty units import FILE”.")
        if self._rounds:
            text = _("All rounds are in the archive. {archived} shows them, {key} makes a new one.")
        return self.nothing(text.format(key=self.key("new_round"), archived=self.key("archived")))

    def _damage(self, round_: Round) -> AudittyError | None:
        """Why the round cannot be read, or not counted."""
        return round_.damage or self._uncounted.get(round_.info.id)

    def _row(self, round_: Round) -> Row:
        info, total = round_.info, self._totals.get(round_.info.id)
        running = info.state == "running"
        damaged = self._damage(round_) is not None or (total is not None and total.damaged > 0)
        state = _(ROUND_STATES[DAMAGED]) if damaged else state_text(info)
        right = [
            (f"{100 * total.marked // max(1, total.asked):3}%" if total else "    ", PLAIN),
            (fit(_findings(total.findings) if total else "", width(_findings(MOST)), "right"), PLAIN),
            (f"  {state} ", ERROR if damaged else PLAIN if running else DIM),
        ]
        return Row(info.id, [(f" {info.name}", PLAIN if running else DIM)], right)

    def reflow(self) -> None:
        self._explain()

    def _explain(self) -> None:
        """What there is to know about the round under the cursor."""
        round_ = self._rounds.get(self.rows.cursor_id or "")
        pane = self.query_one(Pane)
        if round_ is None:
            pane.show([])
            return
        damage = self._damage(round_)
        if damage is not None:
            pane.show([[(f" {line}", ERROR)] for line in wrap(clean(translate(damage)), max(20, self.size.width - 2))])
            return
        info, lang = round_.info, current_language()
        facts = {
            _("Round"): info.id,
            _("State"): self._standing(round_),
            _("Follows up"): self._followed(info.parent),
            _("Period"): f"{info.period_from or '....'} - {info.period_to or '....'}",
            _("Units"): str(round_.unit_count),
            _("Checklists"): joined(pinned.title.get(lang, pinned.id) for pinned in info.checklists),
            _("Inspectors"): listed(person.name for person in info.inspectors),
        }
        pane.show([[(f" {fit(label, 12)}", DIM), (text, PLAIN)] for label, text in facts.items() if text])

    def _followed(self, round_id: str) -> str:
        """The round that this one follows up on, by its name where it is here."""
        return self._rounds[round_id].info.name if round_id in self._rounds else round_id

    def _standing(self, round_: Round) -> str:
        """What there is to say of its state, and the seal it stands under."""
        lines = state_lines(round_, self.session.workspace.settings.zone)
        if seal := standing(round_) if lines else None:
            lines[1:] = [_("seal {number} {digest}").format(number=seal.number, digest=seal.short)]
        return joined(lines)

    def on_row_list_rested(self) -> None:
        """The facts follow the cursor when it rests."""
        self._explain()

    def _start(self) -> str | None:
        """Where the cursor begins: the round open last, else the newest that is running."""
        last = self.session.places.get("round")
        if last in self._rounds:
            return last
        return next((id for id, round_ in self._rounds.items() if round_.info.state == "running"), None)

    def _count(self) -> None:
        from tui.screens.reading import read_in_thread

        read_in_thread(self, _("Counting"), self._sum_up, lambda done: None, group="count")

    def _sum_up(self, progress: Progress) -> None:
        workspace = self.session.workspace
        rounds = {id: round_ for id, round_ in self._rounds.items() if round_.damage is None}
        before, of = 0, sum(round_.unit_count for round_ in rounds.values())
        for round_id, round_ in rounds.items():
            found: Tally | AudittyError
            try:
                found = reduce(add, workspace.tallies(round_, part(progress, before, of)).values(), Tally())
            except AudittyError as error:
                found = error
            self.from_thread(self._counted, round_id, found)
            before += round_.unit_count
            progress(before, of)

    def _counted(self, round_id: str, found: Tally | AudittyError) -> None:
        self._totals.pop(round_id, None)
        self._uncounted.pop(round_id, None)
        if isinstance(found, Tally):
            self._totals[round_id] = found
        else:
            self._uncounted[round_id] = found
            self._explain()
        if round_id in {row.id for row in self.rows.rows}:
            self.rows.update_row(round_id, self._row(self._rounds[round_id]))

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Open the round."""
        from tui.screens.units import UnitsScreen

        if damage := self._rounds[message.id].damage:
            self.complain(damage)
            return
        self.session.places.put("round", message.id)
        self.app.push_screen(UnitsScreen(self._rounds[message.id]))

    async def action_new_round(self) -> None:
        """Make a round."""
        from tui.screens.new_round import Found, NewRoundScreen, readable
        from tui.screens.reading import read_and_wait

        workspace = self.session.workspace
        workspace.record.refresh()  # units that others imported

        def have(found: Found) -> None:
            self.app.push_screen(NewRoundScreen(found), self.made)

        await read_and_wait(self, _("Reading"), lambda progress: readable(workspace, progress), have)

    def made(self, round_id: object) -> None:
        """Show the round that was made, if any was."""
        if round_id:
            self.session.places.put("round", str(round_id))
            self.redraw()
            self.rows.move_to(str(round_id))

    def action_ledger(self) -> None:
        """The rectifications of all units."""
        from tui.screens.board import BoardScreen

        self.app.push_screen(BoardScreen())

    def about(self) -> About | None:
        """The round under the cursor."""
        round_ = self._at_cursor()
        return About(round_) if round_ else None

    def action_calendar(self) -> None:
        """What falls due in the rounds that are running."""
        from tui.screens.calendar import CalendarScreen

        self.app.push_screen(CalendarScreen())

    def action_figures(self) -> None:
        """What the round under the cursor adds up to."""
        from tui.screens.figures import FiguresScreen

        if round_ := self._at_cursor():
            self.app.push_screen(FiguresScreen(round_))

    def action_overview(self) -> None:
        """The round under the cursor at a glance."""
        from tui.screens.dashboard import DashboardScreen

        if round_ := self._at_cursor():
            self.app.push_screen(DashboardScreen(round_))

    def action_history(self) -> None:
        """Who changed what in the round under the cursor and when."""
        round_ = self._rounds.get(self.rows.cursor_id or "")
        if round_ is not None:
            self._open_history(round_.info.name, round_.info.id)

    def action_whole_history(self) -> None:
        """Who changed what in the workspace and when."""
        self._open_history(self.session.workspace.settings.title, "")

    def _open_history(self, title: str, round_id: str) -> None:
        from tui.screens.history import HistoryScreen, Scope

        self.app.push_screen(HistoryScreen(Scope(title, round_id)))

    def action_back(self) -> None:
        """Out of the program, whatever screen led here."""
        if self.filter_text:
            super().action_back()
        else:
            self.app.exit(0)

    @cached_property
    def _states(self) -> StateForms:
        """What asks before a state is changed; the first screen does without."""
        from tui.screens.round_states import StateForms

        return StateForms(self)

    def _at_cursor(self) -> Round | None:
        """The round under the cursor, as it stands on disk; None without one, or if it cannot be read."""
        round_ = self._rounds.get(self.rows.cursor_id or "")
        if round_ is not None and round_.damage is not None:
            self.complain(round_.damage)
            return None
        return round_ if round_ is not None and self.attempt(round_.refresh) else None

    async def action_follow_up(self) -> None:
        """Make a round of what this one left open."""
        if round_ := self._at_cursor():
            await self._states.follow_up(round_)

    async def action_finish(self) -> None:
        """Mark the round finished, or running again."""
        if round_ := self._at_cursor():
            await self._states.finish(round_)

    async def action_seal(self) -> None:
        """Seal the round."""
        if round_ := self._at_cursor():
            await self._states.seal(round_)

    async def action_reopen(self) -> None:
        """Open the round again."""
        if round_ := self._at_cursor():
            await self._states.reopen(round_)

    async def action_void(self) -> None:
        """Say that nothing of the round counts."""
        if round_ := self._at_cursor():
            await self._states.void(round_)

    async def action_archive(self) -> None:
        """Put the round out of the way, or bring it back."""
        if round_ := self._at_cursor():
            await self._states.archive(round_)

    def action_archived(self) -> None:
        """Show the rounds in the archive too, or not."""
        self._archived_too = not self._archived_too
        self.redraw()
        self.say(_("Archived rounds are shown.") if self._archived_too else _("Archived rounds are not shown."))

    async def on_form_saved(self, message: Form.Saved) -> None:
        """Do what was asked."""
        await self._states.saved(message.values)

    def on_form_discarded(self) -> None:
        """A sealing that was not completed shows."""
        self.redraw()

    def done(self) -> None:
        """A state was changed."""
        self.redraw()
        self.saved()
