"""What every command needs first: the language, the workspace, and who is at work."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from checklists.errors import N_
from store import settings
from store.disk import Disk
from store.errors import NoWorkspace, StoreError
from tui.i18n import choose_language, set_language

if TYPE_CHECKING:
    from store.workspace import Workspace


def workspace_path(option: str | None) -> Path:
    """Which workspace: the option, else $AUDITTY_WORKSPACE, else the current folder."""
    return Path(option or os.environ.get("AUDITTY_WORKSPACE") or ".")


def speak(arguments: Sequence[str]) -> None:
    """Choose the language before anything is said: --lang, else the workspace's, else the locale's."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    early.add_argument("--lang")
    early.add_argument("-w", "--workspace")
    try:
        options, _ = early.parse_known_args(arguments)
    except argparse.ArgumentError:
        set_language(choose_language())
        return
    set_language(choose_language(options.lang, None if options.lang else _workspace_language(options.workspace)))


def _workspace_language(option: str | None) -> str | None:
    from checklists.errors import AudittyError

    try:
        return settings.read(workspace_path(option), Disk()).language
    except (AudittyError, ValueError):
        return None


def open_workspace(options: argparse.Namespace, older: bool = False) -> Workspace:
    """The workspace that the command is about, with the person who is at work signed in.

    With `older`, also one of an older format.

    Raises:
        NoWorkspace, NewerFormat, OlderFormat, ChecklistError: it cannot be opened.
    """
    from store.workspace import Workspace

    path = workspace_path(options.workspace)
    workspace = Workspace(path, older=older)
    _mind_the_network(workspace)
    workspace.sign_in(inspector(options) or workspace.hands.user)
    return workspace


def inspector(options: argparse.Namespace) -> str:
    """The declared inspector, "" if nobody said."""
    return str(options.who or os.environ.get("AUDITTY_INSPECTOR") or "")


def name(text: str) -> str:
    """A name as it is stored; a word is said if it had to be cut."""
    from store import texts
    from tui.commands.output import complain
    from tui.i18n import _

    kept, was_cut = texts.name(text)
    if was_cut:
        complain(
            _("a name is longer than {limit} characters and was cut: {name}").format(
                limit=len(kept), name=kept[:30] + ".."
            )
        )
    return kept


def _mind_the_network(workspace: Workspace) -> None:
    """Refuse a workspace on a file system whose locks do not hold between machines; warn of one where they may not."""
    from store.mounts import file_system
    from tui.commands.output import complain
    from tui.i18n import _

    path = workspace.root
    kind = file_system(path, workspace.disk)
    if kind in ("cifs", "smb3", "smbfs"):
        raise NoWorkspace(
            N_("{path} is on {kind}, where locks do not hold; keep the workspace on a local disk"), path=path, kind=kind
        )
    if kind.startswith("nfs"):
        complain(
            _("{path} is on {kind}: locks may not hold between machines; work from one machine only").format(
                path=path, kind=kind
            )
        )


def has_workspace(options: argparse.Namespace) -> bool:
    """Whether a workspace was named or the current folder is one."""
    if options.workspace or os.environ.get("AUDITTY_WORKSPACE"):
        return True
    try:
        return Disk().size(Path(settings.FILE)) is not None
    except StoreError:
        return False
