"""The checklists at hand: the body's own, and those that are built in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from checklists import library, load
from checklists.errors import N_
from checklists.grades import Grading
from checklists.model import Checklist
from checklists.unit_types import UnitType
from store.disk import Disk
from store.errors import Unknown


class AtHand:
    """Checklists by id. One of the body's own stands above a built-in one with the same id."""

    def __init__(
        self, folder: Path, disk: Disk, own_types: tuple[UnitType, ...] = (), gradings: tuple[Grading, ...] = ()
    ) -> None:
        """`folder` holds the body's own; `own_types` and `gradings` are what they may name besides what is built in."""
        self._folder, self._disk, self._own_types, self._gradings = folder, disk, own_types, gradings

    def sources(self) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
        """The checklists as (id or file name, origin, how to read them); the body's own come first."""
        for path in self._own_files():
            yield path.stem, str(path), lambda path=path: self._disk.read(path)  # type: ignore[misc]
        for checklist_id in library.ids():
            yield checklist_id, "", lambda checklist_id=checklist_id: library.read_bytes(checklist_id)  # type: ignore[misc]

    def get(self, checklist_id: str) -> Checklist:
        """The checklist with this id: the body's own, else the built-in one.

        Raises:
            Unknown: there is none. ChecklistError: its file has errors.
        """
        if own := self.own(checklist_id):
            return own[1]
        if checklist_id in library.ids():
            return library.load(checklist_id)
        raise Unknown(N_("no checklist “{id}”; see “auditty checklists list”"), id=checklist_id)

    def own(self, checklist_id: str) -> tuple[Path, Checklist] | None:
        """The body's own checklist with this id, and its file; None if there is none. Raises ChecklistError."""
        for path in self._own_files():
            data = self._disk.read(path)
            if checklist_id.encode("utf-8", "surrogatepass") in data:
                checklist = load(data, str(path), self._own_types, self._gradings)
                if checklist.id == checklist_id:
                    return path, checklist
        return None

    def _own_files(self) -> Iterator[Path]:
        for name in self._disk.names(self._folder):
            if name.endswith((".yaml", ".yml")):
                yield self._folder / name
