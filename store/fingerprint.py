"""Whether anything in a workspace changed: one word that says how far each of its journals goes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from store import settings

if TYPE_CHECKING:
    from store.workspace import Workspace


def fingerprint(workspace: Workspace) -> str:
    """The same as before as long as nobody wrote anything, in any record or in workspace.yaml."""
    disk, root = workspace.disk, workspace.root
    rounds = [workspace.rounds_folder / name for name in disk.names(workspace.rounds_folder)]
    found = hashlib.sha256(disk.read(root / settings.FILE))
    for folder in (root, root / "ledger", *rounds, *(each / "sheets" for each in rounds)):
        for name, (size, _) in sorted(disk.stamps(folder).items()):
            if name.endswith(".journal"):  # only ever added to
                found.update(f"{folder.name}/{name} {size}\n".encode())
    return found.hexdigest()
