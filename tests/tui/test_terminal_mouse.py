"""The mouse, where it is asked for: everywhere, needed nowhere, and the terminal has it back at the end."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.tui import works
from tests.tui.terminal import ENTER, F10, MODE, Terminal

pytestmark = pytest.mark.slow


def at(t: Terminal, text: str) -> tuple[int, int]:
    """Column and line, from 0, where the text is on the screen; ASCII stands before it."""
    line = next(number for number, line in enumerate(t.lines) if text in line)
    return t.lines[line].index(text), line


def click(t: Terminal, text: str, right: int = 0) -> None:
    """Press and let go the left button on the text, or so many cells right of its first one."""
    column, line = at(t, text)
    place = f"{column + right + 1};{line + 1}"
    t.write(f"\x1b[<0;{place}M\x1b[<0;{place}m")


def wheel(t: Terminal, text: str, down: bool = True) -> None:
    """Turn the wheel by a notch over the text."""
    column, line = at(t, text)
    t.write(f"\x1b[<{65 if down else 64};{column + 1};{line + 1}M")


def modes(t: Terminal) -> set[int]:
    """The modes that were switched on."""
    return {int(code) for codes, way in MODE.findall(t.raw) if way == b"h" for code in codes.split(b";")}


MOUSE = {1000, 1002, 1003, 1006, 1015, 1016}


def test_without_the_option_the_terminal_keeps_its_mouse(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        assert not modes(t) & MOUSE


def test_a_day_by_mouse(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w", "--mouse") as t:
        t.until(lambda lines: "Autumn" in t.cursor_line and "? keys" in lines[23])
        assert modes(t) & MOUSE == {1000, 1006}, "no report of every cell the mouse passes"
        click(t, "? keys", 3)
        t.until("ctrl+p")
        click(t, "q back")
        t.until(lambda lines: "Autumn" in t.cursor_line)

        click(t, "Autumn")
        t.until(lambda lines: "East School" in t.text and "East" in t.text and "units" in lines[0])
        click(t, "West School")
        t.until(lambda lines: "West School" in t.cursor_line)
        click(t, "West School")
        t.until(lambda lines: "Matter 1" in t.cursor_line)

        wheel(t, "Matter 1")
        t.until(lambda lines: "Matter 4" in t.cursor_line)
        wheel(t, "Matter 1", down=False)
        t.until(lambda lines: "Matter 1" in t.cursor_line)
        click(t, "1 pass")
        t.until(lambda lines: "Matter 2" in t.cursor_line)
        assert works.verdicts(tmp_path / "w", "A2").startswith("p.")

        click(t, "2 fail", 3)
        t.until("finding 1 of 1")
        click(t, "Place")
        click(t, "Matter 3")
        t.settle()
        assert "Matter 2" in t.cursor_line, "a click beside the form takes nothing away"
        click(t, "Place", 20)
        t.press("yard", "yard")
        click(t, "F10 leave")
        t.until(lambda lines: "finding 1 of 1" not in t.text)
        assert works.verdicts(tmp_path / "w", "A2").startswith("p.")

        t.press("/", lambda lines: "1 pass" not in lines[23])
        t.press("gate", lambda lines: "Matter 6 " in t.text and "Matter 2 " not in t.text)
        click(t, "Matter 6")
        t.until(lambda lines: "Matter 6" in t.cursor_line and "/gate" in lines[23])
        t.write("qqqq")
        assert t.wait() == 0
        assert t.not_as_found() == []


def test_the_mouse_is_given_back_when_a_signal_ends_the_program(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w", "--mouse") as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        t.kill(signal.SIGTERM)
        assert t.wait() == 128 + signal.SIGTERM
        assert t.not_as_found() == []


def test_the_palette_and_the_steps_take_clicks(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w", "--mouse") as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        t.press(":", "Find an action")
        t.press("calendar", lambda lines: "What falls due" in lines[1])
        click(t, "What falls due")
        click(t, "What falls due")
        t.until("Calendar")
        t.press(F10, lambda lines: "Autumn" in t.cursor_line)
        t.press("n", "Which checklists?")
        click(t, "Matters", -1)
        t.until("chosen: 1")
        t.press(ENTER, "Which units?")
