"""The dashboard in a real terminal: no colour, ASCII, a dragged window, and what the arrows cost."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.model import Finding
from tests.tui import works
from tests.tui.terminal import COLOUR, DOWN, ENTER, Terminal

RIGHT = "\x1b[C"
UNITS = [{"code": f"A{number}", "name": f"城东第{number}小学"} for number in range(1, 41)]


def inspected(folder: Path) -> Path:
    """Forty schools: the first failed two of four items and owes one, long overdue; the others passed one."""
    workspace = works.make(folder, wanted=works.items(4), units=UNITS, language="zh")
    round_ = workspace.rounds()[0]
    for item, verdict in (("i1", "pass"), ("i2", "fail"), ("i3", "fail")):
        workspace.sheet(round_, "A1").set_mark(item, verdict)  # type: ignore[arg-type]
    for unit in UNITS[1:]:
        workspace.sheet(round_, unit["code"]).set_mark("i1", "pass")
    workspace.ledger("A1").open(
        round_.info.id, "N 1", [("matters:i2", Finding(id="f", due="2020-01-01"), "坏")], "2019-12-01"
    )
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("term", ["xterm-256color", "linux"])
def test_from_the_bars_to_a_sheet_and_back(tmp_path: Path, term: str) -> None:
    folder = inspected(tmp_path / "w")
    passed, busy, late = ("P", "in work", "overdue") if term == "linux" else ("✓", "在查", "逾期")
    with Terminal("-w", folder, "--inspector", "Wang", term=term, env={"NO_COLOR": "1"}) as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        t.press("o", lambda lines: busy in t.text and "33.3%" in t.text and t.cursor_line.startswith(">"))
        (owed,) = [line for line in t.lines if f"{late} !!" in line]
        assert owed.split()[2:5] == ["##########", "1", "100.0%"]
        (worst,) = [line for line in t.lines if " 1/4" not in line and "3/4" in line]
        assert worst.split()[-2:] == ["##....", "33.3%"]
        t.press("3", lambda lines: "[" in t.cursor_line and "3/4" in t.cursor_line)
        before = len(t.raw)
        t.press(RIGHT, lambda lines: t.cursor_line.rstrip().endswith("]"))
        assert len(t.raw) - before < 400, "two cells and a line of words"
        t.press(DOWN, lambda lines: "1/4" in t.cursor_line and "[" in t.cursor_line)
        t.press("\x1b[A", lambda lines: "3/4" in t.cursor_line)
        t.press(ENTER, lambda lines: t.cursor_line.split()[:3] == [">", "F" if passed == "P" else "✗", "2"])
        t.press("q", lambda lines: "3/4" in t.cursor_line)
        t.resize(120, 40)
        t.until(lambda lines: any(busy in line and "小学" in line for line in lines))
        t.resize(80, 24)
        t.until(lambda lines: not any(busy in line and "小学" in line for line in lines) and busy in t.text)
    assert not COLOUR.search(t.raw)
