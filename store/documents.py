"""Issued documents: numbered per kind and year without gaps, stored as they left the house, journaled by SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from store.model import Issued
from store.record import Change, Hands, Record

TABLE = "documents"


class Documents:
    """The register of issued documents in the workspace's record, and the folder `documents/`."""

    def __init__(self, record: Record, folder: Path, hands: Hands) -> None:
        self._record, self._folder, self._hands = record, folder, hands

    def all(self) -> list[Issued]:
        """Every issued document, oldest first."""
        return [Issued.from_value(value) for value in self._record.all(TABLE).values()]

    def of(self, round_id: str, unit: str) -> list[Issued]:
        """The documents of one sheet, oldest first."""
        return [issued for issued in self.all() if (issued.round, issued.unit) == (round_id, unit)]

    def path(self, issued: Issued) -> Path:
        """Where the file lies."""
        return self._folder / issued.file

    def read(self, issued: Issued) -> bytes:
        """The file, byte for byte as issued."""
        return self._hands.disk.read(self.path(issued))

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
    ) -> Issued:
        """Allot the next number of `kind` in `year` and store the document.

        Under the record's lock: `number(serial)` words the number, `render(number)` makes the file. It is on disk
        before the register names it, so a crash in between leaves a file that the next issue replaces, and no gap.
        """
        disk, made = self._hands.disk, []

        def changes() -> list[Change]:
            serials = [other.serial for other in self.all() if (other.kind, other.year) == (kind, year)]
            serial = max(serials, default=0) + 1
            text = number(serial)
            data = render(text)
            file = f"{year}/{kind}-{serial:04}.docx"
            disk.make_dir(self._folder / str(year))
            disk.replace(self._folder / file, data, durable=True)
            made.append(
                Issued(
                    kind=kind,
                    number=text,
                    year=year,
                    serial=serial,
                    round=round_id,
                    unit=unit,
                    findings=tuple(findings),
                    file=file,
                    sha256=hashlib.sha256(data).hexdigest(),
                    issued=issued,
                    supplements=supplements,
                )
            )
            return [Change(TABLE, f"{kind}-{year}-{serial:04}", made[0].to_value())]

        self._record.change_by(changes)
        return made[0]
