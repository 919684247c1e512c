"""From an older format to the present one: a copy of everything first, and no line of a journal is rewritten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from checklists.errors import N_, ChecklistError
from store import settings
from store.errors import Damaged, StoreError
from store.journal import NO_LINE
from store.progress import Progress
from store.record import Change, Record
from store.upkeep.backup import copy_workspace
from store.upkeep.scan import pieces
from store.upkeep.walk import ORIGINS, Origins, records
from store.workspace import Workspace


@dataclass(frozen=True)
class Migrated:
    """What was done: the format before, where the copy of the workspace as it was lies, and how many journals it had.

    `copy` is None where there was nothing to do.
    """

    before: int
    copy: Path | None = None
    journals: int = 0


def migrate(workspace: Workspace, copy: Path | None = None, progress: Progress | None = None) -> Migrated:
    """Bring `workspace`, opened with `older`, to the present format. Started again after a crash, it completes.

    The copy goes to `copy`, which must be missing or empty, by default beside the workspace.

    Raises:
        Damaged: a journal does not begin with a whole line; nothing was changed. Refused: the copy's place is taken.
    """
    before = workspace.settings.format
    if before == settings.FORMAT:
        return Migrated(before)
    origins = Origins(workspace)
    firsts = _firsts(workspace)
    target = copy or _beside(workspace)
    copy_workspace(workspace, target, progress)
    by_register: dict[Path, tuple[Record, list[Change]]] = {}
    for name, sha in firsts:
        register = origins.register(name)
        _, changes = by_register.setdefault(register.journal_path, (register, []))
        if register.get(ORIGINS, name) != {"first": sha}:
            changes.append(Change(ORIGINS, name, {"first": sha}))
    for register, changes in by_register.values():
        register.change_all(changes)
    _set_format(workspace)
    return Migrated(before, target, len(firsts))


def _firsts(workspace: Workspace) -> list[tuple[str, str]]:
    """Each record whose journal an older format began, with the hash of its first line."""
    found = []
    for path in records(workspace):
        record = Record(path, workspace.hands)
        lines = pieces(record.journal_bytes() or b"", record.journal_path)
        if not lines:
            continue
        first = lines[0].line
        if first is None:
            raise Damaged(
                N_("{path}: line 1 is damaged; run “auditty repair” first, or restore it from a backup"),
                path=record.journal_path,
            )
        if first.prev == NO_LINE:
            found.append((record.name, first.sha))
    return found


def _beside(workspace: Workspace) -> Path:
    """A free place beside the workspace."""
    root = workspace.root.resolve()
    taken, number = set(workspace.disk.names(root.parent)), 1
    name = wanted = f"{root.name}.before-format-{settings.FORMAT}"
    while name in taken:  # an attempt that was cut short left its copy, and copies are never overwritten
        number += 1
        name = f"{wanted}-{number}"
    return root.with_name(name)


def _set_format(workspace: Workspace) -> None:
    """Put the present format into workspace.yaml, and change no other byte of it."""
    path = workspace.root / settings.FILE
    text = workspace.disk.read(path).decode()
    digit = str(workspace.settings.format)
    wanted = replace(workspace.settings, format=settings.FORMAT)
    at = text.find(digit)
    while at >= 0:
        new = (text[:at] + str(settings.FORMAT) + text[at + len(digit) :]).encode()
        if _means(new, str(path)) == wanted:
            workspace.disk.replace(path, new, durable=True)
            return
        at = text.find(digit, at + 1)
    raise Damaged(N_("{path}: write “format: {format}” into it by hand"), path=path, format=settings.FORMAT)


def _means(data: bytes, name: str) -> settings.Settings | None:
    try:
        return settings.parse(data, name)
    except (ChecklistError, StoreError):
        return None
