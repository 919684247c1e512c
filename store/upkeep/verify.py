"""Does everything on disk stand as the program wrote it? Read only; says what is wrong, and where."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from checklists.errors import N_, AudittyError, ChecklistError, Problem
from store import snapshot
from store.attached import named
from store.errors import StoreError
from store.ids import is_code
from store.record import Record
from store.rounds import Round
from store.state import State
from store.workspace import Workspace


@dataclass
class Verdict:
    """What `verify` found: how many of each thing it covered, and every fault by file.

    `named` are the evidence files that the records speak of.
    """

    covered: dict[str, int] = field(default_factory=dict)
    validated: list[str] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    faults: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def count(self, what: str) -> None:
        """One more of `what` was looked at."""
        self.covered[what] = self.covered.get(what, 0) + 1

    def fault(self, path: Path, message: str, **params: object) -> None:
        """`path` is not as it should be."""
        self.faults.append(Problem(str(path), 0, 0, message, params))

    def remark(self, path: Path, message: str, **params: object) -> None:
        """`path` is worth a word, but nothing is lost."""
        self.remarks.append(Problem(str(path), 0, 0, message, params))


def verify(workspace: Workspace, progress: Callable[[int, int], None] | None = None) -> Verdict:
    """Check every journal, record, pinned checklist, issued document and evidence file of the workspace.

    `progress(done, of)` is told after each record. Files that people edit by hand are validated, not covered: nothing
    says what they held before.
    """
    verdict = Verdict()
    paths = list(_records(workspace))
    for done, path in enumerate(paths, 1):
        _check_record(Record(path, workspace.hands), verdict)
        if progress is not None:
            progress(done, len(paths))
    _check_checklists(workspace, verdict)
    _check_documents(workspace, verdict)
    _check_evidence(workspace, verdict)
    _validate_hand_edited(workspace, verdict)
    return verdict


def _records(workspace: Workspace) -> Iterator[Path]:
    disk = workspace.disk
    folders = [workspace.root, workspace.root / "ledger"]
    for name in disk.names(workspace.rounds_folder):
        if not name.startswith("."):
            folders += [workspace.rounds_folder / name, workspace.rounds_folder / name / "sheets"]
    for folder in folders:
        names = disk.stamps(folder)
        stems = {name.rsplit(".", 1)[0] for name in names if name.endswith((".journal", ".json")) and name[0] != "."}
        yield from (folder / stem for stem in sorted(stems))


def _check_record(record: Record, verdict: Verdict) -> None:
    verdict.count("journals")
    try:
        replayed = record.replayed()
        data = record.stored()
    except StoreError as error:
        verdict.faults.append(Problem(str(record.journal_path), 0, 0, error.message, error.params))
        return
    verdict.named.update(named(replayed.tables))
    if record.unfinished():
        verdict.remark(record.journal_path, N_("the last line was never finished; it will be set aside"))
    if data == snapshot.dump(replayed.tables):
        return
    if not data:  # None, or empty as a power cut can leave it
        if replayed.lines:
            verdict.remark(record.json_path, N_("missing or empty, as after a crash; the journal has everything"))
        return
    tables = snapshot.load(data)
    lines = State(tables).lines if tables is not None else 0
    if tables is None:
        verdict.fault(record.json_path, N_("not as it was written; the journal has everything and mends it"))
    elif lines < replayed.lines and data == snapshot.dump(record.replayed(lines).tables):
        verdict.remark(
            record.json_path,
            N_("stands at line {lines} of {of}, as after a crash"),
            lines=lines,
            of=replayed.lines,
        )
    else:
        verdict.fault(record.json_path, N_("does not hold what the journal says"))


def _check_checklists(workspace: Workspace, verdict: Verdict) -> None:
    for round_ in _rounds(workspace, verdict):
        folder = round_.path / "checklists"
        pins = {pinned.file_name: pinned for pinned in (*round_.info.checklists, *round_.info.earlier)}
        for name, pinned in pins.items():
            verdict.count("checklists")
            path = folder / name
            try:
                data = workspace.disk.read(path)
            except StoreError:
                verdict.fault(path, N_("the pinned checklist is missing"))
                continue
            if hashlib.sha256(data).hexdigest() != pinned.digest:
                verdict.fault(path, N_("not the checklist that the round pinned"))


def _rounds(workspace: Workspace, verdict: Verdict) -> Iterator[Round]:
    for name in workspace.disk.names(workspace.rounds_folder):
        path = workspace.rounds_folder / name
        if not is_code(name) or not workspace.disk.is_dir(path):
            continue
        round_ = Round(path, workspace.hands)
        try:
            round_.info  # noqa: B018 - read now, so that one round that cannot be read does not hide the others
        except AudittyError as error:
            problem = Problem(str(error.params.get("path", path)), 0, 0, error.message, error.params)
            if problem not in verdict.faults:
                verdict.faults.append(problem)
            continue
        yield round_


def _check_documents(workspace: Workspace, verdict: Verdict) -> None:
    try:
        register = workspace.documents.all()
    except StoreError:
        return  # the workspace's record is damaged; that was said above
    for issued in register:
        verdict.count("documents")
        path = workspace.documents.path(issued)
        try:
            data = workspace.documents.read(issued)
        except StoreError:
            verdict.fault(path, N_("the issued document {number} is missing"), number=issued.number)
            continue
        if hashlib.sha256(data).hexdigest() != issued.sha256:
            verdict.fault(path, N_("not the document {number} as it was issued"), number=issued.number)


def _check_evidence(workspace: Workspace, verdict: Verdict) -> None:
    evidence, there = workspace.evidence, workspace.evidence.all()
    for digest in sorted(verdict.named.difference(there)):
        verdict.fault(evidence.path(digest), N_("a record names this evidence file, and it is missing"))
    for digest in there:
        verdict.count("evidence")
        path = evidence.path(digest)
        try:
            if not evidence.intact(digest):
                verdict.fault(path, N_("its content is not the one its name says"))
            elif digest not in verdict.named:
                verdict.remark(path, N_("no record names this evidence file"))
        except StoreError as error:
            verdict.faults.append(Problem(str(path), 0, 0, error.message, error.params))


def _validate_hand_edited(workspace: Workspace, verdict: Verdict) -> None:
    from checklists import check

    verdict.validated.append(str(workspace.root / "workspace.yaml"))
    for _, origin, read in workspace.checklists.sources():
        if not origin:
            continue
        verdict.validated.append(origin)
        try:
            verdict.faults.extend(check(read(), origin, workspace.own_types, workspace.settings.gradings))
        except ChecklistError as error:
            verdict.faults.extend(error.problems)
        except StoreError as error:
            verdict.faults.append(Problem(origin, 0, 0, error.message, error.params))
