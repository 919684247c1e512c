"""Files put in the place of damaged ones: what was there is kept aside, and what a crash cuts short is completed.

`set-aside/STAMP/` holds each damaged file under its path in the workspace. The new contents are on disk, in the hidden
folder `.new` there, and listed in `.plan.json`, before the first file is replaced.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path

from checklists.errors import N_
from store.digests import sha256_of
from store.disk import Disk
from store.errors import Damaged, StoreError
from store.upkeep.walk import SET_ASIDE

_PLAN, _NEW = ".plan.json", ".new"


class Exchange:
    """One set of files to be replaced, all or, after the next repair, all."""

    def __init__(self, root: Path, disk: Disk, stamp: str) -> None:
        """`stamp` names the folder in `set-aside`; one that is there already gets a number."""
        taken, number, name = set(disk.names(root / SET_ASIDE)), 1, stamp
        while name in taken:
            number += 1
            name = f"{stamp}-{number}"
        self._root, self._disk, self.folder = root, disk, root / SET_ASIDE / name
        self._new: dict[str, bytes] = {}

    def __len__(self) -> int:
        return len(self._new)

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()

    def aside(self, path: Path) -> str:
        """Where the file that lies at `path` now will be found, from the workspace's folder."""
        return (self.folder / self._name(path)).relative_to(self._root).as_posix()

    def put(self, path: Path, data: bytes) -> None:
        """Have `data` in the place of the file `path`."""
        self._new[self._name(path)] = data

    def carry_out(self) -> None:
        """Keep what is there aside, put the new on disk, then each in its place."""
        if not self._new:
            return
        disk, before = self._disk, {}
        for name, data in self._new.items():
            there = self._root / name
            before[name] = digest_of(there, disk)
            if before[name]:
                disk.make_dir((self.folder / name).parent)
                disk.copy(there, self.folder / name)
                disk.sync_dir((self.folder / name).parent)
            draft = self.folder / _NEW / name
            disk.make_dir(draft.parent)
            disk.replace(draft, data, durable=True)
        disk.replace(self.folder / _PLAN, json.dumps(before).encode(), durable=True)
        _complete(self._root, self.folder, disk)


def finish(root: Path, disk: Disk) -> None:
    """Complete what an earlier repair began, file by file as far as each still lies as it did then."""
    for name in disk.names(root / SET_ASIDE):
        folder = root / SET_ASIDE / name
        if disk.size(folder / _PLAN) is None:
            disk.remove_tree(folder / _NEW)
            continue
        with ExitStack() as locks:
            for path in (root / each for each in _plan(folder, disk)):
                if path.suffix == ".journal" and disk.size(path) is not None:
                    locks.enter_context(disk.locked(path))
            _complete(root, folder, disk)


def _plan(folder: Path, disk: Disk) -> dict[str, str]:
    """Path to the SHA-256 of the damaged file, as the plan in `folder` says."""
    path = folder / _PLAN
    try:
        plan = json.loads(disk.read(path))
        if all(_inside(name) and isinstance(digest, str) for name, digest in plan.items()):
            return dict(plan)
    except (ValueError, AttributeError, RecursionError):
        pass
    raise Damaged(N_("{path}: not a plan of a repair; move this folder away"), path=path)


def _inside(name: str) -> bool:
    parts = Path(name).parts
    return bool(parts) and not Path(name).is_absolute() and ".." not in parts


def _complete(root: Path, folder: Path, disk: Disk) -> None:
    for name, digest in _plan(folder, disk).items():
        path = root / name
        if digest_of(path, disk) == digest:
            disk.make_dir(path.parent)
            disk.replace(path, disk.read(folder / _NEW / name), durable=True)
    disk.remove_tree(folder / _PLAN)
    disk.remove_tree(folder / _NEW)


def digest_of(path: Path, disk: Disk) -> str:
    """The SHA-256 of a file, "" if it is not there or not to be read."""
    try:
        return sha256_of(path, disk) if disk.size(path) is not None else ""
    except StoreError:
        return ""
