"""What a follow-up found, taken over into the ledgers: put right is closed, not put right goes back, or is reopened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from checklists.errors import N_, AudittyError
from checklists.model import Text
from store.attached import Attached, evidence_of
from store.errors import Refused
from store.followup_before import by_finding, ledgers_of
from store.guard import VOID
from store.model import Carried, Mark
from store.page import MARKS
from store.progress import Progress
from store.rectifying import life
from store.rectifying.desk import Desk
from store.rectifying.model import Rectification, Step
from store.rounds import Round
from store.sheet import Sheet
from store.workspace import Workspace

_NOTE = Text("回头看“{round}”（{id}）：{outcome}", "follow-up “{round}” ({id}): {outcome}")
_SAID = {
    "rectified": Text("已整改", "rectified"),
    "partly": Text("部分整改", "partly rectified"),
    "not": Text("未整改", "not rectified"),
    "recurred": Text("反弹", "came back"),
}
_LAST = {"rectified": ("accept", "correct")}
"""The steps that carry a result over whole; of every other, any step does."""


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What became of one rectification: the steps taken, the state it has then, and what stood in the way, if anything.

    Without steps and without `problem` everything was taken over before, or there was nothing to take.
    """

    id: str
    unit: str
    outcome: str
    steps: tuple[str, ...]
    state: str
    problem: AudittyError | None = None


def apply(
    workspace: Workspace,
    round_: Round,
    units: Iterable[str] = (),
    dry_run: bool = False,
    progress: Progress = lambda done, of: None,
) -> Iterator[Applied]:
    """Take the results of a follow-up over into the ledgers of `units`, of all if none is named, one after the other.

    What a rule forbids is left, with the reason. What was taken over before is not taken again, until the mark
    changes. With `dry_run` nothing is written, and it says what would be. `progress` is told unit by unit.

    Raises:
        Refused: the round is no follow-up, or void. Unknown: a unit is not in it.
        StoreError: a sheet or a ledger cannot be read.
    """
    check_results(round_)
    sheets = [workspace.sheet(round_, code) for code in dict.fromkeys(units) or round_.units]
    merged = workspace.units.merged()

    def told() -> Iterator[Sheet]:
        for done, sheet in enumerate(sheets):
            progress(done, len(sheets))
            yield sheet

    return (
        each
        for sheet in told()
        for each in _Results(workspace, sheet, dry_run).all([sheet.unit.code, *merged.get(sheet.unit.code, ())])
    )


def check_results(round_: Round) -> None:
    """Refuse a round whose results say nothing of earlier findings.

    Raises:
        Refused: it is no follow-up, or void.
    """
    if not round_.info.parent:
        raise Refused(N_("round {round} is no follow-up; see “auditty rounds follow-up”"), round=round_.info.id)
    if round_.info.state == VOID:
        raise Refused(N_("round {round} is void: nothing of it counts"), round=round_.info.id)


class _Results:
    """The results of one sheet."""

    def __init__(self, workspace: Workspace, sheet: Sheet, dry_run: bool) -> None:
        self._workspace, self._sheet, self._dry_run = workspace, sheet, dry_run
        self._desk = Desk(workspace)
        self._today = workspace.today

    def all(self, codes: Iterable[str]) -> Iterator[Applied]:
        """What becomes of each, in the ledgers of the units `codes`: the sheet's own, and those merged into it."""
        ledger = by_finding(ledgers_of(self._workspace, codes))
        for carried in self._sheet.unit.carried:
            mark, found = self._sheet.mark(carried.ref), ledger.get(carried.id)
            if found is not None and mark is not None and mark.result:
                yield self._taken(found, carried, mark)

    def _taken(self, stands: Rectification, carried: Carried, mark: Mark) -> Applied:
        event, outcome = self._sheet.record.base(MARKS, carried.ref), outcome_of(carried, mark)
        files = self._sheet.files(dict.fromkeys(evidence_of(mark.to_value())))
        taken: list[str] = []
        problem: AudittyError | None = None
        try:
            while step := self._next(stands, carried, mark, outcome, event):
                stands = self._take(stands, step, files)
                taken.append(step.verb)
        except AudittyError as error:
            problem = error
        code = self._sheet.unit.code
        return Applied(
            id=stands.id, unit=code, outcome=outcome, steps=tuple(taken), state=stands.state, problem=problem
        )

    def _take(self, stands: Rectification, step: Step, files: list[Attached]) -> Rectification:
        if self._dry_run:
            return self._desk.ahead(stands, step, files)
        return self._desk.take(stands.id, step, self._desk.base(stands.id), files).rectification

    def _next(self, stands: Rectification, carried: Carried, mark: Mark, outcome: str, event: str) -> Step | None:
        """The next step that carries the mark over, None when it is carried over.

        Raises:
            Refused: none can.
        """
        last = _LAST.get(outcome)
        done = [each for each in stands.steps if each.mark == event]
        if any(last is None or each.verb in last for each in done) or stands.state == "withdrawn":
            return None
        if outcome == "rectified":
            if stands.state == "closed":
                return None
            verb = self._closing(stands)
        elif stands.state == "closed":
            if outcome != "recurred":
                message = N_("{id} is closed; if it came back, mark it so: --outcome recurred")
                raise Refused(message, id=stands.id)
            verb = "reopen"
        else:
            verb = "return" if stands.state in ("submitted", "checked") else "progress"
        step = Step(verb=verb, note=self._note(carried, mark, outcome), date=self._day(), mark=event)
        return replace(step, due=self._new_due(stands, carried, mark)) if verb in ("return", "reopen") else step

    def _closing(self, stands: Rectification) -> str:
        """What comes next towards closing; what the unit never answered is closed as seen on the spot."""
        if stands.state == "submitted":
            return "check" if self._workspace.settings.closing == "checked" else "accept"
        if stands.state == "checked":
            return "accept"
        life.check_hand(stands, self._workspace.hands.who)
        return "correct"

    def _note(self, carried: Carried, mark: Mark, outcome: str) -> str:
        """By which follow-up, with what it says of the finding."""
        lang, info = self._workspace.settings.language, self._sheet.info
        head = _NOTE.get(lang).format(round=info.name, id=info.id, outcome=_SAID[outcome].get(lang))
        problem = next((each.problem for each in mark.findings if each.id == carried.id), "")
        said = [head, mark.note.strip(), problem.strip() if problem != carried.problem else ""]
        return ("；" if lang == "zh" else "; ").join(filter(None, said))

    def _day(self) -> str:
        """The day of the visit; today if none is recorded, or it is yet to come."""
        day = self._sheet.visit.date
        return day if day and day <= self._today.isoformat() else ""

    def _new_due(self, stands: Rectification, carried: Carried, mark: Mark) -> str:
        """The due date that the follow-up gave, "" if that is none, or the one that stands."""
        due = next((each.due for each in mark.findings if each.id == carried.id), "")
        return due if due not in ("", carried.due, stands.due) and date.fromisoformat(due) > self._today else ""


def outcome_of(carried: Carried, mark: Mark) -> str:
    """What the mark says of one of the line's findings: one that a failed mark has no more is put right."""
    if mark.verdict == "fail" and carried.id not in {each.id for each in mark.findings}:
        return "rectified"
    return mark.result
