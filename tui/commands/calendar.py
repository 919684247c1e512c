"""`auditty calendar`: what falls due when, for whom, and what is overdue."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from checklists.errors import N_
from store import texts
from store.calendar import Calendar, Due
from store.calendar_marks import STATES
from store.errors import Unknown
from store.rounds import Round
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, progress, say, say_json, table
from tui.i18n import DUE_STATES, DUTY_KINDS, _, bracketed, current_language, listed, translate

if TYPE_CHECKING:
    from store.workspace import Workspace


def calendar(options: argparse.Namespace) -> int:
    """List what falls due; with --overdue only what is late, and exit code 1 if anything is."""
    workspace = open_workspace(options)
    rounds = _rounds(workspace, options.round, options.unit)
    first, last = _day(options.start, "--from"), _day(options.end, "--to")
    made = Calendar(workspace, rounds, options.unit, not options.round, progress(_("Counting")))
    dues = made.dues(first, last, options.overdue)
    if options.json:
        listed = [_plain(made, due, options.overdue) for due in dues]
        damaged = list(dict.fromkeys(code for code, _error in made.damaged))
        say_json({"today": made.today.isoformat(), "due": listed, "damaged": damaged})
    elif not dues:
        say(_("Nothing is overdue.") if options.overdue else _("Nothing is due."))
    elif options.unit:
        _one_unit(dues)
    else:
        _all_units(made, dues, options.overdue)
    for code, error in made.damaged:
        complain(_("unit {code}: {problem}").format(code=code, problem=translate(error)))
    return Exit.NO if made.damaged or (options.overdue and dues) else Exit.DONE


def _rounds(workspace: Workspace, name: str, unit: str) -> list[Round]:
    """The round asked for, else those that are running; with a `unit`, it must be one that is known."""
    if name:
        round_ = workspace.round(name)
        if unit:
            round_.unit(unit)
        return [round_]
    rounds = [each for each in workspace.rounds() if each.info.state == "running"]
    if unit and not any(unit in each.units for each in rounds) and unit not in workspace.units.all():
        raise Unknown(N_("no unit “{code}”; see “auditty units list”"), code=unit)
    return rounds


def _day(text: str, option: str) -> date | None:
    day = texts.iso_date(text, option)
    return date.fromisoformat(day) if day else None


def days(due: Due) -> str:
    """The date of `due` as people read it, or its dates in a row."""
    at = f" {due.duty.at}" if due.duty.at else ""
    return f"{due.first}{at}" if due.times == 1 else f"{due.first}..{due.due:%m-%d}{at} x{due.times}"


def what(due: Due) -> str:
    """What is due, in the current language, and who answers."""
    lang = current_language()
    role = due.duty.role.get(lang)
    return " ".join(due.duty.text.get(lang).split()) + bracketed(role)


def for_whom(due: Due, names: dict[str, str]) -> str:
    """The unit that owes it, or how many units and of which types."""
    lang = current_language()
    if due.duty.unit:
        return names.get(due.duty.unit, due.duty.unit)
    types = [title.get(lang) for title in due.duty.types if title.get(lang)]
    counted = _("{count} units").format(count=due.units)
    return f"{counted} {listed(types[:2])}{' ..' if len(types) > 2 else ''}".strip()


def number(due: Due) -> str:
    """How an item is cited: its number, or the id of a rectification."""
    return str(due.duty.number or due.duty.item)


def _one_unit(dues: list[Due]) -> None:
    head = (_("Falls due"), _("State"), _("Kind"), _("Item"), _("What"))
    table(
        [
            (days(due), _(DUE_STATES[next(iter(due.counts))]), _(DUTY_KINDS[due.duty.kind]), number(due), what(due))
            for due in dues
        ],
        head,
    )


def _all_units(made: Calendar, dues: list[Due], overdue: bool) -> None:
    names = made.unit_names
    rows = [
        (
            days(due),
            *(due.counts.get(state, 0) or "-" for state in STATES),
            _(DUTY_KINDS[due.duty.kind]),
            number(due),
            listed(late[:5]) + (" .." if len(late) > 5 else "") if overdue else for_whom(due, names),
            what(due),
        )
        for due in dues
        for late in [[code for code, state in made.units_of(due).items() if state == "overdue"] if overdue else []]
    ]
    states = [_(DUE_STATES[state]) for state in STATES]
    table(rows, (_("Falls due"), *states, _("Kind"), _("Item"), _("For whom"), _("What")))


def _plain(made: Calendar, due: Due, overdue: bool) -> dict[str, Any]:
    duty = due.duty
    known: dict[str, Any] = {
        "due": due.due.isoformat(),
        "first": due.first.isoformat(),
        "times": due.times,
        "from": due.start.isoformat(),
        "at": duty.at,
        "kind": duty.kind,
        "round": duty.round,
        "checklist": duty.checklist,
        "item": duty.item,
        "number": duty.number,
        "text": duty.text.get(current_language()),
        "role": duty.role.get(current_language()),
        "types": [title.get(current_language()) for title in duty.types],
        "unit": duty.unit,
        "units": {state: due.counts.get(state, 0) for state in STATES},
    }
    if overdue:
        known["overdue"] = [code for code, state in made.units_of(due).items() if state == "overdue"]
    return known
