"""What of a checklist has a date: duties that recur, phases, resolution deadlines, days by which something is done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from checklists.model import Line, Phase, RiskPoint, Section
from checklists.points import window_in
from checklists.recurrence import Occurrence, occurrences

Kind = Literal["duty", "date", "phase", "deadline"]


class Dated(NamedTuple):
    """A line with the windows in which it falls due; `line` is None where its section as a whole does.

    "duty": occurrences of a recurrence; "date": a criterion's day; "phase": a phase; "deadline": a risk point's.
    """

    kind: Kind
    section: Section
    line: Line | None
    windows: tuple[Occurrence, ...]


def dated(lines: Iterable[Line], start: date, end: date) -> list[Dated]:
    """What has a date among `lines` in a round from `start` to `end`, in the order of the checklist."""
    found: list[Dated] = []
    section: Section | None = None
    for line in lines:
        if line.section is not section:
            section = line.section
            found += _of_section(section, start, end)
        if line.item.recurrence:
            windows = tuple(occurrences(line.item.recurrence, start, end))
            found.append(Dated("duty", section, line, windows))
        if line.item.criterion and line.item.criterion.date:
            window = Occurrence(*window_in(line.item.criterion.date.by, start, end))
            found.append(Dated("date", section, line, (window,)))
    return found


def _of_section(section: Section, start: date, end: date) -> list[Dated]:
    if isinstance(section, Phase) and section.to:
        due = window_in(section.to, start, end)[1]
        begin = window_in(section.from_, start, end)[0] if section.from_ else start
        return [Dated("phase", section, None, (Occurrence(min(begin, due), due),))]
    if isinstance(section, RiskPoint) and section.deadline:
        return [Dated("deadline", section, None, (Occurrence(*window_in(section.deadline, start, end)),))]
    return []
