"""`auditty migrate` and `auditty repair`."""

from __future__ import annotations

import argparse
from pathlib import Path

from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, plain_problem, progress, report, say, say_json
from tui.i18n import _, ngettext, translate


def migrate(options: argparse.Namespace) -> int:
    """Bring the workspace to the format of this program."""
    from store.settings import FORMAT
    from store.upkeep.migrating import migrate as migrate_workspace

    workspace = open_workspace(options, older=True)
    done = migrate_workspace(workspace, Path(options.copy) if options.copy else None, progress(_("Copying")))
    if done.copy is None:
        say(_("The workspace has format {format}; there is nothing to do.").format(format=FORMAT))
    else:
        say(
            _("The workspace now has format {format}. A copy of it as it was: {path}").format(
                format=FORMAT, path=done.copy
            )
        )
    return Exit.DONE


def repair(options: argparse.Namespace) -> int:
    """Mend what can be mended; exit code 1 if something cannot."""
    from store.upkeep.repair import repair as repair_workspace

    workspace = open_workspace(options, older=True)
    done = repair_workspace(workspace, options.dry_run, progress(_("Looking")))
    if options.json:
        say_json(
            {
                "ok": not done.beyond,
                "mended": [{"file": mend.file, "message": translate(mend)} for mend in done.mended],
                "beyond": [plain_problem(fault) for fault in done.beyond],
                "set_aside": done.aside,
            }
        )
        return Exit.NO if done.beyond else Exit.DONE
    for mend in done.mended:
        say(f"{mend.file}: {translate(mend)}")
    for folder in done.aside:
        say(_("The files as they were: {path}").format(path=folder))
    if done.beyond:
        report(done.beyond)
        count = len(done.beyond)
        complain(
            ngettext(
                "{count} fault cannot be mended from what is here; restore the file from a backup",
                "{count} faults cannot be mended from what is here; restore the files from a backup",
                count,
            ).format(count=count)
        )
        return Exit.NO
    if not done.mended:
        say(_("There is nothing to mend."))
    elif options.dry_run:
        say(_("Nothing was changed. Without --dry-run, this would be done."))
    return Exit.DONE
