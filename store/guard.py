"""What keeps a round's sheets as they are once it is sealed, void or in the archive, whoever writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checklists.errors import N_
from store.clock import shown
from store.errors import Damaged, Refused
from store.record import Record

if TYPE_CHECKING:
    from store.changes import Hands
    from store.state import Doc

RUNNING, FINISHED, SEALED, VOID, ARCHIVED = "running", "finished", "sealed", "void", "archived"
"""The states of a round."""

OPEN = (RUNNING, FINISHED)
"""The states in which its sheets can change."""

HEAD = "round"
"""The table, and the key in it, of a round's head."""

UNITS = "units"
"""The table of a round's units."""

LEFT = N_("unit {unit} left round {round}: {reason}; “auditty rounds join” takes it back")

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

    def __init__(self, round_: Path, hands: Hands) -> None:
        """`round_` is the path of the round's record, which is read here anew: another thread may have it in use."""
        self._path, self._hands = round_, hands
        self._size: int | None = None
        self._doc: Doc | None = None
        self._left: dict[str, str] = {}

    def __call__(self, unit: str = "") -> None:
        """Refuse if the round is closed, or `unit` left it. One look at its journal's size, if nothing was written.

        Raises:
            Refused: it is so, by whom and when, or why. Damaged: the round cannot be read.
        """
        journal = self._path.with_name(self._path.name + ".journal")
        if self._size is None or self._hands.disk.size(journal) != self._size:
            record = Record(self._path, self._hands)  # of thousands of units: only what is asked for stays
            self._doc, self._size = record.doc(HEAD, HEAD), record.state.size
            units = record.all(UNITS)
            self._left = {code: value["left"] for code, value in units.items() if value.get("left")}
        doc = self._doc
        if doc is None or doc["value"] is None:
            raise _headless(self._path.parent)
        message = CLOSED.get(doc["value"].get("state", RUNNING))
        if message is not None:
            time = shown(doc["time"], self._hands.zone)
            raise Refused(message, round=self._path.parent.name, who=doc["who"], time=time)
        if unit in self._left:
            raise Refused(LEFT, unit=unit, round=self._path.parent.name, reason=self._left[unit])


def _headless(path: Path) -> Damaged:
    return Damaged(N_("{path}: the round has no head; see “auditty verify”"), path=path)
