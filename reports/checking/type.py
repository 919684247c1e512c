"""The type of a document: fonts and sizes by use, distance of lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from checklists.errors import N_, cut
from reports.checking.ending import COPIES
from reports.checking.model import MOST_PLACES, NOTHING, Check, Place, place_of
from reports.docx_cascade import Paragraph
from reports.profile import Face, Profile

_NEAR_SIZE = 0.26  # points; Word knows half ones
_NEAR_LINE = 0.5
_ENOUGH = 0.95  # of the characters
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_HEADINGS = (re.compile("[一二三四五六七八九十]{1,3}、"), re.compile("（[一二三四五六七八九十]{1,3}）"))
_HEADING_LENGTH = 40
_TITLES = {"title", "annex title", "标题"}
_SMALLEST_TITLE = 20  # points

ROLES = {
    "title": N_("type of the title"),
    "heading1": N_("type of headings of the first level"),
    "heading2": N_("type of headings of the second level"),
    "body": N_("type of the text"),
}


def _role(paragraph: Paragraph, outlined: bool) -> str:
    """What a paragraph is in the document, as far as its style and its setting tell; "" where they do not.

    Where headings are `outlined`, a text that begins with a number is none.
    """
    text = paragraph.text.strip()
    largest = max((run.setting.size for run in paragraph.runs), default=0)
    if paragraph.form.style.casefold() in _TITLES:
        return "title"
    if COPIES.match(text):
        return ""
    short = len(text) <= _HEADING_LENGTH
    for level, sign in enumerate(_HEADINGS, 1):
        if short and (paragraph.form.outline == level - 1 or (not outlined and sign.match(text))):
            return f"heading{level}"
    if paragraph.form.align == "center":
        return "title" if largest >= _SMALLEST_TITLE and paragraph.form.style.casefold() != "mark" else ""
    if paragraph.form.align in (
        "both",
        "left",
        "start",
        "distribute",
    ) and not paragraph.form.style.casefold().startswith(
        ("mark", "number", "small", "note", "cell", "annex", "signature")
    ):
        return "body"
    return ""


def _are_outlined(paragraphs: Sequence[Paragraph]) -> bool:
    return any(each.form.outline >= 0 and sign.match(each.text.strip()) for each in paragraphs for sign in _HEADINGS)


def types(paragraphs: Sequence[Paragraph], profile: Profile) -> Iterator[Check]:
    """For each role the font of Han text and the size, of most of its characters or of most of those that differ."""
    settings: dict[str, Counter[tuple[str, float]]] = {role: Counter() for role in ROLES}
    places: dict[tuple[str, str, float], list[Place]] = {}
    outlined = _are_outlined(paragraphs)
    for paragraph in paragraphs:
        if role := _role(paragraph, outlined):
            for run in paragraph.runs:
                if _HAN.search(run.text):
                    setting = run.setting.font, run.setting.size
                    settings[role][setting] += len(run.text)
                    _note(places.setdefault((role, *setting), []), paragraph)
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
                found=f"{cut(font, 40) or NOTHING} {size:g} pt",
                where=tuple(places[role, font, size]),
            )


def _is_set_in(setting: tuple[str, float], face: Face, profile: Profile) -> bool:
    font, size = setting
    return font in _with_aliases([face.east_asian], profile) and abs(size - face.size) < _NEAR_SIZE


def _with_aliases(fonts: Iterable[str], profile: Profile) -> set[str]:
    return {name for font in fonts for name in (font, profile.aliases.get(font, font))}


def lines(paragraphs: Sequence[Paragraph], profile: Profile) -> Iterator[Check]:
    """The distance of the lines of the text."""
    counted: Counter[float] = Counter()
    places: dict[float, list[Place]] = {}
    outlined = _are_outlined(paragraphs)
    for paragraph in paragraphs:
        if _role(paragraph, outlined) == "body":
            line = round(paragraph.form.line, 2)
            counted[line] += len(paragraph.text)
            _note(places.setdefault(line, []), paragraph)
    if counted:
        fitting = {line for line in counted if abs(line - profile.line_pt) <= _NEAR_LINE}
        ok = sum(counted[line] for line in fitting) >= _ENOUGH * counted.total()
        line = next(line for line, _ in counted.most_common() if ok or line not in fitting)
        yield Check(
            label=N_("distance of lines"),
            ok=ok,
            expected=f"{profile.line_pt:g} pt",
            found=f"{line:g} pt" if line else NOTHING,
            where=tuple(places[line]),
        )


def _note(places: list[Place], paragraph: Paragraph) -> None:
    if len(places) < MOST_PLACES:
        places.append(place_of(paragraph))
