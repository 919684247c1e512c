"""Does everything on disk stand as the program wrote it? Read only; says what is wrong, and where."""

from __future__ import annotations

from pathlib import Path

from store.progress import Progress
from store.record import Record
from store.upkeep import verify_files as files
from store.upkeep.seal_check import check_seals, validate_signers
from store.upkeep.verdict import Verdict
from store.upkeep.verify_records import check_record
from store.upkeep.walk import Origins, records
from store.workspace import Workspace

__all__ = ["Verdict", "verify"]


def verify(workspace: Workspace, progress: Progress | None = None, allowed: Path | None = None) -> Verdict:
    """Check every journal, record, pinned checklist, seal, issued document and evidence file of the workspace.

    `progress(done, of)` is told after each record. Files that people edit by hand are validated, not covered: nothing
    says what they held before. What else lies there gets a remark. `allowed` says whose keys may seal, instead of the
    workspace's own list.
    """
    verdict, origins = Verdict(), Origins(workspace)
    paths = list(records(workspace))
    for done, path in enumerate(paths, 1):
        check_record(Record(path, workspace.hands), origins, verdict)
        if progress is not None:
            progress(done, len(paths))
    for round_ in files.check_rounds(workspace, verdict):
        files.check_checklists(round_, workspace, verdict)
        check_seals(round_, workspace, verdict, allowed)
    files.check_documents(workspace, verdict)
    files.check_evidence(workspace, verdict)
    files.validate_hand_edited(workspace, verdict)
    validate_signers(workspace, verdict)
    files.remark_strays(workspace, verdict)
    return verdict
