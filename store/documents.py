"""Issued documents: numbered per kind and year without gaps, stored as they left the house, journaled by SHA-256."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

from checklists.errors import N_
from store.errors import Damaged, Refused, Unknown
from store.model import Issued
from store.record import Change, Hands, Record

TABLE = "documents"

_BRACKETS = str.maketrans("〔〕[]【】", "()()()")


class Amendment(NamedTuple):
    """What a document says of an earlier one: that it `corrects` (更正) or `supplements` (补充) it, and why."""

    how: Literal["corrects", "supplements"]
    document: Issued
    reason: str


@dataclass(frozen=True, kw_only=True)
class Registered:
    """A document as the register lists it.

    `key` names it in ASCII, as "notice-2026-0001". `who` issued it, at `at` (UTC). `corrected_by` and
    `supplemented_by` are the numbers of later documents, oldest first.
    """

    key: str
    issued: Issued
    who: str
    at: str
    corrected_by: tuple[str, ...] = ()
    supplemented_by: tuple[str, ...] = ()


class Made(NamedTuple):
    """A document that has its number and is not in the register yet: its entry there, and its file."""

    issued: Issued
    data: bytes


class Documents:
    """The register of issued documents in the workspace's record, and the folder `documents/`."""

    def __init__(self, record: Record, folder: Path, hands: Hands) -> None:
        self._record, self._folder, self._hands = record, folder, hands

    # Reading

    def all(self) -> list[Issued]:
        """Every issued document, oldest first."""
        return [Issued.from_value(value) for value in self._record.all(TABLE).values()]

    def of(self, round_id: str, unit: str) -> list[Issued]:
        """The documents of one sheet, oldest first."""
        values = self._record.all(TABLE).values()  # not as `Issued`: of thousands that would take a while
        return [Issued.from_value(value) for value in values if (value["round"], value["unit"]) == (round_id, unit)]

    def register(self) -> list[Registered]:
        """Every issued document with who issued it and which later ones are about it, oldest first."""
        listed = [
            Registered(key=doc["key"], issued=Issued.from_value(doc["value"]), who=doc["who"], at=doc["time"])
            for doc in self._record.state.docs(TABLE)
            if doc["value"] is not None
        ]
        corrected, supplemented = dict[str, tuple[str, ...]](), dict[str, tuple[str, ...]]()
        for each in listed:
            for later, earlier in ((corrected, each.issued.corrects), (supplemented, each.issued.supplements)):
                if earlier:
                    later[earlier] = (*later.get(earlier, ()), each.issued.number)
        return [
            replace(
                each,
                corrected_by=corrected.get(each.issued.number, ()),
                supplemented_by=supplemented.get(each.issued.number, ()),
            )
            for each in listed
        ]

    def find(self, number: str) -> Registered:
        """The document with this number, its brackets and spaces as they come to hand; or with this key.

        Raises:
            Unknown: there is none.
        """
        wanted = _plain(number)
        for each in self.register():
            if wanted in (_plain(each.issued.number), each.key):
                return each
        raise Unknown(N_("no document {number}; see “auditty document list”"), number=number)

    def with_digest(self, sha256: str) -> Registered | None:
        """The document that left the house with just these bytes."""
        return next((each for each in self.register() if each.issued.sha256 == sha256), None)

    def path(self, issued: Issued) -> Path:
        """Where the file lies."""
        return self._folder / issued.file

    def read(self, issued: Issued) -> bytes:
        """The file, byte for byte as issued.

        Raises:
            Damaged: the one that lies there is another. StoreError: it cannot be read.
        """
        data = self._hands.disk.read(self.path(issued))
        if hashlib.sha256(data).hexdigest() != issued.sha256:
            message = N_("{path}: not document {number} as it was issued; see “auditty verify”")
            raise Damaged(message, path=self.path(issued), number=issued.number)
        return data

    # Issuing

    def issue(
        self,
        *,
        kind: str,
        year: int,
        number: Callable[[int], str],
        round_id: str,
        unit: str,
        findings: Iterable[str],
        render: Callable[[str], bytes],
        issued: str,
        supplements: str = "",
        corrects: str = "",
        reason: str = "",
        lines: int = 0,
        ending: str = "docx",
    ) -> Issued:
        """Allot the next number of `kind` in `year` and store the document.

        Under the record's lock: `number(serial)` words the number, `render(number)` makes the file, and `findings` are
        gone through.

        Raises:
            Refused: a document of another kind has this number.
        """

        def made() -> list[Made]:
            serial = self.next_serial(kind, year)
            text = number(serial)
            if any(other["number"] == text for other in self._record.all(TABLE).values()):
                raise Refused(
                    N_("{number} is the number of another document; set document.prefixes.{kind} in workspace.yaml"),
                    number=text,
                    kind=kind,
                )
            data = render(text)
            entry = Issued(
                kind=kind,
                number=text,
                year=year,
                serial=serial,
                round=round_id,
                unit=unit,
                findings=tuple(findings),
                file=f"{year}/{kind}-{serial:04}.{ending}",
                sha256=hashlib.sha256(data).hexdigest(),
                issued=issued,
                supplements=supplements,
                corrects=corrects,
                reason=reason,
                lines=lines,
            )
            return [Made(entry, data)]

        return self.take_in(made)[0]

    def next_serial(self, kind: str, year: int) -> int:
        """The number that the next document of `kind` in `year` gets."""
        register = self._record.all(TABLE).values()
        serials = [other["serial"] for other in register if (other["kind"], other["year"]) == (kind, year)]
        return max(serials, default=0) + 1

    def take_in(self, make: Callable[[], Iterable[Made]]) -> list[Issued]:
        """Store and register the documents that `make()` returns, called under the lock, with everything read.

        As far as each has the next number of its kind and year: from the first that has not they are left out. A file
        is on disk before the register names it, so a crash in between leaves files that the next issue replaces, and
        no gap. Says what was taken in.
        """
        disk, taken = self._hands.disk, list[Issued]()

        def changes() -> list[Change]:
            following: dict[tuple[str, int], int] = {}
            for entry, data in make():
                series = (entry.kind, entry.year)
                if entry.serial != following.setdefault(series, self.next_serial(*series)):
                    break
                following[series] += 1
                disk.make_dir(self.path(entry).parent)
                disk.replace(self.path(entry), data, durable=True)
                taken.append(entry)
            return [Change(TABLE, f"{each.kind}-{each.year}-{each.serial:04}", each.to_value()) for each in taken]

        self._record.change_by(changes)
        return taken


class Apart(Documents):
    """The register for a process that makes documents for another one, which holds its lock and takes them in.

    What is issued here is in `made` and nowhere else, numbered as if `ahead` others came before it.
    """

    ahead = 0
    made: tuple[Made, ...] = ()

    def next_serial(self, kind: str, year: int) -> int:
        """The number that it will have if the others are taken in."""
        return super().next_serial(kind, year) + self.ahead

    def take_in(self, make: Callable[[], Iterable[Made]]) -> list[Issued]:
        """Make the documents and keep them."""
        self._record.refresh()
        self.made = tuple(make())
        return [entry for entry, _ in self.made]


def _plain(number: str) -> str:
    """A number without what keyboards differ in."""
    return "".join(unicodedata.normalize("NFKC", number).translate(_BRACKETS).split())
