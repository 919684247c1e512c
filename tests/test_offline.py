"""The archive for a machine without a network: gathered here, installed and used where nothing can be reached."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

ALONE = ("unshare", "--map-root-user", "--net")
"""Runs a command in a network of its own, which has not even a loopback that is up."""


@pytest.fixture(scope="module")
def archive(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = subprocess.run(
        [sys.executable, root / "scripts/offline.py", "--out", tmp_path_factory.mktemp("dist")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return Path(made.stdout.strip())


@pytest.fixture
def unpacked(archive: Path, tmp_path: Path) -> Path:
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.glob("auditty-*")
    return folder


def alone(command: Sequence[str | Path], home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **more}
    return subprocess.run([*ALONE, *command], env=environment, capture_output=True, text=True, check=False)


def install(unpacked: Path, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    python = os.path.realpath(sys.executable)
    more = {"PYTHON": python, "BIN": str(home / "bin"), **more}
    return alone(["sh", unpacked / "install.sh", home / "lib"], home, **more)


def test_installs_and_runs_without_a_network(unpacked: Path, tmp_path: Path) -> None:
    reach = "import socket; socket.create_connection(('1.1.1.1', 53), 3)"
    assert "unreachable" in alone([sys.executable, "-c", reach], tmp_path).stderr, "the network is not off"
    done = install(unpacked, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    auditty = tmp_path / "bin" / "auditty"
    assert f"the command is {auditty}" in done.stdout
    demo, notice = tmp_path / "demo", tmp_path / "notices"
    commands: list[list[str | Path]] = [
        [auditty, "demo", "--no-open", "--lang", "en", demo],
        [auditty, "-w", demo, "verify"],
        [auditty, "-w", demo, "rounds", "list"],
    ]
    for command in commands:
        done = alone(command, tmp_path)
        assert done.returncode == 0, done.stderr
    first = done.stdout.splitlines()[1].split()[0]
    done = alone([auditty, "-w", demo, "report", "notice", first, "--all", "-o", notice], tmp_path)
    assert done.returncode == 0, done.stderr
    assert list(notice.glob("*.docx"))
    again = install(unpacked, tmp_path)
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_a_damaged_archive_installs_nothing(unpacked: Path, tmp_path: Path) -> None:
    (wheel,) = unpacked.glob("wheels/rich-*.whl")
    wheel.write_bytes(wheel.read_bytes()[:-1])
    done = install(unpacked, tmp_path)
    assert done.returncode == 2
    assert f"not as it was packed: wheels/{wheel.name}\n" in done.stderr
    assert not (tmp_path / "lib").exists()


def test_a_python_it_was_not_made_for(unpacked: Path, tmp_path: Path) -> None:
    done = install(unpacked, tmp_path, PYTHON="/bin/false")
    assert done.returncode == 2
    assert "no Python of version 3." in done.stderr
