"""What a round adds up to."""

from __future__ import annotations

from tui.commands.syntax.base import Commands, Parser, command, group, round_argument
from tui.i18n import _

SORTS = ("worst", "open", "code")


def add(commands: Commands) -> None:
    """Add the figures."""
    into = group(commands, "stats", _("what the records add up to"))
    text = _("a round at a glance: progress, parts, grades, what is due, and how each unit does in each part")
    overview = command(into, "overview", "stats_overview.overview", text, json=True)
    round_argument(overview)
    _by(overview, ("part", "section"), _("in these"))
    overview.add_argument("--sort", choices=SORTS, default=SORTS[0], help=_("the order of the units"))
    overview.add_argument("--within", metavar="PART", default="", help=_("the worst first in this part or section"))
    overview.add_argument("--type", metavar="TYPE", default="", help=_("only units of this type"))
    scores = command(into, "scores", "stats.scores", _("scores, ranking and bands"), json=True)
    round_argument(scores)
    _by(scores, ("unit", "part", "section"), _("of each unit in order of rank, or of each part or section of the list"))
    items = command(into, "items", "stats.items", _("the pass rate of each item over all units"), json=True)
    round_argument(items)
    items.add_argument("--worst", action="store_true", help=_("only what failed, lowest pass rate first"))
    item = command(into, "item", "stats_across.item", _("one item over all units of the round"), json=True)
    round_argument(item)
    item.add_argument("item", metavar="ITEM", help=_("its id, or CHECKLIST:ITEM where several have it"))
    _only(item)
    unit = command(into, "unit", "stats_across.unit", _("one unit over all rounds"), json=True)
    unit.add_argument("unit", metavar="UNIT", help=_("the unit's code"))
    grades = command(into, "grades", "stats.grades", _("risk points and findings by grade"), json=True)
    round_argument(grades)
    grades.add_argument("--list", action="store_true", help=_("name every finding"))
    rates = command(into, "rates", "stats_rounds.rates", _("how much was put right, in time, and came back"), json=True)
    rates.add_argument("round", nargs="?", default="", metavar="ROUND", help=_("of this round; else of all"))
    _by(rates, ("unit", "lead", "grade", "part", "type"), _("for each of these"))
    compare = command(into, "compare", "stats_rounds.compare", _("two rounds: put right, new, come back"), json=True)
    compare.add_argument("before", metavar="ROUND", help=_("the earlier round"))
    compare.add_argument("after", metavar="ROUND", help=_("the later round"))
    _by(compare, ("unit", "part", "section", "item"), _("counted for each of these"))
    compare.add_argument("--list", action="store_true", help=_("name every change, and what only one round has"))
    trend = command(into, "trend", "stats_rounds.trend", _("one line for each round, oldest first"), json=True)
    trend.add_argument("rounds", nargs="*", metavar="ROUND", help=_("these rounds; else all that are not void"))


def _by(parser: Parser, choices: tuple[str, ...], text: str) -> None:
    parser.add_argument("--by", choices=choices, default=choices[0], help=text)


def _only(parser: Parser) -> None:
    parser.add_argument(
        "--only", action="append", choices=("pass", "fail", "na", "none"), help=_("only those marked so; repeatable")
    )
