"""What takes long is read in a thread: how far it is, giving up what nobody waits for, what goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import TypeVar

from textual.worker import Worker, WorkerError, get_current_worker

from checklists.errors import AudittyError
from store.progress import Progress
from tui.i18n import _
from tui.screens.base import BaseScreen

PATIENCE_SECONDS = 0.5
"""What takes longer tells how far it is."""

BAR_CELLS = 20

Found = TypeVar("Found")


class Left(Exception):
    """Nobody waits for what is being read any more."""


def read_in_thread(
    screen: BaseScreen,
    label: str,
    read: Callable[[Progress], Found],
    have: Callable[[Found], object],
    failed: Callable[[AudittyError], object] | None = None,
    group: str = "read",
) -> Worker[None]:
    """Call `read` in a thread and then, on the screen, `have` with what it found.

    An error goes to `failed`, else to the bottom of the screen. What the screen began to read before, of the same
    `group`, is given up, as when it is left, or on Esc: the progress that `read` is given then raises `Left`, and
    nothing of it arrives. `label` says what goes on.
    """
    label = _("{work} (Esc gives up)").format(work=label)

    def work() -> None:
        worker = get_current_worker()

        def on_screen(callback: Callable[..., object], argument: object) -> None:
            # Asked there once more: it may have been given up while the screen did something else.
            screen.from_thread(lambda: None if worker.is_cancelled else callback(argument))

        def said(text: str) -> None:
            screen.reading = worker
            screen.say(text)

        def over(callback: Callable[..., object], argument: object) -> None:
            def end(argument: object) -> None:
                if screen.reading is not None:
                    screen.reading = None
                    screen.keys()
                callback(argument)

            on_screen(end, argument)

        tell = patient(lambda text: on_screen(said, text))

        def progress(done: int, of: int) -> None:
            if worker.is_cancelled:
                raise Left
            tell(label, done, of)

        try:
            found = read(progress)
        except Left:
            return
        except AudittyError as error:
            over(failed or screen.complain, error)
            return
        over(have, found)

    return screen.run_worker(work, thread=True, exclusive=True, group=group)


async def read_and_wait(
    screen: BaseScreen, label: str, read: Callable[[Progress], Found], have: Callable[[Found], object]
) -> None:
    """As `read_in_thread`; returns when it is done, or after `PATIENCE_SECONDS`: till then, keys typed ahead wait."""
    await wait_patiently(read_in_thread(screen, label, read, have, group="wait"))


async def wait_patiently(worker: Worker[None]) -> None:
    """Wait until the worker is done, or for `PATIENCE_SECONDS`."""

    async def end() -> None:
        with suppress(WorkerError):
            await worker.wait()

    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.shield(end()), PATIENCE_SECONDS)


def patient(say: Callable[[str], object]) -> Callable[[str, int, int], None]:
    """Says "LABEL [###---] DONE/OF" of what takes longer than `PATIENCE_SECONDS`, now and then."""
    nexttime = monotonic() + PATIENCE_SECONDS

    def tell(label: str, done: int, of: int) -> None:
        nonlocal nexttime
        if monotonic() > nexttime:
            nexttime = monotonic() + PATIENCE_SECONDS / 2
            say(f"{label} {bar(done, of)} {done}/{of}")

    return tell


def bar(done: int, of: int) -> str:
    """How far that is, as a bar."""
    filled = BAR_CELLS * min(done, of) // max(of, 1)
    return f"[{'#' * filled}{'-' * (BAR_CELLS - filled)}]"


class SheetOpener(BaseScreen):
    """A screen from which sheets are opened."""

    def open_sheet(self, round_id: str, unit: str, item: str) -> None:
        """The sheet of the unit in that round, at the item."""
        from tui.screens.sheet import SheetScreen

        def work() -> None:
            workspace = self.session.workspace
            sheet = workspace.sheet(workspace.round(round_id), unit)
            sheet.record.refresh()
            if item:
                self.session.places.put(f"item:{round_id}:{unit}", item)
            self.app.push_screen(SheetScreen(sheet))

        self.attempt(work)
