"""Backup and restore on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def kept(cli: Any, workspace: Path) -> Path:
    assert cli("mark", "autumn", "S1", "plan", "pass").code == 0
    folder = workspace.parent / "kept"
    done = cli("backup", folder)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0].startswith(f"Backup: {folder} (")
    assert done.out.splitlines()[-1] == "Everything is as it was written."
    return folder


def test_a_backup_tells_programs_what_it_holds(cli: Any, workspace: Path) -> None:
    done = cli("backup", workspace.parent / "kept", "--json")
    assert done.code == 0
    told = done.json
    assert (told["ok"], told["path"], told["faults"]) == (True, str(workspace.parent / "kept"), [])
    assert told["covered"] == cli("verify", "--json").json["covered"]
    assert told["files"] > 5
    assert cli("-w", workspace.parent / "kept", "verify").code == 0


@pytest.mark.parametrize("place", [".", "inner", "../audit/documents/x", "workspace.yaml"])
def test_a_place_that_will_not_do_is_a_wrong_call(cli: Any, workspace: Path, place: str) -> None:
    done = cli("backup", place)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)


def test_a_workspace_that_cannot_be_opened_is_replaced(cli: Any, workspace: Path, kept: Path) -> None:
    (workspace / "workspace.yaml").write_bytes(b"\xff")
    refused = cli("restore", kept)
    assert (refused.code, len(refused.err.splitlines())) == (2, 1)
    done = cli("restore", kept, "--replace", "--json")
    assert done.code == 0
    assert done.json["ok"]
    assert (Path(done.json["aside"]) / "workspace.yaml").read_bytes() == b"\xff"
    assert cli("-w", workspace, "rounds", "status", "autumn", "--json").json["total"]["pass"] == 1


def test_a_damaged_backup_is_restored_only_when_told_so(cli: Any, workspace: Path, kept: Path) -> None:
    path = next(kept.glob("rounds/*/sheets/S1.journal"))
    path.write_bytes(path.read_bytes().replace(b'"pass"', b'"fail"'))
    place = workspace.parent / "place"
    refused = cli("-w", place, "restore", kept)
    assert (refused.code, refused.out) == (1, "")
    assert str(path) in refused.err.splitlines()[0]
    assert "--damaged-too" in refused.err.splitlines()[-1]
    assert not place.exists()
    assert cli("-w", place, "restore", kept, "--damaged-too").code == 1
    assert (place / path.relative_to(kept)).read_bytes() == path.read_bytes()


def test_what_is_no_backup_is_a_wrong_call(cli: Any, workspace: Path) -> None:
    done = cli("-w", workspace.parent / "place", "restore", workspace.parent)
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert not (workspace.parent / "place").exists()
