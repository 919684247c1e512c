"""A line of 300 ms there and back and 2 KB a second: what goes over it, and keys typed far ahead of the screen."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui import works
from tests.tui.relay import Relay
from tests.tui.sshd import MISSING, Sshd
from tests.tui.terminal import DOWN, ENTER, F10, PATIENCE, TAB, Terminal

pytestmark = pytest.mark.system

ONE_WAY, RATE = 0.15, 2_000.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    if MISSING:
        pytest.skip(f"not installed: {', '.join(MISSING)}")
    with Sshd(tmp_path_factory.mktemp("ssh") / "sshd") as running:
        yield running


@pytest.fixture
def line(server: Sshd) -> Iterator[Relay]:
    """The line; it is good until `worsen`."""
    with Relay(server.port) as relay:
        yield relay


def worsen(server: Sshd, line: Relay) -> None:
    """From now on the line is bad; the program has been started and nothing more."""
    end = time.monotonic() + PATIENCE
    while not server.programs():
        assert time.monotonic() < end, "the program is never started"
        time.sleep(0.01)
    line.delay, line.rate = ONE_WAY, RATE


def test_what_goes_over_the_line(server: Sshd, line: Relay, tmp_path: Path) -> None:
    """Bytes, SSH's own included, until all stands: at 2,000 a second these are the seconds one waits."""
    works.make(tmp_path / "w")
    with Terminal(program=server.auditty("-w", tmp_path / "w", env={}, port=line.port)) as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        for keys, seen, most in (
            (ENTER, "not done", 2_000),
            (ENTER, "Matter 12", 2_500),
            ("1", " 1✓ ", 500),
            (DOWN, lambda lines: lines[15].startswith(" 3 "), 500),
            ("2", "finding 1 of 1", 1_500),
            ("bad" + ENTER, " 1✓ 1✗ ", 2_500),
            ("q", "not done", 2_500),
        ):
            t.settle()
            before = line.sent
            t.press(keys, seen)
            t.settle()
            assert line.sent - before < most, (keys, line.sent - before)


def test_typing_far_ahead(server: Sshd, line: Relay, tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal(program=server.auditty("-w", tmp_path / "w", env={}, port=line.port)) as t:
        t.write(ENTER + ENTER + "111" + DOWN + "1")  # on their way before there is a program to read them
        worsen(server, line)
        t.write("2门没锁" + TAB + "后门" + ENTER)
        for key in "1" * 20:  # one by one, as a person types
            t.write(key)
            time.sleep(0.02)
        t.write("2\x1b[200~1 pasted\n2 lines q\x1b[201~ and typed" + ENTER)
        t.write("2never mind" + F10 + "e" + "12 q" + ENTER + "1")
        t.until(" 25✓ 2✗ ")
        t.write("qqq")
        assert t.wait() == 0
        assert t.not_as_found() == []
    found = works.sheet(tmp_path / "w")
    assert works.verdicts(tmp_path / "w") == "ppp.pf" + "p" * 20 + "fp" + "." * 12
    problems = [(finding.problem, finding.place) for _line, _mark, finding in found.findings]
    assert problems == [("门没锁", "后门"), ("1 pasted\n2 lines q and typed", "")]
    mark = found.mark(found.lines[27].ref)
    assert mark is not None
    assert mark.note == "12 q"
