"""`auditty keys`: what each key does, and whether a file of own keys is in order."""

from __future__ import annotations

import argparse
from pathlib import Path

from checklists.errors import ChecklistError
from checklists.source import MAX_BYTES
from store.disk import Disk
from tui import keymap
from tui.actions import SCREENS, Action, actions_of, use_own
from tui.commands.output import Exit, complain, problems_found, report, say, say_json, table
from tui.i18n import _, translate
from tui.own_files import keys_path


def take(path: Path) -> None:
    """Put the keys that the file gives in force.

    Raises:
        AudittyError: it has faults or cannot be read.
    """
    use_own(_read(path))


def _read(path: Path) -> dict[str, tuple[Action, ...]]:
    return keymap.read(Disk().read_at_most(path, MAX_BYTES), str(path))


def show(options: argparse.Namespace) -> int:
    """List every key as it is in force."""
    path = Path(options.keys) if options.keys else keys_path()
    if options.keys or Disk().stamp(path) is not None:
        take(path)
    found = [
        (screen, action, usual)
        for screen in SCREENS
        for action, usual in zip(actions_of(screen), SCREENS[screen], strict=True)
    ]
    if options.json:
        say_json(
            [
                {
                    "screen": screen,
                    "action": action.id,
                    "keys": action.keys,
                    "usual": usual.keys,
                    "label": _(action.label),
                    "help": _(action.help),
                }
                for screen, action, usual in found
            ]
        )
    else:
        head = [_("screen"), _("action"), _("keys"), _("what it does")]
        table(
            ((screen, action.id, " ".join(action.keys), _told(action, usual)) for screen, action, usual in found), head
        )
    return Exit.DONE


def _told(action: Action, usual: Action) -> str:
    text = _(action.help)
    if action.keys == usual.keys:
        return text
    return _("{text} [usually {keys}]").format(text=text, keys=" ".join(usual.keys))


def check(options: argparse.Namespace) -> int:
    """Say every fault of the file, in lines of their own; exit 1 with any."""
    path = Path(options.file) if options.file else keys_path()
    if not options.file and Disk().stamp(path) is None:
        say(_("{file} is not there; the usual keys are in force").format(file=path))
        return Exit.DONE
    try:
        _read(path)
        problems = []
    except ChecklistError as error:
        problems = error.problems
    if options.json:
        say_json([{"file": p.file, "line": p.line, "column": p.column, "message": translate(p)} for p in problems])
    elif problems:
        report(problems)
        complain(problems_found(len(problems)))
    else:
        say(_("{file}: in order").format(file=path))
    return Exit.NO if problems else Exit.DONE
