"""What a new finding begins with: the checklist's own proposal, and a date to put it right by."""

from __future__ import annotations

from dataclasses import replace

from checklists.gradings import default_grade, find_grade
from checklists.model import Checklist, RiskPoint
from reports.build import item_text
from store.model import Finding
from store.rectifying.dates import NotCovered, due_after
from store.sheet import Sheet, SheetLine
from store.workspace import Workspace


def due_day(workspace: Workspace, checklist: Checklist, grade_id: str) -> str:
    """The due date that the workspace, else the scheme, proposes for a grade; "" without one, or if it is not known."""
    grade = find_grade(checklist, grade_id)
    try:
        return due_after(workspace.settings, grade_id, grade.due_days if grade else None, workspace.today)
    except NotCovered:
        return ""  # the person gives it; issuing the notice says why


def with_time(workspace: Workspace, checklist: Checklist, finding: Finding) -> Finding:
    """The finding; one whose due date is past with the one proposed for its grade, if there is any."""
    if not finding.due or finding.due >= workspace.today.isoformat():
        return finding
    return replace(finding, due=due_day(workspace, checklist, finding.grade) or finding.due)


def new_finding(workspace: Workspace, sheet: Sheet, line: SheetLine | None, lang: str) -> Finding:
    """What a finding on this item begins with: the checklist's own proposal."""
    if line is None:
        return Finding()
    section, grade = line.section, default_grade(line.section, line.item)
    lead = responsible = ""
    if isinstance(section, RiskPoint):
        lead = item_text(sheet, line, section.lead, lang)
        responsible = item_text(sheet, line, section.responsible, lang)
    return Finding(
        requirement=item_text(sheet, line, line.item.requirement, lang),
        grade=grade,
        lead="" if "＿" in lead else lead,
        responsible="" if "＿" in responsible else responsible,
        due=due_day(workspace, line.checklist, grade),
    )
