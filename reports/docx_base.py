"""The door to python-docx: the only module that imports it. It sets a document by a profile, paragraph by paragraph.

Content is written as WordprocessingML text and parsed once: python-docx sets no East Asian font, knows no fields, and
takes quadratic time for tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from math import ceil
from typing import Any

from docx.enum.section import WD_SECTION
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.section import _Footer, _Header
from docx.shared import Mm

from reports.charts import Chart, chart_xml, drawing_xml, workbook
from reports.deterministic import repack
from reports.docx_flow import Flow
from reports.docx_start import set_blob, started
from reports.docx_styles import W, styles_of, twips
from reports.docx_text import Field, Piece, Text, paragraph_xml, split_lines, table_parts
from reports.end_notes import LAST_LINE, copies_xml, end_notes_xml
from reports.profile import MM, Face, Profile
from reports.safe_text import visible

# A file name or address goes to the next line as a whole; justified, the line it leaves would be torn apart.
_LONG_WORD = re.compile("[!-~]{16}")
_ROWS_AT_ONCE = 100  # of a long table, compressed together
_LETTER_MARK, _LETTER_FOOT, _LETTER_RULE, _LETTER_GAP = 30, 20, 170, 4  # mm
_LETTER_THICK = 4.5  # points; of the double rule
_PROPERTY_LENGTH = 255  # python-docx refuses longer core properties


class Docx:
    """A document being set. `lang` is "zh" or "en"; `made` is its date, None leaves the date out."""

    def __init__(
        self, profile: Profile, lang: str, *, title: str, author: str, subject: str, made: date | None
    ) -> None:
        self.profile = profile
        self.lang = lang
        self._styles = styles_of(profile)
        self._document = started(profile, lang)
        self._content = Flow()
        self._poured: list[Iterator[str]] = []
        self._charts, self._made = 0, made
        self._printed: str | None = None
        self._set_properties(title, author, subject, made)

    def paragraph(
        self,
        text: Text,
        style: str = "Body",
        *,
        face: Face | None = None,
        right: float = 0,
        keep_next: bool = False,
        new_page: bool = False,
    ) -> None:
        """Add a paragraph. `face` overrides the style's, `right` indents from the right in points."""
        words = text if isinstance(text, str) else "".join(piece for piece, _ in text if isinstance(piece, str))
        stretched = self._styles[style].align == "both" and _LONG_WORD.search(words)
        own = (
            ("<w:keepNext/>" if keep_next else "")
            + ("<w:pageBreakBefore/>" if new_page else "")
            + self._content.room_above(words, self._styles[style], new_page)
            + (f'<w:ind w:right="{twips(right)}"/>' if right else "")
            + ('<w:jc w:val="left"/>' if stretched else "")
        )
        self._content.add_text(self._paragraph_xml(text, style, own, face), words, self._styles[style])

    def labelled(self, *pairs: tuple[str, str], keep_next: bool = False) -> None:
        """Add labels with their values: run into one line of text, or hanging where the profile is a business layout.

        In the official layout every line of a value becomes a paragraph of its own, indented like any other.
        """
        label_face, face = self.profile.label, self.profile.body
        if not self.profile.official:
            for label, value in pairs:
                self.paragraph([(label, label_face), ("\t", face), (value, face)], "Labelled", keep_next=keep_next)
            return
        pieces: list[Piece] = []
        for label, value in pairs:
            if pieces:
                pieces.append(("\u3000\u3000", face))
            label = label if label.endswith(("：", "}}")) else f"{label}: "  # a field holds its own colon
            pieces += [(label, label_face), (value, face)]
        for line in split_lines(pieces):
            self.paragraph(line, "Labelled", keep_next=keep_next)

    def table(
        self,
        widths: Sequence[float],
        rows: Sequence[Sequence[str]],
        *,
        header: Sequence[str] = (),
        row_height: float = 0,
        label_columns: Sequence[int] = (),
        keep_next: bool = False,
        keep_last: bool = False,
        splits: bool = False,
        loose: bool = False,
    ) -> None:
        """Add a table; see `table_parts`."""
        self._content.begin_table()
        self._content.extend(
            self._table(
                widths,
                rows,
                header=header,
                row_height=row_height,
                label_columns=label_columns,
                keep_next=keep_next,
                keep_last=keep_last,
                splits=splits,
                loose=loose,
            )
        )

    def long_table(self, widths: Sequence[float], rows: Iterable[Sequence[str]], header: Sequence[str]) -> None:
        """Add a table whose `rows` are asked for only while the document is packed, and never kept together."""
        self._content.begin_table()
        self._content.append(f"<!--{len(self._poured)}-->")  # no text can look like it: its “<” would be escaped
        self._poured.append(self._table(widths, rows, header=header))

    def chart(self, chart: Chart) -> None:
        """Add a chart as wide as the text, on one page with what follows."""
        self._charts += 1
        part, package = self._document.part, self._document.part.package
        book = Part(
            PackURI(f"/word/embeddings/chart{self._charts}.xlsx"),
            CONTENT_TYPE.SML_SHEET,
            workbook(chart, self._made),
            package,
        )
        drawn = Part(PackURI(f"/word/charts/chart{self._charts}.xml"), CONTENT_TYPE.DML_CHART, b"", package)
        face = replace(self.profile.small, colour="")
        set_blob(drawn, chart_xml(chart, face, drawn.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)).encode())
        run = drawing_xml(chart, self._charts, part.relate_to(drawn, RELATIONSHIP_TYPE.CHART), self.profile.text_width)
        # A line of fixed height would cut the chart off.
        own = '<w:keepNext/><w:spacing w:before="120" w:after="0" w:line="240" w:lineRule="auto"/>'
        self._content.add_drawing(f'<w:p><w:pPr><w:pStyle w:val="Normal"/>{own}</w:pPr>{run}</w:p>')

    def _table(self, widths: Sequence[float], rows: Iterable[Sequence[str]], **options: Any) -> Iterator[str]:
        faces = self._styles["Cell"].face, self._styles["CellHead"].face
        edge_colour = "000000" if self.profile.official else "A6A6A6"
        return table_parts(widths, rows, faces, self.lang, edge_colour=edge_colour, **options)

    def running_head(self, text: str) -> None:
        """Print `text` at the top of every page."""
        section = self._document.sections[0]
        for header in (section.header, section.even_page_header):
            _fill(header, self._paragraph_xml(text, "Header"))

    def letterhead(self, mark: str, face: Face) -> None:
        """Make it a letter (信函): the mark over a red double rule on the first page, another rule at its foot.

        The rules are 170 mm wide, thick over thin above and thin over thick below, the mark 30 mm from the edge, the
        lower rule 20 mm; the first page has no number. Call it after `page_numbers`.
        """
        section = self._document.sections[0]
        section.different_first_page_header_footer = True
        slack = (self._styles["Mark"].line - face.size) / 2
        section.header_distance = Mm(_LETTER_MARK - slack / MM)
        out = twips((_LETTER_RULE - self.profile.text_width) / 2 * MM)
        gap = max(0, min(31, round(_LETTER_GAP * MM - slack)))
        for place, side, kind, text in (
            (section.first_page_header, "bottom", "thickThinSmallGap", mark),
            (section.first_page_footer, "bottom", "thinThickSmallGap", ""),
        ):
            own = (
                f'<w:pBdr><w:{side} w:val="{kind}" w:sz="24" w:space="{gap if text else 0}" w:color="FF0000"/></w:pBdr>'
                f'<w:spacing w:before="0" w:after="0"/><w:ind w:left="{-out}" w:right="{-out}"/>'
            )
            _fill(place, self._paragraph_xml(text, "Mark" if text else "Footer", own, face if text else None))
        below = (
            self.profile.height - self.profile.bottom - _LETTER_MARK - _LETTER_GAP - (face.size + _LETTER_THICK) / MM
        )
        for grid in section._sectPr.xpath("w:docGrid"):
            grid.set(f"{{{W}}}linePitch", str(self._pitch(below)))
        lift = twips(max(self.profile.footer - _LETTER_FOOT, 0) * MM)  # page numbers stay where they are
        section.footer_distance = Mm(_LETTER_FOOT)
        for footer in (section.footer, section.even_page_footer):
            for number in footer.paragraphs:
                number.paragraph_format.space_after = lift * 635

    def _pitch(self, room: float) -> int:
        """The grid's distance of lines in twips so that whole ones fill `room` mm, if a page keeps its number of them.

        LibreOffice sets what is left over half above the text: the number would stand so much too low. What is left
        where the pitch cannot be changed is little; the lines themselves have an exact height.
        """
        line = self.profile.line_pt
        pitch = room * MM / ceil(room * MM / line)
        kept = (self.profile.height - self.profile.top - self.profile.bottom) * MM // pitch == self.profile.lines
        return int((pitch if kept else line) * 20)

    def end_notes(self, printed: str) -> None:
        """Set the profile's end notes (版记) at the foot of the last page, which is an even one and has no number.

        `printed` is the day of printing. A letter has them on its last page whatever its number.
        """
        self._printed = printed

    def page_numbers(self, left: str, page: str) -> None:
        """Number the pages: `page` holds `{page}` and may hold `{pages}`.

        The official layout sets it on the outer side, one character in; the business layout at right, `left` at left.
        """
        face = self.profile.page_number
        number: list[Piece] = [
            (Field({"{page}": "PAGE", "{pages}": "NUMPAGES"}[part]) if part.startswith("{") else part, face)
            for part in re.split(r"(\{pages?\})", page)
            if part
        ]
        section = self._document.sections[0]
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            if self.profile.official:
                own = f'<w:ind w:{side}="{twips(face.size)}"/><w:jc w:val="{side}"/>'
                _fill(footer, self._paragraph_xml(number, "Footer", own))
            else:
                _fill(footer, self._paragraph_xml([(left, face), ("\t", face), *number], "Footer"))

    def to_bytes(self) -> bytes:
        """The finished .docx, once; the same calls give the same bytes."""
        if self._printed is not None:
            self._add_end_notes(self._printed)
        part: Any = self._document.part
        # Parsed in its place: moving parsed elements into another tree takes lxml quadratic time.
        head, section = serialize_part_xml(part.element).decode().split("<w:sectPr", 1)
        part._element = parse_xml(f"{head}{''.join(self._content)}<w:sectPr{section}".encode())
        self._content.clear()
        out = BytesIO()
        self._document.save(out)
        return repack(out.getvalue(), {"word/document.xml": self._pour} if self._poured else {})

    def _add_end_notes(self, printed: str) -> None:
        letter = self._document.sections[0].different_first_page_header_footer
        if notes := copies_xml(self.profile) if letter else end_notes_xml(self.profile, printed):
            if not letter:
                self._content.append(LAST_LINE.replace("</w:pPr>", f"{self._section_before_last()}</w:pPr>"))
            self._content += [notes, LAST_LINE]

    def _section_before_last(self) -> str:
        """Begin a section on an even page, without page numbers; the properties of the one before it."""
        last = self._document.add_section(WD_SECTION.EVEN_PAGE)
        for footer in (last.footer, last.even_page_footer):
            _fill(footer, self._paragraph_xml("", "Footer"))
        for grid in last._sectPr.xpath("w:docGrid"):  # of a page without lines LibreOffice would give away what is over
            last._sectPr.remove(grid)
        ending: Any = self._document.element.body[0]
        self._document.element.body.remove(ending)
        return serialize_part_xml(ending.pPr.sectPr).decode().split("?>", 1)[1]

    def _pour(self, body: bytes) -> Iterator[bytes]:
        """The body with the rows of its long tables in their places, some hundred kilobytes at a time."""
        for number, parts in enumerate(self._poured):
            before, body = body.split(f"<!--{number}-->".encode(), 1)
            yield before
            while piece := "".join(islice(parts, _ROWS_AT_ONCE)):
                yield piece.encode()
        yield body

    def _paragraph_xml(self, text: Text, style: str, own: str = "", face: Face | None = None) -> str:
        return paragraph_xml(text, style, face or self._styles[style].face, self.lang, own)

    def _set_properties(self, title: str, author: str, subject: str, made: date | None) -> None:
        properties = self._document.core_properties
        properties.title, properties.author, properties.subject = (
            visible(text)[:_PROPERTY_LENGTH] for text in (title, author, subject)
        )
        properties.language = "zh-CN" if self.lang == "zh" else "en-GB"
        if made:
            moment = datetime(made.year, made.month, made.day)  # noqa: DTZ001 - the format wants a naive UTC time
            properties.created = properties.modified = moment


def _fill(place: _Header | _Footer, paragraph: str) -> None:
    place.is_linked_to_previous = False
    element: Any = place._element
    element[:] = list(parse_xml(f'<w:body xmlns:w="{W}">{paragraph}</w:body>'))
