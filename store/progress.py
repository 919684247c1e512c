"""How work that takes long says how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called now and then with how many are done, and how many there are."""


def part(progress: Progress, before: int, of: int) -> Progress:
    """The progress of work that follows upon so many of all."""
    return lambda done, _of: progress(before + done, of)
