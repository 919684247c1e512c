"""The pages of a document: their size, margins and grid, and their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklists.errors import N_, cut
from reports.checking.ending import is_end_notes, is_letter
from reports.checking.model import NOTHING, Check, Place
from reports.docx_read import Element, Section, WordFile, attribute, child, fields, length
from reports.profile import MM, Profile, across

_NEAR = 1.0  # mm, the standard's own tolerance
ODD_EVEN, ODD_ONLY, NO_NUMBERS, TYPED, NOT_FIRST, NOT_EVEN, BOTH = (
    N_("on odd pages at right, on even pages at left"),
    N_("the same on all pages"),
    N_("none"),
    N_("typed in, no field"),
    N_("none on the first page"),
    N_("none on even pages"),
    N_("on odd and even pages"),
)


def pages(file: WordFile, profile: Profile) -> Iterator[Check]:
    """Size, margins and grid of each section's pages."""
    for number, section in enumerate(file.sections, 1):
        lined = not is_end_notes(file, section)
        yield from _page(section.properties, profile, lined, (Place("section", number),))


def _page(section: Element, upright: Profile, lined: bool, where: tuple[Place, ...]) -> Iterator[Check]:
    size, margins = child(section, "pgSz"), child(section, "pgMar")
    width, height = length(size, "w"), length(size, "h")
    profile = across(upright) if width > height else upright
    yield Check(
        label=N_("size of the page"),
        ok=_near(width, profile.width) and _near(height, profile.height),
        expected=f"{profile.width:g} × {profile.height:g} mm",
        found=f"{width:.4g} × {height:.4g} mm",
        where=where,
    )
    names = ("top", "bottom", "left", "right")
    wanted, found = [getattr(profile, side) for side in names], [length(margins, side) for side in names]
    yield Check(
        label=N_("margins: top, bottom, left, right"),
        ok=all(map(_near, found, wanted)),
        expected=" / ".join(f"{each:g}" for each in wanted) + " mm",
        found=" / ".join(f"{each:.3g}" for each in found) + " mm",
        where=where,
    )
    if profile.chars and profile is upright and lined:
        counted = _grid(section, profile, width - found[2] - found[3], height - found[0] - found[1])
        expected = f"{profile.lines} × {profile.chars}"
        yield Check(
            label=N_("grid: lines × characters"),
            ok=counted == expected,
            expected=expected,
            found=counted or NOTHING,
            where=where,
        )


def _grid(section: Element, profile: Profile, width: float, height: float) -> str:
    """The grid of lines and characters, counted in the document's own type area; "" for none."""
    grid = child(section, "docGrid")
    pitch, space = attribute(grid, "linePitch"), attribute(grid, "charSpace") or "0"
    if attribute(grid, "type") not in ("linesAndChars", "snapToChars") or not pitch.isdecimal() or not int(pitch):
        return ""
    advance = profile.body.size + (int(space) / 4096 if re.fullmatch("-?[0-9]{1,7}", space) else 0)
    return f"{int(height * MM / (int(pitch) / 20))} × {int(width * MM / max(advance, 1))}"


def page_numbers(file: WordFile, profile: Profile) -> Iterator[Check]:
    """Where the numbers of pages are, and their type; end notes alone on a page have none, nor has a letter's first."""
    expected, letter = ODD_EVEN if profile.official else BOTH, is_letter(file)
    for number, section in enumerate(file.sections, 1):
        where = (Place("section", number),)
        notes = is_end_notes(file, section)
        wanted = NO_NUMBERS if notes else expected
        found = _numbers(file, section, letter)
        fine = found == wanted or (not profile.official and found == ODD_ONLY)
        yield Check(label=N_("page numbers"), ok=fine, expected=wanted, found=found, where=where)
        if not notes:
            yield from _type(file, section, profile, where)


def _numbers(file: WordFile, section: Section, letter: bool) -> str:
    fields = {pages: footer for pages, footer in section.footers.items() if _has_number(footer)}
    others = [footer for pages, footer in section.footers.items() if pages not in fields and pages != "first"]
    typed = any(re.search("[0-9]", each.text) for footer in others for each in file.paragraphs(footer))
    if typed or "default" not in fields:
        return TYPED if typed else NO_NUMBERS
    if section.own_first_page and "first" not in fields and not letter:
        return NOT_FIRST
    odd, even = (_sides(file, fields[pages]) if pages in fields else set() for pages in ("default", "even"))
    if not file.odd_and_even:
        return ODD_EVEN if "outside" in odd else ODD_ONLY
    if not even:
        return NOT_EVEN
    return ODD_EVEN if odd & {"right", "end", "outside"} and even & {"left", "start", "outside"} else BOTH


def _sides(file: WordFile, footer: Element) -> set[str]:
    paragraphs = list(file.paragraphs(footer))
    filled = {each.form.align for each in paragraphs if each.text.strip()}
    return filled or {each.form.align for each in paragraphs}  # a field that was never worked out has no text yet


def _type(file: WordFile, section: Section, profile: Profile, where: tuple[Place, ...]) -> Iterator[Check]:
    """The type of the figures in the feet of pages that have the page's number."""
    face = profile.page_number
    expected = f"{face.latin} {face.size:g} pt"
    footers = [footer for footer in section.footers.values() if _has_number(footer)]
    runs = [run for footer in footers for each in file.paragraphs(footer) for run in each.runs]
    for setting in dict.fromkeys(run.setting for run in runs if re.search("[0-9]", run.text)):
        found = f"{cut(setting.latin, 40) or NOTHING} {setting.size:g} pt"
        ok = found == expected
        yield Check(label=N_("type of page numbers"), ok=ok, expected=expected, found=found, where=where)


def _has_number(footer: Element) -> bool:
    return re.search(r"\bPAGE\b", fields(footer)) is not None


def _near(found: float, wanted: float) -> bool:
    return abs(found - wanted) <= _NEAR
