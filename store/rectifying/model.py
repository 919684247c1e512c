"""A rectification and the steps it went through, as immutable values."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, Self

from store.model import Value

LIVE = ("open", "submitted", "checked", "returned")
"""The states of a rectification that is not at an end."""

SOON = 3
"""A due date this many days away, or fewer, turns the light yellow."""


@dataclass(frozen=True, kw_only=True)
class Step(Value):
    """One step in the life of a rectification.

    What a person gives: `verb`; `by`, on whose behalf ("" is `who`'s own); `date`, the ISO day it happened ("" is
    today); `note`, `measure`, `progress`; `due`, a new due date; `lead` and `responsible`, who answers for it;
    `evidence`, content hashes; `mark`, the event of the mark in a follow-up that it carries over. What the program
    adds: `at` (UTC), `who` (declared), `user` (of the OS), `role` (of
    `who`, "" without a table of roles), and the `state` it led to.
    """

    verb: str
    note: str = ""
    measure: str = ""
    progress: str = ""
    due: str = ""
    lead: str = ""
    responsible: str = ""
    evidence: tuple[str, ...] = ()
    mark: str = ""
    by: str = ""
    date: str = ""
    at: str = ""
    who: str = ""
    user: str = ""
    role: str = ""
    state: str = ""

    @property
    def actor(self) -> str:
        """Whose step it is: the person it was taken for, else the one who took it."""
        return self.by or self.who

    def to_value(self) -> dict[str, Any]:
        """The JSON object, without what is empty."""
        members = {item.name: getattr(self, item.name) for item in fields(self)}
        return {key: list(member) if key == "evidence" else member for key, member in members.items() if member}


@dataclass(frozen=True, kw_only=True)
class Rectification(Value):
    """What a finding turned into, in the unit's ledger. Dates are ISO, "" where there is none.

    `notice` is the number of the document that ordered it, `opened` its day; `earlier` the closed rectification of
    the same item that came back with this one. `dues` are due dates that were replaced, oldest first; `asked` is the
    due date that an extension was asked for and not yet decided. `measure` is the unit's latest; `answered` the day
    of its latest answer; `received`, `closed` and `published` the days of those steps. `rung` counts the steps taken
    on the ladder of pressure, 0 to 4; `reopened` how often it was opened again after closing.
    """

    id: str
    finding: str
    round: str
    item: str
    problem: str
    place: str = ""
    requirement: str = ""
    grade: str = ""
    lead: str = ""
    responsible: str = ""
    due: str = ""
    state: str = "open"
    notice: str = ""
    opened: str = ""
    earlier: str = ""
    dues: tuple[str, ...] = ()
    asked: str = ""
    measure: str = ""
    answered: str = ""
    received: str = ""
    closed: str = ""
    published: str = ""
    rung: int = 0
    reopened: int = 0
    steps: tuple[Step, ...] = ()

    def to_value(self) -> dict[str, Any]:
        """The JSON object, with what was there from the first version on, and of the rest what is not empty."""
        members = {item.name: getattr(self, item.name) for item in fields(self)}
        members |= {"dues": list(self.dues), "steps": [step.to_value() for step in self.steps]}
        return {key: member for key, member in members.items() if member or key in _ALWAYS}

    @classmethod
    def from_value(cls, value: dict[str, Any]) -> Self:
        known = super().from_value(value)
        return replace(known, steps=tuple(Step.from_value(step) for step in value.get("steps", ())))

    @property
    def unit(self) -> str:
        """The code of the unit; a code may hold dashes too."""
        return unit_of(self.id)

    @property
    def live(self) -> bool:
        """Whether it is not at an end."""
        return self.state in LIVE

    def answer(self, until: str = "") -> Step | None:
        """The step by which the unit last said something, none that a follow-up took; `until` a moment, in UTC."""
        own = [each for each in self.steps if each.verb in ("submit", "progress") and not each.mark]
        return next((each for each in reversed(own) if not until or each.at <= until), None)

    @property
    def closer(self) -> str:
        """Who accepted it last, or corrected it on the spot; "" if nobody did."""
        return next((step.actor for step in reversed(self.steps) if step.verb in ("accept", "correct")), "")

    def overdue(self, today: date) -> bool:
        """Whether it is past its due date, and neither at an end nor answered in time."""
        return self.light(today) == "red"

    def light(self, today: date) -> str:
        """`light` of this one."""
        soon = today + timedelta(days=SOON)
        return light(self.state, self.due, self.answered, today.isoformat(), soon.isoformat())

    @property
    def waiting(self) -> str:
        """`waiting` of this one."""
        return waiting(self.state, self.asked)


_ALWAYS = frozenset(
    "id finding round item problem place requirement grade lead responsible due state notice".split()  # noqa: SIM905
)


def unit_of(rectification_id: str) -> str:
    """The unit's code in an id such as "KI-2-0007", "" if it is none."""
    code, _dash, number = rectification_id.rpartition("-")
    return code if number.isascii() and number.isdigit() else ""


def light(state: str, due: str, answered: str, today: str, soon: str) -> str:
    """Red when overdue, yellow when due on the day `soon` or before, else green; "" at an end or without a due date.

    Days are ISO texts. Once the unit has answered, the day of its answer counts, until the answer is returned.
    """
    if state not in LIVE or not due:
        return ""
    if answered and state in ("submitted", "checked"):
        return "red" if due < answered else "green"
    if due < today:
        return "red"
    return "yellow" if due <= soon else "green"


def waiting(state: str, asked: str) -> str:
    """For whose step it waits: "check", "sign-off", "extension" (to be decided) on the inspecting side, else "unit".

    "" at an end.
    """
    if state in ("submitted", "checked"):
        return "check" if state == "submitted" else "sign-off"
    if state not in LIVE:
        return ""
    return "extension" if asked else "unit"


WAITING = ("check", "sign-off", "extension")
"""What the inspecting side is waited for."""
