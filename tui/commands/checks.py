"""`auditty verify` and `auditty history`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from checklists.errors import ChecklistError
from store.clock import shown
from store.errors import Refused, Unknown
from store.history import Entry, History
from store.journal import Event
from store.texts import iso_date
from store.upkeep.verify import verify as verify_workspace
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, complain_of, plain_problem, progress, report, say, say_json
from tui.i18n import N_, _, bracketed, listed, ngettext
from tui.wordings import ItemWords, remark, subject, values

THINGS = {
    "journals": N_("journals and records"),
    "lines": N_("lines of journals"),
    "checklists": N_("pinned checklists"),
    "seals": N_("seals"),
    "documents": N_("issued documents"),
    "evidence": N_("evidence files"),
}


def verify(options: argparse.Namespace) -> int:
    """Check the whole workspace; exit code 1 if anything is wrong."""
    try:
        workspace = open_workspace(options, older=True)
    except ChecklistError as error:  # what is wrong with workspace.yaml is an answer here, elsewhere it is in the way
        complain_of(error)
        return Exit.NO
    allowed = Path(options.allowed_signers) if options.allowed_signers else None
    if allowed is not None and workspace.disk.size(allowed) is None:
        raise Unknown(N_("{path}: no such file"), path=allowed)
    found = verify_workspace(workspace, progress(_("Verifying")), allowed)
    if options.json:
        say_json(
            {
                "ok": not found.faults,
                "covered": found.covered,
                "validated": found.validated,
                "faults": [plain_problem(fault) for fault in found.faults],
                "remarks": [plain_problem(remark) for remark in found.remarks],
            }
        )
        return Exit.NO if found.faults else Exit.DONE
    for thing, label in THINGS.items():
        say(_("{what}: {count} checked").format(what=_(label), count=found.covered.get(thing, 0)))
    say(_("edited by hand, only validated: {files}").format(files=listed(found.validated)))
    report(found.remarks)
    report(found.faults)
    if found.faults:
        count = len(found.faults)
        complain(ngettext("{count} fault found", "{count} faults found", count).format(count=count))
        return Exit.NO
    say(_("Everything is as it was written."))
    return Exit.DONE


def history(options: argparse.Namespace) -> int:
    """Who changed what and when, from the journals, oldest first."""
    since = iso_date(options.since, "--since")
    workspace = open_workspace(options)
    zone = workspace.settings.zone
    if options.everywhere and options.round:
        raise Refused(N_("--unit stands for the unit over all rounds; name a round or --unit, not both"))
    found = History(workspace, options.round, options.everywhere or options.unit, options.item)
    show = progress(_("Reading"), patience=1.0)
    entries = found.newest_first(show) if options.limit else found.oldest_first(show)
    wanted = (
        entry
        for entry in entries
        if _by(entry.event, options.only_by) and (not since or shown(entry.event.time, zone)[:10] >= since)
    )
    items = ItemWords(workspace)
    for entry in reversed(list(islice(wanted, options.limit))) if options.limit else wanted:
        if options.json:
            say_json(_plain(entry))
        else:
            say(_told(entry, items.of(entry.record), shown(entry.event.time, zone)))
    if found.faults:
        raise found.faults[0]  # after everything that can be told
    return Exit.DONE


def _by(event: Event, name: str) -> bool:
    return not name or name.casefold() in (event.who.casefold(), event.user.casefold())


def _told(entry: Entry, items: Mapping[str, str], when: str) -> str:
    event = entry.event
    what = subject(event, items) + (f" [{event.key}]" if event.key in items else "")
    special = bracketed(remark(event))
    before, after = values(event)
    return f"{when}  {event.who} ({event.user})  {entry.record}  {what}{special}  {before} -> {after}"


def _plain(entry: Entry) -> dict[str, Any]:
    event = entry.event
    names = ("id", "time", "who", "user", "table", "key", "base", "resolves", "undo", "before", "after")
    return {"record": entry.record, **{name: getattr(event, name) for name in names}}
