"""Rates over rectifications: closed (整改完成率), come back (反弹率), late (逾期率). Withdrawn ones count nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar


class Counted(Protocol):
    """What is asked of a rectification; dates are ISO, "" where there is none.

    `earlier` is the closed one that came back with this one, `reopened` how often this one was opened again, `light`
    "red" while it is overdue.
    """

    @property
    def id(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def due(self) -> str: ...
    @property
    def answered(self) -> str: ...
    @property
    def closed(self) -> str: ...
    @property
    def earlier(self) -> str: ...
    @property
    def reopened(self) -> int: ...
    @property
    def light(self) -> str: ...


AnyCounted = TypeVar("AnyCounted", bound=Counted)


@dataclass(frozen=True, slots=True)
class Rates:
    """How many there are; of them closed; with a due date; late; ever closed; come back after closing."""

    total: int = 0
    closed: int = 0
    dated: int = 0
    late: int = 0
    ever_closed: int = 0
    came_back: int = 0

    @property
    def completion(self) -> float | None:
        """Closed among all, 0 to 1."""
        return _share(self.closed, self.total)

    @property
    def lateness(self) -> float | None:
        """Overdue now, or put right after the due date, among those with one."""
        return _share(self.late, self.dated)

    @property
    def recurrence(self) -> float | None:
        """Come back among those that were ever closed."""
        return _share(self.came_back, self.ever_closed)

    def __add__(self, other: Rates) -> Rates:
        return Rates(
            self.total + other.total,
            self.closed + other.closed,
            self.dated + other.dated,
            self.late + other.late,
            self.ever_closed + other.ever_closed,
            self.came_back + other.came_back,
        )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def rates(
    every: Iterable[AnyCounted], group: Callable[[AnyCounted], str], others: Iterable[AnyCounted] = ()
) -> dict[str, Rates]:
    """Rates by what `group` says of each rectification: its unit, its lead, its grade, its part.

    `others` are not counted; what came back with one of them did come back, though.
    """
    counted = [each for each in every if each.state != "withdrawn"]
    back = {each.id for each in counted if each.reopened}
    back |= {each.earlier for each in (*counted, *others) if each.earlier and each.state != "withdrawn"}
    found: dict[str, Rates] = {}
    for each in counted:
        one = Rates(
            total=1,
            closed=each.state == "closed",
            dated=bool(each.due),
            late=is_late(each),
            ever_closed=each.state == "closed" or bool(each.reopened),
            came_back=each.id in back,
        )
        name = group(each)
        found[name] = found.get(name, Rates()) + one
    return found


def together(every: Iterable[Rates]) -> Rates:
    """Rates of groups in one."""
    return sum(every, Rates())


def is_late(each: Counted) -> bool:
    """Whether it is overdue, or was put right after its due date: on the day of the unit's answer, else of closing."""
    if not each.due:
        return False
    if each.state == "closed":
        return (each.answered or each.closed) > each.due
    return each.light == "red"
