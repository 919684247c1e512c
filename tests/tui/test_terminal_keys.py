"""A person's own keys in a real terminal: they work, the usual ones do not, and every screen shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui import works
from tests.tui.terminal import ENTER, Terminal

pytestmark = pytest.mark.slow

KEYS = """\
sheet:
  mark_pass: [x, F11]
  undo: W
everywhere:
  back: ctrl+b
  help: F1
"""


def test_own_keys_work_and_are_shown(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    (tmp_path / "keys.yaml").write_text(KEYS, encoding="utf-8")
    with Terminal("-w", tmp_path / "w", "--keys", tmp_path / "keys.yaml") as t:
        t.until(lambda lines: "Autumn" in t.cursor_line and "F1 keys" in lines[23])
        t.press(ENTER, "East School")
        t.press(ENTER, lambda lines: "Matter 1" in t.cursor_line and " x pass" in lines[23])
        t.press("1", "Matter 1")
        t.press("x", lambda lines: "Matter 2" in t.cursor_line)
        t.press("\x1b[23~", lambda lines: "Matter 3" in t.cursor_line)
        t.press("ｘ", lambda lines: "Matter 4" in t.cursor_line)
        assert works.verdicts(tmp_path / "w").startswith("ppp.")
        t.press("W", "Taken back")
        t.press("\x1bOP", lambda lines: any("ctrl+b" in line for line in lines))
        t.press("\x02", lambda lines: "Matter 3" in t.cursor_line)
        t.press(":undo", lambda lines: lines[1].endswith(" W"))
        t.press("\x1b[21~", lambda lines: "Matter 3" in t.cursor_line)
        t.press("q\x02", "East School")
        t.write("\x02\x02")
        assert t.wait() == 0


def test_a_file_with_faults_changes_nothing_and_is_said(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    (tmp_path / "auditty").mkdir()
    (tmp_path / "auditty" / "keys.yaml").write_text("sheet: {undo: p}")
    with Terminal("-w", tmp_path / "w", env={"XDG_CONFIG_HOME": str(tmp_path)}) as t:
        t.until("auditty keys check")
        t.press(ENTER, "East School")
        t.press(ENTER, lambda lines: "Matter 1" in t.cursor_line)
        t.press("p", lambda lines: "Matter 2" in t.cursor_line)
    with Terminal("-w", tmp_path / "w", "--keys", tmp_path / "auditty" / "keys.yaml") as t:
        t.until("“p” is both “undo” and “mark_pass”")
        assert t.wait() == 2
