"""`auditty verify` and `auditty history`."""

from __future__ import annotations

import argparse
from typing import Any

from checklists.errors import ChecklistError
from store.clock import shown
from store.history import Entry
from store.history import history as read_history
from store.upkeep.verify import verify as verify_workspace
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, complain_of, progress, report, say, say_json
from tui.i18n import N_, _, ngettext, translate
from tui.wordings import recorded

THINGS = {
    "journals": N_("journals and records"),
    "checklists": N_("pinned checklists"),
    "documents": N_("issued documents"),
    "evidence": N_("evidence files"),
}


def verify(options: argparse.Namespace) -> int:
    """Check the whole workspace; exit code 1 if anything is wrong."""
    try:
        workspace = open_workspace(options)
    except ChecklistError as error:  # what is wrong with workspace.yaml is an answer here, elsewhere it is in the way
        complain_of(error)
        return Exit.NO
    found = verify_workspace(workspace, progress(_("Verifying")))
    if options.json:
        say_json(
            {
                "ok": not found.faults,
                "covered": found.covered,
                "validated": found.validated,
                "faults": [{"file": fault.file, "message": translate(fault)} for fault in found.faults],
                "remarks": [{"file": remark.file, "message": translate(remark)} for remark in found.remarks],
            }
        )
        return Exit.NO if found.faults else Exit.DONE
    for thing, label in THINGS.items():
        say(_("{what}: {count} checked").format(what=_(label), count=found.covered.get(thing, 0)))
    say(_("edited by hand, only validated: {files}").format(files=", ".join(found.validated)))
    report(found.remarks)
    report(found.faults)
    if found.faults:
        count = len(found.faults)
        complain(ngettext("{count} fault found", "{count} faults found", count).format(count=count))
        return Exit.NO
    say(_("Everything is as it was written."))
    return Exit.DONE


def history(options: argparse.Namespace) -> int:
    """Who changed what and when, from the journals."""
    workspace = open_workspace(options)
    for entry in read_history(workspace, options.round, options.unit, options.item):
        if options.json:
            say_json(_plain(entry))
            continue
        event = entry.event
        what = f"{event.table}/{event.key}" + (f" ({_('undo')})" if event.undo else "")
        when = shown(event.time, workspace.settings.zone)
        change = f"{recorded(event.table, event.before)} -> {recorded(event.table, event.after)}"
        say(f"{when}  {event.who} ({event.user})  {entry.record}  {what}  {change}")
    return Exit.DONE


def _plain(entry: Entry) -> dict[str, Any]:
    event = entry.event
    members = {name: getattr(event, name) for name in ("id", "time", "who", "user", "table", "key", "base", "undo")}
    return {"record": entry.record, **members, "before": event.before, "after": event.after}
