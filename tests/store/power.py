"""A disk that loses its power: of files what was not fsynced, of folders the names that were not.

Every file and folder is known by its inode. What is sure of a file is its content at its last fsync, of a folder its
names at its own. After a cut a folder has its sure names and what followed up to some moment; a file its sure content
and of what followed any part, down to nothing. What lay there before is sure.
"""

from __future__ import annotations

import os
import random
import stat
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from store import disk as disk_module
from tests.store.helpers import CHANGING, Crash

_Step = dict[str, int | None]
"""Names of a folder that changed at once, each with the inode it names now, None where it is gone."""


class Power:
    """The folder `root` on such a disk. The power fails at the call `at` (from 1) that changes it; 0: never."""

    def __init__(self, root: Path, at: int = 0) -> None:
        self.root, self.at, self.count = root, at, 0
        self._open: dict[int, int] = {}  # inode to a descriptor that keeps it from being given to another file
        self._sure: dict[int, bytes] = {}
        self._names: dict[int, dict[str, int]] = {}
        self._steps: dict[int, list[_Step]] = {}
        self._remember(root)

    def _remember(self, path: Path) -> None:
        inode = self._keep(path)
        if path.is_dir():
            self._names[inode] = {each.name: each.stat().st_ino for each in path.iterdir()}
            for each in path.iterdir():
                self._remember(each)
        else:
            self._sure[inode] = path.read_bytes()

    def _keep(self, path: Path) -> int:
        inode = path.stat().st_ino
        if inode not in self._open:
            self._open[inode] = os.open(path, os.O_RDONLY)
        return inode

    def close(self) -> None:
        """Let go of the files."""
        for fd in self._open.values():
            os.close(fd)

    # While it is on

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """`store.disk` works on this disk."""

        def through(name: str) -> Callable[..., Any]:
            real, seen = getattr(os, name), getattr(self, f"_{name}", None)

            def call(*arguments: Any, **named: Any) -> Any:
                self._spend()
                before = [path.stat().st_ino for path in arguments if isinstance(path, Path) and path.exists()]
                result = real(*arguments, **named)
                if seen is not None:
                    seen(before, *arguments)
                return result

            return call

        def opening(path: Path, flags: int, mode: int = 0o777) -> int:
            new = bool(flags & os.O_CREAT) and not path.exists()
            if flags & (os.O_CREAT | os.O_TRUNC):
                self._spend()
            fd = os.open(path, flags, mode)
            if new:
                self._step(path.parent, {path.name: self._keep(path)})
            return fd

        members = {name: getattr(os, name) for name in dir(os) if not name.startswith("_")}
        members |= {name: through(name) for name in CHANGING} | {"open": opening}
        patch.setattr(disk_module, "os", SimpleNamespace(**members))
        real_remove = disk_module.Disk.remove_tree

        def remove_tree(disk: disk_module.Disk, path: Path) -> None:
            self._spend()
            if path.exists():
                self._step(path.parent, {path.name: None})
            real_remove(disk, path)

        patch.setattr(disk_module.Disk, "remove_tree", remove_tree)

    def _spend(self) -> None:
        self.count += 1
        if self.at and self.count >= self.at:
            raise Crash

    def _step(self, folder: Path, names: _Step) -> None:
        self._steps.setdefault(folder.stat().st_ino, []).append(names)

    def _fsync(self, before: list[int], fd: int) -> None:
        status = os.fstat(fd)
        if stat.S_ISDIR(status.st_mode):
            names = self._names.setdefault(status.st_ino, {})
            for step in self._steps.pop(status.st_ino, []):
                _apply(names, step)
        else:
            self._sure[status.st_ino] = self._content(status.st_ino)

    def _mkdir(self, before: list[int], path: Path, mode: int = 0) -> None:
        self._names[self._keep(path)] = {}
        self._step(path.parent, {path.name: path.stat().st_ino})

    def _rename(self, before: list[int], old: Path, new: Path) -> None:
        if old.parent == new.parent:
            self._step(new.parent, {old.name: None, new.name: before[0]})
        else:
            self._step(new.parent, {new.name: before[0]})
            self._step(old.parent, {old.name: None})

    _replace = _rename

    def _unlink(self, before: list[int], path: Path) -> None:
        self._step(path.parent, {path.name: None})

    # After the cut

    def cut(self, target: Path, chance: random.Random) -> None:
        """Build in the folder `target` what is left; `chance` decides what that is."""
        self._build(self.root.stat().st_ino, target, chance)

    def _build(self, inode: int, target: Path, chance: random.Random) -> None:
        if inode not in self._names:
            target.write_bytes(self._left_of(inode, chance))
            return
        target.mkdir()
        names, steps = dict(self._names[inode]), self._steps.get(inode, [])
        for step in steps[: chance.randint(0, len(steps))]:
            _apply(names, step)
        for name, each in names.items():
            self._build(each, target / name, chance)

    def _left_of(self, inode: int, chance: random.Random) -> bytes:
        sure, now = self._sure.get(inode, b""), self._content(inode)
        if not now.startswith(sure):  # cut, or written anew
            return chance.choice((sure, now))
        return sure + now[len(sure) :][: int((len(now) - len(sure) + 1) * chance.choice((0, chance.random(), 1)))]

    def _content(self, inode: int) -> bytes:
        fd = self._open[inode]
        return os.pread(fd, os.fstat(fd).st_size, 0)


def _apply(names: dict[str, int], step: _Step) -> None:
    for name, inode in step.items():
        if inode is None:
            names.pop(name, None)
        else:
            names[name] = inode
