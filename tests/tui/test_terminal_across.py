"""What stands side by side, and a search, in a real pseudo-terminal, with text that a terminal would obey."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.model import Finding
from tests.tui import works
from tests.tui.terminal import ENTER, Terminal

F3, F6, F9 = "\x1bOR", "\x1b[17~", "\x1b[20~"


@pytest.mark.slow
def test_an_item_a_unit_and_a_search(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w", wanted=works.items(4))
    first = workspace.rounds()[0]
    workspace.sheet(first, "A1").set_findings("i1", (Finding(problem="blocked \x1b]0;owned\x07 by 自行车"),))
    workspace.new_round("Winter", ["matters"], ["A1", "A2"])

    with Terminal("-w", tmp_path / "w", "--lang", "en", "--inspector", "Li") as terminal:
        terminal.until(lambda lines: "Winter" in lines[1])
        terminal.press(F3, lambda lines: "Search everything" in lines[0])
        terminal.press("自行车", lambda lines: any("Findings (1)" in line for line in lines))
        terminal.press(ENTER, lambda lines: "/自行车" in lines[23])
        terminal.press(ENTER, lambda lines: "Autumn / East School" in lines[0])
        terminal.press(F9, lambda lines: "All rounds" in lines[0] and "Winter" in "".join(lines))
        terminal.until(lambda lines: any("✗  ." in line for line in lines))
        terminal.press(
            F6, lambda lines: "Autumn / item 1" in lines[0] and any("\\x1b]0;owned\\x07" in each for each in lines)
        )
        terminal.press("*", lambda lines: "chosen 2" in lines[0])
        terminal.press("1", lambda lines: any("2 units: pass" in line for line in lines))
        terminal.press(ENTER, lambda lines: "2✓ 0✗" in lines[0] and "2 marked" in lines[23])
        terminal.press("z", lambda lines: "0✓ 1✗" in lines[0] and "2 taken back" in lines[23])
        assert terminal.raw.count(b"owned\x07") == 0
