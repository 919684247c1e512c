"""An office's own layout: what it names changes, and all that follows from it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import pytest

from reports.model import Notice
from reports.notice import render
from reports.profile import BUSINESS, GB9704, MM, across, profile_for
from store.layout import Fonts, Layout, Margins


def test_without_a_layout_the_standard_stands() -> None:
    assert profile_for("zh") is profile_for("zh", Layout()) is GB9704
    assert profile_for("en", Layout()) is BUSINESS


def test_what_the_standard_has_written_out_is_the_standard() -> None:
    margins = Margins(top=37, bottom=35, left=28, right=26)
    assert profile_for("zh", Layout(margins=margins, lines=22, characters=28, size=16)) == GB9704


def test_margins_move_the_page_number_along() -> None:
    profile = profile_for("zh", Layout(margins=Margins(top=28, bottom=28, left=27, right=27)))
    assert (profile.text_width, profile.chars, profile.footer) == (156, 28, 18.5)


@pytest.mark.parametrize("lines", [20, 22, 26])
def test_so_many_lines_stand_on_the_page(lines: int) -> None:
    profile = profile_for("zh", Layout(lines=lines))
    assert profile.lines == lines


@pytest.mark.parametrize("characters, size", [(28, 16), (26, 16), (30, 15), (39, None)])
def test_so_many_characters_fit_on_the_line(characters: int, size: float | None) -> None:
    profile = profile_for("zh", Layout(characters=characters, size=size))
    advance = profile.body.size + profile.body.tracking
    assert profile.text_width * MM // advance == characters


def test_an_english_letter_keeps_its_lines(notice: Notice) -> None:
    profile = profile_for("en", Layout(pitch=33, characters=20, margins=Margins(left=30), fonts=Fonts(latin="Calibri")))
    assert (profile.line_pt, profile.chars, profile.left) == (BUSINESS.line_pt, 0, 30)
    assert {profile.body.latin, profile.title.latin, profile.table.latin} == {"Calibri"}


def test_the_layout_reaches_the_document(notice: Notice) -> None:
    layout = Layout(pitch=33, fonts=Fonts(body="仿宋_GB2312", title="宋体"), margins=Margins(left=27))
    document: Any = docx.Document(BytesIO(render(notice, profile_for("zh", layout))))
    body, title = document.styles["Body"].element, document.styles["Title"].element
    assert body.xpath("w:pPr/w:spacing/@w:line") == ["660"]
    assert body.xpath("w:rPr/w:rFonts/@w:eastAsia") == ["仿宋_GB2312"]
    assert title.xpath("w:rPr/w:rFonts/@w:eastAsia") == ["宋体"]
    assert round(document.sections[0].left_margin.mm, 1) == 27.0


@pytest.mark.parametrize(
    "body, name_right, day_right",
    [("青山市教育局", 5, 2), ("青山市人民政府教育督导委员会办公室", 2, 10)],
    ids=["the date is longer", "the name is longer"],
)
def test_without_a_seal_the_name_stands_two_characters_in(
    notice: Notice, body: str, name_right: float, day_right: float
) -> None:
    profile = profile_for("zh", Layout(seal=False))
    document: Any = docx.Document(BytesIO(render(replace(notice, issuing_body=body), profile)))

    def right(style: str) -> float:
        (found,) = (p for p in document.paragraphs if p.style.name == style)
        indents = found._p.xpath("w:pPr/w:ind/@w:right")
        return round(int(indents[0]) / 20 / profile.char_pt, 1) if indents else 0

    assert (right("Signature"), right("Signature Date")) == (name_right, day_right)


def test_a_page_that_lies_keeps_its_type_area() -> None:
    lying = across(GB9704)
    assert (lying.width, lying.height) == (297, 210)
    assert (lying.text_width, lying.height - lying.top - lying.bottom) == (225, 156)
