"""Phrases, and what was written before."""

from __future__ import annotations

from store.phrasing.own import FIELDS
from tui.commands.syntax.base import Commands, Parser, command, group, round_argument
from tui.i18n import _


def add(commands: Commands) -> None:
    """Add the phrases."""
    into = group(commands, "phrases", _("phrases that are offered where texts are typed, and findings written before"))
    command(into, "list", "phrases.listing", _("list the office's own phrases"), json=True)
    new = command(into, "add", "phrases.add", _("add phrases; prints their ids"), json=True)
    new.add_argument("text", nargs="+", metavar="TEXT", help=_("a phrase; - reads one a line from standard input"))
    _field(new)
    new.add_argument("--item", default="", metavar="CHECKLIST:ITEM", help=_("only at this item; else at every item"))
    away = command(into, "remove", "phrases.remove", _("take a phrase away"))
    away.add_argument("phrase", metavar="ID|TEXT", help=_("its id, or the whole of its text"))
    offered = command(into, "offered", "phrases.offered", _("list what is offered at an item, best first"), json=True)
    round_argument(offered)
    offered.add_argument("item", metavar="ITEM", help=_("an item, CHECKLIST:ITEM, or - for a finding outside the list"))
    _field(offered, "problem")
    again = command(
        into, "findings", "phrases.again", _("list the findings of a round, most frequent first"), json=True
    )
    round_argument(again)
    again.add_argument("item", nargs="?", default="", metavar="ITEM", help=_("only those of this item"))


def _field(parser: Parser, default: str = "") -> None:
    text = _("where it is offered; else everywhere") if not default else _("for which field; else the problem")
    parser.add_argument("--for", dest="field", choices=FIELDS, default=default, help=text)
