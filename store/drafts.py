"""What a person typed and has not saved yet: kept so that a dropped line or a crash loses none of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from store.changes import Hands
from store.errors import StoreError


@dataclass(frozen=True)
class Draft:
    """The fields of a form by name. `what` says which form, `base` the last event that its writer had seen."""

    what: str
    values: Mapping[str, str]
    base: str
    who: str
    time: str


class Drafts:
    """The drafts of one OS user in one workspace, each a small file of its own that may be deleted at any time."""

    def __init__(self, root: Path, hands: Hands) -> None:
        self._folder, self._hands = root / ".cache" / "drafts", hands

    def _path(self, what: str) -> Path:
        user = self._hands.user
        return self._folder / f"{_digest(user)}-{_digest(what)}.json"

    def put(self, what: str, values: Mapping[str, str], base: str) -> None:
        """Keep the values of the form `what`; they are on disk on return, unless the disk takes nothing."""
        draft = Draft(what, dict(values), base, self._hands.who, self._hands.clock.stamp())
        try:
            self._hands.disk.make_dir(self._folder)
            data = json.dumps(asdict(draft), ensure_ascii=False).encode("utf-8", "replace")
            self._hands.disk.replace(self._path(what), data, durable=True)
        except StoreError:
            pass  # saving the form itself will say what is wrong

    def get(self, what: str) -> Draft | None:
        """What was typed into the form `what`, None if there is nothing that was not saved."""
        return self._read(self._path(what))

    def drop(self, what: str) -> None:
        """It was saved, or is not wanted."""
        self._hands.disk.remove_tree(self._path(what))

    def of(self, prefix: str) -> list[Draft]:
        """The drafts of forms whose `what` begins so, newest first."""
        mine = f"{_digest(self._hands.user)}-"
        try:
            names = self._hands.disk.names(self._folder) if self._hands.disk.is_dir(self._folder) else []
        except StoreError:
            return []
        found = [self._read(self._folder / name) for name in names if name.startswith(mine)]
        wanted = [draft for draft in found if draft is not None and draft.what.startswith(prefix)]
        return sorted(wanted, key=lambda draft: draft.time, reverse=True)

    def _read(self, path: Path) -> Draft | None:
        disk = self._hands.disk
        try:
            draft = Draft(**json.loads(disk.read(path))) if disk.size(path) is not None else None
        except (StoreError, ValueError, TypeError):
            return None
        if draft is None or not all(isinstance(text, str) for text in draft.values.values()):
            return None
        return draft


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
