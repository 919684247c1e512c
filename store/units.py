"""The units of a workspace: a tree by parent codes, and the types they are of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from checklists.errors import N_, Problem
from checklists.unit_types import UnitType, ancestors, known
from store import ids, texts
from store.errors import Refused, Unknown
from store.model import NAME_LIMIT, PinnedUnit, Unit
from store.record import Change, Record

TABLE = "units"

Progress = Callable[[int, int], None]
PROGRESS_ROWS = 50
"""How many rows go by between two words of progress."""


@dataclass(frozen=True)
class Row:
    """One row of an office's list as read from a file: where it stands, and its cells by field name."""

    line: int
    cells: Mapping[str, str]


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
        self._record = record
        self.types = known(own_types)

    def all(self) -> dict[str, Unit]:
        """Every unit by code, in the order they came."""
        return {code: Unit.from_value(value) for code, value in self._record.all(TABLE).items()}

    def get(self, code: str) -> Unit:
        """The unit with this code.

        Raises:
            Unknown: there is none.
        """
        value = self._record.get(TABLE, code)
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
        units = _Reader(source, existing, done.remarks, self.types).read(wanted, progress)
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
            self._record.change_all(changes)
        progress(len(wanted), len(wanted))
        return done

    def pinned(self, codes: Iterable[str]) -> list[PinnedUnit]:
        """The named units as a round keeps them."""
        units = self.all()
        return [_pinned(self.get(code), units, self.types) for code in codes]


def chosen(
    units: Mapping[str, Unit],
    codes: Iterable[str] = (),
    types: Iterable[str] = (),
    every: bool = False,
    known_types: Mapping[str, UnitType] | None = None,
) -> list[str]:
    """Codes of the units named, of the types named (subtypes included), or all that are nobody's parent."""
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


def types_by_name(types: Mapping[str, UnitType]) -> dict[str, str]:
    """Type codes by everything a type is called: code, titles, aliases, case folded."""
    return {name.casefold(): code for code, kind in types.items() for name in (*kind.aliases, *kind.title, code)}


class _Reader:
    """Turns rows into units and collects everything wrong with them before anything is written."""

    def __init__(
        self, source: str, existing: Mapping[str, Unit], remarks: list[Problem], types: Mapping[str, UnitType]
    ) -> None:
        self._source, self._existing, self._remarks = source, existing, remarks
        self._faults: list[Problem] = []
        self._taken: set[str] = set()
        self._unknown_types: dict[str, list[int]] = {}
        self._types = types_by_name(types)

    def read(self, rows: Sequence[Row], progress: Progress) -> list[Unit]:
        """The units, parents resolved.

        Raises:
            Refused: if anything is wrong.
        """
        read: dict[str, tuple[int, Unit]] = {}
        self._taken = {*self._existing, *filter(ids.is_code, (row.cells.get("code", "").strip() for row in rows))}
        generated = {unit.original_code: code for code, unit in self._existing.items() if unit.original_code}
        for at, row in enumerate(rows):
            if at % PROGRESS_ROWS == 0:
                progress(at, len(rows))
            unit = self._unit(row, generated)
            if unit is None:
                continue
            if unit.code in read:
                self._fault(
                    row.line,
                    N_("code “{code}” stands on line {first} already"),
                    code=unit.code,
                    first=read[unit.code][0],
                )
                continue
            read[unit.code] = (row.line, unit)
        if not read and not self._faults:
            self._fault(1, N_("there is no unit in the file"))
        units = {
            code: replace(unit, parent=generated.get(unit.parent, unit.parent)) for code, (_, unit) in read.items()
        }
        self._check_parents(units, {code: line for code, (line, _) in read.items()})
        for name, lines in self._unknown_types.items():
            self._remarks.append(
                Problem(
                    self._source,
                    lines[0],
                    0,
                    N_("type “{name}” is not known (units: {count}); kept as text"),
                    {"name": name, "count": len(lines)},
                )
            )
        if self._faults:
            raise RowFaults(self._faults)
        return list(units.values())

    def _unit(self, row: Row, generated: dict[str, str]) -> Unit | None:
        cells = {key: value.strip() for key, value in row.cells.items()}
        name, was_cut = texts.name(cells.get("name", ""))
        if not name:
            self._fault(row.line, N_("the unit has no name"))
            return None
        if was_cut:
            self._remark(
                row.line, N_("the name is longer than 200 characters and was cut: {name}"), name=name[:30] + ".."
            )
        code, original = cells.get("code", ""), ""
        if not ids.is_code(code):
            original = code[:NAME_LIMIT] or name
            code = generated.get(original, "") or ids.unit_code(self._taken)
            generated[original] = code
            self._taken.add(code)
            self._remark(
                row.line,
                N_("code “{original}” cannot be a file name; the unit is {code}"),
                original=original[:40],
                code=code,
            )
        # What the list has no column for stays as it is.
        known = self._existing.get(code) or Unit(code=code, name=name)
        type_name = cells.get("type", known.type or known.type_name)
        type_code = self._types.get(type_name.casefold(), "")
        if type_name and not type_code:
            self._unknown_types.setdefault(type_name, []).append(row.line)
        return Unit(
            code=code,
            name=name,
            type=type_code,
            type_name="" if type_code else texts.name(type_name)[0],
            parent=cells.get("parent", known.parent),
            contact_post=texts.name(cells.get("contact_post", known.contact_post))[0],
            contact_phone=texts.name(cells.get("contact_phone", known.contact_phone))[0],
            original_code=original or known.original_code,
        )

    def _check_parents(self, units: Mapping[str, Unit], lines: Mapping[str, int]) -> None:
        all_units = {**self._existing, **units}
        sound: set[str] = set()  # codes from which the way up is known to end
        for code, unit in units.items():
            if unit.parent and unit.parent not in all_units:
                self._fault(
                    lines[code], N_("the parent “{parent}” of {code} is not in the list"), parent=unit.parent, code=code
                )
                continue
            seen, above = {code}, unit.parent
            while above in all_units and above not in sound:
                if above in seen:
                    self._fault(lines[code], N_("{code} stands above itself"), code=code)
                    break
                seen.add(above)
                above = all_units[above].parent
            else:
                sound |= seen

    def _fault(self, line: int, message: str, **params: object) -> None:
        self._faults.append(Problem(self._source, line, 0, message, params))

    def _remark(self, line: int, message: str, **params: object) -> None:
        self._remarks.append(Problem(self._source, line, 0, message, params))


class RowFaults(Refused):
    """Rows that cannot be taken; `problems` names each with its line. Nothing was changed."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(N_("{count} rows are wrong; nothing was imported"), count=len(problems))
        self.problems = problems
