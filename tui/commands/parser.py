"""The command line: one parser, one module per group of commands, each imported only when its command runs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

from tui.commands.output import Exit, complain
from tui.i18n import N_, _

VERSION = "0.1.0"

ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("ignored explicit argument %r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
)
"""What argparse says by itself, for the catalogue."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line, like every other error of the program."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, **options)  # a shortened option would change its meaning with the next one

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        # For a command, the list of all of them would be longer than the help that tells them apart.
        if isinstance(action, argparse._SubParsersAction) and value not in action.choices:
            complain(_("no command “{name}”; see “{program} --help”").format(name=value, program=self.prog))
            raise SystemExit(Exit.CALL)
        super()._check_value(action, value)

    def error(self, message: str) -> NoReturn:
        complain(_("{problem}; see “{program} --help”").format(problem=message, program=self.prog))
        raise SystemExit(Exit.CALL)


def run(arguments: Sequence[str]) -> int:
    """Parse and carry out; returns the exit code."""
    options = build().parse_args(arguments)
    module, function = options.run.rsplit(".", 1)
    command = getattr(import_module(f"tui.commands.{module}"), function)
    return int(command(options))


def build() -> Parser:
    """The whole parser, in the current language."""
    # argparse would look its words up in the process's own gettext domain, which follows the locale and not --lang.
    vars(argparse)["_"] = _
    parser = Parser(prog="auditty", description=_("Checklist audits in the terminal, with a Word notice at the end."))
    parser.add_argument(
        "--version", action="version", version=f"auditty {VERSION}", help=_("show the version and exit")
    )
    _common(parser, with_defaults=True)
    parser.set_defaults(run="start.start")
    commands = parser.add_subparsers(metavar=_("COMMAND"), parser_class=Parser)
    _workspaces(commands)
    _checklists(commands)
    _units(commands)
    _rounds(commands)
    _mark(commands)
    _results(commands)
    _sheets(commands)
    _reports(commands)
    _calendar(commands)
    return parser


def _common(parser: argparse.ArgumentParser, with_defaults: bool = False, who: bool = True) -> None:
    """Options that stand before or after the command. Only the outermost parser has defaults, or they would win."""

    def add(*names: str, default: object = None, **options: object) -> None:
        parser.add_argument(*names, default=default if with_defaults else argparse.SUPPRESS, **options)  # type: ignore[arg-type]

    add("-w", "--workspace", metavar="DIR", help=_("the workspace; else $AUDITTY_WORKSPACE, else this folder"))
    add("--lang", choices=("zh", "en"), help=_("language; else the workspace's, else the locale's"))
    if who:
        add(
            "--inspector",
            metavar=_("NAME"),
            dest="who",
            help=_("who records; else $AUDITTY_INSPECTOR, else the login name"),
        )
    add("--ascii", action="store_true", default=False, help=_("draw screens with ASCII signs only"))


_Commands = "argparse._SubParsersAction[Parser]"


def _command(commands: _Commands, name: str, run: str, text: str, json: bool = False, who: bool = True) -> Parser:  # type: ignore[valid-type]
    parser: Parser = commands.add_parser(name, help=text, description=text)  # type: ignore[attr-defined]
    _common(parser, who=who)
    parser.set_defaults(run=run)
    if json:
        parser.add_argument("--json", action="store_true", help=_("print JSON"))
    return parser


def _group(commands: _Commands, name: str, text: str) -> _Commands:  # type: ignore[valid-type]
    parser: Parser = commands.add_parser(name, help=text, description=text)  # type: ignore[attr-defined]
    return parser.add_subparsers(metavar=_("COMMAND"), required=True, parser_class=Parser)


def _workspaces(commands: _Commands) -> None:  # type: ignore[valid-type]
    demo = _command(commands, "demo", "start.demo", _("make a sample workspace and open it"))
    demo.add_argument("dir", nargs="?", default="auditty-demo", metavar="DIR", help=_("a new folder (./auditty-demo)"))
    demo.add_argument("--no-open", action="store_true", help=_("do not open it"))
    init = _command(commands, "init", "start.init", _("make an empty workspace"))
    init.add_argument("dir", metavar="DIR", help=_("a new folder"))
    init.add_argument("--title", default="", metavar=_("TITLE"), help=_("its title"))
    inspectors = _group(commands, "inspectors", _("the inspectors of the workspace"))
    _command(inspectors, "list", "people.show", _("list the inspectors"), json=True)
    add = _command(inspectors, "add", "people.add", _("add an inspector, or change one"))
    add.add_argument("name", metavar=_("NAME"), help=_("name"))
    add.add_argument("--post", default="", metavar=_("POST"), help=_("post"))
    add.add_argument("--certificate", default="", metavar=_("NUMBER"), help=_("number of the inspector's certificate"))
    _command(commands, "verify", "checks.verify", _("check that everything is as it was written"), json=True)
    history = _command(commands, "history", "checks.history", _("who changed what and when"), json=True)
    history.add_argument("round", nargs="?", default="", metavar="ROUND", help=_("of this round and its sheets"))
    history.add_argument("unit", nargs="?", default="", metavar="UNIT", help=_("of this unit's sheet"))
    history.add_argument(
        "item", nargs="?", default="", metavar="ITEM", help=_("of this item, or - for findings outside the list")
    )


def _checklists(commands: _Commands) -> None:  # type: ignore[valid-type]
    group = _group(commands, "checklists", _("the checklists at hand"))
    _command(group, "list", "checklist.listing", _("list the checklists"), json=True)
    show = _command(group, "show", "checklist.show", _("show a checklist"), json=True)
    show.add_argument("id", metavar="ID", help=_("its id; see “auditty checklists list”"))
    export = _command(
        group, "export", "checklist_export.export", _("write a checklist as YAML, as an Excel table or as a Word form")
    )
    export.add_argument("id", metavar="ID", help=_("its id; see “auditty checklists list”"))
    export.add_argument("file", metavar="FILE", help=_("its name ends in .yaml, .xlsx or .docx"))
    export.add_argument("--round", default="", metavar="ROUND", help=_("as this round has it"))
    export.add_argument("--unit", default="", metavar="CODE", help=_("to be filled in for this unit of the round"))
    check = _command(group, "check", "checklist.check", _("check files and report every error"), json=True)
    check.add_argument("files", nargs="+", metavar="FILE", help=_("a checklist in YAML"))
    take_in = _command(group, "import", "importing.checklists", _("take checklists of other programs in"), json=True)
    take_in.add_argument(
        "files", nargs="+", metavar="FILE", help=_("Excel, CSV, Word tables, CISO Assistant YAML or .cklb")
    )
    take_in.add_argument("--id", default="", metavar="ID", help=_("the id of the checklist; else made from the file"))
    take_in.add_argument("--title", default="", metavar=_("TITLE"), help=_("its title; else the one in the file"))
    take_in.add_argument("--replace", action="store_true", help=_("put a higher version in the place of the one there"))
    _mapping(take_in)
    new = _command(group, "new", "checklist_format.new", _("write a commented checklist to begin with"))
    new.add_argument("file", metavar="FILE", help=_("a new file, its name ends in .yaml"))
    diff = _command(group, "diff", "checklist_format.diff", _("what changed between two versions"), json=True)
    diff.add_argument("before", metavar="A", help=_("the older version: an id or a file"))
    diff.add_argument("after", metavar="B", help=_("the newer version: an id or a file"))
    schema = _command(group, "schema", "checklist_format.show_schema", _("print the JSON Schema of the format"))
    schema.add_argument("--path", action="store_true", help=_("print where its file lies"))


def _units(commands: _Commands) -> None:  # type: ignore[valid-type]
    group = _group(commands, "units", _("the units that are inspected"))
    _command(group, "list", "units.listing", _("list the units"), json=True)
    take_in = _command(group, "import", "units.take_in", _("take units in from CSV or XLSX"), json=True)
    take_in.add_argument(
        "file", metavar="FILE", help=_("CSV in UTF-8 or GB18030, or XLSX; the first row names the columns")
    )
    export = _command(group, "export", "units.export", _("write the units to CSV or XLSX"))
    export.add_argument("file", metavar="FILE", help=_("its name ends in .csv or .xlsx"))


def _rounds(commands: _Commands) -> None:  # type: ignore[valid-type]
    group = _group(commands, "rounds", _("the rounds of inspection"))
    _command(group, "list", "rounds.listing", _("list the rounds"), json=True)
    status = _command(group, "status", "rounds.status", _("how far a round is"), json=True)
    status.add_argument("round", metavar="ROUND", help=_("its id, the beginning of it, or its name"))
    for name, text in (("finish", _("mark a round finished")), ("resume", _("let a finished round run again"))):
        turn = _command(group, name, f"rounds.{name}", text)
        turn.add_argument("round", metavar="ROUND", help=_("its id, the beginning of it, or its name"))
    move = _command(group, "move", "moving.move", _("take a round to a newer version of its checklist"), json=True)
    move.add_argument("round", metavar="ROUND", help=_("its id, the beginning of it, or its name"))
    move.add_argument("--checklist", default="", metavar="ID", help=_("only this one of its checklists"))
    move.add_argument(
        "--to", default="", metavar="FILE|ID", help=_("the version to take; else the workspace's, or the built-in one")
    )
    new = _command(group, "new", "rounds.new", _("make a round; prints its id"), json=True, who=False)
    new.add_argument("name", metavar=_("NAME"), help=_("its name, any text"))
    new.add_argument(
        "--checklist", action="extend", nargs="+", default=[], metavar="ID", help=_("a checklist; several times")
    )
    new.add_argument("--unit", action="append", default=[], metavar="CODE", help=_("a unit; several times"))
    new.add_argument("--type", action="append", default=[], metavar="TYPE", help=_("all units of a type, subtypes too"))
    new.add_argument("--all-units", action="store_true", help=_("all units that no other unit belongs to"))
    new.add_argument("--from", dest="start", default="", metavar="DATE", help=_("first day of the period"))
    new.add_argument("--to", dest="end", default="", metavar="DATE", help=_("last day of the period"))
    new.add_argument(
        "--inspector",
        dest="inspectors",
        action="append",
        default=[],
        metavar=_("NAME"),
        help=_("who inspects; several times"),
    )
    new.add_argument(
        "--blank",
        action="append",
        default=[],
        metavar="ID=TEXT",
        help=_("a name the checklist leaves open; several times"),
    )


def _sheets(commands: _Commands) -> None:  # type: ignore[valid-type]
    visit = _command(commands, "visit", "sheets.visit", _("record and show the head of a sheet"), json=True, who=False)
    undo = _command(commands, "undo", "sheets.undo", _("take back your own last change on a sheet"), json=True)
    for parser in (visit, undo):
        parser.add_argument("round", metavar="ROUND", help=_("its id, the beginning of it, or its name"))
        parser.add_argument("unit", metavar="UNIT", help=_("a unit's code"))
    visit.add_argument("--date", metavar="DATE", help=_("day of the visit"))
    visit.add_argument("--start", metavar="HH:MM", help=_("when it began"))
    visit.add_argument("--end", metavar="HH:MM", help=_("when it ended"))
    visit.add_argument("--place", metavar=_("TEXT"), help=_("where"))
    visit.add_argument(
        "--inspector",
        dest="inspectors",
        action="append",
        metavar=_("NAME"),
        help=_("who inspected; several times"),
    )
    visit.add_argument(
        "--present", action="append", metavar=_("“NAME POST”"), help=_("who of the unit was present; several times")
    )
    visit.add_argument("--remarks", metavar=_("TEXT"), help=_("remarks"))


def _mark(commands: _Commands) -> None:  # type: ignore[valid-type]
    mark = _command(commands, "mark", "mark.mark", _("record a mark, or many from standard input"), json=True)
    mark.add_argument("round", metavar="ROUND", help=_("its id, the beginning of it, or its name"))
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
    mark.add_argument("--note", metavar=_("TEXT"), help=_("a note on the mark"))
    mark.add_argument("--found", metavar=_("VALUE"), help=_("the value found, which the criterion judges"))
    mark.add_argument(
        "--evidence", action="append", default=[], metavar="FILE", help=_("a file to attach; several times")
    )
    mark.add_argument("--add", action="store_true", help=_("one more finding on the item"))
    finding = {
        "problem": _("what is wrong"),
        "place": _("where"),
        "requirement": _("what has to be done"),
        "grade": _("how grave it is, in the checklist's grades"),
        "lead": _("who leads the rectification"),
        "responsible": _("who else answers for it"),
    }
    for name, text in finding.items():
        mark.add_argument(f"--{name}", metavar=_("TEXT"), help=text)
    mark.add_argument("--due", metavar="DATE", help=_("by when, as 2026-12-20"))


def _results(commands: _Commands) -> None:  # type: ignore[valid-type]
    group = _group(commands, "results", _("results from elsewhere"))
    take_in = _command(group, "import", "importing.results", _("record the results in a file"), json=True)
    take_in.add_argument("round", metavar="ROUND", help=_("its id, the beginning of it, or its name"))
    take_in.add_argument("file", metavar="FILE", help=_("a checklist filled in, or a .cklb"))
    take_in.add_argument("--unit", metavar="CODE", help=_("the unit that all its results are of"))
    _mapping(take_in)


def _mapping(parser: Parser) -> None:
    parser.add_argument("--mapping", metavar="FILE", help=_("YAML that says which column is which field"))


def _reports(commands: _Commands) -> None:  # type: ignore[valid-type]
    report = _command(commands, "report", "report.report", _("write a document"), json=True)
    report.add_argument("kind", choices=("notice",), metavar="KIND", help=_("notice: the rectification notice"))
    report.add_argument("round", metavar="ROUND", help=_("its id, the beginning of it, or its name"))
    report.add_argument("--unit", action="append", default=[], metavar="CODE", help=_("a unit; several times"))
    report.add_argument("--all", action="store_true", help=_("every unit of the round with findings to notify"))
    report.add_argument("--issue", action="store_true", help=_("number it and register it; else it is a draft"))
    report.add_argument("-o", "--output", required=True, metavar="FILE|DIR", help=_("where to write it"))


def _calendar(commands: _Commands) -> None:  # type: ignore[valid-type]
    text = _("what falls due when, for whom, and what is overdue")
    calendar = _command(commands, "calendar", "calendar.calendar", text, json=True)
    calendar.add_argument(
        "round", nargs="?", default="", metavar="ROUND", help=_("of this round; else of all that are running")
    )
    calendar.add_argument("--unit", default="", metavar="CODE", help=_("of this unit only"))
    calendar.add_argument("--from", dest="start", default="", metavar="DATE", help=_("due on this day or later"))
    calendar.add_argument("--to", dest="end", default="", metavar="DATE", help=_("due on this day or earlier"))
    calendar.add_argument("--overdue", action="store_true", help=_("only what is overdue; exit code 1 if anything is"))
