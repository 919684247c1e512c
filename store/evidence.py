"""Attached files, stored by their content: never run, never trusted by name or type."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from checklists.errors import N_, cut
from store.attached import Attached, explaining, shown_name
from store.changes import Change
from store.digests import sha256_of
from store.disk import Disk
from store.errors import Damaged, DiskTrouble, Refused, Unknown
from store.kinds import HEAD, kind_of
from store.record import Record

MIB = 1 << 20


class Evidence:
    """The folder `evidence/` of a workspace; no file in it is larger than `limit_mb` MiB."""

    def __init__(self, folder: Path, disk: Disk, limit_mb: int) -> None:
        self._folder, self._disk, self._limit_mb = folder, disk, limit_mb

    @property
    def limit(self) -> int:
        """Largest file that is taken in, in bytes."""
        return self._limit_mb * MIB

    def path(self, digest: str) -> Path:
        """Where the file with this SHA-256 lies."""
        return self._folder / digest[:2] / digest

    def take_in(self, source: Path) -> Attached:
        """Copy a file in, once for each content; it is on disk on return.

        Raises:
            Unknown: there is no such file, or it is a link, a folder, a pipe, a device.
            Refused: it is empty or larger than the limit.
            DiskTrouble: it changed while it was read.
        """
        disk = self._disk
        with disk.reading(source) as (fd, stamp):
            self._check_size(source, stamp[0])
            disk.make_dir(self._folder)
            with disk.draft(self._folder) as (draft, copy):
                sha, size, head = hashlib.sha256(), 0, b""
                for part in disk.parts(fd, source):
                    size += len(part)
                    self._check_size(source, size)
                    sha.update(part)
                    head = head or part[:HEAD]
                    disk.write(copy, part, draft)
                if disk.open_stamp(fd, source) != stamp or size != stamp[0]:
                    raise DiskTrouble(N_("{path}: the file changed while it was read; try again"), path=source)
                digest = sha.hexdigest()
                if not self.intact(digest):
                    disk.make_dir(self.path(digest).parent)
                    disk.settle(copy, draft, self.path(digest))
        return Attached(digest=digest, name=shown_name(source.name), size=size, kind=kind_of(head))

    def _check_size(self, source: Path, size: int) -> None:
        if size > self.limit:
            raise Refused(N_("{path}: larger than {limit} MiB"), path=source, limit=self._limit_mb)
        if not size:
            raise Refused(N_("{path}: the file is empty"), path=source)

    def attach(self, record: Record, sources: Iterable[Path]) -> tuple[tuple[str, ...], list[Change]]:
        """Take files in for a record: their digests, and the changes that explain them there.

        The record's owner names the digests under `evidence` in a value of his own and makes all changes at once.
        """
        files = list(map(self.take_in, sources))
        return tuple(dict.fromkeys(file.digest for file in files)), explaining(record, files)

    def intact(self, digest: str) -> bool:
        """Whether the file is there and its content is the one its name says."""
        try:
            return sha256_of(self.path(digest), self._disk) == digest
        except Unknown:
            return False

    def find(self, start: str) -> str:
        """The digest of the stored file whose digest begins with `start`, four digits at least.

        Raises:
            Unknown: there is none. Refused: there are several.
        """
        found = []
        if re.fullmatch("[0-9A-Fa-f]{4,64}", start):
            folder = self._folder / start[:2].lower()
            found = [name for name in self._disk.names(folder) if name.startswith(start.lower())]
        if not found:
            raise Unknown(N_("no evidence file “{digest}”; see “auditty evidence list ROUND”"), digest=cut(start))
        if len(found) > 1:
            choices = ", ".join(name[: len(start) + 4] for name in found)
            raise Refused(N_("“{name}” means several files: {choices}"), name=cut(start), choices=choices)
        return found[0]

    def take_out(self, digest: str, target: Path) -> None:
        """Write a copy to `target`, which must not exist.

        Raises:
            Unknown: the file is missing. Refused: there is something at `target`. Damaged: the content is another one.
        """
        disk, source, sha = self._disk, self.path(digest), hashlib.sha256()
        with disk.reading(source) as (fd, _stamp), disk.new_file(target) as copy:
            for part in disk.parts(fd, source):
                sha.update(part)
                disk.write(copy, part, target)
            if sha.hexdigest() != digest:
                raise Damaged(
                    N_("{path}: its content is not the one its name says; restore it from a backup"), path=source
                )

    def all(self) -> list[str]:
        """Names of every stored file: their digests, where nothing foreign lies among them."""
        return [
            name
            for prefix in self._disk.names(self._folder)
            if not prefix.startswith(".")
            for name in self._disk.names(self._folder / prefix)
        ]
