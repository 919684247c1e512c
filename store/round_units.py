"""Units that join or leave a round while it runs: each one line in its journal, with who, when and why.

The sheet of a unit that left stays as it is, to be read; it is not counted, listed or reported until the unit joins
again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from checklists.errors import N_
from store.errors import Refused, Unknown
from store.guard import RUNNING
from store.record import Change
from store.rounds import UNITS, Round
from store.unit_life import reason_given
from store.units import Units, still_open


def leave(round_: Round, codes: Iterable[str], reason: str) -> None:
    """The units leave the round, all or none.

    Raises:
        Unknown: one is not in the round. Refused: one left already, nobody would be left, there is no reason, or the
            round is not running.
    """
    why = reason_given(reason)

    def left(code: str, value: dict[str, Any] | None) -> dict[str, Any]:
        if value is None:
            raise Unknown(N_("unit “{code}” is not in round {round}"), code=code, round=round_.path.name)
        if value.get("left"):
            message = N_("unit {code} left the round already: {reason}")
            raise Refused(message, code=code, reason=value["left"])
        return {**value, "left": why}

    _change(round_, codes, left)


def join(round_: Round, codes: Iterable[str], reason: str, units: Units) -> None:
    """The units join the round as they are now, all or none; one that left comes back as it was.

    Raises:
        Unknown: there is no such unit. Refused: one takes part already, or is closed, there is no reason, the round is
            not running, or is a follow-up that was made without the unit.
    """
    why = reason_given(reason)
    wanted = list(dict.fromkeys(codes))
    known = units.all()
    new = {unit.code: unit for unit in units.pinned(code for code in wanted if code not in round_.everyone)}

    def joined(code: str, value: dict[str, Any] | None) -> dict[str, Any]:
        if value is None and round_.info.parent:
            message = N_("round {round} is a follow-up: make another one for unit {code}")
            raise Refused(message, round=round_.info.id, code=code)
        if value is None:
            return {**new[code].to_value(), "joined": why}
        if not value.get("left"):
            raise Refused(N_("unit {code} takes part in the round already"), code=code)
        if code in known:  # one that came with the round from elsewhere is not
            still_open(known[code])
        return {**value, "left": "", "joined": why}

    _change(round_, wanted, joined)


def _change(round_: Round, codes: Iterable[str], made: Callable[[str, dict[str, Any] | None], dict[str, Any]]) -> None:
    """Under the lock of the round's record: what `made` makes of each unit's value."""
    wanted = list(dict.fromkeys(codes))

    def changes() -> list[Change]:
        if round_.head_value().get("state", RUNNING) != RUNNING:
            raise Refused(
                N_("units join and leave only while a round is running; {round} is not"), round=round_.path.name
            )
        values = round_.record.all(UNITS)
        after = {code: made(code, values.get(code)) for code in wanted}
        if all(value.get("left") for value in {**values, **after}.values()):
            raise Refused(
                N_("round {round} would have no unit left; see “auditty rounds void”"), round=round_.path.name
            )
        return [Change(UNITS, code, value) for code, value in after.items()]

    round_.record.change_by(changes)
    round_.refresh()
