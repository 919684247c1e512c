"""The rectification notice (整改通知书) as a Word document, official for Chinese and businesslike for English."""

from __future__ import annotations

from collections.abc import Iterable

from checklists.errors import N_, AudittyError
from reports.docx_base import Docx
from reports.model import Basis, Finding, Notice
from reports.official import head, people, signature, widths
from reports.profile import Profile, profile_for
from reports.wording import Wording, wording

_RECEIPT_SHARES = (21, 29, 21, 29)


def render(notice: Notice, profile: Profile | None = None) -> bytes:
    """The .docx of `notice`; without a `profile`, GB9704 for Chinese and BUSINESS for English.

    A notice with a number and a date of issue is final, any other is marked as a draft. Raises AudittyError for a
    notice without findings: there is nothing to put right.
    """
    if not notice.findings:
        raise AudittyError(N_("{unit} has no findings: there is nothing to notify"), unit=notice.unit)
    words = wording(notice.lang)
    profile = profile or profile_for(words.lang)
    title = words.supplement_title if notice.supplements else words.title
    document = Docx(
        profile,
        words.lang,
        title=f"{title} {notice.number}".strip(),
        author=notice.issuing_body,
        subject=notice.unit,
        made=notice.issued,
    )
    if not (notice.number and notice.issued):
        document.running_head(words.draft)
    document.page_numbers(f"{title} {notice.number or words.draft_number}", words.page)
    opening(document, notice, words, title)
    _intro(document, notice, words)
    _inspection(document, notice, words)
    document.paragraph(words.section(3, words.findings_heading), "Heading1")
    for finding in notice.findings:
        _finding(document, finding, words)
    _answer(document, notice, words)
    signature(document, notice.issuing_body, notice.issued, words, keep_next=slip_follows(profile))
    receipt(document, notice, words)
    _annex(document, notice, words)
    if _has_files(notice):
        _files(document, notice, words)
    return document.to_bytes()


def slip_follows(profile: Profile) -> bool:
    """Whether the slip stays on the page of the signature: lines as high as the standard's would leave half a page."""
    return not profile.official


def opening(document: Docx, notice: Notice, words: Wording, title: str) -> None:
    """Add whose notice it is, its number, its title and to whom it goes."""
    body = words.known(notice.issuing_body)
    number = words.number_line.format(number=notice.number or words.draft_number, issued=words.date(notice.issued))
    head(document, body, number, title)
    document.paragraph(words.addressee.format(unit=words.known(notice.unit)), "Addressee")


def _intro(document: Docx, notice: Notice, words: Wording) -> None:
    if notice.supplements:
        document.paragraph(
            words.supplement_intro.format(number=notice.supplements, day=words.date(notice.supplements_day))
        )
    document.paragraph(
        words.intro.format(
            body=words.known(notice.issuing_body),
            day=words.date(notice.visit_date),
            round=words.known(notice.round),
            count=_count(len(notice.findings), words),
        )
    )


def _inspection(document: Docx, notice: Notice, words: Wording) -> None:
    document.paragraph(words.section(1, words.basis_heading), "Heading1")
    for basis in notice.basis or (Basis(checklist="", version=""),):
        title = words.titled(words.known(basis.checklist))
        version = words.known(basis.version)
        document.labelled((words.checklist_label, words.checklist.format(title=title, version=version)))
        document.labelled((words.documents_label, _joined(basis.documents, words)))
    document.paragraph(words.section(2, words.inspection_heading), "Heading1")
    counts = {verdict: notice.counts.get(verdict, 0) for verdict in ("pass", "fail", "na", "none")}
    period = words.period.format(
        name=words.known(notice.round), start=words.date(notice.period_from), end=words.date(notice.period_to)
    )
    when = words.when.format(
        day=words.date(notice.visit_date), start=words.known(notice.visit_start), end=words.known(notice.visit_end)
    )
    unit = words.unit.format(name=words.known(notice.unit), code=words.known(notice.unit_code))
    for line in (
        (words.unit_label, unit),
        (words.contact_label, words.known(notice.contact)),
        (words.round_label, period),
        (words.when_label, when),
        (words.where_label, words.known(notice.place)),
        (words.inspectors_label, people(notice.inspectors, words.inspector, words)),
        (words.present_label, people(notice.present, words.person, words)),
        (words.results_label, words.results.format(total=sum(counts.values()), **counts)),
    ):
        document.labelled(line)
    if notice.remarks:
        document.labelled((words.remarks_label, notice.remarks))


def _finding(document: Docx, finding: Finding, words: Wording) -> None:
    heading = words.finding_heading.format(ordinal=words.ordinal(finding.number), id=words.known(finding.id))
    document.paragraph(heading, "Heading2")
    document.labelled((words.problem_label, words.known(finding.problem)))
    document.labelled((words.place_label, words.known(finding.place)))
    document.labelled((words.basis_label, words.known(finding.basis)))
    if finding.evidence:
        names = _joined((file.name for file in finding.evidence), words)
        document.labelled((words.evidence_label, words.evidence.format(names=names)))
    document.labelled((words.requirement_label, words.known(finding.requirement)))
    document.labelled(
        (words.lead_label, words.known(finding.lead)),
        (words.responsible_label, words.known(finding.responsible)),
        keep_next=True,  # or a due date might stand alone at the top of a page
    )
    document.labelled((words.grade_label, words.known(finding.grade)), (words.due_label, words.date(finding.due)))


def _answer(document: Docx, notice: Notice, words: Wording) -> None:
    body = words.known(notice.issuing_body)
    document.paragraph(words.section(4, words.answer_heading), "Heading1")
    document.paragraph(words.put_right)
    document.paragraph(
        words.reply.format(
            day=words.date(notice.reply_by),
            to=words.known(notice.reply_to),
            annex=_annex_mark(1, notice, words).lower(),
        )
    )
    document.paragraph(
        words.reply_contact.format(person=words.known(notice.contact_person), phone=words.known(notice.contact_phone))
    )
    document.paragraph(words.review.format(body=body))
    document.paragraph(words.object_.format(body=body), keep_next=True)
    document.paragraph(words.attachments if _has_files(notice) else words.attachment, "Attachment")


def receipt(document: Docx, notice: Notice, words: Wording) -> None:
    """Add the slip that both sides sign, and what the notice rests on."""
    document.paragraph(words.receipt_title, "ReceiptTitle")
    document.table(
        widths(document, _RECEIPT_SHARES), words.receipt_rows, row_height=36, label_columns=(0, 2), keep_next=True
    )
    document.paragraph(words.journal.format(digest=words.known(notice.journal)), "Small", keep_next=bool(notice.seal))
    if notice.seal:
        document.paragraph(words.seal.format(seal=notice.seal), "Small")


def _annex(document: Docx, notice: Notice, words: Wording) -> None:
    """The form the unit answers on: one row for each finding, the rest is theirs to fill in."""
    document.paragraph(_annex_mark(1, notice, words), "AnnexMark", new_page=True)
    document.paragraph(words.annex_title, "AnnexTitle")
    rows = [
        (str(finding.number), f"{words.known(finding.id)}\n{words.date(finding.due)}", "", "", "", "")
        for finding in notice.findings
    ]
    document.table(widths(document, words.annex_shares), rows, header=words.annex_columns, row_height=48)
    document.paragraph(words.annex_note, "Note")


def _files(document: Docx, notice: Notice, words: Wording) -> None:
    """The list of the files that the findings rest on."""
    document.paragraph(_annex_mark(2, notice, words), "AnnexMark", new_page=True)
    document.paragraph(words.files_title, "AnnexTitle")
    listed = [(finding, file) for finding in notice.findings for file in finding.evidence]
    rows = [
        (
            str(number),
            words.known(finding.id),
            file.name,
            "\n".join(filter(None, (file.kind, file.size))) or words.blank,
            file.digest or words.blank,
        )
        for number, (finding, file) in enumerate(listed, 1)
    ]
    document.table(widths(document, words.files_shares), rows, header=words.files_columns)
    document.paragraph(words.files_note, "Note")


def _has_files(notice: Notice) -> bool:
    return any(finding.evidence for finding in notice.findings)


def _annex_mark(number: int, notice: Notice, words: Wording) -> str:
    """What an annex is called: it has a number where there are two."""
    return words.annex_mark(number, _has_files(notice))


def _joined(texts: Iterable[str], words: Wording) -> str:
    return words.known(words.list_mark.join(texts))


def _count(number: int, words: Wording) -> str:
    if words.lang == "zh":
        return str(number)
    return "1 finding is" if number == 1 else f"{number} findings are"
