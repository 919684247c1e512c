"""The rows of an office's list of units, read into units before any is written, with everything that is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from checklists.errors import N_, Problem
from checklists.unit_types import UnitType
from store import ids, texts
from store.errors import Refused
from store.model import NAME_LIMIT, Unit
from store.progress import Progress

PROGRESS_ROWS = 50
"""How many rows go by between two words of progress."""


@dataclass(frozen=True)
class Row:
    """One row of an office's list as read from a file: where it stands, and its cells by field name."""

    line: int
    cells: Mapping[str, str]


def types_by_name(types: Mapping[str, UnitType]) -> dict[str, str]:
    """Type codes by everything a type is called: code, titles, aliases, case folded."""
    return {name.casefold(): code for code, kind in types.items() for name in (*kind.aliases, *kind.title, code)}


class Reader:
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
        self._tell_of_capitals(read)
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
        if known.state:
            message = N_("unit {code} is closed and stays so: {reason}")
            self._remark(row.line, message, code=code, reason=known.reason)
        type_code = self._types.get(type_name.casefold(), "")
        if type_name and not type_code:
            self._unknown_types.setdefault(type_name, []).append(row.line)
        return replace(
            known,
            name=name,
            type=type_code,
            type_name="" if type_code else texts.name(type_name)[0],
            parent=cells.get("parent", known.parent),
            contact_post=texts.name(cells.get("contact_post", known.contact_post))[0],
            contact_phone=texts.name(cells.get("contact_phone", known.contact_phone))[0],
            original_code=original or known.original_code,
        )

    def _tell_of_capitals(self, read: Mapping[str, tuple[int, Unit]]) -> None:
        """Codes that a file system may not tell apart, each new one with the one that was there before it."""
        first = {code.casefold(): code for code in self._existing}
        for code, (line, _) in read.items():
            other = first.setdefault(code.casefold(), code)
            if other != code and code not in self._existing:
                message = N_(
                    "code “{code}” differs from “{other}” only in capitals; some file systems take them for one"
                )
                self._remark(line, message, code=code, other=other)

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
