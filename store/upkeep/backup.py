"""A copy of a whole workspace, made while people work in it.

What names something is copied before what it names: an issued document or an evidence file is on disk before a journal
names it, so that the copy, which takes the files last, has them. Of each journal the copy holds what stood in it at
some moment after the copying began: everything that was acknowledged before is in it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from checklists.errors import N_
from store import snapshot
from store.changes import DRAFT
from store.disk import Disk
from store.errors import Damaged, Locked, Refused, Unknown
from store.progress import Progress
from store.record import Hands, Record
from store.workspace import Workspace

Ready = Callable[[Path, "Copied"], None]

NOTE = ".backup.json"
"""The file in a backup that says what it covers; not a part of the workspace."""

ROUND_TRIES = 20
"""How often a round is copied anew because its head changed meanwhile; each time takes as long as its sheets."""


@dataclass
class Copied:
    """What was copied: how many files and bytes. `left_out` are links and whatever else is no file."""

    files: int = 0
    bytes: int = 0
    left_out: list[Path] = field(default_factory=list)


def copy_workspace(
    workspace: Workspace, target: Path, progress: Progress | None = None, ready: Ready | None = None
) -> Copied:
    """Copy the workspace to the folder `target`, missing or empty, while others write: whole or not at all.

    Each record in the copy is as it was at some moment: the whole lines of its journal, and the file that they add up
    to. A record that is damaged is copied as it is. `progress(done, of)` is told file by file; `ready` is called with
    the folder where the whole copy stands before it is moved to its place, which does not happen if it raises.

    Raises:
        Refused: `target` is not empty, or lies in the workspace. MachineError: the disk refuses; nothing was made.
    """
    return _Copy(workspace.root, target, workspace.hands, progress).make(ready)


def copy_folder(
    source: Path,
    target: Path,
    hands: Hands,
    progress: Progress | None = None,
    ready: Ready | None = None,
    aside: Path | None = None,
) -> Copied:
    """Copy the folder `source`, in which nobody writes, as it is byte by byte; otherwise like `copy_workspace`.

    With `aside`, `target` may be there: it is moved to `aside` when the copy stands whole.
    """
    return _Copy(source, target, hands, progress, as_it_is=True).make(ready, aside)


def is_free(path: Path, disk: Disk) -> bool:
    """Whether there is nothing at `path`, or an empty folder."""
    return not disk.names(path) if disk.is_dir(path) else disk.stamp(path) is None


def inside(path: Path, folder: Path) -> bool:
    """Whether `path` is `folder`, or lies in it."""
    return path.resolve().is_relative_to(folder.resolve())


class _Copy:
    """One copy at work, built in a hidden folder beside its place. Paths of things are relative to the workspace."""

    def __init__(
        self, root: Path, target: Path, hands: Hands, progress: Progress | None, as_it_is: bool = False
    ) -> None:
        self._root, self._disk, self._as_it_is, self._progress = root, hands.disk, as_it_is, progress
        self._place = target.resolve()
        self._draft = self._place.with_name(f".{self._place.name}.{secrets.token_hex(4)}.new")
        self._hands = replace(hands, root=self._draft)
        self._rounds: set[str] | None = None
        self._copied, self._of = Copied(), 0

    def make(self, ready: Ready | None, aside: Path | None = None) -> Copied:
        disk = self._disk
        if aside is None and not is_free(self._place, disk):
            raise Refused(N_("{path} is not empty; choose a new folder"), path=self._place)
        if inside(self._place, self._root):
            raise Refused(N_("{path} lies in {folder}; choose a folder elsewhere"), path=self._place, folder=self._root)
        try:
            disk.make_dir(self._draft)
            self._copy_all()
            if ready is not None:
                ready(self._draft, self._copied)
            self._settle(aside)
        except BaseException:
            disk.remove_tree(self._draft)
            raise
        return self._copied

    def _settle(self, aside: Path | None) -> None:
        """Move the copy to its place; what was there is aside, or back where it was."""
        if aside is None:
            self._disk.rename_new(self._draft, self._place)
            return
        self._disk.rename_new(self._place, aside)
        try:
            self._disk.rename_new(self._draft, self._place)
        except BaseException:
            self._disk.rename_new(aside, self._place)
            raise

    def _copy_all(self) -> None:
        there = list(self._walk())
        self._of = sum(kind == "file" for _, kind in there)
        folders = [path for path, kind in there if kind == "folder"]
        for path in folders:
            self._disk.make_dir(self._draft / path)
        # A round made from now on is not in the copy: its files would come without their record.
        self._rounds = {path.name for path in folders if path.parent == Path("rounds")}
        if not self._as_it_is:
            if (Path("workspace.journal"), "file") in there:
                self._record(Path("workspace"))
            if Path("ledger") in folders:
                self._records(Path("ledger"))
            for name in sorted(self._rounds):
                self._round(Path("rounds", name))
        for path, kind in self._walk():
            if kind == "folder":
                self._disk.make_dir(self._draft / path)
                folders.append(path)
            elif kind == "file":
                self._file(path)
            else:
                self._copied.left_out.append(self._root / path)
        for path in {*folders, Path()}:
            self._disk.sync_dir(self._draft / path)

    def _walk(self, start: Path = Path()) -> Iterator[tuple[Path, str]]:
        """What a copy is to hold of the folder `start`, with its kind; all of one folder before what is in the next."""
        folders = [start]
        while folders:
            folder = folders.pop()
            for name, kind in sorted(self._disk.kinds(self._root / folder).items()):
                path = folder / name
                if self._passes(path, kind):
                    continue
                if kind == "folder":
                    folders.append(path)
                yield path, kind

    def _passes(self, path: Path, kind: str) -> bool:
        """Whether it is disposable, half made, or too new."""
        if path in (Path(".cache"), Path(NOTE)) or (path.name.startswith(".") and path.name.endswith(".tmp")):
            return True
        if kind != "folder" or path.parent != Path("rounds"):
            return False
        return path.name.startswith(DRAFT) or (self._rounds is not None and path.name not in self._rounds)

    # Records

    def _round(self, path: Path) -> None:
        """The round's head and its sheets, at one moment of its head: what it says of the sheets is so in the copy."""
        journal = self._root / path / "round.journal"
        for _ in range(ROUND_TRIES):
            before = self._disk.size(journal)
            self._records(path)
            if self._disk.size(journal) == before:
                return
        raise Locked(N_("{path}: the round changes all the time; try again in a moment"), path=self._root / path)

    def _records(self, folder: Path) -> None:
        for path, kind in self._walk(folder):
            if kind == "file" and path.suffix == ".journal" and _is_of_record(path):
                self._record(path.with_name(path.stem))

    def _record(self, path: Path) -> None:
        """The pair at `path`, which has no ending: its journal's whole lines, and the file they add up to."""
        journal, file = (path.with_name(f"{path.name}.{ending}") for ending in ("journal", "json"))
        self._copy(journal, lines=True)
        try:
            tables = Record(self._draft / path, self._hands).replayed().tables
        except Damaged:
            if self._disk.size(self._root / file) is not None:
                self._copy(file)
            return
        data = snapshot.dump(tables)
        self._disk.replace(self._draft / file, data, durable=True)
        self._count(len(data))

    # Files

    def _file(self, path: Path) -> None:
        """A file that is no record's; of a record, only what has no journal."""
        if not self._as_it_is and _is_of_record(path):
            journal = path.with_name(f"{path.stem}.journal")
            if path.suffix == ".journal" or self._disk.size(self._root / journal) is not None:
                return
        with suppress(Unknown):  # gone meanwhile, as an editor's file of the moment is
            self._copy(path)

    def _copy(self, path: Path, lines: bool = False) -> None:
        self._count(self._disk.copy(self._root / path, self._draft / path, lines))

    def _count(self, size: int) -> None:
        self._copied.files += 1
        self._copied.bytes += size
        if self._progress is not None:
            self._progress(self._copied.files, max(self._copied.files, self._of))


def _is_of_record(path: Path) -> bool:
    """Whether a file lies where records do, and is named like one."""
    folder = path.parent.parts
    place = folder in ((), ("ledger",)) or (folder[:1] == ("rounds",) and folder[2:] in ((), ("sheets",)))
    return place and path.suffix in (".journal", ".json") and not path.name.startswith(".")
