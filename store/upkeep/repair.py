"""Mend what can be mended from what is intact. The damaged file is kept aside, and each mend says what was lost."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from checklists.errors import N_, Problem
from store import snapshot
from store.errors import StoreError
from store.journal import whole_part
from store.progress import Progress
from store.record import Record
from store.state import State, Tables, documents
from store.upkeep.exchange import Exchange, finish
from store.upkeep.placing import Placing
from store.upkeep.repair_files import mend_files
from store.upkeep.reweaving import Woven, weave
from store.upkeep.scan import pieces
from store.upkeep.sealed import fits_the_seal
from store.upkeep.verdict import FORGED, Verdict
from store.upkeep.verify import verify
from store.upkeep.verify_records import check_record, replayed
from store.upkeep.walk import Origins, records
from store.workspace import Workspace


@dataclass
class Repaired:
    """What was mended, or would be, and what cannot be, by file. `aside` is where the damaged files are, if any."""

    mended: list[Problem] = field(default_factory=list)
    beyond: list[Problem] = field(default_factory=list)
    aside: list[Path] = field(default_factory=list)

    def tell(self, path: Path, message: str, /, **params: object) -> None:
        """What was done about `path`."""
        self.mended.append(Problem(str(path), 0, 0, message, dict(params)))


def repair(workspace: Workspace, dry_run: bool = False, progress: Progress | None = None) -> Repaired:
    """Mend the workspace; with `dry_run`, only say what would be mended.

    Every journal that is touched is locked meanwhile. Started again after a crash, it completes.
    """
    done = Repaired()
    if not dry_run:
        finish(workspace.root, workspace.disk)
    stamp = workspace.hands.clock.now().strftime("%Y%m%dT%H%M%SZ")
    _mend_records(workspace, stamp, done, dry_run, progress)
    exchange = Exchange(workspace.root, workspace.disk, stamp)
    mend_files(workspace, exchange, done.tell)
    _carry_out(exchange, done, dry_run)
    if not dry_run:
        done.beyond = verify(workspace).faults
    else:
        told = {problem.file for problem in done.mended}
        done.beyond = [fault for fault in verify(workspace).faults if not _same_pair(fault.file, told)]
    return done


def _same_pair(file: str, told: set[str]) -> bool:
    path = Path(file)
    return any(str(path.with_suffix(ending)) in told for ending in (path.suffix, ".json", ".journal"))


def _carry_out(exchange: Exchange, done: Repaired, dry_run: bool) -> None:
    if len(exchange) and not dry_run:
        exchange.carry_out()
        done.aside.append(exchange.folder)


def _mend_records(workspace: Workspace, stamp: str, done: Repaired, dry_run: bool, progress: Progress | None) -> None:
    origins, paths, suspects = Origins(workspace), list(records(workspace)), []
    for at, path in enumerate(paths, 1):
        record = Record(path, workspace.hands)
        if not _in_order(record, origins):
            suspects.append(record)
        if progress is not None:
            progress(at, len(paths))
    disk = workspace.disk
    exchange = Exchange(workspace.root, disk, stamp)
    with ExitStack() as locks:
        for record in sorted(suspects, key=lambda each: each.name):
            if not dry_run and disk.size(record.journal_path) is not None:
                locks.enter_context(disk.locked(record.journal_path))
        placing = Placing(suspects, [Record(path, workspace.hands) for path in paths])
        for record in suspects:
            if not _in_order(record, origins):  # it was a moment of somebody's writing
                with suppress(*FORGED):  # verify says so afterwards
                    _Mend(workspace, record, suspects, placing, exchange, done).make()
        _carry_out(exchange, done, dry_run)


def _in_order(record: Record, origins: Origins) -> bool:
    verdict = Verdict()
    check_record(record, origins, verdict)
    return not (verdict.faults or verdict.remarks)


class _Mend:
    """The mending of one record."""

    def __init__(
        self,
        workspace: Workspace,
        record: Record,
        suspects: list[Record],
        placing: Placing,
        exchange: Exchange,
        done: Repaired,
    ) -> None:
        self._workspace, self._record, self._placing = workspace, record, placing
        self._suspects = {each.name: each for each in suspects}
        self._exchange, self._done = exchange, done

    def make(self) -> None:
        record, done = self._record, self._done
        try:
            there, stored = record.journal_bytes(), record.stored()
        except StoreError:
            return  # not to be read at all: verify says so afterwards
        at = self._placing.place_of(record.name)
        journal = self._suspects[at].journal_bytes() if at in self._suspects else None
        tables = self._documents(stored, journal)
        if journal is None and tables is None:
            return
        woven = weave(
            journal or b"",
            record.name,
            record.journal_path,
            self._registered(),
            tables,
            self._workspace.hands,
            self._exchange.aside(record.journal_path),
        )
        if not woven.data or not fits_the_seal(self._workspace, record.journal_path, woven.data):
            return
        if woven.data != there:
            self._exchange.put(record.journal_path, woven.data)
            self._tell(woven, at, journal)
        found = pieces(woven.data, record.journal_path)
        new = snapshot.dump(replayed([piece.line for piece in found if piece.line is not None], found).tables)
        if new != stored:
            self._exchange.put(record.json_path, new)
            done.tell(record.json_path, N_("written anew from the journal"))

    def _registered(self) -> str | None:
        return None if self._workspace.settings.format < 2 else self._placing.registered(self._record.name)

    def _documents(self, stored: bytes | None, journal: bytes | None) -> Tables | None:
        """The documents beside the journal, None if they are damaged, or another record's."""
        tables = snapshot.load(stored) if stored else None
        if tables is None or not _well_formed(tables):
            return None
        head = f',"sha":"{State(tables).head}"'.encode()  # not where a register or a repair names it
        if journal is not None and head in journal:
            return tables
        if any(head in (record.journal_bytes() or b"") for record in self._all() if record.name != self._record.name):
            return None
        events = [doc["event"].encode() for _name, docs in documents(tables) for doc in docs.values()]
        intact = any(piece.line for piece in pieces(journal or b"", self._record.journal_path))
        return tables if not intact or any(event in (journal or b"") for event in events) else None

    def _all(self) -> list[Record]:
        return [Record(path, self._workspace.hands) for path in records(self._workspace)]

    def _tell(self, woven: Woven, at: str | None, journal: bytes | None) -> None:
        path, done = self._record.journal_path, self._done
        if at not in (None, self._record.name):
            done.tell(path, N_("lay in the place of {name}; put back"), name=at)
        if woven.exact and woven.data == journal:
            return
        if woven.data == (journal or b"")[: whole_part(journal or b"")]:
            done.tell(path, N_("the last line, which was never finished, was set aside"))
        elif woven.exact:
            done.tell(path, N_("mended exactly: the chain is as it was"))
        elif journal:
            message = N_("woven anew: {lost} lines lost for good, {restored} items restored from {file}")
            done.tell(
                path, message, lost=woven.lost, restored=len(woven.restored), file=self._record.json_path.name
            )  # fmt: skip
        else:
            message = N_("was missing; woven anew from {file}: {restored} items as they stood, without their history")
            done.tell(path, message, restored=len(woven.restored), file=self._record.json_path.name)


def _well_formed(tables: Tables) -> bool:
    """Whether every document has what a document has."""
    try:
        State(tables)
    except (KeyError, TypeError, AttributeError):
        return False
    return all(
        {"key", "event", "time", "who", "value", "conflict"} <= doc.keys()
        for _name, docs in documents(tables)
        for doc in docs.values()
    )
