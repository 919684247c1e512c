"""SHA-256 as it names and proves files."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any, TypeGuard

from store.disk import Disk

_DIGEST = re.compile("[0-9a-f]{64}")


def is_digest(value: Any) -> TypeGuard[str]:
    """Whether it is a SHA-256 as we write it."""
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def sha256_of(path: Path, disk: Disk) -> str:
    """The SHA-256 of a file of any size.

    Raises:
        Unknown: there is no such file, or it is a link, a folder, a pipe, a device.
    """
    digest = hashlib.sha256()
    with disk.reading(path) as (fd, _stamp):
        for part in disk.parts(fd, path):
            digest.update(part)
    return digest.hexdigest()
