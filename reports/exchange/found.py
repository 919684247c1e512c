"""The findings of a unit with what became of each, and who stands behind what is recorded of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reports.exchange import model


class Found(NamedTuple):
    """A finding with the item and the rectification it has; one that only the ledger has is the rectification's."""

    finding: model.Finding | model.Rectification
    entry: model.Entry | None
    recorded: model.Recorded | None
    rectification: model.Rectification | None


def findings(unit: model.Unit) -> Iterator[Found]:
    """Every finding of a unit, those that only its ledger has at the end."""
    ordered = {each.id: each for each in unit.rectifications}
    for entry in unit.items:
        for finding in entry.findings:
            yield Found(finding, entry, entry.recorded, ordered.pop(finding.rectification, None))
    for other in unit.others:
        yield Found(other.finding, None, other.recorded, ordered.pop(other.finding.rectification, None))
    for each in ordered.values():
        yield Found(each, None, each.recorded, each)


def all_recorded(unit: model.Unit) -> Iterator[model.Recorded]:
    """When and by whom each value of the unit was recorded."""
    parts: tuple[Iterable[model.Recorded | None], ...] = (
        (unit.visit.recorded,),
        (entry.recorded for entry in unit.items),
        (other.recorded for other in unit.others),
        (each.recorded for each in unit.rectifications),
    )
    for recorded in parts:
        yield from filter(None, recorded)


def names(unit: model.Unit) -> Iterator[str]:
    """The names of those who inspected, recorded, or took a step."""
    yield from (recorded.by for recorded in all_recorded(unit))
    yield from (step.who for each in unit.rectifications for step in each.steps)
    yield from (person.name for person in unit.visit.inspectors)
