"""What can go wrong with a workspace, each with the exit code of the command line contract.

2: the call or the input was wrong. 3: the machine is in the way, try again. 1: the answer is "no".
"""

from __future__ import annotations

from typing import Any

from checklists.errors import N_, AudittyError


class StoreError(AudittyError):
    """Base of everything the store raises for a user to read."""


class NoWorkspace(StoreError):
    """The folder is not a workspace."""


class NewerFormat(StoreError):
    """A newer program wrote this workspace."""


class OlderFormat(StoreError):
    """An older program wrote this workspace; it can be migrated."""


class Unknown(StoreError):
    """No such unit, item, round …"""


class Refused(StoreError):
    """The input breaks a rule; the message says which."""


class MachineError(StoreError):
    """The machine is in the way; the same call may work later."""

    exit_code = 3


class Locked(MachineError):
    """Somebody else is writing the same record and did not finish in time."""


class DiskFull(MachineError):
    """No space left, or the quota is used up."""


class NoPermission(MachineError):
    """The operating system does not allow it."""


class DiskTrouble(MachineError):
    """Any other error of the operating system."""


class Damaged(StoreError):
    """A file does not hold what the program wrote."""

    exit_code = 1


class Conflict(StoreError):
    """The item changed since the writer looked at it.

    `theirs` is the value that stands, `mine` the one refused, `head` the id of the event that stands: pass it as
    `base` to resolve.
    """

    exit_code = 1

    def __init__(self, key: str, theirs: Any, mine: Any, head: str, who: str, time: str) -> None:
        super().__init__(
            N_("{key} was changed by {who} at {time} meanwhile; now: {theirs}; yours, not saved: {mine}"),
            key=key,
            who=who,
            time=time,
            theirs=theirs,
            mine=mine,
        )
        self.theirs, self.mine, self.head = theirs, mine, head
