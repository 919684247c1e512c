"""Checklists."""

from __future__ import annotations

from tui.commands.syntax.base import Commands, command, group, mapping_argument
from tui.i18n import _


def add(commands: Commands) -> None:
    """Add what is done with checklists."""
    into = group(commands, "checklists", _("the checklists at hand"))
    command(into, "list", "checklist.listing", _("list the checklists"), json=True)
    show = command(into, "show", "checklist.show", _("show a checklist"), json=True)
    show.add_argument("id", metavar="ID", help=_("its id; see “auditty checklists list”"))
    export = command(
        into, "export", "checklist_export.export", _("write a checklist as YAML, as an Excel table or as a Word form")
    )
    export.add_argument("id", metavar="ID", help=_("its id; see “auditty checklists list”"))
    export.add_argument("file", metavar="FILE", help=_("its name ends in .yaml, .xlsx or .docx"))
    export.add_argument("--round", default="", metavar="ROUND", help=_("as this round has it"))
    export.add_argument("--unit", default="", metavar="CODE", help=_("to be filled in for this unit of the round"))
    check = command(into, "check", "checklist.check", _("check files and report every error"), json=True)
    check.add_argument("files", nargs="+", metavar="FILE", help=_("a checklist in YAML"))
    take_in = command(into, "import", "importing.checklists", _("take checklists of other programs in"), json=True)
    take_in.add_argument(
        "files", nargs="+", metavar="FILE", help=_("Excel, CSV, Word tables, CISO Assistant YAML or .cklb")
    )
    take_in.add_argument("--id", default="", metavar="ID", help=_("the id of the checklist; else made from the file"))
    take_in.add_argument("--title", default="", metavar="TITLE", help=_("its title; else the one in the file"))
    take_in.add_argument("--replace", action="store_true", help=_("put a higher version in the place of the one there"))
    mapping_argument(take_in)
    new = command(into, "new", "checklist_format.new", _("write a commented checklist to begin with"))
    new.add_argument("file", metavar="FILE", help=_("a new file, its name ends in .yaml"))
    diff = command(into, "diff", "checklist_format.diff", _("what changed between two versions"), json=True)
    diff.add_argument("before", metavar="A", help=_("the older version: an id or a file"))
    diff.add_argument("after", metavar="B", help=_("the newer version: an id or a file"))
    schema = command(into, "schema", "checklist_format.show_schema", _("print the JSON Schema of the format"))
    schema.add_argument("--path", action="store_true", help=_("print where its file lies"))
