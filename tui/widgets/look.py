"""How things look: the named styles and the signs of the verdicts.

Colour only repeats what a sign already says. No style names a background, so dark and light terminals both work.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.style import Style

PLAIN = Style()
HEADING = Style(bold=True)
DIM = Style(dim=True)
KEY = Style(bold=True)
ERROR = Style(color="red", bold=True)
OK = Style(color="green")
WARN = Style(color="yellow")
REVERSE = Style(reverse=True)

CONFLICT = "<>"
"""The sign of what two copies of a round say different things of."""

_VERDICT_STYLES = {"pass": OK, "fail": ERROR, "na": DIM, "none": PLAIN}
_SIGNS = {"pass": "✓", "fail": "✗", "na": "-", "none": "."}
_ASCII_SIGNS = {"pass": "P", "fail": "F", "na": "N", "none": "."}
_IN_ASCII = str.maketrans(
    {"□": "[ ]", "·": "-", "→": "->", "×": "x", "–": "-", "—": "-", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'"}
)


@dataclass(frozen=True)
class Look:
    """The signs for one kind of terminal: `ascii` for those that cannot show ✓ and ✗."""

    ascii: bool = False

    def sign(self, verdict: str) -> str:
        """The one-cell sign of `verdict` (pass, fail, na, none)."""
        return (_ASCII_SIGNS if self.ascii else _SIGNS)[verdict]

    def text(self, text: str) -> str:
        """What a document says, with the signs that documents use."""
        return text.translate(_IN_ASCII) if self.ascii else text

    def mark(self, verdict: str) -> tuple[str, Style]:
        """The sign of `verdict` with its style, ready to stand in a line."""
        return self.sign(verdict), _VERDICT_STYLES[verdict]
