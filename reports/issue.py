"""Drafting and issuing: a draft is a look ahead, an issued document has a number and stays as it left the house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from checklists.errors import N_
from checklists.gradings import find_grade
from reports import build
from reports.build import Found
from reports.kinds import Asked, Template
from reports.model import Notice
from reports.numbering import check_not_void, number_text
from reports.profile import Profile, profile_for
from store.errors import Refused
from store.guard import LEFT
from store.model import OTHER_FINDINGS, Issued
from store.rectifying.dates import due_after
from store.rectifying.desk import Desk
from store.settings import Settings
from store.sheet import Sheet
from store.workspace import Workspace

NOTICE = "notice"


def drafted(asked: Asked) -> bytes:
    """`draft_notice`, as it is asked for; or the correction of a notice."""
    if _corrects(asked):
        from reports.correction import draft_correction

        return draft_correction(asked)
    return draft_notice(asked.workspace, asked.sheet, asked.lang, asked.template, asked.day)


def issued(kind: str, asked: Asked) -> Issued:
    """`issue_notice`, as it is asked for; or the correction of a notice."""
    if _corrects(asked):
        from reports.correction import issue_correction

        return issue_correction(asked)
    return issue_notice(asked.workspace, asked.sheet, asked.lang, asked.template, asked.day)


def take_steps(asked: Asked, issued: Issued) -> None:
    """What a correction drops is withdrawn."""
    if issued.corrects:
        from reports.correction import withdraw_dropped

        withdraw_dropped(asked, issued)


def _corrects(asked: Asked) -> bool:
    """Whether it is to put a notice right. One that adds to another comes about by itself, where findings are new."""
    if asked.amends and asked.amends.how == "supplements":
        raise Refused(N_("a notice with new findings supplements the first by itself; leave out --supplements"))
    if asked.amends and asked.template:
        raise Refused(N_("a correction is not filled into a template; leave out --template"))
    return asked.amends is not None


def has_findings(asked: Asked) -> bool:
    """Whether there is anything to put right; if it is to be issued, that no notice names yet."""
    sheet = asked.sheet
    return bool(sheet.findings) and (not asked.issue or bool(pending(asked.workspace, sheet)[0]))


def named(asked: Asked) -> list[str]:
    """The ids of the findings that a notice made now would name."""
    return [finding.id for _, _, finding in pending(asked.workspace, asked.sheet)[0] or asked.sheet.findings]


def draft_notice(
    workspace: Workspace, sheet: Sheet, lang: str, template: Template | None = None, day: date | None = None
) -> bytes:
    """The rectification notice as it would be issued on `day` (None: today), with a blank for the number and the date.

    Raises:
        Refused: the unit left the round.
        AudittyError: there is nothing to put right, or the template cannot be filled.
    """
    check_takes_part(workspace, sheet)
    findings, earlier = pending(workspace, sheet)
    day = day or Asked(workspace=workspace, lang=lang).day
    shown = with_due_dates(sheet, workspace.settings, findings or sheet.findings, day)
    notice = build.notice(
        sheet,
        workspace.settings,
        shown,
        lang,
        supplements=earlier if findings else "",
        supplements_day=day_of(workspace, earlier),
    )
    return _set(notice, profile_for(lang, workspace.settings.layout), template)


def issue_notice(
    workspace: Workspace, sheet: Sheet, lang: str, template: Template | None = None, day: date | None = None
) -> Issued:
    """Number, render, store and register the notice; its findings become rectifications in the unit's ledger.

    Its date is `day`, None: today.

    A second notice for a sheet holds only the findings the first did not name, and supplements it.

    Raises:
        Refused: every finding was ordered already, also by somebody else this very moment; the round is void, or the
            unit left it.
        AudittyError: there is nothing to put right, or the template cannot be filled.
    """
    check_not_void(workspace.round_now(sheet.info.id))
    check_takes_part(workspace, sheet)
    wanted, earlier = pending(workspace, sheet)
    if not wanted and earlier:
        raise _issued_already(sheet, earlier)
    if template:  # what is wrong with it must show before anything is written
        draft_notice(workspace, sheet, lang, template)
    day = day or Asked(workspace=workspace, lang=lang).day
    findings = with_due_dates(sheet, workspace.settings, wanted, day)
    ledger, merged = workspace.ledger(sheet.unit.code), Desk(workspace).merged_into(sheet.unit.code)

    profile = profile_for(lang, workspace.settings.layout)

    def rendered(number: str) -> bytes:
        # The register is locked now: what somebody else issued since it was looked at is in it.
        still, first = pending(workspace, sheet)
        if (still, first) != (wanted, earlier):
            raise _issued_already(sheet, first)
        if not findings:
            return _set(build.notice(sheet, workspace.settings, findings, lang), profile, None)  # says so
        ordered = [(_item(found), found[2], build.problem_of(sheet, found, lang)) for found in findings]
        opened = ledger.open(sheet.info.id, number, ordered, day.isoformat(), merged)
        ids = {found[2].id: rectification for found, rectification in zip(findings, opened, strict=True)}
        notice = build.notice(
            sheet,
            workspace.settings,
            findings,
            lang,
            number=number,
            issued=day,
            ids=ids,
            supplements=earlier,
            supplements_day=day_of(workspace, earlier),
        )
        return _set(notice, profile, template)

    return workspace.documents.issue(
        kind=NOTICE,
        year=day.year,
        number=lambda serial: number_text(workspace.settings.document, NOTICE, day.year, serial, lang),
        round_id=sheet.info.id,
        unit=sheet.unit.code,
        findings=[finding.id for _, _, finding in findings],
        render=rendered,
        issued=day.isoformat(),
        supplements=earlier,
        lines=sheet.record.state.lines,
    )


def day_of(workspace: Workspace, number: str) -> date | None:
    """The day on which the document with this number was issued, None for ""."""
    return workspace.documents.find(number).issued.day if number else None


def _set(notice: Notice, profile: Profile, template: Template | None) -> bytes:
    """The notice as a Word file: by the profile, or in the office's own template."""
    from reports.notice import render

    return render(notice, profile, template)


def _item(found: Found) -> str:
    """The item that a finding is on; what a follow-up took over from outside the lists is on none."""
    line = found[0]
    return line.ref if line and line.checklist.id != OTHER_FINDINGS else ""


def check_takes_part(workspace: Workspace, sheet: Sheet) -> None:
    """Refuse a unit that left its round: nothing of its sheet counts until it is back."""
    if reason := workspace.round_now(sheet.info.id).left.get(sheet.unit.code):
        raise Refused(LEFT, unit=sheet.unit.code, round=sheet.info.id, reason=reason)


def _issued_already(sheet: Sheet, number: str) -> Refused:
    message = N_("all findings of {unit} are in notice {number} already; nothing new to issue")
    return Refused(message, unit=sheet.unit.code, number=number)


def pending(workspace: Workspace, sheet: Sheet) -> tuple[list[Found], str]:
    """The findings that no notice issued for this sheet names, and the number of its first notice ("" if none)."""
    workspace.record.refresh()  # what others issued since
    notices = [
        document for document in workspace.documents.of(sheet.info.id, sheet.unit.code) if document.kind == NOTICE
    ]
    named = {finding for document in notices for finding in document.findings}
    return [found for found in sheet.findings if found[2].id not in named], notices[0].number if notices else ""


def with_due_dates(sheet: Sheet, settings: Settings, findings: Iterable[Found], start: date) -> list[Found]:
    """The findings, each without a due date with the one that its grade's default days give from `start` on.

    Raises:
        NotCovered: working days are counted, and the holidays of the year are not known.
    """
    dated = []
    for line, mark, finding in findings:
        if not finding.due:
            grade = find_grade(line.checklist if line else sheet.checklists[0], finding.grade)
            due = due_after(settings, finding.grade, grade.due_days if grade else None, start)
            finding = replace(finding, due=due)
        dated.append((line, mark, finding))
    return dated
