"""`auditty rounds`."""

from __future__ import annotations

import argparse
from functools import reduce
from operator import add

from checklists.errors import N_
from store.counts import Tally
from store.errors import Refused
from store.units import chosen
from tui.commands.context import inspector, name, open_workspace
from tui.commands.output import Exit, progress, say, say_json, table
from tui.i18n import ROUND_STATES, _


def listing(options: argparse.Namespace) -> int:
    """List the rounds with how far each is."""
    workspace = open_workspace(options)
    rows = [(each, reduce(add, workspace.tallies(each).values(), Tally())) for each in workspace.rounds()]
    if options.json:
        say_json(
            [
                {
                    "id": round_.info.id,
                    "name": round_.info.name,
                    "state": round_.info.state,
                    "from": round_.info.period_from,
                    "to": round_.info.period_to,
                    "checklists": [pinned.id for pinned in round_.info.checklists],
                    "units": round_.unit_count,
                    "findings": total.findings,
                    "total": total.by_verdict(),
                }
                for round_, total in rows
            ]
        )
    elif rows:
        table(
            [
                (
                    round_.info.id,
                    _(ROUND_STATES.get(round_.info.state, round_.info.state)),
                    f"{round_.info.period_from or '-'} .. {round_.info.period_to or '-'}",
                    round_.unit_count,
                    f"{total.marked}/{total.asked}",
                    total.findings,
                    round_.info.name,
                )
                for round_, total in rows
            ],
            (_("ID"), _("State"), _("Period"), _("Units"), _("Marked"), _("Findings"), _("Name")),
        )
    else:
        say(_("No rounds yet; make one with “auditty rounds new NAME --checklist ID --all-units”"))
    return Exit.DONE


def status(options: argparse.Namespace) -> int:
    """How far each unit of a round is."""
    workspace = open_workspace(options)
    round_ = workspace.round(options.round)
    tallies = workspace.tallies(round_, progress(_("Counting")))
    total = reduce(add, tallies.values(), Tally())
    moved = bool(round_.info.earlier)
    if options.json:
        units = {
            code: {**found.by_verdict(), **({"recheck": found.recheck} if moved else {})}
            for code, found in tallies.items()
        }
        say_json({"round": round_.info.id, "total": total.by_verdict(), "units": units})
        return Exit.DONE
    rows = [(code, found, round_.units[code].name) for code, found in tallies.items()]
    table(
        [
            (code, found.passed, found.failed, found.na, found.none, *[found.recheck] * moved, found.findings, name)
            for code, found, name in [*rows, (_("Total"), total, round_.info.name)]
        ],
        (_("Code"), _("Pass"), _("Fail"), _("N/A"), _("Not done"), *[_("Recheck")] * moved, _("Findings"), _("Name")),
    )
    return Exit.DONE


def new(options: argparse.Namespace) -> int:
    """Make a round and print its id."""
    workspace = open_workspace(options)
    blanks = {}
    for pair in options.blank:
        blank, equals, text = pair.partition("=")
        if not equals:
            raise Refused(N_("--blank takes ID=TEXT, not “{text}”"), text=pair)
        blanks[blank] = text
    units = workspace.units.all()
    declared = inspector(options)
    round_ = workspace.new_round(
        name(options.name),
        options.checklist,
        chosen(units, options.unit, options.type, options.all_units, workspace.units.types),
        options.start,
        options.end,
        options.inspectors or ([declared] if declared else []),
        blanks,
    )
    if options.json:
        say_json({"id": round_.info.id})
    else:
        say(round_.info.id)
    return Exit.DONE


def finish(options: argparse.Namespace) -> int:
    """Mark a round finished."""
    return _turn(options, "running", "finished")


def resume(options: argparse.Namespace) -> int:
    """Let a finished round run again."""
    return _turn(options, "finished", "running")


def _turn(options: argparse.Namespace, start: str, end: str) -> int:
    round_ = open_workspace(options).round(options.round)
    if round_.info.state != start:
        state = _(ROUND_STATES.get(round_.info.state, round_.info.state))
        raise Refused(N_("round {round} is {state}"), round=round_.info.id, state=state)
    round_.set_state(end)
    return Exit.DONE
