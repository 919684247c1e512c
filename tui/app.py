"""The full-screen program: it opens the first screen and leaves the terminal clean, whatever ends it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress

from textual.screen import Screen

from store.workspace import Workspace
from tui.commands.output import Exit
from tui.i18n import _, current_language, set_language
from tui.screens.rounds import RoundsScreen
from tui.session import Session, plain_terminal
from tui.widgets.look import Look
from tui.widgets.plain import PlainApp


class AudittyApp(PlainApp[int]):
    """Holds the session and the screens; everything a person does is in the screens."""

    CSS_PATH = "styles/app.tcss"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def get_default_screen(self) -> Screen[object]:
        """Rounds, or the welcome screen where no workspace is open."""
        if self.session.workspace_ is None:
            from tui.screens.welcome import WelcomeScreen

            return WelcomeScreen()
        return RoundsScreen()

    def on_mount(self) -> None:
        """Textual dies on these signals without restoring the terminal: leave by the front door instead."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            with suppress(NotImplementedError, RuntimeError, ValueError):  # not in the main thread, as in tests
                loop.add_signal_handler(number, self._leave, 128 + number)

    def _leave(self, code: int) -> None:
        self.exit(code, return_code=code)


def run(workspace: Workspace | None, asked_for: str = "", ascii_only: bool = False) -> int:
    """Open the screens and stay until they are left; returns the exit code."""
    plain = plain_terminal()
    session = Session(workspace, Look(ascii=ascii_only or plain))
    if plain and current_language() == "zh":
        set_language("en")
        session.remark = _("This terminal cannot show Chinese: English and ASCII signs instead")
    if workspace is not None:
        session.settle_who(asked_for)
    # Over a link every byte counts: no mouse reports, and key codes that Chinese input methods survive.
    if "iTerm" in os.environ.get("LC_TERMINAL", "") + os.environ.get("TERM_PROGRAM", ""):
        os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    app = AudittyApp(session)
    result = app.run(mouse=False)
    if app.return_code not in (None, 0):
        with suppress(OSError):  # after a hang-up there is nobody to read this
            print(_("auditty: stopped; everything recorded is on disk"), file=sys.stderr)
        return app.return_code or Exit.MACHINE
    return result or Exit.DONE
