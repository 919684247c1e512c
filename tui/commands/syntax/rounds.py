"""Rounds."""

from __future__ import annotations

from tui.commands.syntax.base import Commands, command, group, round_argument
from tui.i18n import _


def add(commands: Commands) -> None:
    """Add what is done with rounds."""
    into = group(commands, "rounds", _("the rounds of inspection"))
    command(into, "list", "rounds.listing", _("list the rounds"), json=True)
    status = command(into, "status", "rounds.status", _("how far a round is"), json=True)
    round_argument(status)
    for name, text in (("finish", _("mark a round finished")), ("resume", _("let a finished round run again"))):
        turn = command(into, name, f"rounds.{name}", text)
        round_argument(turn)
    move = command(into, "move", "moving.move", _("take a round to a newer version of its checklist"), json=True)
    round_argument(move)
    move.add_argument("--checklist", default="", metavar="ID", help=_("only this one of its checklists"))
    move.add_argument(
        "--to", default="", metavar="FILE|ID", help=_("the version to take; else the workspace's, or the built-in one")
    )
    new = command(into, "new", "rounds.new", _("make a round; prints its id"), json=True, who=False)
    new.add_argument("name", metavar=_("NAME"), help=_("its name, any text"))
    new.add_argument(
        "--checklist", action="extend", nargs="+", default=[], metavar="ID", help=_("a checklist; several times")
    )
    new.add_argument("--unit", action="append", default=[], metavar="CODE", help=_("a unit; several times"))
    new.add_argument("--type", action="append", default=[], metavar="TYPE", help=_("all units of a type, subtypes too"))
    new.add_argument("--all-units", action="store_true", help=_("all units that no other unit belongs to"))
    new.add_argument("--from", dest="start", default="", metavar="DATE", help=_("first day of the period"))
    new.add_argument("--to", dest="end", default="", metavar="DATE", help=_("last day of the period"))
    new.add_argument(
        "--inspector",
        dest="inspectors",
        action="append",
        default=[],
        metavar=_("NAME"),
        help=_("who inspects; several times"),
    )
    new.add_argument(
        "--blank",
        action="append",
        default=[],
        metavar="ID=TEXT",
        help=_("a name the checklist leaves open; several times"),
    )
