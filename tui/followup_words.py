"""Follow-ups in words, for the screens and the command line."""

from __future__ import annotations

from collections.abc import Iterable

from store.followup_results import Applied
from store.model import RoundInfo
from store.rounds import Round
from store.workspace import Workspace
from tui.i18n import OUTCOMES, _, listed, translate
from tui.rectifying_words import state_text, verb_text
from tui.round_words import state_text as round_state


def applied_line(applied: Applied) -> str:
    """What became of one rectification: its outcome, the steps taken and the state, or why it was left."""
    steps = listed(map(verb_text, applied.steps))
    said = [
        f"{applied.id}  {_(OUTCOMES[applied.outcome])}",
        _("{steps}: {state}").format(steps=steps, state=state_text(applied.state)) if steps else "",
        _("left: {reason}").format(reason=translate(applied.problem)) if applied.problem else "",
    ]
    if not steps and applied.problem is None:
        said.append(_("nothing to do: {state}").format(state=state_text(applied.state)))
    return "  ".join(filter(None, said))


def already_lines(followups: Iterable[Round]) -> list[str]:
    """That a round has these follow-ups already, a line for each."""
    text = _("there is a follow-up of it already: {id} {name}, {state}")
    return [text.format(id=each.info.id, name=each.info.name, state=round_state(each.info)) for each in followups]


def parent_lines(workspace: Workspace, info: RoundInfo) -> list[str]:
    """Which round it is a follow-up of, nothing if it is none."""
    if not info.parent:
        return []
    names = [each.info.name for each in workspace.rounds() if each.info.id == info.parent]
    return [_("follow-up of {id} {name}").format(id=info.parent, name="".join(names)).strip()]
