"""The command line from outside: a call gives an exit code, what it printed and what it complained of."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tui.__main__ import main

CHECKLIST = """\
format: 1
id: fire
version: "1"
title: {zh: 消防安全, en: Fire safety}
demands: {na: [note]}
responsibility:
  - id: duty
    title: {zh: 责任, en: Duty}
    items:
      - id: plan
        text: {zh: 制定了消防预案, en: There is a fire plan}
        ref: [F-01]
        grade: high
      - id: drills
        text: {zh: 每年组织4次演练, en: Four drills are held a year}
        criterion: {count: {at_least: 4, per: year}}
      - id: exits
        text: {zh: 疏散通道畅通, en: Escape routes are clear}
"""

UNITS = """\
编码,名称,类型,上级编码,联系岗位,联系电话
EDU,县教育局,,,,
S1,城东小学,小学,EDU,校长,1234
S2,城西小学,小学,EDU,,
"""


@dataclass(frozen=True)
class Done:
    """What a call came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value printed."""
        return json.loads(self.out)

    @property
    def answers(self) -> list[Any]:
        """The JSON lines printed."""
        return [json.loads(line) for line in self.out.splitlines()]


Cli = Callable[..., Done]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """`auditty ARGUMENTS…` in this process, with `stdin` as what comes in."""

    def call(*arguments: object, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return call


@pytest.fixture
def workspace(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An English workspace with three units, a checklist `fire` and a round `autumn` of both schools; it is the cwd."""
    folder = tmp_path / "audit"
    assert cli("init", folder, "--title", "Audit", "--lang", "en").code == 0
    monkeypatch.chdir(folder)
    (folder / "checklists" / "fire.yaml").write_text(CHECKLIST, encoding="utf-8")
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    assert cli("units", "import", tmp_path / "units.csv").code == 0
    period = ("--from", "2026-01-01", "--to", "2026-12-31")
    made = cli("rounds", "new", "autumn", "--checklist", "fire", "--all-units", *period)
    assert (made.code, made.err) == (0, "")
    return folder


def process(*arguments: str | bytes, **options: Any) -> subprocess.Popen[bytes]:
    """`auditty ARGUMENTS…` in a process of its own."""
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONWARNINGS": "error"}
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-m", "tui", *arguments], env=environment, **{**streams, **options})


@pytest.fixture
def start() -> Callable[..., subprocess.Popen[bytes]]:
    """Starts a process of its own; the test sees to its end."""
    return process


@pytest.fixture
def run(start: Callable[..., subprocess.Popen[bytes]]) -> Cli:
    """`auditty ARGUMENTS…` in a process of its own, up to its end."""

    def call(*arguments: str | bytes, stdin: bytes | None = None, **options: Any) -> Done:
        if stdin is not None:
            options["stdin"] = subprocess.PIPE
        with start(*arguments, **options) as child:
            out, err = child.communicate(stdin, timeout=120)
        return Done(child.returncode, (out or b"").decode(), (err or b"").decode())

    return call
