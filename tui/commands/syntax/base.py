"""What the groups of commands are described with."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any, NoReturn

from tui.commands.output import Exit, cells, complain
from tui.i18n import _, labelled
from tui.themes import NAMES


class _Help(argparse.HelpFormatter):
    """Wraps by cells of the terminal, where argparse counts characters, and keeps the lines that a text has."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        lines: list[str] = []
        for part in text.splitlines():
            lines.append("")
            for piece in re.findall(r"(?:[!-~]+|[^!-~])[，。：；、）”]* *", part):
                if lines[-1] and cells(lines[-1] + piece.rstrip()) > width:
                    lines.append("")
                lines[-1] += piece
        return [line.rstrip() for line in lines]

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in self._split_lines(text, width - len(indent)))


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line, like every other error of the program."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Help)
        super().__init__(allow_abbrev=False, **options)  # a shortened option would change its meaning with the next one

    def format_help(self) -> str:
        # argparse puts its own colon behind a heading.
        text = super().format_help()
        return re.sub(r"^(\w+):$", lambda found: labelled(found[1], "").rstrip(), text, flags=re.MULTILINE)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        # For a command, the list of all of them would be longer than the help that tells them apart.
        if isinstance(action, argparse._SubParsersAction) and value not in action.choices:
            complain(_("no command “{name}”; see “{program} --help”").format(name=value, program=self.prog))
            raise SystemExit(Exit.CALL)
        super()._check_value(action, value)

    def error(self, message: str) -> NoReturn:
        complain(_("{problem}; see “{program} --help”").format(problem=message, program=self.prog))
        raise SystemExit(Exit.CALL)


if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[Parser]
else:
    Commands = argparse._SubParsersAction  # where commands are added


def common(parser: argparse.ArgumentParser, with_defaults: bool = False, who: bool = True) -> None:
    """Options that stand before or after the command. Only the outermost parser has defaults, or they would win."""

    def add(*names: str, default: object = None, **options: object) -> None:
        parser.add_argument(*names, default=default if with_defaults else argparse.SUPPRESS, **options)  # type: ignore[arg-type]

    add("-w", "--workspace", metavar="DIR", help=_("the workspace; else $AUDITTY_WORKSPACE, else this folder"))
    add("--lang", choices=("zh", "en"), help=_("language; else the workspace's, else the locale's"))
    if who:
        add(
            "--inspector",
            metavar="NAME",
            dest="who",
            help=_("who records; else $AUDITTY_INSPECTOR, else the login name"),
        )
    add("--theme", choices=NAMES, help=_("colours of the screens; else $AUDITTY_THEME, else those chosen last"))
    add("--ascii", action="store_true", default=False, help=_("draw screens with ASCII signs only"))


def of_screens(parser: argparse.ArgumentParser, with_defaults: bool = False) -> None:
    """Options of the calls that open the screens, as in `common`."""
    off, keys = (False, "") if with_defaults else (argparse.SUPPRESS, argparse.SUPPRESS)
    parser.add_argument(
        "--plain", action="store_true", default=off, help=_("questions and answers in plain lines instead of screens")
    )
    parser.add_argument("--mouse", action="store_true", default=off, help=_("take the mouse, too"))
    parser.add_argument(
        "--keys",
        metavar="FILE",
        default=keys,
        help=_("your own keys; else ~/.config/auditty/keys.yaml, if it is there"),
    )


def command(commands: Commands, name: str, run: str, text: str, json: bool = False, who: bool = True) -> Parser:
    parser: Parser = commands.add_parser(name, help=text, description=text)
    common(parser, who=who)
    parser.set_defaults(run=run)
    if json:
        parser.add_argument("--json", action="store_true", help=_("print JSON"))
    return parser


def group(commands: Commands, name: str, text: str) -> Commands:
    parser: Parser = commands.add_parser(name, help=text, description=text)
    return parser.add_subparsers(metavar=_("COMMAND"), required=True, parser_class=Parser)


def count(text: str) -> int:
    """How many, at least one."""
    if not (text.isascii() and text.isdigit() and int(text[:9])):
        raise argparse.ArgumentTypeError(_("“{text}” is not a number from 1 on").format(text=text[:40]))
    return int(text[:9])


def port(text: str) -> int:
    """The number of a port, 0 for any that is free."""
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) < 1 << 16):
        raise argparse.ArgumentTypeError(_("“{text}” is not a number from 0 to 65535").format(text=text[:40]))
    return int(text)


def round_argument(parser: Parser) -> None:
    """The round that a command is about."""
    parser.add_argument("round", metavar="ROUND", help=_("its id, the beginning of it, or its name"))


def mapping_argument(parser: Parser) -> None:
    """How a file's columns are to be read."""
    parser.add_argument("--mapping", metavar="FILE", help=_("YAML that says which column is which field"))
