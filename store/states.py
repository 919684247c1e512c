"""The states of a round and the ways between them; each is one line in its journal, with who, when and why.

running, finished: its sheets can change. sealed: they cannot, and the seal proves it (store/upkeep/seal.py). void:
nothing of it counts. archived: out of the way. Nothing is ever deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklists.errors import N_
from store import texts
from store.errors import Refused
from store.guard import ARCHIVED, FINISHED, HEAD, RUNNING, SEALED, VOID
from store.record import Change
from store.seals import seals

if TYPE_CHECKING:
    from store.rounds import Round

_INSTEAD = {
    RUNNING: N_("round {round} is running; mark it finished first: “auditty rounds finish”, or seal it with --finish"),
    FINISHED: N_("round {round} is finished; “auditty rounds resume” lets it run again"),
    SEALED: N_("round {round} is sealed; “auditty rounds reopen ROUND --reason TEXT” opens it again"),
    VOID: N_("round {round} is void; “auditty rounds reopen ROUND --reason TEXT” takes that back"),
    ARCHIVED: N_("round {round} is in the archive; “auditty rounds unarchive” brings it back"),
}


def finish(round_: Round) -> None:
    """A running round is finished: its sheets can still change, and it can be sealed."""
    _turn(round_, (RUNNING,), FINISHED)


def resume(round_: Round) -> None:
    """A finished round runs again."""
    _turn(round_, (FINISHED,), RUNNING)


def close(round_: Round, finish_first: bool = False) -> None:
    """The first step of sealing a finished round; with `finish_first`, of a running one too."""
    _turn(round_, _closable(finish_first), SEALED)


def check_closing(round_: Round, finish_first: bool = False) -> None:
    """Refuse what `close` would refuse, as far as is known now."""
    if round_.info.state not in _closable(finish_first):
        raise instead(round_.info.id, round_.info.state)


def _closable(finish_first: bool) -> tuple[str, ...]:
    return (RUNNING, FINISHED) if finish_first else (FINISHED,)


def reopen(round_: Round, reason: str) -> None:
    """A sealed or a void round runs again. Its seals stay, and go on proving what they sealed."""
    _turn(round_, (SEALED, VOID), RUNNING, _given(reason))


def void(round_: Round, reason: str) -> None:
    """Nothing of the round counts any more; everything of it stays on disk."""
    _turn(round_, (RUNNING, FINISHED, SEALED), VOID, _given(reason))


def archive(round_: Round, reason: str) -> None:
    """A finished or sealed round out of the way."""
    _turn(round_, (FINISHED, SEALED), ARCHIVED, _given(reason))


def unarchive(round_: Round, reason: str = "") -> None:
    """A round back from the archive, in the state it had."""
    _turn(round_, (ARCHIVED,), "", texts.storable(reason).strip())


def instead(round_id: str, state: str) -> Refused:
    """What a round in this state says to a change that is not for it: what can be done."""
    message = _INSTEAD.get(state, N_("round {round} is in a state that this version does not know"))
    return Refused(message, round=round_id)


def _given(reason: str) -> str:
    reason = texts.storable(reason).strip()
    if not reason:
        raise Refused(N_("this needs a reason: --reason TEXT"))
    return reason


def _turn(round_: Round, allowed: tuple[str, ...], wanted: str, reason: str = "") -> None:
    """Bring the round from one of the states `allowed` into `wanted`, or back into the one before if that is "".

    Raises:
        Refused: it is in another state; the message says what to do instead.
    """

    def changes() -> list[Change]:
        value = round_.head_value()
        was = value.get("state", RUNNING)
        if was not in allowed:
            raise instead(round_.path.name, was)
        state = wanted or (SEALED if value.get("was") == SEALED else FINISHED)
        after: dict[str, Any] = {**value, "state": state, "was": was, "reason": reason}
        if wanted == SEALED:
            after["seal"] = f"{len(seals(round_)) + 1:04}"
        elif wanted == RUNNING and was in (SEALED, VOID):
            after |= {"seal": "", "reopened": value.get("reopened", 0) + 1}
        return [Change(HEAD, HEAD, after)]

    round_.record.change_by(changes)
    round_.refresh()
