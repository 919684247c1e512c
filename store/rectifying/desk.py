"""Where rectifications are worked on: finds one by its id in any unit's ledger, and takes a step for who is at work."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from checklists.errors import N_, AudittyError
from store.attached import Attached
from store.changes import Change
from store.errors import Unknown
from store.ids import is_code
from store.record import Record
from store.rectifying import life
from store.rectifying.dates import due_after
from store.rectifying.grades import own_days
from store.rectifying.ledger import TABLE, Ledger
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

    def merged_into(self, unit: str) -> list[Ledger]:
        """The ledgers of the units that were merged into this one."""
        folder = self._workspace.root / "ledger"
        codes = self._workspace.units.merged().get(unit, ())
        return [Ledger(Record(folder / code, self._workspace.hands), code) for code in codes]

    def get(self, rectification_id: str) -> Rectification:
        """The rectification with this id.

        Raises:
            Unknown: there is none.
        """
        return self.ledger(rectification_id).get(rectification_id)

    def base(self, rectification_id: str) -> str:
        """The id of its last event, for `take`: what the person at the screen has seen."""
        return self.ledger(rectification_id).base(rectification_id)

    def take(self, rectification_id: str, step: Step, base: str | None = None, files: Iterable[Attached] = ()) -> Taken:
        """Take a step; it is on disk on return. `step` holds what the person gives: see `Step`.

        `base` is the id of the last event that the person had seen, None: whatever stands. `files` were taken in by
        `workspace.evidence` and are the step's evidence.

        Raises:
            Unknown: no such rectification. life.WrongStep: not possible now; it names what is. Refused: something is
            missing, or the step is not theirs to take. Conflict: somebody else took a step since `base`.
        """
        given = list(files)
        step = self._own(step, given)
        ledger = self.ledger(rectification_id)
        taken, event = ledger.change(
            rectification_id, lambda stands: self._after(stands, step), base, step.to_value(), given
        )
        return Taken(taken, event.id)

    def take_each(self, unit: str, wanted: Callable[[Rectification], bool], step: Step) -> list[AudittyError]:
        """Take the step for each rectification of a unit that is `wanted`, with one wait for the disk.

        One that has just this step already is left as it is. Returns why steps were refused; the others are on disk.

        Raises:
            Refused: the step is not theirs to take.
        """
        step, ledger = self._own(step), self._workspace.ledger(unit)
        refused: list[AudittyError] = []

        def changes() -> list[Change]:
            made = []
            for each in ledger.all().values():
                if wanted(each) and not any(_same(done, step) for done in each.steps):
                    try:
                        made.append(Change(TABLE, each.id, self._after(each, step).to_value()))
                    except AudittyError as error:
                        refused.append(error)
            return made

        ledger.record.change_by(changes)
        return refused

    def ahead(self, stands: Rectification, step: Step, files: Iterable[Attached] = ()) -> Rectification:
        """What `take` would make of the rectification that `stands`; nothing is written.

        Raises:
            life.WrongStep, Refused: as `take`.
        """
        return self._after(stands, self._own(step, files))

    def _own(self, step: Step, files: Iterable[Attached] = ()) -> Step:
        """The step as one of who is at work, now."""
        hands = self._workspace.hands
        return replace(
            step,
            evidence=(*step.evidence, *(file.digest for file in files)),
            at=hands.clock.stamp(),
            who=hands.who,
            user=hands.user,
            role=role_for(self._workspace.settings.roles, hands.who, step.verb),
        )

    def _after(self, stands: Rectification, step: Step) -> Rectification:
        today = self._workspace.today
        return life.take(stands, self._with_due(step, stands, today), today, self._workspace.settings.closing)

    def _with_due(self, step: Step, stands: Rectification, today: date) -> Step:
        """What came back has as long as its grade has from the start, unless the step says by when."""
        if step.verb != "reopen" or step.due:
            return step
        days = own_days(self._workspace, stands) if stands.grade else None
        return replace(step, due=due_after(self._workspace.settings, stands.grade, days, today))


def _same(done: Step, step: Step) -> bool:
    return (done.verb, done.note) == (step.verb, step.note)
