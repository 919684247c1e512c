"""What falls due when: the dates in order, the units behind each, and the way to a unit's sheet at that item."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from textual.app import ComposeResult

from store.calendar import Calendar, Due
from store.calendar_marks import STATES, State
from store.progress import Progress
from store.rounds import Round
from tui.i18n import DUE_STATES, DUTY_KINDS, _, current_language
from tui.screens.base import bindings_of
from tui.screens.calendar_view import dates, due_row, facts, number_cells, sign
from tui.screens.reading import SheetOpener, read_in_thread
from tui.widgets.bar import RuleLine
from tui.widgets.look import DIM, ERROR, PLAIN
from tui.widgets.pane import Pane
from tui.widgets.rows import Row, RowList, heading
from tui.widgets.text import matches


class CalendarScreen(SheetOpener):
    """The dates of one round, or of all that are running, read after the first screen is there."""

    NAME = "calendar"
    BINDINGS = bindings_of(NAME)

    def __init__(self, round_: Round | None = None, unit: str = "") -> None:
        """`unit` is the one the person came from: a key shows its dates alone."""
        super().__init__()
        self._round, self._came_from = round_, unit
        self._calendar: Calendar | None = None
        self._dues: dict[str, Due] = {}
        self._of: Due | None = None
        self._unit = ""
        self._late_only = False

    def body(self) -> ComposeResult:
        yield RowList()
        yield RuleLine()
        yield Pane()

    def begin(self) -> None:
        super().begin()
        self._count()

    def on_screen_resume(self) -> None:
        """Back from a sheet: its marks may have changed."""
        if self._calendar is not None:
            self._count()

    # Reading

    def _count(self) -> None:
        read_in_thread(self, _("Counting"), self._read, self._counted)

    def _read(self, progress: Progress) -> tuple[Calendar, list[Due]]:
        workspace = self.session.workspace
        rounds = [self._round] if self._round else workspace.rounds()
        wanted = [each for each in rounds if self._round or each.info.state == "running"]
        made = Calendar(workspace, wanted, self._unit, self._round is None, progress)
        return made, made.dues(overdue=self._late_only)

    def _counted(self, found: tuple[Calendar, list[Due]]) -> None:
        made, dues = found
        first = self._calendar is None
        self._calendar = made
        self._dues = {f"due:{due.duty.round}:{due.duty.checklist}:{due.duty.kind}:{due.duty.item}:{due.first}": due
                      for due in dues}  # fmt: skip
        if self._of is not None:
            again = (due for due in dues if (due.duty.item, due.first) == (self._of.duty.item, self._of.first))
            self._of = next(again, None)
        self.redraw()
        self.keys()
        if first:
            self.action_today()
        self._explain()
        if made.damaged:
            self.complain(made.damaged[0][1])

    # Drawing

    def redraw(self) -> None:
        title = self._round.info.name if self._round else _("All running rounds")
        made = self._calendar
        if made is None:
            self.title_bar(f"{title} / {_('Calendar')}")
            self.rows.set_rows([], empty=_("Counting"))
            return
        late = sum(due.counts.get("overdue", 0) * due.times for due in self._dues.values())
        self.title_bar(
            f"{title} / {_('Calendar')}",
            [(f"{made.today}", PLAIN), (f"  {_('overdue')} {late}", ERROR if late else PLAIN)],
        )
        rows = self._due_rows(made.today) if self._of is None else self._unit_rows(made, self._of)
        empty = (
            _("Nothing is overdue.")
            if self._late_only
            else _("Nothing is due. What falls due comes from running rounds and from rectifications.")
        )
        self.rows.set_rows(list(rows), self.rows.cursor_id, empty=self.nothing(empty))

    def narrowing(self) -> str:
        return " ".join(filter(None, [self._unit, _(DUE_STATES["overdue"]) if self._late_only else ""]))

    def _due_rows(self, today: date) -> Iterator[Row]:
        month, cells = "", number_cells(self._dues.values())
        for id, due in self._dues.items():
            duty = due.duty
            known = (str(due.first), duty.item, *duty.text, *duty.role, _(DUTY_KINDS[duty.kind]), duty.unit)
            if not matches(" ".join(known), self.filter_text):
                continue
            if f"{due.first:%Y-%m}" != month:
                month = f"{due.first:%Y-%m}"
                yield heading(f"month:{month}", month)
            yield due_row(id, due, cells, self.session.look, current_language())

    def _unit_rows(self, made: Calendar, of: Due) -> Iterator[Row]:
        lang = current_language()
        yield heading("of", f"{dates(of)}  {of.duty.text.get(lang)}")
        names = made.unit_names
        found = made.units_of(of)
        for state in STATES:
            for code in (code for code, own in found.items() if own == state):
                if matches(f"{code} {names.get(code, '')}", self.filter_text):
                    yield self._unit_row(code, names.get(code, code), state)

    def _unit_row(self, code: str, name: str, state: State) -> Row:
        mark = sign(state, self.session.look)
        left = [(" ", PLAIN), mark, (f" {code:<8} ", DIM), (name, PLAIN)]
        return Row(f"unit:{code}", left, [(f"{_(DUE_STATES[state])} ", mark[1])])

    def reflow(self) -> None:
        self._explain()

    def _explain(self) -> None:
        pane = self.query_one(Pane)
        due = self._of or self._dues.get(self.rows.cursor_id or "")
        if due is None or self._calendar is None:
            pane.show([])
            return
        names = self._calendar.unit_names
        pane.show(facts(due, names.get(due.duty.unit, due.duty.unit), self._round_name(due), pane.size.width or 80))

    def _round_name(self, due: Due) -> str:
        known = self._calendar.rounds if self._calendar else {}
        return known[due.duty.round].info.name if due.duty.round in known else due.duty.round

    def on_row_list_rested(self) -> None:
        """The facts follow the cursor when it rests."""
        self._explain()

    # Keys

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """The units that owe it; of a unit, its sheet at that item."""
        kind, _colon, code = message.id.partition(":")
        if kind == "unit" and self._of is not None:
            self._open_sheet(self._of, code)
            return
        due = self._dues[message.id]
        units = list(self._calendar.units_of(due)) if self._calendar else []
        if len(units) == 1:
            self._open_sheet(due, units[0])
            return
        self._of, self.filter_text = due, ""
        self._from = message.id
        self.redraw()
        self.rows.action_end(1)
        self.keys()

    def _open_sheet(self, due: Due, code: str) -> None:
        self.open_sheet(due.duty.round, code, due.duty.ref if ":" in due.duty.ref else "")

    def action_today(self) -> None:
        """On to what falls due today or next."""
        if self._calendar is not None and self._of is None:
            today = self._calendar.today
            ids = [row.id for row in self.rows.rows if row.id in self._dues]
            coming = (id for id in ids if self._dues[id].due >= today)
            wanted = next(coming, ids[-1] if ids else "")
            self.rows.move_to(wanted)

    def action_overdue(self) -> None:
        """Only what is overdue, or all."""
        self._late_only, self._of = not self._late_only, None
        self._count()

    def action_one_unit(self) -> None:
        """Only the unit the person came from, or all."""
        if not self._came_from:
            self.say(_("Come here from a unit of a round to see its dates alone."))
            return
        self._unit, self._of = ("" if self._unit else self._came_from), None
        self._count()

    def action_back(self) -> None:
        """From the units back to the dates, and from there out."""
        if self._of is not None and not self.filter_text:
            self._of = None
            self.redraw()
            self.rows.move_to(self._from)
            self.keys()
        else:
            super().action_back()
