"""One step for many rectifications of the board: which steps they are ready for, and taking one, each for itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from checklists.errors import N_, AudittyError
from store.attached import Attached
from store.errors import Refused
from store.rectifying.board import Row
from store.rectifying.desk import Desk, Taken
from store.rectifying.life import VERBS, possible
from store.rectifying.model import Rectification, Step

_SHOWN = ("state", "due", "asked", "answered", "received", "published", "rung", "reopened")
"""What of a row says how far its rectification is."""


class Outcome(NamedTuple):
    """What became of one of them."""

    row: Row
    taken: Taken | None
    error: AudittyError | None


def ready(rows: Iterable[Row], closing: str) -> dict[str, int]:
    """The steps that at least one of the rows is ready for, in the order of a life, each with how many are.

    `closing` as in the workspace's settings.
    """
    alike = Counter((row.state, bool(row.asked), bool(row.received), bool(row.published), row.rung) for row in rows)
    found: Counter[str] = Counter()
    for (state, asked, received, published, rung), count in alike.items():
        one = Rectification(
            id="",
            finding="",
            round="",
            item="",
            problem="",
            state=state,
            asked="asked" if asked else "",
            received="received" if received else "",
            published="published" if published else "",
            rung=rung,
        )
        found.update(dict.fromkeys(possible(one, closing), count))
    return {verb: found[verb] for verb in VERBS if verb in found}


def take_each(
    desk: Desk, rows: Iterable[Row], step: Step, seen: Mapping[str, str], files: Iterable[Attached] = ()
) -> Iterator[Outcome]:
    """Take the step for each of the rows; whatever is refused stops no other. Each is on disk when it is yielded.

    `seen` are the ids of the last events that the person had seen, by rectification. One that is not among them was
    seen as its row says: it is refused if its ledger says something else by now.
    """
    given = list(files)
    for row in rows:
        try:
            taken = desk.take(row.id, step, seen.get(row.id) or _base(desk, row), given)
        except AudittyError as error:
            yield Outcome(row, None, error)
        else:
            yield Outcome(row, taken, None)


def _base(desk: Desk, row: Row) -> str:
    ledger = desk.ledger(row.id)
    base, stands = ledger.base(row.id), ledger.get(row.id)
    if any(getattr(stands, name) != getattr(row, name) for name in _SHOWN):
        raise Refused(N_("{id}: somebody took a step meanwhile; look at it once more"), id=row.id)
    return base
