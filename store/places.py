"""Where each person was: the cursor's place, kept in a small disposable file so that it survives a dropped line."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from store.disk import Disk
from store.errors import StoreError


class Places:
    """The places of one person (`who` declared, as OS `user`) in one workspace."""

    def __init__(self, root: Path, disk: Disk, who: str, user: str) -> None:
        name = hashlib.sha256(f"{user}\n{who}".encode("utf-8", "replace")).hexdigest()[:16]
        self._path, self._disk = root / ".cache" / f"place-{name}.json", disk
        self._places = self._load()

    def get(self, what: str) -> str:
        """Where the cursor was in `what` (a screen, or a sheet), "" if not known."""
        return self._places.get(what, "")

    def put(self, what: str, place: str) -> None:
        """Remember it. A disk that refuses costs only this memory."""
        if self._places.get(what) == place:
            return
        self._places[what] = place
        try:
            self._disk.make_dir(self._path.parent)
            self._disk.replace(self._path, json.dumps(self._places, ensure_ascii=False).encode())
        except (StoreError, ValueError):
            pass

    def _load(self) -> dict[str, str]:
        try:
            places = json.loads(self._disk.read(self._path))
        except (StoreError, ValueError):
            return {}
        return (
            {key: place for key, place in places.items() if isinstance(place, str)} if isinstance(places, dict) else {}
        )
