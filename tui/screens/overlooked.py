"""What nobody looked at, or not for long: units without a mark in any round, and passes that have aged."""

from __future__ import annotations

from typing import Literal

from store.progress import Progress
from store.rectifying import overlooked
from store.rectifying.overlooked import Aged
from tui.i18n import _, current_language
from tui.screens.base import bindings_of
from tui.screens.reading import SheetOpener, read_in_thread
from tui.widgets.look import DIM, PLAIN
from tui.widgets.rows import Row, RowList
from tui.widgets.text import fit, matches

Kind = Literal["uninspected", "aged"]


class OverlookedScreen(SheetOpener):
    """One of the two lists, counted in a thread; a key shows the other."""

    NAME = "overlooked"
    BINDINGS = bindings_of(NAME)

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self._kind = kind
        self._counted = False
        self._aged: dict[str, Aged] = {}
        self._found: dict[str, Row] = {}
        self._texts: dict[str, str] = {}

    def begin(self) -> None:
        super().begin()
        self._count()

    def _count(self) -> None:
        self._counted, self._aged, self._found = False, {}, {}
        self.redraw()
        read_in_thread(self, _("Counting"), self._find, self._have)

    def _find(self, progress: Progress) -> tuple[list[Row], dict[str, Aged]]:
        """The rows, and what is behind those of old passes."""
        workspace = self.session.workspace
        if self._kind == "aged":
            old = overlooked.aged(workspace, progress)
            found = [_aged_row(each) for each in old]
            return found, {row.id: each for row, each in zip(found, old, strict=True)}
        types, lang = workspace.units.types, current_language()
        units = overlooked.uninspected(workspace, progress)
        kinds = [types[unit.type].title.get(lang) if unit.type in types else unit.type_name for unit in units]
        return [
            Row(unit.code, [(f" {unit.code:<10} {unit.name}", PLAIN)], [(f"{kind} ", DIM)])
            for unit, kind in zip(units, kinds, strict=True)
        ], {}

    def _have(self, counted: tuple[list[Row], dict[str, Aged]]) -> None:
        self._counted = True
        found, self._aged = counted
        self._found = {row.id: row for row in found}
        self._texts = {row.id: "".join(text for text, _style in [*row.left, *row.right]) for row in found}
        self.redraw()
        self.keys()

    def redraw(self) -> None:
        title = _("Passes that are too old") if self._kind == "aged" else _("Units never inspected")
        self.title_bar(title, [(str(len(self._found)), PLAIN)] if self._counted else ())
        rows = [row for id, row in self._found.items() if matches(self._texts[id], self.filter_text)]
        self.rows.set_rows(
            rows, self.rows.cursor_id, empty=self.nothing(self._empty()) if self._counted else _("Counting")
        )

    def _empty(self) -> str:
        if self._kind == "uninspected":
            return _("Every unit has a mark in some round.")
        if not self.session.workspace.settings.pass_valid_days:
            return _("Passes do not age here; set pass_valid_days in workspace.yaml.")
        return _("No pass is too old.")

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """The sheet with the pass; a unit that was never inspected has none."""
        aged = self._aged.get(message.id)
        if aged is not None:
            self.open_sheet(aged.round, aged.unit, aged.item)
        else:
            text = _("No round has a mark of it: let it join one with {key} among the units of the round.")
            self.say(text.format(key=self.key("join", "units")))

    def action_other_list(self) -> None:
        """The other of the two lists."""
        self._kind = "aged" if self._kind == "uninspected" else "uninspected"
        self._count()


def _aged_row(aged: Aged) -> Row:
    left = [(f" {aged.day}  {fit(aged.unit, 10)} {fit(aged.name, 24)} ", PLAIN), (aged.item, DIM)]
    return Row(f"{aged.unit}/{aged.item}", left, [(f"{aged.round} ", DIM)])
