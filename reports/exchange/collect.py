"""Gathers what is recorded in a round, one unit at a time, so that a round of any size fits into memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import tzinfo
from functools import cached_property
from typing import Any, TypeVar

from checklists.gradings import find_grade
from reports.build import item_text
from reports.exchange import model
from store.attached import attached
from store.documents import Registered
from store.followup_results import outcome_of
from store.model import Carried, Finding, Inspector, PinnedChecklist, Present
from store.page import MARKS, OTHERS, VISIT, SheetLine
from store.progress import Progress
from store.record import Record
from store.rectifying.ledger import TABLE
from store.rectifying.model import Rectification, Step
from store.rounds import Round
from store.seals import standing
from store.sheet import Sheet
from store.workspace import Workspace

Kind = TypeVar("Kind")

Item = model.Entry | model.Carried | model.Rectification
"""What names an item."""


@dataclass(frozen=True)
class Page:
    """A unit with the sheet it was read from, which knows the words of its items."""

    unit: model.Unit
    sheet: Sheet
    lines: Mapping[str, SheetLine]

    def line(self, entry: Item) -> SheetLine | None:
        """The item as the checklist words it; None outside the list, and for one that the checklist has no more."""
        return self.lines.get(f"{entry.checklist}:{entry.item}")

    def text(self, entry: Item, lang: str) -> str:
        """The item's text, else its id."""
        line = self.line(entry)
        return item_text(self.sheet, line, line.item.text, lang) if line else entry.item

    def grade(self, grade: str, entry: Item | None, lang: str) -> str:
        """What a grade is called in the checklist of the item; its id where that has no such grade."""
        line = self.line(entry) if entry else None
        found = find_grade(line.checklist if line else self.sheet.checklists[0], grade) if grade else None
        return found.title.get(lang) if found else grade


class Collected:
    """A round and units of it, to be gone through as often as a format needs. `word` translates a message.

    A unit stays as it was when it was first come to, whatever is recorded meanwhile.
    """

    def __init__(
        self,
        workspace: Workspace,
        round_: Round,
        codes: Iterable[str] = (),
        lang: str = "en",
        word: Callable[[str], str] = str,
    ) -> None:
        """`codes` are the units that are asked for, all that ever were in the round if there are none.

        Raises:
            Unknown: a unit is not in the round.
        """
        self.workspace, self.round, self.lang, self.word = workspace, round_, lang, word
        self.codes = [round_.unit(code).code for code in dict.fromkeys(codes)] or list(round_.everyone)
        self._stood: dict[str, tuple[int, int]] = {}

    @property
    def zone(self) -> tzinfo:
        """The workspace's time zone."""
        return self.workspace.settings.zone

    @cached_property
    def head(self) -> model.Round:
        """The round itself.

        Raises:
            Damaged: it is not as it was written.
        """
        info, seal = self.round.info, standing(self.round)
        return model.Round(
            id=info.id,
            name=info.name,
            state=info.state,
            reason=info.reason,
            period_from=info.period_from,
            period_to=info.period_to,
            parent=info.parent,
            created=info.created,
            reopened=info.reopened,
            inspectors=_people(info.inspectors),
            blanks=info.blanks,
            checklists=tuple(self._checklist(pinned) for pinned in info.checklists),
            earlier=tuple(self._checklist(pinned) for pinned in info.earlier),
            seal=model.Seal(number=seal.number, sealed=seal.sealed, by=seal.by, sha256=seal.sha256) if seal else None,
            documents=self._issued(""),
            history=tuple(_events(self.round.record, "round")),
        )

    def _checklist(self, pinned: PinnedChecklist) -> model.Checklist:
        content = json.loads(self.round.pinned_bytes(pinned))
        return model.Checklist(id=pinned.id, version=pinned.version, digest=pinned.digest, content=content)

    def pages(self, progress: Progress | None = None, *, items: bool = True, history: bool = False) -> Iterator[Page]:
        """The units one after another, with their items and their history if these are wanted.

        Raises:
            Damaged: a record is not as it was written.
        """
        for done, code in enumerate(self.codes, 1):
            yield self._page(code, items, history)
            if progress is not None:
                progress(done, len(self.codes))

    @cached_property
    def _documents(self) -> dict[str, list[Registered]]:
        found: dict[str, list[Registered]] = {}
        for each in self.workspace.documents.register():
            if each.issued.round == self.round.info.id:
                found.setdefault(each.issued.unit, []).append(each)
        return found

    def _issued(self, unit: str) -> tuple[model.Document, ...]:
        """What was issued to the unit, or about the whole round, "", in it."""
        registered = self._documents.get(unit, ())
        return tuple(_made(model.Document, each.issued, at=each.at, by=each.who) for each in registered)

    def _page(self, code: str, items: bool, history: bool) -> Page:
        sheet, ledger = self.workspace.sheet(self.round, code), self.workspace.ledger(code)
        stood = self._stood.setdefault(code, (sheet.record.state.lines, ledger.record.state.lines))
        for record, count in zip((sheet.record, ledger.record), stood, strict=True):
            record.read_as_of(count)
        pinned, lines = sheet.unit, {line.ref: line for line in sheet.all_lines}
        again = {each.id for each in pinned.carried}
        own = {
            key: each for key, each in ledger.all().items() if each.round == self.round.info.id or each.finding in again
        }
        ordered = {each.finding: key for key, each in own.items()}
        unit = model.Unit(
            code=pinned.code,
            name=pinned.name,
            type=pinned.type,
            type_title=pinned.type_title,
            type_name=pinned.type_name,
            parent=pinned.parent,
            contact_post=pinned.contact_post,
            contact_phone=pinned.contact_phone,
            left=pinned.left,
            joined=pinned.joined,
            journal=sheet.record.head,
            inspectors=pinned.inspectors,
            visit=_visit(sheet),
            carried=tuple(_carried(sheet, each) for each in pinned.carried),
            items=tuple(_entries(sheet, lines, ordered)) if items else (),
            others=tuple(_others(sheet, ordered)),
            rectifications=tuple(_rectification(ledger.record, each) for each in own.values()),
            documents=self._issued(code),
            history=(*_events(sheet.record, "sheet"), *_events(ledger.record, "ledger", own)) if history else (),
        )
        return Page(unit, sheet, lines)


def _entries(sheet: Sheet, lines: Mapping[str, SheetLine], ordered: Mapping[str, str]) -> Iterator[model.Entry]:
    """The items in the order of the list, then those that have a mark and are not on it any more."""
    asked = {line.ref for line in sheet.lines}
    for ref in dict.fromkeys([*lines, *sheet.record.all(MARKS)]):
        mark, (checklist, _colon, item) = sheet.mark(ref), ref.partition(":")
        if mark is None and ref not in asked:
            continue
        yield model.Entry(
            checklist=checklist,
            item=item,
            number=lines[ref].number if ref in lines else 0,
            asked=ref in asked,
            verdict=mark.verdict if mark else "none",
            outcome=mark.result if mark and sheet.info.parent else "",
            note=mark.note if mark else "",
            found=mark.found if mark else "",
            evidence=_files(sheet.record, mark.evidence) if mark else (),
            findings=tuple(_finding(sheet.record, each, ordered) for each in mark.findings) if mark else (),
            recheck=ref in asked and sheet.needs_recheck(ref),
            recorded=_recorded(sheet.record, MARKS, ref) if mark else None,
        )


def _others(sheet: Sheet, ordered: Mapping[str, str]) -> Iterator[model.Other]:
    for key, each in sheet.others.items():
        yield model.Other(finding=_finding(sheet.record, each, ordered), recorded=_recorded(sheet.record, OTHERS, key))


def _visit(sheet: Sheet) -> model.Visit:
    visit = sheet.visit
    return model.Visit(
        date=visit.date,
        start=visit.start,
        end=visit.end,
        place=visit.place,
        inspectors=_people(visit.inspectors),
        present=_people(visit.present),
        remarks=visit.remarks,
        recorded=_recorded(sheet.record, VISIT, VISIT) if sheet.record.get(VISIT, VISIT) else None,
    )


def _people(people: Iterable[Inspector | Present]) -> tuple[model.Person, ...]:
    return tuple(
        model.Person(name=person.name, post=person.post, certificate=getattr(person, "certificate", ""))
        for person in people
    )


def _finding(record: Record, finding: Finding, ordered: Mapping[str, str]) -> model.Finding:
    return _made(
        model.Finding,
        finding,
        evidence=_files(record, finding.evidence),
        rectification=ordered.get(finding.id, ""),
    )


def _carried(sheet: Sheet, carried: Carried) -> model.Carried:
    mark, (checklist, _colon, item) = sheet.mark(carried.ref), carried.ref.partition(":")
    return _made(
        model.Carried,
        carried,
        checklist=checklist,
        item=item,
        outcome=outcome_of(carried, mark) if mark else "",
    )


def _rectification(record: Record, rectification: Rectification) -> model.Rectification:
    checklist, _colon, item = rectification.item.partition(":")
    return _made(
        model.Rectification,
        rectification,
        checklist=checklist,
        item=item,
        steps=tuple(_step(record, step) for step in rectification.steps),
        recorded=_recorded(record, TABLE, rectification.id),
    )


def _step(record: Record, step: Step) -> model.Step:
    return _made(model.Step, step, evidence=_files(record, step.evidence))


def _made(kind: type[Kind], source: object, **members: Any) -> Kind:
    """A `kind` with the members given, and the others by their names from `source`."""
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: members[name] if name in members else getattr(source, name) for name in names})


def _files(record: Record, evidence: Iterable[str]) -> tuple[model.File, ...]:
    return tuple(
        model.File(name=file.name, size=file.size, kind=file.kind, sha256=file.digest)
        for file in attached(record, evidence)
    )


def _recorded(record: Record, table: str, key: str) -> model.Recorded:
    doc = record.doc(table, key)
    assert doc is not None
    return model.Recorded(at=doc["time"], by=doc["who"], event=doc["event"], conflicts=tuple(doc["conflict"]))


def _events(record: Record, name: Any, keys: Container[str] | None = None) -> Iterator[model.Event]:
    """The changes of a record; with `keys`, those of these rectifications."""
    for line in record.lines():
        event = line.event
        if line.number > record.state.lines:
            return
        if keys is None or (event.table == TABLE and event.key in keys):
            yield _made(model.Event, event, record=name)
