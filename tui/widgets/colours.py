"""The themes: for each kind of text a colour on a ground of the theme's own, for terminals of 256 colours and of 16.

The widgets know only the styles of `look`; a theme is a filter that gives them its colours while they are painted. The
terminal's own colours need no filter, and so cost nothing. The 256 are those above the first 16, which terminals leave
as they are; of the 16 only the first eight are used, which every terminal with colours knows. Bold may make those
brighter: it stands only where both read well.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from tui.widgets.look import PLAIN


@dataclass(frozen=True)
class Palette:
    """How each kind of text is drawn, ground included. `strong` is what is bold: headings and keys."""

    text: Style
    strong: Style
    dim: Style
    error: Style
    ok: Style
    warn: Style

    @classmethod
    def on(cls, ground: str, *, text: str, strong: str, dim: str, error: str, ok: str, warn: str) -> Palette:
        """From words as Rich reads them; a kind that names no ground of its own stands on `ground`."""
        words = (text, strong, dim, error, ok, warn)
        return cls(*(Style.parse(f"on {ground}") + Style.parse(each) for each in words))


def _of(number: int) -> str:
    return f"color({number})"


MANY = {
    "light": Palette.on(
        _of(231), text=_of(235), strong=f"bold {_of(235)}", dim=_of(241), error=f"bold {_of(160)}", ok=_of(22),
        warn=_of(94),
    ),
    "dark": Palette.on(
        _of(234), text=_of(252), strong=f"bold {_of(255)}", dim=_of(246), error=f"bold {_of(210)}", ok=_of(114),
        warn=_of(221),
    ),
    "high-contrast": Palette.on(
        _of(16), text=_of(231), strong=f"bold {_of(231)}", dim=_of(252), error=f"bold {_of(217)}",
        ok=f"bold {_of(120)}", warn=f"bold {_of(228)}",
    ),
}  # fmt: skip
"""For terminals that know 256 colours."""

FEW = {
    "light": Palette.on(
        "white", text="black", strong="blue", dim="black", error="bold white on red", ok="black",
        warn="bold white on blue",
    ),
    "dark": Palette.on(
        "black", text="white", strong="bold white", dim="white", error="bold white on red", ok="green",
        warn="bold yellow",
    ),
    "high-contrast": Palette.on(
        "black", text="white", strong="bold white", dim="white", error="black on white", ok="bold green",
        warn="bold yellow",
    ),
}  # fmt: skip
"""For terminals that know no more than 16."""


class Colours(LineFilter):
    """Gives every text the colours of a palette; only reverse and underline are left as they were."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._known: dict[Style, Style] = {}

    @classmethod
    def of(cls, theme: str, system: str | None) -> Colours | None:
        """For the theme of that name on a terminal of that colour system, as Rich calls it; None: nothing to do."""
        palettes = FEW if system in ("standard", None) else MANY
        return cls(palettes[theme]) if theme in palettes else None

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, self._drawn(style or PLAIN), control) for text, style, control in segments]

    def _drawn(self, style: Style) -> Style:
        drawn = self._known.get(style)
        if drawn is None:
            drawn = self._kind(style) + Style(reverse=style.reverse, underline=style.underline)
            self._known[style] = drawn
        return drawn

    def _kind(self, style: Style) -> Style:
        palette = self._palette
        by_colour = {"red": palette.error, "green": palette.ok, "yellow": palette.warn}
        if style.color is not None and style.color.name in by_colour:
            return by_colour[style.color.name]
        if style.bold:
            return palette.strong
        return palette.dim if style.dim else palette.text
