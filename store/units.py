"""The units of a workspace: a tree by parent codes, and the types they are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from checklists.errors import N_, Problem
from checklists.unit_types import UnitType, ancestors, known
from store.errors import Refused, Unknown
from store.model import PinnedUnit, Unit
from store.progress import Progress
from store.record import Change, Record
from store.unit_rows import Reader, Row, RowFaults

__all__ = ["Imported", "Row", "RowFaults", "Units", "chosen", "path_of", "still_open"]

TABLE = "units"


@dataclass
class Imported:
    """What an import did: units new, changed and unchanged by code, and what it wants to say row by row."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


class Units:
    """Reads and writes the units in the workspace's record."""

    def __init__(self, record: Record, own_types: Iterable[UnitType] = ()) -> None:
        """`own_types` are the body's own unit types, besides the built-in ones."""
        self.record = record
        self.types = known(own_types)

    def all(self) -> dict[str, Unit]:
        """Every unit by code, in the order they came, also those that are closed."""
        return {code: Unit.from_value(value) for code, value in self.record.all(TABLE).items()}

    def open(self) -> dict[str, Unit]:
        """Those that a new round may have."""
        return {code: unit for code, unit in self.all().items() if not unit.state}

    def get(self, code: str) -> Unit:
        """The unit with this code.

        Raises:
            Unknown: there is none.
        """
        value = self.record.get(TABLE, code)
        if value is None:
            raise Unknown(N_("no unit “{code}”; see “auditty units list”"), code=code)
        return Unit.from_value(value)

    def take_in(self, rows: Iterable[Row], source: str, progress: Progress = lambda done, of: None) -> Imported:
        """Add or change the units that `rows` describe, all or none. `progress(done, of)` is told row by row.

        Cells: code, name, type, parent, contact_post, contact_phone; of a unit that is there already, what has no
        cell stays. A code that cannot be a file name gets a generated one and is kept as `original_code`; parents may
        name either.

        Raises:
            Refused: a row has no name, a code stands twice, a parent is missing or above itself. The message lists
                every fault with its line.
        """
        done = Imported()
        existing = self.all()
        wanted = list(rows)
        units = Reader(source, existing, done.remarks, self.types).read(wanted, progress)
        changes = []
        for unit in units:
            if unit.code not in existing:
                done.new.append(unit.code)
            elif existing[unit.code] == unit:
                done.unchanged.append(unit.code)
                continue
            else:
                done.changed.append(unit.code)
            changes.append(Change(TABLE, unit.code, unit.to_value()))
        if changes:
            self.record.change_all(changes)
        progress(len(wanted), len(wanted))
        return done

    def pinned(self, codes: Iterable[str], closed: bool = False) -> list[PinnedUnit]:
        """The named units as a round keeps them; with `closed`, also those that are.

        Raises:
            Unknown: there is no such unit. Refused: it is closed, and where its matters went.
        """
        units = self.all()
        found = [self.get(code) for code in codes]
        return [_pinned(unit if closed else still_open(unit), units, self.types) for unit in found]

    def successor(self, code: str) -> str:
        """The code under which the matters of this unit go on: its own, or that of the unit it was merged into."""
        seen = {code}
        while (into := self.get(code).merged_into) and into not in seen:
            seen.add(into)
            code = into
        return code

    def merged(self) -> dict[str, list[str]]:
        """By the code of a unit that others were merged into, those others: all whose matters go on under it."""
        found: dict[str, list[str]] = {}
        for code, value in self.record.all(TABLE).items():
            if value.get("merged_into"):
                found.setdefault(self.successor(code), []).append(code)
        return found


def still_open(unit: Unit) -> Unit:
    """The unit, which is not closed.

    Raises:
        Refused: it is, and why.
    """
    if unit.state == "merged":
        message = N_("unit {code} was merged into {into}: {reason}")
        raise Refused(message, code=unit.code, into=unit.merged_into, reason=unit.reason)
    if unit.state:
        raise Refused(N_("unit {code} is closed: {reason}"), code=unit.code, reason=unit.reason)
    return unit


def chosen(
    units: Mapping[str, Unit],
    codes: Iterable[str] = (),
    types: Iterable[str] = (),
    every: bool = False,
    known_types: Mapping[str, UnitType] | None = None,
) -> list[str]:
    """Codes of the units named, of the types named (subtypes included), or all that are nobody's parent.

    Closed units are only among them if they are named.
    """
    types_known = known() if known_types is None else known_types
    parents = {unit.parent for unit in units.values()}
    picked = dict.fromkeys(codes)
    for code in picked:
        if code not in units:
            raise Unknown(N_("no unit “{code}”; see “auditty units list”"), code=code)
    wanted = list(types)
    for type_code in wanted:
        if type_code not in types_known:
            raise Unknown(N_("no unit type “{code}”; known are {known}"), code=type_code, known=", ".join(types_known))
    for code, unit in units.items():
        if unit.state:
            continue
        of_type = any(wanted_type in ancestors(unit.type, types_known) for wanted_type in wanted)
        if of_type or (every and code not in parents):
            picked[code] = None
    return list(picked)


def path_of(unit: Unit, units: Mapping[str, Unit]) -> tuple[str, ...]:
    """Names of the units above `unit`, topmost first."""
    names: list[str] = []
    seen = {unit.code}
    while (parent := units.get(unit.parent)) and parent.code not in seen:
        names.insert(0, parent.name)
        seen.add(parent.code)
        unit = parent
    return tuple(names)


def _pinned(unit: Unit, units: Mapping[str, Unit], types: Mapping[str, UnitType]) -> PinnedUnit:
    return PinnedUnit(
        code=unit.code,
        name=unit.name,
        type=unit.type,
        type_title=types[unit.type].title._asdict() if unit.type in types else {},
        types=ancestors(unit.type, types),
        type_name=unit.type_name,
        parent=unit.parent,
        path=path_of(unit, units),
        contact_post=unit.contact_post,
        contact_phone=unit.contact_phone,
    )
