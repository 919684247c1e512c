"""Files that are no records: pinned checklists, issued documents, evidence, those edited by hand, and strays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from checklists.errors import N_, AudittyError, ChecklistError
from store import settings
from store.changes import DRAFT
from store.digests import is_digest, sha256_of
from store.errors import StoreError
from store.rounds import Round
from store.upkeep.backup import NOTE
from store.upkeep.verdict import FORGED, Verdict
from store.upkeep.walk import SET_ASIDE, round_folders
from store.workspace import FOLDERS, Workspace

_LEFT_OVER = re.compile(r"\..*\.tmp")


def check_rounds(workspace: Workspace, verdict: Verdict) -> Iterator[Round]:
    """The rounds that can be read; one that cannot be read does not hide the others."""
    for path in round_folders(workspace):
        round_ = Round(path, workspace.hands)
        try:
            round_.info  # noqa: B018 - read now
        except AudittyError as error:
            place = Path(str(error.params.get("path", path)))
            if not any(fault.file == str(place) for fault in verdict.faults):
                verdict.fault(place, error.message, **error.params)
            continue
        except FORGED as error:
            verdict.fault(path, N_("holds what auditty does not write: {reason}"), reason=str(error))
            continue
        yield round_


def check_checklists(round_: Round, workspace: Workspace, verdict: Verdict) -> None:
    """The checklists that a round pinned, now and earlier."""
    pins = {pinned.file_name: pinned.digest for pinned in (*round_.info.checklists, *round_.info.earlier)}
    for name, digest in pins.items():
        verdict.count("checklists")
        path = round_.path / "checklists" / name
        _check_digest(
            workspace, verdict, path, digest,
            N_("the pinned checklist is missing"), N_("not the checklist that the round pinned"),
        )  # fmt: skip


def check_documents(workspace: Workspace, verdict: Verdict) -> None:
    """Every document in the register, and every notice that a ledger names."""
    try:
        with suppress(StoreError):  # a damaged record was named already
            workspace.record.refresh()  # what was issued since the workspace was opened is in the ledgers too
        register = workspace.documents.all()
    except StoreError:
        return  # the workspace's record is damaged; that was said already
    except FORGED as error:
        verdict.fault(
            workspace.root / "documents", N_("holds what auditty does not write: {reason}"), reason=str(error)
        )
        return
    for issued in register:
        verdict.count("documents")
        _check_digest(
            workspace, verdict, workspace.documents.path(issued), issued.sha256,
            N_("the issued document {number} is missing"), N_("not the document {number} as it was issued"),
            number=issued.number,
        )  # fmt: skip
    registered = {issued.number for issued in register}
    for path, numbers in verdict.ordered.items():
        for number in sorted(numbers - registered):
            message = N_("names notice {number}, which is not registered: its issue was interrupted; issue it again")
            verdict.remark(path, message, number=number)


def check_evidence(workspace: Workspace, verdict: Verdict) -> None:
    """Every file in the store of evidence, and every one that a record names."""
    folder, disk = workspace.root / "evidence", workspace.disk
    there = {
        digest
        for prefix in disk.names(folder)
        for digest in disk.stamps(folder / prefix)
        if is_digest(digest) and digest.startswith(prefix)
    }
    for digest in sorted(there | verdict.named):
        verdict.count("evidence")
        path = folder / digest[:2] / digest
        _check_digest(
            workspace, verdict, path, digest,
            N_("a record names this evidence file, and it is missing"), N_("its content is not the one its name says"),
        )  # fmt: skip
        if digest not in verdict.named:
            verdict.remark(path, N_("no record names this evidence file, as after a change that was refused"))


def _check_digest(
    workspace: Workspace, verdict: Verdict, path: Path, digest: str, missing: str, other: str, **params: Any
) -> None:
    verdict.seen.add(path)
    if workspace.disk.size(path) is None:
        verdict.fault(path, missing, **params)
        return
    try:
        intact = sha256_of(path, workspace.disk) == digest
    except StoreError as error:
        verdict.trouble(path, error)
        return
    if not intact:
        verdict.fault(path, other, **params)


def validate_hand_edited(workspace: Workspace, verdict: Verdict) -> None:
    """Files that people edit: whether they are valid, for nothing says what they held before."""
    from checklists import check

    verdict.validated.append(str(workspace.root / settings.FILE))
    verdict.seen.add(workspace.root / settings.FILE)
    for _, origin, read in workspace.checklists.sources():
        if not origin:
            continue
        verdict.validated.append(origin)
        verdict.seen.add(Path(origin))
        try:
            verdict.faults.extend(check(read(), origin, workspace.own_types, workspace.settings.gradings))
        except ChecklistError as error:
            verdict.faults.extend(error.problems)
        except StoreError as error:
            verdict.trouble(Path(origin), error)


def remark_strays(workspace: Workspace, verdict: Verdict) -> None:
    """Whatever else lies in the workspace: nothing vouches for it."""
    root = workspace.root
    known = {root / name for name in FOLDERS} | {path.parent for path in verdict.seen} | {root}
    known |= {round_ / name for round_ in round_folders(workspace) for name in ("", "checklists", "sheets", "seal")}
    known |= {root / "evidence" / name for name in workspace.disk.names(root / "evidence")}
    folders = [root]
    while folders:
        for name, kind in sorted(workspace.disk.kinds(folder := folders.pop()).items()):
            path = folder / name
            if path in (root / ".cache", root / SET_ASIDE, root / NOTE) or path in verdict.seen:
                continue
            if path in known and kind == "folder":
                folders.append(path)
            elif _LEFT_OVER.fullmatch(name) or (name.startswith(DRAFT) and folder == workspace.rounds_folder):
                verdict.remark(path, N_("left over from a write that never ended; it can be deleted"))
            elif folder.parent == root / "documents":
                verdict.remark(path, N_("no register names it, as after a crash, or it was put here by hand"))
            else:
                verdict.remark(path, N_("not a part of the workspace; nothing vouches for it"))
