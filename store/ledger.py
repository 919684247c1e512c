"""One unit's rectifications over all rounds. They live on when a round is sealed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from store.model import Finding, Rectification
from store.record import Change, Record

TABLE = "rectifications"


class Ledger:
    """The ledger of the unit `code`."""

    def __init__(self, record: Record, code: str) -> None:
        self.record, self._code = record, code

    def all(self) -> dict[str, Rectification]:
        """Every rectification by id, oldest first."""
        return {key: Rectification.from_value(value) for key, value in self.record.all(TABLE).items()}

    def open(self, round_id: str, notice: str, findings: Iterable[tuple[str, Finding, str]]) -> list[str]:
        """Open a rectification for each finding, given as (item ref, finding, problem as the notice words it).

        A finding that has one already keeps it, under the number of this notice: the one before was then never issued.
        Returns the ids, in order.
        """
        wanted = list(findings)

        def changes() -> list[Change]:
            known = {rectification.finding: rectification for rectification in self.all().values()}
            number, made = len(self.record.state.tables.get(TABLE, {})), []
            for item, finding, problem in wanted:
                if finding.id in known:
                    rectification = replace(known[finding.id], notice=notice)
                    if rectification != known[finding.id]:
                        made.append(Change(TABLE, rectification.id, rectification.to_value()))
                    continue
                number += 1
                rectification = Rectification(
                    id=f"{self._code}-{number:04}",
                    finding=finding.id,
                    round=round_id,
                    item=item,
                    problem=problem,
                    place=finding.place,
                    requirement=finding.requirement,
                    grade=finding.grade,
                    lead=finding.lead,
                    responsible=finding.responsible,
                    due=finding.due,
                    notice=notice,
                )
                known[finding.id] = rectification
                made.append(Change(TABLE, rectification.id, rectification.to_value()))
            return made

        self.record.change_by(changes)
        by_finding = {rectification.finding: rectification.id for rectification in self.all().values()}
        return [by_finding[finding.id] for _, finding, _ in wanted]
