"""`auditty units`."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from store.disk import Disk
from store.unit_files import MAX_BYTES, read_rows
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, progress, report, say, say_json, table
from tui.i18n import _, current_language, ngettext


def listing(options: argparse.Namespace) -> int:
    """List the units."""
    workspace = open_workspace(options)
    units = workspace.units.all()
    if options.json:
        say_json([asdict(unit) for unit in units.values()])
        return Exit.DONE
    types, language = workspace.units.types, current_language()
    if not units:
        say(_("No units yet; take them in with “auditty units import FILE” (CSV or XLSX)"))
        return Exit.DONE
    table(
        [
            (
                unit.code,
                unit.name,
                types[unit.type].title.get(language) if unit.type in types else unit.type_name,
                unit.parent,
                unit.contact_post,
                unit.contact_phone,
            )
            for unit in units.values()
        ],
        (_("Code"), _("Name"), _("Type"), _("Parent"), _("Contact"), _("Phone")),
    )
    return Exit.DONE


def take_in(options: argparse.Namespace) -> int:
    """Take units in from a list; all of it or nothing."""
    workspace = open_workspace(options)
    rows = read_rows(Disk().read_at_most(Path(options.file), MAX_BYTES), options.file)
    done = workspace.units.take_in(rows, options.file, progress(_("Importing units")))
    if options.json:
        say_json({"new": done.new, "changed": done.changed, "unchanged": done.unchanged})
    else:
        say(
            _("{new} new, {changed} changed, {unchanged} unchanged").format(
                new=len(done.new), changed=len(done.changed), unchanged=len(done.unchanged)
            )
        )
    report(done.remarks)
    return Exit.DONE


def export(options: argparse.Namespace) -> int:
    """Write the units to a file that `import` reads back; the ending says which kind."""
    from reports.unit_list import to_csv, to_xlsx

    workspace = open_workspace(options)
    units = workspace.units.all().values()
    path = Path(options.file)
    writers = {".csv": to_csv, ".xlsx": to_xlsx}
    if path.suffix.lower() not in writers:
        complain(_("{file}: the name must end in .csv or .xlsx").format(file=options.file))
        return Exit.CALL
    data = writers[path.suffix.lower()](list(units), workspace.units.types, current_language())
    Disk().replace(path, data, durable=True)
    say(
        ngettext("{count} unit: {file}", "{count} units: {file}", len(units)).format(
            count=len(units), file=options.file
        )
    )
    return Exit.DONE
