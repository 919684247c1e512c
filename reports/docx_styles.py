"""The paragraph styles of a document, worked out from its profile, as WordprocessingML."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from xml.sax.saxutils import quoteattr

from reports.profile import MM, Face, Profile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def twips(points: float) -> int:
    """Points as twentieths of a point, Word's unit of length."""
    return round(points * 20)


@dataclass(frozen=True, kw_only=True)
class Style:
    """A paragraph style. Lengths in points; `first` is the first line's indent in characters of the body.

    `hang` indents every line but the first; the first line's text after a tab starts there too.
    `rule` is the colour of a line below, `rule_gap` its distance.
    """

    name: str
    face: Face
    line: float
    align: str = "left"
    first: int = 0
    hang: float = 0
    before: float = 0
    after: float = 0
    keep_next: bool = False
    outline: int | None = None
    rule: str = ""
    rule_gap: float = 0
    tab_right: float = 0


def styles_of(profile: Profile) -> dict[str, Style]:
    """Style id to style; both layouts have the same ids. The first is the default paragraph style."""
    return _official(profile) if profile.official else _business(profile)


def _official(p: Profile) -> dict[str, Style]:
    line, small = p.line_pt, p.small.size * 1.5
    mark_line = p.mark.size * 1.3
    return {
        "Normal": Style(name="Normal", face=p.body, line=line, align="both"),
        # The characters' upper edge is 35 mm below the type area's: half the line's slack is above them.
        "Mark": Style(
            name="Mark", face=p.mark, line=mark_line, align="center", before=35 * MM - (mark_line - p.mark.size) / 2
        ),
        "Number": Style(
            name="Number",
            face=p.body,
            line=line,
            align="center",
            before=2 * line,
            rule="FF0000",
            rule_gap=4 * MM - (line - p.body.size) / 2,
        ),
        "Title": Style(name="Title", face=p.title, line=line * 1.25, align="center", before=2 * line, after=line),
        "Addressee": Style(name="Addressee", face=p.body, line=line, keep_next=True),
        "Heading1": Style(
            name="heading 1", face=p.heading1, line=line, align="both", first=2, keep_next=True, outline=0
        ),
        "Heading2": Style(
            name="heading 2", face=p.heading2, line=line, align="both", first=2, keep_next=True, outline=1
        ),
        "Body": Style(name="Body", face=p.body, line=line, align="both", first=2),
        "Labelled": Style(name="Labelled", face=p.body, line=line, align="both", first=2),
        "Attachment": Style(name="Attachment", face=p.body, line=line, first=2, before=line, keep_next=True),
        "Signature": Style(
            name="Signature", face=p.body, line=line, align="right", before=(1 + p.seal) * line, keep_next=True
        ),
        "SignatureDate": Style(name="Signature Date", face=p.body, line=line, align="right", after=line),
        # Seven eighths of a character below the red rule of a letter; its line is as high as its type.
        "LetterNumber": Style(
            name="Letter Number", face=p.body, line=p.body.size, align="right", before=p.body.size * 7 / 8, after=line
        ),
        "ReceiptTitle": Style(
            name="Receipt Title", face=p.heading1, line=line, align="center", before=line, after=6, keep_next=True
        ),
        "AnnexMark": Style(name="Annex Mark", face=p.label, line=line, keep_next=True),
        "AnnexTitle": Style(
            name="Annex Title", face=p.title, line=line * 1.25, align="center", before=line, after=line, keep_next=True
        ),
        "Cell": Style(name="Cell", face=p.table, line=p.table.size * 1.45),
        "CellHead": Style(name="Cell Head", face=_like(p.label, p.table), line=p.table.size * 1.45, align="center"),
        "Note": Style(name="Note", face=p.table, line=p.table.size * 1.6, before=6),
        "Small": Style(name="Small", face=p.small, line=small, before=6),
        "Header": Style(name="header", face=_like(p.label, p.table), line=p.table.size * 1.3, align="right"),
        "Footer": Style(name="footer", face=p.page_number, line=p.page_number.size),
    }


def _business(p: Profile) -> dict[str, Style]:
    line, hang = p.line_pt, 38 * MM
    title = p.title.size * 1.3
    return {
        "Normal": Style(name="Normal", face=p.body, line=line),
        "Mark": Style(name="Mark", face=p.mark, line=p.mark.size * 1.4, rule="808080", rule_gap=6),
        "Number": Style(name="Number", face=p.label, line=line, after=line * 1.2),
        "Title": Style(name="Title", face=p.title, line=title, before=line * 1.5, after=3),
        "Addressee": Style(name="Addressee", face=p.heading2, line=line, after=6, keep_next=True),
        "Heading1": Style(
            name="heading 1", face=p.heading1, line=p.heading1.size * 1.4, before=16, after=6, keep_next=True, outline=0
        ),
        "Heading2": Style(name="heading 2", face=p.heading2, line=line, before=10, after=3, keep_next=True, outline=1),
        "Body": Style(name="Body", face=p.body, line=line, after=6),
        "Labelled": Style(name="Labelled", face=p.body, line=line, after=3, hang=hang),
        "Attachment": Style(name="Attachment", face=p.body, line=line, before=6, after=6, keep_next=True),
        "Signature": Style(name="Signature", face=p.heading2, line=line, before=line * 3, keep_next=True),
        "SignatureDate": Style(name="Signature Date", face=p.body, line=line, after=line),
        "LetterNumber": Style(name="Letter Number", face=p.label, line=line, after=line),
        "ReceiptTitle": Style(name="Receipt Title", face=p.heading2, line=line, before=18, after=4, keep_next=True),
        "AnnexMark": Style(name="Annex Mark", face=p.label, line=line, keep_next=True),
        "AnnexTitle": Style(name="Annex Title", face=p.heading1, line=p.heading1.size * 1.4, after=8, keep_next=True),
        "Cell": Style(name="Cell", face=p.table, line=p.table.size * 1.4),
        "CellHead": Style(name="Cell Head", face=_like(p.heading2, p.table), line=p.table.size * 1.4),
        "Note": Style(name="Note", face=p.table, line=p.table.size * 1.5, before=6),
        "Small": Style(name="Small", face=p.small, line=p.small.size * 1.5, before=6),
        "Header": Style(name="header", face=p.heading2, line=line, align="right"),
        "Footer": Style(name="footer", face=p.page_number, line=p.page_number.size * 1.4, tab_right=p.text_width * MM),
    }


def _like(face: Face, size_of: Face) -> Face:
    return replace(face, size=size_of.size, tracking=size_of.tracking)


@lru_cache
def run_properties(face: Face, lang: str) -> str:
    """`<w:rPr>` for text set in `face`; every slot names a font, or Word would fall back to its theme's."""
    east, latin = quoteattr(face.east_asian), quoteattr(face.latin)
    # In Chinese, quotation marks, dashes and dots belong to the Han font; without the hint Word sets them as Latin.
    hint = ' w:hint="eastAsia"' if lang == "zh" else ""
    language = "en-US" if lang == "zh" else "en-GB"
    return (
        f"<w:rPr><w:rFonts{hint} w:ascii={latin} w:eastAsia={east} w:hAnsi={latin} w:cs={latin}/>"
        + ("<w:b/><w:bCs/>" if face.bold else "")
        + (f'<w:color w:val="{face.colour}"/>' if face.colour else "")
        + (f'<w:spacing w:val="{twips(face.tracking)}"/>' if face.tracking else "")
        + (f'<w:w w:val="{face.stretch}"/>' if face.stretch != 100 else "")
        + f'<w:sz w:val="{round(face.size * 2)}"/><w:szCs w:val="{round(face.size * 2)}"/>'
        + f'<w:lang w:val="{language}" w:eastAsia="zh-CN"/></w:rPr>'
    )


def _paragraph_properties(style: Style, profile: Profile) -> str:
    official = profile.official
    parts = ["<w:keepNext/>"] if style.keep_next else []
    # Twenty-two lines to the page leave no room for widow control; business layouts and cells have no such rule.
    widows = int(not official or style.name.startswith("Cell"))
    parts.append(f'<w:widowControl w:val="{widows}"/>')
    if style.rule:
        gap = max(0, min(31, round(style.rule_gap)))
        parts.append(
            f'<w:pBdr><w:bottom w:val="single" w:sz="{12 if official else 6}" w:space="{gap}" w:color="{style.rule}"/>'
            "</w:pBdr>"
        )
    if style.tab_right:
        parts.append(f'<w:tabs><w:tab w:val="right" w:pos="{twips(style.tab_right)}"/></w:tabs>')
    if official:  # whole characters, no quarter space between Han and Latin; tracking and exact lines make the grid
        parts.append('<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>')
    parts.append(
        f'<w:spacing w:before="{twips(style.before)}" w:after="{twips(style.after)}"'
        f' w:line="{twips(style.line)}" w:lineRule="exact"/>'
    )
    if style.first:
        first = twips(style.first * profile.char_pt)
        parts.append(f'<w:ind w:firstLineChars="{style.first * 100}" w:firstLine="{first}"/>')
    elif style.hang:
        parts.append(f'<w:ind w:left="{twips(style.hang)}" w:hanging="{twips(style.hang)}"/>')
    parts.append(f'<w:jc w:val="{style.align}"/>')
    if style.outline is not None:
        parts.append(f'<w:outlineLvl w:val="{style.outline}"/>')
    return f"<w:pPr>{''.join(parts)}</w:pPr>"


def styles_xml(profile: Profile, lang: str) -> str:
    """The whole `word/styles.xml`: defaults, the styles of `styles_of`, and the table and character defaults."""
    styles = styles_of(profile)
    default, *_ = styles
    defaults = f"<w:rPrDefault>{run_properties(profile.body, lang)}</w:rPrDefault><w:pPrDefault/>"
    parts = [f'<w:styles xmlns:w="{W}"><w:docDefaults>{defaults}</w:docDefaults>']
    for style_id, style in styles.items():
        is_default = ' w:default="1"' if style_id == default else ""
        based_on = "" if style_id == default else f'<w:basedOn w:val="{default}"/>'
        parts.append(
            f'<w:style w:type="paragraph" w:styleId="{style_id}"{is_default}><w:name w:val="{style.name}"/>{based_on}'
            f"<w:qFormat/>{_paragraph_properties(style, profile)}{run_properties(style.face, lang)}</w:style>"
        )
    parts.append(
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style></w:styles>'
    )
    return "".join(parts)
