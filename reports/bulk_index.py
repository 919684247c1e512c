"""What a run over many units wrote: `index.csv` when it is done, and until then the list that it goes on from.

`index.part` holds a line of JSON for what the run is about and one for each document, on its own behind an exclusive
lock: two runs do not write into one folder. A run that was cut off leaves it; its last line may be torn.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from checklists.grades import Text
from reports.safe_text import in_csv
from store.disk import Disk

FILE, PART = "index.csv", "index.part"
_COLUMNS = Text("单位编码|单位名称|文号|文件|问题数|SHA-256", "Unit|Name|Number|File|Findings|SHA-256")


class Row(NamedTuple):
    """A document in the folder: `file` is its name there, `findings` how many it is about, None if that is unknown."""

    unit: str
    name: str
    number: str
    file: str
    findings: int | None
    sha256: str


class Unfinished:
    """The list of a run under way."""

    def __init__(self, disk: Disk, folder: Path, fd: int, about: dict[str, Any]) -> None:
        """`about` is what the run is about; what another run left in the file is taken out."""
        self._disk, self._path, self._fd = disk, folder / PART, fd
        self.rows: dict[str, Row] = {}
        lines = disk.read_from(fd, 0, self._path).split(b"\n")
        with suppress(ValueError, TypeError, AttributeError):
            before = json.loads(lines[0])
            if before.keys() == about.keys() and all(before[key] == about[key] for key in about if key != "since"):
                about = before
                for line in lines[1:-1]:
                    row = Row(*json.loads(line))
                    if _lies_there(disk, folder / row.file, row.sha256):
                        self.rows[row.file] = row
        self.since = int(about["since"])
        disk.cut(fd, 0, self._path)
        kept = [json.dumps(about), *map(json.dumps, self.rows.values())]
        disk.write(fd, "".join(f"{line}\n" for line in kept).encode(), self._path)

    def add(self, row: Row) -> None:
        """A document was written."""
        self.rows[row.file] = row
        self._disk.write(self._fd, json.dumps(row).encode() + b"\n", self._path)


@contextmanager
def unfinished(disk: Disk, folder: Path, about: dict[str, Any]) -> Iterator[Unfinished]:
    """The list of the run that is `about` this, begun or gone on with; left behind after an error.

    `about["since"]` is how many documents were registered when it began, and stays what it was then.

    Raises:
        Locked: another run writes into this folder.
    """
    with disk.locked(folder / PART) as fd:
        yield Unfinished(disk, folder, fd, about)
        disk.remove_tree(folder / PART)


def index(rows: Iterable[Row], lang: str) -> bytes:
    """`index.csv`: a line for each document, in UTF-8 with the mark that Excel needs to show Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS.get(lang).split("|"))
    writer.writerows([in_csv("" if cell is None else str(cell)) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _lies_there(disk: Disk, path: Path, sha256: str) -> bool:
    return disk.size(path) is not None and hashlib.sha256(disk.read(path)).hexdigest() == sha256
