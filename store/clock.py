"""The one source of time. Stored times are UTC, ISO 8601 with milliseconds; shown times are in the workspace's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo


class Clock:
    """The system's clock; tests put a fixed one in its place."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    def stamp(self) -> str:
        """The present moment as the journal writes it: "2026-11-23T02:15:04.031Z"."""
        return self.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def today(self, zone: tzinfo) -> date:
        """The calendar day in `zone`."""
        return self.now().astimezone(zone).date()


class FixedClock(Clock):
    """A clock that stands still until `moment` is set anew."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


def end_of(day: date, zone: tzinfo) -> str:
    """The moment at which `day` ends in `zone`, as the journal writes it."""
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    return end.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def shown(stamp: str, zone: tzinfo) -> str:
    """A stored stamp as people read it in `zone`: "2026-11-23 10:15"."""
    return datetime.fromisoformat(stamp).astimezone(zone).strftime("%Y-%m-%d %H:%M")
