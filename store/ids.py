"""Names that the program gives out, and what a unit's code may look like."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime

CODE = re.compile(r"[0-9A-Za-z._-]{1,64}")
"""What a unit code looks like: it becomes a file name."""

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0 o 1 i l, which people confuse when they type an id


def _random(count: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(count))


def is_code(text: str) -> bool:
    """Whether `text` can be a unit code and a file name: the pattern, and not a name that means a folder."""
    return CODE.fullmatch(text) is not None and not text.startswith(".")


def event_id(now: datetime) -> str:
    """A new event id: 11 hex digits of milliseconds, 12 random ones. Sorts by time, unique everywhere."""
    return f"{int(now.timestamp() * 1000):011x}{secrets.token_hex(6)}"


def round_id(day: date) -> str:
    """A new round id such as "r261123-k7qm2x": short enough to type, unique everywhere."""
    return f"r{day:%y%m%d}-" + _random(6)


def draw_id(day: date) -> str:
    """A new id of a draw such as "d261123-k7qm2x"."""
    return f"d{day:%y%m%d}-" + _random(6)


def finding_id() -> str:
    """A new finding id such as "f3k9qm2xtw"."""
    return "f" + _random(9)


def unit_code(taken: set[str]) -> str:
    """A generated code "U0001" … that is not in `taken`."""
    number = len(taken) + 1
    while (code := f"U{number:04}") in taken:
        number += 1
    return code
