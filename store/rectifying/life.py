"""The life of a rectification: the one table of its steps, and the one function that takes one.

docs/rectification.md draws the table; `scripts/rectification.py` makes the drawing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from checklists.errors import N_, Word
from store import texts
from store.errors import Refused
from store.rectifying.model import LIVE, Rectification, Step

STATES = {
    "open": N_("to be rectified"),
    "submitted": N_("answered"),
    "checked": N_("checked on site"),
    "returned": N_("returned"),
    "closed": N_("closed out"),
    "withdrawn": N_("withdrawn"),
}
"""What each state is called."""

ALWAYS = ("note", "evidence", "date", "by")
"""The fields that a person can give with every step."""

_WHO = ("lead", "responsible")
_SAID = ("measure", "progress", *_WHO)

_TEXTS = ("note", "measure", "progress", "lead", "responsible", "by")

_SAYING = "note|measure|progress|evidence"
_WITH_UNIT = ("open", "returned")
_WITH_US = ("submitted", "checked")


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One kind of step: what it is called, from which states it leads where ("" stays), and what it demands.

    `needs` are fields of the step of which each, or of "a|b" one, must be given; "proof" is evidence with the step
    or since the unit's last answer. `takes` are the fields that can be given besides those of `ALWAYS`. `not_by` is
    whose own hand it must not be: "rectifier" or "asker". `hindrance` says why a rectification is not ready for it,
    "" if it is. `rung` is its place on the ladder of pressure.
    """

    title: str
    start: tuple[str, ...]
    end: str = ""
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    not_by: str = ""
    hindrance: Callable[[Rectification], str] = lambda rectification: ""
    rung: int = 0


def _unless(is_so: Callable[[Rectification], bool], why: str) -> Callable[[Rectification], str]:
    return lambda rectification: why if is_so(rectification) else ""


def _pressure(title: str, rung: int, why: str = "") -> Verb:
    return Verb(title=title, start=LIVE, rung=rung, hindrance=_unless(lambda each: each.rung < rung - 1, why))


_UNDECIDED = _unless(lambda each: not each.asked, N_("no extension was asked for"))

VERBS: dict[str, Verb] = {
    "receipt": Verb(
        title=N_("sign for the notice"),
        start=LIVE,
        takes=_WHO,
        hindrance=_unless(lambda each: bool(each.received), N_("it was signed for already")),
    ),
    "progress": Verb(title=N_("report progress"), start=_WITH_UNIT, needs=(_SAYING,), takes=_SAID),
    "submit": Verb(
        title=N_("answer and ask to close"),
        start=_WITH_UNIT,
        end="submitted",
        needs=(_SAYING,),
        takes=_SAID,
    ),
    "check": Verb(title=N_("check on site"), start=("submitted",), end="checked", needs=("proof",), not_by="rectifier"),
    "accept": Verb(title=N_("close out"), start=_WITH_US, end="closed", needs=("proof",), not_by="rectifier"),
    "return": Verb(title=N_("return"), start=_WITH_US, end="returned", needs=("note",), takes=("due",)),
    "correct": Verb(
        title=N_("correct on the spot"),
        start=_WITH_UNIT,
        end="closed",
        needs=("note|evidence",),
        not_by="rectifier",
    ),
    "publish": Verb(
        title=N_("publish the closing"),
        start=("closed",),
        hindrance=_unless(lambda each: bool(each.published), N_("it was published already")),
    ),
    "extend": Verb(
        title=N_("ask for an extension"),
        start=_WITH_UNIT,
        needs=("note", "progress", "due"),
        takes=("progress", "due"),
        hindrance=_unless(lambda each: bool(each.asked), N_("an extension was asked for and is not decided")),
    ),
    "grant": Verb(
        title=N_("grant the extension"), start=_WITH_UNIT, takes=("due",), not_by="asker", hindrance=_UNDECIDED
    ),
    "refuse": Verb(
        title=N_("refuse the extension"), start=_WITH_UNIT, needs=("note",), not_by="asker", hindrance=_UNDECIDED
    ),
    "remind": _pressure(N_("remind"), 1),
    "supervise": _pressure(N_("supervise"), 2, N_("a reminder comes first")),
    "interview": _pressure(N_("interview the unit's head"), 3, N_("supervision comes first")),
    "notify": _pressure(N_("circulate a notice of criticism"), 4, N_("the interview of the unit's head comes first")),
    "reopen": Verb(title=N_("reopen, it came back"), start=("closed",), end="open", needs=("note",), takes=("due",)),
    "withdraw": Verb(title=N_("withdraw"), start=LIVE, end="withdrawn", needs=("note",)),
    "restore": Verb(title=N_("restore"), start=("withdrawn",), end="open", needs=("note",), takes=("due",)),
}
"""Every step there is, in the order of a life."""

_FIELDS = {
    "note": N_("a note"),
    "progress": N_("the progress so far"),
    "due": N_("a new due date"),
    "proof": N_("evidence"),
    "note|evidence": N_("a note or evidence"),
    _SAYING: N_("a note, a measure, the progress or evidence"),
}
"""What each of the needs is called."""


class WrongStep(Refused):
    """The step is not possible now; `possible` are the verbs that are."""

    def __init__(self, message: str, ready: tuple[str, ...], **params: object) -> None:
        super().__init__(message, possible=", ".join(ready) or "-", **params)
        self.possible = ready


def possible(rectification: Rectification, closing: str = "direct") -> tuple[str, ...]:
    """The verbs that a rectification is ready for; `closing` as in the workspace's settings."""
    return tuple(
        name
        for name, verb in VERBS.items()
        if rectification.state in verb.start and not _hindrance(rectification, name, closing)
    )


def _hindrance(rectification: Rectification, name: str, closing: str) -> str:
    if name == "accept" and closing == "checked" and rectification.state != "checked":
        return N_("the check on site comes first")
    return VERBS[name].hindrance(rectification)


def take(rectification: Rectification, step: Step, today: date, closing: str = "direct") -> Rectification:
    """The rectification after `step`, which says who and when; the day it happened is `today` unless it says another.

    With `closing` "checked" it is closed out only after a check on site.

    Raises:
        WrongStep: it is not possible now. Refused: something is missing, not what it should be, or by the wrong hand.
    """
    verb = VERBS.get(step.verb)
    if verb is None:
        raise Refused(N_("no step “{verb_name}”; known are {known}"), verb_name=step.verb, known=", ".join(VERBS))
    _check_ready(rectification, step.verb, verb, closing)
    step = _checked(rectification, step, today)
    for need in verb.needs:
        _check_given(rectification, step, need)
    if step.verb == "grant":
        _check_granted(rectification, step)
    _check_hand(rectification, step, verb)
    step = replace(step, state=verb.end or rectification.state)
    changed = _changed(rectification, step, verb)
    return replace(changed, state=step.state, steps=(*rectification.steps, step))


def _check_ready(rectification: Rectification, name: str, verb: Verb, closing: str) -> None:
    ready = possible(rectification, closing)
    if name in ready:
        return
    told = {"id": rectification.id, "step": Word(verb.title)}
    if rectification.state not in verb.start:
        message = N_("{id} is in the state “{state}”: “{step}” is not possible; possible are {possible}")
        raise WrongStep(message, ready, state=Word(STATES.get(rectification.state, rectification.state)), **told)
    message = N_("{id}: “{step}” is not possible, {reason}; possible are {possible}")
    raise WrongStep(message, ready, reason=Word(_hindrance(rectification, name, closing)), **told)


def _checked(rectification: Rectification, step: Step, today: date) -> Step:
    """The step with texts that can be stored and dates that can be."""
    given = {name: texts.storable(getattr(step, name)).strip() for name in _TEXTS}
    day = texts.iso_date(step.date, "date") or today.isoformat()
    if day > today.isoformat():
        message = N_("{id}: {date} is after today, {today} by this machine's clock")
        raise Refused(message, id=rectification.id, date=day, today=today.isoformat())
    if step.verb == "submit" and step.date and day < rectification.opened:  # else any answer could be made one in time
        message = N_("{id}: an answer of {date} is before its notice of {opened}")
        raise Refused(message, id=rectification.id, date=day, opened=rectification.opened)
    due, verb = texts.iso_date(step.due, "due"), VERBS[step.verb]
    for name in (*_SAID, "due"):
        if getattr(step, name) and name not in verb.takes:
            message = N_("{id}: “{step}” takes no “{field}”")
            raise Refused(message, id=rectification.id, step=Word(verb.title), field=name)
    if due and due <= day:
        raise Refused(N_("{id}: the new due date {due} is not after {date}"), id=rectification.id, due=due, date=day)
    if due and step.verb == "extend" and due <= rectification.due:
        message = N_("{id}: {due} is no extension, it is due on {old} anyway")
        raise Refused(message, id=rectification.id, due=due, old=rectification.due)
    return replace(step, **given, date=day, due=due, evidence=tuple(dict.fromkeys(step.evidence)))


def _check_granted(rectification: Rectification, step: Step) -> None:
    """What is granted is more time than there was, and time that is not over yet."""
    due = step.due or rectification.asked
    if due <= rectification.due:
        message = N_("{id}: {due} is no extension, it is due on {old} anyway")
        raise Refused(message, id=rectification.id, due=due, old=rectification.due)
    if due < step.date:
        message = N_("{id}: the date asked for, {due}, is past; grant another one, or refuse")
        raise Refused(message, id=rectification.id, due=due)


def _check_given(rectification: Rectification, step: Step, need: str) -> None:
    there = proof(rectification, step) if need == "proof" else any(getattr(step, name) for name in need.split("|"))
    if not there:
        message = N_("{id}: “{step}” needs {need}")
        raise Refused(message, id=rectification.id, step=Word(VERBS[step.verb].title), need=Word(_FIELDS[need]))


def proof(rectification: Rectification, step: Step | None = None) -> tuple[str, ...]:
    """The evidence since the unit's last answer, that answer included, and of `step`."""
    found: list[str] = []
    for each in reversed([*rectification.steps, *([step] if step else [])]):
        found = [*each.evidence, *found]
        if each.verb == "submit":
            break
    return tuple(dict.fromkeys(found))


def _check_hand(rectification: Rectification, step: Step, verb: Verb) -> None:
    """Nobody closes what they rectified themselves, nor grants what they asked for."""
    hands = {step.who, step.actor}
    if verb.not_by == "asker":
        asked = next(each for each in reversed(rectification.steps) if each.verb == "extend")
        if asked.actor in hands:
            message = N_("{id}: {who} asked for the extension; somebody else decides on it")
            raise Refused(message, id=rectification.id, who=asked.actor)
    if verb.not_by == "rectifier":
        check_hand(rectification, *hands)


def check_hand(rectification: Rectification, *hands: str) -> None:
    """Check that none of the persons `hands` rectified it: who answered or reported progress, lead, responsible.

    Progress that a follow-up found is no report of who rectifies.

    Raises:
        Refused: one of them did.
    """
    own = {each.actor for each in rectification.steps if each.verb in ("submit", "progress") and not each.mark}
    own |= {rectification.lead, rectification.responsible}
    if same := sorted(own.intersection(hands) - {""}):
        message = N_("{id}: {who} rectified it; somebody else checks and closes it")
        raise Refused(message, id=rectification.id, who=same[0])


def _changed(rectification: Rectification, step: Step, verb: Verb) -> Rectification:
    """What a step changes besides the state."""
    changed = replace(
        rectification,
        measure=step.measure or rectification.measure,
        lead=step.lead or rectification.lead,
        responsible=step.responsible or rectification.responsible,
        rung=max(rectification.rung, verb.rung),
    )
    if step.verb == "receipt":
        return replace(changed, received=step.date)
    if step.verb == "submit":
        return replace(changed, answered=step.date, asked="")
    if step.verb == "extend":
        return replace(changed, asked=step.due)
    if step.verb == "grant":
        return replace(_due(changed, step.due or changed.asked), asked="")
    if step.verb == "refuse":
        return replace(changed, asked="")
    if step.verb == "publish":
        return replace(changed, published=step.date)
    if verb.end == "closed":
        return replace(changed, closed=step.date, asked="")
    if verb.end == "open":
        again = replace(_due(changed, step.due), closed="", published="", answered="", asked="")
        return replace(again, rung=0, reopened=again.reopened + 1) if step.verb == "reopen" else again
    return _due(changed, step.due)


def _due(rectification: Rectification, due: str) -> Rectification:
    """With a new due date, the old one kept."""
    if not due or due == rectification.due:
        return rectification
    return replace(rectification, due=due, dues=(*rectification.dues, *filter(None, [rectification.due])))
