"""Files through the terminal itself: real sz and rz at our end, and at the other one a terminal that knows ZMODEM."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from tests.tui import works
from tests.tui.terminal import ENTER, Terminal

F3, F4 = "\x1bOR", "\x1bOS"
PHOTO = bytes(range(256)) * 400


@pytest.fixture
def home(tmp_path: Path) -> Path:
    works.make(tmp_path / "w")
    (tmp_path / "home").mkdir()
    (tmp_path / "desk").mkdir()
    return tmp_path / "home"


def at_sheet(t: Terminal) -> None:
    t.until(lambda lines: "Autumn" in t.cursor_line)
    t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith("> . 1 "))


def saved_draft(t: Terminal) -> None:
    """From the sheet to a notice that was just written."""
    t.press("2no fence" + ENTER, " 0✓ 1✗ ")
    t.press("r", "notice")
    t.press(ENTER, "draft")
    t.press("s", "F10")
    t.press(ENTER, lambda lines: "scp" in t.text and "F10" not in t.text)


@pytest.mark.system
def test_a_document_is_sent_with_one_key_and_a_photo_comes_the_same_way(home: Path, tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    (desk / "IMG 1.jpg").write_bytes(PHOTO)
    with Terminal("-w", tmp_path / "w", env={"HOME": str(home), "TMUX": ""}) as t:
        at_sheet(t)
        saved_draft(t)
        assert "x sends the file through the terminal" in t.text
        t.write("x")
        t.pass_files(["rz", "-b", "-e", "-q"], desk)
        t.until("Sent: ")
        (sent,), (written,) = desk.glob("*.docx"), home.glob("*.docx")
        assert sent.read_bytes() == written.read_bytes()
        t.press("qq", lambda lines: t.cursor_line.startswith("> . "))
        t.press("2no gate", "finding 1 of 1")
        t.press(F3, "F4 receive")
        t.write(F4)
        t.pass_files(["sz", "-b", "-e", "-q", "IMG 1.jpg"], desk)
        t.until(lambda lines: any(line.startswith((">*IMG 1.jpg", " *IMG 1.jpg")) for line in lines))
        t.press(F3, "1 more")
        t.press(ENTER, " 0✓ 2✗ ")
        t.write("qqq")
        assert t.wait() == 0
        assert t.not_as_found() == []
    _, _, finding = works.sheet(tmp_path / "w").findings[1]
    assert finding.problem == "no gate"
    (digest,) = finding.evidence
    assert (tmp_path / "w" / "evidence" / digest[:2] / digest).read_bytes() == PHOTO


@pytest.mark.system
def test_a_terminal_that_takes_no_part_gets_its_screen_back(home: Path, tmp_path: Path) -> None:
    with Terminal("-w", tmp_path / "w", env={"HOME": str(home), "TMUX": ""}) as t:
        at_sheet(t)
        saved_draft(t)
        t.press("x", "Ctrl+X")
        t.press("\x18" * 8, "gave up")
        t.press("qqqqq", lambda lines: t.wait() == 0)
        assert t.not_as_found() == []


@pytest.mark.slow
def test_where_nothing_sends_the_scp_line_is_there_and_the_path_is_copied(home: Path, tmp_path: Path) -> None:
    with Terminal("-w", tmp_path / "w", env={"HOME": str(home), "PATH": "/nowhere"}) as t:
        at_sheet(t)
        t.press("y", "Copied")
        assert "Matter 1 is settled" in copied(t)
        saved_draft(t)
        assert "sends the file" not in t.text
        t.press("x", "tsz / sz: not installed here")
        t.press("y", "Copied")
        (written,) = home.glob("*.docx")
        assert copied(t) == str(written)
        t.write("qqqqq")
        assert t.wait() == 0


@pytest.mark.slow
def test_tmux_swallows_zmodem_and_lets_trzsz_through(home: Path, tmp_path: Path) -> None:
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    environment = {"HOME": str(home), "PATH": str(bin_), "TMUX": "/tmp/tmux"}
    program(bin_ / "sz", "exit 1")
    with Terminal("-w", tmp_path / "w", env=environment) as t:
        at_sheet(t)
        saved_draft(t)
        t.press("x", "sz does not get through tmux")
        program(bin_ / "tsz", 'echo "got $2" > "$HOME/told"')
        t.press("x", "Sent: ")
        (written,) = home.glob("*.docx")
        assert (home / "told").read_text() == f"got {written}\n"


def program(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


def copied(t: Terminal) -> str:
    """What the terminal was last given for its clipboard."""
    return base64.b64decode(re.findall(rb"\x1b\]52;c;([^\x07]*)\x07", t.raw)[-1]).decode()
