"""Documents."""

from __future__ import annotations

from tui.commands.syntax.base import Commands, command, round_argument
from tui.i18n import _


def add(commands: Commands) -> None:
    """Add the documents."""
    report = command(commands, "report", "report.report", _("write a document"), json=True)
    report.add_argument("kind", choices=("notice",), metavar="KIND", help=_("notice: the rectification notice"))
    round_argument(report)
    report.add_argument("--unit", action="append", default=[], metavar="CODE", help=_("a unit; several times"))
    report.add_argument("--all", action="store_true", help=_("every unit of the round with findings to notify"))
    report.add_argument("--issue", action="store_true", help=_("number it and register it; else it is a draft"))
    report.add_argument("-o", "--output", required=True, metavar="FILE|DIR", help=_("where to write it"))
