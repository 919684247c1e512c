"""What a sheet's marks say about the dates of a duty: which of them are kept, which missed, which nobody knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import date, tzinfo
from functools import cache
from typing import Any, Literal, NamedTuple

from checklists import amounts
from checklists.criteria import took_place
from checklists.dated import Dated
from checklists.errors import AudittyError
from checklists.model import Checklist
from checklists.verdicts import Verdict
from store.clock import shown

State = Literal["overdue", "unknown", "due", "coming", "done"]
STATES: tuple[State, ...] = ("overdue", "unknown", "due", "coming", "done")
"""Gravest first. Late and known to be; past, and nobody looked; can be done now; comes later; done."""


class Sign(NamedTuple):
    """What is known of one duty at one unit: the verdict, the value found, and the day it was recorded."""

    verdict: Verdict
    found: str = ""
    day: date = date.min


NO_SIGN = Sign("none")


class SheetMarks:
    """The marks of a round's sheets, as far as dates go."""

    def __init__(self, zone: tzinfo, checklists: Iterable[Checklist]) -> None:
        self._zone = zone
        self._marks: dict[str, dict[str, Sign]] = {}
        self._unread: set[str] = set()
        self._only: dict[str, Collection[str]] = {}
        self._conditions = {
            f"{checklist.id}:{line.item.id}": (f"{checklist.id}:{line.item.when.item}", line.item.when.is_)
            for checklist in checklists
            for line in checklist.lines
            if line.item.when
        }
        self._day = cache(lambda minute: date.fromisoformat(shown(minute + "Z", zone)[:10]))

    def only(self, code: str, refs: Collection[str]) -> None:
        """A unit in a follow-up is asked the lines `refs`, and depends on no others."""
        self._only[code] = refs

    def add(self, code: str, docs: Iterable[Mapping[str, Any]], refs: AbstractSet[str]) -> None:
        """Take in the marks of a unit's sheet on the lines `refs`, and on those that they depend on."""
        wanted = refs | {self._conditions[ref][0] for ref in refs & self._conditions.keys()}
        self._marks[code] = {
            doc["key"]: Sign(doc["value"]["verdict"], doc["value"].get("found", ""), self._day(doc["time"][:16]))
            for doc in docs
            if doc["key"] in wanted and doc["value"] is not None
        }

    def leave_out(self, code: str) -> None:
        """Nothing is known of a unit whose sheet cannot be read: it is as if it were not asked."""
        self._unread.add(code)

    def get(self, code: str, ref: str) -> Sign | None:
        """What stands on a line of a unit's sheet; None if the line is not asked there."""
        if code in self._unread:
            return None
        marks = self._marks.get(code, {})
        if ref in self._conditions:
            other, wanted = self._conditions[ref]
            if other in self._only.get(code, (other,)) and marks.get(other, NO_SIGN).verdict not in wanted:
                return None
        return marks.get(ref, NO_SIGN)


def sign_of(marks: SheetMarks, code: str, refs: tuple[str, ...], found: bool) -> Sign | None:
    """What is known of the lines `refs` together: one that fails fails all, and all must pass. None if none is asked.

    `found` keeps the value found, which only a line of its own has.
    """
    signs = [sign for ref in refs if (sign := marks.get(code, ref)) is not None]
    if found or not signs:
        return signs[0] if signs else None
    verdicts = {sign.verdict for sign in signs}
    day = max(sign.day for sign in signs)
    if "fail" in verdicts:
        return Sign("fail", "", day)
    if "none" in verdicts:
        return NO_SIGN
    return Sign("pass" if "pass" in verdicts else "na", "", day)


def states_of(owed: Dated, sign: Sign, today: date, period: tuple[date, date]) -> tuple[State, ...]:
    """The state of each of the windows of `owed` on the day `today`."""
    if owed.kind != "duty":
        (window,) = owed.windows
        if sign.verdict == "pass" or (owed.kind == "date" and _is_day(sign.found)):
            return ("done",)
        if sign.verdict == "fail" and window.due < today:
            return ("overdue",)
        return (_by_date(window.start, window.due, today),)
    done: set[date] = set()
    known = sign.verdict in ("pass", "fail")
    item = owed.line.item if owed.line else None
    if item and item.recurrence and item.criterion and (item.criterion.schedule or item.criterion.count):
        with suppress(AudittyError):  # what nobody can read says nothing
            done = {window.due for window in took_place(item.recurrence, sign.found, *period).done}
            known = True
    states: list[State] = []
    for window in owed.windows:
        if window.due in done or (sign.verdict == "pass" and window.start <= sign.day):
            states.append("done")
        elif known and window.due < sign.day:
            states.append("overdue")  # a mark tells of the days before it, not of those after
        else:
            states.append(_by_date(window.start, window.due, today))
    return tuple(states)


def _by_date(start: date, due: date, today: date) -> State:
    if due < today:
        return "unknown"
    return "due" if start <= today else "coming"


def _is_day(found: str) -> bool:
    with suppress(AudittyError):
        amounts.day(found)
        return True
    return False
