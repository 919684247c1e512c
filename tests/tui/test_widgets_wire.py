"""What goes over the wire: few bytes, no colour under NO_COLOR, the terminal's own colours otherwise."""

from __future__ import annotations

import re
import sys

import pytest

from tests.benchmarks.probe import Probe

ARGV = (sys.executable, "-m", "tests.benchmarks.kit_app")
DOWN, F2, F10 = "\x1b[B", "\x1bOQ", "\x1b[21~"
COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-9]|4[0-9]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")


def standing(lines: list[str]) -> bool:
    return "已存盘" in lines[23] and lines[2].startswith(">")


def test_keys_cost_little_and_the_screen_is_right() -> None:
    with Probe(ARGV) as probe:
        probe.until(standing)
        probe.settle(0.5, patience=0.5)
        before = len(probe.raw)
        probe.write(DOWN)
        probe.until(lambda lines: lines[3].startswith(">") and "不少于2次" in lines[15])
        assert len(probe.raw) - before < 600
        for key in "12":
            probe.write(key)
        lines = probe.until(lambda lines: lines[5].startswith(">") and "不少于4次" in lines[15])
        assert lines[3].startswith("  ✓ 2 ")
        assert lines[4].startswith("  ✗ 3 ")
        assert " 1✓ 1✗  198." in lines[0]
        probe.write("e1")
        probe.until(lambda lines: "第2项的问题" in lines[15] and "F6" not in lines[21] and "1" in lines[16])
        probe.write("\x7f")
        probe.until(lambda lines: "1" not in lines[16] and "F6" in lines[21])
        probe.write("零")  # no phrase has it
        probe.until(lambda lines: "F6" not in lines[21])
        before = len(probe.raw)
        probe.write("未")
        probe.until(lambda lines: lines[16].startswith(" 问题  零未"))
        assert len(probe.raw) - before < 60
        probe.write("　，")
        probe.until(lambda lines: lines[16].startswith(" 问题  零未　，"))
        probe.write(F2 + "再")
        probe.until(lambda lines: lines[16].startswith(" 问题  再"))
        probe.write(F10)
        after = probe.until(lambda lines: "不少于4次" in lines[15])
        assert after == lines, "the form leaves nothing behind"
        probe.raw += b"\x1b[5;1HBroadcast message\x1b[2K"
        probe.write("\x0c")
        probe.until(lambda lines: lines == after)
        assert not re.search(rb"\x1b\[[0-9;]*[34]8;", probe.raw), "nothing but the 16 colours"
        assert COLOUR.search(probe.raw), "verdicts have a colour"


@pytest.mark.parametrize("term", ["xterm-256color", "linux", "vt100"])
def test_no_color_means_no_colour_codes(term: str) -> None:
    with Probe(ARGV, term=term, env={"NO_COLOR": "1"}) as probe:
        probe.until(standing)
        probe.write("2")
        probe.until(lambda lines: lines[2].startswith("  ✗"))
        probe.write("e")
        probe.until(lambda lines: "F6" in lines[21])
        probe.write("\r")
        probe.until(lambda lines: "empty" in lines[21])
        assert not COLOUR.search(probe.raw)
        assert b"\x1b[7m" in probe.raw, "the cursor is still seen"
