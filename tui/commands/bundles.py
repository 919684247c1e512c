"""`auditty bundle`: a round out in one file, and back."""

from __future__ import annotations

import argparse
from pathlib import Path

from store.upkeep import bundle
from store.upkeep.bundle import TakenIn
from tui.commands.conflicts import plain, show
from tui.commands.context import open_workspace
from tui.commands.output import Exit, progress, say, say_json
from tui.i18n import _, ngettext


def export(options: argparse.Namespace) -> int:
    """Pack a round, or some of its units, into one new file."""
    workspace = open_workspace(options)
    round_ = workspace.round(options.round)
    path = Path(options.file)
    packed = bundle.export(workspace, round_, path, options.unit, progress(_("Packing")))
    if options.json:
        counts = {"units": packed.units, "events": packed.events, "evidence": packed.evidence}
        say_json({"round": round_.info.id, "file": path, **counts})
        return Exit.DONE
    said = _("{path}: {units} units with records, {events} records in all, {evidence} evidence files")
    say(said.format(path=path, units=len(packed.units), events=packed.events, evidence=packed.evidence))
    say(_("Ledgers, issued documents and settings stay here: notices are issued in one workspace."))
    return Exit.DONE


def take_in(options: argparse.Namespace) -> int:
    """Merge a bundle; exit code 1 if anything in its records is in conflict."""
    workspace = open_workspace(options)
    found = bundle.take_in(workspace, Path(options.file), options.dry_run, progress(_("Merging")))
    code = Exit.NO if found.conflicts else Exit.DONE
    if options.json:
        say_json(
            {
                "round": found.round,
                "name": found.name,
                "from": found.source,
                "made": found.made,
                "dry_run": options.dry_run,
                "new": {"round": found.new.get("", 0), "units": {unit: n for unit, n in found.new.items() if unit}},
                "checklists": found.checklists,
                "evidence": found.evidence,
                "conflicts": plain(found.conflicts),
                "left": list(found.left),
            }
        )
        return code
    _say_new(found)
    if options.dry_run:
        say(_("Only a trial: nothing was written."))
    if found.conflicts:
        show(workspace, found.round, found.conflicts)
    return code


def _say_new(found: TakenIn) -> None:
    line = _("{round} “{name}” from “{source}”: a new round") if found.made else _("{round} “{name}” from “{source}”")
    say(line.format(round=found.round, name=found.name, source=found.source))
    for unit, count in found.new.items():
        counted = ngettext("{count} new record", "{count} new records", count).format(count=count)
        left = _("it left the round: kept, not counted") if unit in found.left else ""
        say("  ".join(filter(None, (f"  {unit or _('the round')}: {counted}", left))))
    if not found.new:
        say("  " + _("nothing new"))
    if found.evidence:
        count = found.evidence
        say("  " + ngettext("{count} evidence file", "{count} evidence files", count).format(count=count))
