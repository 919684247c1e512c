"""What the operating system refuses, said so that a person can do something about it."""

from __future__ import annotations

import errno
from pathlib import Path

from checklists.errors import N_
from store.errors import DiskFull, DiskTrouble, NoPermission, StoreError, Unknown

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DENIED = {errno.EACCES, errno.EPERM}


def _explain(error: OSError, path: Path) -> StoreError:
    if error.errno in _FULL:
        return DiskFull(N_("{path}: the disk is full or the quota used up; free some space and try again"), path=path)
    if error.errno in _DENIED:
        return NoPermission(N_("{path}: no permission; ask whoever owns the folder"), path=path)
    if error.errno == errno.EROFS:
        return NoPermission(N_("{path}: the file system is read-only; ask whoever runs this machine"), path=path)
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return Unknown(N_("{path}: no such file"), path=path)
    if error.errno == errno.EISDIR:
        return Unknown(N_("{path}: this is a folder, a file was expected"), path=path)
    return DiskTrouble(N_("{path}: {reason}"), path=path, reason=error.strerror or str(error))


class explained:  # noqa: N801 - used as a function: with explained(path)
    """Errors of calls about `path` come out as `store.errors`. A class, for its cost is paid for each of many files."""

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise _explain(error, self._path) from error
        if isinstance(error, ValueError):  # a NUL or a character that no name of a file can hold
            raise Unknown(N_("{path}: no such file"), path=self._path) from error
