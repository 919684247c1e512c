"""What keeps a round's sheets as they are once it is sealed, void or in the archive, whoever writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.errors import N_
from store.errors import Damaged, Refused

if TYPE_CHECKING:
    from pathlib import Path

    from store.changes import Hands
    from store.record import Record

RUNNING, FINISHED, SEALED, VOID, ARCHIVED = "running", "finished", "sealed", "void", "archived"
"""The states of a round."""

OPEN = (RUNNING, FINISHED)
"""The states in which its sheets can change."""

HEAD = "round"
"""The table, and the key in it, of a round's head."""

CLOSED = {
    SEALED: N_("round {round} was sealed by {who} at {time}: its sheets stay as they are; see “auditty rounds reopen”"),
    VOID: N_("round {round} was made void by {who} at {time}: its sheets stay as they are"),
    ARCHIVED: N_(
        "round {round} was archived by {who} at {time}: its sheets stay as they are; see “auditty rounds unarchive”"
    ),
}
"""Why nothing can be written on the sheets of a round, by its state."""


class Guard:
    """Called by a sheet's record under its lock, before anything is appended.

    Whoever closes a round first writes its new state, then takes the lock of each sheet: a writer who holds that lock
    and finds the round open is waited for, one who comes later finds it closed.
    """

    def __init__(self, round_: Record, hands: Hands) -> None:
        """`round_` is the record of the round, which another thread may be reading: here it is only looked at."""
        self._round, self._hands = round_, hands

    def __call__(self) -> None:
        """Refuse if the round is closed. One look at the size of its journal, if nothing was written to it.

        Raises:
            Refused: it is closed, by whom and when. Damaged: the round cannot be read.
        """
        record = self._round
        if self._hands.disk.size(record.journal_path) != record.state.size:
            self._round = record = type(record)(record.journal_path.with_suffix(""), self._hands)
        doc = record.doc(HEAD, HEAD)
        if doc is None or doc["value"] is None:
            raise _headless(record.journal_path.parent)
        message = CLOSED.get(doc["value"].get("state", RUNNING))
        if message is not None:
            raise Refused(message, round=record.journal_path.parent.name, who=doc["who"], time=doc["time"])


def _headless(path: Path) -> Damaged:
    return Damaged(N_("{path}: the round has no head; see “auditty verify”"), path=path)
