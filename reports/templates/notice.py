"""The notice as a template: the default one to start from, and an office's own, filled."""

from __future__ import annotations

from dataclasses import replace

from checklists.errors import N_, AudittyError
from reports.docx_base import Docx
from reports.model import Notice
from reports.profile import profile_for
from reports.templates.fields import NOTICE, values
from reports.templates.fill import fill
from reports.templates.process import Limits
from reports.wording import Wording, wording
from store.layout import Layout

_MARK = 36  # points: a name of twelve characters stays on one line
_SEAL_RIGHT = 4
_RECEIPT_SHARES = (21, 29, 21, 29)
_VERDICTS = {
    "pass": "{{ passed }}",
    "fail": "{{ failed }}",
    "na": "{{ not_applicable }}",
    "none": "{{ not_inspected }}",
}


def render(notice: Notice, template: bytes, file: str, limits: Limits | None = None) -> bytes:
    """The .docx `template`, called `file` in messages, filled with `notice`.

    Raises:
        AudittyError: there are no findings. TemplateRefused: see `reports.templates.fill`.
    """
    if not notice.findings:
        raise AudittyError(N_("{unit} has no findings: there is nothing to notify"), unit=notice.unit)
    held = values(notice)
    properties = {
        "title": f"{held['title']} {notice.number}".strip(),
        "author": notice.issuing_body,
        "subject": notice.unit,
        "language": "zh-CN" if notice.lang == "zh" else "en-GB",
        "made": notice.issued.isoformat() if notice.issued else "",
    }
    return fill(template, file, schema=NOTICE, values=held, properties=properties, limits=limits)


def default(lang: str, layout: Layout | None = None) -> bytes:
    """The .docx template that, filled, reads and looks as the notice does."""
    words = wording(lang)
    document = Docx(profile_for(words.lang, layout), words.lang, title=words.title, author="", subject="", made=None)
    document.running_head("{{ draft }}")
    document.page_numbers("{{ title }} {{ number }}", words.page)
    _head(document, words)
    _inspection(document, words)
    document.paragraph(words.section(3, words.findings_heading), "Heading1")
    _finding(document, words)
    _answer(document, words)
    _signature(document, words)
    _annexes(document, words)
    return document.to_bytes()


def _head(document: Docx, words: Wording) -> None:
    profile = document.profile
    number = words.number_line.format(number="{{ number }}", issued="{{ issued }}")
    if profile.official:
        document.paragraph("{{ issuing_body }}", "Mark", face=replace(profile.mark, size=_MARK))
        document.paragraph(number, "Number")
        document.paragraph("{{ title }}", "Title")
    else:
        document.paragraph("{{ issuing_body }}", "Mark")
        document.paragraph("{{ title }}", "Title")
        document.paragraph(number, "Number")
    document.paragraph(words.addressee.format(unit="{{ unit }}"), "Addressee")
    document.paragraph("{%p if supplements %}")
    document.paragraph(words.supplement_intro.format(number="{{ supplements }}", day="{{ supplements_day }}"))
    document.paragraph("{%p endif %}")
    count = "{{ findings_count }}"
    if words.lang == "en":
        count = "{% if findings_count == 1 %}1 finding is{% else %}" + count + " findings are{% endif %}"
    document.paragraph(
        words.intro.format(body="{{ issuing_body }}", day="{{ visit_date }}", round="{{ round }}", count=count)
    )


def _inspection(document: Docx, words: Wording) -> None:
    document.paragraph(words.section(1, words.basis_heading), "Heading1")
    document.paragraph("{%p for b in basis %}")
    document.labelled((words.checklist_label, words.checklist.format(title="{{ b.title }}", version="{{ b.version }}")))
    document.labelled((words.documents_label, "{{ b.documents }}"))
    document.paragraph("{%p endfor %}")
    document.paragraph(words.section(2, words.inspection_heading), "Heading1")
    period = words.period.format(name="{{ round }}", start="{{ period_from }}", end="{{ period_to }}")
    when = words.when.format(day="{{ visit_date }}", start="{{ visit_start }}", end="{{ visit_end }}")
    for line in (
        (words.unit_label, words.unit.format(name="{{ unit }}", code="{{ unit_code }}")),
        (words.contact_label, "{{ contact }}"),
        (words.round_label, period),
        (words.when_label, when),
        (words.where_label, "{{ place }}"),
        (words.inspectors_label, "{{ inspectors_line }}"),
        (words.present_label, "{{ present_line }}"),
        (words.results_label, words.results.format(total="{{ total }}", **_VERDICTS)),
    ):
        document.labelled(line)
    document.paragraph("{%p if remarks %}")
    document.labelled((words.remarks_label, "{{ remarks }}"))
    document.paragraph("{%p endif %}")


def _finding(document: Docx, words: Wording) -> None:
    document.paragraph("{%p for f in findings %}")
    document.paragraph(words.finding_heading.format(ordinal="{{ f.ordinal }}", id="{{ f.id }}"), "Heading2")
    document.labelled((words.problem_label, "{{ f.problem }}"))
    document.labelled((words.place_label, "{{ f.place }}"))
    document.labelled((words.basis_label, "{{ f.basis }}"))
    document.paragraph("{%p if f.file_names %}")
    document.labelled((words.evidence_label, words.evidence.format(names="{{ f.file_names }}")))
    document.paragraph("{%p endif %}")
    document.labelled((words.requirement_label, "{{ f.requirement }}"))
    document.labelled(
        (words.lead_label, "{{ f.lead }}"), (words.responsible_label, "{{ f.responsible }}"), keep_next=True
    )
    document.labelled((words.grade_label, "{{ f.grade }}"), (words.due_label, "{{ f.due }}"))
    document.paragraph("{%p endfor %}")


def _answer(document: Docx, words: Wording) -> None:
    document.paragraph(words.section(4, words.answer_heading), "Heading1")
    document.paragraph(words.put_right)
    document.paragraph(words.reply.format(day="{{ reply_by }}", to="{{ reply_to }}", annex="{{ annex|lower }}"))
    document.paragraph(words.reply_contact.format(person="{{ contact_person }}", phone="{{ contact_phone }}"))
    document.paragraph(words.review.format(body="{{ issuing_body }}"))
    document.paragraph(words.object_.format(body="{{ issuing_body }}"), keep_next=True)
    document.paragraph("{%p if files %}")
    document.paragraph(words.attachments, "Attachment")
    document.paragraph("{%p else %}")
    document.paragraph(words.attachment, "Attachment")
    document.paragraph("{%p endif %}")


def _signature(document: Docx, words: Wording) -> None:
    right = _SEAL_RIGHT * document.profile.char_pt if document.profile.official else 0.0
    document.paragraph("{{ issuing_body }}", "Signature", right=right)
    document.paragraph("{{ issued }}", "SignatureDate", right=right)
    document.paragraph(words.receipt_title, "ReceiptTitle")
    document.table(
        _widths(document, _RECEIPT_SHARES), words.receipt_rows, row_height=36, label_columns=(0, 2), keep_next=True
    )
    document.paragraph(words.journal.format(digest="{{ journal }}"), "Small")
    document.paragraph("{%p if seal %}", "Small")
    document.paragraph(words.seal.format(seal="{{ seal }}"), "Small")
    document.paragraph("{%p endif %}", "Small")


def _annexes(document: Docx, words: Wording) -> None:
    document.paragraph("{{ annex }}", "AnnexMark", new_page=True)
    document.paragraph(words.annex_title, "AnnexTitle")
    rows = [
        ("{%tr for f in findings %}",),
        ("{{ f.number }}", "{{ f.id }}\n{{ f.due }}", "", "", "", ""),
        ("{%tr endfor %}",),
    ]
    document.table(_widths(document, words.annex_shares), rows, header=words.annex_columns, row_height=48)
    document.paragraph(words.annex_note, "Note")
    document.paragraph("{%p if files %}", "Note")
    document.paragraph("{{ files_annex }}", "AnnexMark", new_page=True)
    document.paragraph(words.files_title, "AnnexTitle")
    cells = tuple("{{ x." + name + " }}" for name in ("number", "finding", "name", "about", "digest"))
    rows = [("{%tr for x in files %}",), cells, ("{%tr endfor %}",)]
    document.table(_widths(document, words.files_shares), rows, header=words.files_columns)
    document.paragraph(words.files_note, "Note")
    document.paragraph("{%p endif %}", "Note")


def _widths(document: Docx, shares: tuple[int, ...]) -> list[float]:
    return [document.profile.text_width * share / 100 for share in shares]
