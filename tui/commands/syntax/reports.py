"""Documents."""

from __future__ import annotations

from reports.kinds import KINDS
from tui.commands.syntax.base import Commands, command, count, group
from tui.i18n import _, labelled


def add(commands: Commands) -> None:
    """Add the documents."""
    report = command(commands, "report", "report.report", _("write a document"), json=True)
    kinds = "\n".join(labelled(name, _(kind.title)) for name, kind in KINDS.items())
    report.add_argument("kind", choices=tuple(KINDS), metavar="KIND", help=kinds)
    report.add_argument(
        "round", metavar="ROUND", nargs="?", help=_("its id, the beginning of it, or its name; not for every kind")
    )
    report.add_argument("--unit", action="append", default=[], metavar="CODE", help=_("a unit; several times"))
    report.add_argument("--all", action="store_true", help=_("every unit there is something to say about"))
    report.add_argument("--issue", action="store_true", help=_("number it and register it; else it is a draft"))
    report.add_argument(
        "--month", default="", metavar="YYYY-MM", help=_("the month it is about, else this one; for a form of a month")
    )
    report.add_argument(
        "--year", type=count, default=0, help=_("the year it is about, else this one; for the year's progress report")
    )
    report.add_argument("--no-names", action="store_true", help=_("name no unit, in a bulletin"))
    report.add_argument("--template", metavar="FILE", help=_("fill this Word file; see “document template”"))
    amends = report.add_mutually_exclusive_group()
    amends.add_argument("--corrects", metavar="NUMBER", help=_("put right the issued document of this number"))
    amends.add_argument("--supplements", metavar="NUMBER", help=_("add to the issued document of this number"))
    report.add_argument("--reason", metavar="TEXT", help=_("why it is put right or added to"))
    report.add_argument("--date", metavar="DATE", help=_("the day a draft is made for; else today"))
    report.add_argument("--pdf", action="store_true", help=_("with a copy as PDF beside it, made by LibreOffice"))
    report.add_argument("-o", "--output", required=True, metavar="FILE|DIR", help=_("where to write it"))

    documents = group(
        commands, "document", _("issued documents, templates, and how a Word file stands against the layout")
    )
    template = command(documents, "template", "document.template", _("write a Word template to start from"))
    template.add_argument("kind", choices=tuple(KINDS), metavar="KIND", help=kinds)
    template.add_argument("file", metavar="FILE", help=_("where to write it"))
    check = command(documents, "check", "document.check", _("say how a Word file stands against the layout"), json=True)
    check.add_argument("file", metavar="FILE", help=_("any .docx"))
    listed = command(documents, "list", "issued.register", _("list the issued documents"), json=True)
    listed.add_argument("round", metavar="ROUND", nargs="?", help=_("only those of this round"))
    listed.add_argument("--unit", metavar="CODE", help=_("only those to this unit"))
    listed.add_argument("--kind", choices=tuple(KINDS), metavar="KIND", help=_("only those of this kind"))
    again = command(documents, "reprint", "issued.reprint", _("write an issued document once more, byte for byte"))
    again.add_argument("number", metavar="NUMBER", help=_("its number; brackets and spaces may differ"))
    again.add_argument("-o", "--output", required=True, metavar="FILE|DIR", help=_("where to write it"))
    verified = command(
        documents, "verify", "issued.verify", _("say whether files are documents as they were issued"), json=True
    )
    verified.add_argument("file", nargs="+", metavar="FILE", help=_("any file"))
