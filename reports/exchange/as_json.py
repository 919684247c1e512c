"""A round as JSON: everything that is recorded, in the fields of `model`, one unit on a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from reports.exchange.collect import Collected
from store.progress import Progress

_HIDDEN = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def write(collected: Collected, progress: Progress | None = None) -> Iterator[bytes]:
    """The file in parts; no more than one unit is in memory."""
    settings = collected.workspace.settings
    head = {
        "format": "auditty-export",
        "version": 1,
        "title": settings.title,
        "issuing_body": settings.issuing_body,
        "timezone": settings.timezone,
        "round": collected.head,
    }
    yield encoded(head)[:-1] + b',\n"units":['
    separator = b"\n"
    for page in collected.pages(progress, history=True):
        yield separator + encoded(page.unit)
        separator = b",\n"
    yield b"\n]}\n"


def encoded(value: Any) -> bytes:
    """`value` as JSON on one line; what a terminal would obey, or hide, is written as an escape sequence of JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_members)
    text = _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text.encode("utf-8", "backslashreplace")


def _members(value: Any) -> dict[str, Any]:
    assert is_dataclass(value)
    return {each.name: getattr(value, each.name) for each in fields(value)}
