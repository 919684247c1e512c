"""The mouse, for those who ask for it: which key a click on a line of keys stands for."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events
from textual.app import App
from textual.keys import _character_to_key

from tui.actions import textual_names
from tui.widgets.canvas import Line, line_width
from tui.widgets.look import KEY
from tui.widgets.text import clean, width

_GAP = "  "
"""What stands between the keys of a text as `Enter save  F10 leave`."""

_NAMED = ("Enter", "Space", "Tab", "Esc", *(f"F{number}" for number in range(1, 13)))


def press(app: App[object], key: str) -> None:
    """As if the key had been pressed; it waits its turn behind those typed ahead."""
    name = textual_names(key)[0]
    app.post_message(events.Key(_character_to_key(name), name) if len(name) == 1 else events.Key(name, None))


def key_in(left: Line, right: Line, cell: int, cells: int) -> str:
    """The key that stands, with what it does, at a cell of a line `lay(left, right, cells)`; "" where none does."""
    begin = cells - line_width(right)
    return _key_at(left, cell) if cell < begin else _key_at(right, cell - begin)


def _key_at(line: Line, cell: int) -> str:
    end = 0
    for key, text in _hints(line):
        end += width(clean(text))
        if cell < end:
            return key
    return ""


def _hints(line: Line) -> Iterator[tuple[str, str]]:
    """The line in pieces: each with the key it is about, "" for none."""
    key = ""
    for text, style in line:
        if style is KEY:
            key = text.strip()
            yield key, text
        elif key:
            yield key, text
            key = ""
        else:
            for piece in text.split(_GAP):
                first = piece.split(maxsplit=1)[:1]
                yield first[0] if first and first[0] in _NAMED else "", piece
                yield "", _GAP
