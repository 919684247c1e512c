"""Which kind of file system a path is on, where the operating system says."""

from __future__ import annotations

import os
from pathlib import Path

from store.disk import Disk
from store.errors import StoreError

_TABLE = Path("/proc/self/mounts")


def file_system(path: Path, disk: Disk) -> str:
    """The type of the file system that holds `path` ("ext4", "nfs4", "cifs" …), "" where it cannot be known."""
    try:
        rows = disk.read(_TABLE).decode("utf-8", "surrogateescape").splitlines()
    except StoreError:
        return ""
    wanted = os.path.realpath(path)
    best, kind = "", ""
    for row in rows:
        fields = row.split(" ")
        mount = fields[1].replace("\\040", " ")  # the table writes a blank in a path as its octal code
        inside = wanted == mount or wanted.startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, fields[2]
    return kind
