"""A year in the life of a workspace in a terminal of 80×24: found, answered, looked at again, sealed, and come back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from store.rectifying.desk import Desk
from store.workspace import Workspace
from tests.tui import works
from tests.tui.terminal import DOWN, ENTER, ROOT, TAB, Terminal

RIGHT = "\x1b[C"


class Office:
    """A workspace in which people sit down at the terminal on the days of a year."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self._home = folder, home

    def on(self, day: str, who: str) -> Terminal:
        """The program, opened by somebody at ten in the morning of that day."""
        program = (sys.executable, "-m", "tests.tui.dated", f"{day}T10:00+08:00")
        env = {"HOME": str(self._home)}
        return Terminal("-w", self.folder, "--inspector", who, program=program, env=env)

    def states(self) -> dict[str, str]:
        """The states of the rectifications, by id."""
        ledgers = (Workspace(self.folder).ledger(unit) for unit in ("A1", "A2"))
        return {each.id: each.state for ledger in ledgers for each in ledger.all().values()}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    wanted = works.items(2, grade="high")
    works.make(tmp_path / "office", wanted=wanted, inspectors=("Li Wen", "Wang Fang"), rounds=False)
    return Office(tmp_path / "office", tmp_path)


@pytest.mark.slow
def test_a_year(office: Office, tmp_path: Path) -> None:
    with office.on("2026-01-15", "Li Wen") as t:
        t.until("No rounds yet")
        _new_round(t, "Spring")
        _inspect(t, {"A1": "No plan", "A2": "No register"})
    assert office.states() == {"A1-0001": "open", "A2-0001": "open"}
    _answer(office, tmp_path / "plan.png")
    _close_and_remind(office)
    _look_again(office)
    with office.on("2026-04-01", "Li Wen") as t:
        t.until(lambda lines: "Spring: follow-up" in t.cursor_line)
        t.press("F", lambda lines: "finished" in t.cursor_line)
        t.press(DOWN + "F", lambda lines: "finished" in t.cursor_line and "follow-up" not in t.cursor_line)
        t.press("S", "Key file")
        t.press(RIGHT, lambda lines: "with an SSH key" not in t.text)
        t.press(ENTER, lambda lines: "sealed" in t.cursor_line)
    with office.on("2026-09-15", "Wang Fang") as t:
        t.until(lambda lines: "follow-up" in lines[1])
        _new_round(t, "Autumn")
        _inspect(t, {"A1": "The plan names a post that is gone", "A2": ""})
        _look_at_the_figures(t)
    assert office.states() == {"A1-0001": "closed", "A1-0002": "open", "A2-0001": "closed"}
    assert Desk(Workspace(office.folder)).get("A1-0002").earlier == "A1-0001"
    verify = [sys.executable, "-m", "tui", "-w", str(office.folder), "verify"]
    assert subprocess.run(verify, cwd=ROOT, check=False, capture_output=True).returncode == 0


def _new_round(t: Terminal, name: str) -> None:
    """A round of the workspace's own checklist in both units, by the first inspector."""
    t.press("n", "1/4")
    t.press(" ", "chosen: 1")
    t.press(ENTER, "2/4")
    t.press("*", "chosen: 2")
    t.press(ENTER, "3/4")
    t.press(ENTER, "4/4 Name")
    t.press(f"\x15{name}" + ENTER, lambda lines: t.cursor_line.startswith(f"> {name} "))


def _inspect(t: Terminal, problems: dict[str, str]) -> None:
    """Both sheets of the round under the cursor, filled from the units' list; a notice where there is a problem."""
    t.press(ENTER, lambda lines: t.cursor_line.startswith(">    A1"))
    for unit, problem in problems.items():
        if not t.cursor_line.startswith(f">    {unit}"):
            _press_to(t, DOWN, unit)
        t.press(ENTER, "0✓ 0✗ 0- 2.")
        if problem:
            t.press("2", "finding 1 of 1")
            t.press(problem + ENTER, "0✓ 1✗ 0- 1.")
            t.press("1", "1✓ 1✗ 0- 0.")
            t.press("r", "the rectification notice")
            t.press(ENTER, lambda lines: "draft" in lines[0])
            t.press("i", "no, not yet")
            t.press("2", "yes, issue it")
            t.press(ENTER, "scp")
            t.press("qq", "1✓ 1✗ 0- 0.")
        else:
            t.press("1", "1✓ 0✗ 0- 1.")
            t.press("1", "2✓ 0✗ 0- 0.")
        _press_to(t, "q", unit)
    t.press("q", lambda lines: "100%" in t.cursor_line)


def _press_to(t: Terminal, keys: str, unit: str) -> None:
    """Type what leads to the unit in the list of units."""
    t.press(keys, lambda lines: t.cursor_line.startswith(f">    {unit}"))


def _answer(office: Office, file: Path) -> None:
    """The unit signs for its notice on the board and answers, with a file."""
    file.write_bytes(b"\x89PNG\r\n\x1a\nplan")
    with office.on("2026-01-20", "Chen") as t:
        t.until("Spring")
        t.press("l", lambda lines: "! due soon 2  to rectify 2" in lines[0] and "A1-0001" in t.cursor_line)
        t.press(ENTER, ">1 sign for the notice")
        t.press("1", "Responsible")
        t.press(ENTER, "signed for: 2026-01-20")
        t.press(ENTER, ">1 report progress")
        t.press("2", "Measure")
        t.press("A plan was written" + TAB * 7 + str(file) + ENTER, lambda lines: "answered 1" in lines[0])
    assert office.states() == {"A1-0001": "submitted", "A2-0001": "open"}


def _close_and_remind(office: Office) -> None:
    """Somebody else closes what was answered; what is late stands out and is reminded of."""
    with office.on("2026-01-24", "Wang Fang") as t:
        t.until("Spring")
        t.press("l", lambda lines: "!! overdue 1" in lines[0])
        t.press("2", lambda lines: "A1-0001" in t.cursor_line and "waiting for us" in lines[23])
        t.press(ENTER, "2 close out")
        t.press("2", "A1-0001: close out")
        t.press(ENTER, "Nothing matches.")
        t.press("2", lambda lines: t.cursor_line.startswith("> !! A2-0001"))
        t.press(ENTER, "6 remind")
        t.press("6", "A2-0001: remind")
        t.press("two days late" + ENTER, "2026-01-24 10:00  remind  Wang Fang")
    assert office.states() == {"A1-0001": "closed", "A2-0001": "open"}


def _look_again(office: Office) -> None:
    """The follow-up shows what was before, and its result goes into the ledger."""
    with office.on("2026-03-20", "Li Wen") as t:
        t.until(lambda lines: t.cursor_line.startswith("> Spring "))
        t.press("R", "A round of what is not put right")
        t.press(ENTER, lambda lines: t.cursor_line.startswith("> Spring: follow-up"))
        t.press(ENTER, lambda lines: t.cursor_line.startswith(">    A2"))
        t.press(ENTER, lambda lines: any("No register" in line and "overdue" in line for line in lines))
        t.press("1", "Outcome  rectified")
        t.press("T", "correct on the spot: closed out")
        t.press("2", "yes, take over")
        t.press(ENTER, "A2-0001 closed out")
    assert office.states() == {"A1-0001": "closed", "A2-0001": "closed"}


def _look_at_the_figures(t: Terminal) -> None:
    """The comparison with spring, the rates and the trend."""
    t.press("d", lambda lines: "Ranking" in lines[0] and "West School" in t.cursor_line)
    t.press("6", "Units only in the later round: 1")
    t.press("o", "Compare with which round?")
    t.press(DOWN, lambda lines: t.cursor_line.startswith("> Spring "))
    t.press(ENTER, lambda lines: "A1 East School 0 0 0 0 1" in _words(lines))
    assert "A2 West School 1 0 0 0 0" in _words(t.lines)
    t.press("5", lambda lines: "> together 1 0 0.0% 0.0% -" in _words(lines))
    t.press("7", lambda lines: "Trend" in lines[0] and t.cursor_line.startswith("> Spring "))
    assert [line.split()[0].strip(">") or "Spring" for line in t.lines[2:5]] == ["Spring", "Spring:", "Autumn"]
    t.write("qq")


def _words(lines: list[str]) -> list[str]:
    """The lines with one blank between the words."""
    return [" ".join(line.split()) for line in lines]
