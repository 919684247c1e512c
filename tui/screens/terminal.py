"""The terminal for another program: one that asks something, or one that sends a file through it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event

from textual.app import App, SuspendNotSupported

from checklists.errors import N_, AudittyError
from store.disk import Disk
from store.errors import MachineError
from tui.i18n import _

SEND = {"tsz": ("tsz", "--quiet"), "sz": ("sz", "--binary", "--escape", "--quiet")}
RECEIVE = {"trz": ("trz", "--quiet"), "rz": ("rz", "--binary", "--escape", "--quiet", "--rename", "--restricted")}
"""Programs that pass files through a terminal that knows how (trzsz, ZMODEM): what they are called with."""


def sender() -> str:
    """The program that sends files, "" if there is none here."""
    return _installed(SEND)


def receiver() -> str:
    """The program that receives files, "" if there is none here."""
    return _installed(RECEIVE)


def _installed(of: Mapping[str, tuple[str, ...]]) -> str:
    names = (name for name in of if name[0] == "t" or not os.environ.get("TMUX"))  # tmux swallows what ZMODEM sends
    return next(filter(shutil.which, names), "")


def send(app: App[object], path: Path) -> None:
    """Send the file `path`, or the files in that folder, to whoever sits at the terminal; waits until they are there.

    Raises:
        MachineError: no program that does so, or nobody took it.
    """
    name = _tool(SEND)
    disk = Disk()
    files = [path / each for each in disk.names(path)] if disk.is_dir(path) else [path]
    _pass(app, name, [*SEND[name], *map(str, files)], path.parent, _("Sending {path}").format(path=path.name))


def receive(app: App[object], folder: Path) -> list[Path]:
    """Take files from whoever sits at the terminal into `folder`; none that is there is written over.

    Raises:
        MachineError: no program that does so, or nothing came.
    """
    name, disk = _tool(RECEIVE), Disk()
    before = disk.stamps(folder)
    _pass(app, name, RECEIVE[name], folder, _("Receiving into {path}").format(path=folder))
    return [folder / each for each, stamp in disk.stamps(folder).items() if before.get(each) != stamp]


def _tool(of: Mapping[str, tuple[str, ...]]) -> str:
    name = _installed(of)
    if not name and os.environ.get("TMUX") and shutil.which(list(of)[1]):
        raise MachineError(N_("{name} does not get through tmux; leave tmux, or use the scp line"), name=list(of)[1])
    if not name:
        raise MachineError(N_("{names}: not installed here; use the scp line"), names=" / ".join(of))
    return name


def _pass(app: App[object], name: str, command: Sequence[str], folder: Path, said: str) -> None:
    with terminal_of(app) as failed:
        print(_("{what}. If nothing happens, this terminal does not know how: Ctrl+X, five times.").format(what=said))
        try:
            code = subprocess.run(command, cwd=folder, check=False).returncode
        except OSError as error:
            failed.append(MachineError(N_("{name}: {reason}"), name=name, reason=error.strerror or str(error)))
        else:
            if code:
                failed.append(MachineError(N_("{name} gave up: the terminal did not take part"), name=name))
    if failed:
        raise failed[0]


@contextmanager
def terminal_of(app: App[object], stop: Event | None = None) -> Iterator[list[AudittyError]]:
    """The terminal for another program, which may ask something there. Yields a list for an error to be left in.

    An error that came out of this block would leave the screen suspended. Ctrl+C ends the other program, not this one,
    and sets `stop`.
    """
    failed: list[AudittyError] = []
    stopped = stop or Event()
    before = signal.getsignal(signal.SIGINT)
    with ExitStack() as stack:
        with suppress(ValueError):  # not in the main thread
            signal.signal(signal.SIGINT, lambda number, frame: stopped.set())
            stack.callback(signal.signal, signal.SIGINT, before)
            stack.enter_context(_without(signal.SIGINT))
        with suppress(SuspendNotSupported):  # no terminal, as in tests
            stack.enter_context(app.suspend())
        yield failed


@contextmanager
def _without(number: int) -> Iterator[None]:
    """Keep a signal from the event loop, which would take it for its own once it goes on; it gets all others then."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        theirs.setblocking(False)
        loops = signal.set_wakeup_fd(theirs.fileno())
        try:
            yield
        finally:
            signal.set_wakeup_fd(loops)
            with suppress(BlockingIOError):
                for each in set(ours.recv(4096)) - {number}:
                    signal.raise_signal(each)
