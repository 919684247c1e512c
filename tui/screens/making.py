"""What a form asks for is done in a thread: how far it is, and a key that stops it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TypeVar

from textual.worker import get_current_worker

from checklists.errors import AudittyError
from store.progress import Progress
from tui.i18n import _, translate
from tui.screens.base import BaseScreen
from tui.screens.reading import Left, patient, wait_patiently
from tui.widgets.form import Form

Made = TypeVar("Made")


async def make(
    screen: BaseScreen,
    form: Form,
    work: Callable[[Progress], Made],
    made: Callable[[Made], object],
    label: str = "",
    stopped_text: str = "",
) -> None:
    """Call `work` in a thread and then, on the screen, `made` with what it made, the form closed.

    Meanwhile the form stays as it is; Esc and F10 stop the work by having its progress raise `Left`. What goes wrong is
    said in the form. Returns when it is done, or after `PATIENCE_SECONDS`: till then, keys typed ahead wait for it.
    `label` says what goes on and `stopped_text` that it was stopped, if it is no round that is made.
    """
    label, stopped_text = label or _("Making the round"), stopped_text or _("Stopped: no round was made.")
    stopped = Event()

    def in_thread() -> None:
        worker = get_current_worker()
        tell = patient(lambda text: screen.from_thread(screen.say, text))

        def progress(done: int, of: int) -> None:
            if stopped.is_set() or worker.is_cancelled:
                raise Left
            tell(_("{work} (Esc stops)").format(work=label), done, of)

        try:
            found = work(progress)
        except Left:
            screen.from_thread(ended, lambda: screen.say(stopped_text))
        except AudittyError as error:
            text = translate(error)
            screen.from_thread(ended, lambda: form.set_error(list(form.values())[-1], text))
        else:
            screen.from_thread(ended, lambda: done(found))

    def ended(then: Callable[[], object]) -> None:
        form.stop = None
        then()

    def done(found: Made) -> None:
        form.close()
        made(found)

    form.stop = stopped.set
    await wait_patiently(screen.run_worker(in_thread, thread=True, group="make"))
