"""Paragraphs, fields and tables as WordprocessingML text. Every piece of text passes `visible` and is escaped here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import NamedTuple
from xml.sax.saxutils import escape

from reports.docx_styles import run_properties, twips
from reports.profile import MM, Face
from reports.safe_text import visible

# What is not written as it is: what `visible` changes, and what XML means otherwise.
_SPECIAL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u2028-\u202e\u2066-\u2069&<>]"
)
# A row taller than this, in mm, may break across pages: half a page left empty before it looks worse.
_TALL = 110
_HIGH = 60  # so much, where a table has many such rows; in any table the cells of a row so high are set at the top
_ELEMENTS = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_LOOSE = re.compile(r'(<w:pStyle w:val="\w+"/>)(?!<w:keepNext/>)')
_OPENED = '<w:t xml:space="preserve">'


class Field(NamedTuple):
    """A value the word processor works out: "PAGE" or "NUMPAGES"."""

    name: str


Piece = tuple[str | Field, Face]
Text = str | Sequence[Piece]  # plain, or pieces each set in its own face


def pieces_of(text: Text, face: Face) -> list[Piece]:
    """`text` as pieces; a plain string is one piece set in `face`."""
    return [(text, face)] if isinstance(text, str) else list(text)


def split_lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each line of a text that holds newlines."""
    lines: list[list[Piece]] = [[]]
    for content, face in pieces:
        if isinstance(content, Field):
            lines[-1].append((content, face))
            continue
        first, *rest = visible(content).split("\n")
        lines[-1].append((first, face))
        lines.extend([(line, face)] for line in rest)
    return lines


def _run(content: str | Field, face: Face, lang: str) -> str:
    properties = run_properties(face, lang)
    if isinstance(content, Field):
        parts = (
            '<w:fldChar w:fldCharType="begin"/>',
            f'<w:instrText xml:space="preserve"> {content.name} </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
        return "".join(f"<w:r>{properties}{part}</w:r>" for part in parts)
    return f"<w:r>{properties}{text_xml(content)}</w:r>"


def text_xml(text: str) -> str:
    """What stands in a run for `text`; line breaks and tabs are elements of their own.

    Hyphens stay what they are: whoever looks for the number of a rectification, or copies it, has to find it, and no
    program finds a hyphen that does not break by the one on the keyboard.
    """
    if _SPECIAL.search(text):
        text = escape(visible(text))
    for sign, element in _ELEMENTS.items():
        if sign in text:
            text = text.replace(sign, f"</w:t>{element}{_OPENED}")
    return f"{_OPENED}{text}</w:t>"


def paragraph_xml(text: Text, style: str, face: Face, lang: str, own: str = "") -> str:
    """A paragraph in `style`; plain text is set in `face`, `own` is its direct formatting (children of `w:pPr`)."""
    runs = "".join(_run(content, piece_face, lang) for content, piece_face in pieces_of(text, face))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{own}</w:pPr>{runs}</w:p>'


def ems(text: str) -> float:
    """Width of a one-line text in Han characters; Latin letters and digits count half."""
    return sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def _has_lines(text: str, most: float, wide: float) -> bool:
    """Whether a text takes more than `most` lines of `wide` Han characters."""
    if text.count("\n") + 1 + len(text) / wide <= most:  # so it is with nearly every cell, and quickly known
        return False
    return sum(max(1, ceil(ems(line) / wide)) for line in text.split("\n")) > most


def table_parts(
    widths: Sequence[float],
    rows: Iterable[Sequence[str]],
    faces: tuple[Face, Face],
    lang: str,
    *,
    header: Sequence[str] = (),
    row_height: float = 0,
    label_columns: Sequence[int] = (),
    keep_next: bool = False,
    keep_last: bool = False,
    splits: bool = False,
    loose: bool = False,
    edge_colour: str = "000000",
) -> Iterator[str]:
    """A table of text, row by row: `widths` of its columns in mm, `faces` of its cells and of its headings.

    The `header` row repeats on every page. `row_height` is the least height of a row in points; `label_columns` are
    set as headings; `keep_next` keeps all rows, and what follows, on one page, `keep_last` the last row and what
    follows. A row of one text among several columns is a heading over all of them, kept with the row below; of more
    texts than one, but too few, the last goes over the columns left. The cells of a high row are set at the top; it
    goes on over the end of a page only if it takes half of one. With `splits` any high row may, and all cells are at
    the top; with `loose` any row at all may.
    """
    columns = [twips(width * MM) for width in widths]
    keep = "<w:keepNext/>" if keep_next else ""
    middle, top = '<w:vAlign w:val="center"/>', '<w:vAlign w:val="top"/>'
    height = f'<w:trHeight w:val="{twips(row_height)}" w:hRule="atLeast"/>' if row_height else ""
    cell_face, head_face = faces

    def opened(width: int, style: str, face: Face, keep: str, span: str = "") -> str:
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{middle}</w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}</w:pPr><w:r>{run_properties(face, lang)}'
        )

    closed = "</w:r></w:p></w:tc>"
    head_cells = [opened(width, "CellHead", head_face, keep) for width in columns]
    cells = [
        head_cells[column] if column in label_columns else opened(width, "Cell", cell_face, keep)
        for column, width in enumerate(columns)
    ]
    across = opened(sum(columns), "Cell", head_face, "<w:keepNext/>", f'<w:gridSpan w:val="{len(columns)}"/>')

    room = [max(1.0, width * MM / cell_face.size - 1) for width in widths]  # Han characters on a line of each column
    many, most = (mm * MM / (cell_face.size * 1.5) for mm in (_HIGH, _HIGH if splits else _TALL))  # lines

    def row_xml(row: Sequence[str], starts: Sequence[str], properties: str) -> str:
        if len(row) == 1 < len(columns):
            starts, properties = (across,), ""
        elif len(row) < len(columns):
            left = columns[len(row) - 1 :]
            span = f'<w:gridSpan w:val="{len(left)}"/>'
            starts = [*starts[: len(row) - 1], opened(sum(left), "Cell", cell_face, keep, span)]
        high, tall = (
            any(_has_lines(text, lines, wide) for text, wide in zip(row, room, strict=False)) for lines in (many, most)
        )
        if splits or high:
            starts = [start.replace(middle, top) for start in starts]
        whole = "" if tall or loose else "<w:cantSplit/>"
        inner = "".join([start + text_xml(text) + closed for start, text in zip(starts, row, strict=True)])
        return f"<w:tr><w:trPr>{whole}{properties}</w:trPr>{inner}</w:tr>"

    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{edge_colour}"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 40), ("left", 85), ("bottom", 40), ("right", 85))
    )
    # Word takes a table's width from tblW, WPS from gridCol: both are given.
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )
    if header:
        yield row_xml(header, head_cells, "<w:tblHeader/>")
    last = ""
    for row in rows:
        yield last
        last = row_xml(row, cells, height)
    yield _LOOSE.sub(r"\1<w:keepNext/>", last) if keep_last else last
    yield "</w:tbl>"
