"""The program over a real sshd: an inspection from start to notice, and the line cut in every way there is."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.tui import works
from tests.tui.relay import Relay
from tests.tui.sshd import MISSING, Sshd, in_env, until_gone
from tests.tui.terminal import DOWN, ENTER, TAB, Terminal

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    """sshd, which drops a client that says nothing for 2 s."""
    if MISSING:
        pytest.skip(f"not installed: {', '.join(MISSING)}")
    with Sshd(tmp_path_factory.mktemp("ssh") / "sshd", alive=1) as running:
        yield running


@pytest.fixture
def line(server: Sshd) -> Iterator[Relay]:
    """The line to it."""
    with Relay(server.port) as relay:
        yield relay


def opened(server: Sshd, line: Relay, folder: Path) -> Terminal:
    """The program over that line, its first screen standing."""
    t = Terminal(program=server.auditty("-w", folder, "--inspector", "Li Wen", env={}, port=line.port))
    t.until(lambda lines: "Autumn" in t.cursor_line)
    return t


def inspect(t: Terminal) -> None:
    """In the second unit: two passes, a finding and a note in Chinese, half a word in a form on item 5."""
    t.press(ENTER, "not done")
    t.press(DOWN, lambda lines: "West School" in t.cursor_line)
    t.press(ENTER, lambda lines: t.cursor_line.startswith("> . 1 "))
    t.press("11", " 2✓ ")
    t.press("2", "finding 1 of 1")
    t.press("消防通道堵塞" + TAB + "食堂后门" + ENTER, " 2✓ 1✗ ")
    t.press("e", lambda lines: "note" in lines[15])
    t.press("下午再查一遍" + ENTER, lambda lines: t.cursor_line.startswith("> . 4 ") and "下午再查一遍" in t.text)
    t.press(DOWN, lambda lines: t.cursor_line.startswith("> . 5 ") and lines[15].startswith(" 5 "))
    t.press("2半句", "半句")


def all_there(folder: Path) -> None:
    found = works.sheet(folder, "A2")
    assert works.verdicts(folder, "A2").startswith("ppf..")
    problem = found.findings[0][2]
    assert (problem.problem, problem.place) == ("消防通道堵塞", "食堂后门")
    mark = found.mark(found.lines[3].ref)
    assert mark is not None
    assert mark.note == "下午再查一遍"
    assert not verify(Workspace(folder)).faults


def back_where_it_was(t: Terminal) -> None:
    """Round, unit and item are under the cursor as they were; the next mark goes there."""
    t.press(ENTER, lambda lines: "West School" in t.cursor_line)
    t.press(ENTER, lambda lines: "West School" in lines[0] and t.cursor_line.startswith("> . 5 "))
    assert " 2✓ 1✗ " in t.lines[0]
    t.press("1", " 3✓ 1✗ ")


def test_an_inspection_up_to_the_issued_notice(server: Sshd, line: Relay, tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with opened(server, line, tmp_path / "w") as t:
        inspect(t)
        t.write("\x1b[21~")  # F10 leaves the form
        t.press("r", "rectification notice")
        t.press(ENTER, lambda lines: "rectification notice" in lines[0] and "draft" in lines[0])
        t.press("i", "no, not yet")
        t.press("\x1b[C", "yes, issue it")
        t.press(ENTER, lambda lines: "scp" in "".join(lines[15:23]))
        t.write("qqqqq")
        assert t.wait() == 0
        assert t.not_as_found() == []
    all_there(tmp_path / "w")
    assert len(list((tmp_path / "w" / "documents").rglob("*.docx"))) == 1


def client_killed(t: Terminal, server: Sshd, line: Relay) -> None:
    t.kill(signal.SIGKILL)


def window_closed(t: Terminal, server: Sshd, line: Relay) -> None:
    t.hang_up()


def program_hung_up(t: Terminal, server: Sshd, line: Relay) -> None:
    for pid in server.programs():
        os.kill(pid, signal.SIGHUP)


def packets_dropped(t: Terminal, server: Sshd, line: Relay) -> None:
    line.cut()


def packets_dropped_and_sshd_killed(t: Terminal, server: Sshd, line: Relay) -> None:
    line.cut()
    server.kill_sessions()


CUTS = (client_killed, window_closed, program_hung_up, packets_dropped, packets_dropped_and_sshd_killed)


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: cut.__name__)
def test_the_line_is_cut(
    cut: Callable[[Terminal, Sshd, Relay], None], server: Sshd, line: Relay, tmp_path: Path
) -> None:
    works.make(tmp_path / "w")
    with opened(server, line, tmp_path / "w") as t:
        inspect(t)
        programs = server.programs()
        assert len(programs) == 1
        cut(t, server, line)
        # Back at once: on a dropped line the first program does not know yet that nobody is there.
        with opened(server, line, tmp_path / "w") as again:
            all_there(tmp_path / "w")
            back_where_it_was(again)
            until_gone(programs)
            again.press("1", " 4✓ 1✗ ")
            again.write("qqq")
            assert again.wait() == 0
    assert works.verdicts(tmp_path / "w", "A2").startswith("ppf.pp.")


def test_keys_on_their_way_when_the_line_breaks_count_or_do_not_and_harm_nothing(
    server: Sshd, line: Relay, tmp_path: Path
) -> None:
    works.make(tmp_path / "w")
    with opened(server, line, tmp_path / "w") as t:
        t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith("> . 1 "))
        line.delay = 0.02
        for _ in range(8):
            t.write("1" * 5)
            t.read(0.03)
        shown = t.text
        line.cut()
        programs = server.programs()
        server.kill_sessions()
        until_gone(programs)
    marks = works.verdicts(tmp_path / "w").count("p")
    assert works.verdicts(tmp_path / "w") == "p" * marks + "." * (40 - marks)
    assert marks >= next(count for count in range(40, -1, -1) if f" {count}✓ " in shown)
    assert not verify(Workspace(tmp_path / "w")).faults


def test_in_tmux_it_goes_on_running(server: Sshd, line: Relay, tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    (tmp_path / "tmux").mkdir()
    (tmp_path / "tmux.conf").write_text("set -g status off\n")
    inside = shlex.join([*in_env({}), sys.executable, "-m", "tui", "-w", str(tmp_path / "w"), "--inspector", "Li Wen"])
    environment = in_env({"TMUX_TMPDIR": str(tmp_path / "tmux"), "SHELL": "/bin/sh"})
    tmux = (*environment, "tmux", "-u", "-f", str(tmp_path / "tmux.conf"))
    attached = (*tmux, "new-session", "-A", "-s", "audit", inside)
    try:
        with Terminal(program=server.client(*attached, port=line.port)) as t:
            t.until(lambda lines: "Autumn" in t.cursor_line)
            inspect(t)
            line.cut()
            server.kill_sessions()
        with Terminal(program=server.client(*attached, port=line.port)) as t:
            t.until("半句")
            assert "West School" in t.lines[0], "the form is open as it was"
            t.press("话" + ENTER, " 2✓ 2✗ ")
            t.resize(120, 40)
            t.until(lambda lines: "item 6" in lines[1][60:])
            t.press("1", " 3✓ 2✗ ")
            t.resize(80, 24)
            t.until(lambda lines: lines[15].startswith(" 7 "))
            t.write("\x02d")  # detach
            assert t.wait() == 0
        with Terminal(program=server.client(*attached, port=line.port), size=(100, 30)) as t:
            t.until(lambda lines: t.cursor_line.startswith("> . 7 ") and len(lines) == 30)
            t.press("1", " 4✓ 2✗ ")
            t.write("qqq")
            t.wait()
    finally:
        with Terminal(program=server.client(*tmux, "kill-server")) as t:
            t.wait()
    assert works.verdicts(tmp_path / "w", "A2").startswith("ppf.fpp.")
    assert works.sheet(tmp_path / "w", "A2").findings[1][2].problem == "半句话"
