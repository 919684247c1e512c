"""A round, or some of its units, in one file: out with a laptop, back again, and merged.

A bundle holds whole journals, the checklists that the round pinned, and the evidence that its events name. Ledgers,
issued documents and the workspace's settings stay where they are: notices are numbered at one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from checklists.errors import N_
from store import conflicts, journal
from store.changes import DRAFT
from store.conflicts import OpenConflict
from store.errors import Damaged, Refused
from store.guard import OPEN
from store.journal import Event
from store.progress import Progress
from store.record import Record
from store.rounds import Round
from store.seals import seals
from store.upkeep.archive import ROUND, Archive, Packing, opened, packing, sheet_entry
from store.upkeep.bundle_check import Plan, check, events_in, files_named, pinned_by
from store.workspace import Workspace


@dataclass
class Packed:
    """What a bundle holds: the units that have a sheet in it, how many events, how many evidence files."""

    units: list[str] = field(default_factory=list)
    events: int = 0
    evidence: int = 0


@dataclass(frozen=True)
class TakenIn:
    """What became of a bundle: how many events were `new` by unit ("" for the round itself), what is in conflict now.

    What was recorded of units that `left` the round is kept and counts for nothing until they are back; conflicts there
    are nobody's to settle. `made` says that the round was not here before;
    `source` is the title of the workspace that it came from.
    """

    round: str
    name: str
    source: str
    made: bool
    new: dict[str, int]
    checklists: int
    evidence: int
    conflicts: dict[str, list[OpenConflict]]
    left: tuple[str, ...]
    """The units with something new that left the round."""


def export(
    workspace: Workspace, round_: Round, target: Path, units: Iterable[str] = (), progress: Progress | None = None
) -> Packed:
    """Pack a round into the new file `target`, with the sheets of `units`, or of all; others may go on working.

    The same records give the same bytes.

    Raises:
        Refused: the round is closed or was sealed, or there is something at `target`. Unknown: no such unit.
        Damaged: a record is not as it was written.
    """
    _refuse_closed(round_)
    wanted = [round_.unit(unit).code for unit in dict.fromkeys(units)] or list(round_.everyone)
    disk = workspace.disk
    with disk.new_file(target) as fd, packing(disk, fd, target) as packed:
        work = _Export(workspace, round_, packed)
        for done, unit in enumerate(wanted, 1):
            work.sheet(unit)
            if progress is not None:
                progress(done, len(wanted))
        work.rest(wanted)
        disk.sync(fd, target)
    return work.packed


def _refuse_closed(round_: Round) -> None:
    if round_.info.state not in OPEN or seals(round_):
        raise Refused(
            N_(
                "round {round} is closed or was sealed: what a seal proves holds in this workspace only; "
                "hand it on with “auditty backup”"
            ),
            round=round_.info.id,
        )


class _Export:
    """One bundle being written: sheets before the round that names their units, evidence after what names it."""

    def __init__(self, workspace: Workspace, round_: Round, packing: Packing) -> None:
        self._workspace, self._round, self._packing = workspace, round_, packing
        self._named: set[str] = set()
        self.packed = Packed()

    def sheet(self, unit: str) -> None:
        """Pack the sheet of a unit, if anything was ever written on it."""
        if self._record(sheet_entry(unit), self._workspace.sheet(self._round, unit).record):
            self.packed.units.append(unit)

    def rest(self, units: list[str]) -> None:
        """Pack the round's record, its checklists and the evidence."""
        events, info = self._record(ROUND, self._round.record), self._round.info
        for pinned in {each.file_name: each for each in pinned_by(events)}.values():
            self._packing.add(f"checklists/{pinned.file_name}", self._round.pinned_bytes(pinned))
        for digest in sorted(self._named):
            self._evidence(digest)
        self._packing.finish(
            round_id=info.id, name=info.name, workspace=self._workspace.settings.title, units=tuple(units)
        )

    def _record(self, entry: str, record: Record) -> list[Event]:
        """Pack a journal, if there is one; returns its events."""
        events = [line.event for line in record.lines()]
        lines, prev = [], journal.genesis(record.name)
        for event in events:
            raw, prev = journal.encode(event, prev)
            lines.append(raw)
            self._named |= files_named(event)
        if lines:
            self._packing.add(entry, b"".join(lines))
            self.packed.events += len(lines)
        return events

    def _evidence(self, digest: str) -> None:
        evidence = self._workspace.evidence
        if not evidence.intact(digest):
            message = N_("{path}: this evidence file is missing or damaged; see “auditty verify”")
            raise Damaged(message, path=evidence.path(digest))
        self._packing.add(f"evidence/{digest}", self._workspace.disk.read(evidence.path(digest)), packed=False)
        self.packed.evidence += 1


def take_in(workspace: Workspace, source: Path, dry_run: bool = False, progress: Progress | None = None) -> TakenIn:
    """Merge the bundle in the file `source` into the workspace, which may have its round already, or not.

    Everything is checked before anything is written. An import that was interrupted is completed by another one.
    `progress(done, of)` is told after each record. With `dry_run` nothing is written.

    Raises:
        Refused: the bundle is not sound, or the round here is closed. NewerFormat: a newer program made it.
        Damaged: a chain is broken, in the bundle or here. MachineError: the disk refuses.
    """
    with _alone(workspace, dry_run), opened(workspace.disk, source) as archive:
        plan = check(workspace, archive)
        found = {part.unit: part.conflicts for part in plan.parts}
        if not dry_run:
            work = _Import(workspace, archive, plan, progress or (lambda done, of: None))
            found = {part.unit: conflicts.open_in(record) for part, record in zip(plan.parts, work.run(), strict=True)}
        manifest = archive.manifest
        return TakenIn(
            round=manifest.round,
            name=manifest.name,
            source=manifest.workspace,
            made=plan.made,
            new={part.unit: part.new for part in plan.parts if part.new},
            checklists=len(plan.checklists),
            evidence=len(plan.evidence),
            conflicts={unit: each for unit, each in found.items() if each and unit not in plan.left},
            left=tuple(part.unit for part in plan.parts if part.new and part.unit in plan.left),
        )


@contextmanager
def _alone(workspace: Workspace, dry_run: bool) -> Iterator[None]:
    """One import at a time: two of one new round would build it in the same place."""
    if dry_run:
        yield
        return
    folder = workspace.root / ".cache"
    workspace.disk.make_dir(folder)
    with workspace.disk.locked(folder / "import.lock"):
        yield


class _Import:
    """One bundle being taken in: what is named goes before what names it."""

    def __init__(self, workspace: Workspace, archive: Archive, plan: Plan, progress: Progress) -> None:
        self._workspace, self._archive, self._plan, self._progress = workspace, archive, plan, progress
        self._disk = workspace.disk
        self._path = workspace.rounds_folder / archive.manifest.round

    def run(self) -> list[Record]:
        """Take everything in. Returns the records of the plan's parts, as they are now."""
        for digest in self._plan.evidence:
            target = self._workspace.evidence.path(digest)
            self._disk.make_dir(target.parent)
            self._disk.replace(target, self._archive.read(f"evidence/{digest}"), durable=True)
        if self._plan.made:
            self._make()
            return [Record(self._pair(self._path, part.unit), self._workspace.hands) for part in self._plan.parts]
        self._checklists(self._path)
        return self._merge(self._path, Round(self._path, self._workspace.hands).guard)

    def _make(self) -> None:
        """Build the round beside the others and move it in whole."""
        draft = self._path.with_name(DRAFT + self._path.name)
        self._disk.remove_tree(draft)  # of an import that was interrupted
        try:
            for folder in ("checklists", "sheets"):
                self._disk.make_dir(draft / folder)
            self._checklists(draft)
            for record in self._merge(draft, None):
                record.flush(durable=True)
            self._disk.rename_new(draft, self._path)
        except BaseException:
            self._disk.remove_tree(draft)
            raise

    def _checklists(self, folder: Path) -> None:
        for pinned in self._plan.checklists:
            data = self._archive.read(f"checklists/{pinned.file_name}")
            self._disk.replace(folder / "checklists" / pinned.file_name, data, durable=True)

    def _merge(self, folder: Path, guard: Callable[[], None] | None) -> list[Record]:
        records = []
        for done, part in enumerate(self._plan.parts, 1):
            record = Record(self._pair(folder, part.unit), self._workspace.hands, guard)
            if part.new:
                record.merge(events_in(self._archive, part.unit))
            records.append(record)
            self._progress(done, len(self._plan.parts))
        return records

    def _pair(self, folder: Path, unit: str) -> Path:
        return folder / "sheets" / unit if unit else folder / "round"
