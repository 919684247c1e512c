"""Rounds for other programs."""

from __future__ import annotations

from reports.exchange.formats import FORMATS
from tui.commands.syntax.base import Commands, command, round_argument
from tui.i18n import _


def add(commands: Commands) -> None:
    """Add the export of a round."""
    export = command(commands, "export", "export.export", _("write a round to a file for other programs"))
    round_argument(export)
    export.add_argument(
        "file", metavar="FILE", help=_("its name ends in .json, .csv, .xlsx, .cklb, .cklb.zip or .oscal.json")
    )
    export.add_argument("--format", choices=FORMATS, metavar="|".join(FORMATS), help=_("if its name ends otherwise"))
    export.add_argument("--unit", action="append", default=[], metavar="CODE", help=_("only this unit; several times"))
