"""Lists that stand side by side: the cursor shows in the one that is entered, and the arrows lead to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from tui.widgets.canvas import Line, Part, lay
from tui.widgets.look import DIM, HEADING, PLAIN
from tui.widgets.rows import LateRow, RowList
from tui.widgets.text import fit
from tui.widgets.text import width as text_width


class PaneRows(RowList):
    """A list whose cursor shows while it is `entered`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "side(-1)", show=False),
        Binding("right", "side(1)", show=False),
    ]

    entered = False

    class Edge(Message):
        """An arrow led over the edge of a list: -1, 0 or 1 to the right and down."""

        def __init__(self, rows: PaneRows, right: int, down: int) -> None:
            super().__init__()
            self.rows, self.right, self.down = rows, right, down

    def enter(self, entered: bool) -> None:
        """Show the cursor, or hide it."""
        if self.entered != entered:
            self.entered = entered
            self.refresh()

    def action_step(self, step: int) -> None:
        """As in every list; from the last row on, out of it."""
        before = self._cursor
        super().action_step(step)
        if self._cursor == before:
            self.post_message(self.Edge(self, 0, step))

    def action_side(self, step: int) -> None:
        """Out of it, to the left or to the right."""
        self.post_message(self.Edge(self, step, 0))

    def point(self, x: int, y: int) -> None:
        """A click from elsewhere puts the cursor on a row, and does no more."""
        index = self._top + y
        if index < len(self._rows) and self._rows[index].selectable:
            self._go(index)

    def _strip(self, index: int, cells: int) -> Strip:
        strip = super()._strip(index, cells)
        if index != self._cursor or self.entered:
            return strip
        return Strip([Segment(" ", PLAIN), *list(strip)[1:]], cells)


class Grid(PaneRows):
    """Rows with a cell in each of many columns; left and right choose one of them, which stands in brackets.

    A cell is as wide as the columns have room for; where even the narrowest do not fit, they scroll by half.
    """

    WIDTHS = (15, 8, 3)
    """Cells that a cell may take, with its brackets."""

    NAME_CELLS = 18
    """Cells that a row's name takes at least."""

    class Turned(Message):
        """Another column is chosen, or the columns are drawn otherwise."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns: Sequence[str] = ()
        self.at = 0
        self._first = 0
        self._begin: Callable[[str, int], Line] = lambda id, cells: ()
        self._cell: Callable[[str, str, int], Part] = lambda id, column, cells: ("", PLAIN)

    @property
    def column(self) -> str:
        """The column that is chosen, "" without any."""
        return self.columns[self.at] if self.columns else ""

    def set_grid(
        self,
        ids: Sequence[str],
        columns: Sequence[str],
        name: Callable[[str, int], Line],
        cell: Callable[[str, str, int], Part],
        empty: str,
    ) -> None:
        """Show a row for each of `ids`. `name(id, cells)` is its beginning, `cell(id, column, cells)` what a cell says.

        The chosen column stays chosen where it is still there.
        """
        at = self.column
        self.columns, self._begin, self._cell = columns, name, cell
        self.at = list(columns).index(at) if at in columns else 0
        self._first = min(self._first, max(0, len(columns) - 1))
        self.set_rows([LateRow(id, self._line) for id in ids], empty=empty)
        self.post_message(self.Turned())

    def choose_column(self, column: str) -> None:
        """Choose a column that is there."""
        self.action_side(list(self.columns).index(column) - self.at)

    def _shape(self, cells: int) -> tuple[int, int]:
        """How wide a cell is, and how many stand side by side."""
        room = max(0, cells - self.NAME_CELLS)
        width = next((width for width in self.WIDTHS if width * len(self.columns) <= room), self.WIDTHS[-1])
        return width, min(len(self.columns), max(1, room // width))

    def _window(self, cells: int) -> tuple[int, int, int]:
        """How wide a cell is, the first column in sight, and the one behind the last."""
        width, count = self._shape(cells)
        if not self._first <= self.at < self._first + count:
            self._first = self.at - count // 2
        self._first = max(0, min(self._first, len(self.columns) - count))
        return width, self._first, self._first + count

    def head(self, title: str, titles: Callable[[str, int], str]) -> Line:
        """The line above the rows: `titles(column, cells)` above each, that of the chosen one standing out."""
        cells = max(0, self.size.width - 1)
        width, first, last = self._window(cells)
        start = fit(f"{title} {'<' * (first > 0)}{'>' * (last < len(self.columns))}", cells - width * (last - first))
        parts: list[Part] = [(" ", PLAIN), (start, DIM)]
        for at in range(first, last):
            title = titles(self.columns[at], width)
            above = fit(title, width) if text_width(title) >= width else f"{fit(title, width - 1, 'right')} "
            parts.append((above, HEADING if at == self.at else DIM))
        return parts

    def _line(self, id: str, chosen: bool = False) -> Line:
        cells = max(0, self.size.width - 1)
        width, first, last = self._window(cells)
        parts: list[Part] = [*self._begin(id, cells - width * (last - first))]
        for at in range(first, last):
            text, style = self._cell(id, self.columns[at], width - 2)
            left, right = "[]" if chosen and at == self.at else "  "
            parts += [(left, PLAIN), (fit(text, width - 2, "right"), style), (right, PLAIN)]
        return parts

    def action_side(self, step: int) -> None:
        """Choose another column; from the last one on, out of it."""
        at = self.at + step
        if not 0 <= at < len(self.columns):
            super().action_side(step)
            return
        first = self._first
        self.at = at
        self._window(max(0, self.size.width - 1))
        if self._first != first:
            self._bodies.clear()
        self.refresh()
        self.post_message(self.Turned())

    def point(self, x: int, y: int) -> None:
        """As in every pane; a click on a cell chooses its column too."""
        super().point(x, y)
        self.action_side(self._column_at(x) - self.at)

    def click(self, x: int, y: int) -> None:
        """A click on another column's cell chooses that; on the chosen cell, and on a name, it is as in every list."""
        if self._column_at(x) != self.at:
            self.point(x, y)
        else:
            super().click(x, y)

    def _column_at(self, x: int) -> int:
        """The column that stands there; the chosen one left of them all."""
        width, first, last = self._window(max(0, self.size.width - 1))
        start = self.size.width - width * (last - first)
        return first + (x - start) // width if start <= x else self.at

    def draw(self, cells: int, lines: int) -> list[Strip]:
        self._window(cells - 1)
        return super().draw(cells, lines)

    def _strip(self, index: int, cells: int) -> Strip:
        if index != self._cursor or not self.entered:
            return super()._strip(index, cells)
        body = lay(self._line(self._rows[index].id, chosen=True), (), cells - 1)
        return Strip([Segment(">", PLAIN), *body], cells)
