"""What a seal allows a repair to do: bring a sealed journal back to what was sealed, and nothing else."""

from __future__ import annotations

import hashlib
from pathlib import Path

from store.errors import StoreError
from store.guard import OPEN
from store.rounds import Round
from store.upkeep.manifest import FOLDER, Manifest
from store.workspace import Workspace


def fits_the_seal(workspace: Workspace, journal: Path, data: bytes) -> bool:
    """Whether `data` may stand as the journal at the path `journal`.

    In a round that was ever sealed it must begin with what the last seal names; a sheet of a closed round holds nothing
    more. Everywhere else anything may.
    """
    parts = journal.relative_to(workspace.root).parts
    if parts[0] != "rounds":
        return True
    round_ = Round(workspace.root / "rounds" / parts[1], workspace.hands)
    folder, disk = round_.path / FOLDER, workspace.disk
    numbers = [name for name in disk.names(folder) if name.endswith(".json") and name[0] != "."]
    if not numbers:
        return True
    try:
        closed = round_.info.state not in OPEN
    except StoreError:
        closed = False
    manifest = Manifest.from_bytes(disk.read(folder / numbers[-1]))
    name = "/".join(parts[2:])
    for file in manifest.files if manifest is not None else ():
        if file.path == name:
            fits = hashlib.sha256(data[: file.size]).hexdigest() == file.sha256
            return fits and (len(data) == file.size or len(parts) == 3 or not closed)
    return manifest is not None and not closed
