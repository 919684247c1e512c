"""The workspace as a whole."""

from __future__ import annotations

from tui.commands.syntax.base import Commands, command, count, group, of_screens, port
from tui.i18n import _


def add(commands: Commands) -> None:
    """Add what concerns a workspace as a whole."""
    demo = command(commands, "demo", "start.demo", _("make a sample workspace and open it"))
    demo.add_argument("dir", nargs="?", default="auditty-demo", metavar="DIR", help=_("a new folder (./auditty-demo)"))
    of_screens(demo)
    demo.add_argument("--no-open", action="store_true", help=_("do not open it"))
    init = command(commands, "init", "start.init", _("make an empty workspace"))
    init.add_argument("dir", metavar="DIR", help=_("a new folder"))
    init.add_argument("--title", default="", metavar="TITLE", help=_("its title"))
    serve = command(commands, "serve", "serve.serve", _("show the screens in a browser on this machine"))
    of_screens(serve)
    serve.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help=_("where to listen; else 127.0.0.1"))
    serve.add_argument("--port", type=port, default=8000, metavar="N", help=_("else 8000; 0 takes a free one"))
    inspectors = group(commands, "inspectors", _("the inspectors of the workspace"))
    command(inspectors, "list", "people.show", _("list the inspectors"), json=True)
    add = command(inspectors, "add", "people.add", _("add an inspector, or change one"))
    add.add_argument("name", metavar="NAME", help=_("name"))
    add.add_argument("--post", default="", metavar="POST", help=_("post"))
    add.add_argument("--certificate", default="", metavar="NUMBER", help=_("number of the inspector's certificate"))
    verify = command(commands, "verify", "checks.verify", _("check that everything is as it was written"), json=True)
    verify.add_argument(
        "--allowed-signers",
        default="",
        metavar="FILE",
        help=_("whose keys may seal, as ssh-keygen reads it; else allowed_signers in the workspace"),
    )
    repair = command(commands, "repair", "mending.repair", _("mend damaged files from what is intact"), json=True)
    repair.add_argument("--dry-run", action="store_true", help=_("only say what would be mended"))
    migrate = command(commands, "migrate", "mending.migrate", _("bring a workspace of an older auditty up to date"))
    migrate.add_argument(
        "--copy", default="", metavar="DIR", help=_("where to keep a copy as it was; else beside the workspace")
    )
    history = command(commands, "history", "checks.history", _("who changed what and when"), json=True)
    history.add_argument("round", nargs="?", default="", metavar="ROUND", help=_("of this round and its sheets"))
    history.add_argument("unit", nargs="?", default="", metavar="UNIT", help=_("of this unit's sheet"))
    history.add_argument(
        "item", nargs="?", default="", metavar="ITEM", help=_("of this item, or - for findings outside the list")
    )
    history.add_argument(
        "--unit",
        default="",
        metavar="CODE",
        dest="everywhere",
        help=_("of everything that concerns this unit, over all rounds"),
    )
    history.add_argument("--since", default="", metavar="DATE", help=_("from this day on"))
    history.add_argument(
        "--who", default="", metavar="NAME", dest="only_by", help=_("only what this inspector or OS user changed")
    )
    history.add_argument("--limit", type=count, metavar="N", help=_("only the newest N"))
    _add_backups(commands)


def _add_backups(commands: Commands) -> None:
    backup = command(
        commands, "backup", "backups.backup", _("copy the whole workspace, while people work in it"), json=True
    )
    backup.add_argument("dir", metavar="DIR", help=_("a new folder, outside the workspace"))
    restore = command(
        commands, "restore", "backups.restore", _("bring a backup back as the workspace at -w"), json=True, who=False
    )
    restore.add_argument("dir", metavar="DIR", help=_("the backup"))
    restore.add_argument(
        "--replace", action="store_true", help=_("move the workspace that is there aside; nothing is deleted")
    )
    restore.add_argument("--damaged-too", action="store_true", help=_("a backup with faults too"))
