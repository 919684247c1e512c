"""`auditty rounds move`."""

from __future__ import annotations

import argparse

from checklists.errors import N_
from checklists.model import Checklist
from store import moving
from store.errors import Refused
from store.rounds import Round
from store.workspace import Workspace
from tui.commands.checklist_format import find
from tui.commands.context import open_workspace
from tui.commands.output import Exit, say, say_json
from tui.i18n import _


def move(options: argparse.Namespace) -> int:
    """Take a round to another version of its checklists and say what that means for its marks."""
    workspace = open_workspace(options)
    round_ = workspace.round(options.round)
    moved = moving.move(workspace, round_, _newer(options, workspace, round_))
    if options.json:
        say_json(
            {
                "round": round_.info.id,
                "checklists": [
                    {
                        "id": step.after.id,
                        "from": step.before.version,
                        "to": step.after.version,
                        "added": [change.id for change in step.changes.added],
                        "removed": [change.id for change in step.changes.removed],
                        "reworded": [change.id for change in step.changes.reworded],
                    }
                    for step in moved.steps
                ],
                "kept": moved.kept,
                "recheck": moved.recheck,
            }
        )
        return Exit.DONE
    if not moved.steps:
        say(_("nothing changed"))
    for step in moved.steps:
        say(
            _("{id}: version {before} -> {after}; items: {added} added, {removed} removed, {reworded} reworded").format(
                id=step.after.id,
                before=step.before.version,
                after=step.after.version,
                added=len(step.changes.added),
                removed=len(step.changes.removed),
                reworded=len(step.changes.reworded),
            )
        )
    say(_("marks: {kept} kept, {recheck} to check again").format(kept=moved.kept, recheck=moved.recheck))
    return Exit.DONE


def _newer(options: argparse.Namespace, workspace: Workspace, round_: Round) -> list[Checklist]:
    """The versions to move to: the one named, else the current ones."""
    if not options.to:
        return moving.newest(workspace, round_, options.checklist)
    found = find(options.to, workspace)
    if options.checklist and found.id != options.checklist:
        raise Refused(
            N_("{file} is the checklist “{found}”, not “{wanted}”"),
            file=options.to,
            found=found.id,
            wanted=options.checklist,
        )
    return [found]
