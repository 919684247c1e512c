"""The heads of rounds in a disposable file: a list of rounds need not read every unit of every round."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from store.disk import Disk
from store.errors import StoreError
from store.model import RoundInfo


class Heads:
    """Each round's head and number of units, believed as long as the round's files have the same size and time."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self._path, self._disk = path, disk
        self._kept = self._load()
        self._changed = False

    def get(self, round_id: str, stamp: list[int]) -> tuple[RoundInfo, int] | None:
        """The head of the round whose files have this stamp, None if it is not known."""
        try:
            kept_stamp, info, units = self._kept[round_id]
            return (RoundInfo.from_value(info), units) if kept_stamp == stamp else None
        except (KeyError, TypeError, ValueError, AttributeError):
            return None

    def put(self, round_id: str, stamp: list[int], info: RoundInfo, units: int) -> None:
        """Remember a head."""
        self._kept[round_id] = [stamp, asdict(info), units]
        self._changed = True

    def save(self) -> None:
        """Write the file if it changed. A disk that refuses costs only time."""
        if not self._changed:
            return
        try:
            self._disk.make_dir(self._path.parent)
            self._disk.replace(self._path, json.dumps(self._kept, ensure_ascii=False).encode())
        except StoreError:
            return

    def _load(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._disk.read(self._path))
        except (StoreError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}
