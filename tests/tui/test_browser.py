"""`auditty serve`: the same screens in a real browser, for who has the key."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui import works
from tests.tui.browser import Browser
from tests.tui.terminal import ROOT

pytestmark = pytest.mark.system

ENTER = "\r"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address that `auditty serve` prints, and the program."""
    yield from serving(tmp_path)


@pytest.fixture
def another(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """One more on the same machine."""
    (tmp_path / "another").mkdir()
    yield from serving(tmp_path / "another")


def serving(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    works.make(folder / "w")
    (folder / "home").mkdir()
    program = subprocess.Popen(
        [sys.executable, "-m", "tui", "-w", folder / "w", "serve", "--port", "0"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(folder / "home")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stdout
    yield program.stdout.readline().split()[-1], program
    program.kill()
    program.communicate()


def status(address: str, **headers: str) -> int:
    keeps_cookies = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    try:
        with keeps_cookies.open(urllib.request.Request(address, headers=headers)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_open_mark_and_see_it_saved(served: tuple[str, subprocess.Popen[str]], tmp_path: Path) -> None:
    address, program = served
    assert address.startswith("http://127.0.0.1:")
    with Browser(tmp_path / "profile") as browser:
        browser.open(address)
        browser.until(lambda lines: "Autumn" in lines[1])
        assert "key=" not in browser.value("location.href")
        browser.press(ENTER + ENTER, "Matter 1 is settled")
        browser.press("1", "saved")
        browser.press("2", "finding 1 of 1")
        browser.compose("消防通道堵塞")
        browser.until("消防通道堵塞")
        (tmp_path / "page.png").write_bytes(browser.picture())
        browser.press(ENTER, lambda lines: "1✓ 1✗" in lines[0])
        browser.press("qq", lambda lines: "Autumn" in lines[1])
        browser.press("q", lambda lines: "The program has ended" in browser.text)
        own = address.split("?")[0]
        elsewhere = [url for url in browser.requested if not url.startswith((own, own.replace("http", "ws"), "about:"))]
        assert elsewhere == []
    sheet = works.sheet(tmp_path / "w")
    assert [sheet.verdict(f"matters:i{number}") for number in (1, 2)] == ["pass", "fail"]
    assert [finding.problem for _, _, finding in sheet.findings] == ["消防通道堵塞"]
    program.send_signal(signal.SIGINT)
    assert program.wait(60) == 0


def test_a_document_is_downloaded(served: tuple[str, subprocess.Popen[str]], tmp_path: Path) -> None:
    downloads, home = tmp_path / "downloads", tmp_path / "home"
    downloads.mkdir()
    with Browser(tmp_path / "profile") as browser:
        browser.downloads_into(downloads)
        browser.open(served[0])
        browser.until(lambda lines: "Autumn" in lines[1])
        browser.press(ENTER + ENTER, "Matter 1 is settled")
        browser.press("2no fence", "no fence")
        browser.press(ENTER, lambda lines: "1✗" in lines[0])
        browser.press("r", "notice")
        browser.press(ENTER, "draft")
        browser.press("s", "F10")
        browser.press(ENTER, "scp")
        (written,) = home.glob("*.docx")
        browser.press("x", lambda lines: [path for path in downloads.iterdir() if path.suffix == ".docx"])
        assert (downloads / written.name).read_bytes() == written.read_bytes()


def test_nobody_comes_in_without_the_key(served: tuple[str, subprocess.Popen[str]]) -> None:
    address, _ = served
    door, key = address.split("?key=")
    assert status(address) == 200
    assert status(door) == 403
    assert status(f"{door}?key={key[:-1]}") == 403
    assert status(f"{door}ws") == 403
    assert status(f"{door}static/js/textual.js") == 403
    assert status(address, Origin=door.rstrip("/")) == 200
    for origin in ("http://elsewhere.example", "http://[", "null", f"http://elsewhere@{door.split('/')[2]}"):
        assert status(address, Origin=origin) == 403


def test_the_key_is_asked_for_again_of_nobody_who_opened_another_server(
    served: tuple[str, subprocess.Popen[str]], another: tuple[str, subprocess.Popen[str]]
) -> None:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    for address in (served[0], another[0], served[0].split("?")[0]):
        with browser.open(address) as answer:
            assert answer.status == 200


def test_a_port_that_is_taken(served: tuple[str, subprocess.Popen[str]], tmp_path: Path) -> None:
    port = served[0].split(":")[2].split("/")[0]
    again = subprocess.run(
        [sys.executable, "-m", "tui", "-w", tmp_path / "w", "serve", "--port", port],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode == 2
    assert again.stderr.startswith(f"auditty: port {port} of 127.0.0.1 cannot be had: ")
    assert again.stderr.count("\n") == 1
