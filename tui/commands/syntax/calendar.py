"""The calendar."""

from __future__ import annotations

from tui.commands.syntax.base import Commands, command
from tui.i18n import _


def add(commands: Commands) -> None:
    """Add the calendar."""
    text = _("what falls due when, for whom, and what is overdue")
    calendar = command(commands, "calendar", "calendar.calendar", text, json=True)
    calendar.add_argument(
        "round", nargs="?", default="", metavar="ROUND", help=_("of this round; else of all that are running")
    )
    calendar.add_argument("--unit", default="", metavar="CODE", help=_("of this unit only"))
    calendar.add_argument("--from", dest="start", default="", metavar="DATE", help=_("due on this day or later"))
    calendar.add_argument("--to", dest="end", default="", metavar="DATE", help=_("due on this day or earlier"))
    calendar.add_argument("--overdue", action="store_true", help=_("only what is overdue; exit code 1 if anything is"))
