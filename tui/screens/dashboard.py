"""A round at a glance: how far it is, how well it goes, what is due, and a map of units and parts."""

from __future__ import annotations

from time import monotonic

from textual.worker import Worker

from checklists.errors import AudittyError
from store.figures import overview as glance
from store.figures.scores import Score
from store.progress import Progress
from store.rounds import Round
from tui.figures import group_of, group_titles
from tui.i18n import N_, _, current_language, ngettext
from tui.screens import dashboard_rows as rows_of
from tui.screens.across import AcrossOpener
from tui.screens.base import OTHERS_SECONDS, bindings_of
from tui.screens.dashboard_panes import PanesScreen
from tui.screens.dashboard_read import LAST, STEPS, Known
from tui.screens.reading import SheetOpener, read_in_thread
from tui.widgets.bar import LineBar
from tui.widgets.canvas import Part
from tui.widgets.look import DIM, PLAIN
from tui.widgets.rows import RowList
from tui.widgets.text import clean, matches, width

ALL = ""
"""The column of the map with everything the unit is asked."""

SORTS = {
    "worst": N_("worst first"),
    "part": N_("worst first here"),
    "open": N_("least complete"),
    "code": N_("by code"),
}
PATIENT = 20
"""So many times longer than reading takes, the next reading is waited for: a city under inspection changes always."""


class DashboardScreen(PanesScreen, SheetOpener, AcrossOpener):
    """Two lists of bars and the map; what is recorded meanwhile shows by itself."""

    NAME = "dashboard"
    BINDINGS = bindings_of(NAME)

    def __init__(self, round_: Round) -> None:
        super().__init__()
        self._round = round_
        self._known = Known()
        self._by = self._type = ""
        self._sort, self._within = "worst", ALL
        self._lines: dict[str, glance.UnitLine] = {}
        self._titles: dict[str, str] = {}
        self._reading: Worker[None] | None = None
        self._whole, self._waiting = False, _("Reading")
        self._stamps: object = None
        self._begun = self._took = 0.0

    def begin(self) -> None:
        super().begin()
        self.pane("units").focus()
        self._read(0)
        self.set_interval(OTHERS_SECONDS, self._look)

    # Reading

    def _stamps_now(self) -> object:
        workspace = self.session.workspace
        return [*self._round.stamps(), workspace.disk.stamp(workspace.root / "ledger")]

    def _read(self, step: int) -> None:
        if step == 0:
            self._stamps, self._begun = self._stamps_now(), monotonic()
        workspace, by, known = self.session.workspace, self._by, self._known

        def read(progress: Progress) -> Known:
            return STEPS[step](workspace, self._round, by, known, progress)

        def arrived(found: Known) -> None:
            self._known = found
            self.redraw()
            if step < LAST:
                self._read(step + 1)
                return
            self._took, self._whole = monotonic() - self._begun, True
            self.keys()
            if found.damaged:
                self.complain(found.damaged[0])

        self._reading = read_in_thread(self, _("Reading"), read, arrived, self._failed)

    def _failed(self, error: AudittyError) -> None:
        self._waiting = ""
        self.redraw()
        self.complain(error)

    def _look(self) -> None:
        """Read anew if something was recorded, but not all the time."""
        if self.on_top and self._whole and monotonic() > self._begun + self._took * (1 + PATIENT):
            self.attempt(self._refresh)

    def _refresh(self) -> None:
        if self._reading is not None and self._reading.is_finished and self._stamps_now() != self._stamps:
            self._round.refresh()
            self._read(0)

    def on_screen_resume(self) -> None:
        """Back from a sheet: its marks may have changed."""
        if self._whole:
            self.attempt(self._refresh)

    def action_again(self) -> None:
        """Read everything anew."""
        if self.attempt(self._round.refresh):
            self._read(0)

    # Drawing

    def redraw(self) -> None:
        known = self._known
        self._titles = group_titles(known.here.questions.values(), known.by or "part") if known.here else {}
        count = self._round.unit_count
        right = [(ngettext("{count} unit", "{count} units", count).format(count=count), PLAIN)]
        self.title_bar(f"{self._round.info.name} / {_('Overview')}", right)
        bars = list(rows_of.standing_rows(known)), list(rows_of.figure_rows(known))
        self.pane("units").set_rows(bars[0])
        self.pane("figures").set_rows(bars[1], empty=self._waiting)
        self.make_room(max(map(len, bars)))
        within = self._within if self._sort == "part" else ALL
        lines = glance.in_order(known.lines, "worst" if self._sort == "part" else self._sort, within)
        self._lines = {line.unit.code: line for line in lines if self._wanted(line)}
        empty = self.nothing(_("Nothing to show."), bool(self._type))
        self.map.set_grid(
            list(self._lines),
            [ALL, *known.parts] if known.lines else [],
            lambda id, cells: rows_of.name_part(self._lines[id], cells),
            self._cell,
            empty if known.by else self._waiting,
        )
        self.tell()

    def _wanted(self, line: glance.UnitLine) -> bool:
        kind = line.unit.type_text(current_language())
        return self._type in ("", kind) and matches(f"{line.unit.code} {line.unit.name}", self.filter_text)

    def _score(self, code: str, column: str) -> Score | None:
        line = self._lines[code]
        return line.parts.get(column) if column else line.whole

    def _cell(self, code: str, column: str, cells: int) -> Part:
        bands = self.session.workspace.settings.bands
        return rows_of.cell(self._score(code, column), cells, self.session.look, bands)

    def _title(self, column: str, cells: int) -> str:
        if column == ALL:
            return _("all")
        number = str(list(self._known.parts).index(column) + 1)
        return f"{number} {self._titles[column]}" if cells >= 10 else number

    def tell(self) -> None:
        """The heads of the map, and what the row or the cell under the cursor comes from."""
        way = "  ".join(filter(None, (_(SORTS[self._sort]), self._type)))
        self.query_one("#head", LineBar).show(self.map.head(way, self._title))
        pane = self.entered
        id = pane.cursor_id or "" if pane is not None else ""
        text, found = self._told_of_cell(id) if pane is self.map else (rows_of.told(self._known, id), "")
        right = "  ".join(filter(None, (found, rows_of.legend(self.session.look))))
        if width(text) + width(right) + 4 > self.size.width:
            right = found
        self.query_one("#told", LineBar).show([(f" {text}", DIM)], [(f"{right} ", DIM)])

    def _told_of_cell(self, code: str) -> tuple[str, str]:
        """Whose cell it is, and what it comes from."""
        if code not in self._lines:
            return "", ""
        column = self.map.column
        title = self._titles[column] if column else _("all")
        return clean(f"{self._lines[code].unit.name} / {title}"), rows_of.judged(self._score(code, column) or Score())

    def on_row_list_rested(self) -> None:
        """What is said follows the cursor when it rests."""
        self.tell()

    def on_grid_turned(self) -> None:
        """Another column."""
        self.tell()

    # Ways

    def action_order(self) -> None:
        """Another order of the units."""
        sorts = list(SORTS)
        self._sort, self._within = sorts[(sorts.index(self._sort) + 1) % len(sorts)], self.map.column
        self._turned()

    def action_group(self) -> None:
        """Parts, or their sections."""
        if self._known.by:
            self._by = "part" if self._known.by == "section" else "section"
            self._sort, self._within = "worst", ALL
            self._read(LAST)

    def action_by_type(self) -> None:
        """One type of unit after the other, then all."""
        types = {unit.type_text(current_language()) for unit in self._round.units.values()} - {""}
        if len(types) < 2:
            self.say(_("All units are of one type."))
            return
        choices = ["", *sorted(types)]
        self._type = choices[(choices.index(self._type) + 1) % len(choices)]
        self._turned()

    def _turned(self) -> None:
        self.redraw()
        self.rows.action_end(1)

    def action_back(self) -> None:
        """Show all units again if some are hidden, else leave."""
        if self._type and not self.filter_text:
            self._type = ""
            self.redraw()
        else:
            super().action_back()

    # Behind the figures

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """The units, items, findings, rectifications behind a bar; the sheet behind a cell, at what it is about."""
        kind, _colon, name = message.id.partition(":")
        if message.rows is self.map:
            self._open_cell(message.id)
        elif rows_of.count(self._known, message.id) == 0:
            self.say(_("There are none."))
        elif kind == "state":
            from tui.screens.units import UnitsScreen

            self.app.push_screen(UnitsScreen(self._round, name))
        elif kind == "order":
            from tui.screens.board import BoardScreen

            light, state = rows_of.LIGHTS.get(name, ""), "closed" if name == "closed" else ""
            self.app.push_screen(BoardScreen(round_=self._round, light=light, state=state))
        elif kind == "items":
            self.open_figures("ranking", order="open")
        elif kind == "grade":
            self.open_figures("grades", message.id)
        else:
            self.open_figures("items", message.id)

    def open_figures(self, view: str = "ranking", inside: str = "", order: str = "") -> None:
        """A view of the figures, or what is behind one of its rows."""
        from tui.screens.figures import FiguresScreen

        self.app.push_screen(FiguresScreen(self._round, view, inside, order))

    def _open_cell(self, code: str) -> None:
        here, column = self._known.here, self.map.column
        if here is not None:
            ref = glance.first_in(here.units[code], group_of(self._known.by), column) if column else ""
            self.open_sheet(self._round.info.id, code, ref)

    def action_figures(self) -> None:
        """The figures in full."""
        self.open_figures()

    def action_ledger(self) -> None:
        """The rectifications of the round."""
        from tui.screens.board import BoardScreen

        self.app.push_screen(BoardScreen(round_=self._round))

    def action_across_units(self) -> None:
        """One item over all units."""
        self.choose_item(self._round, self.map.cursor_id or "")

    def action_across_rounds(self) -> None:
        """The unit under the map's cursor over all rounds."""
        if line := self._lines.get(self.map.cursor_id or ""):
            self.open_unit(line.unit.code, line.unit.name, self._round.info.id)
