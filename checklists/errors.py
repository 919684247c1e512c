"""What can go wrong, as values: a message to translate and its parameters.

Lower rooms do not know the user's language. They raise or return a message in English with named blanks;
`tui` looks the message up in its catalogue and fills the blanks. `N_` marks the message for extraction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark `message` for translation and return it unchanged."""
    return message


class Word(str):
    """A parameter of a message that is a message itself, marked by `N_`: it is translated before it is filled in."""

    __slots__ = ()


def cut(text: str, length: int = 60) -> str:
    """`text` for use in a message, cut where it is longer than `length`."""
    return text if len(text) <= length else text[:length] + "…"


class AudittyError(Exception):
    """An error a user can understand: English `message` with `{named}` blanks, and what fills them."""

    exit_code = 2

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return self.message.format(**self.params)


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file somebody wrote.

    `line` and `column` count from 1, 0 where they are not known. `message` has `{named}` blanks for `params`.
    """

    file: str
    line: int
    column: int
    message: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message.format(**self.params)}"


class ChecklistError(AudittyError):
    """A file that is not what it should be. `problems` holds every fault found in it, in file order."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(N_("{count} problems in the file"), count=len(problems))
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
