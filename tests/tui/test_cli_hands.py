"""Who holds one sheet holds up nobody at another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import disk as disk_module
from store.workspace import Workspace
from tests.store.helpers import lock_held
from tests.tui import works
from tests.tui.conftest import Cli

CODES = [f"U{number}" for number in range(8)]


def test_eight_sheets_do_not_wait_for_each_other(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_module, "LOCK_WAIT", 0.05)
    root = tmp_path / "w"
    workspace = works.make(root, wanted=works.items(3), units=[{"code": code, "name": code} for code in CODES])
    round_ = workspace.rounds()[0]
    for code in CODES:
        assert cli("-w", root, "mark", round_.info.id, code, "i1", "pass").code == 0

    with lock_held(round_.path / "sheets" / "U7.journal"):
        done = {code: cli("-w", root, "mark", round_.info.id, code, "i2", "fail") for code in CODES}
        read = cli("-w", root, "rounds", "status", round_.info.id)

    assert {code: each.code for code, each in done.items()} == {**dict.fromkeys(CODES, 0), "U7": 3}
    assert "somebody else is writing it" in done["U7"].err
    assert read.code == 0
    assert cli("-w", root, "mark", round_.info.id, "U7", "i2", "fail").code == 0
    verdicts = [Workspace(root).sheet(round_, code).verdict("matters:i2") for code in CODES]
    assert verdicts == ["fail"] * 8
