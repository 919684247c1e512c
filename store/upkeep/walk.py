"""The records and rounds of a workspace, found by their files, and the register of where format 1's journals begin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from store.errors import StoreError
from store.ids import is_code
from store.record import Record
from store.workspace import Workspace

ORIGINS = "origins"
"""Table: name of a record whose journal format 1 began, to {"first": the hash of its first line}."""

SET_ASIDE = "set-aside"
"""The folder where repair keeps damaged files."""

ENDINGS = (".journal", ".json")


def records(workspace: Workspace) -> Iterator[Path]:
    """Every record of which a file is there, as its path without ending: the workspace's and the rounds' own first."""
    disk = workspace.disk
    rounds = list(round_folders(workspace))
    for folder in (workspace.root, *rounds, workspace.root / "ledger", *(path / "sheets" for path in rounds)):
        stems = {name.rsplit(".", 1)[0] for name in disk.stamps(folder) if name.endswith(ENDINGS) and name[0] != "."}
        yield from (folder / stem for stem in sorted(stems))


def round_folders(workspace: Workspace) -> Iterator[Path]:
    """Every folder that is a round's, by its name."""
    for name in workspace.disk.names(workspace.rounds_folder):
        path = workspace.rounds_folder / name
        if is_code(name) and workspace.disk.is_dir(path):
            yield path


class Origins:
    """Which journals format 1 began: sheets are registered in their round's record, others in the workspace's."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._registers: dict[Path, Record] = {}

    def register(self, name: str) -> Record:
        """The record that holds the entry for the record `name`."""
        root = self._workspace.root
        parts = name.split("/")
        path = root / "rounds" / parts[1] / "round" if parts[2:3] == ["sheets"] else root / "workspace"
        if path not in self._registers:
            self._registers[path] = Record(path, self._workspace.hands)
        return self._registers[path]

    def first(self, name: str) -> str | None:
        """The hash of the first line of the record `name`, "" if it is not registered.

        None if that is not known: in a workspace that was not migrated, and where the register cannot be read.
        """
        if self._workspace.settings.format < 2:
            return None
        try:
            entry = self.register(name).get(ORIGINS, name)
        except StoreError:
            return None
        return str(entry.get("first", "")) if entry else ""
