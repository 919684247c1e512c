"""Looking for words."""

from __future__ import annotations

from store.searching.hits import KINDS
from tui.commands.syntax.base import Commands, command
from tui.i18n import _


def add(commands: Commands) -> None:
    """Add the search."""
    search = command(commands, "search", "search.search", _("find words in everything that is recorded"), json=True)
    search.add_argument("words", nargs="+", metavar="WORD", help=_("all of them, in any order"))
    search.add_argument(
        "--in", dest="kinds", action="append", choices=KINDS, help=_("only in what is of this kind; repeatable")
    )
