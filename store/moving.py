"""Taking a running round to another version of its checklists. The version before stays pinned beside the new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import reduce
from operator import add
from typing import Any

from checklists.canonical import digest, to_json
from checklists.changes import Changes, compare
from checklists.errors import N_
from checklists.gradings import with_scheme
from checklists.model import Checklist
from store.counts import Tally
from store.errors import Refused, Unknown
from store.guard import HEAD
from store.model import OTHER_FINDINGS, PinnedChecklist, RoundInfo
from store.record import Change
from store.round_making import pin
from store.rounds import Round
from store.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Step:
    """One checklist that moved: the versions before and after, and what differs."""

    before: PinnedChecklist
    after: PinnedChecklist
    changes: Changes


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What a move came to: the checklists that have another version now, and the marks over the whole round.

    `kept` marks still answer what is asked, `recheck` have to be looked at again.
    """

    steps: tuple[Step, ...]
    kept: int
    recheck: int


def newest(workspace: Workspace, round_: Round, checklist_id: str = "") -> list[Checklist]:
    """The workspace's, else the library's, version of a checklist of the round; of every one if none is named."""
    own = [pinned.id for pinned in round_.info.checklists if pinned.id != OTHER_FINDINGS]
    wanted = [checklist_id] if checklist_id else own
    return [workspace.checklists.get(each) for each in wanted]


def move(workspace: Workspace, round_: Round, newer: Iterable[Checklist]) -> Moved:
    """Take the round to the versions `newer` of its checklists, all of them or none.

    No sheet is touched. What is there already in the same wording is left as it is.

    Raises:
        Refused: the round is not running. Unknown: it has no such checklist.
    """
    round_.refresh()
    _refuse_at_rest(round_.info)
    old = {checklist.id: checklist for checklist in round_.checklists}
    pins: dict[str, PinnedChecklist] = {}
    changes: dict[str, Changes] = {}
    for given in newer:
        if given.id not in old:
            message = N_("round {round} has no checklist “{id}”; it has {known}")
            raise Unknown(message, round=round_.info.id, id=given.id, known=", ".join(old))
        checklist = with_scheme(given, workspace.settings.gradings)
        if digest(checklist) != digest(old[given.id]):
            changes[given.id] = compare(old[given.id], checklist)
            pins[given.id] = _laid_down(workspace, round_, checklist)
    before = {pinned.id: pinned for pinned in round_.info.checklists}
    if pins:
        round_.record.change_by(lambda: [Change(HEAD, HEAD, _moved(round_, pins))])
        round_.refresh()
    total = reduce(add, workspace.tallies(round_).values(), Tally())
    steps = tuple(Step(before=before[each], after=after, changes=changes[each]) for each, after in pins.items())
    return Moved(steps=steps, kept=total.marked - total.recheck, recheck=total.recheck)


def _refuse_at_rest(info: RoundInfo) -> None:
    if info.state != "running":
        message = N_("round {round} is not running; only a running round moves to another version of its checklist")
        raise Refused(message, round=info.id)


def _laid_down(workspace: Workspace, round_: Round, checklist: Checklist) -> PinnedChecklist:
    """Put the checklist on disk beside the round; nothing names the file yet.

    An @ stands in no id, so the name is that of no other checklist.
    """
    data = to_json(checklist)
    pinned = pin(checklist, data)
    name = f"{checklist.id}@{pinned.digest[:16]}.json"
    workspace.disk.replace(round_.path / "checklists" / name, data, durable=True)
    return PinnedChecklist(**{**vars(pinned), "file": name})


def _moved(round_: Round, pins: Mapping[str, PinnedChecklist]) -> dict[str, Any]:
    """The round's head as it stands on disk, with the pins in the place of those of the same id."""
    value = round_.record.get(HEAD, HEAD)
    assert value is not None
    info = RoundInfo.from_value(value)
    _refuse_at_rest(info)  # asked again, for this is under the lock
    gone = [
        asdict(pinned) for pinned in info.checklists if pinned.id in pins and pinned.digest != pins[pinned.id].digest
    ]
    return {
        **value,
        "checklists": [asdict(pins.get(pinned.id, pinned)) for pinned in info.checklists],
        "earlier": [*map(asdict, info.earlier), *gone],
    }
