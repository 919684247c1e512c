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


def _gone(*names: str) -> Callable[[Path], None]:
    def harm(root: Path) -> None:
        for name in names:
            (path,) = root.glob(name)
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()

    return harm


def _edited(name: str) -> Callable[[Path], None]:
    def harm(root: Path) -> None:
        (path,) = root.glob(name)
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] + b"~" + data[len(data) // 2 + 1 :])

    return harm


HARMS: dict[str, Callable[[Path], None]] = {
    "workspace.yaml gone": _gone("workspace.yaml"),
    "workspace.yaml edited": _edited("workspace.yaml"),
    "workspace.journal gone": _gone("workspace.journal"),
    "workspace.json gone": _gone("workspace.json"),
    "workspace.json edited": _edited("workspace.json"),
    "workspace.journal edited": _edited("workspace.journal"),
    "round.journal gone": _gone("rounds/*/round.journal"),
    "round.json gone": _gone("rounds/*/round.json"),
    "round.journal edited": _edited("rounds/*/round.journal"),
    "checklist gone": _gone("rounds/*/checklists/*.json"),
    "checklist edited": _edited("rounds/*/checklists/*.json"),
    "sheet's journal gone": _gone("rounds/*/sheets/A1.journal"),
    "sheet's json gone": _gone("rounds/*/sheets/A1.json"),
    "sheet's json edited": _edited("rounds/*/sheets/A1.json"),
    "sheet's journal edited": _edited("rounds/*/sheets/A1.journal"),
    "sheet's pair gone": _gone("rounds/*/sheets/A1.journal", "rounds/*/sheets/A1.json"),
    "round gone": _gone("rounds/*"),
    "all rounds gone": _gone("rounds"),
    "ledger gone": _gone("ledger"),
    "everything gone": _gone("rounds", "workspace.*l", "workspace.json", "ledger", "checklists", ".cache"),
}
"""By name: what happens to the workspace in a folder."""
