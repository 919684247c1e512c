"""The full-screen program: it opens the first screen and leaves the terminal clean, whatever ends it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from textual.actions import ActionParseResult
from textual.dom import DOMNode
from textual.screen import Screen
from textual.worker import WorkerFailed

from checklists.errors import AudittyError
from store.clock import Clock
from store.disk import Disk
from store.errors import StoreError
from store.workspace import Workspace
from tui.commands.output import Exit, complain
from tui.i18n import _, current_language, set_language
from tui.screens.base import BaseScreen
from tui.screens.rounds import RoundsScreen
from tui.session import Session, encoding, plain_terminal
from tui.themes import ANSI
from tui.widgets.driver import takes_more
from tui.widgets.look import Look
from tui.widgets.plain import PlainApp


class AudittyApp(PlainApp[int]):
    """Holds the session and the screens; everything a person does is in the screens."""

    CSS_PATH = "styles/app.tcss"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.crash = ""

    def get_default_screen(self) -> Screen[object]:
        """Rounds, or the welcome screen where no workspace is open."""
        if self.session.workspace_ is None:
            from tui.screens.welcome import WelcomeScreen

            return WelcomeScreen()
        return RoundsScreen()

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """As in Textual; an error a person can understand is told on the screen and ends nothing."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except AudittyError as error:
            if isinstance(self.screen, BaseScreen):
                self.screen.complain(error)
            return True

    def action_help_quit(self) -> None:
        """Ctrl+C, with which other programs are left: how this one is."""
        if isinstance(self.screen, BaseScreen):
            self.screen.say(_("Ctrl+Q leaves the program; everything recorded is on disk"))

    def show_theme(self, name: str) -> None:
        """Paint everything in the colours of a theme."""
        if name == ANSI:
            self.paint_with(None)
            return
        from tui.widgets.colours import Colours

        self.paint_with(Colours.of(name, self.console.color_system))

    def _fatal_error(self) -> None:
        """Textual would print a page of trace on the terminal; it goes to a file, and one line says so."""
        import traceback  # only ever needed here

        error: BaseException | None = self._exception
        if isinstance(error, WorkerFailed):
            error = error.error  # this one knows where it was
        self.crash = "".join(traceback.format_exception(error))
        self._close_messages_no_wait()


def run(
    workspace: Workspace | None,
    asked_for: str = "",
    ascii_only: bool = False,
    theme: str = ANSI,
    mouse: bool = False,
    remark: str = "",
) -> int:
    """Open the screens and stay until they are left; returns the exit code. `remark` is said on the first one."""
    plain = plain_terminal()
    session = Session(workspace, Look(ascii=ascii_only or plain), remark=remark)
    if plain:
        asked_for_chinese = current_language() == "zh"
        set_language("en")
        session.remark = remark or _why_plain(asked_for_chinese)
    if workspace is not None:
        session.settle_who(asked_for)
    app = AudittyApp(session)
    app.show_theme(theme)
    result = app.run(mouse=mouse)  # only when asked for: over a link every byte counts
    if app.crash:
        log = _keep(app.crash, session.workspace_)
        told = _("stopped by an error in the program; everything recorded is on disk")
        if log is not None:
            told = _(
                "stopped by an error in the program; everything recorded is on disk. Please report it with {log}"
            ).format(log=log)
    elif app.return_code:
        told = _("stopped; everything recorded is on disk")
    else:
        return result or Exit.DONE
    with suppress(OSError):  # after a hang-up there is nobody to read it
        if takes_more(sys.stderr):
            complain(told)
    return Exit.MACHINE if app.crash else app.return_code or Exit.MACHINE


def _why_plain(asked_for_chinese: bool) -> str:
    if not encoding().startswith("utf"):
        return _("The encoding is {encoding}: what it lacks shows as ?. Try LANG=C.UTF-8").format(encoding=encoding())
    return _("This terminal cannot show Chinese: English and ASCII signs instead") if asked_for_chinese else ""


def _keep(trace: str, workspace: Workspace | None) -> Path | None:
    """Where the trace is kept: with the user's own files, else in the workspace; None where no disk takes it."""
    name = f"crash-{Clock().now():%Y%m%d-%H%M%S}.log"
    folders = [Path(os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")) / "auditty"]
    if workspace is not None:
        folders.append(workspace.root / ".cache")
    disk = Disk()  # private, in a workspace of a group too
    for folder in folders:
        with suppress(StoreError):
            disk.make_dir(folder)
            disk.replace(folder / name, trace.encode("utf-8", "backslashreplace"))
            return folder / name
    return None
