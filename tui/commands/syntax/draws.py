"""Drawing units and inspectors at random."""

from __future__ import annotations

from tui.commands.syntax.base import Commands, command, group
from tui.i18n import _


def add(commands: Commands) -> None:
    """Add the draws."""
    into = group(commands, "draw", _("draw units and inspectors at random, so that anybody can draw again"))
    command(into, "list", "draws.listing", _("list the draws"), json=True)
    for name, text in (
        ("show", _("show what went into a draw and what came out")),
        ("check", _("draw again and compare; exit code 1 if it differs")),
    ):
        one = command(into, name, f"draws.{name}", text, json=True)
        one.add_argument("draw", metavar="DRAW", help=_("its id, or the beginning of it"))
    new = command(into, "new", "draws.new", _("draw, and record it; prints its id"), json=True)
    new.add_argument("--name", default="", metavar="NAME", help=_("what it is for, any text"))
    how_many = new.add_mutually_exclusive_group(required=True)
    how_many.add_argument("--count", type=int, default=0, metavar="N", help=_("so many units, spread over the types"))
    how_many.add_argument("--percent", type=int, default=0, metavar="P", help=_("of each type so many in a hundred"))
    how_many.add_argument(
        "--take", action="append", default=[], metavar="TYPE=N", help=_("so many of a type; several times")
    )
    new.add_argument("--type", action="append", default=[], metavar="TYPE", help=_("only of this type, subtypes too"))
    new.add_argument("--not-in", default="", metavar="ROUND", help=_("leave out the units of this round"))
    new.add_argument(
        "--seed", default="", metavar="TEXT", help=_("the seed, as dice or a lottery gave it; else random")
    )
    new.add_argument(
        "--from-inspectors",
        action="append",
        default=[],
        metavar="NAME",
        help=_("draw from these inspectors; several times; else from all of the workspace"),
    )
    new.add_argument("--per-unit", type=int, default=0, metavar="N", help=_("so many inspectors for each unit"))
    new.add_argument(
        "--avoid",
        action="append",
        default=[],
        metavar="NAME=CODE:REASON",
        help=_("who may not inspect which unit, and why"),
    )
