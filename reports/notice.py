"""The rectification notice (整改通知书) as a Word document, official for Chinese and businesslike for English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklists.errors import N_, AudittyError
from checklists.grades import Text
from reports.design import Design, Said
from reports.kinds import Template
from reports.model import Notice
from reports.notice_fields import FIELDS, values
from reports.official import widths
from reports.paper import Paper
from reports.profile import Profile, profile_for
from reports.wording import wording

if TYPE_CHECKING:
    from reports.templates.process import Limits

_RECEIPT_SHARES = (21, 29, 21, 29)
VERDICTS = {"pass": "passed", "fail": "failed", "na": "not_applicable", "none": "not_inspected"}


def render(
    notice: Notice, profile: Profile | None = None, template: Template | None = None, limits: Limits | None = None
) -> bytes:
    """The .docx of `notice`: by the `profile`, else GB9704 for Chinese, BUSINESS for English; or the `template` filled.

    A notice with a number and a date of issue is final, any other is marked as a draft.

    Raises:
        AudittyError: there are no findings, nothing to put right. TemplateRefused: see `reports.templates.fill`.
    """
    return DESIGN.set(said(notice), profile or profile_for(notice.lang), template, limits)


def said(notice: Notice) -> Said:
    """What the notice says.

    Raises:
        AudittyError: there are no findings.
    """
    if not notice.findings:
        raise AudittyError(N_("{unit} has no findings: there is nothing to notify"), unit=notice.unit)
    held = values(notice)
    return Said(
        lang=wording(notice.lang).lang,
        values=held,
        title=f"{held['title']} {notice.number}".strip(),
        author=notice.issuing_body,
        subject=notice.unit,
        made=notice.issued,
    )


def _lay(paper: Paper, _: Any) -> None:
    words = paper.words
    paper.running_head("draft")
    paper.document.page_numbers(f"{paper['title']} {paper['number']}", words.page)
    opening(paper)
    for _turn in paper.when("supplements"):
        paper.paragraph(words.supplement_intro.format(number=paper["supplements"], day=paper["supplements_day"]))
    paper.paragraph(
        words.intro.format(
            body=paper["issuing_body"], day=paper["visit_date"], round=paper["round"], count=paper["findings_said"]
        )
    )
    _inspection(paper)
    paper.paragraph(words.section(3, words.findings_heading), "Heading1")
    for finding in paper.each("findings"):
        _finding(finding)
    _answer(paper)
    paper.signature(keep_next=slip_follows(paper.document.profile))
    receipt(paper)
    _annex(paper)
    for _turn in paper.when("files", "Note"):
        _files(paper)


def opening(paper: Paper) -> None:
    """Add whose notice it is, its number, its title and to whom it goes."""
    words = paper.words
    paper.head(words.number_line.format(number=paper["number"], issued=paper["issued"]))
    paper.paragraph(words.addressee.format(unit=paper["unit"]), "Addressee")


def _inspection(paper: Paper) -> None:
    words = paper.words
    paper.paragraph(words.section(1, words.basis_heading), "Heading1")
    for basis in paper.each("basis"):
        checklist = words.checklist.format(title=basis["title"], version=basis["version"])
        paper.labelled((words.checklist_label, checklist))
        paper.labelled((words.documents_label, basis["documents"]))
    paper.paragraph(words.section(2, words.inspection_heading), "Heading1")
    period = words.period.format(name=paper["round"], start=paper["period_from"], end=paper["period_to"])
    when = words.when.format(day=paper["visit_date"], start=paper["visit_start"], end=paper["visit_end"])
    counts = {verdict: paper[name] for verdict, name in VERDICTS.items()}
    for line in (
        (words.unit_label, words.unit.format(name=paper["unit"], code=paper["unit_code"])),
        (words.contact_label, paper["contact"]),
        (words.round_label, period),
        (words.when_label, when),
        (words.where_label, paper["place"]),
        (words.inspectors_label, paper["inspectors_line"]),
        (words.present_label, paper["present_line"]),
        (words.results_label, words.results.format(total=paper["total"], **counts)),
    ):
        paper.labelled(line)
    for _turn in paper.when("remarks"):
        paper.labelled((words.remarks_label, paper["remarks"]))


def _finding(finding: Paper) -> None:
    words = finding.words
    finding.paragraph(words.finding_heading.format(ordinal=finding["ordinal"], id=finding["id"]), "Heading2")
    finding.labelled((words.problem_label, finding["problem"]))
    finding.labelled((words.place_label, finding["place"]))
    finding.labelled((words.basis_label, finding["basis"]))
    for _turn in finding.when("file_names"):
        finding.labelled((words.evidence_label, words.evidence.format(names=finding["file_names"])))
    finding.labelled((words.requirement_label, finding["requirement"]))
    finding.labelled(
        (words.lead_label, finding["lead"]),
        (words.responsible_label, finding["responsible"]),
        keep_next=True,  # or a due date might stand alone at the top of a page
    )
    finding.labelled((words.grade_label, finding["grade"]), (words.due_label, finding["due"]))


def _answer(paper: Paper) -> None:
    words, body = paper.words, paper["issuing_body"]
    paper.paragraph(words.section(4, words.answer_heading), "Heading1")
    paper.paragraph(words.put_right)
    paper.paragraph(words.reply.format(day=paper["reply_by"], to=paper["reply_to"], annex=paper.lower("annex")))
    paper.paragraph(words.reply_contact.format(person=paper["contact_person"], phone=paper["contact_phone"]))
    paper.paragraph(words.review.format(body=body))
    paper.paragraph(words.object_.format(body=body), keep_next=True)
    for _turn in paper.when("files"):
        paper.paragraph(words.attachments, "Attachment")
    for _turn in paper.unless("files"):
        paper.paragraph(words.attachment, "Attachment")


def receipt(paper: Paper) -> None:
    """Add the slip that both sides sign, and what the notice rests on."""
    words, document = paper.words, paper.document
    paper.paragraph(words.receipt_title, "ReceiptTitle")
    document.table(
        widths(document, _RECEIPT_SHARES), words.receipt_rows, row_height=36, label_columns=(0, 2), keep_next=True
    )
    paper.paragraph(words.journal.format(digest=paper["journal"]), "Small", keep_next=paper.may_hold("seal"))
    for _turn in paper.when("seal", "Small"):
        paper.paragraph(words.seal.format(seal=paper["seal"]), "Small")


def slip_follows(profile: Profile) -> bool:
    """Whether the slip stays on the page of the signature: lines as high as the standard's would leave half a page."""
    return not profile.official


def _annex(paper: Paper) -> None:
    """The form the unit answers on: one row for each finding, the rest is theirs to fill in."""
    words = paper.words
    paper.paragraph(paper["annex"], "AnnexMark", new_page=True)
    paper.paragraph(words.annex_title, "AnnexTitle")
    paper.table(
        words.annex_shares,
        "findings",
        lambda finding: (finding["number"], f"{finding['id']}\n{finding['due']}", "", "", "", ""),
        header=words.annex_columns,
        row_height=48,
    )
    paper.paragraph(words.annex_note, "Note")


def _files(paper: Paper) -> None:
    """The list of the files that the findings rest on."""
    words = paper.words
    paper.paragraph(paper["files_annex"], "AnnexMark", new_page=True)
    paper.paragraph(words.files_title, "AnnexTitle")
    paper.table(
        words.files_shares,
        "files",
        lambda file: (file["number"], file["finding"], file["name"], file["about"], file["digest"]),
        header=words.files_columns,
    )
    paper.paragraph(words.files_note, "Note")


DESIGN = Design(title=Text(wording("zh").title, wording("en").title), fields=FIELDS, lay=_lay)
"""How a notice is made."""
