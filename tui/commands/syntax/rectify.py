"""Rectifications."""

from __future__ import annotations

from store.rectifying.life import STATES, VERBS
from tui.commands.syntax.base import Commands, Parser, command, group, round_argument
from tui.i18n import _

SORTS = ("due", "unit", "grade", "lead", "state")


def add(commands: Commands) -> None:
    """Add the board, one rectification, every step of its life, and what nobody looked at."""
    into = group(commands, "rectify", _("rectifications: who has to put right what by when, and how far it is"))
    _add_list(into)
    show = command(into, "show", "rectify.show", _("show a rectification with all its steps"), json=True)
    show.add_argument("id", metavar="ID", help=_("its id, such as KI0001-0007"))
    for name, verb in VERBS.items():
        step = command(into, name, "rectify.take", _(verb.title), json=True)
        step.set_defaults(verb=name)
        _add_fields(step, verb.takes)
    text = _("take the results of a follow-up over: close, return or reopen; exit code 1 if anything was left")
    results = command(into, "apply", "followups.apply", text, json=True)
    round_argument(results)
    results.add_argument("--unit", action="append", default=[], metavar="CODE", help=_("only this unit; several times"))
    results.add_argument("--dry-run", action="store_true", help=_("only say what would be done"))
    text = _("units of which no round has a mark; exit code 1 if there are any")
    command(into, "uninspected", "rectify.uninspected", text, json=True)
    text = _("passes older than pass_valid_days in workspace.yaml; exit code 1 if there are any")
    command(into, "aged", "rectify.aged", text, json=True)


def _add_list(into: Commands) -> None:
    text = _("list rectifications; with --waiting, --overdue or --due-in exit code 1 if there are any")
    listing = command(into, "list", "rectify.listing", text, json=True)
    listing.add_argument("--waiting", action="store_true", help=_("what waits for a check, a sign-off or a decision"))
    listing.add_argument("--overdue", action="store_true", help=_("what is overdue"))
    listing.add_argument("--due-in", metavar="DAYS", help=_("what is due within so many days, as 3d"))
    listing.add_argument(
        "--state", action="append", default=[], choices=[*STATES, "all"], help=_("in this state; several times")
    )
    listing.add_argument("--round", default="", metavar="ROUND", help=_("ordered in this round, as its figures count"))
    listing.add_argument("--unit", action="append", default=[], metavar="CODE", help=_("a unit; several times"))
    listing.add_argument(
        "--type", action="append", default=[], metavar="TYPE", help=_("units of a type; several times")
    )
    listing.add_argument(
        "--grade", action="append", default=[], metavar="GRADE", help=_("of this grade; several times")
    )
    listing.add_argument(
        "--lead", default="", metavar="NAME", help=_("led by, or the duty of, who has this in the name")
    )
    listing.add_argument("--sort", choices=SORTS, default="due", help=_("in which order"))


def _add_fields(step: Parser, takes: tuple[str, ...]) -> None:
    step.add_argument("ids", nargs="+", metavar="ID", help=_("one or more ids, such as KI0001-0007"))
    step.add_argument("--note", default="", metavar="TEXT", help=_("a note, or the reason"))
    step.add_argument(
        "--evidence", action="append", default=[], metavar="FILE", help=_("a file to attach; several times")
    )
    step.add_argument("--date", default="", metavar="DATE", help=_("the day it happened; else today"))
    step.add_argument("--by", default="", metavar="NAME", help=_("on whose behalf; else your own"))
    texts = {
        "measure": ("TEXT", _("what is done about it")),
        "progress": ("TEXT", _("how far it is")),
        "due": ("DATE", _("the new due date")),
        "lead": ("NAME", _("who leads the rectification")),
        "responsible": ("NAME", _("who else answers for it")),
    }
    for name in takes:
        metavar, text = texts[name]
        step.add_argument(f"--{name}", default="", metavar=metavar, help=text)
