"""The program at the other end of a pseudo-terminal, as a person has it: keys go in, a terminal emulator is read."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import pyte
from wcwidth import wcwidth

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds to wait for what must come. Long: a test waits for a condition, never for a time."""

UP, DOWN, ENTER, TAB, ESC = "\x1b[A", "\x1b[B", "\r", "\t", "\x1b"
F2, F10, HOME, BACKSPACE = "\x1bOQ", "\x1b[21~", "\x1b[H", "\x7f"

COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-9]|4[0-9]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")
"""A code that sets a colour, the default colours included."""

MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
SHOWN_AND_WRAPPED = {25, 7}
"""The modes that a terminal has switched on before anything runs in it."""
KEYBOARD = re.compile(rb"\x1b\[([<>])[0-9]*u")

Seen = Callable[[list[str]], object]


class Terminal:
    """`python -m tui ARGUMENTS` in a terminal of `size` (columns, lines), until the `with` block is left."""

    def __init__(
        self,
        *arguments: str | Path,
        size: tuple[int, int] = (80, 24),
        term: str = "xterm-256color",
        env: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
        program: Sequence[str] = (sys.executable, "-m", "tui"),
    ) -> None:
        self.raw = b""
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._code: int | None = None
        argv = [*program, *(str(argument) for argument in arguments)]
        environment = {**os.environ, "TERM": term, "PYTHONPATH": str(ROOT), **(env or {})}
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.chdir(cwd)
            os.execve(argv[0], argv, environment)
        self._found = termios.tcgetattr(self._fd)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._code is None:
            self.kill(signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self._fd >= 0:
            os.close(self._fd)

    # In

    def write(self, keys: str | bytes) -> None:
        """Type `keys`, all in one write."""
        os.write(self._fd, keys.encode() if isinstance(keys, str) else keys)

    def press(self, keys: str, seen: Seen | str) -> list[str]:
        """Type `keys` and wait for what they lead to."""
        self.write(keys)
        return self.until(seen)

    def resize(self, columns: int, lines: int) -> None:
        """Drag the window's corner."""
        self._screen.resize(lines, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def pass_files(self, program: Sequence[str], folder: Path) -> None:
        """Be a terminal that knows ZMODEM: run `program` there, in `folder`, from the other side's begin to its end."""
        began = len(self.raw)
        while (header := self.raw.find(b"**\x18B", began)) < 0:
            if not self.read() and self._ended():
                raise AssertionError(f"no ZMODEM began\n{self.text}")
        with subprocess.Popen(program, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as far:
            assert far.stdin
            assert far.stdout
            far.stdin.write(self.raw[header:])
            screen = b""
            while not screen and far.poll() is None:
                ready = select.select([self._fd, far.stdout.fileno()], [], [], 0.1)[0]
                with suppress(BrokenPipeError):
                    if self._fd in ready:  # until the program takes the terminal again, it is files
                        files, screen, rest = os.read(self._fd, 65536).partition(b"\x1b[?1049h")
                        screen += rest
                        far.stdin.write(files)
                    if far.stdout.fileno() in ready:
                        os.write(self._fd, os.read(far.stdout.fileno(), 4096))
            if not screen:
                os.write(self._fd, far.stdout.read())  # the last words of who sent: rz waits half a minute for them
            self.raw += screen
            self._stream.feed(screen)
            far.kill()  # which may wait for such words itself

    def kill(self, number: int) -> None:
        """Send the program a signal."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def not_as_found(self) -> list[str]:
        """What has been switched in the terminal since the start and not back: empty when it was left as found."""
        modes: dict[int, bool] = {}
        for codes, way in MODE.findall(self.raw):
            modes |= {int(code): way == b"h" for code in codes.split(b";")}
        wrong = [f"mode {code}" for code, on in modes.items() if on != (code in SHOWN_AND_WRAPPED)]
        ways = KEYBOARD.findall(self.raw)
        if ways.count(b">") != ways.count(b"<"):
            wrong.append("keyboard protocol")
        if termios.tcgetattr(self._fd) != self._found:
            wrong.append("termios")
        return wrong

    def hang_up(self) -> None:
        """Take the terminal away."""
        os.close(self._fd)
        self._fd = -1

    # Out

    def read(self, timeout: float = 0.1) -> bytes:
        """Take in what there is; empty when nothing came, or the program is gone."""
        if not select.select([self._fd], [], [], timeout)[0]:
            return b""
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return b""
        self.raw += data
        self._stream.feed(data)
        return data

    @property
    def lines(self) -> list[str]:
        """What the screen shows."""
        return [self._row(number) for number in range(self._screen.lines)]

    def _row(self, number: int) -> str:
        # Not pyte's own `display`: it stops at the right half of a wide character whose left half was overwritten,
        # as a screen has it while it is being drawn. A real terminal clears that half.
        row, cells, column = self._screen.buffer[number], [], 0
        while column < self._screen.columns:
            data = row[column].data or " "
            cells.append(data)
            column += 2 if wcwidth(data[0]) == 2 else 1
        return "".join(cells).rstrip()

    @property
    def text(self) -> str:
        """What the screen shows, as one text."""
        return "\n".join(self.lines)

    @property
    def cursor_line(self) -> str:
        """The line that the list's cursor (`>` at the edge) is on; empty when there is none."""
        return next((line for line in self.lines if line.startswith(">")), "")

    def until(self, seen: Seen | str, longest: float = PATIENCE) -> list[str]:
        """Read until the lines satisfy `seen` (a text: until it is on the screen), and return them."""
        end = time.monotonic() + longest
        while not (seen in self.text if isinstance(seen, str) else seen(self.lines)):
            if time.monotonic() > end:
                raise AssertionError(f"never on the screen: {seen!r}\n{self.text}")
            if not self.read() and self._ended():
                raise AssertionError(f"ended ({self._code}) before {seen!r}\n{self.text}")
        return self.lines

    def settle(self, quiet: float = 0.3) -> list[str]:
        """Read until nothing has come for a while: only for looking, never to decide that nothing more will come."""
        while self.read(quiet):
            pass
        return self.lines

    def wait(self, longest: float = PATIENCE) -> int:
        """Wait until the program has ended; its exit code, negative for the signal that ended it."""
        end = time.monotonic() + longest
        while not self._ended():
            if time.monotonic() > end:
                raise AssertionError(f"still running\n{self.text}")
            if self._fd >= 0:
                self.read()
            else:
                time.sleep(0.05)
        while self._fd >= 0 and self.read(0.2):
            pass
        assert self._code is not None
        return self._code

    def ended_unread(self, longest: float = PATIENCE) -> int:
        """As `wait`, but nothing of what the program sends is read."""
        end = time.monotonic() + longest
        while not self._ended():
            if time.monotonic() > end:
                raise AssertionError("still running")
            time.sleep(0.05)
        assert self._code is not None
        return self._code

    def _ended(self) -> bool:
        if self._code is None:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code is not None
