"""A round's state and its seals in words, for the screens and the command line."""

from __future__ import annotations

from store.guard import OPEN
from store.model import RoundInfo
from store.seals import Seal
from tui.i18n import ROUND_STATES, _


def state_text(info: RoundInfo) -> str:
    """The state of a round; of one that runs again after a seal, that it was opened again."""
    text = _(ROUND_STATES.get(info.state, info.state))
    return _("{state}, reopened").format(state=text) if info.reopened and info.state in OPEN else text


def seal_text(seal: Seal) -> str:
    """A seal on one line: its number, when, by whom, its digest, signed or not."""
    signed = _("signed with {key}").format(key=seal.key) if seal.signature else _("not signed")
    return _("Seal {number}: {when} by {who}, {digest}, {signed}").format(
        number=seal.number,
        when=seal.sealed[:16].replace("T", " ") + " UTC",
        who=seal.by,
        digest=seal.short,
        signed=signed,
    )
