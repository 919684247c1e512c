"""`auditty migrate` and `auditty repair`."""

from __future__ import annotations

import argparse
from pathlib import Path

from tui.commands.context import open_workspace
from tui.commands.output import Exit, progress, say
from tui.i18n import _


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
