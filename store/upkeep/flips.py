"""Finding a changed byte again: a hash says what a text was, and of a short one every other form can be tried."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

WORK = 1_500_000_000
"""Bytes hashed at most for one text: some seconds. Texts up to 3,400 bytes, single bits in texts up to 19,000."""


def with_one_byte_changed(data: bytes, sha256: str) -> bytes | None:
    """`data` with the one byte changed that makes its SHA-256 `sha256`; None if there is none, or it is too long."""
    for ways in (8, 255):  # a flipped bit is the likeliest, and the quickest to find
        if len(data) * len(data) * ways // 2 > WORK:
            return None
        found = _try(data, bytes.fromhex(sha256), ways)
        if found is not None:
            return found
    return None


def _try(data: bytes, digest: bytes, ways: int) -> bytes | None:
    before = hashlib.sha256()
    for at, byte in enumerate(data):
        rest = data[at + 1 :]
        for other in _others(byte, ways):
            trial = before.copy()
            trial.update(bytes([other]) + rest)
            if trial.digest() == digest:
                return data[:at] + bytes([other]) + rest
        before.update(data[at : at + 1])
    return None


def _others(byte: int, ways: int) -> Iterable[int]:
    if ways == 8:
        return [byte ^ (1 << bit) for bit in range(8)]
    return [other for other in range(256) if (other ^ byte).bit_count() > 1]
