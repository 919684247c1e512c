"""Bundles, and the conflicts that merging can leave."""

from __future__ import annotations

from tui.commands.syntax.base import Commands, command, group, round_argument
from tui.i18n import _


def add(commands: Commands) -> None:
    """Add bundles and the settling of conflicts."""
    into = group(
        commands,
        "bundle",
        _("a round in one file, to work on elsewhere and merge; ledgers, documents and settings do not travel"),
    )
    export = command(
        into, "export", "bundles.export", _("pack a round, or some of its units, into one file"), json=True, who=False
    )
    round_argument(export)
    export.add_argument("file", metavar="FILE", help=_("a new file to write; an existing one is left alone"))
    export.add_argument("--unit", action="append", default=[], metavar="CODE", help=_("a unit; several times"))
    take_in = command(
        into,
        "import",
        "bundles.take_in",
        _("merge a bundle into this workspace; exit code 1 if anything is in conflict"),
        json=True,
        who=False,
    )
    take_in.add_argument("file", metavar="FILE", help=_("what “auditty bundle export” wrote"))
    take_in.add_argument("--dry-run", action="store_true", help=_("only say what it would come to; write nothing"))
    settle = command(commands, "settle", "conflicts.settle", _("choose which of several values of an item stands"))
    round_argument(settle)
    settle.add_argument("unit", metavar="UNIT|-", help=_("a unit's code, or - for the round itself"))
    settle.add_argument("item", metavar="ITEM", help=_("as “auditty rounds conflicts ROUND” names it"))
    settle.add_argument("event", metavar="EVENT", help=_("the id of the event whose value is to stand"))
