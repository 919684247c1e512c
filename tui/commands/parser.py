"""The command line: one parser, one module per group of commands, each imported only when its command runs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module

from tui.commands.syntax.base import Parser, common, of_screens
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


def run(arguments: Sequence[str]) -> int:
    """Parse and carry out; returns the exit code."""
    options = _options_alone(arguments) or build().parse_args(arguments)
    module, function = options.run.rsplit(".", 1)
    command = getattr(import_module(f"tui.commands.{module}"), function)
    return int(command(options))


def _options_alone(arguments: Sequence[str]) -> argparse.Namespace | None:
    """The options of a call without a command, which starts the screens; None for any other call.

    The words of all commands take a tenth of the time until the first screen stands.
    """
    parser = Parser(prog="auditty", add_help=False)
    _begin(parser)
    options, rest = parser.parse_known_args(arguments)
    return None if rest else options


def _begin(parser: Parser) -> None:
    # argparse would look its words up in the process's own gettext domain, which follows the locale and not --lang.
    vars(argparse)["_"] = _
    common(parser, with_defaults=True)
    of_screens(parser, with_defaults=True)
    parser.set_defaults(run="start.start")


def build() -> Parser:
    """The whole parser, in the current language."""
    from tui.commands.syntax import (
        bundles,
        calendar,
        checklists,
        draws,
        evidence,
        exports,
        phrases,
        rectify,
        reports,
        rounds,
        screens,
        search,
        sheets,
        stats,
        units,
        workspaces,
    )

    parser = Parser(prog="auditty", description=_("Checklist audits in the terminal, with a Word notice at the end."))
    parser.add_argument(
        "--version", action="version", version=f"auditty {VERSION}", help=_("show the version and exit")
    )
    _begin(parser)
    commands = parser.add_subparsers(metavar=_("COMMAND"), parser_class=Parser)
    first = (workspaces, checklists, units, rounds, sheets, evidence, bundles)
    for words in (*first, rectify, reports, exports, stats, draws, calendar, search, phrases, screens):
        words.add(commands)
    return parser
