"""What a document says, before it is set: plain immutable values, built by `reports.build`, written by the writers.

An empty string or None means "not known": the document shows a visible blank there and invents nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Person:
    """An inspector or a person present, by name and post; `certificate` is the inspector's certificate number."""

    name: str
    post: str = ""
    certificate: str = ""


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What the inspection went by: a checklist's title, version and digest, and the documents it rests on."""

    checklist: str
    version: str
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class File:
    """An attached file as a document lists it: `kind` and `size` in words, `digest` the beginning of its SHA-256."""

    name: str
    kind: str = ""
    size: str = ""
    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing wrong. `basis` is the rule it breaks; where the checklist names none, "item N of the checklist"."""

    id: str
    number: int
    problem: str
    place: str = ""
    basis: str = ""
    requirement: str = ""
    grade: str = ""
    lead: str = ""
    responsible: str = ""
    due: date | None = None
    evidence: tuple[File, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A rectification notice (整改通知书) to one unit.

    `number` is the whole document number, e.g. "教督整〔2026〕1号", "" in a draft. `counts` are verdict totals:
    pass, fail, na, none. `issued` is the date of issue, None in a draft. `journal` is the first 16 hex digits of the
    sheet's journal head, `seal` the number and digest of its round's seal, "" for none. `supplements` is the number of
    the earlier notice this one adds to, "" for a first notice, `supplements_day` the day of that one.
    """

    lang: str
    issuing_body: str
    number: str
    unit: str
    unit_code: str
    contact: str = ""
    round: str
    basis: tuple[Basis, ...]
    period_from: date | None = None
    period_to: date | None = None
    visit_date: date | None = None
    visit_start: str = ""
    visit_end: str = ""
    place: str = ""
    inspectors: tuple[Person, ...] = ()
    present: tuple[Person, ...] = ()
    remarks: str = ""
    counts: dict[str, int]
    findings: tuple[Finding, ...]
    reply_by: date | None = None
    reply_to: str = ""
    contact_person: str = ""
    contact_phone: str = ""
    issued: date | None = None
    journal: str = ""
    seal: str = ""
    supplements: str = ""
    supplements_day: date | None = None
