"""Making a round: whole or not at all, with its checklists and units pinned as they are now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklists.errors import N_
from store import ids, texts
from store.changes import DRAFT
from store.errors import Refused
from store.guard import HEAD, UNITS
from store.model import Inspector, PinnedChecklist, PinnedUnit, RoundInfo
from store.progress import Progress
from store.record import Change, Hands, Record
from store.rounds import Round

if TYPE_CHECKING:
    from checklists.model import Checklist


def create(
    folder: Path,
    hands: Hands,
    *,
    name: str,
    checklists: Iterable[Checklist],
    units: Iterable[PinnedUnit],
    period_from: str = "",
    period_to: str = "",
    inspectors: Iterable[Inspector] = (),
    blanks: Mapping[str, str] | None = None,
    parent: str = "",
    pinned: Mapping[str, bytes] | None = None,
    progress: Progress = lambda done, of: None,
) -> Round:
    """Make a round in `folder`, whole or not at all; its id names the day it is.

    `pinned` are the files of checklists, by id, that are to be laid down byte for byte as another round has them.
    `progress` is called before the units are written and before the round is there: what it raises comes out, and
    there is no round.

    Raises:
        Refused: no name, no checklist, no unit, dates the wrong way round, or a blank no checklist has.
    """
    from checklists.canonical import to_json

    kept_name, _ = texts.name(name)
    chosen, pinned_units = list(checklists), list(units)
    first, last = texts.iso_date(period_from, "--from"), texts.iso_date(period_to, "--to")
    _check(kept_name, chosen, pinned_units, first, last, blanks or {})
    disk, today = hands.disk, hands.today
    taken = set(disk.names(folder))
    while (round_id := ids.round_id(today)) in taken:
        pass
    draft = folder / f"{DRAFT}{round_id}"
    try:
        disk.make_dir(draft / "checklists")
        pins = []
        for checklist in chosen:
            data = (pinned or {}).get(checklist.id) or to_json(checklist)
            disk.replace(draft / "checklists" / f"{checklist.id}.json", data, durable=True)
            pins.append(pin(checklist, data))
        info = RoundInfo(
            id=round_id,
            name=kept_name,
            period_from=first,
            period_to=last,
            parent=parent,
            inspectors=tuple(inspectors),
            checklists=tuple(pins),
            blanks={blank: texts.storable(text) for blank, text in (blanks or {}).items()},
            created=hands.clock.stamp(),
        )
        disk.make_dir(draft / "sheets")
        progress(len(pinned_units), len(pinned_units))
        record = Record(draft / "round", hands)
        record.change_all(
            [
                Change(HEAD, HEAD, _plain(asdict(info))),
                *(Change(UNITS, unit.code, _plain(unit.to_value())) for unit in pinned_units),
            ]
        )
        record.flush(durable=True)
        progress(len(pinned_units), len(pinned_units))
        disk.rename_new(draft, folder / round_id)
    except BaseException:
        disk.remove_tree(draft)
        raise
    return Round(folder / round_id, hands)


def _check(
    name: str, checklists: list[Checklist], units: list[PinnedUnit], first: str, last: str, blanks: Mapping[str, str]
) -> None:
    if not name:
        raise Refused(N_("the round needs a name"))
    if not checklists:
        raise Refused(N_("the round needs a checklist: --checklist ID; see “auditty checklists list”"))
    if len({checklist.id for checklist in checklists}) < len(checklists):
        raise Refused(N_("a checklist is named twice"))
    if not units:
        raise Refused(N_("the round needs units: --unit CODE, --type TYPE or --all-units"))
    if first and last and first > last:
        raise Refused(N_("the period ends ({last}) before it begins ({first})"), first=first, last=last)
    known = {blank.id for checklist in checklists for blank in checklist.blanks}
    for blank in blanks:
        if blank not in known:
            raise Refused(N_("no checklist of the round has a blank “{blank}”"), blank=blank)


def pin(checklist: Checklist, data: bytes) -> PinnedChecklist:
    """How a round names a checklist whose canonical JSON is `data`."""
    import hashlib

    return PinnedChecklist(
        id=checklist.id,
        version=checklist.version,
        digest=hashlib.sha256(data).hexdigest(),
        title=checklist.title._asdict(),
    )


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    """A value as the JSON that reading it back gives, tuples as lists."""
    return json.loads(json.dumps(value))  # type: ignore[no-any-return]
