"""Attached files, stored by their content: never run, never trusted by name or type."""

from __future__ import annotations

import hashlib
from pathlib import Path

from checklists.errors import N_
from store.disk import Disk
from store.errors import Refused

LIMIT = 50 * 1024 * 1024
"""Largest evidence file in bytes."""


class Evidence:
    """The folder `evidence/` of a workspace."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self._folder, self._disk = folder, disk

    def path(self, digest: str) -> Path:
        """Where the file with this SHA-256 lies."""
        return self._folder / digest[:2] / digest

    def take_in(self, source: Path) -> str:
        """Copy a file in, once for each content; returns its SHA-256.

        Raises:
            Refused: it is empty or larger than `LIMIT`.
        """
        data = self._disk.read_at_most(source, LIMIT)
        if not data:
            raise Refused(N_("{path}: the file is empty"), path=source)
        if len(data) > LIMIT:
            raise Refused(N_("{path}: larger than {limit} MiB"), path=source, limit=LIMIT // 1024 // 1024)
        digest = hashlib.sha256(data).hexdigest()
        target = self.path(digest)
        if self._disk.size(target) != len(data):
            self._disk.make_dir(target.parent)
            self._disk.replace(target, data, durable=True)
        return digest

    def all(self) -> list[str]:
        """Digests of every stored file, as their names say."""
        return [name for prefix in self._disk.names(self._folder) for name in self._disk.names(self._folder / prefix)]
