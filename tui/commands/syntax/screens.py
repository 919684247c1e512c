"""What there is to say about the screens."""

from __future__ import annotations

from tui.commands.syntax.base import Commands, command
from tui.i18n import _


def add(commands: Commands) -> None:
    """Add what concerns the screens."""
    keys = command(commands, "keys", "keys.show", _("list every key as it is in force"), json=True, who=False)
    inside = keys.add_subparsers(metavar=_("COMMAND"), parser_class=type(keys))
    check = command(inside, "check", "keys.check", _("check a file of your own keys"), json=True, who=False)
    check.add_argument("file", nargs="?", default="", metavar="FILE", help=_("else ~/.config/auditty/keys.yaml"))
