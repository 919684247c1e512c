"""How any Word document stands against a layout: page, grid, type, lines, page numbers, tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checklists.errors import N_, cut
from reports.docx_read import Paragraph, WordFile, attribute, child, children, fields, length
from reports.profile import MM, Face, Profile, across

_NEAR = 1.0  # mm, the standard's own tolerance
_NEAR_SIZE = 0.26  # points; Word knows half ones
_NEAR_LINE = 0.5
_LONG_TABLE = 15  # rows; a shorter table is seen whole, or nearly
_ENOUGH = 0.95  # of the characters
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_HEADINGS = (re.compile("[一二三四五六七八九十]{1,3}、"), re.compile("（[一二三四五六七八九十]{1,3}）"))
_HEADING_LENGTH = 40
_TITLES = {"title", "annex title", "标题"}
_SMALLEST_TITLE = 20  # points
_NO_TEXT = "-"

ROLES = {
    "title": N_("type of the title"),
    "heading1": N_("type of headings of the first level"),
    "heading2": N_("type of headings of the second level"),
    "body": N_("type of the text"),
}
ODD_EVEN, ODD_ONLY, NO_NUMBERS = (
    N_("on odd pages at right, on even pages at left"),
    N_("the same on all pages"),
    N_("none"),
)
BOTH = N_("on odd and even pages")
YES, NO = N_("yes"), N_("no")


@dataclass(frozen=True, kw_only=True)
class Check:
    """One question about a document: what was asked, what the layout has, what the document has.

    `label` is to be translated, and so are `expected` and `found` where they are words.
    """

    label: str
    ok: bool
    expected: str
    found: str


def check(data: bytes, name: str, profile: Profile) -> list[Check]:
    """Every check of the Word file `data`, called `name` in messages, against `profile`.

    Raises:
        AudittyError: the file cannot be read, and why.
    """
    file = WordFile(data, name)
    checks = [each for section in file.sections for each in _page(section, profile)]
    paragraphs = [paragraph for paragraph in file.paragraphs() if paragraph.text.strip()]
    checks += _type(paragraphs, profile)
    checks += _lines(paragraphs, profile)
    checks += _fonts_named(file)
    checks += _numbers(file, profile)
    checks += _tables(file)
    return list(dict.fromkeys(checks))  # sections that are alike say it once


def _page(section: object, upright: Profile) -> Iterator[Check]:
    size, margins = child(section, "pgSz"), child(section, "pgMar")
    width, height = length(size, "w"), length(size, "h")
    profile = across(upright) if width > height else upright
    yield Check(
        label=N_("size of the page"),
        ok=_near(width, profile.width) and _near(height, profile.height),
        expected=f"{profile.width:g} × {profile.height:g} mm",
        found=f"{width:.4g} × {height:.4g} mm",
    )
    names = ("top", "bottom", "left", "right")
    wanted, found = [getattr(profile, side) for side in names], [length(margins, side) for side in names]
    yield Check(
        label=N_("margins: top, bottom, left, right"),
        ok=all(map(_near, found, wanted)),
        expected=" / ".join(f"{each:g}" for each in wanted) + " mm",
        found=" / ".join(f"{each:.3g}" for each in found) + " mm",
    )
    if profile.chars and profile is upright:
        yield _grid(section, profile, width - found[2] - found[3], height - found[0] - found[1])


def _grid(section: object, profile: Profile, width: float, height: float) -> Check:
    """The grid of lines and characters, counted in the document's own type area."""
    grid = child(section, "docGrid")
    pitch, space = attribute(grid, "linePitch"), attribute(grid, "charSpace") or "0"
    counted = _NO_TEXT
    if attribute(grid, "type") in ("linesAndChars", "snapToChars") and pitch.isdigit() and int(pitch):
        advance = profile.body.size + (int(space) / 4096 if re.fullmatch("-?[0-9]{1,7}", space) else 0)
        counted = f"{int(height * MM / (int(pitch) / 20))} × {int(width * MM / max(advance, 1))}"
    expected = f"{profile.lines} × {profile.chars}"
    return Check(label=N_("grid: lines × characters"), ok=counted == expected, expected=expected, found=counted)


def _role(paragraph: Paragraph) -> str:
    """What a paragraph is in the document, as far as its style and its setting tell; "" where they do not."""
    text = paragraph.text.strip()
    largest = max((run.size for run in paragraph.runs), default=0)
    if paragraph.style.casefold() in _TITLES:
        return "title"
    short = len(text) <= _HEADING_LENGTH
    for level, sign in enumerate(_HEADINGS, 1):
        if short and (paragraph.outline == level - 1 or sign.match(text)):
            return f"heading{level}"
    if paragraph.align == "center":
        return "title" if largest >= _SMALLEST_TITLE and paragraph.style.casefold() != "mark" else ""
    if paragraph.align in ("both", "left", "start", "distribute") and not paragraph.style.casefold().startswith(
        ("mark", "number", "small", "note", "cell", "annex", "signature")
    ):
        return "body"
    return ""


def _type(paragraphs: Iterable[Paragraph], profile: Profile) -> Iterator[Check]:
    """For each role the font of Han text and the size, of most of its characters or of most of those that differ."""
    settings: dict[str, Counter[tuple[str, float]]] = {role: Counter() for role in ROLES}
    for paragraph in paragraphs:
        if role := _role(paragraph):
            for run in paragraph.runs:
                if _HAN.search(run.text):
                    settings[role][run.font, run.size] += len(run.text)
    for role, counted in settings.items():
        face: Face = getattr(profile, role)
        faces = (face, profile.label) if role == "body" else (face,)  # labels stand in the text
        fitting = {each for each in counted if any(_is_set_in(each, wanted, profile) for wanted in faces)}
        ok = sum(counted[each] for each in fitting) >= _ENOUGH * counted.total()
        if counted:
            font, size = next(each for each, _count in counted.most_common() if ok or each not in fitting)
            yield Check(
                label=ROLES[role],
                ok=ok,
                expected=f"{face.east_asian} {face.size:g} pt",
                found=f"{cut(font, 40) or _NO_TEXT} {size:g} pt",
            )


def _is_set_in(setting: tuple[str, float], face: Face, profile: Profile) -> bool:
    font, size = setting
    names = (face.east_asian, profile.aliases.get(face.east_asian, face.east_asian))
    return font in names and abs(size - face.size) < _NEAR_SIZE


def _lines(paragraphs: Iterable[Paragraph], profile: Profile) -> Iterator[Check]:
    counted: Counter[float] = Counter()
    for paragraph in paragraphs:
        if _role(paragraph) == "body":
            counted[round(paragraph.line, 2)] += len(paragraph.text)
    if counted:
        fitting = sum(count for line, count in counted.items() if abs(line - profile.line_pt) <= _NEAR_LINE)
        ok = fitting >= _ENOUGH * counted.total()
        line = next(line for line, _ in counted.most_common() if ok or abs(line - profile.line_pt) > _NEAR_LINE)
        yield Check(
            label=N_("distance of lines"),
            ok=ok,
            expected=f"{profile.line_pt:g} pt",
            found=f"{line:g} pt" if line else _NO_TEXT,
        )


def _fonts_named(file: WordFile) -> Iterator[Check]:
    """Han text whose font nobody names looks as each program likes."""
    unnamed = Counter(
        bool(run.font) for paragraph in file.paragraphs(tables=True) for run in paragraph.runs if _HAN.search(run.text)
    )
    if unnamed.total():
        yield Check(
            label=N_("a font is named for all Han text"),
            ok=not unnamed[False],
            expected=YES,
            found=YES if not unnamed[False] else NO,
        )


def _numbers(file: WordFile, profile: Profile) -> Iterator[Check]:
    expected = ODD_EVEN if profile.official else BOTH
    for section in file.sections[:1]:
        footers = file.footers(section)
        sides = {
            pages: {each.align for each in file.paragraphs(footer, tables=True)}
            for pages, footer in footers.items()
            if re.search(r"\bPAGE\b", fields(footer))
        }
        found = NO_NUMBERS if not sides else ODD_ONLY
        if file.odd_and_even and {"default", "even"} <= sides.keys():
            right, left = sides["default"] & {"right", "end"}, sides["even"] & {"left", "start"}
            found = ODD_EVEN if right and left else BOTH
        ok = found == expected or (not profile.official and found == ODD_ONLY)
        yield Check(label=N_("page numbers"), ok=ok, expected=expected, found=found)


def _tables(file: WordFile) -> Iterator[Check]:
    widths = heads = 0
    for table in file.tables:
        grid = [length(column, "w") for column in children(table, "tblGrid/gridCol")]
        whole = child(child(table, "tblPr"), "tblW")
        widths += not (grid and all(grid) and whole is not None and attribute(whole, "w") not in ("", "0"))
        rows = children(table, "tr")
        heads += len(rows) > _LONG_TABLE and not children(rows[0], "trPr/tblHeader")
    for label, wrong in (
        (N_("tables with a width and widths of columns"), widths),
        (N_("long tables whose head is repeated"), heads),
    ):
        if file.tables:
            total = len(file.tables)
            yield Check(label=label, ok=not wrong, expected=f"{total}/{total}", found=f"{total - wrong}/{total}")


def _near(found: float, wanted: float) -> bool:
    return abs(found - wanted) <= _NEAR
