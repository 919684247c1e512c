"""Screens that send only what differs from the one before: nothing of that one stays, and few bytes go."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui import works
from tests.tui.terminal import DOWN, ENTER, ESC, F10, Terminal

pytestmark = pytest.mark.slow

REPAINT = "\x0c"
CLEARED = b"\x1b[2J"
WALK = (ENTER, ENTER, "2“门”", F10, "?", DOWN, "q", ":", ESC, "h", "q", "/1", ENTER, ESC, "l", "q", "q", "d", "q", "q")
UNITS = (
    {"code": "A1", "name": "“城东”·小学…①"},  # as wide as the terminal thinks
    {"code": "A2", "name": "e\u0301cole"},
    {"code": "A3", "name": "城西小学"},
)


def repainted(t: Terminal) -> list[str]:
    """What is on the screen when everything was sent again."""
    before = len(t.raw)
    t.write(REPAINT)
    t.until(lambda lines: CLEARED in t.raw[before:])
    return t.settle(0.4)


@pytest.mark.torture
def test_nothing_of_the_screen_before_stays(tmp_path: Path) -> None:
    works.make(tmp_path / "w", units=UNITS, language="zh")
    with Terminal("-w", tmp_path / "w") as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        for keys in WALK:
            t.write(keys)
            shown = t.settle(0.4)
            assert repainted(t) == shown, keys
        t.resize(120, 40)
        t.until(lambda lines: lines[39] != "")
        t.resize(80, 24)
        shown = t.settle(0.4)
        assert repainted(t) == shown


def test_a_screen_opened_and_left_costs_less_than_a_screenful(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        assert len(t.raw) < 80 * 24
        t.press(ENTER, "East School")
        t.settle()
        for key, seen in ((ENTER, "Matter 12"), ("q", "not done"), ("?", "ctrl+p"), ("q", "not done")):
            before = len(t.raw)
            t.press(key, seen)
            t.settle()
            assert len(t.raw) - before < 2_400, key
