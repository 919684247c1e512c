"""Attached files."""

from __future__ import annotations

from tui.commands.syntax.base import Commands, command, group, round_argument
from tui.i18n import _


def add(commands: Commands) -> None:
    """Add the attached files."""
    evidence = group(commands, "evidence", _("files attached to marks, findings and rectifications"))
    show = command(evidence, "list", "evidence.show", _("list the files attached in a round"), json=True, who=False)
    round_argument(show)
    show.add_argument("unit", nargs="?", default="", metavar="UNIT", help=_("of this unit only"))
    get = command(evidence, "get", "evidence.get", _("write a copy of an attached file"), who=False)
    get.add_argument("digest", metavar="DIGEST", help=_("its SHA-256, or the beginning of it"))
    get.add_argument("file", metavar="FILE", help=_("a new file to write; an existing one is left alone"))
