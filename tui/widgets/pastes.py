"""What is pasted, told apart from what is typed."""

from __future__ import annotations

from collections.abc import Iterator

_BEGIN, _END = "\x1b[200~", "\x1b[201~"


class Pastes:
    """Splits what a terminal sends into keys and whole pastes, however it arrives in pieces.

    Textual's parser takes an escape character inside a paste for the start of a key, and a pause inside the sign of
    the paste's end for a lone Esc: pasted text would become commands.
    """

    def __init__(self) -> None:
        self._paste: list[str] | None = None
        self._held = ""

    @property
    def holds(self) -> bool:
        """Whether what came last may be the beginning of a paste: `let_go` after a moment in which nothing came."""
        return bool(self._held) and self._paste is None

    def feed(self, text: str) -> Iterator[tuple[bool, str]]:
        """Pairs of whether it was pasted, and the text."""
        text, self._held = self._held + text, ""
        while text:
            sign = _BEGIN if self._paste is None else _END
            head, found, rest = text.partition(sign)
            if not found:
                cut = len(text) - _begun(text, sign)
                head, self._held = text[:cut], text[cut:]
            if self._paste is not None:
                self._paste.append(head)
                if found:
                    yield True, "".join(self._paste)
                    self._paste = None
            else:
                if head:
                    yield False, head
                if found:
                    self._paste = []
            text = rest

    def let_go(self) -> str:
        """What was held back: it was typed."""
        held, self._held = self._held, ""
        return held


def _begun(text: str, sign: str) -> int:
    """How many characters at the end of `text` are the beginning of `sign`."""
    return next((count for count in range(len(sign) - 1, 0, -1) if text.endswith(sign[:count])), 0)
