"""Notes at a real terminal: pasted in bulk, over a slow line too, typed by an input method, with line breaks."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.tui import works
from tests.tui.terminal import ENTER, F10, Terminal

pytestmark = pytest.mark.slow

BEGIN, END = "\x1b[200~", "\x1b[201~"
PAGE = "".join(f"{n}、查阅会议记录\t{n}份；q 1\x1b[2J\x07\x1b\r\n" for n in range(1, 206))
KEPT = "\n".join(f"{n}、查阅会议记录 {n}份；q 1[2J" for n in range(1, 206))
BYTES_A_SECOND = 2000


def sheet(t: Terminal) -> None:
    t.until(lambda lines: "Autumn" in t.cursor_line)
    t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith("> . 1 "))


def note(folder: Path) -> str:
    found = works.sheet(folder)
    mark = found.mark(found.lines[0].ref)
    return mark.note if mark else ""


def test_a_page_is_pasted_into_a_note_line_by_line_and_none_of_it_is_a_key(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    assert len(PAGE) > 5000
    with Terminal("-w", tmp_path / "w") as t:
        sheet(t)
        t.press("e" + BEGIN + PAGE + END, "205、查阅会议记录 205份；q 1[2J")
        t.press("尾" + "\n" + "　末" + ENTER, "saved")
        t.press("1", " 1✓ ")
    assert note(tmp_path / "w") == KEPT + "\n尾\n　末"
    assert works.verdicts(tmp_path / "w") == "p" + "." * 39


def test_what_an_input_method_sends_is_typed_as_it_is(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        sheet(t)
        t.press("e", "F10")
        for text in ("会议记录不全", "，", "１２：３０", "？", "／", "　", "ｑ", "１"):  # each sent at once
            t.write(text)
        t.press(ENTER, "saved")
    assert note(tmp_path / "w") == "会议记录不全，１２：３０？／　ｑ１"


def test_a_page_is_pasted_over_a_slow_line(tmp_path: Path) -> None:
    """In pieces, with pauses longer than the one that tells a lone Esc, inside characters and the paste's signs too."""
    works.make(tmp_path / "w")
    data = (BEGIN + PAGE[:2400] + END + "！").encode()
    with Terminal("-w", tmp_path / "w") as t:
        sheet(t)
        t.press("e", "F10")
        for start in range(0, len(data), 299):
            t.write(data[start : start + 299])
            t.read(0)
            time.sleep(299 / BYTES_A_SECOND)
        t.write(BEGIN[:3])  # the signs themselves come in two
        time.sleep(0.01)
        t.write(BEGIN[3:] + "一\n二" + END[:4])
        time.sleep(0.4)
        t.write(END[4:] + "三")
        t.press(ENTER, "saved")
    pasted = PAGE[:2400].replace("\r\n", "\n").replace("\t", " ").replace("\x1b", "").replace("\x07", "")
    assert note(tmp_path / "w") == pasted + "！一\n二三"
    assert works.verdicts(tmp_path / "w") == "." * 40


def test_what_was_typed_is_undone_before_the_form_is_left(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        sheet(t)
        t.press("e" + "会议记录" + BEGIN + "一\n二" + END, "会议记录一")
        t.press("\x1a", lambda lines: "会议记录一" not in t.text and "会议记录" in t.text)
        t.press("\x19", "会议记录一")
        t.press(F10, lambda lines: "会议记录" not in t.text)
    assert note(tmp_path / "w") == ""


def test_alt_and_enter_break_a_line_and_are_esc_and_enter_elsewhere(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        sheet(t)
        t.press("/4", lambda lines: " 2 " not in t.text)
        t.press("\x1b\r", "Item 4: note")  # Esc leaves the filter, Enter opens the item it led to
        t.press("一" + "\x1b\r" + "二" + ENTER, lambda lines: "note" not in lines[15])
    found = works.sheet(tmp_path / "w")
    mark = found.mark(found.lines[3].ref)
    assert mark is not None
    assert mark.note == "一\n二"
