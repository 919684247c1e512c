"""Text from people on its way into a record: any text is data, only what cannot be stored is changed."""

from __future__ import annotations

import re
from datetime import date, time

from checklists.errors import N_
from store.errors import Refused
from store.model import NAME_LIMIT

TEXT_LIMIT = 20_000
"""Longest note or finding text in characters; a longer one is refused, because cutting it would lose evidence."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """`text` with lone surrogates, which UTF-8 cannot hold, replaced by U+FFFD.

    Raises:
        Refused: it is longer than `TEXT_LIMIT`.
    """
    if len(text) > TEXT_LIMIT:
        raise Refused(
            N_("the text has {length} characters, at most {limit} are allowed; put long material in an evidence file"),
            length=len(text),
            limit=TEXT_LIMIT,
        )
    return _SURROGATE.sub("\ufffd", text)


def name(text: str) -> tuple[str, bool]:
    """A name as it is stored, and whether it had to be cut at `NAME_LIMIT` characters."""
    text = _SURROGATE.sub("\ufffd", text).strip()
    return text[:NAME_LIMIT], len(text) > NAME_LIMIT


def iso_date(text: str, field: str) -> str:
    """`text` as an ISO date, "" if empty.

    Raises:
        Refused: it is not a date.
    """
    text = text.strip()
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Refused(
            N_("{field}: “{text}” is not a date; write it as 2026-12-20"), field=field, text=text[:40]
        ) from error


def clock_time(text: str) -> str:
    """`text` as a time of day "HH:MM", "" if empty.

    Raises:
        Refused: it is not a time.
    """
    text = text.strip().replace("：", ":")
    if not text:
        return ""
    try:
        return time.fromisoformat(text.zfill(5)).strftime("%H:%M")
    except ValueError as error:
        raise Refused(N_("“{text}” is not a time; write it as 09:30"), text=text[:20]) from error
