"""Rounds: one or more checklists × units, both pinned as they were, in a period, by inspectors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklists.errors import N_
from store.counts import Asks
from store.errors import Damaged, StoreError, Unknown
from store.guard import HEAD, UNITS, Guard
from store.ids import is_code
from store.model import PinnedChecklist, PinnedUnit, RoundInfo
from store.record import Hands, Record
from store.wordings import wordings

if TYPE_CHECKING:
    from checklists.model import Checklist

DAMAGED = "damaged"
"""The state of a round that cannot be read."""

__all__ = ["DAMAGED", "UNITS", "Round"]
_COMMON = frozenset({"type", "type_title", "types", "type_name", "parent", "path"})


class Round:
    """An existing round in the folder `path`."""

    def __init__(
        self,
        path: Path,
        hands: Hands,
        head: tuple[RoundInfo, int] | None = None,
        damage: StoreError | None = None,
    ) -> None:
        """`head` is the round's head and number of units where they are known without reading the round.

        `damage` is why the round cannot be read; its head then stands in for the one it would have.
        """
        self.path, self._hands, self._head, self.damage = path, hands, head, damage
        self.record = Record(path / "round", hands)
        self._read_at = 0  # where the journal stood when the units were read
        self._parent: Round | None = None

    @classmethod
    def damaged(cls, path: Path, hands: Hands, damage: StoreError) -> Round:
        """The round in the folder `path`, which cannot be read: in a list it has its place and its error."""
        return cls(path, hands, (RoundInfo(id=path.name, name=path.name, state=DAMAGED), 0), damage)

    @property
    def info(self) -> RoundInfo:
        """The round's head."""
        if self._head is None:
            self._head = (RoundInfo.from_value(self.head_value()), self._taking_part())
        return self._head[0]

    @property
    def parent(self) -> Round | None:
        """The round that this one follows up on, None if it is no follow-up, or that round is not here."""
        parent = self.info.parent
        if not is_code(parent) or not self._hands.disk.is_dir(self.path.parent / parent):
            return None
        if self._parent is None:
            self._parent = Round(self.path.parent / parent, self._hands)  # kept: each of many documents asks for it
        else:
            self._parent.refresh()
        return self._parent

    @cached_property
    def everyone(self) -> dict[str, PinnedUnit]:
        """The pinned units by code, in the order they joined, also those that left."""
        self._read_at = self.record.state.size
        self.info  # noqa: B018 - read before the record is let go of
        alike: dict[str, Any] = {}
        found = {}
        for code, value in self.record.all(UNITS).items():
            # A round has thousands of units and few types of them: what units have in common is kept once.
            common = {member: alike.setdefault(repr(value[member]), value[member]) for member in _COMMON & value.keys()}
            found[code] = PinnedUnit.from_value(value | common)
        self.record.forget()
        return found

    @cached_property
    def units(self) -> dict[str, PinnedUnit]:
        """Those that take part: what is counted, listed and reported is of them."""
        return {code: unit for code, unit in self.everyone.items() if not unit.left}

    @property
    def left(self) -> dict[str, str]:
        """Why each of the units that left did; their sheets stay, to be read."""
        return {code: unit.left for code, unit in self.everyone.items() if unit.left}

    @property
    def unit_count(self) -> int:
        """How many units take part, without reading each."""
        return self._head[1] if self._head else self._taking_part()

    def _taking_part(self) -> int:
        return sum(not value.get("left") for value in self.record.all(UNITS).values())

    def unit(self, code: str) -> PinnedUnit:
        """A pinned unit, also one that left.

        Raises:
            Unknown: it is not in the round.
        """
        if code not in self.everyone:
            raise Unknown(N_("unit “{code}” is not in round {round}"), code=code, round=self.info.id)
        return self.everyone[code]

    @cached_property
    def guard(self) -> Guard:
        """What the records of its sheets ask before they are written to."""
        return Guard(self.path / "round", self._hands)

    def guard_of(self, unit: str) -> Callable[[], None]:
        """What the record of this unit's sheet asks: also whether the unit still takes part."""
        return partial(self.guard, unit)  # one guard for all: it reads the round

    @cached_property
    def checklists(self) -> tuple[Checklist, ...]:
        """The pinned checklists.

        Raises:
            Damaged: a file is not the one that was pinned.
        """
        from checklists.canonical import from_json

        return tuple(from_json(self.pinned_bytes(pinned)) for pinned in self.info.checklists)

    @cached_property
    def began_with(self) -> dict[str, Checklist]:
        """By id, the first version of each checklist that the round moved to another one.

        Raises:
            Damaged: a file is not the one that was pinned.
        """
        from checklists.canonical import from_json

        first: dict[str, PinnedChecklist] = {}
        for pinned in self.info.earlier:
            first.setdefault(pinned.id, pinned)
        return {each: from_json(self.pinned_bytes(pinned)) for each, pinned in first.items()}

    def pinned_bytes(self, pinned: PinnedChecklist) -> bytes:
        """The file of a pinned checklist.

        Raises:
            Damaged: it is not the one that was pinned.
        """
        import hashlib

        path = self.path / "checklists" / pinned.file_name
        data = self._hands.disk.read(path)
        if hashlib.sha256(data).hexdigest() != pinned.digest:
            raise Damaged(N_("{path}: not the checklist that the round pinned"), path=path)
        return data

    def asks(self) -> dict[str, Asks]:
        """What each unit of the round is asked, as of now; units that are asked the same share one value."""
        self.refresh()
        by_types: dict[tuple[tuple[str, ...], ...], Asks] = {}
        found = {}
        for code, value in self.record.all(UNITS).items():
            if value.get("left"):
                continue
            scope = tuple(value["types"]), tuple(value.get("only", ()))
            if scope not in by_types:
                by_types[scope] = _asks(self.checklists, *scope, self.began_with)
            found[code] = by_types[scope]
        self.record.forget()
        return found

    def expect(self, units: Set[str]) -> None:
        """Take in that units joined or left if those that were read are not `units`, which somebody else counted."""
        if "units" in self.__dict__ and self.units.keys() != units:
            self.refresh()

    def refresh(self) -> None:
        """Take in what others changed since the round was read."""
        if self._head is not None and self._hands.disk.size(self.record.journal_path) == self._read_at:
            return  # nothing: the record, which was let go of, is not read again to find that out
        self.record.refresh()
        if self.record.state.size != self._read_at:
            for name in ("everyone", "units"):
                self.__dict__.pop(name, None)
        before, self._head = self._head, None
        if before is not None and before[0].checklists != self.info.checklists:
            for name in ("checklists", "began_with"):
                self.__dict__.pop(name, None)

    def stamps(self) -> list[object]:
        """Another answer means that somebody changed the round, or wrote on one of its sheets."""
        # A record is put in place under its name, which changes the folder.
        return [self._hands.disk.stamp(self.path / name) for name in ("round.journal", "sheets")]

    def head_value(self) -> dict[str, Any]:
        """The round's head as it is stored, every member of it.

        Raises:
            Damaged: it has none.
        """
        value = self.record.get(HEAD, HEAD)
        if value is None:
            raise Damaged(N_("{path}: the round has no head; see “auditty verify”"), path=self.path)
        return value


def _asks(
    checklists: Iterable[Checklist], types: tuple[str, ...], only: tuple[str, ...], began_with: Mapping[str, Checklist]
) -> Asks:
    from checklists.scope import lines_for

    lines = [(checklist.id, line.item) for checklist in checklists for line in lines_for(checklist, types, only)]
    return Asks(
        refs=frozenset(f"{checklist}:{item.id}" for checklist, item in lines),
        conditions={
            f"{checklist}:{item.id}": (f"{checklist}:{item.when.item}", item.when.is_)
            for checklist, item in lines
            if item.when is not None
        },
        wordings=wordings(began_with, lines),
    )
