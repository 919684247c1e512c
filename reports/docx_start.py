"""The empty document of a profile: its page, styles, settings and fonts, in place of what python-docx begins with."""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm

from reports.docx_parts import font_table_xml, settings_xml, with_theme_fonts
from reports.docx_styles import W, styles_xml, twips
from reports.profile import Profile

# What python-docx's template holds beside our document: a picture of an empty page, older styles, and so on.
_UNUSED = re.compile("/(thumbnail|stylesWithEffects|webSettings|customXml|numbering|extended-properties)$")


def started(profile: Profile, lang: str) -> Document:
    """A new document without text, set by `profile` for the language `lang`, without properties."""
    return docx.Document(BytesIO(_package(profile, lang)))


@lru_cache(maxsize=8)
def _package(profile: Profile, lang: str) -> bytes:
    """Made once for many documents: to read it again takes a third of the time."""
    document, out = docx.Document(), BytesIO()
    _replace_parts(document, profile, lang)
    _set_page(document, profile)
    element: Any = document.core_properties._element
    element[:] = []  # the template's author, date and keywords
    document.save(out)
    return out.getvalue()


def _replace_parts(document: Document, profile: Profile, lang: str) -> None:
    """Put our styles, settings and fonts where python-docx's template has its own, and drop what it has beside."""
    part = document.part
    for owner in (part.rels, part.package.rels):
        for key in [key for key, rel in owner.items() if _UNUSED.search(rel.reltype)]:
            del owner[key]
    replacements = (
        (document.styles.element, styles_xml(profile, lang)),
        (document.settings.element, settings_xml(lang)),
    )
    for element, xml in replacements:
        element[:] = list(parse_xml(xml))
    for rel in part.rels.values():
        target = rel.target_part
        if rel.reltype.endswith("/fontTable"):
            set_blob(target, font_table_xml(profile).encode())
        elif rel.reltype.endswith("/theme"):
            set_blob(target, with_theme_fonts(target.blob, profile))


def _set_page(document: Document, profile: Profile) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(profile.width), Mm(profile.height)
    if profile.width > profile.height:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.top_margin, section.bottom_margin = Mm(profile.top), Mm(profile.bottom)
    section.left_margin, section.right_margin = Mm(profile.left), Mm(profile.right)
    section.header_distance, section.footer_distance = Mm(profile.header), Mm(profile.footer)
    end: Any = document.element.body.sectPr
    for grid in end.xpath("w:docGrid"):
        end.remove(grid)
    if profile.chars:
        # charSpace is in 1/4096 of a point, beside the body's size; rounded down, or the line loses a character.
        space = int((profile.char_pt - profile.body.size) * 4096) - 1
        end.append(
            parse_xml(
                f'<w:docGrid xmlns:w="{W}" w:type="linesAndChars" w:linePitch="{twips(profile.line_pt)}"'
                f' w:charSpace="{space}"/>'
            )
        )


def set_blob(part: Part, blob: bytes) -> None:
    part._blob = blob
