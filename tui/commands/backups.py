"""`auditty backup` and `auditty restore`."""

from __future__ import annotations

import argparse
from pathlib import Path

from store.upkeep.restore import BadBackup, Kept
from store.upkeep.restore import backup as keep
from store.upkeep.restore import restore as bring_back
from tui.commands.checks import THINGS
from tui.commands.context import open_workspace, workspace_path
from tui.commands.output import Exit, complain, plain_problem, progress, report, say, say_json
from tui.i18n import _, ngettext


def backup(options: argparse.Namespace) -> int:
    """A consistent copy of the workspace, while people work in it."""
    workspace = open_workspace(options)
    folder = Path(options.dir)
    kept = keep(workspace, folder, progress(_("Copying")), progress(_("Verifying")))
    return _told(options, folder, kept, _("Backup: {path} ({files}, {size} MB)"))


def restore(options: argparse.Namespace) -> int:
    """A backup in the place of the workspace, which need not be one that can be opened."""
    place = workspace_path(options.workspace)
    try:
        kept = bring_back(
            Path(options.dir),
            place,
            replace_it=options.replace,
            damaged_too=options.damaged_too,
            progress=progress(_("Copying")),
            verifying=progress(_("Verifying")),
        )
    except BadBackup as error:
        report(error.verdict.faults)
        raise
    return _told(options, place, kept, _("Restored: {path} ({files}, {size} MB)"))


def _told(options: argparse.Namespace, place: Path, kept: Kept, words: str) -> int:
    """Say what was copied and what it covers; exit code 1 if anything in it is wrong."""
    copied, verdict = kept.copied, kept.verdict
    code = Exit.NO if verdict.faults else Exit.DONE
    if options.json:
        say_json(
            {
                "ok": not verdict.faults,
                "path": place,
                "files": copied.files,
                "bytes": copied.bytes,
                "covered": verdict.covered,
                "faults": [plain_problem(fault) for fault in verdict.faults],
                "remarks": [plain_problem(remark) for remark in verdict.remarks],
                "aside": kept.aside or "",
            }
        )
        return code
    files = ngettext("{count} file", "{count} files", copied.files).format(count=copied.files)
    say(words.format(path=place, files=files, size=f"{copied.bytes / 1_000_000:.1f}"))
    for thing, label in THINGS.items():
        say(_("{what}: {count} checked").format(what=_(label), count=verdict.covered.get(thing, 0)))
    if kept.aside:
        say(_("What was there before: {path}").format(path=kept.aside))
    report(verdict.remarks)
    report(verdict.faults)
    if verdict.faults:
        count = len(verdict.faults)
        complain(ngettext("{count} fault found", "{count} faults found", count).format(count=count))
    else:
        say(_("Everything is as it was written."))
    return code
