"""The list: rows with a cursor that costs two cells to move."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from tui.widgets.canvas import Canvas, Line, lay
from tui.widgets.look import DIM, HEADING, PLAIN

REST_SECONDS = 0.08
"""How long the cursor must stand still before what depends on it is drawn."""


WHEEL_ROWS = 3
"""How far a notch of the wheel goes."""


@dataclass(frozen=True)
class Row:
    """One line of a list. `left` is cut where it would touch `right`; a row that is not selectable is passed over."""

    id: str
    left: Line
    right: Line = ()
    selectable: bool = True


class LateRow(Row):
    """A row that `draw` lays out when it is shown: of a list of 20,000 few ever are."""

    def __init__(self, id: str, draw: Callable[[str], Line]) -> None:
        self.__dict__["id"], self.__dict__["_draw"] = id, draw  # by far the quickest way past what is frozen

    @property
    def left(self) -> Line:
        """What `draw` says of the row's id."""
        draw: Callable[[str], Line] = self.__dict__["_draw"]
        return draw(self.id)


def heading(id: str, text: str) -> Row:
    """A bold line between rows that the cursor passes over."""
    return Row(id, ((f" {text}", HEADING),), selectable=False)


class RowList(Canvas, can_focus=True):
    """A list of rows, one of them under the cursor (`>` at the left edge).

    Past the window's edge the list jumps half a window. With `multi`, Space puts `*` beside the cursor and takes it
    off again; `marked` holds the ids. Trees come as rows too: the caller indents and shows folds as text.
    """

    DEFAULT_CSS = "RowList { height: 1fr; }"
    FOCUS_ON_CLICK = False  # while a form has the keys, a click takes them from nobody

    FROM_ITS_BEGINNING: ClassVar[bool] = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "end(1)", show=False),
        Binding("end", "end(-1)", show=False),
        Binding("enter", "choose", show=False),
        Binding("space", "mark", show=False),
    ]

    class About(Message):
        """Something about one row of one list."""

        def __init__(self, rows: RowList, id: str) -> None:
            super().__init__()
            self.rows = rows
            self.id = id

        @property
        def control(self) -> RowList:
            """The list it is about."""
            return self.rows

    class Moved(About):
        """The cursor is on another row now. Sent at once: do only what is cheap."""

    class Rested(About):
        """The cursor has stood still for a moment: time to show what belongs to the row."""

    class Chosen(About):
        """Enter was pressed on the row."""

    class Marked(About):
        """The row got or lost its mark (`multi` only)."""

    def __init__(
        self, *, empty: str = "", multi: bool = False, id: str | None = None, classes: str | None = None
    ) -> None:
        """`empty` stands in the list when it has no rows."""
        super().__init__(id=id, classes=classes)
        self.marked: set[str] = set()
        self._empty = empty
        self._multi = multi
        self._rows: list[Row] = []
        self._index: dict[str, int] = {}
        self._cursor = -1
        self._top = self._height = 0
        self._rest: Timer | None = None
        self._bodies: dict[tuple[int, int], Strip] = {}

    @property
    def rows(self) -> Sequence[Row]:
        """The rows, in order."""
        return self._rows

    @property
    def cursor_id(self) -> str | None:
        """The id of the row under the cursor; None when no row can be under it."""
        return self._rows[self._cursor].id if self._cursor >= 0 else None

    def set_rows(self, rows: Iterable[Row], cursor_id: str | None = None, *, empty: str | None = None) -> None:
        """Show `rows` (their ids must differ), the cursor on `cursor_id`.

        Without one, or when it is not there, the cursor stays on its row, or else near its place. Marks of rows that
        are gone are dropped. Sends no message.
        """
        before, place = self.cursor_id, self._cursor
        self._rows = list(rows)
        self._index = {row.id: index for index, row in enumerate(self._rows)}
        if len(self._index) != len(self._rows):
            raise ValueError("two rows with the same id")
        self.marked &= self._index.keys()
        self._empty = self._empty if empty is None else empty
        self._bodies.clear()
        wanted = [self._index[id] for id in (cursor_id, before) if id in self._index]
        self._cursor = self._nearest(wanted[0] if wanted else place)
        self._follow()
        self.refresh()

    def update_row(self, id: str, row: Row, *, repaint: bool = True) -> None:
        """Show `row` in the place of the row `id`, which must be there. The id itself may not change.

        Without `repaint` it shows with the next change: the cursor moving on repaints too.
        """
        if row.id != id:
            raise ValueError("a row keeps its id")
        self._rows[self._index[id]] = row
        self._bodies = {key: body for key, body in self._bodies.items() if key[0] != self._index[id]}
        if repaint:
            self.refresh()

    def row(self, id: str) -> Row:
        """The row `id`; KeyError when there is none."""
        return self._rows[self._index[id]]

    def next(self, predicate: Callable[[Row], bool], *, wrap: bool = True) -> str | None:
        """The id of the first selectable row after the cursor that `predicate` accepts, or None.

        With `wrap` the search goes on from the top, the cursor's own row being the last one asked. Nothing moves.
        """
        after = self._cursor + 1
        order = [*range(after, len(self._rows)), *(range(after) if wrap else ())]
        found = (self._rows[index] for index in order if self._rows[index].selectable and predicate(self._rows[index]))
        return next((row.id for row in found), None)

    def move_to(self, id: str) -> None:
        """Put the cursor on the row `id`, if it is there and selectable, and tell the screen."""
        index = self._index.get(id, -1)
        if index >= 0 and self._rows[index].selectable:
            self._go(index)

    def _go(self, index: int) -> None:
        if index < 0 or index == self._cursor:
            return
        self._cursor = index
        self._follow()
        self.refresh()
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST_SECONDS, self._rested)
        self.post_message(self.Moved(self, self._rows[index].id))

    def _rested(self) -> None:
        self._rest = None
        if self.cursor_id is not None:
            self.post_message(self.Rested(self, self.cursor_id))

    def _nearest(self, index: int) -> int:
        """The selectable row at `index`, else the next one below, else above, else -1."""
        index = max(0, min(len(self._rows) - 1, index))
        order = [*range(index, len(self._rows)), *range(index - 1, -1, -1)]
        return next((i for i in order if self._rows[i].selectable), -1)

    def _follow(self) -> None:
        """Move the window so that the cursor is in it: by half a window, and never past the ends."""
        height = self.size.height
        if height and not self._top <= self._cursor < self._top + height:
            self._top = self._cursor - height // 2
        self._top = max(0, min(self._top, len(self._rows) - height))

    def on_resize(self) -> None:
        """With more room than before, a list whose cursor is on its first page begins at its beginning again."""
        before, self._height = self._height, self.size.height
        if self.FROM_ITS_BEGINNING and self._top and self._cursor < self._height > before:
            self._top = 0
            self.refresh()

    def action_step(self, step: int) -> None:
        """Move the cursor to the next selectable row in the direction of `step`; at the end it stays."""
        index = self._cursor + step
        while 0 <= index < len(self._rows):
            if self._rows[index].selectable:
                self._go(index)
                return
            index += step

    def action_page(self, direction: int) -> None:
        """Move the cursor by one window."""
        target = self._cursor + direction * max(1, self.size.height - 1)
        self._go(self._nearest(target) if 0 <= target < len(self._rows) else self._end(-direction))

    def action_end(self, direction: int) -> None:
        """Move the cursor to the first (1) or last (-1) selectable row."""
        self._go(self._end(direction))

    def _end(self, direction: int) -> int:
        order = range(len(self._rows))[::direction]
        return next((index for index in order if self._rows[index].selectable), -1)

    def action_choose(self) -> None:
        """Tell the screen that Enter was pressed."""
        if self.cursor_id is not None:
            self.post_message(self.Chosen(self, self.cursor_id))

    def action_mark(self) -> None:
        """Mark the row or take its mark off, and step on."""
        if self._multi and self.cursor_id is not None:
            self.marked ^= {self.cursor_id}
            self.refresh()
            self.post_message(self.Marked(self, self.cursor_id))
            self.action_step(1)

    def on_click(self, event: events.Click) -> None:
        """While something else has the keys, a click is left to the screen."""
        if self.has_focus:
            event.stop()
            self.click(event.x, event.y)

    def click(self, x: int, y: int) -> None:
        """A click puts the cursor on a row, and on the cursor's own row chooses it; at the mark, marks it."""
        index = self._top + y
        if not (index < len(self._rows) and self._rows[index].selectable):
            return
        if self._multi and x <= 2:
            self._go(index)
            self.action_mark()
        elif index == self._cursor:
            self.action_choose()
        else:
            self._go(index)

    def on_mouse_scroll_down(self) -> None:
        """The wheel moves the cursor."""
        self.turn(WHEEL_ROWS)

    def on_mouse_scroll_up(self) -> None:
        """And back."""
        self.turn(-WHEEL_ROWS)

    def turn(self, rows: int) -> None:
        """The wheel was turned by so many rows."""
        for _row in range(abs(rows) if self.has_focus else 0):
            self.action_step(1 if rows > 0 else -1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Space is the list's own key only where rows can be marked."""
        return self._multi if action == "mark" else True

    def draw(self, cells: int, lines: int) -> list[Strip]:
        self._follow()
        if not self._rows:
            return [lay([(f" {self._empty}", DIM)], (), cells)]
        return [self._strip(index, cells) for index in range(self._top, min(len(self._rows), self._top + lines))]

    def _strip(self, index: int, cells: int) -> Strip:
        gutter = ">" if index == self._cursor else " "
        if self._multi:
            gutter += "*" if self._rows[index].id in self.marked else " "
        key = (index, cells - len(gutter))
        body = self._bodies.get(key)
        if body is None:
            body = self._bodies[key] = lay(self._rows[index].left, self._rows[index].right, key[1])
        return Strip([Segment(gutter, PLAIN), *body], cells)
