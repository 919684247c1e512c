"""Sealing a round: its sheets stay as they are from then on, and a manifest of its files, signed or not, proves it.

The round's state is written first, so that no sheet changes any more; then each sheet is read, the manifest made and
signed, and last recorded in the round's journal with its SHA-256. What is interrupted is completed by sealing again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from checklists.errors import N_
from store import snapshot, states
from store.attached import named
from store.conflicts import open_in
from store.digests import is_digest
from store.errors import Damaged, Refused
from store.guard import SEALED
from store.ids import is_code
from store.progress import Progress
from store.record import Change, Record
from store.rounds import Round
from store.seals import SEALS, Seal, standing
from store.sheet import MARKS
from store.upkeep import ssh
from store.upkeep.manifest import FOLDER, JOURNAL, Manifest, SealedDocument, SealedEvidence, SealedFile
from store.workspace import Workspace


def seal(
    workspace: Workspace, round_: Round, key: Path | None, finish: bool = False, progress: Progress | None = None
) -> Seal:
    """Seal a finished round, with `finish` a running one too, and sign with `key`; None leaves it unsigned.

    `key` is a private key, or a public one whose other half is in the agent. Every sheet is looked at twice:
    `progress(done, of)` counts both.

    Raises:
        Refused: the round is in another state, items are in conflict, or ssh-keygen did not sign.
        Damaged: something of the round is not as it was written. NoSshKeygen: it is not installed.
    """
    mark = ssh.fingerprint(key) if key is not None else ""
    round_.refresh()
    work = _Sealing(workspace, round_, progress or (lambda done, of: None))
    if round_.info.state != SEALED or standing(round_) is not None:
        states.check_closing(round_, finish)  # before minutes are spent on looking
        work.look_over(steps=2)
        states.close(round_, finish)
    manifest = work.manifest()
    data, signature = manifest.to_bytes(), None
    if key is not None:
        scratch = workspace.root / ".cache" / f"seal-{os.getpid()}"
        signature = ssh.sign(data, key, scratch, workspace.disk)
    return work.record(manifest, data, signature, mark)


class _Sealing:
    """One round on its way to a seal."""

    def __init__(self, workspace: Workspace, round_: Round, progress: Progress) -> None:
        self._workspace, self._round, self._progress = workspace, round_, progress
        self._disk = workspace.disk
        self._done = 0

    def _sheets(self, steps: int) -> Iterator[Record]:
        """Every sheet that was ever written on, in the order of their names."""
        names = self._disk.stamps(self._round.path / "sheets")
        codes = [
            name.removesuffix(".journal") for name, stamp in names.items() if name.endswith(".journal") and stamp[0]
        ]
        for code in sorted(filter(is_code, codes)):
            yield Record(self._round.path / "sheets" / code, self._workspace.hands)
            self._done += 1
            self._progress(self._done, steps * len(codes))

    def look_over(self, steps: int) -> None:
        """Refuse what must not be sealed, as long as it can still be mended."""
        self._round.checklists  # noqa: B018 - read, because that compares them with what was pinned
        evidence: set[str] = set()
        for sheet in self._sheets(steps):
            tables = sheet.replayed().tables
            if snapshot.dump(tables) != snapshot.dump(sheet.state.tables):
                raise Damaged(N_("{path}: does not hold what the journal says"), path=sheet.json_path)
            evidence |= set(filter(is_digest, named(tables)))
            for conflict in open_in(sheet):
                raise Refused(
                    N_("round {round}: {key} of unit {unit} is in conflict; settle it first"),
                    round=self._round.path.name,
                    key=conflict.key,
                    unit=sheet.json_path.stem,
                )
        for digest in sorted(evidence):
            self._evidence(digest)
            if not self._workspace.evidence.intact(digest):
                path = self._workspace.evidence.path(digest)
                raise Damaged(
                    N_("{path}: its content is not the one its name says; restore it from a backup"), path=path
                )

    def manifest(self) -> Manifest:
        """What the round holds, now that nothing of its sheets can change."""
        files, marked, evidence = self._pinned(), set(), set()
        steps = 2 if self._done else 1
        for sheet in self._sheets(steps):
            sheet.settle()  # waits for whoever held its lock when the round was closed
            files += self._pair(sheet)
            evidence |= {digest for digest in named(sheet.state.tables) if is_digest(digest)}
            if any((doc["value"] or {}).get("verdict", "none") != "none" for doc in sheet.state.docs(MARKS)):
                marked.add(sheet.json_path.stem)
        record, hands, info = self._round.record, self._workspace.hands, self._round.info
        record.settle()
        journal = self._disk.read(record.journal_path)[: record.state.size]
        files.append(_sealed(JOURNAL, journal, record))
        return Manifest(
            workspace=self._workspace.settings.title,
            round=info.id,
            name=info.name,
            number=info.seal,
            sealed=hands.clock.stamp(),
            by=hands.who,
            user=hands.user,
            units=len(self._round.units),
            unmarked=len(self._round.units.keys() - marked),
            files=tuple(sorted(files, key=lambda file: file.path)),
            evidence=tuple(self._evidence(digest) for digest in sorted(evidence)),
            documents=tuple(
                SealedDocument(number=issued.number, file=issued.file, sha256=issued.sha256)
                for issued in self._workspace.documents.all()
                if issued.round == info.id
            ),
        )

    def _pinned(self) -> list[SealedFile]:
        folder = self._round.path / "checklists"
        names = sorted(name for name in self._disk.stamps(folder) if not name.startswith("."))
        return [_sealed(f"checklists/{name}", self._disk.read(folder / name)) for name in names]

    def _pair(self, sheet: Record) -> list[SealedFile]:
        return [
            _sealed(f"sheets/{sheet.journal_path.name}", self._disk.read(sheet.journal_path), sheet),
            _sealed(f"sheets/{sheet.json_path.name}", self._disk.read(sheet.json_path)),
        ]

    def _evidence(self, digest: str) -> SealedEvidence:
        path = self._workspace.evidence.path(digest)
        size = self._disk.size(path)
        if size is None:
            raise Damaged(N_("{path}: a mark names this evidence file, and it is missing"), path=path)
        return SealedEvidence(sha256=digest, size=size)

    def record(self, manifest: Manifest, data: bytes, signature: bytes | None, key: str) -> Seal:
        """Put manifest and signature on disk and their digests into the round's journal, in one go under its lock."""
        round_, disk, folder = self._round, self._disk, self._round.path / FOLDER
        size = next(file.size for file in manifest.files if file.path == JOURNAL)
        value = {
            "sealed": manifest.sealed,
            "by": manifest.by,
            "sha256": hashlib.sha256(data).hexdigest(),
            "signature": hashlib.sha256(signature).hexdigest() if signature is not None else "",
            "key": key,
        }

        def changes() -> list[Change]:
            if round_.record.state.size != size:
                raise Refused(N_("round {round} changed while it was being sealed; try again"), round=manifest.round)
            disk.make_dir(folder)
            disk.replace(folder / f"{manifest.number}.json", data, durable=True)
            if signature is None:
                disk.remove_tree(folder / f"{manifest.number}.json.sig")  # as an interrupted sealing may have left it
            else:
                disk.replace(folder / f"{manifest.number}.json.sig", signature, durable=True)
            return [Change(SEALS, manifest.number, value)]

        round_.record.change_by(changes)
        round_.record.flush(durable=True)
        round_.refresh()
        return Seal.from_value(manifest.number, value)


def _sealed(path: str, data: bytes, journal: Record | None = None) -> SealedFile:
    return SealedFile(
        path=path,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        lines=journal.state.lines if journal is not None else 0,
        head=journal.head if journal is not None else "",
    )
