"""Do the sealed rounds still hold what their seals say, and who signed?"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from checklists.errors import N_
from store.errors import StoreError
from store.rounds import Round
from store.seals import Seal, seals, standing
from store.upkeep import ssh
from store.upkeep.exchange import digest_of
from store.upkeep.manifest import FOLDER, JOURNAL, Manifest, SealedFile
from store.upkeep.verdict import Verdict
from store.workspace import Workspace

ALLOWED = "allowed_signers"
"""The file in the workspace's folder that says whose keys may seal, edited by hand, as ssh-keygen reads it."""

_LIMIT = 64 << 20
_NUMBER = re.compile("[0-9]{4,9}")


def check_seals(round_: Round, workspace: Workspace, verdict: Verdict, allowed: Path | None = None) -> None:
    """Every seal of the round: its manifest, every file it names, its signature by one of those in `allowed`.

    Where the round stands under the seal, its files are exactly as they were; where it was opened again, its journals
    begin with what was sealed. `allowed` None: the workspace's own list.
    """
    check = _Check(round_, workspace, verdict, allowed or workspace.root / ALLOWED)
    made = {seal.number: seal for seal in seals(round_)}
    for seal in made.values():
        verdict.count("seals")
        check.seal(seal)
    for name in workspace.disk.stamps(round_.path / FOLDER):
        number = name.removesuffix(".json")
        if _NUMBER.fullmatch(number) and number not in made:
            check.unknown(number)
    if round_.info.seal and standing(round_) is None:
        message = N_("sealing round {round} was not completed; “auditty rounds seal” completes it")
        verdict.remark(round_.path / FOLDER, message, round=round_.path.name)


def validate_signers(workspace: Workspace, verdict: Verdict) -> None:
    """The workspace's own list of whose keys may seal: edited by hand, read by ssh-keygen alone."""
    path = workspace.root / ALLOWED
    if workspace.disk.size(path) is not None:
        verdict.validated.append(str(path))
        verdict.seen.add(path)


class _Check:
    """The seals of one round, what is wrong told to the verdict."""

    def __init__(self, round_: Round, workspace: Workspace, verdict: Verdict, allowed: Path) -> None:
        self._round, self._workspace, self._verdict, self._allowed = round_, workspace, verdict, allowed
        self._disk = workspace.disk

    def seal(self, seal: Seal) -> None:
        """One seal: each step only where the one before holds."""
        path = self._round.path / FOLDER / f"{seal.number}.json"
        if not _NUMBER.fullmatch(seal.number):
            self._verdict.fault(self._round.record.journal_path, N_("names a seal as none is named"))
            return
        data = self._recorded(path, seal.sha256, N_("the manifest of seal {number} is missing"), seal)
        if data is None:
            return
        manifest = Manifest.from_bytes(data)
        if manifest is None or (manifest.round, manifest.number) != (self._round.path.name, seal.number):
            self._verdict.fault(path, N_("not the manifest of a seal of this round"))
            return
        self._files(manifest, exactly=self._round.info.seal == seal.number)
        self._attached(manifest)
        self._signature(seal, path, data, manifest)

    def unknown(self, number: str) -> None:
        """A manifest that the round's journal does not name: sealing was interrupted, or the journal is older."""
        path = self._round.path / FOLDER / f"{number}.json"
        try:
            manifest = Manifest.from_bytes(self._disk.read_at_most(path, _LIMIT))
            journal = next((file for file in manifest.files if file.path == JOURNAL), None) if manifest else None
            if journal is None:
                return  # a stray file
            self._verdict.seen |= {path, path.with_name(f"{path.name}.sig")}
            if self._begins_with(self._round.record.journal_path, journal):
                self._verdict.remark(path, N_("left over from a sealing that was not completed"))
                return
        except StoreError as error:
            self._verdict.trouble(path, error)
            return
        message = N_("not the journal that seal {number} was made of: an older one was put back, or another one")
        self._verdict.fault(self._round.record.journal_path, message, number=number)

    def _recorded(self, path: Path, digest: str, missing: str, seal: Seal) -> bytes | None:
        """The bytes of a file whose digest the round's journal holds; None if it is not that, which is then said."""
        self._verdict.seen.add(path)
        if self._disk.size(path) is None:
            self._verdict.fault(path, missing, number=seal.number)
            return None
        try:
            data = self._disk.read_at_most(path, _LIMIT)
        except StoreError as error:
            self._verdict.trouble(path, error)
            return None
        if hashlib.sha256(data).hexdigest() != digest:
            self._verdict.fault(path, N_("not as it was made for seal {number}"), number=seal.number)
            return None
        return data

    def _files(self, manifest: Manifest, exactly: bool) -> None:
        for file in manifest.files:
            path = self._round.path / file.path
            grows = file.path == JOURNAL or (not exactly and file.path.endswith(".journal"))
            if exactly or grows or not file.path.startswith("sheets/"):
                self._file(path, file, grows, manifest.number)
        if exactly:
            named = {file.path for file in manifest.files}
            for extra in sorted(set(self._there()) - named):
                message = N_("was not there when the round was sealed (seal {number})")
                self._verdict.fault(self._round.path / extra, message, number=manifest.number)

    def _there(self) -> Iterator[str]:
        """What a manifest of the round would name now."""
        for folder, endings in (("checklists", ""), ("sheets", (".journal", ".json"))):
            for name, (size, _) in self._disk.stamps(self._round.path / folder).items():
                if size and not name.startswith(".") and name.endswith(endings):
                    yield f"{folder}/{name}"

    def _file(self, path: Path, file: SealedFile, grows: bool, number: str) -> None:
        """One file: all of it, or of one that `grows` its beginning."""
        size = self._disk.size(path)
        if size is None:
            self._verdict.fault(path, N_("missing; it is part of seal {number}"), number=number)
            return
        try:
            same = (size >= file.size if grows else size == file.size) and self._begins_with(path, file)
        except StoreError as error:
            self._verdict.trouble(path, error)
            return
        if not same:
            message = N_("does not begin with what was sealed (seal {number})")
            self._verdict.fault(path, message if grows else N_("not as it was sealed (seal {number})"), number=number)

    def _begins_with(self, path: Path, file: SealedFile) -> bool:
        digest, left = hashlib.sha256(), file.size
        with self._disk.reading(path) as (fd, _):
            for part in self._disk.parts(fd, path):
                digest.update(part[:left])
                left -= min(left, len(part))
        return digest.hexdigest() == file.sha256

    def _attached(self, manifest: Manifest) -> None:
        """Evidence and documents: that they are there and, what their own check cannot know, the ones sealed."""
        for evidence in manifest.evidence:
            path = self._workspace.evidence.path(evidence.sha256)
            if self._disk.size(path) != evidence.size:
                message = N_("not the evidence file that was sealed, or missing (seal {number})")
                self._verdict.fault(path, message, number=manifest.number)
        for document in manifest.documents:
            path = self._workspace.root / "documents" / document.file
            if digest_of(path, self._disk) != document.sha256:
                message = N_("not the document {document} that was sealed, or missing (seal {number})")
                self._verdict.fault(path, message, document=document.number, number=manifest.number)

    def _signature(self, seal: Seal, path: Path, data: bytes, manifest: Manifest) -> None:
        if not seal.signature:
            self._verdict.remark(path, N_("seal {number} is not signed: it proves little"), number=seal.number)
            return
        file = path.with_name(f"{path.name}.sig")
        if self._recorded(file, seal.signature, N_("the signature of seal {number} is missing"), seal) is None:
            return
        try:
            self._who(file, data, manifest)
        except ssh.NoSshKeygen:
            message = N_("the signature was not checked: ssh-keygen cannot be run, or does not answer")
            self._verdict.remark(file, message)

    def _who(self, file: Path, data: bytes, manifest: Manifest) -> None:
        verdict, allowed = self._verdict, self._allowed
        key = ssh.signed_with(data, file)
        if not key:
            verdict.fault(file, N_("bad signature: it is not one of this manifest"))
        elif self._disk.size(allowed) is None:
            verdict.remark(file, N_("signed with {key}; whose key that is, no file {file} says"), key=key, file=allowed)
        elif identity := ssh.signer(data, file, allowed, manifest.when):
            verdict.remark(file, N_("good signature by {identity}, {key}"), identity=identity, key=key)
        else:
            message = N_("the key {key} is not among the allowed signers in {file}")
            verdict.fault(file, message, key=key, file=allowed)
