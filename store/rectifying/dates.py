"""When something is due: so many days on, counted as days of the calendar or as Chinese working days."""

from __future__ import annotations

from datetime import date, timedelta

from checklists.errors import N_
from store.errors import Refused
from store.settings import Settings


class NotCovered(Refused):
    """The public holidays of the year are not known."""


def is_working(day: date) -> bool:
    """Whether people work on `day` in China: public holidays and the weekends worked in their place included.

    Raises:
        NotCovered: the holidays of that year are not known.
    """
    import chinese_calendar  # what counts no working days does without

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:
        raise NotCovered(
            N_(
                "the public holidays of {year} are not known: give the due date itself, count in calendar days "
                "(workspace.yaml, due_counting), or update the package chinesecalendar once they are announced"
            ),
            year=day.year,
        ) from error


def days_after(start: date, days: int, counting: str) -> date:
    """The day `days` after `start`, which itself is not counted; `counting` is "calendar" or "working".

    Raises:
        NotCovered: a working day is wanted of a year whose holidays are not known.
    """
    if counting != "working":
        return start + timedelta(days=days)
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working(day)
    return day


def due_after(settings: Settings, grade: str, own_days: int | None, start: date) -> str:
    """The due date for a finding of the grade with the id `grade`, ISO; "" where nobody says how long it takes.

    The workspace's days for the grade stand above the `own_days` of its scheme.

    Raises:
        NotCovered: see `days_after`.
    """
    days = settings.due_days.get(grade) or own_days
    return days_after(start, days, settings.due_counting).isoformat() if days else ""
