"""A zip file written as a stream, with nothing of the clock in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

_EPOCH = (1980, 1, 1, 0, 0, 0)


def info(name: str) -> zipfile.ZipInfo:
    """What the zip file says of its member with this name."""
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0
    return member


class Drain(io.RawIOBase):
    """Takes what a zip file is written to, until it is drained."""

    def __init__(self) -> None:
        self._data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._data += data
        return len(data)

    def drained(self, least: int = 0) -> Iterator[bytes]:
        """What was written since, if it is at least so much."""
        if len(self._data) > least:
            yield bytes(self._data)
            self._data.clear()
