"""What was before a follow-up: the rounds it follows up on, the ledgers it looks into, the mark of each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from store.attached import Attached, attached, evidence_of
from store.clock import shown
from store.model import Finding, Mark
from store.page import MARKS, Page
from store.record import Record
from store.rectifying.ledger import Ledger
from store.rectifying.model import Rectification, unit_of
from store.rounds import Round
from store.state import Doc
from store.workspace import Workspace


def ancestors(round_: Round) -> list[Round]:
    """The round that `round_` follows up on, that one's own, and so on, as far as they are here."""
    found: list[Round] = []
    seen, parent = {round_.path.name}, round_.parent
    while parent is not None and parent.path.name not in seen:
        found.append(parent)
        seen.add(parent.path.name)
        parent = parent.parent
    return found


def ledgers_of(workspace: Workspace, codes: Iterable[str]) -> dict[str, Ledger]:
    """The ledgers of these units by their codes, as far as there are any."""
    records = {code: Record(workspace.root / "ledger" / code, workspace.hands) for code in codes}
    return {code: Ledger(record, code) for code, record in records.items() if record.exists}


def by_finding(ledgers: Mapping[str, Ledger]) -> dict[str, Rectification]:
    """The rectifications in the ledgers by the ids of their findings, oldest first."""
    return {each.finding: each for ledger in ledgers.values() for each in ledger.all().values()}


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What was, of one line of a follow-up: the latest mark in the rounds before, if there is one, and what came of it.

    `day` is that of the mark, `who` made it, in the round called `round`; `outcome` is what it meant, "" unless that
    round was a follow-up. `findings` are the earlier findings, `rectifications` what they turned into, as they stand
    now; `files` the evidence that the unit's answers name.
    """

    findings: tuple[Finding, ...]
    mark: Mark | None = None
    day: str = ""
    who: str = ""
    round: str = ""
    outcome: str = ""
    rectifications: tuple[Rectification, ...] = ()
    files: tuple[Attached, ...] = ()


def earlier(
    workspace: Workspace,
    sheet: Page,
    before: Iterable[Round] | None = None,
    merged: Mapping[str, Iterable[str]] | None = None,
) -> dict[str, Earlier]:
    """What was, by the ref of each line of a follow-up's sheet; nothing for another round's.

    `before` are the `ancestors` of its round, `merged` the units merged into others, for who asks about many sheets.

    Raises:
        StoreError: an earlier sheet, or the ledger, cannot be read.
    """
    if not sheet.info.parent:
        return {}
    merged = workspace.units.merged() if merged is None else merged
    codes = [sheet.unit.code, *merged.get(sheet.unit.code, ())]
    pages = [
        [(round_, workspace.sheet(round_, code)) for code in codes if code in round_.everyone]
        for round_ in (ancestors(workspace.round(sheet.info.id)) if before is None else before)
    ]
    ledgers, found = ledgers_of(workspace, codes), {}
    ledger = by_finding(ledgers)
    for line in sheet.all_lines:
        findings = sheet.carried(line.ref)
        known = tuple(ledger[each.id] for each in findings if each.id in ledger)
        files = tuple(file for each in known for file in _files(ledgers[unit_of(each.id)], each))
        found[line.ref] = _marked(
            workspace, pages, line.ref, Earlier(findings=findings, rectifications=known, files=files)
        )
    return found


def _files(ledger: Ledger, rectification: Rectification) -> list[Attached]:
    """The evidence that its steps name, each file once."""
    named = (digest for step in rectification.steps for digest in evidence_of(step.to_value()))
    return attached(ledger.record, dict.fromkeys(named))


def _marked(workspace: Workspace, pages: Iterable[Sequence[tuple[Round, Page]]], ref: str, known: Earlier) -> Earlier:
    """With the mark of the latest of the rounds that has one on the line.

    `pages` are round by round those of the unit and of units merged into it: of several marks in a round, that counts
    which has one of the findings.
    """
    ids = {each.id for each in known.findings}
    for of_round in pages:
        marks = sorted(_marks(of_round, ref), key=lambda each: ids.isdisjoint(found.id for found in each[2].findings))
        for round_, doc, mark in marks[:1]:
            day = shown(doc["time"], workspace.settings.zone)[:10]
            outcome = mark.result if round_.info.parent else ""
            return replace(known, mark=mark, day=day, who=doc["who"], round=round_.info.name, outcome=outcome)
    return known


def _marks(pages: Iterable[tuple[Round, Page]], ref: str) -> Iterator[tuple[Round, Doc, Mark]]:
    for round_, page in pages:
        doc = page.record.doc(MARKS, ref)
        if doc is not None and doc["value"] is not None and doc["value"]["verdict"] != "none":
            yield round_, doc, Mark.from_value(doc["value"])
