"""Widths beside another ruler, and columns that stand where they belong however wide a terminal draws."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import patch

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from textual.geometry import Region
from textual.strip import Strip
from wcwidth import wcwidth

from tui.widgets.canvas import lay
from tui.widgets.look import ERROR, PLAIN
from tui.widgets.shown import FullUpdate, Shown, SpanUpdate, certain
from tui.widgets.text import clean, cut, fit, width, wrap

AMBIGUOUS = "“”‘’…—·①②±×→※αЖ│░●°"
FAMILY = "👩\u200d👩\u200d👧"
RTL = "בית ספר صحة"
PIECES = (
    "检查", "责任制", "，", "（一）", "ok", "SWR-04 ", " ", "  ", "e\u0301", "נ\u05b0", FAMILY, "🇨🇳", "✓", RTL,
    "ｱ", "Ａ", "\u200b", "\ufe0f", "\x1b[31m", *AMBIGUOUS,
)  # fmt: skip
UNKNOWN_TO_THE_EMULATOR = ("👍🏽", "नि")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
ALL_TEXTS = st.lists(st.sampled_from((*PIECES, *UNKNOWN_TO_THE_EMULATOR)), max_size=30).map("".join)
COLUMNS = st.sampled_from(["12/30", "High +", "合格 3", "100.0%", "2026-11-23", "✗"])


def ruled(text: str) -> int:
    """The cells of a text by the other ruler; only for what has a width all agree on."""
    return sum(wcwidth(char) for char in text)


@pytest.mark.slow
def test_both_rulers_agree_on_every_character_that_is_shown() -> None:
    characters = (chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000)
    shown = [char for char in characters if clean(f"a{char}") == f"a{char}"]
    assert len(shown) > 60_000
    assert [f"{ord(char):x}" for char in shown if certain(char) and width(char) != wcwidth(char)] == []


@given(ALL_TEXTS, st.integers(0, 40), st.sampled_from(["left", "right", "center"]))
def test_fit_and_cut_beside_the_other_ruler(text: str, cells: int, align: str) -> None:
    fitted = fit(text, cells, align)
    assert width(fitted) == cells
    assert width(cut(clean(text), cells)) <= cells
    if certain(fitted):
        assert ruled(fitted) == cells


@given(ALL_TEXTS, st.integers(4, 40))
def test_wrap_beside_the_other_ruler(text: str, cells: int) -> None:
    for line in wrap(text, cells):
        assert width(line) <= cells
        assert not certain(line) or ruled(line) <= cells
        assert wcwidth(line[:1] or "x") != 0, "no mark is torn from the letter it stands on"


def test_a_family_of_emoji_is_shown_by_its_members() -> None:
    assert clean(FAMILY) == "👩\\u200d👩\\u200d👧"


# How terminals differ: characters of ambiguous width drawn wide, marks that take a cell, emoji that take one.
TERMINALS: dict[str, Callable[[str], int]] = {
    "as measured": width,
    "ambiguous wide": lambda char: 2 if char in AMBIGUOUS else wcwidth(char),
    "marks by themselves": lambda char: max(1, wcwidth(char)),
}


class Emulator:
    """A terminal of 60 columns and a line that gives characters the widths of one kind."""

    def __init__(self, kind: str) -> None:
        self._width = TERMINALS[kind]
        self.screen = pyte.Screen(60, 2)
        self.screen.reset_mode(7, private=True)  # as the program has it: no line runs on into the next
        self._shown, self._console = Shown(), Console(color_system="standard", force_terminal=True)

    def paint(self, strip: Strip) -> None:
        """The whole screen, its first line being `strip`."""
        strips = [strip, Strip.blank(60, PLAIN)]
        self._feed(FullUpdate(self._shown, strips, Region(0, 0, 60, 2)).render_segments(self._console))

    def change(self, strip: Strip, start: int, end: int) -> None:
        """Only some cells of the first line."""
        self._feed(SpanUpdate(self._shown, [{0: strip}], [(0, start, end)], [[60]]).render_segments(self._console))

    def _feed(self, codes: str) -> None:
        with patch("pyte.screens.wcwidth", self._width):
            pyte.Stream(self.screen).feed(codes)

    @property
    def cells(self) -> list[str]:
        """What is in the cells of the first line; "" in the right half of a wide character."""
        return [self.screen.buffer[0][column].data for column in range(60)]

    def ends_in(self, text: str) -> bool:
        """Whether the first line ends with `text`, cell by cell."""
        cells = [char for letter in text for char in (letter, *[""] * (width(letter) - 1))]
        return self.cells[-len(cells) :] == cells


@pytest.mark.slow
@pytest.mark.parametrize("kind", TERMINALS)
@given(text=TEXTS, right=COLUMNS)
def test_a_right_column_stands_at_the_edge(kind: str, text: str, right: str) -> None:
    emulator = Emulator(kind)
    emulator.paint(lay([("> ", PLAIN), (text, PLAIN)], [(right, ERROR)], 60))
    assert emulator.ends_in(right)


@pytest.mark.slow
@pytest.mark.parametrize("kind", TERMINALS)
@given(text=TEXTS, after=TEXTS, right=COLUMNS)
def test_what_changes_leaves_nothing_behind(kind: str, text: str, after: str, right: str) -> None:
    dragged, fresh = Emulator(kind), Emulator(kind)
    new = lay([("> ", PLAIN), (after, PLAIN)], [(right, ERROR)], 60)
    dragged.paint(lay([("  ", PLAIN), (text, PLAIN)], [(right, ERROR)], 60))
    dragged.change(new, 0, 60)
    fresh.paint(new)
    assert dragged.cells == fresh.cells
    assert dragged.ends_in(right)


def test_the_gutter_costs_no_more_on_a_line_of_uncertain_width() -> None:
    shown, console = Shown(), Console(color_system="standard", force_terminal=True)
    old, new = (lay([(gutter, PLAIN), ("“引号”", PLAIN)], [("3", PLAIN)], 60) for gutter in ("  ", "> "))
    FullUpdate(shown, [old], Region(0, 0, 60, 1)).render_segments(console)
    sent = SpanUpdate(shown, [{0: new}], [(0, 0, 2)], [[60]]).render_segments(console)
    assert "引号" not in sent
    assert shown.lines[0].text == new.text
