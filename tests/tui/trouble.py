"""A machine that gets in the way under a running program, and mends again."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from store import disk as disk_module

CHANGING = ("write", "ftruncate", "fsync", "replace", "rename", "mkdir", "unlink", "fchmod", "chmod")
CAUSES = {
    "full": (errno.ENOSPC, ("write", "mkdir"), "disk is full"),
    "quota": (errno.EDQUOT, ("write",), "quota"),
    "denied": (errno.EACCES, ("open", "mkdir", "replace", "unlink"), "no permission"),
    "read-only": (errno.EROFS, ("open", *CHANGING), "read-only"),
    "broken": (errno.EIO, ("fsync",), os.strerror(errno.EIO)),
}
"""By name: the error, the calls that fail with it, and what a person is told."""


class Machine:
    """The calls of `store.disk` to the operating system, failing while `cause` names one of `CAUSES`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cause = ""
        members = {name: getattr(os, name) for name in dir(os) if not name.startswith("_")}
        members |= {name: self._through(name) for name in CHANGING} | {"open": self._open}
        monkeypatch.setattr(disk_module, "os", SimpleNamespace(**members))

    def _step(self, name: str) -> None:
        if self.cause and name in CAUSES[self.cause][1]:
            raise OSError(CAUSES[self.cause][0], os.strerror(CAUSES[self.cause][0]))

    def _through(self, name: str) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            self._step(name)
            real: Callable[..., object] = getattr(os, name)
            return real(*arguments, **named)

        return call

    def _open(self, path: Path, flags: int, mode: int = 0o777, **named: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            self._step("open")
        return os.open(path, flags, mode, **named)


def _named(root: Path, names: tuple[str, ...]) -> list[Path]:
    found = [path for name in names for path in root.glob(name)]
    assert len(found) >= len(names)
    return found


def _gone(*names: str) -> Callable[[Path], None]:
    def harm(root: Path) -> None:
        for path in _named(root, names):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()

    return harm


def _edited(*names: str) -> Callable[[Path], None]:
    def harm(root: Path) -> None:
        for path in _named(root, names):
            data = path.read_bytes()
            path.write_bytes(data[: len(data) // 2] + b"~" + data[len(data) // 2 + 1 :])

    return harm


HARMS: dict[str, Callable[[Path], None]] = {
    "edited by hand": _edited("workspace.yaml", "workspace.json", "rounds/*/sheets/A1.json"),
    "journals edited": _edited("workspace.journal", "rounds/*/round.journal", "rounds/*/sheets/A1.journal"),
    "journals gone": _gone("workspace.journal", "rounds/*/round.journal", "rounds/*/sheets/A1.journal"),
    "records gone": _gone("workspace.json", "rounds/*/round.json", "rounds/*/sheets/A1.json"),
    "checklist gone": _gone("rounds/*/checklists/*.json"),
    "round gone": _gone("rounds/*"),
    "everything gone": _gone("workspace.*", "rounds", "ledger", "checklists", ".cache"),
}
"""By name: what happens to the workspace in a folder."""
