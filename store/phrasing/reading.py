"""From which rounds what was written is taken."""

from __future__ import annotations

from collections.abc import Iterator

from store.errors import StoreError
from store.phrasing.written import Written, read
from store.progress import Progress
from store.rounds import DAMAGED, Round
from store.workspace import Workspace


def refs_of(round_: Round) -> list[str]:
    """The refs of a round's items."""
    return [f"{checklist.id}:{line.item.id}" for checklist in round_.checklists for line in checklist.lines]


def written_before(
    workspace: Workspace, round_: Round, progress: Progress | None = None
) -> Iterator[tuple[Round, list[Written]]]:
    """What was written in this round, then in each other one that asks the same checklists, newest first.

    A round that cannot be read has nothing. The rounds are read for this alone: call it in a thread.
    """
    wanted = {pinned.id for pinned in round_.info.checklists}
    rounds = sorted(workspace.rounds(), key=lambda each: (each.info.id == round_.info.id, each.info.created))
    for each in reversed(rounds):
        if each.info.state != DAMAGED and wanted & {pinned.id for pinned in each.info.checklists}:
            own = Round(each.path, workspace.hands)  # nobody else reads from it meanwhile
            try:
                yield own, read(own, workspace.hands, progress)
            except StoreError:
                yield own, []
