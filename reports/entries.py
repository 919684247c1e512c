"""Rectifications with what documents say beside them: the unit's name, the round's, the grade in words, the light."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checklists.grades import Text
from checklists.gradings import RISK
from reports.kinds import Asked
from store.attached import SHOWN, attached
from store.clock import end_of
from store.errors import StoreError
from store.guard import VOID
from store.rectifying.ledger import Ledger
from store.rectifying.model import LIVE, Rectification, Step
from store.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A rectification as a ledger lists it. `light` is red, yellow, green or "", as of the day it was read.

    `void`: its round is, so that nothing of it counts.
    """

    rectification: Rectification
    ledger: Ledger
    unit: str
    name: str
    round: str
    grade: str
    light: str
    void: bool = False

    @property
    def live(self) -> bool:
        """Whether it is not at an end."""
        return self.rectification.state in LIVE

    def files(self, step: Step) -> list[str]:
        """The files given with a step: each name with the beginning of its digest."""
        return [f"{file.name} {file.digest[:SHOWN]}" for file in attached(self.ledger.record, step.evidence)]


def entries(asked: Asked) -> Iterator[Entry]:
    """The rectifications asked for, by unit and number: of the round if one is named, of the units if any are.

    As of a day that is past they are as they stood when it ended.

    Raises:
        Unknown: there is no such unit. StoreError: the one unit's ledger cannot be read.
    """
    workspace, day = asked.workspace, asked.day
    units, grades = workspace.units.all(), _Grades(workspace, asked.lang)
    for code in asked.units:
        workspace.units.get(code)
    names = workspace.disk.names(workspace.root / "ledger")
    codes = sorted(name.removesuffix(".journal") for name in names if name.endswith(".journal"))
    codes = [code for code in codes if not asked.units or code in asked.units]
    for done, code in enumerate(codes):
        try:
            ledger = workspace.ledger(code)
            if asked.as_of:
                ledger.as_of(end_of(asked.as_of, workspace.settings.zone))
            every = ledger.all().values()
        except StoreError as error:
            asked.leave_out(code, error)
            continue
        for each in every:
            if asked.round is None or each.round == asked.round.info.id:
                yield Entry(
                    rectification=each,
                    ledger=ledger,
                    unit=code,
                    name=units[code].name if code in units else code,
                    round=grades.round_name(each.round),
                    grade=grades.text(each),
                    light=each.light(day),
                    void=grades.is_void(each.round),
                )
        asked.progress(done, len(codes))
    asked.progress(len(codes), len(codes))


class _Grades:
    """The titles of grades and the names of rounds, each round asked once."""

    def __init__(self, workspace: Workspace, lang: str) -> None:
        self._workspace, self._lang = workspace, lang
        self._of: dict[str, tuple[str, dict[str, Text], bool]] = {}

    def text(self, each: Rectification) -> str:
        """What its grade is called; the grade's id where nothing is known of it."""
        titles = self._round(each.round)[1]
        return titles[each.grade].get(self._lang) if each.grade in titles else each.grade

    def round_name(self, round_id: str) -> str:
        """The round's name; its id where it cannot be read."""
        return self._round(round_id)[0]

    def is_void(self, round_id: str) -> bool:
        """Whether the round is void."""
        return self._round(round_id)[2]

    def _round(self, round_id: str) -> tuple[str, dict[str, Text], bool]:
        if round_id not in self._of:
            gradings, name, void = [RISK, *self._workspace.settings.gradings], round_id, False
            try:
                round_ = self._workspace.round(round_id)
                name, void = round_.info.name, round_.info.state == VOID
                gradings += [grading for checklist in round_.checklists for grading in checklist.gradings]
            except StoreError:
                pass  # archived, or damaged: what the ledger holds is worth listing all the same
            titles = {grade.id: grade.title for grading in gradings for grade in grading.grades}
            self._of[round_id] = name, titles, void
        return self._of[round_id]
