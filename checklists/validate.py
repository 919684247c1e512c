"""What the types cannot say: ids, references between parts of a checklist, and values with a grammar of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from checklists import amounts
from checklists.blanks import names_in
from checklists.build import MAX_GUESSES, Builder
from checklists.errors import N_, AudittyError, Problem, cut
from checklists.gradings import RISK, gradings_of
from checklists.model import Blank, Checklist, Criterion, Grading, Item, Phase, RiskPoint, Section, Text
from checklists.points import check_moment
from checklists.recurrence import check_recurrence
from checklists.unit_types import UnitType, known

FORMAT = 1

_ID = re.compile(r"[0-9A-Za-z._-]{1,64}")


def validate(
    checklist: Checklist, built_by: Builder, extra_types: Iterable[UnitType] = (), own_gradings: Iterable[Grading] = ()
) -> list[Problem]:
    """Every fault of meaning in a checklist. `extra_types` and `own_gradings` are what a workspace adds to name.

    `built_by` knows where things stand; a fresh Builder does for a checklist that came from no file, the places are
    then 0. Where it lost values, references to what is not there are not reported, they may be among the lost.
    """
    check = _Check(checklist, built_by, extra_types, tuple(own_gradings))
    check.run()
    return check.problems


def validate_gradings(gradings: Sequence[Grading], built_by: Builder) -> list[Problem]:
    """Every fault of meaning in grading schemes."""
    check = _Places(built_by)
    check.gradings(gradings)
    return check.problems


class _Places:
    """Problems at their places in one file, and the checks that need nothing else."""

    def __init__(self, built_by: Builder) -> None:
        self.built_by = built_by
        self.problems: list[Problem] = []

    def at(self, owner: object, field: str, message: str, text: str = "", **params: Any) -> None:
        """Report at a field of `owner`, or at `text` in its list."""
        line, column = self.built_by.place(owner, field, text)
        self.problems.append(Problem(self.built_by.name, line, column, message, params))

    def unique(self, owners: Iterable[Any]) -> None:
        """Report ids that are none, and those that another of `owners` has."""
        first: dict[str, Any] = {}
        for owner in owners:
            if not _ID.fullmatch(owner.id):
                message = N_('"{found}" is no id; use 1 to 64 of the letters A-Z and a-z, digits, ".", "_" and "-"')
                self.at(owner, "id", message, found=cut(owner.id))
            elif owner.id in first:
                line = self.built_by.place(first[owner.id], "id")[0]
                self.at(owner, "id", N_('the id "{found}" is already used on line {line}'), found=owner.id, line=line)
            else:
                first[owner.id] = owner

    def gradings(self, gradings: Sequence[Grading]) -> None:
        self.unique(gradings)
        for grading in gradings:
            self.unique(grading.grades)
            if grading.id == RISK.id:
                self.at(grading, "id", N_('the grading "{found}" is built in; choose another id'), found=grading.id)
            if not grading.grades and not self.built_by.lost:
                self.at(grading, "grades", N_("the list is empty"))
            for grade in grading.grades:
                if grade.due_days is not None and grade.due_days < 0:
                    self.at(grade, "due_days", N_("must not be below {least}"), least=0)


class _Check(_Places):
    """One pass over one checklist."""

    def __init__(
        self,
        checklist: Checklist,
        built_by: Builder,
        extra_types: Iterable[UnitType],
        own_gradings: tuple[Grading, ...],
    ) -> None:
        super().__init__(built_by)
        self.checklist = checklist
        self.extra_types = extra_types
        self.schemes = gradings_of(checklist, own_gradings)
        self._types: Mapping[str, UnitType] | None = None

    def run(self) -> None:
        checklist = self.checklist
        if checklist.format != FORMAT:
            self.at(checklist, "format", N_("format {found} does not exist; write {newest}"), found=checklist.format,
                    newest=FORMAT)  # fmt: skip
        self.ids(checklist)
        self.gradings(checklist.gradings)
        self.grading()
        self.unit_types(checklist)
        if not any(True for _ in checklist.sections) and not self.built_by.lost:
            message = N_("nothing to inspect: give responsibility, phases or countermeasures")
            self.at(checklist, "", message)
        for section in checklist.sections:
            self.section(section)
        self.conditions()
        self.blanks()

    def parses(self, owner: object, field: str, parse: Callable[[str], object], text: str) -> None:
        """Report if `parse` refuses `text`."""
        try:
            parse(text)
        except AudittyError as error:
            self.at(owner, field, error.message, **error.params)

    def ids(self, checklist: Checklist) -> None:
        self.unique((checklist,))
        self.unique(checklist.sections)
        self.unique(line.item for line in checklist.lines)
        self.unique(checklist.blanks)

    def reference(self, owner: object, field: str, found: str, there: Collection[str], message: str) -> None:
        """Report `found` if it is not one of `there`; `message` has the blanks found and known."""
        if found in there or self.built_by.lost:
            return
        near = self.built_by.guess(cut(found), there) if len(self.problems) < MAX_GUESSES else ""
        self.at(owner, field, message, found, found=cut(found), known=near or cut(", ".join(islice(there, 40)), 300))

    def grading(self) -> None:
        if self.checklist.grading:
            message = N_(
                'there is no grading "{found}"; there is {known}; define it under gradings, here or in workspace.yaml'
            )
            self.reference(self.checklist, "grading", self.checklist.grading, self.schemes, message)

    def grade(self, owner: Item | RiskPoint) -> None:
        grading = self.schemes.get(self.checklist.grading or RISK.id)
        if owner.grade and grading:
            message = N_('there is no grade "{found}" in the grading; there is {known}')
            self.reference(owner, "grade", owner.grade, [grade.id for grade in grading.grades], message)

    def unit_types(self, owner: Checklist | Section | Item) -> None:
        if owner.applies_to:
            if self._types is None:
                self._types = known(self.extra_types)
            for code in owner.applies_to:
                message = N_('there is no unit type "{found}"; there is {known}')
                self.reference(owner, "applies_to", code, self._types, message)

    def section(self, section: Section) -> None:
        self.unit_types(section)
        if not section.items and not self.built_by.lost:
            self.at(section, "items", N_("the list is empty"))
        if isinstance(section, Phase):
            self.moment(section, "from_", section.from_)
            self.moment(section, "to", section.to)
        if isinstance(section, RiskPoint):
            self.moment(section, "deadline", section.deadline)
            self.grade(section)
        for item in section.items:
            self.item(item)

    def moment(self, owner: object, field: str, text: str) -> None:
        if text:
            self.parses(owner, field, check_moment, text)

    def item(self, item: Item) -> None:
        self.unit_types(item)
        self.grade(item)
        if item.weight < 0:
            self.at(item, "weight", N_("must not be below {least}"), least=0)
        if item.recurrence:
            for field, text, error in check_recurrence(item.recurrence):
                self.at(item.recurrence, field, error.message, text, **error.params)
        if item.criterion:
            self.criterion(item, item.criterion)

    def criterion(self, item: Item, criterion: Criterion) -> None:
        kinds = [kind for kind in (criterion.count, criterion.share, criterion.duration, criterion.date,
                                   criterion.schedule, criterion.not_below) if kind is not None]  # fmt: skip
        if len(kinds) != 1 and not self.built_by.lost:
            message = N_("give exactly one of count, share, duration, date, schedule, not_below; found {found}")
            self.at(criterion, "", message, found=len(kinds))
        if criterion.count:
            self.limits(criterion.count, criterion.count.at_least, criterion.count.at_most, None)
        if criterion.share:
            self.limits(criterion.share, criterion.share.at_least, criterion.share.at_most, 100)
        if criterion.duration:
            self.parses(criterion.duration, "at_most", amounts.minutes, criterion.duration.at_most)
        if criterion.date:
            self.parses(criterion.date, "by", check_moment, criterion.date.by)
        if schedule := criterion.schedule:
            if schedule.at_least != "all" and not re.fullmatch("[1-9][0-9]{0,3}", schedule.at_least):
                message = N_('expected all or a number from 1, found "{found}"')
                self.at(schedule, "at_least", message, found=cut(schedule.at_least))
            if item.recurrence is None and not self.built_by.lost:
                self.at(criterion, "schedule", N_("a schedule needs the item's recurrence"))

    def limits(self, owner: object, least: float | None, most: float | None, ceiling: int | None) -> None:
        if least is None and most is None and not self.built_by.lost:
            self.at(owner, "", N_("give at_least, at_most, or both"))
        for field, value in (("at_least", least), ("at_most", most)):
            if value is not None and value < 0:
                self.at(owner, field, N_("must not be below {least}"), least=0)
            elif value is not None and ceiling is not None and value > ceiling:
                self.at(owner, field, N_("must not be above {most}"), most=ceiling)
        if least is not None and most is not None and least > most:
            self.at(owner, "at_most", N_("at_most is below at_least"))

    def conditions(self) -> None:
        after = {line.item.id: line.item.when.item for line in self.checklist.lines if line.item.when}
        items = {line.item.id: line.item for line in self.checklist.lines}
        settled: set[str] = set()
        for item in items.values():
            if not item.when:
                continue
            if not item.when.is_ and not self.built_by.lost:
                self.at(item.when, "is_", N_("the list is empty"))
            self.reference(item.when, "item", item.when.item, items, N_('there is no item "{found}"; there is {known}'))
            path: dict[str, None] = {}
            here = item.id
            while here in after and here not in path and here not in settled:
                path[here] = None
                here = after[here]
            if here in path:
                circle = [*path][[*path].index(here) :]
                message = N_("items wait for each other: {circle}")
                self.at(items[here].when, "item", message, circle=cut(" → ".join([*circle, here]), 300))
            settled.update(path)

    def blanks(self) -> None:
        if self.checklist.blanks and not self.built_by.problems:
            used = {name for text in _texts(self.checklist) for name in names_in(text)}
            for blank in self.checklist.blanks:
                if blank.id not in used:
                    self.at(blank, "id", N_("no text holds the blank <{found}>"), found=blank.id)


def _texts(value: object) -> Iterator[str]:
    """Every text in a value of the model, in both languages, except the texts that explain blanks."""
    if isinstance(value, Text):
        yield from value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, Blank):
        for field in value.__dataclass_fields__:
            yield from _texts(getattr(value, field))
