"""How an inspecting body sets its documents where it departs from the standard: `layout` in workspace.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Self

from checklists.errors import N_

Fault = tuple[str, dict[str, Any]]

_FONT = re.compile(r"[^\s\x00-\x1f\"'&<>;{}\\/](?:[^\x00-\x1f\"&<>;{}\\/]{0,62})")
_MARGIN = (5, 80)
_PITCH = (12, 60)
_LINES = (5, 60)
_CHARACTERS = (10, 60)
_SIZE = (8, 30)
_TYPE_AREA = 100
"""The type area is at least this wide and high, in mm."""


@dataclass(frozen=True, kw_only=True)
class Margins:
    """The margins of an upright page in mm, None as the standard has it."""

    top: float | None = None
    bottom: float | None = None
    left: float | None = None
    right: float | None = None


@dataclass(frozen=True, kw_only=True)
class Fonts:
    """Fonts for Han text by their use, and the one for Latin letters and digits; "" as the standard has it."""

    mark: str = ""
    title: str = ""
    heading1: str = ""
    heading2: str = ""
    body: str = ""
    table: str = ""
    page_number: str = ""
    latin: str = ""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What differs from GB/T 9704: None or "" is what the standard has.

    `lines` to the page or else `pitch`, the distance of lines in points; `characters` to the line; `size` of the body
    in points; `seal`: whether room is left for a seal over the signature; `copies` and `printed_by`: the bodies named
    in the end notes, which a document has where either is given. Margins and fonts hold for English documents
    too, all else for the Chinese ones.
    """

    margins: Margins = field(default_factory=Margins)
    fonts: Fonts = field(default_factory=Fonts)
    lines: int | None = None
    pitch: float | None = None
    characters: int | None = None
    size: float | None = None
    seal: bool = True
    copies: tuple[str, ...] = ()
    printed_by: str = ""

    @classmethod
    def from_kept(cls, kept: dict[str, Any]) -> Self:
        """The layout from its `asdict`."""
        margins, fonts = Margins(**kept["margins"]), Fonts(**kept["fonts"])
        return cls(**{**kept, "margins": margins, "fonts": fonts, "copies": tuple(kept["copies"])})


def faults(layout: Layout) -> Iterator[Fault]:
    """What is wrong with a layout, each message with what fills its blanks."""
    numbers = [(f"margins.{side.name}", getattr(layout.margins, side.name), _MARGIN) for side in fields(Margins)]
    numbers += [
        ("lines", layout.lines, _LINES),
        ("pitch", layout.pitch, _PITCH),
        ("characters", layout.characters, _CHARACTERS),
        ("size", layout.size, _SIZE),
    ]
    for key, number, (least, most) in numbers:
        if number is not None and not least <= number <= most:
            message = N_("layout: {key} is {number}, expected {least} to {most}")
            yield message, {"key": key, "number": number, "least": least, "most": most}
    if layout.lines is not None and layout.pitch is not None:
        yield N_("layout: give lines or pitch, not both"), {}
    for use in fields(Fonts):
        name = getattr(layout.fonts, use.name)
        if name and not _FONT.fullmatch(name):
            yield N_("layout: “{name}” cannot be the name of a font"), {"name": name[:40]}
    for first, second, length in (("left", "right", 210), ("top", "bottom", 297)):
        margins = [getattr(layout.margins, side) or 0 for side in (first, second)]
        if length - sum(margins) < _TYPE_AREA:
            message = N_("layout: margins {first} and {second} leave less than {least} mm for the text")
            yield message, {"first": first, "second": second, "least": _TYPE_AREA}
