"""What is wrong, asked field by field, again where something given is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from checklists.gradings import grading_of
from store.attached import Attached
from store.errors import MachineError, Refused
from store.given import with_more
from store.model import Finding
from store.sheet import Sheet, SheetLine
from store.workspace import Workspace
from tui.finding_start import due_day, new_finding, with_time
from tui.i18n import _, current_language
from tui.plain.dialogue import Dialogue

Files = Callable[[], tuple[Attached, ...]]


def ask_finding(
    workspace: Workspace,
    sheet: Sheet,
    line: SheetLine,
    dialogue: Dialogue,
    files: Files,
    given: tuple[str | None, str | None],
) -> None:
    """Mark the item as failed, with one finding changed or added. `given` is the base of the mark, and the outcome.

    Raises:
        Left: nothing was recorded.
    """
    base, outcome = given
    mark = sheet.mark(line.ref)
    failed = mark if mark and mark.verdict == "fail" else None
    findings = failed.findings if failed else sheet.carried(line.ref)
    index = _which(dialogue, findings) if findings else 0
    finding = findings[index] if index < len(findings) else new_finding(workspace, sheet, line, current_language())
    if failed is None:
        finding = with_time(workspace, line.checklist, finding)
    phrases = [phrase.get(current_language()) for phrase in line.item.phrases]

    def write(asked: Finding, more: tuple[Attached, ...]) -> None:
        named = replace(asked, evidence=with_more(asked.evidence, more))
        kept = (*findings[:index], named, *findings[index + 1 :])

        def upon(head: str | None) -> None:
            sheet.set_findings(line.ref, kept, base=head, files=more, outcome=outcome)

        dialogue.record(upon, base)

    def due(grade: str) -> str:
        return due_day(workspace, line.checklist, grade)

    _ask(sheet, line, finding, dialogue, phrases, files, write, due)


def ask_outside(sheet: Sheet, dialogue: Dialogue, files: Files) -> None:
    """A finding outside the list."""

    def write(given: Finding, more: tuple[Attached, ...]) -> None:
        sheet.set_other(replace(given, evidence=with_more(given.evidence, more)), files=more)

    _ask(sheet, None, Finding(), dialogue, (), files, write, lambda grade: "")
    dialogue.say(_("Saved."))


def _which(dialogue: Dialogue, findings: tuple[Finding, ...]) -> int:
    """The index of the finding to change, one behind the last for a new one."""
    options = [(str(index), finding.problem or _("Finding")) for index, finding in enumerate(findings)]
    options.append((str(len(findings)), _("a new finding")))
    return int(dialogue.choose(_("Which finding?"), options, "0"))


def _ask(
    sheet: Sheet,
    line: SheetLine | None,
    finding: Finding,
    dialogue: Dialogue,
    phrases: list[str] | tuple[str, ...],
    files: Files,
    write: Callable[[Finding, tuple[Attached, ...]], None],
    due: Callable[[str], str],
) -> None:
    grading = grading_of(line.checklist if line else sheet.checklists[0])
    grades = [("", _("no grade")), *((grade.id, grade.title.get(current_language())) for grade in grading.grades)]
    more: tuple[Attached, ...] = ()
    while True:
        problem = dialogue.text(_("Problem"), finding.problem, phrases)
        place = dialogue.text(_("Place"), finding.place)
        requirement = dialogue.text(_("To do"), finding.requirement)
        grade = dialogue.choose(_("Grade"), grades, finding.grade)
        proposed = due(grade) if grade != finding.grade and finding.due == due(finding.grade) else finding.due
        finding = replace(
            finding,
            problem=problem,
            place=place,
            requirement=requirement,
            grade=grade,
            due=dialogue.text(_("Due"), proposed),
            lead=dialogue.text(_("Lead"), finding.lead),
            responsible=dialogue.text(_("Responsible"), finding.responsible),
        )
        more += tuple(file for file in files() if file not in more)
        try:
            write(finding, more)
        except (Refused, MachineError) as error:  # the same may be taken later
            dialogue.complain(error)
            continue
        return
