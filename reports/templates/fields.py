"""What a template of the notice can name, and what stands there. docs/templates.md explains each field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reports.model import Basis, Notice, Person
from reports.wording import Wording, wording

_PERSON = dict.fromkeys(("name", "post", "certificate"))

NOTICE: dict[str, Any] = {
    **dict.fromkeys(
        (
            "title", "draft", "number", "issued", "issuing_body", "unit", "unit_code", "contact", "round",
            "period_from", "period_to", "visit_date", "visit_start", "visit_end", "place", "inspectors_line",
            "present_line", "remarks", "total", "passed", "failed", "not_applicable", "not_inspected",
            "findings_count", "reply_by", "reply_to", "contact_person", "contact_phone", "annex", "files_annex",
            "journal", "seal", "supplements", "supplements_day",
        )
    ),
    "basis": [dict.fromkeys(("title", "version", "documents"))],
    "inspectors": [_PERSON],
    "present": [dict.fromkeys(("name", "post"))],
    "findings": [
        dict.fromkeys(
            (
                "number", "ordinal", "id", "problem", "place", "basis", "requirement", "grade", "lead", "responsible",
                "due", "file_names",
            )
        )
    ],
    "files": [dict.fromkeys(("number", "finding", "name", "about", "digest"))],
}  # fmt: skip
"""None is a text or a number, a list holds groups of fields."""


def values(notice: Notice) -> dict[str, Any]:
    """What the fields of NOTICE hold, as the notice prints it: a visible blank where nothing is known.

    `draft`, `remarks`, `seal`, `supplements` with its day, and a finding's `file_names` are "" where there are
    none, and lists empty.
    """
    words = wording(notice.lang)
    known, day = words.known, words.date
    counts = {verdict: notice.counts.get(verdict, 0) for verdict in ("pass", "fail", "na", "none")}
    files = _files(notice, words)
    return {
        "title": words.supplement_title if notice.supplements else words.title,
        "draft": "" if notice.number and notice.issued else words.draft,
        "number": notice.number or words.draft_number,
        "issued": day(notice.issued),
        "issuing_body": known(notice.issuing_body),
        "unit": known(notice.unit),
        "unit_code": known(notice.unit_code),
        "contact": known(notice.contact),
        "round": known(notice.round),
        "period_from": day(notice.period_from),
        "period_to": day(notice.period_to),
        "visit_date": day(notice.visit_date),
        "visit_start": known(notice.visit_start),
        "visit_end": known(notice.visit_end),
        "place": known(notice.place),
        "inspectors_line": _line(notice.inspectors, words.inspector, words),
        "present_line": _line(notice.present, words.person, words),
        "remarks": notice.remarks,
        "total": sum(counts.values()),
        "passed": counts["pass"],
        "failed": counts["fail"],
        "not_applicable": counts["na"],
        "not_inspected": counts["none"],
        "findings_count": len(notice.findings),
        "reply_by": day(notice.reply_by),
        "reply_to": known(notice.reply_to),
        "contact_person": known(notice.contact_person),
        "contact_phone": known(notice.contact_phone),
        "annex": words.annex_mark(1, bool(files)),
        "files_annex": words.annex_mark(2, bool(files)),
        "journal": known(notice.journal),
        "seal": notice.seal,
        "supplements": notice.supplements,
        "supplements_day": day(notice.supplements_day) if notice.supplements else "",
        "basis": [
            {
                "title": words.titled(words.known(basis.checklist)),
                "version": known(basis.version),
                "documents": known(words.list_mark.join(basis.documents)),
            }
            for basis in notice.basis or (Basis(checklist="", version=""),)
        ],
        "inspectors": [_person(person, words) for person in notice.inspectors],
        "present": [{"name": known(person.name), "post": known(person.post)} for person in notice.present],
        "findings": [
            {
                "number": finding.number,
                "ordinal": words.ordinal(finding.number),
                "id": known(finding.id),
                "problem": known(finding.problem),
                "place": known(finding.place),
                "basis": known(finding.basis),
                "requirement": known(finding.requirement),
                "grade": known(finding.grade),
                "lead": known(finding.lead),
                "responsible": known(finding.responsible),
                "due": day(finding.due),
                "file_names": words.list_mark.join(file.name for file in finding.evidence),
            }
            for finding in notice.findings
        ],
        "files": files,
    }


def _person(person: Person, words: Wording) -> dict[str, str]:
    return {name: words.known(getattr(person, name)) for name in _PERSON}


def _line(people: Iterable[Person], form: str, words: Wording) -> str:
    return words.known(words.people_mark.join(form.format(**_person(person, words)) for person in people))


def _files(notice: Notice, words: Wording) -> list[dict[str, str | int]]:
    listed = [(finding, file) for finding in notice.findings for file in finding.evidence]
    return [
        {
            "number": number,
            "finding": words.known(finding.id),
            "name": file.name,
            "about": "\n".join(filter(None, (file.kind, file.size))) or words.blank,
            "digest": file.digest or words.blank,
        }
        for number, (finding, file) in enumerate(listed, 1)
    ]
