"""How a document is set: page, grid and type. `GB9704` is the Chinese standard for official documents, `BUSINESS`
a plain layout for English; `profile_for` takes in what an office does otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import floor
from typing import Any

from store.layout import Fonts, Layout

MM = 72 / 25.4  # points in a millimetre


@dataclass(frozen=True, kw_only=True)
class Face:
    """Type for one role: the font for Han text, the font for Latin text, size in points, colour as RRGGBB.

    `tracking` widens (or, below 0, narrows) the distance of characters by so many points; `stretch` is their width
    in percent.
    """

    east_asian: str
    latin: str
    size: float
    bold: bool = False
    tracking: float = 0
    stretch: int = 100
    colour: str = ""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A layout. Lengths in mm; `line_pt` is the exact distance of text lines and `chars` the characters on a line.

    `official` sets a red head, a centred title and a place for the seal; without it the layout is a business letter.
    `chars` 0 means no character grid; `seal` leaves room for one over the signature. `aliases` names, for fonts a
    machine may lack, the font to take instead. `copies` are the bodies that receive a copy, `printed_by` is the one
    that prints: both stand in the end notes (版记).
    """

    official: bool
    width: float = 210
    height: float = 297
    top: float
    bottom: float
    left: float
    right: float
    header: float
    footer: float
    line_pt: float
    chars: int = 0
    seal: bool = True
    mark: Face
    title: Face
    heading1: Face
    heading2: Face
    body: Face
    label: Face
    table: Face
    small: Face
    page_number: Face
    aliases: dict[str, str] = field(default_factory=dict, hash=False)
    copies: tuple[str, ...] = ()
    printed_by: str = ""

    @property
    def text_width(self) -> float:
        """Width of the type area in mm."""
        return self.width - self.left - self.right

    @property
    def char_pt(self) -> float:
        """Distance of Han characters on a line in points."""
        return self.text_width * MM / self.chars if self.chars else self.body.size

    @property
    def lines(self) -> int:
        """Text lines on a page."""
        return int((self.height - self.top - self.bottom) * MM / self.line_pt)


_SONG, _FANGSONG, _HEI, _KAI, _TITLE_SONG = "宋体", "仿宋", "黑体", "楷体", "方正小标宋简体"
_TIMES, _ARIAL = "Times New Roman", "Arial"

# GB/T 9704-2012. It gives 22 lines of 28 characters of size 3 (16 pt) in 156 mm x 225 mm: a line every 28.95 pt
# (28.99 would leave no tolerance and lose the last line) and a character every 15.79 pt. Word would narrow the 16 pt
# characters to its grid, LibreOffice gives each of them two places: so they are narrowed themselves, by 0.3 pt because
# LibreOffice measures in 1/600 inch (0.25 gave 27 characters). Justified lines are as wide as ever. The standard names
# kinds of type but no font files; these names exist on Windows and in WPS, `aliases` helps where one is not installed.
GB9704 = Profile(
    official=True,
    top=37,
    bottom=35,
    left=28,
    right=26,
    header=15,
    footer=25.5,  # puts the middle of the page number's dashes 7 mm below the type area
    line_pt=28.95,
    chars=28,
    mark=Face(east_asian=_TITLE_SONG, latin=_TIMES, size=42, colour="FF0000"),
    title=Face(east_asian=_TITLE_SONG, latin=_TIMES, size=22),
    heading1=Face(east_asian=_HEI, latin=_TIMES, size=16, tracking=-0.3),
    heading2=Face(east_asian=_KAI, latin=_TIMES, size=16, tracking=-0.3),
    body=Face(east_asian=_FANGSONG, latin=_TIMES, size=16, tracking=-0.3),
    label=Face(east_asian=_HEI, latin=_TIMES, size=16, tracking=-0.3),
    table=Face(east_asian=_FANGSONG, latin=_TIMES, size=12),
    small=Face(east_asian=_FANGSONG, latin=_TIMES, size=10.5),
    page_number=Face(east_asian=_SONG, latin=_SONG, size=14),
    aliases={_SONG: "SimSun", _FANGSONG: "FangSong", _HEI: "SimHei", _KAI: "KaiTi", _TITLE_SONG: _SONG},
)

_PLAIN = Face(east_asian=_SONG, latin=_ARIAL, size=10.5)
_STRONG = Face(east_asian=_HEI, latin=_ARIAL, size=10.5, bold=True)

BUSINESS = Profile(
    official=False,
    top=25,
    bottom=25,
    left=25,
    right=25,
    header=12,
    footer=12,
    line_pt=15,
    mark=Face(east_asian=_HEI, latin=_ARIAL, size=13, bold=True),
    title=Face(east_asian=_HEI, latin=_ARIAL, size=22, bold=True),
    heading1=Face(east_asian=_HEI, latin=_ARIAL, size=13, bold=True),
    heading2=_STRONG,
    body=_PLAIN,
    label=Face(east_asian=_SONG, latin=_ARIAL, size=10.5, colour="595959"),
    table=Face(east_asian=_SONG, latin=_ARIAL, size=9.5),
    small=Face(east_asian=_SONG, latin=_ARIAL, size=8.5, colour="595959"),
    page_number=Face(east_asian=_SONG, latin=_ARIAL, size=8.5, colour="595959"),
    aliases={_SONG: "SimSun", _HEI: "SimHei"},
)


_HAN_USES = ("mark", "title", "heading1", "heading2", "body", "table", "page_number")
_GRID_ROLES = ("heading1", "heading2", "body", "label")
_PITCH_STEPS = 20  # Word measures lines in twentieths of a point
_FORM_SIZE = {True: 10.5, False: 9.0}
_FOOT = GB9704.bottom - GB9704.footer


def profile_for(lang: str, layout: Layout | None = None) -> Profile:
    """The profile of `lang`, "zh" or "en", with what the office's own layout changes."""
    base = GB9704 if lang == "zh" else BUSINESS
    if layout is None or layout == Layout():
        return base
    margins = {side: margin for side, margin in vars(layout.margins).items() if margin is not None}
    changed = replace(_with_fonts(base, layout.fonts), **margins)
    return _with_grid(changed, layout) if changed.official else changed


def tabular(profile: Profile) -> Profile:
    """The profile for forms and ledgers, which are tables in small type."""
    return replace(profile, table=replace(profile.table, size=_FORM_SIZE[profile.official]))


def across(profile: Profile) -> Profile:
    """The profile on paper that lies on its side, with the binding above and what was the foot at the left.

    The standard's grid is one of upright pages: this has none.
    """
    return replace(
        profile,
        chars=0,
        width=profile.height,
        height=profile.width,
        top=profile.left,
        bottom=profile.right,
        left=profile.bottom,
        right=profile.top,
        header=min(profile.header, profile.left / 2),
        footer=max(profile.right - (profile.bottom - profile.footer), 5),
    )


def _with_fonts(profile: Profile, fonts: Fonts) -> Profile:
    """The profile in other fonts. Labels and small print go with the first heading and the body."""
    taken = {use: getattr(fonts, use) for use in _HAN_USES}
    taken |= {"label": fonts.heading1, "small": fonts.table or fonts.body, "table": fonts.table or fonts.body}
    faces: dict[str, Any] = {}
    for role, name in taken.items():
        face: Face = getattr(profile, role)
        faces[role] = replace(face, east_asian=name or face.east_asian, latin=fonts.latin or face.latin)
    return replace(profile, **faces)


def _with_grid(profile: Profile, layout: Layout) -> Profile:
    """The official profile with its own size of type, lines and characters; what is not given follows from the rest."""
    size = layout.size or profile.body.size
    narrow = GB9704.char_pt / GB9704.body.size  # how close the standard sets its characters
    chars = layout.characters or floor(profile.text_width * MM / (size * narrow) + 1e-6)
    line_pt = layout.pitch or profile.line_pt
    if layout.lines:
        height = (profile.height - profile.top - profile.bottom) * MM
        line_pt = floor(height / layout.lines * _PITCH_STEPS) / _PITCH_STEPS
    tracking = floor((profile.text_width * MM / chars - size - 0.05) * 10) / 10
    changed: dict[str, Any] = {
        role: replace(getattr(profile, role), size=size, tracking=tracking) for role in _GRID_ROLES
    }
    footer = max(profile.bottom - _FOOT, 5)
    changed |= {"copies": layout.copies, "printed_by": layout.printed_by}
    return replace(profile, chars=chars, line_pt=line_pt, seal=layout.seal, footer=footer, **changed)
