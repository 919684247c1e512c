"""LANG=C and other encodings: Chinese where UTF-8 is asked for or taken for granted, else a word and no garble."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui import works
from tests.tui.terminal import ENTER, Terminal

pytestmark = pytest.mark.slow

UNITS = ({"code": "A1", "name": "城东小学“一”"}, {"code": "A2", "name": "West School"})
NOT_UTF8 = {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


@pytest.mark.parametrize("env", [{"LANG": "C"}, {"LC_ALL": "C"}, {"LANG": "C", "PYTHONUTF8": "1"}], ids=str)
def test_lang_c_is_taken_for_utf8(env: dict[str, str], tmp_path: Path) -> None:
    works.make(tmp_path / "w", language="zh", units=UNITS)
    with Terminal("-w", tmp_path / "w", env=env) as t:
        t.press(ENTER, lambda lines: any("城东小学“一”" in line for line in lines))
        assert "单位" in t.text
        assert "?按键" in t.lines[23]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_encoding_that_lacks_chinese_gets_a_word_and_question_marks(language: str, tmp_path: Path) -> None:
    works.make(tmp_path / "w", language=language, units=UNITS)
    with Terminal("-w", tmp_path / "w", env={"LC_ALL": "C", **NOT_UTF8}) as t:
        t.until(lambda lines: "The encoding is ascii" in lines[23] and "LANG=C.UTF-8" in lines[23])
        t.press(ENTER, lambda lines: sum("not done" in line for line in lines[:23]) == 3)
        first, second = (next(line for line in t.lines if code in line) for code in ("A1", "A2"))
        assert "?" * 10 in first
        assert first.index("not done") == second.index("not done"), "the column stands in its place"
        assert t.text.isascii()
        assert b"\\u" not in t.raw
        t.write("qq")
        assert t.wait() == 0
        assert t.raw.isascii()


def test_bytes_of_another_encoding_end_nothing(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w", env={"LC_ALL": "C", **NOT_UTF8}) as t:
        t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith("> . 1 "))
        t.press("2", lambda lines: any("F10" in line for line in lines))
        t.write("门坏".encode("gbk") + b"ok" + ENTER.encode())
        t.until(" 0P 1F ")
        t.write("qqq")
        assert t.wait() == 0
