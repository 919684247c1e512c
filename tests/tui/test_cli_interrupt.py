"""Ctrl+C ends a command with one line and exit code 130, and leaves nothing half."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.tui.conftest import Cli

pytestmark = pytest.mark.slow


def interrupted(label: str, patience: float = 0.0) -> Callable[[int, int], NoReturn]:
    """A progress bar in whose first moment Ctrl+C is pressed."""

    def tell(done: int, of: int) -> NoReturn:
        raise KeyboardInterrupt

    return tell


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below the folder; what only saves time apart."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("start", ("demo", "OUT", "--no-open", "--lang", "en")),
        ("backups", ("backup", "OUT")),
        ("bundles", ("bundle", "export", "autumn", "OUT.zip")),
        ("export", ("export", "autumn", "OUT.xlsx")),
        ("units", ("units", "import", "../units.csv")),
        ("checks", ("verify",)),
        ("mending", ("repair",)),
        ("calendar", ("calendar", "autumn")),
        ("rounds", ("rounds", "status", "autumn")),
        ("rounds", ("rounds", "list")),
        ("rectify", ("rectify", "list")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_nothing_half_is_left(
    cli: Cli, workspace: Path, monkeypatch: pytest.MonkeyPatch, module: str, arguments: tuple[str, ...]
) -> None:
    assert cli("mark", "autumn", "S1", "exits", "fail", "--problem", "blocked").code == 0
    before = everything(workspace.parent)
    monkeypatch.setattr(import_module(f"tui.commands.{module}"), "progress", interrupted)

    done = cli(*(each.replace("OUT", str(workspace.parent / "out")) for each in arguments))
    assert done.code == 130
    assert done.err.splitlines()[-1].startswith("auditty: stopped")
    assert "Traceback" not in done.err
    assert everything(workspace.parent) == before
    assert not [path for path in workspace.parent.iterdir() if path.name.startswith((".", "out"))]
    monkeypatch.undo()
    os.chdir(workspace)
    assert cli("verify").code == 0


def test_the_line_stands_under_the_bar(start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path) -> None:
    master, slave = pty.openpty()
    with start("demo", str(tmp_path / "sample"), "--no-open", "--lang", "en", stderr=slave) as child:
        os.close(slave)
        drawn = b""
        while b"[#" not in drawn:
            drawn += os.read(master, 65536)
        child.send_signal(signal.SIGINT)
        assert child.wait(timeout=60) == 130
        drawn += _rest(master)
    lines = drawn.decode().replace("\r\n", "\n").split("\n")
    assert lines[-2:] == ["auditty: stopped", ""]
    assert "[#" in lines[-3]
    assert not (tmp_path / "sample").exists()


def _rest(fd: int) -> bytes:
    found = b""
    while True:
        try:
            data = os.read(fd, 65536)
        except OSError:
            break
        if not data:
            break
        found += data
    os.close(fd)
    return found


def test_a_sample_that_is_stopped_leaves_an_empty_folder_as_it_was(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.setattr(import_module("tui.commands.start"), "progress", interrupted)
    assert cli("demo", tmp_path / "here", "--no-open").code == 130
    assert list((tmp_path / "here").iterdir()) == []
    (tmp_path / "here" / "mine.txt").write_text("mine")
    refused: Any = cli("demo", tmp_path / "here", "--no-open")
    assert refused.code == 2
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["mine.txt"]
