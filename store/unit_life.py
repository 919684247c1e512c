"""What becomes of a unit over the years: renamed, moved, closed, merged into another, opened again.

Nothing is deleted: sheets and ledgers stay under the code they were written under, and every step is one line in the
workspace's journal, with who, when and why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from checklists.errors import N_
from store import ids, texts
from store.errors import Refused
from store.model import Unit
from store.record import Change
from store.units import TABLE, Imported, Row, RowFaults, Units, still_open

CLOSED, MERGED = "closed", "merged"


def add(units: Units, code: str, cells: Mapping[str, str]) -> Imported:
    """Add a unit; `cells` as in a list of units, with at least its name.

    Raises:
        Refused: there is one with this code, or it cannot be one; or what a list could not have either.
    """
    if not ids.is_code(code):
        raise Refused(N_("“{code}” cannot be a unit's code: up to 64 of 0-9 A-Z a-z . _ -, no dot at first"), code=code)
    if code in units.all():
        raise Refused(N_("there is a unit {code} already: {name}"), code=code, name=units.get(code).name)
    return _take_in(units, {**cells, "code": code})


def change(units: Units, code: str, cells: Mapping[str, str]) -> Imported:
    """Change what `cells` name of a unit: its name, type, parent, contact. Rounds keep what they pinned.

    Raises:
        Unknown: there is no such unit. Refused: what a list could not have either.
    """
    return _take_in(units, {"name": units.get(code).name, **cells, "code": code})


def close(units: Units, code: str, reason: str) -> None:
    """Take the unit out of what new rounds are offered; in those that have it, it stays.

    Raises:
        Unknown: there is no such unit. Refused: it is closed already, or there is no reason.
    """
    why = reason_given(reason)
    _turn(units, code, lambda unit: replace(still_open(unit), state=CLOSED, reason=why))


def merge(units: Units, code: str, into: str, reason: str) -> None:
    """Close the unit because it became a part of the unit `into`, under which its open matters go on.

    Raises:
        Unknown: there is no such unit. Refused: one of them is closed, both are the same, or there is no reason.
    """
    why = reason_given(reason)

    def merged(unit: Unit) -> Unit:
        if units.successor(into) == code:
            message = N_("{code} cannot be merged into {into}, which is {code} itself or was merged into it")
            raise Refused(message, code=code, into=into)
        still_open(units.get(into))
        return replace(still_open(unit), state=MERGED, reason=why, merged_into=into)

    _turn(units, code, merged)


def reopen(units: Units, code: str) -> None:
    """Take back that the unit was closed or merged.

    Raises:
        Unknown: there is no such unit. Refused: it is not closed.
    """

    def opened(unit: Unit) -> Unit:
        if not unit.state:
            raise Refused(N_("unit {code} is not closed"), code=code)
        return replace(unit, state="", reason="", merged_into="")

    _turn(units, code, opened)


def belonging(units: Units, code: str) -> list[str]:
    """The codes of the open units right below this one."""
    return [unit.code for unit in units.open().values() if unit.parent == code]


def reason_given(reason: str) -> str:
    """The reason as it is stored.

    Raises:
        Refused: there is none.
    """
    kept = texts.storable(reason).strip()
    if not kept:
        raise Refused(N_("this needs a reason: --reason TEXT"))
    return kept


def _turn(units: Units, code: str, made: Callable[[Unit], Unit]) -> None:
    units.record.change_by(lambda: [Change(TABLE, code, made(units.get(code)).to_value())])


def _take_in(units: Units, cells: Mapping[str, str]) -> Imported:
    try:
        return units.take_in([Row(0, cells)], cells["code"])
    except RowFaults as error:
        fault = error.problems[0]
        raise Refused(fault.message, **fault.params) from error
