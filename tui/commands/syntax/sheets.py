"""What is recorded on a sheet."""

from __future__ import annotations

from store.model import OUTCOMES
from tui.commands.syntax.base import Commands, command, group, mapping_argument, round_argument
from tui.i18n import _


def add(commands: Commands) -> None:
    """Add what is recorded on a sheet."""
    _mark(commands)
    _results(commands)
    _visit_and_undo(commands)


def _mark(commands: Commands) -> None:
    mark = command(commands, "mark", "mark.mark", _("record a mark, or many from standard input"), json=True)
    round_argument(mark)
    mark.add_argument("unit", metavar="UNIT|-", help=_("a unit, or - to read JSON lines from standard input"))
    mark.add_argument(
        "item", nargs="?", metavar="ITEM", help=_("an item, CHECKLIST:ITEM, or - for a finding outside the list")
    )
    mark.add_argument(
        "verdict",
        nargs="?",
        metavar="pass|fail|na|none|auto",
        help=_("none takes the mark away, auto takes the proposed verdict"),
    )
    mark.add_argument("--note", metavar="TEXT", help=_("a note on the mark"))
    mark.add_argument("--found", metavar="VALUE", help=_("the value found, which the criterion judges"))
    mark.add_argument(
        "--evidence", action="append", default=[], metavar="FILE", help=_("a file to attach; several times")
    )
    mark.add_argument(
        "--drop-evidence",
        action="append",
        default=[],
        metavar="NAME|DIGEST",
        help=_("a file to take off again, by its name or the beginning of its digest"),
    )
    mark.add_argument("--add", action="store_true", help=_("one more finding on the item"))
    mark.add_argument(
        "--outcome",
        choices=[outcome for outcomes in OUTCOMES.values() for outcome in outcomes],
        help=_("what it means in a follow-up; else pass is rectified and fail is not"),
    )
    finding = {
        "problem": _("what is wrong"),
        "place": _("where"),
        "requirement": _("what has to be done"),
        "grade": _("how grave it is, in the checklist's grades"),
        "lead": _("who leads the rectification"),
        "responsible": _("who else answers for it"),
    }
    for name, text in finding.items():
        mark.add_argument(f"--{name}", metavar="TEXT", help=text)
    mark.add_argument("--due", metavar="DATE", help=_("by when, as 2026-12-20"))


def _results(commands: Commands) -> None:
    into = group(commands, "results", _("results from elsewhere"))
    take_in = command(into, "import", "importing.results", _("record the results in a file"), json=True)
    round_argument(take_in)
    take_in.add_argument("file", metavar="FILE", help=_("a checklist filled in, or a .cklb"))
    take_in.add_argument("--unit", metavar="CODE", help=_("the unit that all its results are of"))
    mapping_argument(take_in)


def _visit_and_undo(commands: Commands) -> None:
    visit = command(commands, "visit", "sheets.visit", _("record and show the head of a sheet"), json=True, who=False)
    undo = command(commands, "undo", "sheets.undo", _("take back your own last change on a sheet"), json=True)
    for parser in (visit, undo):
        round_argument(parser)
        parser.add_argument("unit", metavar="UNIT", help=_("a unit's code"))
    visit.add_argument("--date", metavar="DATE", help=_("day of the visit"))
    visit.add_argument("--start", metavar="HH:MM", help=_("when it began"))
    visit.add_argument("--end", metavar="HH:MM", help=_("when it ended"))
    visit.add_argument("--place", metavar="TEXT", help=_("where"))
    visit.add_argument(
        "--inspector",
        dest="inspectors",
        action="append",
        metavar="NAME",
        help=_("who inspected; several times"),
    )
    visit.add_argument(
        "--present", action="append", metavar="“NAME, POST”", help=_("who of the unit was present; several times")
    )
    visit.add_argument("--remarks", metavar="TEXT", help=_("remarks"))
