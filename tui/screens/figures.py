"""What a round adds up to: ranking, items, parts, grades, rates, comparison with another round, trend over all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textual.app import ComposeResult

from checklists.errors import AudittyError
from store.counting import counting
from store.errors import StoreError
from store.figures import over_rounds
from store.progress import Progress
from store.rounds import Round
from tui.i18n import ROUND_STATES, _, current_language
from tui.screens.across import AcrossOpener
from tui.screens.base import bindings_of
from tui.screens.figures_facts import facts
from tui.screens.figures_read import Known, gather
from tui.screens.figures_rows import Wanted
from tui.screens.figures_views import VIEWS, WIDE, rows
from tui.screens.reading import SheetOpener, read_in_thread
from tui.widgets.bar import RuleLine
from tui.widgets.look import DIM, PLAIN
from tui.widgets.pane import Pane
from tui.widgets.rows import Row, RowList
from tui.widgets.text import matches


class FiguresScreen(SheetOpener, AcrossOpener):
    """The figures of a round, read in a thread as far as the view needs."""

    NAME = "figures"
    BINDINGS = bindings_of(NAME)

    def __init__(self, round_: Round, view: str = "ranking", inside: str = "", order: str = "") -> None:
        """`inside` is the row of the view that is entered from the start, as in `rows`; `order` one of the view's."""
        super().__init__()
        self._round, self._view = round_, view
        self._known = Known()
        self._ways: dict[str, Wanted] = {name: Wanted() for name in VIEWS}
        self._ways[view] = Wanted(order=order)
        self._inside = inside  # the row that was entered; its own rows are shown
        self._from: list[tuple[str, str]] = []  # where `_inside` was entered from, and that row
        self._other: Round | None = None
        self._choosing = False

    def body(self) -> ComposeResult:
        yield RowList()
        yield RuleLine()
        yield Pane()

    def begin(self) -> None:
        super().begin()
        self._read()
        self._stamps = self._round.stamps()
        self.follow(self._round.stamps, self._changed)

    def on_screen_resume(self) -> None:
        """Back from a sheet: its marks may have changed."""
        if self._known.here is not None and self._round.stamps() != self._stamps:
            self.action_again()

    def _changed(self) -> None:
        # Not read at once: while a city is inspected it would be read over and over.
        self.say(_("Something was recorded meanwhile; {key} reads anew.").format(key=self.key("again")))

    # Reading

    def _read(self) -> None:
        other = self._other.info.id if self._other else ""
        if self._known.has(self._view, other):
            self._shown()
            return
        self.redraw()
        read_in_thread(self, _("Reading"), self._gather, self._arrived, self._failed)

    def _gather(self, progress: Progress) -> Known:
        return gather(self.session.workspace, self._round, self._view, self._other, self._known, progress)

    def _arrived(self, found: Known) -> None:
        self._known = found
        self._shown()
        damaged: list[StoreError] = []
        for each in (found.here, found.there, found.stands):
            damaged += each.damaged.values() if each is not None else ()
        if damaged:
            self.complain(damaged[0])

    def _failed(self, error: AudittyError) -> None:
        self.rows.set_rows([], empty="")
        self.complain(error)

    # Drawing

    @property
    def _wanted(self) -> Wanted:
        return replace(self._ways[self._view], filter=self.filter_text, wide=self.size.width >= WIDE)

    def reflow(self) -> None:
        self.redraw()
        self._explain()

    def _shown(self) -> None:
        self.redraw()
        self.keys()
        self._explain()

    def redraw(self) -> None:
        title = f"{self._round.info.name} / {_(VIEWS[self._view].title)}"
        self.title_bar(title, [(self._ways_text(), DIM)])
        if self._choosing:
            self.rows.set_rows(list(self._rounds()), empty=self.nothing(_("There is no other round.")))
            return
        if not self._known.has(self._view, self._other.info.id if self._other else ""):
            self.rows.set_rows([], empty=_("Reading"))
            return
        self.rows.set_rows(list(self._rows()), self.rows.cursor_id, empty=self.nothing(self._empty()))

    def _empty(self) -> str:
        if self._view == "comparison" and self._other is None:
            return _("There is no other round.")
        return (
            _("Nothing ordered yet: notices make rectifications.") if self._view == "rates" else _("Nothing to show.")
        )

    def _ways_text(self) -> str:
        view, way = VIEWS[self._view], self._ways[self._view]
        group = view.groups.get(way.group or next(iter(view.groups), ""), "")
        order = view.orders.get(way.order, "")
        return "  ".join(_(text) for text in (group, order) if text) + (f"  {way.type}" if way.type else "")

    def _rows(self) -> Iterable[Row]:
        return rows(self._view, self._inside, self.session.workspace, self._known, self._wanted)

    def _rounds(self) -> Iterable[Row]:
        """The rounds to compare with, newest first."""
        yield Row("head", [(f" {_('Compare with which round?')}", DIM)], (), False)
        for each in reversed(counting(self.session.workspace)):
            info = each.info
            if info.id != self._round.info.id and matches(f"{info.id} {info.name}", self.filter_text):
                right = [(f"{info.period_from or '....'} - {info.period_to or '....'}  ", DIM),
                         (f"{_(ROUND_STATES[info.state])} ", PLAIN)]  # fmt: skip
                yield Row(f"other:{info.id}", [(f" {info.name}", PLAIN)], right)

    def _explain(self) -> None:
        pane = self.query_one(Pane)
        pair = sorted(filter(None, (self._round, self._other)), key=lambda each: (each.info.created, each.info.id))
        id, group = self.rows.cursor_id or "", self._ways[self._view].group
        cells = pane.size.width or self.size.width
        pane.show(
            [] if self._choosing else facts(self._view, id, self._known, self.session.workspace, group, pair, cells)
        )

    def on_row_list_rested(self) -> None:
        """The facts follow the cursor when it rests."""
        self._explain()

    # Views

    def _show(self, view: str) -> None:
        self._view, self._inside, self._choosing, self.filter_text = view, "", False, ""
        self._from = []
        self._read()
        self.rows.action_end(1)

    def action_ranking(self) -> None:
        """The units in order of rank."""
        self._show("ranking")

    def action_items(self) -> None:
        """The items by pass rate."""
        self._show("items")

    def action_parts(self) -> None:
        """Parts or sections."""
        self._show("parts")

    def action_grades(self) -> None:
        """Risk points and findings by grade."""
        self._show("grades")

    def action_rates(self) -> None:
        """How much was put right, late, come back."""
        self._show("rates")

    def action_comparison(self) -> None:
        """This round beside another: the one it follows up, else the one before it."""
        if self._other is None:
            self._other = over_rounds.beside(self.session.workspace, self._round)
        self._show("comparison")

    def action_trend(self) -> None:
        """All rounds."""
        self._show("trend")

    def action_other_round(self) -> None:
        """Choose the round to compare with."""
        self._show("comparison")
        self._choosing = True
        self._shown()

    # Ways

    def _turn(self, member: str, choices: Iterable[str], none: str) -> None:
        wanted = [*choices]
        if len(wanted) < 2 or self._choosing:
            self.say(none)
            return
        way = self._ways[self._view]
        now = getattr(way, member)
        at = wanted.index(now) if now in wanted else 0
        self._ways[self._view] = replace(way, **{member: wanted[(at + 1) % len(wanted)]})  # type: ignore[arg-type]
        self._inside, self._from = "", []
        self._shown()

    def action_order(self) -> None:
        """Another order."""
        self._turn("order", VIEWS[self._view].orders, _("There is only one order here."))

    def action_group(self) -> None:
        """Counted by something else."""
        self._turn("group", VIEWS[self._view].groups, _("There is only one way to count here."))

    def action_by_type(self) -> None:
        """One type of unit after the other, then all."""
        types = {unit.type_text(current_language()) for unit in self._round.units.values()} - {""}
        if self._view == "ranking":
            self._turn("type", ["", *sorted(types)], _("All units are of one type."))
        else:
            self.say(_("Only the ranking is shown by type."))

    def action_again(self) -> None:
        """Read everything anew."""
        self._stamps, self._known = self._round.stamps(), Known()
        if self.attempt(self._round.refresh):
            self._read()

    # Keys

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """What is behind the figures: units, items, sheets."""
        kind, _colon, name = message.id.partition(":")
        if kind == "other":
            self._other = next((each for each in counting(self.session.workspace) if each.info.id == name), None)
            self._show("comparison")
        elif kind in ("unit", "sheet"):
            code, _colon, ref = name.partition(":")
            self.open_sheet(self._round.info.id, code, ref)
        elif kind == "found":
            _place, code, ref = name.split(":", 2)
            self.open_sheet(self._round.info.id, code, ref)
        elif kind in ("item", "section", "changes", "grade"):
            self._enter(message.id)
        elif kind == "part":
            self._ways["parts"] = replace(self._ways["parts"], group="section")
            self._shown()
        elif kind == "round" and name != self._round.info.id:
            self._open_round(name)

    def action_across_units(self) -> None:
        """The item under the cursor over all units, with what each wrote; elsewhere, ask which."""
        kind, _colon, name = (self.rows.cursor_id or "").partition(":")
        unit, _colon, ref = name.partition(":") if kind == "sheet" else ("", "", name if kind == "item" else "")
        if ref:
            self.open_item(self._round, ref, unit)
        else:
            self.choose_item(self._round, name if kind == "unit" else "")

    def action_across_rounds(self) -> None:
        """The unit under the cursor over all rounds."""
        kind, _colon, name = (self.rows.cursor_id or "").partition(":")
        code, _colon, ref = name.partition(":")
        if kind in ("unit", "sheet"):
            self.open_unit(code, self._round.unit(code).name, self._round.info.id, ref)
        else:
            self.say(_("Put the cursor on a unit."))

    def _enter(self, id: str) -> None:
        self._from.append((self._inside, id))
        self._inside, self.filter_text = id, ""
        self._shown()
        self.rows.action_end(1)

    def _open_round(self, round_id: str) -> None:
        def open_round() -> None:
            self.app.push_screen(FiguresScreen(self.session.workspace.round(round_id)))

        self.attempt(open_round)

    def action_back(self) -> None:
        """From what is behind the figures back to them, and from there out."""
        if self.filter_text:
            super().action_back()
        elif self._choosing:
            self._choosing = False
            self._shown()
        elif self._from:
            self._inside, came_from = self._from.pop()
            self._shown()
            self.rows.move_to(came_from)
        else:
            super().action_back()
