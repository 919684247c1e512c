"""What the screens share about follow-ups: the form that makes one, and taking its results over into the ledgers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from store import followup
from store.followup import Made
from store.followup_results import Applied, apply
from store.progress import Progress
from store.rounds import Round
from tui.followup_words import already_lines, applied_line
from tui.i18n import _, bracketed, joined, labelled, listed, ngettext
from tui.screens import making
from tui.screens.base import BaseScreen
from tui.screens.reading import Left
from tui.screens.who import who_fields
from tui.session import Session
from tui.widgets.form import Field, Form

SHOWN = 6
"""How many rectifications are named before the results are taken over."""


def making_fields(session: Session, round_: Round) -> list[Field]:
    """What is asked before a follow-up of `round_` is made: its name and its period, proposed."""
    return [
        *who_fields(session),
        Field("name", _("Name"), followup.default_name(session.workspace, round_), required=True, max_length=200),
        Field("from", _("From"), round_.info.period_from, "date"),
        Field("to", _("Until"), round_.info.period_to, "date", beside=True),
    ]


def already(session: Session, round_: Round) -> list[str]:
    """What the form says under the fields: the follow-ups that there are of `round_`."""
    return already_lines(followup.already(session.workspace, round_))


def making_title() -> str:
    """What the form is for."""
    return _("A round of what is not put right")


async def make(
    screen: BaseScreen, form: Form, round_: Round, values: Mapping[str, str], made: Callable[[Made], object]
) -> None:
    """Make the follow-up that the form describes, and hand it over; see `making.make`."""
    workspace = screen.session.workspace

    def work(progress: Progress) -> Made:
        given = values["name"], (), values["from"], values["to"]
        return followup.make(workspace, round_, *given, progress=progress)

    await making.make(screen, form, work, made)


def made_text(made: Made) -> str:
    """That it was made, with the units that were left out."""
    count = made.round.unit_count
    text = ngettext("{name}: {count} unit", "{name}: {count} units", count)
    text = text.format(name=made.round.info.name, count=count)
    return joined([text, labelled(_("closed units, left out"), listed(made.closed))]) if made.closed else text


def plan(
    session: Session, round_: Round, units: Sequence[str], progress: Progress = lambda done, of: None
) -> tuple[list[str], bool]:
    """What taking the results over would come to, in lines, and whether it would change anything."""
    found = [each for each in apply(session.workspace, round_, units, True, progress) if each.steps or each.problem]
    lines = [applied_line(each) for each in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(_("and {count} more").format(count=len(found) - SHOWN))
    return lines, any(each.steps for each in found)


def sure_field() -> Field:
    """The question before anything is written."""
    choices = [("no", _("no, not yet")), ("yes", _("yes, take over"))]
    return Field("sure", _("Take over?"), "no", "choice", choices)  # a step in a ledger is never taken back


def take_over(session: Session, round_: Round, units: Sequence[str], progress: Progress = lambda done, of: None) -> str:
    """Take the results over; returns what came of it. Where `progress` raises `Left`, what was taken over stays."""
    found: list[Applied] = []
    try:
        found += apply(session.workspace, round_, units, progress=progress)
    except Left:
        return _("{results}; stopped, the other units are as they were").format(results=results_text(found))
    return results_text(found)


def results_text(found: Sequence[Applied]) -> str:
    """How many rectifications were changed, how many left, and why the first of these was."""
    done = sum(bool(each.steps) and each.problem is None for each in found)
    left = [each for each in found if each.problem is not None]
    text = _("{done} taken over").format(done=done)
    return joined([text, applied_line(left[0]) + bracketed(str(len(left)))]) if left else text
