"""What the tests of hostile bundles share: a sound bundle, and how it is spoilt."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from checklists.errors import AudittyError
from store.errors import Refused
from store.given import Input
from store.journal import Event, decode_all, encode, genesis
from store.model import Finding
from store.rounds import Round
from store.upkeep.archive import MANIFEST
from store.upkeep.bundle import export, take_in
from store.workspace import Workspace
from tests.store.test_bundle import other

SHEET = "sheets/S1.journal"


class Repacked:
    """A sound bundle to be spoilt: its entries by name, its manifest, and the zip made of them anew."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as file:
            self.entries = {name: file.read(name) for name in file.namelist() if name != MANIFEST}
            self.manifest: dict[str, Any] = json.loads(file.read(MANIFEST))
        self.round: str = self.manifest["round"]

    def name(self, entry: str) -> str:
        return f"rounds/{self.round}/{entry.removesuffix('.journal')}"

    def events(self, entry: str) -> list[Event]:
        lines = decode_all(self.entries[entry], Path(entry), 0, genesis(self.name(entry)))
        return [line.event for line in lines]

    def put(self, entry: str, events: list[Event]) -> None:
        """Write a journal whose chain is sound, whatever its events say."""
        raw, prev = b"", genesis(self.name(entry))
        for event in events:
            line, prev = encode(event, prev)
            raw += line
        self.entries[entry] = raw

    def listed(self) -> None:
        """Let the manifest tell what the entries are."""
        self.manifest["files"] = [
            {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in self.entries.items()
        ]

    def write(self, path: Path, manifest: bytes | None = None) -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, data in self.entries.items():
                file.writestr(name, data)
            file.writestr(MANIFEST, json.dumps(self.manifest) if manifest is None else manifest)
        return path


@pytest.fixture
def office(workspace: Workspace, round_: Round, tmp_path: Path) -> Workspace:
    (tmp_path / "photo").write_bytes(b"photo")
    sheet = workspace.sheet(round_, "S1")
    sheet.set_mark("clear", "pass")
    attached = workspace.evidence.take_in(tmp_path / "photo")
    sheet.set_mark("clear", "fail", Input(note="blocked", evidence=(attached,)))
    sheet.set_other(Finding(problem="a fence is broken"))
    return workspace


@pytest.fixture
def sound(office: Workspace, tmp_path: Path) -> Path:
    path = tmp_path / "sound.zip"
    export(office, office.rounds()[0], path)
    return path


@pytest.fixture
def laptop(office: Workspace, tmp_path: Path) -> Workspace:
    return other(tmp_path / "laptop", "Wang")


def refused(
    laptop: Workspace,
    path: Path,
    match: str = "",
    error: type[AudittyError] | tuple[type[AudittyError], ...] = Refused,
    here: Workspace | None = None,
) -> None:
    """Nothing is taken into a workspace without the round, nor into the one it came from."""
    for workspace in (laptop, *([here] if here else [])):
        before = content(workspace.root)
        with pytest.raises(error, match=match or None):
            take_in(workspace, path)
        assert content(workspace.root) == before


def content(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in files if path.name != "import.lock"}
