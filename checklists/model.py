"""What a checklist is: immutable values, nothing read and nothing written.

The names of the fields are the keys of the YAML format, one to one; `docs/checklists.md` documents them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal, NamedTuple

from checklists.grades import Grade as Grade
from checklists.grades import Grading as Grading
from checklists.grades import Text as Text
from checklists.verdicts import Verdict

Part = Literal["responsibility", "phases", "countermeasures"]
PARTS: tuple[Part, ...] = ("responsibility", "phases", "countermeasures")

Method = Literal["documents", "site", "interview"]
Demand = Literal["note", "evidence"]
Unit = Literal["day", "week", "month", "quarter", "half-year", "year", "round"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """How often a duty falls due: `every` "quarter" or "2 months", at the points `in_`, on weekdays `on`, at a time.

    A point is "MM-DD", "early-MM" (1st-10th), "mid-MM" (11th-20th), "late-MM" (21st to the last day),
    "end-MM" (the last day) or "MM" (the whole month).
    """

    every: str
    in_: tuple[str, ...] = ()
    on: tuple[Weekday, ...] = ()
    at: str = ""


@dataclass(frozen=True, kw_only=True)
class Count:
    """So many times in a period; pro rata when the round is shorter."""

    at_least: int | None = None
    at_most: int | None = None
    per: Unit = "round"


@dataclass(frozen=True, kw_only=True)
class Share:
    """A percentage, 0-100, found as "97 %" or "29/30"."""

    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True, kw_only=True)
class Duration:
    """A time span such as "12 h", "30 min", "1 d"."""

    at_most: str


@dataclass(frozen=True, kw_only=True)
class By:
    """Done on or before a point: "YYYY-MM-DD", or a point of `Recurrence` in the round's year."""

    by: str


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Of the occurrences that the item's recurrence makes due in the round's period, `at_least` "all" or a number."""

    at_least: str = "all"


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """What the program can judge from the value found. Exactly one of the fields is set."""

    count: Count | None = None
    share: Share | None = None
    duration: Duration | None = None
    date: By | None = None
    schedule: Schedule | None = None
    not_below: Literal["previous"] | None = None


@dataclass(frozen=True, kw_only=True)
class Demands:
    """What an answer demands: a note, evidence, or both."""

    fail: tuple[Demand, ...] = ()
    na: tuple[Demand, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Condition:
    """The item is asked only when the mark of `item` is one of `is_`."""

    item: str
    is_: tuple[Verdict, ...]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of a checklist: one question that gets one mark."""

    id: str
    text: Text
    how: Text | None = None
    methods: tuple[Method, ...] = ()
    evidence: Text | None = None
    basis: Text | None = None
    role: Text | None = None
    recurrence: Recurrence | None = None
    criterion: Criterion | None = None
    weight: float = 1.0
    veto: bool = False
    applies_to: tuple[str, ...] = ()
    ref: tuple[str, ...] = ()
    demands: Demands | None = None
    when: Condition | None = None
    grade: str = ""
    requirement: Text | None = None
    phrases: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Section:
    """A group of items under one heading; in `responsibility`, one body or one set of rules."""

    part: ClassVar[Part] = "responsibility"
    id: str
    title: Text
    note: Text | None = None
    ref: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Phase(Section):
    """A dated stage of a campaign: its window, and what it must produce. `from_` and `to` are points or dates."""

    part: ClassVar[Part] = "phases"
    from_: str = ""
    to: str = ""
    produces: Text | None = None


@dataclass(frozen=True, kw_only=True)
class RiskPoint(Section):
    """A risk point with its measures as items, who leads, who answers, and the deadline (a point or date)."""

    part: ClassVar[Part] = "countermeasures"
    grade: str = ""
    lead: Text | None = None
    responsible: Text | None = None
    deadline: str = ""


@dataclass(frozen=True, kw_only=True)
class Blank:
    """A name the source masks; the round fills it in. Texts hold it as `<id>`."""

    id: str
    text: Text


@dataclass(frozen=True, kw_only=True)
class Background:
    """A fact nothing can be inspected by, kept with its number."""

    ref: str
    text: Text


class Line(NamedTuple):
    """An item where it stands: `number` counts from 1 through the whole checklist."""

    number: int
    section: Section
    item: Item


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """What one inspection asks, in three parts; any of them can be empty."""

    format: int = 1
    id: str
    version: str
    title: Text
    summary: Text | None = None
    audience: Text | None = None
    applies_to: tuple[str, ...] = ()
    basis: tuple[Text, ...] = ()
    grading: str = ""
    gradings: tuple[Grading, ...] = ()
    demands: Demands | None = None
    blanks: tuple[Blank, ...] = ()
    responsibility: tuple[Section, ...] = ()
    phases: tuple[Phase, ...] = ()
    countermeasures: tuple[RiskPoint, ...] = ()
    background: tuple[Background, ...] = ()

    @property
    def sections(self) -> Iterator[Section]:
        """All sections in the order responsibility, phases, countermeasures."""
        yield from self.responsibility
        yield from self.phases
        yield from self.countermeasures

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every item, numbered through."""
        pairs = [(section, item) for section in self.sections for item in section.items]
        return tuple(Line(number, section, item) for number, (section, item) in enumerate(pairs, 1))

    @cached_property
    def line_of(self) -> dict[str, Line]:
        """Item id to line."""
        return {line.item.id: line for line in self.lines}
