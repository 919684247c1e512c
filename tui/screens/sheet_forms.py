"""The forms of a sheet: which fields, what stands in them at first, and what they become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from checklists.criteria import days_named
from checklists.gradings import grading_of
from store.given import FINDING_FIELDS
from store.model import OUTCOMES, Finding
from store.sheet import Sheet, SheetLine
from store.texts import TEXT_LIMIT
from store.workspace import Workspace
from tui.i18n import OUTCOMES as NAMES
from tui.i18n import _
from tui.visit_head import typed_visit
from tui.widgets.form import Field

NOTE_LINES = 5
"""Lines that a note has to itself, where there is room."""


def finding_fields(sheet: Sheet, line: SheetLine | None, finding: Finding, lang: str, required: bool) -> list[Field]:
    """The fields of one finding. Only what is wrong must be said."""
    checklist = line.checklist if line else sheet.checklists[0]
    grades = [("", "-"), *((grade.id, grade.title.get(lang)) for grade in grading_of(checklist).grades)]
    phrases = [phrase.get(lang) for phrase in line.item.phrases] if line else []
    return [
        Field(
            "problem", _("Problem"), finding.problem, phrases=phrases, required=required, max_length=TEXT_LIMIT, lines=1
        ),
        Field("place", _("Place"), finding.place, max_length=500),
        Field("requirement", _("To do"), finding.requirement, max_length=TEXT_LIMIT, lines=1),
        Field("grade", _("Grade"), finding.grade, "choice", grades),
        Field("due", _("Due"), finding.due, "date", beside=True),
        Field("lead", _("Lead"), finding.lead, max_length=200),
        Field("responsible", _("Responsible"), finding.responsible, max_length=200, beside=True),
    ]


def outcome_field(outcome: str) -> Field:
    """What a fail in a follow-up means."""
    return Field("outcome", _("Outcome"), outcome, "choice", [(each, _(NAMES[each])) for each in OUTCOMES["fail"]])


def filled_finding(finding: Finding, values: Mapping[str, str]) -> Finding:
    """The finding with what was typed."""
    return replace(finding, **{name: values[name].strip() for name in FINDING_FIELDS if name in values})  # type: ignore[arg-type]


def note_fields(sheet: Sheet, line: SheetLine, files: Field) -> list[Field]:
    """A note, files, and what was found where a criterion judges it."""
    mark = sheet.mark(line.ref)
    note = Field("note", _("Note"), mark.note if mark else "", max_length=TEXT_LIMIT, lines=NOTE_LINES)
    found = Field("found", _("Found"), mark.found if mark else "", placeholder=_wanted(line), max_length=200)
    return [found, note, files] if line.item.criterion else [note, files]


def _wanted(line: SheetLine) -> str:
    criterion = line.item.criterion
    if criterion is None:
        return ""
    if criterion.count:
        return _("how many times, as 9")
    if criterion.share:
        return _("the share, as 29/30 or 97 %")
    if criterion.duration:
        return _("how long, as 10 h or 1 d")
    if criterion.date:
        return _("the date, as 2026-11-12")
    if criterion.schedule:
        return _("how many took place, or the days as 03-15 06-14")
    return _("now / before, as 118 / 120")


def due_text(workspace: Workspace, sheet: Sheet, line: SheetLine) -> list[str]:
    """The days on which the item falls due in the round's period, for what is found to be held against."""
    if line.item.recurrence is None:
        return []
    from checklists.recurrence import occurrences

    start, end = sheet.info.period(workspace.today)
    due = [occurrence.due for occurrence in occurrences(line.item.recurrence, start, end)]
    named = days_named(due, end.year if start.year == end.year else 0, 24)
    return [_("{count} due: {days}").format(count=len(due), days=named)] if due else []


def visit_fields(workspace: Workspace, sheet: Sheet) -> list[Field]:
    """The sheet's head."""
    head = typed_visit(workspace, sheet)
    return [
        Field("date", _("Date"), head["date"], "date"),
        Field("place", _("Place"), head["place"], max_length=500, beside=True),
        Field("start", _("From"), head["start"], placeholder="09:30"),
        Field("end", _("Until"), head["end"], placeholder="11:30", beside=True),
        Field("inspectors", _("Inspectors"), head["inspectors"], max_length=500),
        Field("present", _("Present"), head["present"], placeholder=_("name, post; name, post"), max_length=1000),
        Field("remarks", _("Remarks"), head["remarks"], max_length=TEXT_LIMIT, lines=1),
    ]
