"""What a bundle would bring, found out and checked before anything of it is taken in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from checklists.build import without_none
from checklists.canonical import from_json, to_json
from checklists.errors import N_, ChecklistError, cut
from checklists.model import Checklist
from store import conflicts, journal
from store.attached import FILES, evidence_of, named
from store.conflicts import OpenConflict
from store.errors import Refused
from store.guard import HEAD, OPEN
from store.journal import Event, Line
from store.merging import new_events, together
from store.model import PinnedChecklist, RoundInfo
from store.record import Record
from store.rounds import UNITS, Round
from store.upkeep.archive import ROUND, Archive, sheet_entry
from store.upkeep.event_check import Check, check_events, of_round, of_sheet
from store.workspace import Workspace


@dataclass(frozen=True)
class Part:
    """One record of a bundle held against the one here: how many events are new, and what would be in conflict.

    `unit` is "" for the round's own record.
    """

    unit: str
    new: int
    conflicts: list[OpenConflict]

    @property
    def entry(self) -> str:
        """Its journal in the bundle."""
        return sheet_entry(self.unit) if self.unit else ROUND


@dataclass(frozen=True)
class Plan:
    """What a bundle brings: `made` if the round is not here yet, its records, the files that are missing here.

    `left` are the units that will have left the round.
    """

    made: bool
    left: set[str]
    parts: list[Part]
    checklists: list[PinnedChecklist]
    evidence: list[str]


def events_in(archive: Archive, unit: str) -> list[Event]:
    """The events of a sheet's journal in a bundle, of the round's for the unit "".

    Raises:
        Damaged: its chain is broken. Refused: it is not what the manifest says.
    """
    round_id = archive.manifest.round
    entry = sheet_entry(unit) if unit else ROUND
    name = f"rounds/{round_id}/sheets/{unit}" if unit else f"rounds/{round_id}/round"
    data = archive.read(entry)
    shown = Path(f"{archive.path}: {entry}")
    if journal.whole_part(data) < len(data):
        raise Refused(N_("{path}: the last line is not whole"), path=shown)
    return [line.event for line in journal.decode_all(data, shown, 0, journal.genesis(name))]


def pinned_by(events: Iterable[Event]) -> list[PinnedChecklist]:
    """Every checklist that a round ever pinned, of whose record these are the events."""
    heads = [RoundInfo.from_value(event.after) for event in events if event.table == HEAD and event.after is not None]
    return [pinned for info in heads for pinned in (*info.checklists, *info.earlier)]


def files_named(event: Event) -> set[str]:
    """The digests of the evidence that an event names or explains."""
    return {*evidence_of(event.after), *([event.key] if event.table == FILES else [])}


def check(workspace: Workspace, archive: Archive) -> Plan:
    """Check everything in a bundle, and say what taking it in would come to.

    Raises:
        Refused: something in it is not such as this program writes, or it does not fit what is here.
        Damaged: a chain in it is broken, or what is here cannot be read.
    """
    return _Check(workspace, archive).plan()


class _Check:
    def __init__(self, workspace: Workspace, archive: Archive) -> None:
        self._workspace, self._archive, self._manifest = workspace, archive, archive.manifest
        path = workspace.rounds_folder / self._manifest.round
        self._here = Round(path, workspace.hands) if workspace.disk.is_dir(path) else None
        self._path = path
        self._named: set[str] = set()
        self._wanted: set[str] = set()
        self._left: set[str] = set()

    def plan(self) -> Plan:
        events = events_in(self._archive, "")
        self._check(ROUND, events, of_round(self._manifest.round))
        self._check_round(events)
        pins = self._pins(events)
        self._check_checklists(pins)
        parts = [self._part("", events)]
        tables = of_sheet(frozenset(pinned.id for pinned in pins.values()))
        for unit in self._manifest.units:
            if sheet_entry(unit) in self._manifest.entries:
                events = events_in(self._archive, unit)
                self._check(sheet_entry(unit), events, tables)
                parts.append(self._part(unit, events))
        if self._here is not None and any(part.new for part in parts):
            self._here.guard()
        return Plan(
            made=self._here is None,
            left=self._left,
            parts=parts,
            checklists=[pinned for pinned in pins.values() if not self._has(pinned)],
            evidence=self._evidence(),
        )

    def _check(self, entry: str, events: list[Event], tables: dict[str, Check]) -> None:
        if not events:
            raise self._refused(N_("{path}: {entry} is empty"), entry)
        check_events(self._archive.path, entry, events, tables)

    def _check_round(self, events: list[Event]) -> None:
        """A round that is open, the one of this id, with the units that the manifest names."""
        state = together([], events)
        head = state.doc(HEAD, HEAD)
        if head is None or head["value"] is None:
            raise self._refused(N_("{path}: {entry}: the round has no head"), ROUND)
        if RoundInfo.from_value(head["value"]).state not in OPEN:
            raise self._refused(N_("{path}: {entry}: the round is closed; a closed round takes no bundle"), ROUND)
        pinned = {event.key for event in events if event.table == UNITS}
        for unit in self._manifest.units:
            if unit not in pinned:
                raise self._refused(N_("{path}: unit “{entry}” is not in the round"), unit)
        if self._here is not None:
            first = next(iter(self._here.record.lines()), None)
            if first is None or first.event.id != events[0].id:
                raise self._refused(N_("{path}: here, {entry} is another round of the same id"), self._manifest.round)

    def _part(self, unit: str, events: list[Event]) -> Part:
        lines = list(self._lines(unit))
        new = new_events(lines, events)
        state = together(lines, new)
        everything = [*(line.event for line in lines), *new]
        if not unit:
            self._left = {doc["key"] for doc in state.docs(UNITS) if (doc["value"] or {}).get("left")}
        self._named.update(*map(files_named, events))
        self._wanted |= named(state.tables) & {digest for event in new for digest in files_named(event)}
        return Part(unit, len(new), conflicts.among(state.tables, everything))

    def _lines(self, unit: str) -> Iterator[Line]:
        if self._here is None:
            return iter(())
        path = self._path / "sheets" / unit if unit else self._path / "round"
        return Record(path, self._workspace.hands).lines()

    # Checklists

    def _pins(self, events: list[Event]) -> dict[str, PinnedChecklist]:
        """The checklists that the bundle's round ever pinned, by the names of their files."""
        here = pinned_by(line.event for line in self._lines(""))
        known = {pinned.file_name: pinned for pinned in reversed(here)}
        pins = {}
        for pinned in pinned_by(events):
            if known.setdefault(pinned.file_name, pinned).digest != pinned.digest:
                raise self._refused(N_("{path}: two checklists would be {entry}"), pinned.file_name)
            pins[pinned.file_name] = pinned
        return pins

    def _check_checklists(self, pins: dict[str, PinnedChecklist]) -> None:
        there = {name.removeprefix("checklists/") for name in self._manifest.entries if name.startswith("checklists/")}
        for name in sorted(there ^ pins.keys()):
            raise self._refused(N_("{path}: checklist {entry} is pinned or in the bundle, not both"), name)
        for name, pinned in pins.items():
            data = self._archive.read(f"checklists/{name}")
            if hashlib.sha256(data).hexdigest() != pinned.digest or not _is_checklist(data, pinned.id):
                raise self._refused(N_("{path}: {entry} is not the checklist that the round pinned"), name)

    def _has(self, pinned: PinnedChecklist) -> bool:
        path, disk = self._path / "checklists" / pinned.file_name, self._workspace.disk
        there = self._here is not None and disk.size(path) is not None
        return there and hashlib.sha256(disk.read(path)).hexdigest() == pinned.digest

    # Evidence

    def _evidence(self) -> list[str]:
        """The evidence files to be taken in, checked."""
        evidence, prefix = self._workspace.evidence, "evidence/"
        brought = {name.removeprefix(prefix) for name in self._manifest.entries if name.startswith(prefix)}
        for digest in sorted(brought - self._named):
            raise self._refused(N_("{path}: nothing in the bundle names {entry}"), prefix + digest)
        for digest in sorted(self._wanted - brought):
            if not evidence.intact(digest):
                raise self._refused(N_("{path}: a mark names {entry}, which is neither in the bundle nor here"), digest)
        missing = [digest for digest in sorted(brought) if not evidence.intact(digest)]
        for digest in missing:
            size, sha = self._manifest.entries[prefix + digest]
            if not 0 < size <= evidence.limit:
                raise self._refused(
                    N_("{path}: {entry} is larger than evidence may be here, or empty"), prefix + digest
                )
            if sha != digest:
                raise self._refused(N_("{path}: {entry} has not the content that its name says"), prefix + digest)
            self._archive.read(prefix + digest)
        return missing

    def _refused(self, message: str, entry: str) -> Refused:
        return Refused(message, path=self._archive.path, entry=cut(entry, 100))


def _is_checklist(data: bytes, wanted: str) -> bool:
    """Whether `data` is the canonical JSON of a checklist with this id."""
    try:
        checklist = from_json(data)
        return checklist.id == wanted and to_json(checklist) == data and _holds(checklist, Checklist)
    except (ChecklistError, TypeError, ValueError, AttributeError, RecursionError):
        return False


def _holds(value: Any, hint: Any) -> bool:
    """Whether each member of a checklist that takes one of a few words has one of them."""
    hint = without_none(hint)
    if get_origin(hint) is Literal:
        return value is None or value in get_args(hint)
    if isinstance(value, tuple) and get_origin(hint) is tuple:
        return all(_holds(one, get_args(hint)[0]) for one in value)
    if is_dataclass(value):
        hints = get_type_hints(type(value))
        return all(_holds(getattr(value, each.name), hints[each.name]) for each in fields(value))
    return True
