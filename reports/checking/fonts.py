"""The fonts and the language of every run and of the styles in use, also in tables and margins; and of the theme."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checklists.errors import N_, cut
from reports.checking.model import MOST_PLACES, NOTHING, Check, Place, place_of
from reports.docx_cascade import Paragraph
from reports.docx_read import THEME, WordFile
from reports.profile import Face, Profile

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile("[0-9A-Za-z]")
_CHINESE, _ENGLISH = "zh-CN", "en"
_HAN_FONTS = N_("fonts of Han text")
_STYLE_FONTS = N_("fonts for Han text of the styles in use")
_LATIN_FONTS = N_("fonts of Latin letters and digits")
_HAN_LANGUAGE = N_("language of Han text")
_LANGUAGE = N_("language of the text")
_THEME_FONTS = N_("fonts for Han text of the theme")


class _Found(NamedTuple):
    label: str
    what: str
    place: Place


def fonts(file: WordFile, paragraphs: Iterable[Paragraph], profile: Profile) -> Iterator[Check]:
    """The fonts and languages of `paragraphs`, of what stands above and below the pages, and of the theme."""
    faces = [value for value in vars(profile).values() if isinstance(value, Face)]
    han = dict.fromkeys(face.east_asian for face in faces)
    latin = dict.fromkeys(face.latin for face in faces)
    expected = {
        _HAN_FONTS: list(han),
        _STYLE_FONTS: list(han),
        _HAN_LANGUAGE: [_CHINESE],
        _LATIN_FONTS: list(latin),
        _LANGUAGE: [_ENGLISH],
    }
    places: dict[str, dict[str, list[Place]]] = {label: {} for label in expected}
    for label, what, place in _found(file, paragraphs, profile):
        kept = places[label].setdefault(what, [])
        if len(kept) < MOST_PLACES and place not in kept:
            kept.append(place)
    for label, wanted in expected.items():
        allowed = {*wanted, *(profile.aliases.get(each, each) for each in wanted)}
        departing = {what: where for what, where in places[label].items() if what not in allowed}
        names = ", ".join(wanted)
        for what, where in departing.items():
            yield Check(label=label, ok=False, expected=names, found=cut(what, 40) or NOTHING, where=tuple(where))
        if places[label] and not departing:
            yield Check(label=label, ok=True, expected=names, found=names)
    if file.has_theme:
        yield from _theme(file)


def _found(file: WordFile, paragraphs: Iterable[Paragraph], profile: Profile) -> Iterator[_Found]:
    for paragraph in paragraphs:
        if paragraph.runs:
            yield from _of(paragraph, place_of(paragraph), profile)
    for number, section in enumerate(file.sections, 1):
        for margin in (*section.headers.values(), *section.footers.values()):
            for paragraph in file.paragraphs(margin):
                yield from _of(paragraph, Place("section", number), profile)


def _of(paragraph: Paragraph, place: Place, profile: Profile) -> Iterator[_Found]:
    for text, setting in paragraph.runs:
        if _HAN.search(text):
            yield _Found(_HAN_FONTS, setting.font, place)
            yield _Found(_STYLE_FONTS, paragraph.form.by_style.font, place)
            yield _Found(_HAN_LANGUAGE, setting.han_language, place)
        if _LATIN.search(text):
            yield _Found(_LATIN_FONTS, setting.latin, place)
            if not profile.official:
                yield _Found(_LANGUAGE, setting.language.partition("-")[0], place)


def _theme(file: WordFile) -> Iterator[Check]:
    """Text that names a font of the theme, and some programs in any case, want one there for Han text."""
    named = [file.cascade.theme_font(use, "eastAsia") for use in ("major", "minor")]
    ok, where = all(named), (Place("part", 0, THEME),)
    found = " / ".join(cut(each, 40) or NOTHING for each in named)
    yield Check(label=_THEME_FONTS, ok=ok, expected=found if ok else _NAMED, found=found, where=where)


_NAMED = N_("one for titles, one for text")
