"""Units."""

from __future__ import annotations

from tui.commands.syntax.base import Commands, command, group
from tui.i18n import _


def add(commands: Commands) -> None:
    """Add what is done with units."""
    into = group(commands, "units", _("the units that are inspected"))
    command(into, "list", "units.listing", _("list the units"), json=True)
    take_in = command(into, "import", "units.take_in", _("take units in from CSV or XLSX"), json=True)
    take_in.add_argument(
        "file", metavar="FILE", help=_("CSV in UTF-8 or GB18030, or XLSX; the first row names the columns")
    )
    export = command(into, "export", "units.export", _("write the units to CSV or XLSX"))
    export.add_argument("file", metavar="FILE", help=_("its name ends in .csv or .xlsx"))
