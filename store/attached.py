"""What a record says of the files it names: beside each digest a name, a size and a kind, to be shown to people.

The digest alone is the reference. The table `files` of a record explains every digest that its other tables name under
`evidence`; it is written in the same change that first names the file there, and stays when the file is taken off.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from checklists.errors import N_, cut
from store.changes import Change
from store.errors import Refused, Unknown
from store.model import NAME_LIMIT
from store.record import Record
from store.state import FILES as FILES  # the home of the table is here; what replays journals needs its name
from store.state import Tables

SHOWN = 12
"""Hex digits of a digest that tell people which file is meant."""

_SHORTEST = 4
_HIDDEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")


@dataclass(frozen=True, kw_only=True)
class Attached:
    """An attached file: SHA-256 of its content, the name it was given under, bytes, and kind as of its first bytes.

    One that no table explains, as older versions attached it, has the beginning of its digest as name and size 0.
    """

    digest: str
    name: str
    size: int = 0
    kind: str = ""


def size_text(size: int) -> str:
    """`size` bytes as "830 B", "12 KB" or "3.4 MB", in steps of 1024; "-" for none."""
    if size <= 0:
        return "-"
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def shown_name(name: str) -> str:
    """A file's name as it is kept: what a terminal or a document would obey or hide is U+FFFD, 200 characters at most.

    A name in GB 18030, as archives made on Windows leave it, is read as such.
    """
    try:
        raw = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = name.encode("utf-8", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            name = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        name = raw.decode("utf-8", "replace")
    shown = "".join("\ufffd" if unicodedata.category(char) in _HIDDEN else char for char in name)
    return shown.strip()[:NAME_LIMIT] or "\ufffd"


def attached(record: Record, digests: Iterable[str]) -> list[Attached]:
    """What the record says of the files with these digests, in order."""
    found = []
    for digest in digests:
        value = record.get(FILES, digest) or {"name": digest[:SHOWN], "size": 0, "kind": ""}
        name, size, kind = (value.get(member) for member in ("name", "size", "kind"))
        # Records travel between workspaces: what one from elsewhere says is cleaned once more.
        found.append(
            Attached(
                digest=digest,
                name=shown_name(name) if isinstance(name, str) else digest[:SHOWN],
                size=size if isinstance(size, int) else 0,
                kind=kind if isinstance(kind, str) else "",
            )
        )
    return found


def explaining(record: Record, files: Iterable[Attached]) -> list[Change]:
    """The changes that explain `files` in the record, none for those explained already. Call it under the lock."""
    new: dict[str, Attached] = {}
    for file in files:
        if record.get(FILES, file.digest) is None:
            new.setdefault(file.digest, file)
    return [
        Change(FILES, digest, {"name": file.name, "size": file.size, "kind": file.kind}) for digest, file in new.items()
    ]


def chosen(words: Iterable[str], among: Iterable[Attached]) -> set[str]:
    """The digests that `words` mean, each the whole name of one of the files or the beginning of its digest.

    Raises:
        Unknown: a word means none of them. Refused: it means several.
    """
    files = {file.digest: file for file in among}.values()
    digests = set()
    for word in words:
        start = word.lower() if re.fullmatch(f"[0-9A-Fa-f]{{{_SHORTEST},64}}", word) else None
        found = [file for file in files if file.name == word or (start and file.digest.startswith(start))]
        if not found:
            raise Unknown(N_("no file “{name}” is attached here"), name=cut(word))
        if len(found) > 1:
            choices = ", ".join(file.digest[:SHOWN] for file in found)
            raise Refused(N_("“{name}” means several files: {choices}"), name=cut(word), choices=choices)
        digests.add(found[0].digest)
    return digests


def evidence_of(value: Any) -> Iterator[str]:
    """The digests that a value names under `evidence`, at any depth, in order."""
    if isinstance(value, dict):
        for key, member in value.items():
            if key == "evidence" and isinstance(member, list | tuple):
                yield from (digest for digest in member if isinstance(digest, str))
            else:
                yield from evidence_of(member)
    elif isinstance(value, list | tuple):
        for member in value:
            yield from evidence_of(member)


def named(tables: Tables) -> set[str]:
    """The digests of all evidence files that a record's tables name now or explain."""
    found = {doc["key"] for doc in tables.get(FILES, {}).values() if doc["value"] is not None}
    for docs in tables.values():
        for doc in docs.values():
            found.update(evidence_of(doc.get("value")))
    return found
