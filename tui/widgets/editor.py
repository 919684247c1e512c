"""An editor of a few lines: line breaks, undo, words, selection. Only cells that change are sent."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from tui.widgets.canvas import Canvas, lay
from tui.widgets.look import DIM, PLAIN, REVERSE
from tui.widgets.text import clean, cut, typed, width
from tui.widgets.undoing import Undoing
from tui.widgets.words import before, behind, rows_of, typed_lines, word_before, word_behind


class Editor(Canvas, can_focus=True):
    """A text wrapped to its width, with a cursor. Without `breaks` it is one line: pasted line ends become blanks.

    `max_length` counts characters, 0 is no limit; a longer text that is there already may stay, not grow. Enter and Tab
    are left to whatever the editor stands in; Ctrl+J and Alt+Enter break the line.
    """

    DEFAULT_CSS = "Editor { height: 1; }"
    takes_alt_enter = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move('left')", show=False),
        Binding("right", "move('right')", show=False),
        Binding("ctrl+left,alt+b,alt+left", "move('word_left')", show=False),
        Binding("ctrl+right,alt+f,alt+right", "move('word_right')", show=False),
        Binding("home,ctrl+a", "move('home')", show=False),
        Binding("end,ctrl+e", "move('end')", show=False),
        Binding("ctrl+home", "move('top')", show=False),
        Binding("ctrl+end", "move('bottom')", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("shift+left", "move('left', True)", show=False),
        Binding("shift+right", "move('right', True)", show=False),
        Binding("ctrl+shift+left", "move('word_left', True)", show=False),
        Binding("ctrl+shift+right", "move('word_right', True)", show=False),
        Binding("shift+home", "move('home', True)", show=False),
        Binding("shift+end", "move('end', True)", show=False),
        Binding("shift+up", "step(-1, True)", show=False),
        Binding("shift+down", "step(1, True)", show=False),
        Binding("backspace", "cut_to('left')", show=False),
        Binding("delete,ctrl+d", "cut_to('right')", show=False),
        Binding("ctrl+w,ctrl+backspace,alt+backspace", "cut_to('word_left')", show=False),
        Binding("ctrl+delete,alt+d", "cut_to('word_right')", show=False),
        Binding("ctrl+u", "cut_to('home')", show=False),
        Binding("ctrl+k", "cut_to('end')", show=False),
        Binding("ctrl+j,alt+enter,shift+enter", "break_line", show=False),
        Binding("ctrl+z,ctrl+underscore", "undo", show=False),
        Binding("ctrl+y,ctrl+shift+z", "redo", show=False),
        Binding("ctrl+c", "copy", show=False),
        Binding("ctrl+x", "copy(True)", show=False),
        Binding("ctrl+v", "put", show=False),
    ]

    class Changed(Message):
        """The text is another one."""

        def __init__(self, editor: Editor) -> None:
            super().__init__()
            self.editor = editor

    class Full(Changed):
        """What was typed or pasted had more characters than there was room for."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        max_length: int = 0,
        breaks: bool = True,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._breaks, self._typed = breaks, typed_lines if breaks else typed
        self._undoing = Undoing(self._typed(value))
        self._limit = max(max_length, len(self.value)) if max_length else 0
        self._placeholder = clean(placeholder)
        self._cursor = len(self.value)
        self._anchor: int | None = None
        self._row_end = False  # behind the last character of a row, not before the first of the next
        self._column: int | None = None  # where Up and Down want to be
        self._top = 0
        self._left = 0  # the first character shown of a text that is one line

    @property
    def value(self) -> str:
        """The text. Setting it can be undone."""
        return self._undoing.text

    @value.setter
    def value(self, value: str) -> None:
        self._replace(0, len(self.value), value)

    @property
    def cursor(self) -> int:
        """How many characters stand before the cursor."""
        return self._cursor

    def insert_text_at_cursor(self, text: str) -> None:
        """Put `text` in place of what is selected, else where the cursor is."""
        self._replace(*self._selected(), text)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put `text` in place of the characters from `start` to before `end`."""
        self._replace(start, end, text)

    def rows_wanted(self, cells: int) -> int:
        """How many rows the whole text takes at a width of `cells`."""
        return len(rows_of(self.value, cells - 1))

    # Changing

    def _replace(self, start: int, end: int, text: str, joins: bool = False) -> None:
        text = self._typed(text)
        room = self._limit - len(self.value) + end - start
        if self._limit and len(text) > room:
            text = text[: max(0, room)]
            self.post_message(self.Full(self))
        if text or start != end:
            self._undoing.replace(start, end, text, joins)
            self._changed(start + len(text))

    def _changed(self, cursor: int) -> None:
        self._cursor, self._anchor, self._row_end, self._column = cursor, None, False, None
        self.refresh()
        self.post_message(self.Changed(self))

    def on_key(self, event: events.Key) -> None:
        """Take in what writes a character, the full-width space included."""
        if event.character and (event.is_printable or event.character == "\u3000"):
            event.stop()
            event.prevent_default()
            start, end = self._selected()
            self._replace(start, end, event.character, joins=start == end)

    def on_paste(self, event: events.Paste) -> None:
        """Take all lines in, as they are; blanks around a line that stands alone are none of it."""
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(event.text if self._breaks else event.text.strip())

    def action_break_line(self) -> None:
        """Go on in a new line."""
        if self._breaks:
            self.insert_text_at_cursor("\n")

    def action_cut_to(self, where: str) -> None:
        """Take away what is selected, else what lies between the cursor and `where`, as `action_move` has it."""
        start, end = self._selected()
        if start == end:
            start, end = sorted((self._cursor, self._target(where)))
            if start == end and where in ("home", "end"):  # at the edge of a row: the line break goes
                start, end = sorted((self._cursor, self._target("left" if where == "home" else "right")))
        self._replace(start, end, "", joins=end - start == 1)

    def action_undo(self) -> None:
        """Take the last change back."""
        cursor = self._undoing.undo()
        if cursor is not None:
            self._changed(cursor)

    def action_redo(self) -> None:
        """Make the change again that was taken back last."""
        cursor = self._undoing.redo()
        if cursor is not None:
            self._changed(cursor)

    def action_copy(self, away: bool = False) -> None:
        """Put what is selected on the clipboard, and take it away if asked to."""
        start, end = self._selected()
        if start == end:
            raise SkipAction
        self.app.copy_to_clipboard(self.value[start:end])
        if away:
            self._replace(start, end, "")

    def action_put(self) -> None:
        """Put in what was copied last."""
        self.insert_text_at_cursor(self.app.clipboard)

    # Moving

    def _selected(self) -> tuple[int, int]:
        start, end = sorted((self._cursor, self._cursor if self._anchor is None else self._anchor))
        return start, end

    def _rows(self) -> list[tuple[int, int]]:
        if not self._breaks:
            return [(0, len(self.value))]
        return rows_of(self.value, self.size.width - 1)  # a cell is left for the cursor

    def _row(self, rows: list[tuple[int, int]]) -> int:
        """The row the cursor is in."""
        found = max(index for index, (start, _end) in enumerate(rows) if start <= self._cursor)
        return found - (self._row_end and found > 0 and rows[found - 1][1] == self._cursor)

    def _cell(self, row: tuple[int, int]) -> int:
        """The cell the cursor is in."""
        return min(width(self.value[row[0] : self._cursor]), self.size.width - 1)

    def _target(self, where: str) -> int:
        if where in ("home", "end"):
            rows = self._rows()
            return rows[self._row(rows)][where == "end"]
        if where in ("top", "bottom"):
            return len(self.value) if where == "bottom" else 0
        steps = {"left": before, "right": behind, "word_left": word_before, "word_right": word_behind}
        return steps[where](self.value, self._cursor)

    def _go(self, cursor: int, select: bool, row_end: bool = False, column: int | None = None) -> None:
        if select and self._anchor is None:
            self._anchor = self._cursor
        elif not select:
            self._anchor = None
        self._cursor, self._row_end, self._column = cursor, row_end, column
        self._undoing.rest()
        self.refresh()

    def action_move(self, where: str, select: bool = False) -> None:
        """Move the cursor; an arrow without Shift leaves a selection at that end of it."""
        start, end = self._selected()
        if not select and start != end and where in ("left", "right"):
            self._go(start if where == "left" else end, False)
        else:
            self._go(self._target(where), select, row_end=where == "end")

    def step(self, by: int, select: bool = False) -> bool:
        """Move the cursor so many rows down, at most to the last; False where there is none, and nothing moved."""
        rows = self._rows()
        at = self._row(rows)
        to = max(0, min(len(rows) - 1, at + by))
        if to == at:
            return False
        column = self._cell(rows[at]) if self._column is None else self._column
        start, end = rows[to]
        cursor = start + len(cut(self.value[start:end], column))
        wraps = to + 1 < len(rows) and rows[to + 1][0] == end
        self._go(cursor, select, row_end=cursor == end and wraps, column=column)
        return True

    def action_step(self, by: int, select: bool) -> None:
        """Up and Down with Shift; without it whatever the editor stands in asks for `step`."""
        if not self.step(by, select):
            self._go(self._target("top" if by < 0 else "bottom"), select)

    def action_page(self, direction: int) -> None:
        """Move the cursor by one window."""
        self.step(direction * max(1, self.size.height - 1))

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there."""
        rows = self._rows()
        start, end = rows[min(self._top + event.y, len(rows) - 1)]
        self._go(start + len(cut(self.value[start:end], event.x)), False)

    # Showing

    def on_resize(self) -> None:
        """The place of the cursor on the screen is another one."""
        self.refresh()

    def _along(self, cells: int) -> list[tuple[int, int]]:
        """The row of a text that is one line, from where the cursor is in the window."""
        if not self.has_focus or width(self.value) < cells:  # all of it fits, the cursor behind it too
            self._left = 0
        self._left = min(self._left, self._cursor)
        while self.has_focus and width(self.value[self._left : self._cursor]) >= cells:
            self._left = behind(self.value, self._left)
        return [(self._left, len(self.value))]

    def draw(self, cells: int, lines: int) -> list[Strip]:
        rows = self._rows() if self._breaks else self._along(cells)
        at = self._row(rows) if self.has_focus else 0
        self._top = max(0, min(self._top, at, len(rows) - lines), at - lines + 1)
        shown = rows[self._top : self._top + lines]
        if self.has_focus:
            # Where the terminal's own cursor is, an input method shows what it offers.
            x, y, _cells, _lines = self.content_region
            self.app.cursor_position = Offset(x + self._cell(rows[at]), y + at - self._top)
        if not self.value:
            start = Segment(self._placeholder[:1] or " ", REVERSE if self.has_focus else DIM)
            return [lay([(start.text, start.style or PLAIN), (self._placeholder[1:], DIM)], (), cells)]
        strips = [self._strip(row, cells, number == at - self._top) for number, row in enumerate(shown)]
        if not self.has_focus and (len(rows) > lines or (not self._breaks and width(self.value) > cells)):
            strips[-1] = lay([(cut(strips[-1].text.rstrip(), cells - 2) + "..", PLAIN)], (), cells)
        return strips

    def _strip(self, row: tuple[int, int], cells: int, with_cursor: bool) -> Strip:
        start, end = row
        text = cut(self.value[start:end], cells)
        parts = [(char, PLAIN) for char in text] if self.has_focus else [(text, PLAIN)]
        if self.has_focus:
            first, last = self._selected()
            for index in range(max(first, start), min(last, start + len(parts))):
                parts[index - start] = (text[index - start], REVERSE)
            if with_cursor:
                at = self._cursor - start
                if at >= len(parts):
                    room = cells - width(text)
                    parts += [(" ", REVERSE)] if room else []
                else:
                    parts[at] = (text[at], REVERSE)
        return Strip(list(Strip([Segment(char, style) for char, style in parts]).simplify())).adjust_cell_length(
            cells, PLAIN
        )
