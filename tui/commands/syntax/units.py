"""Units."""

from __future__ import annotations

from tui.commands.syntax.base import Commands, command, group
from tui.i18n import _


def add(commands: Commands) -> None:
    """Add what is done with units."""
    into = group(commands, "units", _("the units that are inspected"))
    listing = command(into, "list", "units.listing", _("list the units"), json=True)
    listing.add_argument("--all", action="store_true", help=_("closed ones too, with the reason"))
    take_in = command(into, "import", "units.take_in", _("take units in from CSV or XLSX"), json=True)
    take_in.add_argument(
        "file", metavar="FILE", help=_("CSV in UTF-8 or GB18030, or XLSX; the first row names the columns")
    )
    export = command(into, "export", "units.export", _("write the units to CSV or XLSX"))
    export.add_argument("file", metavar="FILE", help=_("its name ends in .csv or .xlsx"))
    _add_life(into)


def _add_life(into: Commands) -> None:
    add = command(into, "add", "units.add", _("add one unit"))
    change = command(into, "set", "units.change", _("change what is known of a unit"))
    rename = command(into, "rename", "units.rename", _("rename a unit; rounds keep the name they began with"))
    close = command(into, "close", "units.close", _("take a unit out of new rounds; nothing is deleted"))
    merge = command(into, "merge", "units.merge", _("close a unit that became a part of another"))
    reopen = command(into, "reopen", "units.reopen", _("take back that a unit was closed or merged"))
    for parser in (add, change, rename, close, merge, reopen):
        parser.add_argument("code", metavar="CODE", help=_("the unit's code"))
    for parser in (add, rename):
        parser.add_argument("name", metavar="NAME", help=_("its name"))
    for parser in (add, change):
        parser.add_argument("--type", metavar="TYPE", help=_("its type, by code or name"))
        parser.add_argument("--parent", metavar="CODE", help=_("the unit it belongs to; empty for none"))
        parser.add_argument("--contact-post", metavar="POST", help=_("whom to ask there, by post"))
        parser.add_argument("--contact-phone", metavar="NUMBER", help=_("under which number"))
    merge.add_argument("into", metavar="INTO", help=_("the unit under which its open matters go on"))
    for parser in (close, merge):
        parser.add_argument("--reason", required=True, metavar="TEXT", help=_("why; it is recorded"))
