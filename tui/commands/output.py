"""What a command prints. Text from files and people reaches the terminal as text, never as an escape sequence."""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from enum import IntEnum
from typing import IO, Any

from checklists.errors import AudittyError, ChecklistError, Problem
from tui.i18n import ngettext, translate


class Exit(IntEnum):
    """Exit codes of the command line contract."""

    DONE = 0
    NO = 1
    CALL = 2
    MACHINE = 3
    STOPPED = 130
    """By Ctrl+C; as shells have it, 128 and the number of the signal."""


_HIDDEN = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def printable(text: str) -> str:
    """`text` on one line, with what a terminal would obey, or hide, spelled out."""
    return "".join(
        char if char.isprintable() or char == "\u3000" else " " if char in "\t\n\r" else ascii(char)[1:-1]
        for char in text
    )


def say(text: str = "") -> None:
    """Print one line."""
    print(printable(text), flush=True)


def say_json(value: Any) -> None:
    """Print a value as one line of JSON, with nothing in it that a terminal would obey."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    text = _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    print(text.encode("utf-8", "backslashreplace").decode(), flush=True)


def table(rows: Iterable[Sequence[object]], head: Sequence[str] = ()) -> None:
    """Print rows in columns that line up, Han characters counted as two cells."""
    lines = [[printable(str(cell)) for cell in row] for row in ([head] if head else []) + list(rows)]
    if not lines:
        return
    widths = [max(map(cells, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = (text + " " * (width - cells(text)) for text, width in zip(line, widths, strict=True))
        print("  ".join(padded).rstrip(), flush=True)


def cells(text: str) -> int:
    """Terminal cells that `text` takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def complain(error: AudittyError | str) -> None:
    """One line on stderr: `auditty: …`."""
    text = translate(error) if isinstance(error, AudittyError) else error
    _end_bar()
    print(f"auditty: {printable(text)}", file=sys.stderr, flush=True)


def complain_of(error: AudittyError) -> None:
    """An error of any kind: files and lists name each problem in a line of its own, then one line says what follows."""
    from store.units import RowFaults  # most commands do without

    if not isinstance(error, ChecklistError | RowFaults):
        complain(error)
        return
    report(error.problems)
    count = len(error.problems)
    if isinstance(error, ChecklistError):
        complain(problems_found(count))
    else:
        complain(
            ngettext(
                "{count} row is wrong; nothing was imported", "{count} rows are wrong; nothing was imported", count
            ).format(count=count)
        )


def problems_found(count: int) -> str:
    """How many problems there are, in words."""
    return ngettext("{count} problem found", "{count} problems found", count).format(count=count)


def report(problems: Iterable[Problem]) -> None:
    """Problems on stderr as `FILE:LINE:COLUMN: what is wrong`, without the parts that are not known."""
    _end_bar()
    for problem in problems:
        place = ":".join([problem.file, *(str(part) for part in (problem.line, problem.column) if part)])
        text = translate(problem)
        if not text.startswith(place):  # what the store raised names the file itself
            text = f"{place}: {text}"
        print(printable(text), file=sys.stderr, flush=True)


def plain_problem(problem: Problem) -> dict[str, Any]:
    """A problem in a file of the workspace as JSON has it."""
    return {"file": problem.file, "line": problem.line, "message": translate(problem)}


_PAUSE = 0.2  # seconds
_bar_open = False
"""Whether a progress bar stands on the terminal's last line, not at its end."""


def _end_bar() -> None:
    global _bar_open
    if _bar_open:
        _bar_open = False
        print(file=sys.stderr)


def progress(label: str, patience: float = 0.0) -> Callable[[int, int], None]:
    """A progress bar on stderr, if that is a terminal: call it with how many are done and how many there are.

    With `patience`, what is over within so many seconds shows none. It is drawn five times a second at most: a line may
    be slow.
    """
    if not is_terminal(sys.stderr):
        return lambda done, of: None
    from time import monotonic

    next_time, drawn = monotonic() + patience, False

    def show(done: int, of: int) -> None:
        global _bar_open
        nonlocal next_time, drawn
        now = monotonic()
        if not of or (now < next_time and not (drawn and done >= of)):
            return
        next_time, drawn, _bar_open = now + _PAUSE, True, True
        filled = 30 * done // max(of, 1)
        print(f"\r{label} [{'#' * filled}{'-' * (30 - filled)}] {done}/{of}", end="", file=sys.stderr, flush=True)
        if done >= of:
            _end_bar()

    return show


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether a standard stream is a terminal; None, as it is when the caller closed it, is not."""
    return stream is not None and stream.isatty()


def give_up_stdout() -> None:
    """Nobody takes our output any more: what is still buffered goes nowhere, or it would fail again at the end."""
    with suppress(OSError), open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
