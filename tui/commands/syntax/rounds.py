"""Rounds."""

from __future__ import annotations

from tui.commands.syntax.base import Commands, command, group, round_argument
from tui.i18n import _


def add(commands: Commands) -> None:
    """Add what is done with rounds."""
    into = group(commands, "rounds", _("the rounds of inspection"))
    listing = command(into, "list", "rounds.listing", _("list the rounds"), json=True)
    listing.add_argument("--all", action="store_true", help=_("those in the archive too"))
    status = command(into, "status", "rounds.status", _("how far a round is"), json=True)
    round_argument(status)
    _add_states(into)
    conflicts = command(
        into,
        "conflicts",
        "conflicts.listing",
        _("what copies of a round say differently; exit code 1 if anything"),
        json=True,
        who=False,
    )
    round_argument(conflicts)
    _add_membership(into)
    _add_follow_up(into)
    move = command(into, "move", "moving.move", _("take a round to a newer version of its checklist"), json=True)
    round_argument(move)
    move.add_argument("--checklist", default="", metavar="ID", help=_("only this one of its checklists"))
    move.add_argument(
        "--to", default="", metavar="FILE|ID", help=_("the version to take; else the workspace's, or the built-in one")
    )
    new = command(into, "new", "rounds.new", _("make a round; prints its id"), json=True, who=False)
    new.add_argument("name", metavar="NAME", help=_("its name, any text"))
    new.add_argument(
        "--checklist", action="extend", nargs="+", default=[], metavar="ID", help=_("a checklist; several times")
    )
    new.add_argument("--unit", action="append", default=[], metavar="CODE", help=_("a unit; several times"))
    new.add_argument("--type", action="append", default=[], metavar="TYPE", help=_("all units of a type, subtypes too"))
    new.add_argument("--all-units", action="store_true", help=_("all units that no other unit belongs to"))
    new.add_argument(
        "--draw", default="", metavar="DRAW", help=_("units drawn with “auditty draw new”; their teams too")
    )
    new.add_argument("--from", dest="start", default="", metavar="DATE", help=_("first day of the period"))
    new.add_argument("--to", dest="end", default="", metavar="DATE", help=_("last day of the period"))
    new.add_argument(
        "--inspector",
        dest="inspectors",
        action="append",
        default=[],
        metavar="NAME",
        help=_("who inspects; several times"),
    )
    new.add_argument(
        "--blank",
        action="append",
        default=[],
        metavar="ID=TEXT",
        help=_("a name the checklist leaves open; several times"),
    )


def _add_follow_up(into: Commands) -> None:
    again = command(
        into,
        "follow-up",
        "followups.make",
        _("make a round of what another one left open; prints its id"),
        json=True,
        who=False,
    )
    round_argument(again)
    again.add_argument("name", nargs="?", default="", metavar="NAME", help=_("its name; else after the round"))
    again.add_argument("--unit", action="append", default=[], metavar="CODE", help=_("only this unit; several times"))
    again.add_argument("--from", dest="start", default="", metavar="DATE", help=_("first day; else the round's"))
    again.add_argument("--to", dest="end", default="", metavar="DATE", help=_("last day; else the round's"))
    again.add_argument(
        "--inspector",
        dest="inspectors",
        action="append",
        default=[],
        metavar="NAME",
        help=_("who inspects, several times; else the round's"),
    )


def _add_states(into: Commands) -> None:
    for name, text in (("finish", _("mark a round finished")), ("resume", _("let a finished round run again"))):
        turn = command(into, name, f"states.{name}", text)
        round_argument(turn)
    seal = command(
        into,
        "seal",
        "seals.make",
        _("close a finished round for good, and sign what it holds with an SSH key"),
        json=True,
    )
    round_argument(seal)
    seal.add_argument(
        "--key", metavar="FILE", help=_("private SSH key, or a public one whose other half is in the agent")
    )
    seal.add_argument("--unsigned", action="store_true", help=_("do not sign: the seal then proves little"))
    seal.add_argument("--finish", action="store_true", help=_("mark a running round finished first"))
    for name, text, needed in (
        ("reopen", _("open a sealed round again, or take back that one is void"), True),
        ("void", _("say that nothing of a round counts; nothing is deleted"), True),
        ("archive", _("put a finished or sealed round out of the way"), True),
        ("unarchive", _("bring a round back from the archive"), False),
    ):
        turn = command(into, name, f"states.{name}", text)
        round_argument(turn)
        turn.add_argument("--reason", required=needed, default="", metavar="TEXT", help=_("why; it is recorded"))


def _add_membership(into: Commands) -> None:
    for name, text in (
        ("join", _("units join a running round, or come back to it")),
        ("leave", _("units leave a running round; their sheets stay and are not counted")),
    ):
        parser = command(into, name, f"membership.{name}", text)
        round_argument(parser)
        parser.add_argument("codes", nargs="+", metavar="CODE", help=_("a unit; several"))
        parser.add_argument("--reason", required=True, metavar="TEXT", help=_("why; it is recorded"))
