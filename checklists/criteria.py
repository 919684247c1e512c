"""Judging what was found: the verdict an item's criterion proposes, and why. The inspector has the last word."""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import islice
from typing import Any

from checklists import amounts
from checklists.errors import N_, AudittyError
from checklists.model import By, Count, Duration, Item, Recurrence, Schedule, Share
from checklists.points import window_in
from checklists.recurrence import DAYS, MONTHS, Occurrence, occurrences
from checklists.verdicts import Verdict


@dataclass(frozen=True)
class Proposal:
    """A proposed verdict, "pass" or "fail", and why: an English message with `{named}` blanks for `params`."""

    verdict: Verdict
    message: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.params)


def judge(item: Item, found: str, start: date, end: date, previous: str = "") -> Proposal | None:
    """What the criterion of `item` says to the value `found` in a round from `start` to `end`, both included.

    `previous` is what the round before had found, for `not_below`. None without a criterion or a value. Raises
    AudittyError that names the expected form if the value cannot be read.
    """
    criterion = item.criterion
    if criterion is None or not found.strip():
        return None
    if criterion.count:
        return _judge_count(criterion.count, found, start, end)
    if criterion.share:
        return _judge_share(criterion.share, found)
    if criterion.duration:
        return _judge_duration(criterion.duration, found)
    if criterion.date:
        return _judge_date(criterion.date, found, start, end)
    if criterion.schedule and item.recurrence:
        return _judge_schedule(criterion.schedule, item.recurrence, found, start, end)
    if criterion.not_below:
        return _judge_not_below(found, previous)
    return None


def _proposal(passed: bool, message: str, **params: Any) -> Proposal:
    return Proposal("pass" if passed else "fail", message, params)


def periods(unit: str, start: date, end: date) -> Fraction:
    """How many of `unit` the days `start`–`end` make up. A month counts by its own length, so half a year is 6/12."""
    if unit == "round":
        return Fraction(1)
    if unit in DAYS:
        return Fraction((end - start).days + 1, DAYS[unit])
    return (_months_before(end) + Fraction(1, _days_in_month(end)) - _months_before(start)) / MONTHS[unit]


def _months_before(day: date) -> Fraction:
    """Months from the year 0 to the beginning of `day`."""
    return day.year * 12 + day.month - 1 + Fraction(day.day - 1, _days_in_month(day))


def _days_in_month(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _judge_count(count: Count, found: str, start: date, end: date) -> Proposal:
    times = amounts.count(found)
    share = periods(count.per, start, end)
    days = (end - start).days + 1
    # Both limits are rounded in favour of the unit: nobody holds two thirds of a meeting.
    if count.at_least is not None:
        wanted = math.floor(count.at_least * share)
        message = N_("{found} of {wanted}") if share == 1 else N_("{found} of {wanted}, pro rata for {days} days")
        least = _proposal(times >= wanted, message, found=times, wanted=wanted, days=days)
        if count.at_most is None or least.verdict == "fail":
            return least
    most = math.ceil((count.at_most or 0) * share)
    message = (
        N_("{found}, at most {wanted}") if share == 1 else N_("{found}, at most {wanted}, pro rata for {days} days")
    )
    return _proposal(times <= most, message, found=times, wanted=most, days=days)


def _judge_share(share: Share, found: str) -> Proposal:
    percent = amounts.share(found)
    shown = _number(percent)
    if share.at_least is not None:
        wanted = Fraction(str(share.at_least))
        message = N_("{found} %, at least {wanted} %")
        least = _proposal(percent >= wanted, message, found=shown, wanted=_number(wanted))
        if share.at_most is None or least.verdict == "fail":
            return least
    wanted = Fraction(str(share.at_most or 0))
    return _proposal(percent <= wanted, N_("{found} %, at most {wanted} %"), found=shown, wanted=_number(wanted))


def _number(value: Fraction) -> str:
    """`value` with at most two decimals, cut and never rounded up: 99.999 must not look like 100."""
    return f"{math.floor(value * 100) / 100:.2f}".rstrip("0").rstrip(".")


def _judge_duration(duration: Duration, found: str) -> Proposal:
    passed = amounts.minutes(found) <= amounts.minutes(duration.at_most)
    return _proposal(passed, N_("{found}, at most {wanted}"), found=found.strip(), wanted=duration.at_most)


def _judge_date(by: By, found: str, start: date, end: date) -> Proposal:
    day = amounts.day(found)
    last = window_in(by.by, start, end)[1]
    return _proposal(day <= last, N_("{found}, due by {wanted}"), found=day.isoformat(), wanted=last.isoformat())


def _judge_schedule(schedule: Schedule, recurrence: Recurrence, found: str, start: date, end: date) -> Proposal:
    held = took_place(recurrence, found, start, end)
    due, some = len(held.due), schedule.at_least != "all"
    wanted = min(int(schedule.at_least), due) if some else due
    passed = held.times >= wanted
    message = _OF_DUE[some, bool(held.missing) and not passed, bool(held.outside)]
    year = end.year if start.year == end.year else 0
    params = {"missing": days_named((one.due for one in held.missing), year)}
    params["outside"] = days_named(held.outside, year)
    return _proposal(passed, message, found=held.times, due=due, wanted=wanted, **params)


_OF_DUE = {
    (False, False, False): N_("{found} of {due} due"),
    (False, True, False): N_("{found} of {due} due; missing: {missing}"),
    (False, False, True): N_("{found} of {due} due; outside every window: {outside}"),
    (False, True, True): N_("{found} of {due} due; missing: {missing}; outside every window: {outside}"),
    (True, False, False): N_("{found} of {due} due, at least {wanted}"),
    (True, True, False): N_("{found} of {due} due, at least {wanted}; missing: {missing}"),
    (True, False, True): N_("{found} of {due} due, at least {wanted}; outside every window: {outside}"),
    (True, True, True): N_(
        "{found} of {due} due, at least {wanted}; missing: {missing}; outside every window: {outside}"
    ),
}
"""By whether not all are wanted, whether some are known to be missing, and whether a day lay in no window."""


@dataclass(frozen=True)
class Held:
    """Which of the occurrences `due` took place: `times` of them, the `done` ones.

    Where the days are known, `missing` are the other occurrences, and `outside` the days in no window; where only
    their number is, the first ones are taken as done.
    """

    due: list[Occurrence]
    done: list[Occurrence]
    times: int
    missing: list[Occurrence] = field(default_factory=list)
    outside: list[date] = field(default_factory=list)


def took_place(recurrence: Recurrence, found: str, start: date, end: date) -> Held:
    """Match what was found, a number or days, to the occurrences due in `start`–`end`. Raises AudittyError."""
    due = occurrences(recurrence, start, end)
    with suppress(AudittyError):
        times = amounts.count(found)
        return Held(due, due[:times], times)
    done: set[Occurrence] = set()
    outside = []
    for day in amounts.days(found, start, end):
        windows = [one for one in due if one.start <= day <= one.due]
        if not windows:
            outside.append(day)
        done.update([one for one in windows if one not in done][:1])
    held = [one for one in due if one in done]
    return Held(due, held, len(held), [one for one in due if one not in done], outside)


def days_named(days: Iterable[date], year: int, most: int = 8) -> str:
    """`days` in one line, those of `year` without it; of many, the first ones."""
    named = [f"{day:%m-%d}" if day.year == year else day.isoformat() for day in islice(days, most + 1)]
    return ", ".join(named[:most]) + (" .." if len(named) > most else "")


def _judge_not_below(found: str, previous: str) -> Proposal:
    now, before = amounts.now_and_before(found, previous)
    return _proposal(now >= before, N_("{now}, before {before}"), now=_number(now), before=_number(before))
