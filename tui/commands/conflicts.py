"""`auditty rounds conflicts` and `auditty settle`: what copies say differently, and which of it stands."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from checklists.errors import N_
from store import conflicts
from store.clock import shown
from store.conflicts import OpenConflict
from store.errors import Refused, Unknown
from store.workspace import Workspace
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, say, say_json
from tui.i18n import _, listed, ngettext
from tui.wordings import ItemWords, recorded, subject

ROUND = "-"
"""What the command line calls the round itself in the place of a unit."""

Found = Mapping[str, list[OpenConflict]]
"""Conflicts by unit, "" for those of the round itself."""


def listing(options: argparse.Namespace) -> int:
    """List the open conflicts of a round; exit code 1 if there are any."""
    workspace = open_workspace(options)
    round_ = workspace.round(options.round)
    found = conflicts.open_in_round(workspace, round_)
    if options.json:
        say_json({"round": round_.info.id, "conflicts": plain(found)})
    elif found:
        show(workspace, round_.info.id, found)
    else:
        say(_("No conflicts."))
    return Exit.NO if found else Exit.DONE


def settle(options: argparse.Namespace) -> int:
    """Let one of the values in conflict stand."""
    workspace = open_workspace(options)
    round_ = workspace.round(options.round)
    record = round_.record if options.unit == ROUND else workspace.sheet(round_, options.unit).record
    record.refresh()
    conflict = _named(conflicts.open_in(record), options.item)
    events = [event.id for event in conflict.claims if event.id.startswith(options.event)]
    if len(events) > 1:
        raise Refused(N_("“{event}” begins several ids: {choices}"), event=options.event, choices=listed(events))
    settled = conflicts.settle(record, conflict.table, conflict.key, events[0] if events else options.event)
    say(_("Settled: {item}: {value}").format(item=conflict.key, value=recorded(conflict.table, settled.after)))
    return Exit.DONE


def _named(found: list[OpenConflict], item: str) -> OpenConflict:
    """The conflict that ITEM means: by its key, or by the item's id where that is of one checklist only."""
    exact = [each for each in found if each.key == item]
    named = exact or [each for each in found if each.key.partition(":")[2] == item]
    if len(named) == 1:
        return named[0]
    if named:
        choices = " | ".join(each.key for each in named)
        raise Refused(N_("item “{item}” is in several checklists; write {choices}"), item=item, choices=choices)
    raise Unknown(N_("{key} is not in conflict; see “auditty rounds conflicts ROUND”"), key=item)


def plain(found: Found) -> list[dict[str, Any]]:
    """Conflicts as JSON has them, the value that stands first."""
    return [
        {
            "unit": unit,
            "table": each.table,
            "item": each.key,
            "claims": [
                {
                    "event": event.id,
                    "time": event.time,
                    "who": event.who,
                    "user": event.user,
                    "stands": event == each.stands,
                    "value": event.after,
                }
                for event in each.claims
            ],
        }
        for unit, conflicts_there in found.items()
        for each in conflicts_there
    ]


def show(workspace: Workspace, round_id: str, found: Found) -> None:
    """Print conflicts item by item: who said what when, and by which id it is chosen."""
    items = ItemWords(workspace).of(round_id)
    for unit, conflicts_there in found.items():
        for each in conflicts_there:
            say(f"{unit or ROUND} {each.key}  {subject(each.stands, items)}")
            for event in each.claims:
                when = shown(event.time, workspace.settings.zone)
                stands = f" ({_('stands')})" if event == each.stands else ""
                say(f"  {event.id}  {when}  {event.who} ({event.user}){stands}: {recorded(each.table, event.after)}")
    complain(in_conflict(round_id, sum(map(len, found.values()))))


def in_conflict(round_id: str, count: int) -> str:
    """How many items of a round are in conflict, and what to do, in words."""
    return ngettext(
        "round {round}: {count} item is in conflict; record it anew, or choose with “auditty settle”; "
        "see “auditty rounds conflicts ROUND”",
        "round {round}: {count} items are in conflict; record them anew, or choose with “auditty settle”; "
        "see “auditty rounds conflicts ROUND”",
        count,
    ).format(round=round_id, count=count)
