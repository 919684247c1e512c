"""Terminals of every kind and size, and the first steps in an empty place."""

from __future__ import annotations

import fcntl
import time
from pathlib import Path

import pytest

from store.workspace import Workspace
from tests.tui import works
from tests.tui.terminal import DOWN, ENTER, F10, Terminal

pytestmark = pytest.mark.slow


def opened(t: Terminal) -> None:
    t.until(lambda lines: "Autumn" in t.cursor_line)
    t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith("> . 1 "))


def test_the_linux_console_gets_english_and_ascii(tmp_path: Path) -> None:
    works.make(tmp_path / "w", language="zh", title="Inspection")
    with Terminal("-w", tmp_path / "w", term="linux") as t:
        lines = t.until("cannot show Chinese")
        assert "English" in lines[23]
        opened(t)
        t.press("1", " 1P 0F 0N 39. ")
        t.press("2bad" + ENTER, " 1P 1F 0N 38. ")
        assert any(line.startswith("  P 1 ") for line in t.lines)
        assert any(line.startswith("  F 2 ") for line in t.lines)
        assert t.text.isascii()


def test_ascii_signs_on_request(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("--ascii", "-w", tmp_path / "w") as t:
        opened(t)
        t.press("1", " 1P 0F 0N 39. ")
        assert t.text.isascii()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_locale_that_is_not_unicode(language: str, tmp_path: Path) -> None:
    works.make(tmp_path / "w", language=language)
    latin = {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    with Terminal("-w", tmp_path / "w", env=latin) as t:
        t.until("encoding" if "encoding" in t.text else "Autumn")
        opened(t)
        t.press("1", " 1P 0F 0N 39. ")
        t.press("2", "finding 1 of 1")
        t.write("门" + ENTER)
        t.until(lambda lines: "finding 1 of 1" not in t.text)
        t.write("qqq")
        assert t.wait() == 0
        assert b"Traceback" not in t.raw


def test_the_window_is_dragged(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w", size=(120, 40)) as t:
        opened(t)
        t.until(lambda lines: " 1  Matter 1 is settled" in lines[1][60:])
        assert "Read the records" in t.lines[2][60:]
        t.press("1", lambda lines: t.cursor_line.startswith("> . 2 ") and " 2  Matter 2" in lines[1][60:])
        t.resize(80, 24)
        t.until(lambda lines: lines[15].startswith(" 2  Matter 2 is settled") and lines[14] == "-" * 80)
        t.press("2half", lambda lines: "half" in lines[16])
        t.resize(40, 10)
        t.until(lambda lines: any("half" in line for line in lines) and len(lines) == 10)
        t.resize(20, 5)
        t.write(" and")
        t.resize(132, 43)
        t.until(lambda lines: "half and" in lines[2][70:] and t.cursor_line.startswith("> . 2 "))
        t.press(ENTER, " 1✓ 1✗ ")
        t.write("qqq")
        assert t.wait() == 0


def test_the_window_is_dragged_to_and_fro(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w", size=(132, 43)) as t:
        opened(t)
        t.press("2half", lambda lines: "half" in lines[2][70:])
        for pause in (0, 0.001, 0.003, 0.008) * 3:
            t.resize(20, 5)  # what does not fit is gone from the terminal, even when the program never sees this size
            time.sleep(pause)
            t.resize(132, 43)
            t.until(lambda lines: "half" in lines[2][70:] and t.cursor_line.startswith("> . 1 "))


def test_an_empty_workspace_says_what_to_do(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "w", "Empty", "en")
    with Terminal("-w", tmp_path / "w") as t:
        t.until("No rounds yet. n makes one")
        t.write(ENTER + "F/x" + F10)
        t.press("n", "1/4")
        t.press(" " + ENTER, "No units. Take them in")
        t.press(ENTER, "Choose at least one")
        t.press("q", "1/4")
        t.press("q", "No rounds yet")
        t.write("q")
        assert t.wait() == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_welcome(lang: str, tmp_path: Path) -> None:
    works.make(tmp_path / "there", language=lang, title="There it is")
    with Terminal("--lang", lang, cwd=tmp_path) as t:
        t.until(lambda lines: lines[1].startswith("> 1 ") and lines[3].startswith("  3 "))
        t.press("3nowhere" + ENTER, lambda lines: "nowhere" in lines[23] and "nowhere" in lines[16])
        t.write("\x15there" + ENTER)
        t.until(lambda lines: "There it is" in lines[0] and "Autumn" in t.cursor_line)
        t.write("q")
        assert t.wait() == 0
    with Terminal("--lang", lang, cwd=tmp_path) as t:
        t.until(lambda lines: lines[1].startswith("> 1 "))
        t.press(DOWN + ENTER, lambda lines: "auditty-work" in lines[16])
        t.write("\x15fresh\tOur county" + ENTER)
        t.until(lambda lines: "Our county" in lines[0])
    assert Workspace(tmp_path / "fresh").settings.language == lang
    with Terminal("--lang", lang, cwd=tmp_path) as t:
        t.until(lambda lines: lines[1].startswith("> 1 "))
        t.press("1", "auditty-demo")
        t.press(ENTER, lambda lines: "47%" in t.cursor_line)
    assert (tmp_path / "auditty-demo" / "workspace.yaml").exists()


def test_another_program_holds_the_journal(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        opened(t)
        t.press("1", " 1✓ ")
        t.press("2text to keep", "text to keep")
        journal = next((tmp_path / "w" / "rounds").glob("*/sheets/A1.journal"))
        with journal.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            t.write(ENTER)
            t.until(lambda lines: "somebody else is writing" in lines[23])
            assert "text to keep" in t.lines[16], "the form stays open with what was typed"
        t.press(ENTER, " 1✓ 1✗ ")
    assert works.sheet(tmp_path / "w").findings[0][2].problem == "text to keep"
