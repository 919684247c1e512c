"""`auditty rounds follow-up` and `auditty rectify apply`."""

from __future__ import annotations

import argparse

from store import followup
from store.followup_results import Applied
from store.followup_results import apply as taken_over
from tui.commands.context import name, open_workspace
from tui.commands.output import Exit, complain, progress, say, say_json
from tui.followup_words import already_lines, applied_line
from tui.i18n import _, labelled, translate


def make(options: argparse.Namespace) -> int:
    """Make a follow-up and print its id."""
    workspace = open_workspace(options)
    parent = workspace.round(options.round)
    others = followup.already(workspace, parent, options.unit)
    for line in already_lines(others):
        complain(labelled(parent.info.id, line))
    round_, closed = followup.make(
        workspace,
        parent,
        name(options.name) if options.name else "",
        options.unit,
        options.start,
        options.end,
        options.inspectors,
        progress(_("Reading")),
    )
    for code in closed:
        complain(_("unit {code} is closed; what is open there is not followed up").format(code=code))
    if options.json:
        lines = {code: len(unit.only) for code, unit in round_.units.items()}
        told = {"units": lines, "closed": list(closed), "already": [each.info.id for each in others]}
        say_json({"id": round_.info.id, "parent": parent.info.id, **told})
    else:
        say(round_.info.id)
    return Exit.DONE


def apply(options: argparse.Namespace) -> int:
    """Take the results of a follow-up over into the ledgers."""
    workspace = open_workspace(options)
    left, nothing = False, True
    for each in taken_over(workspace, workspace.round(options.round), options.unit, options.dry_run):
        left, nothing = left or each.problem is not None, False
        if options.json:
            say_json(_plain(each, options.dry_run))
        else:
            say(applied_line(each))
    if nothing and not options.json:
        say(_("The follow-up has no results for the ledgers yet."))
    return Exit.NO if left else Exit.DONE


def _plain(each: Applied, dry_run: bool) -> dict[str, object]:
    """A result as JSON."""
    found: dict[str, object] = {
        "id": each.id,
        "unit": each.unit,
        "outcome": each.outcome,
        "steps": list(each.steps),
        "state": each.state,
        "ok": each.problem is None,
        "dry_run": dry_run,
    }
    return {**found, "error": translate(each.problem)} if each.problem is not None else found
