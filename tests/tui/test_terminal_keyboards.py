"""The keys of terminals of every kind, as they send them: lists, forms, function keys."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tui import works
from tests.tui.terminal import ENTER, Terminal

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Keyboard:
    """What a terminal sends for the keys that are not the same everywhere."""

    term: str
    home: str = "\x1b[1~"
    end: str = "\x1b[4~"
    f1: str = "\x1b[11~"
    f10: str = "\x1b[21~"
    down: str = "\x1b[B"
    left: str = "\x1b[D"
    backspace: str = "\x7f"
    back_tab: str = "\x1b[Z"


KEYBOARDS = {
    "xterm": Keyboard("xterm", home="\x1b[H", end="\x1b[F", f1="\x1bOP"),
    "xterm, application keys": Keyboard("xterm", "\x1bOH", "\x1bOF", "\x1bOP", down="\x1bOB", left="\x1bOD"),
    "PuTTY": Keyboard("putty"),
    "PuTTY as xterm, control-H": Keyboard("xterm", backspace="\x08"),
    "PuTTY, Linux keys": Keyboard("xterm", f1="\x1b[[A"),
    "PuTTY, VT100+ keys": Keyboard("putty", f1="\x1bOP", f10="\x1bOY"),
    "Linux console": Keyboard("linux", f1="\x1b[[A", back_tab="\x1b\t"),
    "screen": Keyboard("screen", f1="\x1bOP"),
    "tmux": Keyboard("tmux-256color", f1="\x1bOP"),
    "rxvt": Keyboard("rxvt", home="\x1b[7~", end="\x1b[8~"),
}


@pytest.mark.parametrize("kind", KEYBOARDS)
def test_keys_do_what_is_on_them(kind: str, tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    keys = KEYBOARDS[kind]
    with Terminal("-w", tmp_path / "w", term=keys.term) as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith("> . 1 "))
        t.press(keys.end, lambda lines: t.cursor_line.startswith("> . 40 "))
        t.press(keys.home, lambda lines: t.cursor_line.startswith("> . 1 "))
        t.press("\x1b[6~", lambda lines: t.cursor_line and not t.cursor_line.startswith("> . 1 "))
        t.press("\x1b[5~", lambda lines: t.cursor_line.startswith("> . 1 "))
        t.press(keys.down, lambda lines: t.cursor_line.startswith("> . 2 "))
        t.press(keys.f1, lambda lines: lines[0].startswith(" Keys"))
        t.press(keys.f10, lambda lines: t.cursor_line.startswith("> . 2 "))
        t.press("2", "finding 1 of 1")
        t.press("gatex" + keys.backspace, "gate")
        t.press(keys.home + "The " + keys.end + "s" + keys.left + "\x1b[3~", lambda lines: "The gate" in t.text)
        t.press(keys.back_tab + "\t" + "!", "The gate!")
        t.press(keys.f10, lambda lines: "finding 1 of 1" not in t.text)
        t.write(keys.f10 * 3)
        assert t.wait() == 0
        assert t.not_as_found() == []
