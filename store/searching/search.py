"""Looks for words in units, rounds, checklists, documents, ledgers and sheets, in this order: quick ones first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from checklists.errors import AudittyError
from checklists.model import Checklist, Item, Line, Text
from checklists.unit_types import UnitType
from store.documents import TABLE as DOCUMENTS
from store.errors import StoreError
from store.page import MARKS, OTHERS, VISIT
from store.progress import Progress
from store.rectifying.ledger import TABLE as RECTIFICATIONS
from store.rounds import Round
from store.searching.hits import KINDS, Hit, Kind
from store.searching.words import Looked
from store.state import Tables
from store.tables import sheets_of, tables_of
from store.units import TABLE as UNITS
from store.workspace import Workspace

_FINDING = ("problem", "place", "requirement", "lead", "responsible")
_UNIT = ("original_code", "contact_post", "contact_phone")
_STEP = ("note", "measure", "progress")
_JOURNAL = ".journal"


class Search:
    """One search. `faults` fills with why what could not be read while the hits are taken."""

    def __init__(
        self,
        workspace: Workspace,
        text: str,
        lang: str,
        kinds: Collection[str] = (),
        titles: Mapping[str, str] | None = None,
    ) -> None:
        """`lang` is that of titles; without `kinds` everything is searched. `titles` are those of documents by kind."""
        self.looked = Looked(text)
        self.faults: list[AudittyError] = []
        self._workspace, self._lang, self._kinds = workspace, lang, frozenset(kinds or KINDS)
        self._titles = titles or {}
        self._items: set[str] = set()

    def hits(self, progress: Progress | None = None) -> Iterator[Hit]:
        """What has all the words, as it is read. `progress(done, of)` is told now and then; what it raises ends it."""
        if not self.looked.words:
            return
        rounds = self._rounds()
        ledgers = self._ledgers() if "rectification" in self._kinds else []
        sheets = rounds if self._kinds & {"finding", "note"} else []
        of = len(ledgers) + sum(round_.unit_count for round_ in sheets)
        told = _Told(progress, of)
        if "unit" in self._kinds:
            yield from self._of_units()
        if "round" in self._kinds:
            yield from self._of_rounds(rounds)
        if "item" in self._kinds:
            yield from self._of_pinned(rounds, told)
        if "document" in self._kinds:
            yield from self._of_documents(rounds)
        yield from self._of_ledgers(ledgers, rounds, told)
        for round_ in sheets:
            yield from self._of_sheets(round_, told)
        if "item" in self._kinds:
            yield from self._at_hand(told)

    def _rounds(self) -> list[Round]:
        """The rounds, newest first, also those that are void or in the archive."""
        every = self._workspace.rounds()
        self.faults += [each.damage for each in every if each.damage is not None]
        return [each for each in every if each.damage is None]

    def _name(self, code: str) -> str:
        unit = self._workspace.record.get(UNITS, code)
        return str(unit["name"]) if unit else code

    # Units, rounds, documents: in the workspace's own record

    def _of_units(self) -> Iterator[Hit]:
        units, types = self._workspace.record.all(UNITS), self._workspace.units.types
        for code, value in units.items():
            own = (value["name"], code, *(value.get(member, "") for member in _UNIT))
            if text := self.looked.fits(own, _above(value, units, types)):
                yield Hit(kind="unit", id=code, title=value["name"], text=text, unit=code, name=value["name"])

    def _of_rounds(self, rounds: Iterable[Round]) -> Iterator[Hit]:
        for round_ in rounds:
            info = round_.info
            if text := self.looked.fits((info.name, info.id)):
                yield Hit(kind="round", id=info.id, title=info.name, text=text, round=info.id, round_name=info.name)

    def _of_documents(self, rounds: Iterable[Round]) -> Iterator[Hit]:
        names = {round_.info.id: round_.info.name for round_ in rounds}
        for key, value in reversed(self._workspace.record.all(DOCUMENTS).items()):
            name, round_name = self._name(value["unit"]) if value["unit"] else "", names.get(value["round"], "")
            title = f"{value['number']} {self._titles.get(value['kind'], value['kind'])}"
            text = self.looked.fits((title, key, value.get("reason", "")), (name, value["unit"], round_name))
            if text:
                yield Hit(
                    kind="document", id=key, title=title, text=text, unit=value["unit"], name=name,
                    round=value["round"], round_name=round_name,
                )  # fmt: skip

    # Checklists

    def _of_pinned(self, rounds: Iterable[Round], told: _Told) -> Iterator[Hit]:
        for round_ in rounds:
            told.look()
            try:
                checklists = round_.checklists
            except AudittyError as error:
                self.faults.append(error)
                continue
            for checklist in checklists:
                yield from self._of_checklist(checklist, round_)

    def _at_hand(self, told: _Told) -> Iterator[Hit]:
        """Checklists that no round asks: those whose bytes have none of the words are not worth parsing."""
        for name, _origin, data in self._workspace.checklists.sources():
            told.look()
            try:
                raw = data().decode("utf-8", "replace")
                if "\\" in raw or self.looked.any_in(raw):  # an escape may stand for a character
                    yield from self._of_checklist(self._workspace.checklists.get(name), None)
            except AudittyError as error:
                self.faults.append(error)

    def _of_checklist(self, checklist: Checklist, round_: Round | None) -> Iterator[Hit]:
        for line in checklist.lines:
            ref = f"{checklist.id}:{line.item.id}"
            if ref in self._items:
                continue
            self._items.add(ref)
            text = self.looked.fits(self._texts(line.item), _around(checklist, line))
            if text:
                yield Hit(
                    kind="item",
                    id=ref,
                    title=f"{line.number} {line.item.text.get(self._lang)}",
                    text=text,
                    round=round_.info.id if round_ else "",
                    round_name=round_.info.name if round_ else checklist.title.get(self._lang),
                    item=ref,
                )

    def _texts(self, item: Item) -> Iterator[str]:
        """What an item says, the language of the titles first."""
        texts: list[Text] = [each for each in (item.text, item.how, item.evidence, item.basis, item.role) if each]
        texts += [*filter(None, (item.requirement,)), *item.phrases]
        yield from (text.get(self._lang) for text in texts)
        yield from (item.id, *item.ref)
        yield from (text.get("en" if self._lang == "zh" else "zh") for text in texts)

    # Ledgers

    def _ledgers(self) -> list[tuple[str, int]]:
        """The codes of the units that have one, each with the size of its journal."""
        stamps = self._workspace.disk.stamps(self._workspace.root / "ledger", _JOURNAL)
        return sorted((name.removesuffix(_JOURNAL), stamps[name][0]) for name in stamps if name.endswith(_JOURNAL))

    def _of_ledgers(self, ledgers: Iterable[tuple[str, int]], rounds: Iterable[Round], told: _Told) -> Iterator[Hit]:
        names = {round_.info.id: round_.info.name for round_ in rounds}
        folder, hands = self._workspace.root / "ledger", self._workspace.hands
        for code, size in ledgers:
            told.one()
            try:
                docs = tables_of(folder, code, size, hands).get(RECTIFICATIONS, {}).values()
            except StoreError as error:
                self.faults.append(error)
                continue
            name = self._name(code)
            for value in (doc["value"] for doc in docs if doc["value"] is not None):
                round_name = names.get(value["round"], "")
                text = self.looked.fits(_of_rectification(value), (name, code, round_name))
                if text:
                    yield Hit(
                        kind="rectification", id=value["id"], title=value["problem"], text=text, unit=code, name=name,
                        round=value["round"], round_name=round_name, item=value["item"],
                    )  # fmt: skip

    # Sheets

    def _of_sheets(self, round_: Round, told: _Told) -> Iterator[Hit]:
        try:
            asked = {
                f"{checklist.id}:{line.item.id}": line for checklist in round_.checklists for line in checklist.lines
            }
            for sheet in sheets_of(round_, self._workspace.hands, everyone=True):
                told.one()
                if sheet.damage is not None:
                    self.faults.append(sheet.damage)
                elif sheet.tables:
                    yield from self._of_sheet(round_, sheet.unit.code, sheet.unit.name, sheet.tables, asked)
        except AudittyError as error:
            self.faults.append(error)

    def _of_sheet(
        self, round_: Round, code: str, name: str, tables: Tables, asked: Mapping[str, Line]
    ) -> Iterator[Hit]:
        info = round_.info

        def hit(kind: Kind, own: Iterable[str], ref: str = "", id: str = "") -> Iterator[Hit]:
            line = asked.get(ref)
            title = f"{line.number} {line.item.text.get(self._lang)}" if line else ""
            text = self.looked.fits(own, (name, code, info.name, *(line.item.text if line else ())))
            if text:
                yield Hit(
                    kind=kind, id=id, title=title, text=text, unit=code, name=name, round=info.id,
                    round_name=info.name, item=ref,
                )  # fmt: skip

        for doc in tables.get(MARKS, {}).values():
            value = doc["value"]
            if value is None:
                continue
            if "note" in self._kinds and (value["note"] or value["found"]):
                yield from hit("note", (value["note"], value["found"]), doc["key"])
            if "finding" in self._kinds:
                for finding in value["findings"]:
                    yield from hit("finding", _of_finding(finding), doc["key"], finding["id"])
        for doc in tables.get(OTHERS, {}).values() if "finding" in self._kinds else ():
            if doc["value"] is not None:
                yield from hit("finding", _of_finding(doc["value"]), id=doc["key"])
        for doc in tables.get(VISIT, {}).values() if "note" in self._kinds else ():
            if doc["value"] is not None:
                yield from hit("note", _of_visit(doc["value"]), id=VISIT)


class _Told:
    """How far the reading is."""

    def __init__(self, progress: Progress | None, of: int) -> None:
        self._progress, self._of, self._done = progress, of, 0

    def one(self) -> None:
        """One more is read."""
        self._done += 1
        if self._done % 20 == 0:
            self.look()

    def look(self) -> None:
        """Nothing more, but it may be given up now."""
        if self._progress is not None:
            self._progress(self._done, max(self._of, self._done))


def _above(value: Mapping[str, Any], units: Mapping[str, Any], types: Mapping[str, UnitType]) -> Iterator[str]:
    """What a unit is of: its type, and the unit above it."""
    kind = types.get(value.get("type", ""))
    yield from kind.title if kind else (value.get("type_name", ""),)
    if value.get("parent") in units:
        yield units[value["parent"]]["name"]


def _around(checklist: Checklist, line: Line) -> tuple[str, ...]:
    """What an item stands in."""
    return (*line.section.title, *checklist.title, checklist.id)


def _of_finding(value: Mapping[str, Any]) -> Iterator[str]:
    return (value.get(member, "") for member in _FINDING)


def _of_rectification(value: Mapping[str, Any]) -> Iterator[str]:
    yield from (value["problem"], value["id"], value.get("notice", ""), value.get("measure", ""))
    yield from (value.get(member, "") for member in _FINDING[1:])
    for step in value.get("steps", ()):
        yield from (step.get(member, "") for member in _STEP)


def _of_visit(value: Mapping[str, Any]) -> Iterator[str]:
    yield from (value.get("remarks", ""), value.get("place", ""))
    for person in (*value.get("present", ()), *value.get("inspectors", ())):
        yield from (person.get("name", ""), person.get("post", ""))
