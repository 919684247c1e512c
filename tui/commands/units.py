"""`auditty units`."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from store import unit_life
from store.disk import Disk
from store.model import Unit
from store.unit_files import MAX_BYTES, read_rows
from store.units import Units
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, progress, report, say, say_json, table
from tui.i18n import _, current_language, listed, ngettext


def listing(options: argparse.Namespace) -> int:
    """List the units; those that are closed only if asked for."""
    workspace = open_workspace(options)
    units = workspace.units.all() if options.all else workspace.units.open()
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
                *[_state(unit)] * options.all,
            )
            for unit in units.values()
        ],
        (_("Code"), _("Name"), _("Type"), _("Parent"), _("Contact"), _("Phone"), *[_("State")] * options.all),
    )
    return Exit.DONE


def _state(unit: Unit) -> str:
    """Whether a unit is closed, and why."""
    if unit.state == unit_life.MERGED:
        return _("merged into {code}: {reason}").format(code=unit.merged_into, reason=unit.reason)
    return _("closed: {reason}").format(reason=unit.reason) if unit.state else _("open")


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


def add(options: argparse.Namespace) -> int:
    """Add one unit."""
    units = open_workspace(options).units
    report(unit_life.add(units, options.code, {"name": options.name, **_given(options)}).remarks)
    return Exit.DONE


def change(options: argparse.Namespace) -> int:
    """Change what is known of one unit."""
    units = open_workspace(options).units
    report(unit_life.change(units, options.code, _given(options)).remarks)
    return Exit.DONE


def rename(options: argparse.Namespace) -> int:
    """Give a unit another name; rounds keep the one they began with."""
    units = open_workspace(options).units
    report(unit_life.change(units, options.code, {"name": options.name}).remarks)
    return Exit.DONE


def _given(options: argparse.Namespace) -> dict[str, str]:
    names = ("type", "parent", "contact_post", "contact_phone")
    return {name: value for name in names if (value := getattr(options, name)) is not None}


def close(options: argparse.Namespace) -> int:
    """Close a unit: it stays in the rounds that have it, and new ones are not offered it."""
    units = open_workspace(options).units
    unit_life.close(units, options.code, options.reason)
    _mind_those_below(units, options.code)
    return Exit.DONE


def merge(options: argparse.Namespace) -> int:
    """Close a unit that became a part of another."""
    units = open_workspace(options).units
    unit_life.merge(units, options.code, options.into, options.reason)
    _mind_those_below(units, options.code)
    return Exit.DONE


def reopen(options: argparse.Namespace) -> int:
    """Take back that a unit was closed or merged."""
    unit_life.reopen(open_workspace(options).units, options.code)
    return Exit.DONE


def _mind_those_below(units: Units, code: str) -> None:
    below = unit_life.belonging(units, code)
    if below:
        shown = listed(below[:10]) + (" …" if len(below) > 10 else "")
        complain(
            ngettext(
                "{count} unit still belongs to {code}: {units}",
                "{count} units still belong to {code}: {units}",
                len(below),
            ).format(count=len(below), code=code, units=shown)
        )
