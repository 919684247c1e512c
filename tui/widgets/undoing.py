"""A text whose changes can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace

_MOST = 1000
"""Changes that are remembered."""


@dataclass(frozen=True)
class _Change:
    at: int
    gone: str
    put: str


class Undoing:
    """A text, what was done to it, and what was taken back.

    What is typed in a row, up to the end of a word or a clause, is one change, and so are characters deleted in a row.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._done: list[_Change] = []
        self._undone: list[_Change] = []
        self._resting = True

    def rest(self) -> None:
        """What comes next is a change of its own."""
        self._resting = True

    def replace(self, start: int, end: int, put: str, joins: bool = False) -> None:
        """Put `put` in the place of the characters from `start` to before `end`; with `joins` it may join the last."""
        change = _Change(start, self.text[start:end], put)
        self.text = self.text[:start] + put + self.text[end:]
        self._undone.clear()
        joined = _joined(self._done[-1], change) if joins and self._done and not self._resting else None
        if joined:
            self._done[-1] = joined
        else:
            self._done.append(change)
            del self._done[:-_MOST]
        self._resting = not joins or not (change.put or change.gone).isalnum()

    def undo(self) -> int | None:
        """Take the last change back; where the cursor belongs then, None when there is nothing to take back."""
        if not self._done:
            return None
        change = self._done.pop()
        self._undone.append(change)
        self.text = self.text[: change.at] + change.gone + self.text[change.at + len(change.put) :]
        self.rest()
        return change.at + len(change.gone)

    def redo(self) -> int | None:
        """Make the change again that was taken back last; as `undo`."""
        if not self._undone:
            return None
        change = self._undone.pop()
        self._done.append(change)
        self.text = self.text[: change.at] + change.put + self.text[change.at + len(change.gone) :]
        self.rest()
        return change.at + len(change.put)


def _joined(last: _Change, change: _Change) -> _Change | None:
    """Both as one, if the second goes on where the first left off."""
    if not (last.gone or change.gone) and change.at == last.at + len(last.put):
        return replace(last, put=last.put + change.put)
    if not (last.put or change.put):
        if change.at + len(change.gone) == last.at:
            return _Change(change.at, change.gone + last.gone, "")
        if change.at == last.at:
            return replace(last, gone=last.gone + change.gone)
    return None
