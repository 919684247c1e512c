"""When a duty falls due.

Periods follow the calendar, not the round: weeks begin on Monday, quarters in January, April, July and October, and
"2 months" are January and February, March and April, and so on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple, get_args

from checklists.errors import N_, AudittyError, cut
from checklists.model import Recurrence, Weekday
from checklists.points import parse_point, point_window

DAYS = {"day": 1, "week": 7}
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
    what is due in these parts of the year. Raises AudittyError if a period or a point cannot be read.
    """
    number, unit = parse_every(recurrence.every)
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
    index = (start.year * 12 + start.month - 1) // months * months
    while index <= end.year * 12 + end.month - 1:
        yield Occurrence(_month_start(index), _month_start(index + months) - timedelta(days=1))
        index += months


def _month_start(index: int) -> date:
    """The first of the month that is `index` months after January of the year 0."""
    return date(index // 12, index % 12 + 1, 1)


def _by_days(number: int, unit: str, recurrence: Recurrence, start: date, end: date) -> Iterator[Occurrence]:
    # Ordinal 1 is a Monday, so whole weeks counted from it begin on Mondays.
    span = number * DAYS[unit]
    if not recurrence.on:
        first = (start.toordinal() - 1) // span * span + 1
        for day in range(first, end.toordinal() + 1, span):
            yield Occurrence(date.fromordinal(day), date.fromordinal(day + span - 1))
        return
    weekdays = {_WEEKDAYS.index(weekday) for weekday in recurrence.on}
    for ordinal in range(start.toordinal(), end.toordinal() + 1):
        since_monday = (ordinal - 1) % 7
        if since_monday in weekdays and (ordinal - 1) % span < DAYS[unit]:
            yield Occurrence(date.fromordinal(ordinal), date.fromordinal(ordinal))
