"""`auditty export`."""

from __future__ import annotations

import argparse
from pathlib import Path

from reports.exchange.collect import Collected
from reports.exchange.formats import by_name, writer
from store.disk import Disk
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, progress, say
from tui.commands.signals import ended_as_by_ctrl_c
from tui.i18n import _, current_language


def export(options: argparse.Namespace) -> int:
    """Write a round to a file for other programs: the whole file or none."""
    kind = options.format or by_name(options.file)
    if not kind:
        complain(
            _(
                "{file}: the name must end in .json, .csv, .xlsx, .cklb, .cklb.zip or .oscal.json, or say --format"
            ).format(file=options.file)
        )
        return Exit.CALL
    workspace = open_workspace(options)
    collected = Collected(workspace, workspace.round(options.round), options.unit, current_language(), _)
    path, disk = Path(options.file), Disk()
    with ended_as_by_ctrl_c(), disk.draft(path.parent) as (draft, fd):
        for part in writer(kind)(collected, progress(_("Exporting"), patience=1.0)):
            disk.write(fd, part, path)
        disk.settle(fd, draft, path)
    say(options.file)
    return Exit.DONE
