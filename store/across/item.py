"""One item over all units of a round: how each stands, and what a change to its mark must build upon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from checklists.verdicts import VERDICTS, Verdict
from store.changes import Hands
from store.errors import StoreError
from store.figures.answers import Question, questions_of
from store.model import Mark, PinnedUnit
from store.page import MARKS, in_several, no_item
from store.progress import Progress
from store.rounds import Round
from store.tables import SheetTables, Stamp, collector_resting, sheets_of


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit's answer. `event` is the item's last one, "" if there is none: a change of the mark builds upon it.

    `time` (UTC) and `who` are of that event. `conflict`: two copies say different things.
    """

    unit: PinnedUnit
    mark: Mark | None = None
    event: str = ""
    time: str = ""
    who: str = ""
    conflict: bool = False

    @property
    def verdict(self) -> Verdict:
        """The verdict, "none" without a mark."""
        return self.mark.verdict if self.mark else "none"

    @property
    def said(self) -> tuple[str, ...]:
        """What was written: the problems found, then the note."""
        written = (*(finding.problem for finding in self.mark.findings), self.mark.note) if self.mark else ()
        return tuple(filter(None, written))


@dataclass(frozen=True)
class OverUnits:
    """An item over the units that are asked it now, in the round's order, and why which sheets cannot be read."""

    round: Round
    question: Question
    units: Mapping[str, Standing]
    damaged: Mapping[str, StoreError]
    stamps: Mapping[str, Stamp] = field(repr=False)
    everyone: Mapping[str, Standing | None] = field(repr=False)
    """Also the units that are not asked it, as None."""

    @property
    def counts(self) -> dict[str, int]:
        """How many units have each verdict."""
        found = Counter(each.verdict for each in self.units.values())
        return {verdict: found[verdict] for verdict in VERDICTS}


def question(round_: Round, item: str) -> Question:
    """The item of a round, by its id or as CHECKLIST:ITEM.

    Raises:
        Unknown: there is none. Refused: two checklists have an item of this id.
    """
    found = [each for ref, each in questions_of(round_).items() if item in (ref, each.item.id)]
    if len(found) > 1:
        raise in_several(item, (each.ref for each in found))
    if not found:
        raise no_item(item)
    return found[0]


def read(
    round_: Round, hands: Hands, item: str, before: OverUnits | None = None, progress: Progress | None = None
) -> OverUnits:
    """How every unit stands on the item; of what was read `before`, only the sheets that were written to since.

    Raises:
        Unknown, Refused: as `question`. StoreError: the round cannot be read.
    """
    asked = question(round_, item)
    known = before if before is not None and before.question.ref == asked.ref else None
    stamps = dict(known.stamps) if known else {}
    found = dict(known.everyone) if known else {}
    damaged: dict[str, StoreError] = {}
    scopes: dict[tuple[tuple[str, ...], ...], Question | None] = {}
    with collector_resting():
        for done, sheet in enumerate(sheets_of(round_, hands, stamps)):
            if progress is not None and done % 50 == 0:
                progress(done, len(round_.units) - len(stamps) + done)
            unit = sheet.unit
            scope = unit.types, unit.only
            if scope not in scopes:
                scopes[scope] = questions_of(round_, *scope).get(asked.ref)
            own = scopes[scope]
            if sheet.damage is not None and own is not None:
                damaged[unit.code] = sheet.damage
                continue
            stamps[unit.code] = sheet.stamp
            found[unit.code] = None if own is None else _standing(sheet, own)
    everyone = {code: found[code] for code in round_.units if code in found}
    units = {code: each for code, each in everyone.items() if each is not None}
    return OverUnits(round_, asked, units, damaged, stamps, everyone)


def _standing(sheet: SheetTables, asked: Question) -> Standing | None:
    """How the sheet stands on the item; None where what it depends on makes it no question."""
    docs = sheet.tables.get(MARKS, {}).values()
    condition = asked.item.when
    if condition is not None:
        other = _doc(docs, f"{asked.checklist}:{condition.item}")
        verdict = other["value"]["verdict"] if other and other["value"] else "none"
        if verdict not in condition.is_:
            return None
    doc = _doc(docs, asked.ref)
    if doc is None:
        return Standing(sheet.unit)
    mark = Mark.from_value(doc["value"]) if doc["value"] else None
    return Standing(sheet.unit, mark, doc["event"], doc["time"], doc["who"], bool(doc["conflict"]))


def _doc(docs: Iterable[dict[str, Any]], key: str) -> dict[str, Any] | None:
    return next((doc for doc in docs if doc["key"] == key), None)
