"""Texts that mean something to a terminal, to markup, a file system or a spreadsheet: shown as the text they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from store.given import Input
from store.model import Finding
from store.workspace import Workspace
from tests.tui import works
from tests.tui.terminal import COLOUR, DOWN, ENTER, F10, HOME, TAB, Terminal

pytestmark = pytest.mark.slow

TEXTS = (
    "../../x", "\x1b[2Jgone", "[red]alarm[/]", "[/etc/ssh]", '=HYPERLINK("http://x","y")', "a\u202egnp.exe",
    "\x9b31m\x07bell\x00", "多" * 60, "zero\u200bwidth\ufeff", "{name} %s \\n", "🧯" * 30, "",
)  # fmt: skip
LONG = "x" * 4000
OWN_BELL = re.compile(rb"\x1b\][^\x07]*\x07")
"""The end of a command to the terminal, as Textual sends one for the pointer's shape."""


def visible(text: str, cells: int) -> str:
    """What of a text must be on the screen at least, up to the first sign that cannot be shown as it is."""
    return re.split("[\x00-\x1f\x7f-\x9f\u200b\u202e\ufeff]", text)[0][:cells].strip()


def safe(t: Terminal) -> None:
    """No control character and no screen clearing of the texts' own went over the wire, and the frame stands."""
    assert b"\x1b[2Jgone" not in t.raw
    assert b"\x07" not in OWN_BELL.sub(b"", t.raw)
    assert "\u202e".encode() not in t.raw
    assert b"\xc2\x9b" not in t.raw
    assert "Traceback" not in t.text


def hostile(folder: Path) -> Workspace:
    """A workspace in which every name and text is hostile."""
    wanted = works.items(len(TEXTS))
    for item, text in zip(wanted, TEXTS, strict=True):
        # YAML itself takes no control characters: they come in as notes and findings.
        plain = "".join(char for char in text if char.isprintable()) or "plain"
        item["text"] = {"zh": plain, "en": plain}
        item["how"] = {"zh": (plain + LONG)[:2000], "en": (plain + LONG)[:2000]}
    units = [{"code": f"U{number}", "name": text or LONG} for number, text in enumerate(TEXTS)]
    workspace = works.make(folder, wanted=wanted, units=units, name="[red]round \x1b[2Jgone")
    sheet = workspace.sheet(workspace.rounds()[0], "U0")
    for line, text in zip(sheet.lines, TEXTS[:-1], strict=False):
        problem = {"problem": text or LONG, "place": text, "requirement": text + LONG[:500], "lead": text[:200]}
        sheet.set_mark(line.ref, "fail", Input(note=text, finding=problem))
    sheet.set_other(Finding(problem="[/etc/ssh] \x1b[2Jgone"))
    return workspace


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)], ids=str)
def test_hostile_texts_on_every_screen(size: tuple[int, int], tmp_path: Path) -> None:
    hostile(tmp_path / "w")
    wide = size[0] >= 80
    with Terminal("-w", tmp_path / "w", size=size) as t:
        t.until(lambda lines: "[red]ro" in t.cursor_line)
        t.press(ENTER, lambda lines: "U0" in t.cursor_line)
        t.press("/U", lambda lines: "U1" in t.text)
        t.press(F10, lambda lines: "U0" in t.cursor_line)
        if wide:
            for text in TEXTS:
                assert visible(text, 20) in t.text
        t.press(ENTER, lambda lines: t.cursor_line.startswith("> . 12 "))
        t.write(HOME)
        for number, text in enumerate(TEXTS[:-1], 1):
            t.until(f"> ✗ {number} ")
            t.until(visible(text, 12))
            safe(t)
            t.press("2", lambda lines: "F10" in t.text)
            t.press(F10, lambda lines: "F10" not in t.text)
            t.press("e", lambda lines: "F10" in t.text)
            t.press(F10 + DOWN, lambda lines: "F10" not in t.text)
        t.press("r", "notice")
        t.press(ENTER, lambda lines: "draft" in lines[0])
        for _ in range(12):
            t.write("\x1b[6~")
        t.write("q" * 7)
        assert t.wait() == 0
        safe(t)


def test_hostile_texts_typed(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith("> . 1 "))
        for number, text in enumerate(text for text in TEXTS if text):
            t.press("2", "finding 1 of 1")
            t.write(f"\x1b[200~{text}\x1b[201~" + TAB + "[/x]" + ENTER)
            t.until(f" 0✓ {number + 1}✗ ")
        t.press("2", "finding 1 of 1")
        t.write(f"\x1b[200~{LONG * 6}\x1b[201~" + ENTER)
        t.until(" 0✓ 12✗ ")
        safe(t)
    found = works.sheet(tmp_path / "w").findings
    assert len(found[-1][2].problem) == 20_000
    assert found[2][2].problem == "[red]alarm[/]"
    assert all(finding.problem.isprintable() and finding.place == "[/x]" for _line, _mark, finding in found[:-1])


def city(folder: Path) -> Workspace:
    """1,688 units: ten districts, seven types."""
    kinds = ("kindergarten", "primary-school", "junior-secondary", "clinic", "hospital", "office", "post")
    units = [{"code": f"D{number}", "name": f"District {number}"} for number in range(10)]
    units += [
        {"code": f"N{number:04}", "name": f"Unit {number} of {kinds[number % 7]}", "type": kinds[number % 7],
         "parent": f"D{number % 10}"}
        for number in range(1688)
    ]  # fmt: skip
    return works.make(folder, units=units)


def test_a_city_of_1688_units(tmp_path: Path) -> None:
    city(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        t.press(ENTER, lambda lines: "1688 units" in lines[0] and "N0000" in t.cursor_line)
        assert sum("N0" in line for line in t.lines) > 10, "the first unit's group is open, the others folded"
        t.press("z", lambda lines: not any(" N0" in line for line in lines))
        assert sum(line.strip("> ").startswith("District") for line in t.lines) > 15
        t.press(ENTER, lambda lines: any(" N0" in line for line in lines))
        t.press("/1357", lambda lines: "N1357" in t.cursor_line or "N1357" in lines[2])
        t.press(ENTER, "/1357")
        t.press(DOWN + ENTER, lambda lines: "Unit 1357" in lines[0] and t.cursor_line.startswith("> . 1 "))
        t.press("1" * 40, " 40✓ ")
        t.press("q", lambda lines: "40/40" in t.text and "done 1 " in lines[0])
        t.press("q", lambda lines: "1357" not in lines[23])
        t.press("n", lambda lines: t.cursor_line and "N1357" not in t.cursor_line and "not done" in t.cursor_line)
        t.press("s" * 3, lambda lines: "N1357" in t.text and not any("N0" in line for line in lines))
    assert works.verdicts(tmp_path / "w", "N1357") == "p" * 40


def test_colours_only_where_they_are_wanted(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    for environment in ({}, {"NO_COLOR": "1"}):
        with Terminal("-w", tmp_path / "w", env=environment) as t:
            t.until(lambda lines: "Autumn" in t.cursor_line)
            t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith("> . "))
            t.press("2bad" + ENTER, "✗ ")
            t.press("1ee" + F10, "saved")
            t.press("r", "the rectification notice")
            t.press(ENTER, lambda lines: "draft" in lines[0])
            t.write("qqqqq")
            assert t.wait() == 0
            assert bool(COLOUR.search(t.raw)) == (not environment)
