"""The board in a real terminal: a step for one and for many, in both languages, without colour and in ASCII."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.model import Finding
from store.rectifying.desk import Desk
from store.workspace import Workspace
from tests.tui import works
from tests.tui.terminal import COLOUR, DOWN, ENTER, F10, Terminal


def ordered(folder: Path, language: str = "en") -> Path:
    """A1 has two rectifications, A2 one; all are long overdue."""
    workspace = works.make(folder, language=language)
    for number, unit in enumerate(("A1", "A1", "A2"), 1):
        finding = Finding(id=f"f{number}", due=f"2020-01-0{number}", grade="high")
        workspace.ledger(unit).open("r", "N 1", [(f"matters:i{number}", finding, f"疏散通道 {number}")], "2019-12-01")
    return folder


@pytest.mark.parametrize("language", ["en", "zh"])
def test_steps_for_one_and_for_many(tmp_path: Path, language: str) -> None:
    folder = ordered(tmp_path / "w", language)
    answered, chosen = {"en": (": answered", "chosen 2"), "zh": ("：已反馈", "已选 2")}[language]
    with Terminal("-w", folder, "--inspector", "Wang", env={"NO_COLOR": "1"}) as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        t.press("l", lambda lines: t.cursor_line.startswith("> !! A1-0001 20-01-01"))
        t.press(ENTER, lambda lines: any(line.startswith(">1 ") for line in lines))
        t.press("3", "F3")
        t.press("cleared" + ENTER, f"A1-0001{answered}")
        assert Desk(Workspace(folder)).get("A1-0001").measure == "cleared"
        t.press(DOWN + "  ", chosen)
        t.press(ENTER + "1", "F3")
        t.press(ENTER, lambda lines: "*!!" not in t.text and "2" in lines[-1])
        assert [bool(Desk(Workspace(folder)).get(id).received) for id in ("A1-0001", "A1-0002", "A2-0001")] == [
            False, True, True,
        ]  # fmt: skip
        t.press(ENTER, lambda lines: any(line.startswith(">1 ") for line in lines))
        t.press(F10 + "q", lambda lines: "Autumn" in t.cursor_line)
    assert not COLOUR.search(t.raw)


def test_the_linux_console_and_hostile_text(tmp_path: Path) -> None:
    folder = ordered(tmp_path / "w")
    finding = Finding(id="f9", due="2019-01-01", lead="[red]\x1b]0;title\x07", requirement="\x1b[2J" * 9)
    wording = "\x1b[31mred [bold]x[/bold]"
    Workspace(folder).ledger("A1").open("r", "N 2", [("matters:i9", finding, wording)], "2019-12-01")
    with Terminal("-w", folder, "--inspector", "Wang", term="linux") as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        t.press("l", "[bold]x[/bold]")
        t.press(ENTER, lambda lines: any(line.startswith(">1 ") for line in lines))
        assert b"\x1b]0;title" not in t.raw
        assert b"\x1b[31mred" not in t.raw
