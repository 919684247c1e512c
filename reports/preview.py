"""A notice as plain text, to be read on a screen before it is set on paper."""

from __future__ import annotations

from reports.model import Notice, Person
from reports.wording import wording


def lines(notice: Notice) -> list[tuple[str, str]]:
    """The notice as (label, text) pairs, in the order of the paper; a text without a label is a heading."""
    words = wording(notice.lang)
    known, date = words.known, words.date
    counts = {verdict: notice.counts.get(verdict, 0) for verdict in ("pass", "fail", "na", "none")}
    rows = [
        ("", words.supplement_title if notice.supplements else words.title),
        ("", notice.number or words.draft_number),
        (words.unit_label, words.unit.format(name=notice.unit, code=notice.unit_code)),
        (words.contact_label, known(notice.contact)),
        *((words.checklist_label, f"{basis.checklist} ({basis.version})") for basis in notice.basis),
        (words.round_label, notice.round),
        (words.when_label, f"{date(notice.visit_date)} {known(notice.visit_start)} - {known(notice.visit_end)}"),
        (words.where_label, known(notice.place)),
        (words.inspectors_label, known(_people(notice.inspectors))),
        (words.present_label, known(_people(notice.present))),
        (words.results_label, words.results.format(total=sum(counts.values()), **counts)),
    ]
    if notice.remarks:
        rows.append((words.remarks_label, notice.remarks))
    for finding in notice.findings:
        rows.append(("", f"{words.ordinal(finding.number)} {finding.grade}"))
        rows += [
            (words.problem_label, known(finding.problem)),
            (words.place_label, known(finding.place)),
            (words.basis_label, known(finding.basis)),
            (words.requirement_label, known(finding.requirement)),
            (words.lead_label, known(finding.lead)),
            (words.responsible_label, known(finding.responsible)),
            (words.due_label, date(finding.due)),
        ]
    rows.append(("", words.answer_heading))
    annex = words.annex_mark(1, any(finding.evidence for finding in notice.findings)).lower()
    rows.append(("", words.reply.format(day=date(notice.reply_by), to=known(notice.reply_to), annex=annex)))
    return rows


def _people(people: tuple[Person, ...]) -> str:
    parts = (" ".join(part for part in (person.name, person.post, person.certificate) if part) for person in people)
    return "; ".join(parts)
