"""`auditty evidence`: which files are attached where, and a copy of one of them."""

from __future__ import annotations

import argparse
from pathlib import Path

from store.attached import SHOWN, size_text
from store.exhibits import exhibits
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, say_json, table
from tui.i18n import _, ngettext


def show(options: argparse.Namespace) -> int:
    """List the files attached in a round, or on one unit of it."""
    workspace = open_workspace(options)
    round_ = workspace.round(options.round)
    units = [round_.unit(options.unit).code] if options.unit else list(round_.units)
    found = list(exhibits(workspace, round_, units))
    if options.json:
        say_json(
            [
                {
                    "unit": each.unit,
                    "place": each.place,
                    "name": each.file.name,
                    "kind": each.file.kind,
                    "size": each.file.size,
                    "sha256": each.file.digest,
                    "there": each.there,
                }
                for each in found
            ]
        )
    elif found:
        table(
            (
                (
                    each.unit,
                    each.place,
                    each.file.kind,
                    size_text(each.file.size),
                    each.file.digest[:SHOWN],
                    each.file.name,
                )
                for each in found
            ),
            (_("Unit"), _("Where"), _("Kind"), _("Size"), "SHA-256", _("Name")),
        )
    missing = len({each.file.digest for each in found if not each.there})
    if missing:
        complain(
            ngettext(
                "{count} file is missing; see “auditty verify”",
                "{count} files are missing; see “auditty verify”",
                missing,
            ).format(count=missing)
        )
    return Exit.NO if missing else Exit.DONE


def get(options: argparse.Namespace) -> int:
    """Write a copy of an attached file under the name that the person gives."""
    workspace = open_workspace(options)
    evidence = workspace.evidence
    evidence.take_out(evidence.find(options.digest), Path(options.file))
    return Exit.DONE
