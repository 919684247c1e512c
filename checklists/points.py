"""Points of the year and dates, as checklists write them: "11-15", "mid-03", "end-06", "2026-11-15"."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Literal, NamedTuple

from checklists.errors import N_, AudittyError, cut

_POINT = re.compile(r"(?:(?P<part>early|mid|late|end)-)?(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12][0-9]|3[01]))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LEAP_YEAR = 2000


class Point(NamedTuple):
    """A point of any year; `day` is 0 unless `part` is "day"."""

    month: int
    part: Literal["day", "early", "mid", "late", "end", "month"]
    day: int = 0


def parse_point(text: str) -> Point:
    """The point `text` names. Raises AudittyError if it names none, or a day its month never has."""
    match = _POINT.fullmatch(text)
    if match and not (match["part"] and match["day"]):
        month, day = int(match["month"]), int(match["day"] or 0)
        with suppress(ValueError):
            date(_LEAP_YEAR, month, day or 1)
            part = match["part"] or ("day" if day else "month")
            return Point(month, part, day)  # type: ignore[arg-type]  # the pattern allows no other part
    raise AudittyError(
        N_('"{found}" is not a point of the year; write MM-DD, early-MM, mid-MM, late-MM, end-MM or MM'),
        found=cut(text),
    )


def parse_date(text: str) -> date:
    """The date written YYYY-MM-DD. Raises AudittyError for anything else."""
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise AudittyError(N_('"{found}" is not a date; write YYYY-MM-DD'), found=cut(text))


def point_window(point: str, year: int) -> tuple[date, date]:
    """The first and the last day of `point` in `year`; 29 February is the 28th in a year without it.

    Raises AudittyError if `point` is none.
    """
    from dateutil.relativedelta import relativedelta

    month, part, day = parse_point(point)
    first_day, last_day = {
        "day": (day, day),
        "early": (1, 10),
        "mid": (11, 20),
        "late": (21, 31),
        "end": (31, 31),
        "month": (1, 31),
    }[part]
    # A day that the month does not have becomes its last.
    month_start = date(year, month, 1)
    return month_start + relativedelta(day=first_day), month_start + relativedelta(day=last_day)


def check_moment(text: str) -> None:
    """Raise AudittyError unless `text` is a date or a point."""
    if not _DATE.fullmatch(text):
        parse_point(text)
        return
    parse_date(text)


def window_in(text: str, start: date, end: date) -> tuple[date, date]:
    """The first and the last day of a date or point, the point in the year of the round `start`–`end`.

    In a round over several years it is the first year in which the point ends within the round; where it never does,
    the year the round ends in. Raises AudittyError if `text` is neither date nor point.
    """
    if _DATE.fullmatch(text):
        day = parse_date(text)
        return day, day
    for year in range(start.year, end.year):
        window = point_window(text, year)
        if start <= window[1] <= end:
            return window
    return point_window(text, end.year)
