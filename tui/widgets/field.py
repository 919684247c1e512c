"""What a form is filled in with: a line to type in, and a choice to turn through."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from tui.widgets.canvas import Canvas, Frugal, changed_spans, lay
from tui.widgets.look import PLAIN, REVERSE
from tui.widgets.text import typed, width

_LONGEST = 100_000  # cells


class LineInput(Frugal, Input):
    """One line of text: Textual's Input without frame, colours and blinking, that sends only the cells that change.

    `max_length` counts characters, 0 is no limit; a longer value that is there already may stay, not grow. Characters
    that cannot be seen are not taken in.
    """

    DEFAULT_CSS = """
    LineInput { height: 1; border: none; padding: 0; background: transparent; color: ansi_default;
        overflow: hidden;
        &:focus { border: none; background-tint: transparent; }
        &>.input--cursor, &:ansi>.input--cursor,
        &>.input--selection, &:ansi>.input--selection {
            background: transparent; color: ansi_default; text-style: reverse;
        }
    }
    """

    def __init__(self, value: str = "", *, placeholder: str = "", max_length: int = 0, id: str | None = None) -> None:
        self._shown: Strip | None = None
        value = typed(value)
        limit = max(max_length, len(value)) if max_length else 0
        super().__init__(
            value, placeholder, max_length=limit, select_on_focus=False, validate_on=(), compact=True, id=id
        )
        self.cursor_blink = False
        self.set_reactive(LineInput.virtual_size, Size(_LONGEST, 1))

    def replace(self, text: str, start: int, end: int) -> None:
        """As in the stock Input, but a text that is too long is cut to what there is room for."""
        text = typed(text)
        if self.max_length:
            text = text[: max(0, self.max_length - len(self.value) + abs(end - start))]
        super().replace(text, start, end)

    def on_key(self, event: events.Key) -> None:
        """Take the full-width space, which the stock Input does not."""
        if event.character == "\u3000":
            self.replace("\u3000", *self.selection)
            event.stop()

    def on_resize(self) -> None:
        """Show the text from its beginning where it fits now: typed into a field not yet laid out, it had to scroll."""
        if self.scroll_x and width(self.value) < self.size.width:
            self.set_scroll(0, 0)
            self.refresh()

    def on_paste(self, event: events.Paste) -> None:
        """Take all lines in, as one; the stock Input drops all but the first."""
        event.prevent_default()
        event.stop()
        self.replace(event.text.strip(), *self.selection)

    def validate_virtual_size(self, size: Size) -> Size:
        """Always the longest there can be: a size that follows the text would lay out the screen for every key."""
        return Size(_LONGEST, 1)

    def render_line(self, y: int) -> Strip:
        self._shown = self._strip()
        return self._shown

    def _strip(self) -> Strip:
        stock = super().render_line(0).adjust_cell_length(self.size.width, PLAIN)
        return Strip([Segment(text, (style or PLAIN).without_color) for text, style, _ in stock], self.size.width)

    def changes(self) -> list[Region] | None:
        """As `Frugal.changes`."""
        if self._shown is None or self._shown.cell_length != self.size.width:
            return None
        return [Region(start, 0, end - start, 1) for start, end in changed_spans(self._shown, self._strip())]


class Choice(Canvas, can_focus=True):
    """One of a few values, shown as `< high >`: Left, Right and Space turn it, a digit or first letter picks one."""

    DEFAULT_CSS = "Choice { height: 1; }"

    class Changed(Message):
        """Another value was chosen."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> Choice:
            """The choice that changed."""
            return self.choice

    def __init__(self, choices: Sequence[tuple[str, str]], value: str = "", *, id: str | None = None) -> None:
        """`choices` are pairs of value and what is shown for it; the first is taken when `value` is none of them."""
        super().__init__(id=id)
        self._choices = choices
        self._chosen = next((index for index, (known, _) in enumerate(choices) if known == value), 0)

    @property
    def value(self) -> str:
        """The value chosen."""
        return self._choices[self._chosen][0]

    @value.setter
    def value(self, value: str) -> None:
        self._choose(next(index for index, (known, _) in enumerate(self._choices) if known == value))

    def _choose(self, index: int) -> None:
        index %= len(self._choices)
        if index != self._chosen:
            self._chosen = index
            self.refresh()
            self.post_message(self.Changed(self))

    def on_key(self, event: events.Key) -> None:
        """Turn or pick; every key that writes something ends here, so that no screen takes it for a command."""
        char = unicodedata.normalize("NFKC", event.character or "").casefold()
        if event.key in ("left", "right", "space"):
            self._choose(self._chosen + (-1 if event.key == "left" else 1))
        elif char.isdecimal() and 1 <= int(char) <= len(self._choices):
            self._choose(int(char) - 1)
        elif char and char.isprintable():
            after = [(self._chosen + step) % len(self._choices) for step in range(1, len(self._choices) + 1)]
            self._choose(next((i for i in after if self._choices[i][1].casefold().startswith(char)), self._chosen))
        else:
            return
        event.stop()

    def on_click(self) -> None:
        """Turn."""
        self._choose(self._chosen + 1)

    def draw(self, cells: int, lines: int) -> list[Strip]:
        style = REVERSE if self.has_focus else PLAIN
        return [lay([(f"< {self._choices[self._chosen][1]} >", style)], (), cells)]
