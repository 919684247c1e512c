"""Files whose SHA-256 is known, found again: pinned checklists, seals, issued documents, evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from checklists.errors import N_, AudittyError
from store.attached import named
from store.digests import is_digest
from store.errors import StoreError
from store.model import PinnedChecklist
from store.record import Record
from store.rounds import Round
from store.seals import seals
from store.upkeep.exchange import Exchange, digest_of
from store.upkeep.flips import with_one_byte_changed
from store.upkeep.manifest import FOLDER
from store.upkeep.verdict import FORGED
from store.upkeep.walk import records, round_folders
from store.workspace import Workspace

_LARGEST = 64 * 1024
"""Bytes of the largest file in which a changed byte is looked for."""


def mend_files(workspace: Workspace, exchange: Exchange, tell: Callable[..., None]) -> None:
    """Put the right content for every file that is missing or another into `exchange`, where it can be found."""
    disk = workspace.disk
    wanted = {path: digest for path, digest in _wanted(workspace) if _within(path, workspace.root)}
    there = {path: digest_of(path, disk) for path in wanted}
    where = {digest: path for path, digest in there.items() if digest}
    pinned = dict(_pins(workspace))
    for path, digest in wanted.items():
        if there[path] == digest:
            continue
        if digest in where:
            exchange.put(path, disk.read(where[digest]))
            tell(path, N_("copied from {file}"), file=where[digest].relative_to(workspace.root).as_posix())
        elif path in pinned and (data := _at_hand(workspace, pinned[path])) is not None:
            exchange.put(path, data)
            tell(path, N_("made anew from the checklist at hand, which is the same"))
        elif (data := _changed_byte(workspace, path, digest)) is not None:
            exchange.put(path, data)
            tell(path, N_("mended exactly: one byte had changed"))


def _within(path: Path, root: Path) -> bool:
    """Whether `path` lies in the workspace, whatever a record says its name is."""
    return path.is_relative_to(root) and ".." not in path.relative_to(root).parts


def _wanted(workspace: Workspace) -> Iterator[tuple[Path, str]]:
    """Every file whose content is known by its SHA-256, as far as the records can be read."""
    for path, pin in _pins(workspace):
        yield path, pin.digest
    for round_ in _rounds(workspace):
        for seal in seals(round_):
            path = round_.path / FOLDER / f"{seal.number}.json"
            yield path, seal.sha256
            if seal.signature:
                yield path.with_name(f"{path.name}.sig"), seal.signature
    try:
        for issued in workspace.documents.all():
            yield workspace.documents.path(issued), issued.sha256
    except (StoreError, *FORGED):
        pass
    digests = set(workspace.evidence.all())
    for path in records(workspace):
        try:
            digests |= named(Record(path, workspace.hands).state.tables)
        except (StoreError, *FORGED):
            continue
    for digest in sorted(filter(is_digest, digests)):
        yield workspace.evidence.path(digest), digest


def _rounds(workspace: Workspace) -> Iterator[Round]:
    for path in round_folders(workspace):
        round_ = Round(path, workspace.hands)
        try:
            round_.info  # noqa: B018 - read now
        except (AudittyError, *FORGED):
            continue
        yield round_


def _pins(workspace: Workspace) -> Iterator[tuple[Path, PinnedChecklist]]:
    for round_ in _rounds(workspace):
        for pin in (*round_.info.checklists, *round_.info.earlier):
            yield round_.path / "checklists" / pin.file_name, pin


def _at_hand(workspace: Workspace, pin: PinnedChecklist) -> bytes | None:
    """The pinned checklist made again from the one at hand, None if that is another by now."""
    from checklists.canonical import to_json
    from checklists.gradings import with_scheme

    try:
        data = to_json(with_scheme(workspace.checklists.get(pin.id), workspace.settings.gradings))
    except AudittyError:
        return None
    return data if hashlib.sha256(data).hexdigest() == pin.digest else None


def _changed_byte(workspace: Workspace, path: Path, digest: str) -> bytes | None:
    size = workspace.disk.size(path)
    if size is None or size > _LARGEST:
        return None
    try:
        return with_one_byte_changed(workspace.disk.read(path), digest)
    except StoreError:
        return None
