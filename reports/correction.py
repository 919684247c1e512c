"""The correction (更正) of a rectification notice: what the notice says, and what is right. The notice stays as issued.

What was said is read from the sheet's journal, up to the line it had when the notice was issued.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from checklists.errors import N_, AudittyError
from checklists.grades import Text
from reports import build
from reports.build import Found
from reports.docx_base import Docx
from reports.issue import NOTICE, check_takes_part, with_due_dates
from reports.kinds import Asked
from reports.model import Finding, Notice
from reports.notice import opening, receipt, slip_follows
from reports.notice_fields import values
from reports.numbering import check_amends, check_not_void, number_text, sentence
from reports.official import people, widths
from reports.paper import Paper
from reports.profile import profile_for
from reports.wording import Wording, wording
from store.documents import Amendment
from store.model import Issued
from store.rectifying.desk import Desk
from store.rectifying.ledger import Ordered
from store.rectifying.model import Step
from store.sheet import Sheet

_TITLE = Text("整改通知书（更正）", "Rectification notice (correction)")
_INTRO = Text(
    "{day}印发的《整改通知书》（{number}）有误，现予更正。更正事由：{reason}",
    "Rectification notice {number} of {day} is corrected. Reason: {reason}",
)
_BELOW = Text("更正内容如下表。", "What is corrected:")
_COLUMNS = Text("事项|原文|更正为", "Item|As issued|Correct")
_SHARES = (18, 41, 41)
_WITHDRAWN = Text("撤销本项问题", "finding withdrawn")
_STEP = Text("《整改通知书（更正）》（{number}）撤销：{reason}", "withdrawn by correction {number}: {reason}")
_REST = Text("其余内容不变，仍按原通知书执行。", "Everything else stays as it was issued.")

Row = tuple[str, ...]
"""A row of the table: the item, as issued, correct; or a heading over the rows that follow."""


class _Compared:
    """The sheet as it is now beside the sheet as the notice was issued from it, and the findings in both."""

    def __init__(self, asked: Asked) -> None:
        assert asked.round is not None
        assert asked.amends is not None
        self.amends: Amendment = asked.amends
        workspace, document = asked.workspace, asked.amends.document
        check_takes_part(workspace, asked.sheet)
        self.sheet, self._settings = asked.sheet, workspace.settings
        self._then = workspace.sheet(asked.round, asked.units[0])
        self._then.record.read_as_of(document.lines or self._lines_before(workspace.documents.find(document.number).at))
        self.lines = self.sheet.record.state.lines
        self.was, self.now = self._findings(self._then, document), self._findings(self.sheet, document)
        ordered = workspace.ledger(asked.units[0]).all().values()
        self._ids = {each.finding: each.id for each in ordered}
        self._lang = asked.lang

    def _lines_before(self, moment: str) -> int:
        """How far the journal went, for a document that was registered without saying so."""
        return sum(1 for line in self._then.record.lines() if line.event.time <= moment)

    def _findings(self, sheet: Sheet, document: Issued) -> dict[str, Found]:
        found = [each for each in sheet.findings if each[2].id in document.findings]
        dated = with_due_dates(sheet, self._settings, found, document.day) if document.day else found
        return {each[2].id: each for each in dated}

    def notice(self, sheet: Sheet, findings: dict[str, Found], asked: Asked | None = None) -> Notice:
        """What a notice would say of these findings; with `asked`, under its number and date."""
        number = asked.number if asked else ""
        return build.notice(
            sheet,
            self._settings,
            findings.values(),
            self._lang,
            number=number,
            issued=asked.day if asked and number else None,
            ids=self._ids,
        )

    def rows(self) -> Iterator[Row]:
        """What is different, under a heading for the visit and for each finding."""
        words, was, now = wording(self._lang), self.notice(self._then, self.was), self.notice(self.sheet, self.now)
        yield from _under(words.inspection_heading, _visit(was, words), _visit(now, words), words)
        right = {finding.id: finding for finding in now.findings}
        for wrong in was.findings:
            heading = words.finding_heading.format(ordinal=words.ordinal(wrong.number), id=wrong.id)
            if wrong.id in right:
                yield from _under(heading, _said(wrong, words), _said(right[wrong.id], words), words)
            else:
                yield (heading,)
                yield _label(words.problem_label), words.known(wrong.problem), _WITHDRAWN.get(words.lang)

    def ordered(self) -> Iterator[tuple[Ordered, Ordered]]:
        """The findings that stand in both, as ordered and as they are right."""
        for id, right in self.now.items():
            if id in self.was:
                wrong = self.was[id]
                yield (
                    Ordered("", wrong[2], build.problem_of(self._then, wrong, self._lang)),
                    Ordered("", right[2], build.problem_of(self.sheet, right, self._lang)),
                )


def draft_correction(asked: Asked) -> bytes:
    """The correction as it would be issued now.

    Raises:
        Refused: what is to be corrected is about another unit, or was corrected already.
    """
    check_amends(asked)
    return _set(asked, _Compared(asked))


def issue_correction(asked: Asked) -> Issued:
    """Number, store and register the correction; the unit's ledger says what is right from then on.

    Raises:
        Refused: as `draft_correction`; or the round is void.
    """
    check_amends(asked)
    workspace, day, lang = asked.workspace, asked.day, asked.lang
    compared = _Compared(asked)
    sheet = compared.sheet
    check_not_void(workspace.round_now(sheet.info.id))

    def rendered(number: str) -> bytes:
        check_amends(asked)
        data = _set(replace(asked, number=number, as_of=day), compared)
        workspace.ledger(sheet.unit.code).correct(compared.ordered())
        return data

    return workspace.documents.issue(
        kind=NOTICE,
        year=day.year,
        number=lambda serial: number_text(workspace.settings.document, NOTICE, day.year, serial, lang),
        round_id=sheet.info.id,
        unit=sheet.unit.code,
        findings=compared.now,
        render=rendered,
        issued=day.isoformat(),
        corrects=compared.amends.document.number,
        reason=compared.amends.reason,
        lines=compared.lines,
    )


def withdraw_dropped(asked: Asked, issued: Issued) -> None:
    """Withdraw what the corrected notice ordered and the correction does not, under the correction's number."""
    workspace = asked.workspace
    dropped = set(workspace.documents.find(issued.corrects).issued.findings).difference(issued.findings)
    note = _STEP.get(asked.lang).format(number=issued.number, reason=issued.reason)

    ids = {  # what an earlier round ordered, and this one only named again, is not its to withdraw
        each.id
        for each in workspace.ledger(issued.unit).all().values()
        if each.finding in dropped and each.round == issued.round and each.state != "withdrawn"
    }
    if not ids:
        return
    step = Step(verb="withdraw", note=note)
    try:
        asked.not_taken.extend(Desk(workspace).take_each(issued.unit, lambda each: each.id in ids, step))
    except AudittyError as error:
        message = N_("somebody who may has to run: auditty rectify withdraw {ids} --note TEXT")
        asked.not_taken.extend([error, AudittyError(message, ids=" ".join(sorted(ids)))])


def _set(asked: Asked, compared: _Compared) -> bytes:
    words, settings, amends = wording(asked.lang), asked.workspace.settings, compared.amends
    lang, notice = words.lang, compared.notice(compared.sheet, compared.now, asked)
    title = _TITLE.get(lang)
    document = Docx(
        profile_for(lang, settings.layout),
        lang,
        title=f"{title} {notice.number}".strip(),
        author=notice.issuing_body,
        subject=notice.unit,
        made=notice.issued,
    )
    if not notice.number:
        document.running_head(words.draft)
    document.page_numbers(f"{title} {notice.number or words.draft_number}", words.page)
    paper = Paper(document, words, values(notice) | {"title": title})
    opening(paper)
    day = words.date(amends.document.day)
    document.paragraph(
        _INTRO.get(lang).format(day=day, number=amends.document.number, reason=sentence(amends.reason, words))
    )
    if rows := list(compared.rows()):
        document.paragraph(_BELOW.get(lang), keep_next=True)
        document.table(widths(document, _SHARES), rows, header=_COLUMNS.get(lang).split("|"))
        document.paragraph("", "Small")
    document.paragraph(_REST.get(lang))
    document.paragraph(
        words.reply_contact.format(person=words.known(notice.contact_person), phone=words.known(notice.contact_phone)),
        keep_next=True,
    )
    paper.signature(keep_next=slip_follows(document.profile))
    receipt(paper)
    return document.to_bytes()


def _under(heading: str, was: dict[str, str], now: dict[str, str], words: Wording) -> Iterator[Row]:
    """The heading, and below it what is different; nothing if nothing is."""
    rows = [
        (_label(label), words.known(text), words.known(now[label])) for label, text in was.items() if now[label] != text
    ]
    if rows:
        yield (heading,)
        yield from rows


def _label(text: str) -> str:
    return text.rstrip("：")


def _visit(notice: Notice, words: Wording) -> dict[str, str]:
    when = words.when.format(
        day=words.date(notice.visit_date), start=words.known(notice.visit_start), end=words.known(notice.visit_end)
    )
    return {
        words.when_label: when,
        words.where_label: notice.place,
        words.inspectors_label: people(notice.inspectors, words.inspector, words),
        words.present_label: people(notice.present, words.person, words),
        words.remarks_label: notice.remarks,
    }


def _said(finding: Finding, words: Wording) -> dict[str, str]:
    return {
        words.problem_label: finding.problem,
        words.place_label: finding.place,
        words.basis_label: finding.basis,
        words.evidence_label: words.list_mark.join(file.name for file in finding.evidence),
        words.requirement_label: finding.requirement,
        words.grade_label: finding.grade,
        words.lead_label: finding.lead,
        words.responsible_label: finding.responsible,
        words.due_label: words.date(finding.due) if finding.due else "",
    }
