"""Where rectifications are worked on: finds one by its id in any unit's ledger, and takes a step for who is at work."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from checklists.errors import N_
from store.errors import Unknown
from store.ids import is_code
from store.record import Record
from store.rectifying import life
from store.rectifying.ledger import Ledger
from store.rectifying.model import Rectification, Step, unit_of
from store.rectifying.roles import role_for
from store.workspace import Workspace


class Taken(NamedTuple):
    """A step that is on disk: what it made, and the id of its event."""

    rectification: Rectification
    event: str


class Desk:
    """The rectifications of all units of a workspace, one at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def ledger(self, rectification_id: str) -> Ledger:
        """The ledger that holds the rectification with this id.

        Raises:
            Unknown: there is none.
        """
        code, folder = unit_of(rectification_id), self._workspace.root / "ledger"
        record = Record(folder / code, self._workspace.hands)
        if not is_code(code) or not record.exists:
            raise Unknown(N_("no rectification “{id}”; see “auditty rectify list”"), id=rectification_id[:80])
        return Ledger(record, code)

    def get(self, rectification_id: str) -> Rectification:
        """The rectification with this id.

        Raises:
            Unknown: there is none.
        """
        return self.ledger(rectification_id).get(rectification_id)

    def base(self, rectification_id: str) -> str:
        """The id of its last event, for `take`: what the person at the screen has seen."""
        return self.ledger(rectification_id).base(rectification_id)

    def take(self, rectification_id: str, step: Step, base: str | None = None) -> Taken:
        """Take a step; it is on disk on return. `step` holds what the person gives: see `Step`.

        `base` is the id of the last event that the person had seen, None: whatever stands.

        Raises:
            Unknown: no such rectification. life.WrongStep: not possible now; it names what is. Refused: something is
            missing, or the step is not theirs to take. Conflict: somebody else took a step since `base`.
        """
        workspace = self._workspace
        hands, settings = workspace.hands, workspace.settings
        given = replace(
            step,
            at=hands.clock.stamp(),
            who=hands.who,
            user=hands.user,
            role=role_for(settings.roles, hands.who, step.verb),
        )
        today = hands.clock.today(settings.zone)

        def made(stands: Rectification) -> Rectification:
            if settings.closing == "checked" and step.verb == "accept" and stands.state == "submitted":
                raise life.WrongStep(
                    N_("{id}: this workspace wants the check on site (“check”) before it is closed out"),
                    tuple(verb for verb in life.possible(stands) if verb != "accept"),
                    id=stands.id,
                )
            return life.take(stands, given, today)

        ledger = self.ledger(rectification_id)
        taken, event = ledger.change(rectification_id, made, base, dict(step.to_value()))
        return Taken(taken, event.id)
