"""The end notes (版记) of an official document: who receives copies, who printed it and when, between rules."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from reports.docx_styles import run_properties, twips
from reports.docx_text import ems, text_xml
from reports.profile import MM, Profile

_SIZE = 14  # points, 四号
_THICK, _THIN = 8, 6  # eighths of a point: the standard has 0.35 and 0.25 mm
_COPIES = "抄送："
_MARK, _STOP = "，", "。"
_HANG = twips(len(_COPIES) * _SIZE)
_HANGING = f'<w:ind w:left="{_HANG}" w:hanging="{_HANG}"/>'
_SLACK = 4  # points; with less the page would be more than full
LAST_LINE = '<w:p><w:pPr><w:pStyle w:val="Normal"/><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
"""A paragraph that takes no room: one has to follow a table."""


def end_notes_xml(profile: Profile, printed: str) -> str:
    """What fills a page of its own: nothing, and at its foot the notes. "" if the profile has none.

    `printed` is the day of printing as text.
    """
    rows = [_paragraph(profile, _HANGING, _copied(profile))] if profile.copies else []
    if profile.printed_by:
        right = twips(profile.text_width * MM - 2 * _SIZE)
        tab = f'<w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs>'
        rows.append(_paragraph(profile, tab, f"{profile.printed_by}\t{printed}"))
    if not rows:
        return ""
    edges = (("top", _THICK), ("insideH", _THIN), ("bottom", _THICK))
    rules = "".join(f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>' for edge, size in edges)
    notes = _table(profile, "".join(_row(profile, row) for row in rows), rules, _SIZE)
    height = (profile.height - profile.top - profile.bottom) * MM - _SLACK
    page = f'<w:trHeight w:val="{twips(height)}" w:hRule="exact"/>'
    return LAST_LINE + _table(profile, _row(profile, notes + LAST_LINE, page, '<w:vAlign w:val="bottom"/>'), "", 0)


def copies_xml(profile: Profile) -> str:
    """The copies of a letter, without rules, at the foot of the page where its text ends; "" for none.

    Before them stands as much of nothing as they are high, to be kept with the text: they are in a frame, which would
    cover what is there.
    """
    if not profile.copies:
        return ""
    room = int(profile.text_width * MM / _SIZE) - 2 - len(_COPIES)  # characters on a line
    height = twips(ceil(ems(_copied(profile)[len(_COPIES) :]) / room) * profile.line_pt)
    kept = f'<w:p><w:pPr><w:pStyle w:val="Normal"/><w:spacing w:line="{height}" w:lineRule="exact"/></w:pPr></w:p>'
    frame = (
        f'<w:framePr w:w="{twips(profile.text_width * MM)}" w:wrap="none" w:vAnchor="margin" w:hAnchor="margin"'
        ' w:xAlign="left" w:yAlign="bottom"/>'
    )
    hanging = f'<w:ind w:left="{_HANG + twips(_SIZE)}" w:right="{twips(_SIZE)}" w:hanging="{_HANG}"/>'
    return kept + _paragraph(profile, frame + hanging, _copied(profile))


def _copied(profile: Profile) -> str:
    return f"{_COPIES}{_MARK.join(profile.copies)}{_STOP}"


def _paragraph(profile: Profile, own: str, text: str) -> str:
    properties = run_properties(replace(profile.body, size=_SIZE, tracking=0), "zh")
    return f'<w:p><w:pPr><w:pStyle w:val="Normal"/>{own}</w:pPr><w:r>{properties}{text_xml(text)}</w:r></w:p>'


def _row(profile: Profile, content: str, height: str = "", place: str = "") -> str:
    width = f'<w:tcW w:w="{twips(profile.text_width * MM)}" w:type="dxa"/>'
    return f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr><w:tc><w:tcPr>{width}{place}</w:tcPr>{content}</w:tc></w:tr>"


def _table(profile: Profile, rows: str, rules: str, margin: float) -> str:
    """A table of one column as wide as the type area, its text `margin` points in at both sides."""
    width = twips(profile.text_width * MM)
    sides = "".join(f'<w:{side} w:w="{twips(margin)}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{rules}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{rows}</w:tbl>'
    )
