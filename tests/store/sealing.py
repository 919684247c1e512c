"""What the tests of seals share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from store import journal
from store.rounds import Round
from store.upkeep.manifest import Manifest
from store.upkeep.seal import seal
from store.upkeep.verdict import Verdict
from store.upkeep.verify import verify
from store.workspace import Workspace


def sealed(workspace: Workspace, round_: Round) -> Manifest:
    made = seal(workspace, round_, None, finish=True)
    manifest = Manifest.from_bytes((round_.path / "seal" / f"{made.number}.json").read_bytes())
    assert manifest is not None
    return manifest


def checked(workspace: Workspace) -> Verdict:
    return verify(Workspace(workspace.root))


def faults(workspace: Workspace) -> dict[str, str]:
    """Every fault that speaks of the seal, by the file's name."""
    found = checked(workspace).faults
    return {Path(fault.file).name: str(fault) for fault in found if "seal" in str(fault)}


def members_of(event: journal.Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in event.__slots__}
