"""The full-screen program: it opens the first screen and leaves the terminal clean, whatever ends it."""

from __future__ import annotations

import asyncio
import signal
import sys
import termios
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from textual.actions import ActionParseResult
from textual.dom import DOMNode
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen

from checklists.errors import AudittyError
from store.clock import Clock
from store.disk import Disk
from store.errors import StoreError
from store.workspace import Workspace
from tui.commands.output import Exit, complain
from tui.i18n import _, current_language, set_language
from tui.screens.base import BaseScreen
from tui.screens.rounds import RoundsScreen
from tui.session import Session, plain_terminal
from tui.widgets.look import Look
from tui.widgets.plain import PlainApp

TERMINAL_SECONDS = 2.0
"""How often the program looks whether its terminal is still there."""


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

    def on_mount(self) -> None:
        """See to the signals that Textual does not, or not safely, and to a terminal that goes without a signal."""
        loop = asyncio.get_running_loop()
        with suppress(NotImplementedError, RuntimeError, ValueError):  # not in the main thread, as in tests
            # Textual dies on these without restoring the terminal: leave by the front door instead.
            for number in (signal.SIGHUP, signal.SIGTERM):
                loop.add_signal_handler(number, self._leave, 128 + number)
            # Textual writes to the terminal inside the signal handler, which can wait for a lock that the interrupted
            # code holds; from the loop it is safe.
            driver = self._driver
            if isinstance(driver, LinuxDriver):
                loop.add_signal_handler(signal.SIGTSTP, driver._sigtstp_application)
                loop.add_signal_handler(signal.SIGCONT, driver._sigcont_application)
                self.set_interval(TERMINAL_SECONDS, self._mind_the_terminal)

    def _mind_the_terminal(self) -> None:
        """Leave when the terminal is gone: no signal comes where the program does not lead its session."""
        try:
            termios.tcgetattr(sys.__stdin__)  # type: ignore[arg-type]
        except (termios.error, ValueError, OSError):
            self._leave(128 + signal.SIGHUP)

    def _leave(self, code: int) -> None:
        self.exit(code, return_code=code)

    def _fatal_error(self) -> None:
        """Textual would print a page of trace on the terminal; it goes to a file, and one line says so."""
        import traceback  # only ever needed here

        self.crash = "".join(traceback.format_exception(self._exception))
        self._close_messages_no_wait()


def run(workspace: Workspace | None, asked_for: str = "", ascii_only: bool = False) -> int:
    """Open the screens and stay until they are left; returns the exit code."""
    plain = plain_terminal()
    session = Session(workspace, Look(ascii=ascii_only or plain))
    if plain and current_language() == "zh":
        set_language("en")
        session.remark = _("This terminal cannot show Chinese: English and ASCII signs instead")
    if workspace is not None:
        session.settle_who(asked_for)
    app = AudittyApp(session)
    result = app.run(mouse=False)  # over a link every byte counts: no mouse reports
    if app.crash:
        _tell_of_crash(app)
        return Exit.MACHINE
    if app.return_code not in (None, 0):
        with suppress(OSError):  # after a hang-up there is nobody to read this
            print(_("auditty: stopped; everything recorded is on disk"), file=sys.stderr)
        return app.return_code or Exit.MACHINE
    return result or Exit.DONE


def _tell_of_crash(app: AudittyApp) -> None:
    """One line on stderr: what happened, where the trace is, and that nothing recorded is lost."""
    import tempfile  # only ever needed here

    workspace = app.session.workspace_
    folder = workspace.root / ".cache" if workspace else Path(tempfile.gettempdir())
    log = folder / f"crash-{Clock().now():%Y%m%d-%H%M%S}.log"
    try:
        disk = workspace.disk if workspace else Disk()
        disk.make_dir(folder)
        disk.replace(log, app.crash.encode("utf-8", "backslashreplace"))
    except StoreError:
        complain(_("stopped by an error in the program; everything recorded is on disk"))
        return
    complain(
        _("stopped by an error in the program; everything recorded is on disk. Please report it with {log}").format(
            log=log
        )
    )
