"""What was before of a line in a follow-up, as lines of the sheet's pane."""

from __future__ import annotations

from datetime import date

from checklists.gradings import find_grade
from store.followup_before import Earlier
from store.model import Finding, Mark
from store.rectifying.model import Rectification
from store.sheet import SheetLine
from tui.i18n import _
from tui.rectifying_words import LIGHTS, state_text
from tui.screens.sheet_view import SheetView, entry_lines
from tui.widgets.canvas import Line
from tui.widgets.look import ERROR, PLAIN
from tui.wordings import files_line


def before_lines(
    view: SheetView, line: SheetLine, was: Earlier, mark: Mark | None, today: date, cells: int
) -> list[Line]:
    """The earlier mark, each finding with what it turned into, and the unit's answer; `mark` is the new one."""
    lines: list[Line] = []
    if was.mark:
        sign, style = view.look.mark(was.mark.verdict)
        lines += entry_lines(_("Before"), f"{sign} {was.day} {was.who}  {was.mark.note}", cells, style=style)
    ledger = {each.finding: each for each in was.rectifications}
    again = {each.id for each in mark.findings} if mark and mark.verdict == "fail" else set()
    for finding in was.findings:
        found = ledger.get(finding.id)
        style = ERROR if found and found.overdue(today) else PLAIN
        said = [] if finding.id in again else _words(view, line, finding)  # the new mark says it
        said += _standing(finding, found, today)
        lines += entry_lines(_("Problem"), "  ".join(filter(None, said)), cells, style=style)
        if finding.requirement and finding.id not in again:
            lines += entry_lines(_("To do"), finding.requirement, cells, style=PLAIN)
        if found and (answer := _answer(found)):
            lines += entry_lines(_("Answer"), answer, cells, style=PLAIN)
    if was.files:
        lines += entry_lines(_("Files"), files_line(was.files), cells, style=PLAIN)
    return lines


def _words(view: SheetView, line: SheetLine, finding: Finding) -> list[str]:
    """What was wrong, where, how grave."""
    grade = find_grade(line.checklist, finding.grade)
    place = f"({finding.place})" if finding.place else ""
    return [finding.problem, place, grade.title.get(view.lang) if grade else ""]


def _standing(finding: Finding, found: Rectification | None, today: date) -> list[str]:
    """By when it is to be put right, and how far it is."""
    due = found.due if found else finding.due
    light = _(LIGHTS[found.light(today)]) if found and found.light(today) in ("red", "yellow") else ""
    return [
        f"{_('due')} {due} {light}".rstrip() if due else "",
        f"{found.id} {state_text(found.state)}" if found else _("in no notice"),
    ]


def _answer(found: Rectification) -> str:
    """What the unit said last: when, who, and in which words."""
    last = found.answer()
    if last is None:
        return ""
    said = filter(None, dict.fromkeys((last.measure or found.measure, last.progress, last.note)))
    return f"{last.date} {last.actor}  {'; '.join(said)}"
