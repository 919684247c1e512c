"""The terminal lent to another program: Ctrl+C there ends what goes on there, and not the program that lent it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.tui import works
from tests.tui.terminal import ENTER, F10, Terminal

pytestmark = pytest.mark.slow

SLOW_SEALING = """
import sys, time
from store.upkeep import seal

def slow(workspace, round_, key, finish, progress):
    for done in range(3000):
        progress(done, 3000)
        time.sleep(0.01)

seal.seal = slow
from tui.__main__ import main
raise SystemExit(main())
"""


def test_sealing_is_stopped_and_the_screen_goes_on(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w", program=(sys.executable, "-c", SLOW_SEALING)) as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        t.press("S", "with an SSH key")
        t.press("2", "not at all")
        t.press(ENTER, "Sealing (Ctrl+C stops) [")
        t.press("\x03", "stopped: the round has no seal")
        t.press(F10, lambda lines: "Round" in t.text and "Key file" not in t.text)
        t.press("?", "ctrl+p")
        t.press(F10, lambda lines: "Autumn" in t.cursor_line)
        t.write("q")
        assert t.wait() == 0
        assert t.not_as_found() == []
