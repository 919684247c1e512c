"""End notes (版记): who receives copies and who printed it, at the foot of the last even page."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn

from reports.docx_check import check
from reports.kinds import Asked
from reports.letters import reminder
from reports.model import Finding, Notice
from reports.notice import render
from reports.pdf import to_pdf
from reports.profile import MM, profile_for
from store.layout import Layout, Margins
from tests.reports.printed import Printed, in_layout, printed, sample

COPIES = ("青山市人民政府办公室", "青山市应急管理局", "青山市市场监督管理局", "青山市卫生健康委员会")
LAYOUT = Layout(copies=COPIES, printed_by="青山市教育局办公室")
PROFILE = profile_for("zh", LAYOUT)


def read(data: bytes) -> Any:
    return docx.Document(BytesIO(data))


def notes_of(document: Any) -> Any:
    (page,) = (table for table in document.tables if table._tbl.xpath("w:tr/w:tc/w:tbl"))
    return page.cell(0, 0).tables[0]


def test_they_name_who_receives_copies_and_who_printed_it_when(notice: Notice) -> None:
    notes = notes_of(read(render(notice, PROFILE)))
    assert [row.cells[0].text for row in notes.rows] == [
        f"抄送：{'，'.join(COPIES)}。",
        "青山市教育局办公室\t2026年10月15日印发",
    ]
    for run in (run for row in notes.rows for run in row.cells[0].paragraphs[0].runs):
        assert (run.font.size.pt, run._r.xpath("w:rPr/w:rFonts/@w:eastAsia")) == (14, ["仿宋"])


def test_their_rules_are_thick_outside_and_thin_between(notice: Notice) -> None:
    borders = notes_of(read(render(notice, PROFILE)))._tbl.xpath("w:tblPr/w:tblBorders")[0]
    sizes = {edge.tag.split("}")[1]: int(edge.get(qn("w:sz"))) / 8 / MM for edge in borders}
    assert sizes.keys() == {"top", "insideH", "bottom"}
    assert (sizes["top"], sizes["bottom"], sizes["insideH"]) == pytest.approx((0.35, 0.35, 0.25), abs=0.02)


def test_they_have_an_even_page_without_a_number(notice: Notice) -> None:
    text, notes = read(render(notice, PROFILE)).sections
    assert notes.start_type == WD_SECTION.EVEN_PAGE
    assert (notes.page_width, notes.top_margin, notes.bottom_margin) == (
        text.page_width, text.top_margin, text.bottom_margin,
    )  # fmt: skip
    for section, numbered in ((text, True), (notes, False)):
        for footer in (section.footer, section.even_page_footer):
            assert bool(footer._element.xpath(".//w:instrText")) is numbered


@pytest.mark.parametrize(
    "layout, lines", [(replace(LAYOUT, printed_by=""), ["抄送"]), (replace(LAYOUT, copies=()), ["青山市教育局办公室"])]
)
def test_only_what_is_given_is_named(notice: Notice, layout: Layout, lines: list[str]) -> None:
    notes = notes_of(read(render(notice, profile_for("zh", layout))))
    assert [row.cells[0].text[: len(line)] for row, line in zip(notes.rows, lines, strict=True)] == lines


def test_without_either_and_in_english_there_are_none(notice: Notice) -> None:
    assert len(read(render(notice)).sections) == 1
    english = replace(notice, lang="en")
    assert render(english, profile_for("en", LAYOUT)) == render(english)


def test_such_a_document_stands(notice: Notice) -> None:
    assert [each for each in check(render(notice, PROFILE), "d.docx", PROFILE) if not each.ok] == []


@pytest.mark.slow
def test_a_letter_names_the_copies_only_and_needs_no_page_for_it(tmp_path: Path) -> None:
    layout = f"{{copies: [{', '.join(COPIES)}], printed_by: 青山市教育局办公室}}"
    workspace = in_layout(sample(tmp_path / "w", "zh"), layout)
    document = read(reminder(Asked(workspace=workspace, lang="zh", units=("P03",))))
    assert len(document.sections) == 1
    (copies,) = (each for each in document.paragraphs if each.text.startswith("抄送："))
    assert copies.text == f"抄送：{'，'.join(COPIES)}。"
    assert copies._p.xpath("w:pPr/w:framePr[@w:vAnchor='margin']/@w:yAlign") == ["bottom"]
    assert "印发" not in "".join(each.text for each in document.paragraphs[-3:])


@pytest.mark.system
def test_they_are_printed_at_the_foot_of_the_last_page_an_even_one(
    notice: Notice, finding: Finding, tmp_path: Path
) -> None:
    own = replace(LAYOUT, pitch=30, margins=Margins(top=30, left=24))
    profiles = {"a": PROFILE, "b": profile_for("zh", own), "c": PROFILE}
    files = {name: render(notice, profile) for name, profile in profiles.items()}
    files["c"] = render(replace(notice, findings=(replace(finding, evidence=()),)), PROFILE)  # one page less
    for name, pdf in to_pdf(files).items():
        (tmp_path / name).write_bytes(pdf)
        document, profile = Printed(files[name], tmp_path / name), profiles[name]
        assert len(document.pages) % 2 == 0
        foot, left = (profile.height - profile.bottom) * MM, profile.left * MM
        words = document.pages[-1].words
        assert document.raw[-1].startswith("抄送：")
        assert document.raw[-1].endswith("印发")
        assert foot - 20 < max(word.bottom for word in words) <= foot + 3
        assert min(word.top for word in words) > foot - 4 * profile.line_pt
        assert max(word.right for word in words) < (profile.width - profile.right) * MM - 13
        assert min(word.left for word in words) > left + 13


@pytest.mark.system
def test_the_copies_of_a_letter_cover_no_text(tmp_path: Path) -> None:
    """However many there are, they end on a page on which there is room for them."""
    workspace, letters = sample(tmp_path / "w", "zh"), {}
    for times in range(1, 6):
        workspace = in_layout(workspace, f"{{copies: [{', '.join(COPIES * times)}]}}")
        asked = Asked(workspace=workspace, lang="zh", units=("P03",), number="临联检提〔2026〕9号")
        letters[str(times)] = reminder(asked)
    for many, document in printed(letters, tmp_path).items():
        words = document.pages[-1].words
        (top,) = (word.top for word in words if word.text.startswith("抄送："))
        copied = f"抄送：{'，'.join(COPIES * int(many))}。—{len(document.pages)}—"
        assert [word for word in words if word.bottom > top + 3 and word.text not in copied] == []
        assert "".join(document.raw).count(COPIES[0]) == int(many)
