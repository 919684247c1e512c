"""Keys typed ahead of the screen, all in one write, as a slow line delivers them: none lost, none misplaced."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.tui import works
from tests.tui.terminal import BACKSPACE, DOWN, ENTER, F2, F10, TAB, UP, Terminal


def first_screen(t: Terminal) -> None:
    t.until(lambda lines: "Autumn" in t.cursor_line)


def sheet(t: Terminal) -> None:
    first_screen(t)
    t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith("> . 1 "))


def test_marks_and_moves(tmp_path: Path) -> None:
    """Expected by a model of the list: a mark goes on to the next item without one, arrows go one row."""
    works.make(tmp_path / "w")
    chance = random.Random(7)
    with Terminal("-w", tmp_path / "w") as t:
        sheet(t)
        marks, at = ["."] * 40, 0
        for _ in range(3):
            keys = ""
            for _ in range(40):
                key = chance.choice(["1", "p", "１", "0", "]", DOWN, "j", UP, "k"])
                keys += key
                if key in (DOWN, "j"):
                    at = min(39, at + 1)
                elif key in (UP, "k"):
                    at = max(0, at - 1)
                else:
                    if key != "]":
                        marks[at] = "." if key == "0" else "p"
                    if key != "0":
                        order = [*range(at + 1, 40), *range(at + 1)]
                        at = next((index for index in order if marks[index] == "."), at)
            t.write(keys)
            t.until(f" {marks.count('p')}✓ ")
            t.until(f"> {'✓' if marks[at] == 'p' else '.'} {at + 1} ")
    assert works.verdicts(tmp_path / "w") == "".join(marks)


def test_findings_and_notes(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        sheet(t)
        t.write(
            "1"
            f"2Fence 1 is open{ENTER}"
            f"2Alarm{BACKSPACE * 5}门未锁{TAB}q1 yard{F2}second{ENTER}"
            "1"
            f"2never mind{F10}"
            f"e12 q{ENTER}"
            f"1v{TAB}Room 2{ENTER}"
            f"ooutside{ENTER}"
            f"{UP}1{DOWN}1"
        )
        t.until(lambda lines: lines[0].rstrip().endswith("of 40") and " 4✓ 2✗ " in lines[0])
    found = works.sheet(tmp_path / "w")
    assert works.verdicts(tmp_path / "w") == "pffpp.p" + "." * 33
    problems = [(line.number if line else 0, finding.problem, finding.place) for line, _mark, finding in found.findings]
    assert problems == [
        (2, "Fence 1 is open", ""),
        (3, "门未锁", "q1 yard"),
        (3, "second", ""),
        (0, "outside", ""),
    ]
    mark = found.mark(found.lines[4].ref)
    assert mark is not None
    assert (mark.note, mark.verdict) == ("12 q", "pass")
    assert found.visit.place == "Room 2"


def test_from_the_first_screen_on(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        first_screen(t)
        t.write(ENTER + ENTER + "111")
        t.until(lambda lines: " 3✓ " in lines[0])
        t.write("q" + DOWN + ENTER + "12bad" + ENTER)
        t.until(lambda lines: "West School" in lines[0] and " 1✓ 1✗ " in lines[0])
        t.write("?q" + ":undo" + ENTER + "r" + "q" + "/fence" + ENTER + "1")
        t.until(lambda lines: " 2✓ 0✗ " in lines[0])
        t.write("q" * 5)
        assert t.wait() == 0
    assert works.verdicts(tmp_path / "w", "A1") == "ppp" + "." * 37
    assert works.verdicts(tmp_path / "w", "A2") == "p...p" + "." * 35


def test_before_anything_is_there(tmp_path: Path) -> None:
    """As after `auditty` and Return on a slow line: the terminal still edits lines when the keys come."""
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        t.write(ENTER + ENTER + "1" + DOWN + "1" + "2bad" + ENTER + "1")
        t.until(lambda lines: " 3✓ 1✗ " in lines[0])
    assert works.verdicts(tmp_path / "w") == "p.pfp" + "." * 35


def test_a_pasted_text_stays_in_its_field(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        sheet(t)
        t.write("2\x1b[200~1 pasted\n2 lines q\x1b[201~ and typed" + ENTER + "1")
        t.until(lambda lines: " 1✓ 1✗ " in lines[0])
        t.write("\x1b[200~111\x1b[201~1")  # a paste into the list is no key
        t.until(lambda lines: " 2✓ 1✗ " in lines[0])
    problem = works.sheet(tmp_path / "w").findings[0][2].problem
    assert problem == "1 pasted\n2 lines q and typed"


@pytest.mark.slow
def test_a_form_opened_the_moment_another_is_left_has_its_fields(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        sheet(t)
        for _ in range(20):
            t.press("2", "Problem")
            t.press(F10 + "v", lambda lines: "Problem" not in t.text and "2026-" in lines[16] and "Li Wen" in t.text)
            t.press(F10, lambda lines: "Remarks" not in t.text)
