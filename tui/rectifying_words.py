"""Rectifications and their steps in words, for the screens and the command line."""

from __future__ import annotations

from datetime import tzinfo

from checklists.errors import AudittyError
from store.clock import shown
from store.rectifying.life import STATES, VERBS, WrongStep
from store.rectifying.model import Step
from tui.i18n import N_, _, bracketed, listed, translate

LIGHTS = {"red": N_("overdue"), "yellow": N_("due soon"), "green": N_("in time"), "": ""}
"""What each light says."""

WAITING = {
    "unit": N_("the unit"),
    "check": N_("the check on site"),
    "sign-off": N_("the sign-off"),
    "extension": N_("a decision on the extension"),
    "": "",
}
"""What a rectification waits for."""

FIELDS = {
    "note": N_("Note"),
    "measure": N_("Measure"),
    "progress": N_("Progress"),
    "due": N_("New due date"),
    "lead": N_("Lead"),
    "responsible": N_("Responsible"),
}
"""What the fields of a step are called."""


def state_text(state: str) -> str:
    """What a state is called."""
    return _(STATES.get(state, state))


def verb_text(name: str) -> str:
    """What a step is called."""
    return _(VERBS[name].title) if name in VERBS else name


def step_line(step: Step, zone: tzinfo) -> str:
    """When a step was taken, what it was, by whom, for whom and in which role; the day it happened if another."""
    at = shown(step.at, zone) if step.at else "-"
    line = f"{at}  {verb_text(step.verb)}  {step.who}"
    said = [_("for {name}").format(name=step.by)] if step.by and step.by != step.who else []
    said += [_("as {role}").format(role=step.role)] if step.role else []
    said += [_("on {day}").format(day=step.date)] if step.date and step.date != at[:10] else []
    return line + bracketed(listed(said))


def step_details(step: Step) -> list[tuple[str, str]]:
    """What was given with a step: labels and texts."""
    return [(_(label), getattr(step, name)) for name, label in FIELDS.items() if getattr(step, name)]


def refusal_text(error: AudittyError) -> str:
    """Why a step was refused, with the steps that are possible instead in words."""
    if isinstance(error, WrongStep):
        error.params["possible"] = listed(map(verb_text, error.possible)) or "-"
    return translate(error)
