"""Office files are zip files of XML parts: opened within limits, before anything of them is parsed."""

from __future__ import annotations

import io
import struct
import zipfile
from functools import cached_property

from checklists.errors import N_
from checklists.importers.base import ImportRefused

MAX_UNPACKED = 96 * 1024 * 1024
"""What all XML parts of a file may unpack to."""
MAX_DIRECTORY = 2 * 1024 * 1024
"""Bytes of a zip file's list of contents: some ten thousand parts."""
MAX_TAGS = 2_500_000
"""XML elements that are parsed in one file."""

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How binary Office files of before 2007 begin, and new ones with a password."""

_END, _LOCATOR = b"PK\x05\x06", b"PK\x06\x07"
_PARSED = (".xml", ".rels")
_MACROS = ("vbaproject.bin", "macrosheets/")


class Package:
    """The parts of an Office file called `name`. Raises ImportRefused if it is no zip file or not within the limits."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        _check_directory(data, name)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
            raise self.damaged() from error
        self._tags = 0

    def damaged(self) -> ImportRefused:
        """What to raise when the file is cut off or otherwise not what it should be."""
        return ImportRefused(
            N_("{file}: damaged or cut off; open it in the office program and save it anew"), file=self.name
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """The parts."""
        return frozenset(self._zip.namelist())

    def check(self) -> None:
        """Raise ImportRefused for what is too large when unpacked, has macros or a password, or is packed oddly."""
        infos = self._zip.infolist()
        if any(sign in info.filename.lower() for info in infos for sign in _MACROS):
            raise ImportRefused(N_("{file}: holds macros; save it without them and try again"), file=self.name)
        if any(info.flag_bits & 1 for info in infos):
            raise ImportRefused(N_("{file}: locked with a password; save it without one"), file=self.name)
        xml = [info for info in infos if info.filename.lower().endswith(_PARSED)]
        if sum(info.file_size for info in xml) > MAX_UNPACKED:
            raise ImportRefused(
                N_("{file}: unpacks to more than {limit} MiB"), file=self.name, limit=MAX_UNPACKED // 1024 // 1024
            )
        if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in xml):
            raise self.damaged()

    def read(self, part: str) -> bytes:
        """The bytes of an XML part, after `check`. Raises ImportRefused if it is damaged, missing, or all tags."""
        try:
            with self._zip.open(part) as stream:
                # Said how much, it unpacks no more; asked for all, it would unpack whatever there is before it counts.
                data = stream.read(self._zip.getinfo(part).file_size)
        except Exception as error:  # zipfile and zlib raise all they have, and zlib.error is of no family
            raise self.damaged() from error
        if any("<!DOCTYPE".encode(encoding) in data for encoding in ("ascii", "utf-16-le", "utf-16-be")):
            raise self.damaged()  # office programs write none, and it is where bombs of entities begin
        self._tags += data.count(b"<")
        if self._tags > MAX_TAGS:
            raise ImportRefused(
                N_("{file}: more than {limit} XML elements; this is no checklist"), file=self.name, limit=MAX_TAGS
            )
        return data

    def checked(self) -> bytes:
        """A package of only the XML parts, each read within the limits: fit for a library that has none."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
            for part in sorted(self.names):
                if part.lower().endswith(_PARSED):
                    target.writestr(part, self.read(part))
        return out.getvalue()


def has_part(data: bytes, part: str) -> bool:
    """Whether `data` is a zip file with that part; False for anything else."""
    if not data.startswith(b"PK"):
        return False
    try:
        return part in Package(data, "").names
    except ImportRefused:
        return False


def _check_directory(data: bytes, name: str) -> None:
    """Refuse a list of contents that would take long to read: `zipfile` has no limit of its own."""
    end = data.rfind(_END, max(0, len(data) - 65_557))
    if not data.startswith(b"PK") or end < 0 or end + 22 > len(data):
        raise ImportRefused(N_("{file}: damaged or cut off; open it in the office program and save it anew"), file=name)
    (size,) = struct.unpack_from("<I", data, end + 12)
    if size > MAX_DIRECTORY or data[end - 20 : end - 16] == _LOCATOR:
        raise ImportRefused(N_("{file}: has too many parts for an office file"), file=name)
