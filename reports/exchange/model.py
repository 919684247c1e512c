"""What is recorded of a unit in a round, as plain values: the JSON export is this, and the other formats draw on it.

A field that nothing is known of holds "", 0, false or []. Days are "2026-12-20", times of day "09:30", moments UTC as
"2026-11-23T02:15:04.031Z". docs/export.schema.json is made from these classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal["pass", "fail", "na", "none"]


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """An attached file: its name, bytes, kind by its content, and the SHA-256 of its content."""

    name: str
    size: int
    kind: str
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Who inspected or was present; a certificate is an inspector's."""

    name: str
    post: str
    certificate: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """When and by whom the value that stands was recorded, and the id of that event in the history.

    `conflicts` are the ids of the events of other copies that say something else and wait to be settled.
    """

    at: str
    by: str
    event: str
    conflicts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """The head of the sheet."""

    date: str
    start: str
    end: str
    place: str
    inspectors: tuple[Person, ...]
    present: tuple[Person, ...]
    remarks: str
    recorded: Recorded | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing wrong. `rectification` is the id of what it turned into, "" before a notice ordered it."""

    id: str
    problem: str
    place: str
    requirement: str
    grade: str
    lead: str
    responsible: str
    due: str
    evidence: tuple[File, ...]
    rectification: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Carried:
    """An earlier finding that a follow-up looks at again, as it stood when the follow-up was made.

    `outcome` is what was found: "rectified", "partly", "not", "recurred", or "" as long as nothing was.
    """

    checklist: str
    item: str
    id: str
    problem: str
    place: str
    requirement: str
    grade: str
    lead: str
    responsible: str
    due: str
    outcome: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An item with its mark. `checklist` and `item` name it in the checklists of the round.

    `asked`: the unit is asked it as the round stands; `number` is its number in its checklist, 0 for one that this has
    no more; `outcome` what the verdict means in a follow-up; `recheck`: the mark answers an earlier wording.
    """

    checklist: str
    item: str
    number: int
    asked: bool
    verdict: Verdict
    outcome: str
    note: str
    found: str
    evidence: tuple[File, ...]
    findings: tuple[Finding, ...]
    recheck: bool
    recorded: Recorded | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Other:
    """A finding outside the list."""

    finding: Finding
    recorded: Recorded


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A step in the life of a rectification: `verb` led to `state`. `by` and `date` are "" for `who` and `at`."""

    verb: str
    state: str
    at: str
    who: str
    user: str
    role: str
    by: str
    date: str
    note: str
    measure: str
    progress: str
    due: str
    lead: str
    responsible: str
    evidence: tuple[File, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rectification:
    """What a finding turned into, as in docs/rectification.md. `checklist` and `item` are "" outside the list."""

    id: str
    finding: str
    checklist: str
    item: str
    problem: str
    place: str
    requirement: str
    grade: str
    lead: str
    responsible: str
    due: str
    state: str
    notice: str
    opened: str
    earlier: str
    dues: tuple[str, ...]
    asked: str
    measure: str
    answered: str
    received: str
    closed: str
    published: str
    rung: int
    reopened: int
    steps: tuple[Step, ...]
    recorded: Recorded


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A document that was issued to the unit in this round, or about the round: by whom, and the moment it was.

    `supplements` and `corrects` are the number of an earlier one that it adds to or puts right, `reason` says why.
    """

    kind: str
    number: str
    issued: str
    findings: tuple[str, ...]
    file: str
    sha256: str
    supplements: str
    corrects: str
    reason: str
    at: str
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One change of `key` in `table`; null is nothing. `base`, `resolves` and `undo` are the ids of events."""

    record: Literal["round", "sheet", "ledger"]
    id: str
    time: str
    who: str
    user: str
    table: str
    key: str
    base: str
    resolves: tuple[str, ...]
    undo: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A unit with everything recorded of it in the round, oldest change first in `history`.

    `type_title` is what its type is called, by language, `type_name` what the list of units called an unknown one.
    `left` is why it takes part no more, `joined` why it came later; `journal` the hash of its sheet's last line.
    `inspectors` are the names of those drawn for it, if any were.
    """

    code: str
    name: str
    type: str
    type_title: dict[str, str]
    type_name: str
    parent: str
    contact_post: str
    contact_phone: str
    left: str
    joined: str
    journal: str
    inspectors: tuple[str, ...]
    visit: Visit
    carried: tuple[Carried, ...]
    items: tuple[Entry, ...]
    others: tuple[Other, ...]
    rectifications: tuple[Rectification, ...]
    documents: tuple[Document, ...]
    history: tuple[Event, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Checklist:
    """A checklist as the round works with it: `content` has the keys of its YAML format (docs/checklists.md)."""

    id: str
    version: str
    digest: str
    content: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Seal:
    """The seal that the round stands under; `sha256` is that of what was signed."""

    number: str
    sealed: str
    by: str
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """The head of the round. `earlier` are checklists that it moved away from; its sheets have their own history."""

    id: str
    name: str
    state: str
    reason: str
    period_from: str
    period_to: str
    parent: str
    created: str
    reopened: int
    inspectors: tuple[Person, ...]
    blanks: dict[str, str]
    checklists: tuple[Checklist, ...]
    earlier: tuple[Checklist, ...]
    seal: Seal | None
    documents: tuple[Document, ...]
    history: tuple[Event, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Export:
    """A round and units of it. `version` rises when a field changes its meaning or goes."""

    format: Literal["auditty-export"]
    version: Literal[1]
    title: str
    issuing_body: str
    timezone: str
    round: Round
    units: tuple[Unit, ...]
