"""One unit's rectifications over all rounds. They live on when a round is sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from checklists.errors import N_
from store.attached import Attached, explaining
from store.errors import Unknown
from store.journal import Event
from store.model import Finding
from store.record import Change, Record
from store.rectifying.model import Rectification

TABLE = "rectifications"

_ORDERED = ("place", "requirement", "grade", "lead", "responsible", "due")


class Ordered(NamedTuple):
    """What a notice orders: the item's ref ("" outside the list), the finding, the problem as the notice words it."""

    item: str
    finding: Finding
    problem: str


class Ledger:
    """The ledger of the unit `code`."""

    def __init__(self, record: Record, code: str) -> None:
        self.record, self._code = record, code

    def all(self) -> dict[str, Rectification]:
        """Every rectification by id, oldest first."""
        return {key: Rectification.from_value(value) for key, value in self.record.all(TABLE).items()}

    def get(self, rectification_id: str) -> Rectification:
        """The rectification with this id.

        Raises:
            Unknown: there is none.
        """
        value = self.record.get(TABLE, rectification_id)
        if value is None:
            raise Unknown(N_("no rectification “{id}”; see “auditty rectify list”"), id=rectification_id)
        return Rectification.from_value(value)

    def as_of(self, moment: str) -> None:
        """From now on, to its reader, the ledger is as it stood at the `moment`, written as in the journal."""
        if any(doc["time"] > moment for doc in self.record.state.docs(TABLE)):
            self.record.read_as_of(
                sum(1 for _ in takewhile(lambda line: line.event.time <= moment, self.record.lines()))
            )

    def base(self, rectification_id: str) -> str:
        """The id of the rectification's last event, to be named as the base of the next."""
        return self.record.base(TABLE, rectification_id)

    def change(
        self,
        rectification_id: str,
        made: Callable[[Rectification], Rectification],
        base: str | None = None,
        asked: dict[str, object] | None = None,
        files: Iterable[Attached] = (),
    ) -> tuple[Rectification, Event]:
        """Make of the rectification that stands the one that `made` returns, called under the lock.

        `base` is the id of its last event that the person had seen, None: whatever stands. `asked` tells, in a
        conflict, what was asked for. `files` explain the evidence that it names.

        Raises:
            Unknown: there is none. Conflict: it changed since `base`; nothing is asked of `made`.
        """

        def changes() -> list[Change]:
            stands = self.get(rectification_id)
            if base is not None and base != self.base(rectification_id):
                return [Change(TABLE, rectification_id, asked, base=base)]  # which is refused
            change = Change(TABLE, rectification_id, made(stands).to_value(), base=base)
            return [*explaining(self.record, files), change]

        self.get(rectification_id)  # what is not there is refused before a file is made
        event = self.record.change_by(changes)[-1]
        return self.get(rectification_id), event

    def open(
        self,
        round_id: str,
        notice: str,
        findings: Iterable[tuple[str, Finding, str]],
        day: str = "",
        merged: Iterable[Ledger] = (),
    ) -> list[str]:
        """Open a rectification for each finding, given as `Ordered` or as a tuple like it; `day` is the notice's.

        `merged` are the ledgers of units that were merged into this one: what was closed there can come back too.

        A finding that has one already keeps it, under the number of this notice: the one before was then never issued.
        One of an earlier round, which a follow-up names again, or in a `merged` ledger, keeps it as it is.
        A finding on an item whose last rectification was closed names that one: it came back.
        Returns the ids, in order.
        """
        wanted = [Ordered(*each) for each in findings]
        others = [ledger.all() for ledger in merged]
        before = {item: each for found in others for item, each in _last_of_items(found).items()}
        elsewhere = {each.finding: each.id for found in others for each in found.values()}

        def changes() -> list[Change]:
            stands = self.all()
            known = {rectification.finding: rectification for rectification in stands.values()}
            last = {**before, **_last_of_items(stands)}
            number, made = len(self.record.state.tables.get(TABLE, {})), []
            for item, finding, problem in wanted:
                if finding.id in elsewhere or (finding.id in known and known[finding.id].round != round_id):
                    continue
                if finding.id in known:
                    rectification = replace(known[finding.id], notice=notice, opened=day or known[finding.id].opened)
                    if rectification != known[finding.id]:
                        made.append(Change(TABLE, rectification.id, rectification.to_value()))
                    continue
                number += 1
                earlier = last.get(item)
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
                    opened=day,
                    earlier=earlier.id if earlier is not None and earlier.state == "closed" else "",
                )
                known[finding.id] = rectification
                made.append(Change(TABLE, rectification.id, rectification.to_value()))
            return made

        self.record.change_by(changes)
        by_finding = {rectification.finding: rectification.id for rectification in self.all().values()}
        return [(elsewhere | by_finding)[finding.id] for _, finding, _ in wanted]

    def correct(self, pairs: Iterable[tuple[Ordered, Ordered]]) -> None:
        """Of each pair, what a notice said of a finding and what is right: its rectification says the latter.

        What it does not say any more, because a step changed it since, stays as that step left it.
        """
        wanted = list(pairs)

        def changes() -> list[Change]:
            known, made = {each.finding: each for each in self.all().values()}, []
            for was, now in wanted:
                stands = known.get(now.finding.id)
                if stands is None:
                    continue
                said = {name: (getattr(was.finding, name), getattr(now.finding, name)) for name in _ORDERED}
                said["problem"] = (was.problem, now.problem)
                right = {name: new for name, (old, new) in said.items() if getattr(stands, name) == old != new}
                if right:
                    made.append(Change(TABLE, stands.id, replace(stands, **right).to_value()))
            return made

        self.record.change_by(changes)


def _last_of_items(rectifications: dict[str, Rectification]) -> dict[str, Rectification]:
    """The latest rectification of each item that was not withdrawn."""
    return {each.item: each for each in rectifications.values() if each.item and each.state != "withdrawn"}
