"""A round's state and its seals in words, for the screens and the command line."""

from __future__ import annotations

from datetime import tzinfo

from store.clock import shown
from store.guard import HEAD, OPEN
from store.model import RoundInfo
from store.rounds import Round
from store.seals import Seal, seals, standing
from tui.i18n import ROUND_STATES, _


def state_text(info: RoundInfo) -> str:
    """The state of a round; of one that runs again after a seal, that it was opened again."""
    text = _(ROUND_STATES.get(info.state, info.state))
    return _("{state}, reopened").format(state=text) if info.reopened and info.state in OPEN else text


def state_lines(round_: Round, zone: tzinfo) -> list[str]:
    """What there is to say of a round that is not just running or finished: its state, since when, why, its seals."""
    info = round_.info
    if info.state in OPEN and not info.seal and not info.reopened:
        return []  # it never had a seal; its record, with all its units, need not be read
    made, doc = seals(round_), round_.record.doc(HEAD, HEAD)
    if doc is None:
        return []
    said = _("{state} since {when}, by {who}").format(
        state=state_text(info), when=shown(doc["time"], zone), who=doc["who"]
    )
    lines = [_("{state}: {reason}").format(state=said, reason=info.reason) if info.reason else said]
    if info.seal and standing(round_) is None:
        lines.append(_("Sealing was not completed; seal the round again to complete it"))
    return [*lines, *(seal_text(seal, zone) for seal in made)]


def seal_text(seal: Seal, zone: tzinfo) -> str:
    """A seal on one line: its number, when, by whom, its digest, signed or not."""
    signed = _("signed with {key}").format(key=seal.key) if seal.signature else _("not signed")
    return _("Seal {number}: {when} by {who}, {digest}, {signed}").format(
        number=seal.number,
        when=shown(seal.sealed, zone),
        who=seal.by,
        digest=seal.short,
        signed=signed,
    )
