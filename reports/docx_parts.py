"""The parts of a Word file beside its text, worked out from the profile: settings, font table, theme fonts."""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

from reports.docx_styles import W
from reports.profile import Face, Profile

_HAN = "86"  # the character set numbers Word chooses substitutes by
_WESTERN = "00"


def settings_xml(lang: str) -> str:
    """`word/settings.xml`: different odd and even pages, no squeezing of punctuation, today's layout rules."""
    main = "en-US" if lang == "zh" else "en-GB"
    return (
        f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        # Without these a justified line before a line break is stretched, and underlined blanks vanish at its end.
        "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        f'</w:compat><w:themeFontLang w:val="{main}" w:eastAsia="zh-CN"/></w:settings>'
    )


def font_table_xml(profile: Profile) -> str:
    """`word/fontTable.xml`: every font the profile names, with what to take where it is not installed."""
    faces = [value for value in vars(profile).values() if isinstance(value, Face)]
    han = {face.east_asian for face in faces}
    fonts = []
    for name in sorted(han | {face.latin for face in faces}):
        alias = profile.aliases.get(name)
        fonts.append(
            f"<w:font w:name={quoteattr(name)}>"
            + (f"<w:altName w:val={quoteattr(alias)}/>" if alias else "")
            + f'<w:charset w:val="{_HAN if name in han else _WESTERN}"/></w:font>'
        )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{W}">{"".join(fonts)}</w:fonts>'


def with_theme_fonts(theme: bytes, profile: Profile) -> bytes:
    """The theme with the profile's fonts; an empty East Asian slot makes WPS warn of a missing font."""
    face = profile.body
    fonts = (
        f"<a:latin typeface={quoteattr(face.latin)}/><a:ea typeface={quoteattr(face.east_asian)}/>"
        f"<a:cs typeface={quoteattr(face.latin)}/>"
    ).encode()
    return re.sub(
        rb"<a:(major|minor)Font>.*?</a:\1Font>",
        lambda match: b"<a:%bFont>%b</a:%bFont>" % (match[1], fonts, match[1]),
        theme,
        flags=re.DOTALL,
    )
