"""The file that a bundle is: a zip whose every entry is named, measured and hashed in its manifest.

What is in such a file was made elsewhere. Nothing is extracted by its name; an entry is read only where the manifest
tells its size and content, and is refused where it is not so.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checklists.errors import N_, cut
from store.digests import is_digest
from store.disk import Disk
from store.errors import NewerFormat, Refused
from store.ids import is_code

FORMAT = 1
KIND = "auditty bundle"
MANIFEST = "manifest.json"
ROUND = "round.journal"

MANIFEST_LIMIT = 64 << 20
TEXT_LIMIT = 512 << 20
"""Largest journal or checklist in bytes."""
RATIO = 200
"""How many times its packed size an entry may be, if it is larger than 1 MiB. Journals reach 10."""

_CHECKLIST = re.compile(r"checklists/([0-9A-Za-z._-]+)(@[0-9a-f]{16})?\.json")
_WHEN = (1980, 1, 1, 0, 0, 0)
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)


def sheet_entry(unit: str) -> str:
    """What the journal of a unit's sheet is called in a bundle."""
    return f"sheets/{unit}.journal"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a bundle says of itself: the round, the units it may have sheets of, and (size, SHA-256) of each entry."""

    round: str
    name: str
    workspace: str
    units: tuple[str, ...]
    entries: Mapping[str, tuple[int, str]]


class Packing:
    """A bundle being written, entry by entry; the manifest comes last. The same entries give the same bytes."""

    def __init__(self, sink: _Sink) -> None:
        self._zip = zipfile.ZipFile(sink, "w")  # type: ignore[call-overload]
        self._entries: dict[str, tuple[int, str]] = {}

    def add(self, name: str, data: bytes, packed: bool = True) -> None:
        """Put an entry in; `packed` False for what is packed already, as photos are."""
        entry = zipfile.ZipInfo(name, _WHEN)
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        entry.external_attr = (stat.S_IFREG | 0o600) << 16
        entry.create_system = 3
        self._zip.writestr(entry, data)
        self._entries[name] = len(data), hashlib.sha256(data).hexdigest()

    def finish(self, *, round_id: str, name: str, workspace: str, units: tuple[str, ...]) -> None:
        """Write the manifest and the end of the file."""
        files = [{"name": entry, "size": size, "sha256": sha} for entry, (size, sha) in self._entries.items()]
        members = {"format": FORMAT, "kind": KIND, "round": round_id, "name": name, "workspace": workspace}
        whole = {**members, "units": list(units), "files": files}
        self.add(MANIFEST, json.dumps(whole, ensure_ascii=False, indent=1).encode())
        self._zip.close()


@contextmanager
def packing(disk: Disk, fd: int, path: Path) -> Iterator[Packing]:
    """A bundle to be written to the open file `fd`, which nothing is written to afterwards."""
    sink = _Sink(disk, fd, path)
    try:
        yield Packing(sink)
    finally:
        sink.ended = True


class Archive:
    """A bundle opened to be read, its manifest and the list of its entries checked."""

    def __init__(self, disk: Disk, fd: int, size: int, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(io.BufferedReader(_Source(disk, fd, size, path), 1 << 16))
        except (*_BROKEN, ValueError) as error:
            raise Refused(N_("{path}: not a bundle, or not all of it"), path=path) from error
        self._infos = self._listed()
        self.manifest = self._read_manifest()
        self._compare()

    def read(self, name: str) -> bytes:
        """The content of an entry, which is what the manifest says.

        Raises:
            Refused: it is not.
        """
        size, sha = self.manifest.entries[name]
        data = self._unpacked(name, size)
        if hashlib.sha256(data).hexdigest() != sha:
            raise self._refused(N_("{path}: {entry} is not what the manifest says"), name)
        return data

    def _listed(self) -> dict[str, zipfile.ZipInfo]:
        infos: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            name, mode = info.filename, info.external_attr >> 16
            if name in infos:
                raise self._refused(N_("{path}: {entry} is in it twice"), name)
            if stat.S_IFMT(mode) not in (0, stat.S_IFREG) or info.is_dir():
                raise self._refused(N_("{path}: {entry} is a link or a folder, not a file"), name)
            if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise self._refused(N_("{path}: {entry} is packed in a way that no bundle is"), name)
            if info.file_size > max(1 << 20, RATIO * info.compress_size):
                raise self._refused(N_("{path}: {entry} would unpack to far more than it is"), name)
            infos[name] = info
        return infos

    def _unpacked(self, name: str, size: int) -> bytes:
        try:
            with self._zip.open(self._infos[name]) as entry:
                data = entry.read(size + 1)
        except (*_BROKEN, ValueError) as error:
            raise self._refused(N_("{path}: {entry} cannot be unpacked"), name) from error
        if len(data) != size:
            raise self._refused(N_("{path}: {entry} is not as long as it says"), name)
        return data

    def _read_manifest(self) -> Manifest:
        info = self._infos.get(MANIFEST)
        if info is None or info.file_size > MANIFEST_LIMIT:
            raise Refused(N_("{path}: not a bundle: it has no manifest"), path=self.path)
        try:
            whole = json.loads(self._unpacked(MANIFEST, info.file_size))
        except (ValueError, RecursionError):
            whole = None
        if not isinstance(whole, dict) or whole.get("kind") != KIND or type(whole.get("format")) is not int:
            raise Refused(N_("{path}: not a bundle of a round"), path=self.path)
        if whole["format"] > FORMAT:
            raise NewerFormat(
                N_("{path}: a newer auditty made this bundle (format {format}); update this one"),
                path=self.path,
                format=whole["format"],
            )
        manifest = _manifest(whole)
        if manifest is None:
            raise Refused(N_("{path}: its manifest is not one that this program writes"), path=self.path)
        return manifest

    def _compare(self) -> None:
        """Hold the entries against the manifest, and their names against what a round can have."""
        entries, units = self.manifest.entries, set(self.manifest.units)
        for name in sorted({*entries, MANIFEST} ^ set(self._infos)):
            raise self._refused(N_("{path}: {entry} is in the manifest or in the file, not in both"), name)
        for name, (size, _sha) in entries.items():
            if not (name == ROUND or _is_of_round(name, units)):
                raise self._refused(N_("{path}: {entry} is no name that a bundle has"), name)
            if size != self._infos[name].file_size:
                raise self._refused(N_("{path}: {entry} is not as long as it says"), name)
            if size > TEXT_LIMIT and not name.startswith("evidence/"):
                raise self._refused(N_("{path}: {entry} is too large"), name)
        if ROUND not in entries:
            raise self._refused(N_("{path}: {entry} is missing"), ROUND)

    def _refused(self, message: str, name: str) -> Refused:
        return Refused(message, path=self.path, entry=cut(name))


def _is_of_round(name: str, units: set[str]) -> bool:
    folder, _slash, rest = name.partition("/")
    if folder == "sheets":
        return rest.endswith(".journal") and rest.removesuffix(".journal") in units
    if folder == "evidence":
        return is_digest(rest)
    return _CHECKLIST.fullmatch(name) is not None and not rest.startswith(".")


def _manifest(whole: Mapping[str, Any]) -> Manifest | None:
    """The manifest in this JSON, None if it has not the shape of one."""
    texts = [whole.get(name) for name in ("round", "name", "workspace")]
    units, files = whole.get("units"), whole.get("files")
    if not all(isinstance(text, str) for text in texts) or not is_code(whole["round"]):
        return None
    if not isinstance(units, list) or not all(isinstance(unit, str) and is_code(unit) for unit in units):
        return None
    if not isinstance(files, list) or len(set(units)) < len(units):
        return None
    entries = {}
    for file in files:
        if not isinstance(file, dict):
            return None
        name, size, sha = (file.get(member) for member in ("name", "size", "sha256"))
        if not isinstance(name, str) or name in entries or type(size) is not int or size < 0:
            return None
        if not is_digest(sha):
            return None
        entries[name] = size, sha
    round_id, round_name, workspace = map(str, texts)
    return Manifest(round=round_id, name=round_name, workspace=workspace, units=tuple(units), entries=entries)


@contextmanager
def opened(disk: Disk, path: Path) -> Iterator[Archive]:
    """A bundle to be read.

    Raises:
        Unknown: there is no such file, or it is a link or a device. Refused: it is no sound bundle.
        NewerFormat: a newer program made it.
    """
    with disk.reading(path) as (fd, stamp):
        yield Archive(disk, fd, stamp[0], path)


class _Source(io.RawIOBase):
    """An open file of the store as `zipfile` reads one."""

    def __init__(self, disk: Disk, fd: int, size: int, path: Path) -> None:
        self._disk, self._fd, self._size, self._path, self._at = disk, fd, size, path, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if at < 0:
            raise ValueError("before the beginning")
        self._at = at
        return at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        data = self._disk.part(self._fd, self._at, len(buffer), self._path)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


class _Sink:
    """An open file of the store as `zipfile` writes one, from its beginning to its end.

    A `ZipFile` that was given up after an error writes once more when it is collected: then the file is `ended`.
    """

    def __init__(self, disk: Disk, fd: int, path: Path) -> None:
        self._disk, self._fd, self._path = disk, fd, path
        self.ended = False

    def write(self, data: bytes) -> int:
        if not self.ended:
            self._disk.write(self._fd, data, self._path)
        return len(data)

    def flush(self) -> None:
        pass
