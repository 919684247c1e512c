"""Every call to the disk. A test replaces one object and sees, counts, delays or fails each of them.

Errors of the operating system come out as `store.errors`, with the path and what to do.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from checklists.errors import N_
from store.errors import Locked, Refused, Unknown
from store.os_errors import explained

LOCK_WAIT = 5.0
"""Seconds to wait for another writer (design: 5 s, then exit code 3)."""

_LOCK_POLL = 0.01


class Entry(NamedTuple):
    """What lies in a folder: a folder, or a file of `size` bytes."""

    name: str
    is_folder: bool
    size: int


class Disk:
    """The real disk. `shared` makes new files readable and writable by the group, otherwise they are private."""

    def __init__(self, shared: bool = False) -> None:
        self.file_mode, self.dir_mode = 0o600, 0o700
        if shared:
            self.share()

    def share(self) -> None:
        """From now on new files and folders are the group's too."""
        self.file_mode, self.dir_mode = 0o660, 0o2770

    # Reading

    def read(self, path: Path, start: int = 0) -> bytes:
        """The bytes of `path` from offset `start` to the end."""
        with explained(path):
            fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            try:
                length = max(os.fstat(fd).st_size - start, 0)
                if start:
                    os.lseek(fd, start, os.SEEK_SET)
                data = os.read(fd, length + 1)
                if len(data) == length:
                    return data  # four calls for a file, where Python's own reading needs twice as many
                return b"".join([data, *iter(lambda: os.read(fd, 1 << 20), b"")])
            finally:
                os.close(fd)

    def read_at_most(self, path: Path, limit: int) -> bytes:
        """The bytes of `path`, at most `limit` + 1 of them: a longer file shows by its length."""
        with explained(path), open(path, "rb") as file:
            return file.read(limit + 1)

    def read_part(self, path: Path, start: int, length: int) -> bytes:
        """`length` bytes of `path` from offset `start`, fewer where the file ends before."""
        with explained(path), open(path, "rb") as file:
            file.seek(start)
            return file.read(length)

    @contextmanager
    def reading(self, path: Path) -> Iterator[tuple[int, tuple[int, int]]]:
        """Open a regular file to be read part by part. Yields the descriptor, and its size and time as `stamp`.

        Raises:
            Unknown: it is a link, a folder, a pipe or a device. None of them is opened or waited for.
        """
        with explained(path):
            mode = os.lstat(path).st_mode
            if stat.S_ISLNK(mode):
                raise Unknown(N_("{path}: this is a link; name the file it leads to"), path=path)
            if stat.S_ISDIR(mode):
                raise IsADirectoryError(errno.EISDIR, "")
            if not stat.S_ISREG(mode):
                raise Unknown(N_("{path}: not an ordinary file"), path=path)
            # It may have become something else meanwhile: do not follow, do not wait, and look again.
            fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY)
        try:
            with explained(path):
                if not stat.S_ISREG(os.fstat(fd).st_mode):
                    raise Unknown(N_("{path}: not an ordinary file"), path=path)
            yield fd, self.open_stamp(fd, path)
        finally:
            os.close(fd)

    def open_stamp(self, fd: int, path: Path) -> tuple[int, int]:
        """Size and modification time in nanoseconds of an open file."""
        with explained(path):
            status = os.fstat(fd)
        return status.st_size, status.st_mtime_ns

    def parts(self, fd: int, path: Path) -> Iterator[bytes]:
        """The bytes of an open file from where it stands to its end, 1 MiB at a time."""
        while True:
            with explained(path):
                part = os.read(fd, 1 << 20)
            if not part:
                return
            yield part

    def stamp(self, path: Path) -> tuple[int, int] | None:
        """Size and modification time in nanoseconds, None if there is no such file."""
        try:
            with explained(path):
                status = os.stat(path)
        except Unknown:
            return None
        return status.st_size, status.st_mtime_ns

    def size(self, path: Path) -> int | None:
        """Bytes of `path`, None if there is no such file."""
        stamp = self.stamp(path)
        return None if stamp is None else stamp[0]

    def is_dir(self, path: Path) -> bool:
        """Whether `path` is a folder."""
        with explained(path):
            return path.is_dir()

    def names(self, path: Path) -> list[str]:
        """Names in the folder `path`, sorted; empty if there is no such folder."""
        try:
            with explained(path):
                return sorted(os.listdir(path))
        except Unknown:
            return []

    def stamps(self, path: Path, ending: str = "") -> dict[str, tuple[int, int]]:
        """Size and modification time of every file in the folder `path`, by name; empty if there is no such folder.

        With an `ending`, files whose name does not end with it have zeros: to ask for all costs most of the time.
        """
        found = {}
        try:
            with explained(path), os.scandir(path) as entries:
                for entry in entries:
                    if not entry.name.endswith(ending):
                        found[entry.name] = (0, 0)
                        continue
                    try:
                        status = entry.stat()
                    except FileNotFoundError:  # somebody's temporary file, in its place meanwhile
                        continue
                    if stat.S_ISREG(status.st_mode):
                        found[entry.name] = status.st_size, status.st_mtime_ns
        except Unknown:
            return {}
        return found

    def kinds(self, path: Path) -> dict[str, str]:
        """What lies in the folder `path`, by name: "file", "folder", or "other" for a link and whatever is neither."""

        def kind(entry: os.DirEntry[str]) -> str:
            if entry.is_file(follow_symlinks=False):
                return "file"
            return "folder" if entry.is_dir(follow_symlinks=False) else "other"

        with explained(path), os.scandir(path) as entries:
            return {entry.name: kind(entry) for entry in entries}

    def entries(self, path: Path) -> list[Entry]:
        """The folders and ordinary files in the folder `path`, folders first, by name; links to folders count as such.

        Raises:
            StoreError: it cannot be read.
        """
        found = []
        with explained(path), os.scandir(path) as entries:
            for entry in entries:
                with suppress(OSError):  # gone meanwhile, or a link that leads nowhere
                    if entry.is_dir():
                        found.append(Entry(entry.name, True, 0))
                    elif entry.is_file(follow_symlinks=False):
                        found.append(Entry(entry.name, False, entry.stat(follow_symlinks=False).st_size))
        return sorted(found, key=lambda entry: (not entry.is_folder, entry.name.casefold(), entry.name))

    # Writing whole files

    def copy(self, source: Path, target: Path, lines: bool = False) -> int:
        """Copy a file, as long as it is now, to `target`; on disk on return. Says how many bytes.

        A link is not followed. With `lines`, a last line without its newline is left out.
        """
        with explained(source):
            reading = os.open(source, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            with explained(target):
                writing = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            try:
                with explained(target):
                    os.fchmod(writing, self.file_mode)
                size = whole = 0
                length = self.end(reading, source)
                while chunk := self._read_part(reading, length - size, source):
                    self.write(writing, chunk, target)
                    if (at := chunk.rfind(b"\n")) >= 0:
                        whole = size + at + 1
                    size += len(chunk)
                if lines and whole < size:
                    self.cut(writing, whole, target)
                self.sync(writing, target)
                return whole if lines else size
            finally:
                os.close(writing)
        finally:
            os.close(reading)

    def _read_part(self, fd: int, length: int, path: Path) -> bytes:
        with explained(path):
            return os.read(fd, min(length, 1 << 20))

    def make_dir(self, path: Path) -> None:
        """Make the folder `path` and what is missing above it."""
        if self.is_dir(path):
            return
        self.make_dir(path.parent)
        with explained(path), suppress(FileExistsError):
            os.mkdir(path, 0o700)
            os.chmod(path, self.dir_mode)
            self.sync_dir(path.parent)

    def replace(self, path: Path, data: bytes, durable: bool = False) -> None:
        """Put `data` in the place of `path` in one step: readers see the old or the new file, never a part.

        With `durable` it is on disk on return; without, it may be the old file after a power cut.
        """
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        with explained(path):
            fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            try:
                os.fchmod(fd, self.file_mode)
                self.write(fd, data, path)
                if durable:
                    self.sync(fd, path)
                os.close(fd)
                fd = -1
                os.replace(temporary, path)
                if durable:
                    self.sync_dir(path.parent)
            except BaseException:
                if fd >= 0:
                    os.close(fd)
                with suppress(OSError):
                    os.unlink(temporary)
                raise

    @contextmanager
    def draft(self, folder: Path) -> Iterator[tuple[Path, int]]:
        """A new file in `folder` under a name of its own, to be written and `settle`d; else it is gone at the end."""
        path = folder / f".{os.getpid()}-{os.urandom(4).hex()}.tmp"
        with explained(path):
            fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with explained(path):
                os.fchmod(fd, self.file_mode)
            yield path, fd
        finally:
            os.close(fd)
            with suppress(OSError):
                os.unlink(path)

    def settle(self, fd: int, draft: Path, target: Path) -> None:
        """Put the file `draft`, open as `fd`, in the place of `target` in one step; it is on disk on return."""
        self.sync(fd, draft)
        with explained(target):
            os.replace(draft, target)
        self.sync_dir(target.parent)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for nobody else, outside every workspace; gone at the end with all that is in it."""
        import tempfile

        with explained(Path(tempfile.gettempdir())):
            folder = Path(tempfile.mkdtemp(prefix="auditty-"))
        try:
            yield folder
        finally:
            self.remove_tree(folder)

    @contextmanager
    def new_file(self, path: Path) -> Iterator[int]:
        """Make the file `path`, which must not exist, for a person. Yields the descriptor; after an error it is gone.

        Raises:
            Refused: there is something already.
        """
        with explained(path):
            try:
                fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            except FileExistsError as error:
                raise Refused(N_("{path} is there already; choose another name"), path=path) from error
        try:
            yield fd
        except BaseException:
            with suppress(OSError):
                os.unlink(path)
            raise
        finally:
            os.close(fd)

    def rename_new(self, old: Path, new: Path) -> None:
        """Move the folder `old` to `new`, which must not exist, and put that on disk; else it is where it was."""
        with explained(new):
            os.rename(old, new)
            try:
                self.sync_dir(new.parent)
            except BaseException:
                os.rename(new, old)
                raise

    def remove_tree(self, path: Path) -> None:
        """Remove a folder, or a file, of our own making that never became part of a workspace."""
        import shutil

        if path.is_file():
            with suppress(OSError):
                os.unlink(path)
        shutil.rmtree(path, ignore_errors=True)

    def sync_dir(self, path: Path) -> None:
        """Put the names in the folder `path` on disk."""
        with explained(path):
            fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
            try:
                self.sync(fd, path)
            finally:
                os.close(fd)

    # Journals: an open descriptor, locked, appended to

    @contextmanager
    def locked(self, path: Path, wait: float | None = None) -> Iterator[int]:
        """Open `path` for appending, made if missing, under an exclusive lock. Yields the descriptor.

        Raises:
            Locked: somebody else held it for `wait` seconds, `LOCK_WAIT` if None.
        """
        fd = self._open_locked(path, LOCK_WAIT if wait is None else wait)
        try:
            if not self.end(fd, path):
                self.sync_dir(path.parent)  # whoever made the file may have died before its name was on disk
            yield fd
        finally:
            os.close(fd)

    def _open_locked(self, path: Path, wait: float) -> int:
        while True:
            fd = self._open_append(path)
            try:
                self._lock(fd, path, wait)
                with suppress(FileNotFoundError):
                    if os.path.samestat(os.fstat(fd), os.stat(path)):
                        return fd
            except BaseException:
                os.close(fd)
                raise
            os.close(fd)  # another file was put in its place while the lock was waited for, as repair does

    def _open_append(self, path: Path) -> int:
        flags = os.O_RDWR | os.O_APPEND
        with explained(path):
            try:
                return os.open(path, flags)
            except FileNotFoundError:
                fd = os.open(path, flags | os.O_CREAT, 0o600)
                os.fchmod(fd, self.file_mode)
                return fd

    def _lock(self, fd: int, path: Path, wait: float) -> None:
        deadline = time.monotonic() + wait
        while True:
            try:
                with explained(path):
                    try:
                        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    except BlockingIOError:
                        pass
                    else:
                        return
            except InterruptedError:
                continue
            if time.monotonic() >= deadline:
                raise Locked(N_("{path}: somebody else is writing it; try again in a moment"), path=path)
            time.sleep(_LOCK_POLL)

    def end(self, fd: int, path: Path) -> int:
        """Size in bytes of an open file."""
        with explained(path):
            return os.fstat(fd).st_size

    def read_from(self, fd: int, start: int, path: Path) -> bytes:
        """The bytes of an open file from offset `start` to the end."""
        with explained(path):
            chunks = []
            while chunk := os.pread(fd, 1 << 20, start):
                chunks.append(chunk)
                start += len(chunk)
            return b"".join(chunks)

    def part(self, fd: int, start: int, length: int, path: Path) -> bytes:
        """`length` bytes of an open file from offset `start`, fewer where the file ends before."""
        with explained(path):
            return os.pread(fd, length, start)

    def write(self, fd: int, data: bytes, path: Path) -> None:
        """Write all of `data` to an open file."""
        with explained(path):
            view = memoryview(data)
            while view:
                view = view[os.write(fd, view) :]

    def sync(self, fd: int, path: Path) -> None:
        """Return when what was written to `fd` is on disk (fsync)."""
        with explained(path):
            os.fsync(fd)

    def cut(self, fd: int, size: int, path: Path) -> None:
        """Cut an open file to `size` bytes."""
        with explained(path):
            os.ftruncate(fd, size)
