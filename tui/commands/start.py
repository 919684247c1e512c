"""Opening the program, and making workspaces."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from checklists.errors import AudittyError
from store.disk import Disk
from store.workspace import Workspace
from tui.commands.context import has_workspace, inspector, name, open_workspace
from tui.commands.output import Exit, complain, is_terminal, progress, say
from tui.commands.signals import ended_as_by_ctrl_c
from tui.i18n import _, current_language, set_language
from tui.own_files import keys_path
from tui.themes import chosen


def start(options: argparse.Namespace) -> int:
    """`auditty`: the workspace here, else the welcome screen."""
    if has_workspace(options):
        return _open(options, open_workspace(options))
    if not _has_terminal():
        complain(_("no workspace here; name one with -w DIR or $AUDITTY_WORKSPACE, or try “auditty demo”"))
        return Exit.CALL
    return _open(options, None)


def demo(options: argparse.Namespace) -> int:
    """`auditty demo`: a sample workspace."""
    from tui.demo import make

    folder = Path(options.dir)
    set_language("en" if options.lang == "en" else "zh")  # the sample is Chinese unless asked for otherwise
    with ended_as_by_ctrl_c():
        make(folder, current_language(), progress(_("Making the sample workspace")))
    say(_("Sample workspace: {path}").format(path=folder))
    if options.no_open:
        return Exit.DONE
    if not (_has_terminal() or options.plain):
        say(_("Open it with: auditty -w {path}").format(path=folder))
        return Exit.DONE
    options.workspace = str(folder)
    return _open(options, open_workspace(options))


def init(options: argparse.Namespace) -> int:
    """`auditty init`: an empty workspace."""
    folder = Path(options.dir)
    title = name(options.title or folder.resolve().name)
    Workspace.create(folder, title, current_language())
    say(
        _("Workspace: {path}. Next: edit workspace.yaml, then “auditty -w {path} units import FILE”").format(
            path=folder
        )
    )
    return Exit.DONE


def _has_terminal() -> bool:
    # A browser is as good: whoever serves the screens names the driver that talks to it.
    return "TEXTUAL_DRIVER" in os.environ or (is_terminal(sys.stdin) and is_terminal(sys.stdout))


def _open(options: argparse.Namespace, workspace: Workspace | None) -> int:
    if options.plain:
        from tui import plain

        if workspace is None:
            complain(_("no workspace here; name one with -w DIR or $AUDITTY_WORKSPACE, or try “auditty demo”"))
            return Exit.CALL
        return plain.run(workspace, inspector(options))
    if not _has_terminal():
        complain(_("this needs a terminal; see “auditty --help” for commands that do not"))
        return Exit.CALL
    # Textual reads this once, when it is loaded: these terminals lose Chinese input while its key protocol is on.
    if os.environ.get("TERM_PROGRAM") in ("iTerm.app", "vscode") or os.environ.get("LC_TERMINAL") == "iTerm2":
        os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    theme = chosen(options.theme)
    told = _own_keys(options)  # before the screens are loaded, which take their keys then
    try:
        from tui.app import run
    except ImportError as error:  # an incomplete installation
        raise AudittyError(_("the screens cannot be loaded: {reason}").format(reason=error)) from error

    return run(
        workspace,
        asked_for=inspector(options),
        ascii_only=options.ascii,
        theme=theme,
        mouse=options.mouse,
        remark=told,
    )


def _own_keys(options: argparse.Namespace) -> str:
    """Put a person's own keys in force; what there is to say of a file with faults, which changes no key.

    Raises:
        AudittyError: the file that the call names has faults, or cannot be read.
    """
    path = Path(options.keys) if options.keys else keys_path()
    if not options.keys and Disk().stamp(path) is None:
        return ""
    from tui.commands.keys import take

    try:
        take(path)
    except AudittyError:
        if options.keys:
            raise
        return _("Your keys have faults, the usual ones are in force; see “auditty keys check”")
    return ""
