"""A sheet's head as people type it: what is proposed, how persons are written, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping

from store.model import Inspector, Present, Visit
from store.sheet import VISIT, Sheet
from store.workspace import Workspace
from tui.i18n import joined, listed


def typed_visit(workspace: Workspace, sheet: Sheet) -> dict[str, str]:
    """The head as it would be typed, by field; one not yet recorded is proposed as now, by who records."""
    visit = sheet.visit
    recorded = sheet.record.get(VISIT, VISIT) is not None
    now = workspace.hands.clock.now().astimezone(workspace.settings.zone)
    inspectors = visit.inspectors or ((workspace.inspector(workspace.hands.who),) if workspace.hands.who else ())
    return {
        "date": visit.date if recorded else now.date().isoformat(),
        "place": visit.place,
        "start": visit.start if recorded else f"{now:%H:%M}",
        "end": visit.end,
        "inspectors": listed(person.name for person in inspectors),
        "present": joined(person.as_written for person in visit.present),
        "remarks": visit.remarks,
    }


def filled_visit(workspace: Workspace, before: Visit, values: Mapping[str, str]) -> Visit:
    """The visit as typed. Names on the workspace's list bring their post and certificate.

    Whoever stands as in the visit `before` stays who they were, also where what was typed could be read otherwise.
    """
    inspectors = {person.name: person for person in before.inspectors} | dict(workspace.inspectors)
    present = {person.as_written: person for person in before.present}
    names, entries = _split(values["inspectors"], "、，,；;"), _split(values["present"], "；;")
    return Visit(
        date=values["date"],
        start=values["start"],
        end=values["end"],
        place=values["place"],
        inspectors=tuple(inspectors.get(name) or Inspector(name=name) for name in names),
        present=tuple(present.get(entry) or Present.written(entry) for entry in entries),
        remarks=values["remarks"],
    )


def _split(text: str, marks: str) -> list[str]:
    """What stands between the marks, of whatever language."""
    for mark in marks[1:]:
        text = text.replace(mark, marks[0])
    return [part for entry in text.split(marks[0]) if (part := entry.strip())]
