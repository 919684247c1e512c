"""Questions on standard output, answers on standard input, a line each. Nothing moves and nothing is drawn."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Sequence

from checklists.errors import AudittyError
from store.errors import Conflict
from tui.commands.output import is_terminal, printable, say
from tui.i18n import _, translate
from tui.wordings import whole

LEAVE = "."
"""The answer that leaves a question, with nothing recorded."""

EMPTY = "-"
"""The answer that empties what stands in a field."""


class Left(Exception):
    """The person left the question."""


class Ended(Exception):
    """There is nobody left to answer."""


class Dialogue:
    """Says and asks."""

    def __init__(self) -> None:
        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(errors="replace")
        if is_terminal(sys.stdin):
            import readline  # noqa: F401 (it gives `input` its editing keys, and lines of any length)

    def say(self, text: str = "") -> None:
        """One line; a text with line breaks gets a line for each."""
        for line in text.splitlines() or [""]:
            say(line)

    def complain(self, error: AudittyError) -> None:
        """What went wrong: nothing was recorded."""
        self.say(_("Not saved: {problem}").format(problem=translate(error)))

    def ask(self, question: str) -> str:
        """The answer, without space around it.

        Raises:
            Left: it was a lone full stop. Ended: nothing more can be read.
        """
        try:
            answer = input(f"{printable(question)}: ").strip()
        except EOFError:
            raise Ended from None
        if unicodedata.normalize("NFKC", answer) in (LEAVE, "。"):
            raise Left
        return answer

    def command(self, question: str) -> str:
        """The answer as a command: full-width forms, which an input method makes, count as what they stand for."""
        return unicodedata.normalize("NFKC", self.ask(question)).strip()

    def text(self, label: str, current: str = "", phrases: Sequence[str] = ()) -> str:
        """What a field is to hold. Enter keeps `current`, `-` empties it, `=2` takes the second of `phrases`."""
        for number, phrase in enumerate(phrases, 1):
            self.say(_("={number}  {text}").format(number=number, text=phrase))
        answer = self.ask(f"{label} [{printable(current)}]" if current else label)
        if answer == EMPTY:
            return ""
        picked = answer.removeprefix("=")
        if answer.startswith("=") and picked.isdecimal() and 0 < int(picked[:4]) <= len(phrases):
            return phrases[int(picked[:4]) - 1]
        return answer or current

    def choose(self, question: str, options: Sequence[tuple[str, str]], current: str = "") -> str:
        """One of `options`, (value, what it is called): by its number; Enter takes `current`, if it is one."""
        values = [value for value, _name in options]
        for number, (_value, name) in enumerate(options, 1):
            self.say(f"{number}  {name}")
        standing = f" [{values.index(current) + 1}]" if current in values else ""
        while True:
            answer = self.command(question + standing)
            if not answer and standing:
                return current
            if answer.isdecimal() and 0 < int(answer[:9]) <= len(values):
                return values[int(answer[:9]) - 1]
            self.say(_("A number from 1 to {count}, please, or a full stop to leave.").format(count=len(values)))

    def record(self, write: Callable[[str | None], object], base: str | None) -> None:
        """Do `write(base)`; where somebody changed the same meanwhile, ask which stands, and do it upon theirs.

        Raises:
            Left: theirs stands.
        """
        while True:
            try:
                write(base)
            except Conflict as conflict:
                self.say(_("{who} changed this item meanwhile").format(who=conflict.params["who"]))
                self.say(_("theirs: {value}").format(value=whole(conflict.theirs)))
                self.say(_("mine: {value}").format(value=whole(conflict.mine)))
                ways = [("theirs", _("keep theirs")), ("mine", _("record mine"))]
                if self.choose(_("Which?"), ways, "theirs") == "theirs":
                    raise Left from None
                base = conflict.head
            else:
                return
