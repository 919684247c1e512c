"""The line to the terminal: it may stall, break off or garble, and it is left as it was found."""

from __future__ import annotations

import os
import select
import signal
import sys
from codecs import getincrementaldecoder, register_error
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.keys import Keys
from textual.message import Message

from tui.widgets.pastes import Pastes
from tui.widgets.text import width

if TYPE_CHECKING:
    from tui.widgets.plain import PlainApp

LOOK_UP_SECONDS = 0.1
"""How often the reading thread looks whether it is to end, and whether a lone Esc was no start of a sequence."""

HELD_SECONDS = 0.02
"""How long a lone Esc is held back, in case that it begins a paste."""

STALLED_SECONDS = 2.0
"""A terminal that takes nothing for so long is not waited for when the program leaves."""


# PuTTY's “VT100+” keyboard goes on from F4 as the VT100 began.
_VT100_PLUS = {f"\x1bO{letter}": (Keys(f"f{number}"),) for number, letter in enumerate("TUVWXYZ[", 5)}
cast("dict[str, object]", ANSI_SEQUENCES_KEYS).update(_VT100_PLUS)

_IN_CELLS = "auditty.cells"


def _question_marks(error: UnicodeError) -> tuple[str, int]:
    """For what the terminal's encoding lacks: a question mark in each of its cells, so that columns stay in place."""
    assert isinstance(error, UnicodeEncodeError)
    return "?" * width(error.object[error.start : error.end]), error.end


register_error(_IN_CELLS, _question_marks)


class TerminalDriver(LinuxDriver):
    """Textual's driver, for lines as they are.

    Signals that end the program end it by the front door. A terminal that takes no output holds up nothing: what is
    recorded goes on, and so does the end. Bytes that are no UTF-8 become U+FFFD and end nothing. Keys typed before the
    first screen count.
    """

    def __init__(
        self, app: PlainApp[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._app: PlainApp[Any] = app
        self._output = _Output()

    def start_application_mode(self) -> None:
        """Take the terminal, at the start or after it was given away."""
        # Textual dies on the first three without restoring the terminal, and it writes to the terminal inside the
        # handlers of the others, which can wait for a lock that the interrupted code holds. In the loop all is safe.
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            self._loop.add_signal_handler(number, self._leave, number)
        self._loop.add_signal_handler(signal.SIGTSTP, self._sigtstp_application)
        self._loop.add_signal_handler(signal.SIGCONT, self._sigcont_application)
        self._app.shown.forget()
        self._output = _Output()
        self._output.start()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        # Textual's own handler can be interrupted by the next signal, and then tells the older size last.
        self._loop.add_signal_handler(signal.SIGWINCH, self._resized)

    def _resized(self) -> None:
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(events.Resize(size, size))

    def _enable_mouse_support(self) -> None:
        # Presses and the wheel alone: a report of every cell that the mouse passes would fill a slow line.
        if self._mouse:
            self.write("\x1b[?1000h\x1b[?1006h")

    def write(self, data: str) -> None:
        """Send `data` to the terminal, some time."""
        self._output.write(data)

    def close(self) -> None:
        """Wait until the terminal has everything, or takes nothing any more."""
        self._output.stop()
        super().close()

    def _leave(self, number: int) -> None:
        self._app.exit(128 + number, return_code=128 + number)

    def _sigcont_application(self, *_: object) -> None:
        # After a SIGSTOP, which nobody is told of, the terminal was not given away yet; it may have been changed since.
        if self._auto_restart and self._key_thread is not None and self._key_thread.is_alive():
            self.suspend_application_mode()
        super()._sigcont_application()

    def run_input_thread(self) -> None:
        """Read what is typed, in a thread, until the terminal is given away or gone."""
        try:
            self._read_on()
        except Exception as error:
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def _read_on(self) -> None:
        parser, decode = XTermParser(self._debug), getincrementaldecoder("utf-8")("replace").decode
        pastes = Pastes()
        early = bool(select.select([self.fileno], [], [], 0)[0])
        while not self.exit_event.is_set():
            wait = HELD_SECONDS if pastes.holds else LOOK_UP_SECONDS
            if select.select([self.fileno], [], [], wait)[0]:
                data = self._read()
                if not data:  # no signal comes where the program does not lead its session
                    self._loop.call_soon_threadsafe(self._leave, signal.SIGHUP)
                    return
                text = decode(data)
                if early:  # until it was taken, the terminal made a line feed of the Return key
                    text, early = text.replace("\n", "\r"), False
                for pasted, piece in pastes.feed(text):
                    for event in [events.Paste(piece)] if pasted else _keys(parser, piece):
                        self.process_message(event)
            else:
                for event in parser.feed(pastes.let_go()) if pastes.holds else ():
                    self.process_message(event)
            for event in parser.tick():
                self.process_message(event)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""


def _keys(parser: XTermParser, text: str) -> Iterator[Message]:
    """What was typed. Alt and Enter come as Esc and Enter in one, of which Textual's parser makes an Enter alone."""
    for number, piece in enumerate(text.split("\x1b\r")):
        if number:
            yield events.Key("alt+enter", None)
        if piece:
            yield from parser.feed(piece)


class _Output(Thread):
    """Writes to the terminal what it is given, in order, without making anybody wait."""

    def __init__(self) -> None:
        super().__init__(daemon=True, name="terminal-output")
        self._texts: SimpleQueue[str | None] = SimpleQueue()
        self._sent = 0

    def write(self, text: str) -> None:
        self._texts.put(text)

    def stop(self) -> None:
        """Return when all is written, or when the terminal takes nothing."""
        self._texts.put(None)
        before = -1
        while self.is_alive() and self._sent != before:
            before = self._sent
            self.join(STALLED_SECONDS)

    def run(self) -> None:
        stream = sys.__stderr__
        assert stream is not None
        fd, more = stream.fileno(), True
        while more:
            texts = [self._texts.get()]
            while True:  # what came together goes out together: over SSH every write is a packet
                try:
                    texts.append(self._texts.get_nowait())
                except Empty:
                    break
            more = None not in texts
            data = "".join(text for text in texts if text).encode(stream.encoding, _IN_CELLS)
            while data:
                try:
                    written = os.write(fd, data)
                except BlockingIOError:  # whoever started the program left the terminal so
                    select.select([], [fd], [])
                except OSError:  # the terminal is gone; the reading thread sees to it
                    return
                else:
                    self._sent += written
                    data = data[written:]


def takes_more(stream: TextIO) -> bool:
    """Whether a line written to `stream` would hold up nobody."""
    return bool(select.select([], [stream], [], 0)[1])
