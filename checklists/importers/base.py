"""What every importer takes and gives, and which one reads a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Literal

from checklists.errors import N_, AudittyError
from checklists.model import Checklist
from checklists.verdicts import Verdict

MAX_BYTES = 64 * 1024 * 1024
"""Larger files are refused before anything is read from them."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the person may say beside the file.

    `id` and `title` of the checklist to be made; `mapping` column (or field) name in the file to field name of ours.
    """

    id: str = ""
    title: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Remark:
    """What became of one place of the file: taken, guessed or left out. `place` is "row 12", "line 3" or a key."""

    kind: Literal["taken", "guessed", "left"]
    place: str
    message: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.place}: {self.message.format(**self.params)}"


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """One result found in a file: which unit (code or name, "" if the file does not say), item, verdict, and texts.

    `finding` holds what the file says of the problem, by the field names of a finding (problem, place, requirement,
    grade, lead, responsible, due). `place` says where in the file the row stands.
    """

    item: str
    verdict: Verdict
    unit: str = ""
    note: str = ""
    found: str = ""
    finding: Mapping[str, str] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """A checklist, the results that came with it, and what is to be said about the import."""

    checklist: Checklist | None
    results: tuple[ResultRow, ...] = ()
    remarks: tuple[Remark, ...] = ()


class ImportRefused(AudittyError):
    """The file cannot be taken in; the message says where and why. Nothing was changed."""


Importer = Callable[[bytes, str, Options], Imported]

_IMPORTERS = ("cklb", "ciso", "spreadsheet", "word", "table")
"""Modules of this package in the order they are asked; each has `accepts(data, name) -> bool` and `read(...)`."""


def read(data: bytes, name: str, options: Options | None = None) -> Imported:
    """The checklist and results in a file called `name`.

    Raises:
        ImportRefused: no importer knows it, or the one that does cannot read it.
    """
    if len(data) > MAX_BYTES:
        raise ImportRefused(N_("{file}: larger than {limit} MiB"), file=name, limit=MAX_BYTES // 1024 // 1024)
    for module_name in _IMPORTERS:
        module = import_module(f"checklists.importers.{module_name}")
        if module.accepts(data, name):
            imported: Imported = module.read(data, name, options or Options())
            return imported
    raise ImportRefused(
        N_("{file}: not a file this can import; it takes Excel, CSV, Word tables, CISO Assistant YAML and .cklb"),
        file=name,
    )
