"""Which files are attached where: on the sheets of a round, and in the ledgers to what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.attached import Attached, attached, evidence_of
from store.page import MARKS, OTHERS, OUTSIDE
from store.record import Record

if TYPE_CHECKING:
    from store.rounds import Round
    from store.workspace import Workspace


@dataclass(frozen=True)
class Exhibit:
    """One file where it is attached: `place` is an item's ref, `OUTSIDE`, or a rectification's id.

    `there` says whether its content is in the workspace.
    """

    unit: str
    place: str
    file: Attached
    there: bool


def exhibits(workspace: Workspace, round_: Round, units: Iterable[str]) -> Iterator[Exhibit]:
    """The files attached to marks, findings and rectifications of the units in the round, unit by unit.

    Raises:
        StoreError: a record cannot be read.
    """
    size, path = workspace.disk.size, workspace.evidence.path
    for unit in units:
        for record, place, digests in _named(workspace, round_, unit):
            for file in attached(record, dict.fromkeys(digests)):
                yield Exhibit(unit, place, file, size(path(file.digest)) is not None)


def _named(workspace: Workspace, round_: Round, unit: str) -> Iterator[tuple[Record, str, Iterator[str]]]:
    sheet = workspace.sheet(round_, unit).record
    for key, value in sheet.all(MARKS).items():
        yield sheet, key, evidence_of(value)
    for value in sheet.all(OTHERS).values():
        yield sheet, OUTSIDE, evidence_of(value)
    ledger = workspace.ledger(unit).record
    for key, rectification in workspace.ledger(unit).all().items():
        if rectification.round == round_.info.id:
            yield ledger, key, evidence_of(rectification.to_value())
