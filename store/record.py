"""One record: the file pair `X.json` and `X.journal`, and the only class that writes it.

A change is acknowledged when its journal line is on disk: one fsync. The TinyDB file is put in place after it without
waiting for the disk, so it may lag behind the journal and never leads it; opening a record reads the lines it lacks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklists.errors import N_
from store import journal, snapshot, undoing
from store.changes import Change, Hands, events_for
from store.errors import Damaged, StoreError
from store.journal import Event, Line
from store.merging import new_events
from store.state import Doc, State, replay

if TYPE_CHECKING:
    from store.database import Database

__all__ = ["Change", "Hands", "Record"]


class Record:
    """The items of one record, read from disk when first asked for, and changed one event at a time."""

    def __init__(self, path: Path, hands: Hands, guard: Callable[[], None] | None = None) -> None:
        """`path` is that of the pair without its endings. `guard` refuses what must not be written now."""
        self.name = hands.name_of(path)
        self.json_path = path.with_name(path.name + ".json")
        self.journal_path = path.with_name(path.name + ".journal")
        self._hands, self._disk, self._guard = hands, hands.disk, guard
        self._state: State | None = None
        self._database: Database | None = None

    # Reading

    @property
    def state(self) -> State:
        """The documents as last read.

        Raises:
            Damaged: the journal is not as it was written, or not the one that the TinyDB file belongs to.
        """
        state = self._state
        if state is None:
            try:
                state = self._open()
            except StoreError:
                self.forget()
                raise
        return state

    @property
    def exists(self) -> bool:
        """Whether anything was ever written."""
        return self._disk.size(self.journal_path) is not None

    @property
    def head(self) -> str:
        """Hash of the journal line the documents stand at, 64 zeros if there is none."""
        return self.state.head

    def _tip(self) -> str:
        """What the next line must carry as `prev`."""
        return self.state.head if self.state.lines else journal.genesis(self.name)

    def get(self, table: str, key: str) -> dict[str, Any] | None:
        """The value of an item, None if it is not there."""
        doc = self.state.doc(table, key)
        return doc["value"] if doc else None

    def doc(self, table: str, key: str) -> Doc | None:
        """The document of an item with its last event, also after it was taken away."""
        return self.state.doc(table, key)

    def all(self, table: str) -> dict[str, dict[str, Any]]:
        """The values of all items of a table by key, oldest first."""
        return {doc["key"]: doc["value"] for doc in self.state.docs(table) if doc["value"] is not None}

    def base(self, table: str, key: str) -> str:
        """The id of the item's last event, to be named as the base of a change."""
        doc = self.state.doc(table, key)
        return doc["event"] if doc else ""

    def lines(self) -> Iterator[Line]:
        """The journal from its first line.

        Raises:
            Damaged: at the first line that is not as it was written.
        """
        if self.exists:
            yield from self._decoded(self._disk.read(self.journal_path))

    def _decoded(self, whole: bytes) -> Iterator[Line]:
        return journal.decode_all(whole, self.journal_path, 0, journal.genesis(self.name))

    def refresh(self) -> bool:
        """Take in what others wrote since. Says whether there was anything.

        Raises:
            StoreError: it cannot be read; what was read before stays.
        """
        state = self.state
        if (self._disk.size(self.journal_path) or 0) == state.size:
            return False
        before = state.head
        data = self._disk.read(self.journal_path, state.size - len(state.ending))
        if data.startswith(state.ending):
            self._catch_up(data[len(state.ending) :])
        else:
            self._open_again()
        return self.state.head != before

    def _open(self) -> State:
        # The file first: the journal, read after it, can only be ahead.
        tables = snapshot.read(self.json_path, self._disk)
        if not self.exists:
            if tables is not None:
                raise _missing(self.journal_path)
            self._state = state = State()
            return state
        self._state = state = self.replayed() if tables is None else State(tables)
        if tables is None:
            return state
        data = self._disk.read(self.journal_path, state.size - len(state.ending))
        if not data.startswith(state.ending):
            self.replayed()  # a damaged line is the better explanation
            raise Damaged(
                N_("{path}: line {number} is not the one that {file} stands at; lines are missing, or others in place"),
                path=self.journal_path,
                number=state.lines,
                file=self.json_path.name,
            )
        return self._catch_up(data[len(state.ending) :])

    def forget(self) -> None:
        """Let go of what was read; it is read anew when it is asked for."""
        self._state = self._database = None

    def _open_again(self) -> None:
        """Read everything anew. Where that fails, what was read stays, for a screen that shows it."""
        kept = self._state
        self.forget()
        try:
            self._open()
        except StoreError:
            self._state = kept
            raise

    def replayed(self, lines: int | None = None) -> State:
        """The state that the journal alone gives, up to the line `lines` if given."""
        data = self._disk.read(self.journal_path)

        def ends() -> Iterator[tuple[Line, int]]:
            end = 0
            for line in self._decoded(data):
                end = data.index(b"\n", end) + 1
                yield line, end
                if line.number == lines:
                    return

        return replay(ends())

    def read_as_of(self, lines: int) -> None:
        """From now on, to a reader, the documents are as they stood after so many lines of the journal."""
        if self.state.lines > lines:
            self._state = self.replayed(lines) if lines else State()

    def stored(self) -> bytes | None:
        """The bytes of the TinyDB file, None if there is none."""
        return self._disk.read(self.json_path) if self._disk.size(self.json_path) is not None else None

    def journal_bytes(self) -> bytes | None:
        """The bytes of the journal, None if there is none."""
        return self._disk.read(self.journal_path) if self.exists else None

    def _catch_up(self, data: bytes) -> State:
        """Apply the whole lines in `data`, the journal's bytes from where the documents stand; the state then."""
        state, start = self.state, 0
        if data:
            self._database = None  # TinyDB copies a table for each document: many are not passed on one by one
        for line in journal.decode_all(data, self.journal_path, state.lines, self._tip()):
            if not state.follows(line.event):
                self._state = replayed = self.replayed()
                return replayed
            end = data.index(b"\n", start) + 1
            state.apply(line, state.size + end - start)
            start = end
        return state

    def _take(self, line: Line, end: int) -> None:
        table, number = self.state.apply(line, end)
        if self._database is not None:
            self._database.put(table, number, self.state.tables[table][number])

    # Writing

    def change(self, change: Change) -> Event:
        """Make one change; it is on disk on return.

        Raises:
            Conflict: the item changed since `base`.
        """
        return self.change_all([change])[0]

    def change_all(self, changes: Iterable[Change]) -> list[Event]:
        """Make several changes at once, with one wait for the disk; acknowledged together on return.

        Raises:
            Conflict: one of the items changed since its `base`; none of the changes is made.
        """
        with self._writing() as fd:
            return self._append(fd, events_for(changes, self.state, self._hands))

    def change_by(self, make: Callable[[], Iterable[Change]]) -> list[Event]:
        """Like `change_all` for the changes that `make()` returns, called under the lock, with everything read."""
        with self._writing() as fd:
            return self._append(fd, events_for(make(), self.state, self._hands))

    def merge(self, events: Iterable[Event]) -> list[Event]:
        """Take in events of another copy of this record, in the order of its journal, with one wait for the disk.

        Returns those that were not there yet. Where both copies changed an item, the document says `conflict`.

        Raises:
            Refused: an event that is there says something else.
        """
        with self._writing() as fd:
            return self._append(fd, new_events(self.lines(), events))

    def check(self) -> None:
        """Refuse what must not be written now, before anybody is asked for it, or a file is made."""
        if self._guard is not None:
            self._guard()

    @contextmanager
    def _writing(self) -> Iterator[int]:
        """Everything read, under the lock, ready to be appended to: every way to write leads through here."""
        self.check()
        if self.state.size and not self.exists:
            raise _missing(self.journal_path)  # an empty one in its place would hide that
        with self._disk.locked(self.journal_path) as fd:
            self.check()  # it may have come to that while the lock was waited for
            self._prepare(fd)
            yield fd

    def _prepare(self, fd: int) -> None:
        """Read what others wrote, and set aside a last line that was never finished and so never acknowledged."""
        data = self._read_on(fd)
        if not data.startswith(self.state.ending):
            self._open_again()  # somebody took back a line that could not be put on disk
            data = self._read_on(fd)
        data = data[len(self.state.ending) :]
        whole = journal.whole_part(data)
        if torn := data[whole:]:
            aside = self.journal_path.with_name(self.journal_path.name + ".torn")
            kept = self._disk.read(aside) if self._disk.size(aside) else b""
            self._disk.replace(aside, kept + torn + b"\n", durable=True)
            self._disk.cut(fd, self._disk.end(fd, self.journal_path) - len(torn), self.journal_path)
        self._catch_up(data[:whole])

    def _read_on(self, fd: int) -> bytes:
        """The journal from the last bytes that the documents stand at."""
        return self._disk.read_from(fd, self.state.size - len(self.state.ending), self.journal_path)

    def _append(self, fd: int, events: list[Event]) -> list[Event]:
        if not events:
            return []
        state, path = self.state, self.journal_path
        start, prev, number, lines, parts = state.size, self._tip(), state.lines, [], []
        for event in events:
            raw, sha = journal.encode(event, prev)
            number += 1
            lines.append((Line(number, event, prev, sha), len(raw)))
            parts.append(raw)
            prev = sha
        try:
            self._disk.write(fd, b"".join(parts), path)
            self._disk.sync(fd, path)
        except BaseException:
            # Not acknowledged: take it back, so that a later reader does not find what the writer was told is lost.
            with suppress(StoreError):
                self._disk.cut(fd, start, path)
            raise
        self._database = self._open_database() if len(lines) == 1 else None
        for line, length in lines:
            start += length
            if not self.state.follows(line.event):
                self._state, self._database = self.replayed(), None
                break
            self._take(line, start)
        self.flush()
        return events

    def _open_database(self) -> Database:
        if self._database is None:
            from store.database import Database  # loads TinyDB, which reading does without

            self._database = Database(self.json_path, self._disk, self.state.tables)
        return self._database

    def flush(self, durable: bool = False) -> None:
        """Write the TinyDB file; with `durable`, wait for the disk. A full disk is no loss: the journal has it all."""
        storage = self._open_database().storage
        storage.tables = self.state.tables
        try:
            storage.flush(durable)
        except StoreError:
            if durable:
                raise

    def settle(self) -> None:
        """Under the lock: read everything, set aside what was never finished, put the TinyDB file on disk."""
        with self._writing():
            self.flush(durable=True)

    # Undo

    def undoable(self, tables: Iterable[str] | None = None) -> Event | None:
        """As `undoing.undoable`."""
        return undoing.undoable(self, self._hands, tables)

    def undo(self, event: Event) -> Event:
        """As `undoing.undo`."""
        return undoing.undo(self, self._hands, event)


def _missing(path: Path) -> Damaged:
    return Damaged(N_("{path}: the journal is missing; restore it from a backup"), path=path)
