"""From which rounds what was written is taken."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock

from store.errors import StoreError
from store.phrasing.written import Written, read
from store.progress import Progress
from store.rounds import DAMAGED, Round
from store.workspace import Workspace

MOST_ROUNDS = 5
"""The round itself and the newest of those before it: what was written years ago is no help."""


def refs_of(round_: Round) -> list[str]:
    """The refs of a round's items."""
    return [f"{checklist.id}:{line.item.id}" for checklist in round_.checklists for line in checklist.lines]


class Before:
    """What was written in a workspace, kept as long as nothing is written anew. May be called in threads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace, self._lock = workspace, Lock()
        self._rounds: dict[str, Round] = {}  # nobody else reads from these meanwhile
        self._read: dict[str, tuple[list[object], list[Written]]] = {}

    def of(self, round_id: str, progress: Progress | None = None) -> Iterator[tuple[Round, list[Written]]]:
        """What was written in this round, then in each other one that asks the same checklists, newest first.

        A round that cannot be read has nothing. `progress` as in `read`.
        """
        rounds = {each.info.id: each for each in self._workspace.rounds() if each.info.state != DAMAGED}
        if round_id not in rounds:
            return
        wanted = {pinned.id for pinned in rounds[round_id].info.checklists}
        alike = [each for each in rounds.values() if wanted & {pinned.id for pinned in each.info.checklists}]
        alike.sort(key=lambda each: (each.info.id == round_id, each.info.created), reverse=True)
        for each in alike[:MOST_ROUNDS]:
            with self._lock:
                own = self._rounds.setdefault(each.info.id, Round(each.path, self._workspace.hands))
                written = self._written(own, progress)
            yield own, written

    def _written(self, round_: Round, progress: Progress | None) -> list[Written]:
        try:
            stamps = round_.stamps()
            kept = self._read.get(round_.info.id)
            if kept is None or kept[0] != stamps:
                round_.refresh()
                kept = self._read[round_.info.id] = (stamps, read(round_, self._workspace.hands, progress))
        except StoreError:
            return []
        return kept[1]
