"""When a duty falls due.

Periods follow the calendar, not the round: weeks begin on Monday, quarters in January, April, July and October, and
"2 months" are January and February, March and April, and so on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, get_args

from checklists.errors import N_, AudittyError, cut
from checklists.model import Recurrence, Weekday
from checklists.points import parse_point, point_window

DAYS = {"day": 1, "week": 7}
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""A year mistyped as 0206 or 9999 is no reason to list three million days."""
MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}

_EVERY = re.compile(r"(?:(?P<number>[1-9][0-9]{0,2}) )?(?P<unit>day|week|month|quarter|half-year|year)(?P<many>s?)")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


class Occurrence(NamedTuple):
    """One time the duty falls due: it can be done from `start` and must be done by `due`, both days included."""

    start: date
    due: date


def parse_every(text: str) -> tuple[int, str]:
    """`"2 months"` as (2, "month"). Raises AudittyError if it is no such span."""
    match = _EVERY.fullmatch(text)
    if not match or (match["many"] and not match["number"]):
        message = N_('"{found}" is no period; write day, week, month, quarter, half-year, year, or a number of them')
        raise AudittyError(message, found=cut(text))
    return int(match["number"] or 1), match["unit"]


def check_recurrence(recurrence: Recurrence) -> Iterator[tuple[str, str, AudittyError]]:
    """What is wrong with a recurrence: the field, the text in it, and the error."""
    unit = ""
    try:
        unit = parse_every(recurrence.every)[1]
    except AudittyError as error:
        yield "every", "", error
    for point in recurrence.in_:
        try:
            parse_point(point)
        except AudittyError as error:
            yield "in_", point, error
    if recurrence.on and unit in MONTHS:
        yield "on", "", AudittyError(N_("weekdays go with every day or week; use points for longer periods"))
    if recurrence.at and not _TIME.fullmatch(recurrence.at):
        yield "at", "", AudittyError(N_('"{found}" is not a time of day; write HH:MM'), found=recurrence.at)


def occurrences(recurrence: Recurrence, start: date, end: date) -> list[Occurrence]:
    """The occurrences whose due date lies within `start`–`end`, in order of their due dates.

    By months and longer, the points `in_` are the occurrences (of "2 years", in even years); without points, each
    period is one, due on its last day. By days and weeks, `on` names the weekdays that are due, and `in_` keeps only
    what is due in these parts of the year. Nothing is due before `FIRST_DAY` or after `LAST_DAY`. Raises AudittyError
    if a period or a point cannot be read.
    """
    number, unit = parse_every(recurrence.every)
    start, end = max(start, FIRST_DAY), min(end, LAST_DAY)
    if unit in DAYS:
        found = _by_days(number, unit, recurrence, start, end)
        if recurrence.in_:
            found = (occurrence for occurrence in found if _within(recurrence.in_, occurrence.due))
    elif recurrence.in_:
        found = _at_points(number if unit == "year" else 1, recurrence.in_, start, end)
    else:
        found = _by_months(number * MONTHS[unit], start, end)
    return sorted({occurrence for occurrence in found if start <= occurrence.due <= end}, key=lambda one: one[::-1])


def _within(points: tuple[str, ...], day: date) -> bool:
    return any(first <= day <= last for first, last in (point_window(point, day.year) for point in points))


def _at_points(years: int, points: tuple[str, ...], start: date, end: date) -> Iterator[Occurrence]:
    for year in range(start.year, end.year + 1):
        if year % years == 0:
            yield from (Occurrence(*point_window(point, year)) for point in points)


def _by_months(months: int, start: date, end: date) -> Iterator[Occurrence]:
    from dateutil.relativedelta import relativedelta
    from dateutil.rrule import MONTHLY, rrule

    # Counted from January of the year 0: spans of five months do not begin anew with a year.
    index = (start.year * 12 + start.month - 1) // months * months
    begun = _midnight(date(index // 12, index % 12 + 1, 1))
    for first in rrule(MONTHLY, dtstart=begun, interval=months, until=_midnight(end)):
        yield Occurrence(first.date(), first.date() + relativedelta(months=months - 1, day=31))


def _by_days(number: int, unit: str, recurrence: Recurrence, start: date, end: date) -> Iterator[Occurrence]:
    from dateutil.rrule import DAILY, WEEKLY, rrule

    # Ordinal 1 is a Monday, so whole weeks counted from it begin on Mondays.
    span = number * DAYS[unit]
    begun = date.fromordinal((start.toordinal() - 1) // span * span + 1)
    weekdays = [_WEEKDAYS.index(weekday) for weekday in recurrence.on] or None
    more_days = timedelta(days=0 if weekdays else span - 1)
    first_day, last_day = _midnight(begun), _midnight(end)
    for first in rrule(
        WEEKLY if unit == "week" else DAILY, first_day, interval=number, byweekday=weekdays, until=last_day
    ):
        yield Occurrence(first.date(), first.date() + more_days)


def _midnight(day: date) -> datetime:
    """The moment that stands for a day in the library's rules."""
    return datetime.combine(day, time())
