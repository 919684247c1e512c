"""How a notice is set: GB/T 9704 as numbers, a font for Han text everywhere, the same bytes for the same records."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from reports.model import File, Finding, Notice
from reports.notice import render
from reports.profile import GB9704

MM = 36_000  # English metric units in a millimetre


def read(data: bytes) -> Document:
    return docx.Document(BytesIO(data))


def roots(data: bytes) -> Iterator[Any]:
    """The XML of the body, the footers and headers, and the styles."""
    document, section = read(data), read(data).sections[0]
    yield document.element
    yield document.styles.element
    for place in (section.header, section.even_page_header, section.footer, section.even_page_footer):
        yield place._element


@pytest.fixture
def long_notice(notice: Notice, finding: Finding) -> Notice:
    words = "检查组查阅值班记录和隐患台账时发现，十七项隐患中有六项未填写责任人和完成时限。" * 6
    findings = tuple(
        replace(finding, number=number, id=f"KI0001-{number:04}", problem=words) for number in range(1, 31)
    )
    return replace(notice, findings=findings)


def test_page_and_margins_follow_the_standard(notice: Notice) -> None:
    section = read(render(notice)).sections[0]
    lengths = (
        section.page_width, section.page_height, section.top_margin, section.bottom_margin, section.left_margin,
        section.right_margin,
    )  # fmt: skip
    assert [round((length or 0) / MM, 1) for length in lengths] == [210, 297, 37, 35, 28, 26]


def test_the_grid_has_22_lines_of_28_characters(notice: Notice) -> None:
    section = read(render(notice)).sections[0]
    (grid,) = section._sectPr.xpath("w:docGrid")
    assert grid.get(qn("w:type")) == "linesAndChars"
    pitch = int(grid.get(qn("w:linePitch"))) / 20
    advance = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert 225 / 25.4 * 72 // pitch == 22
    assert 156 / 25.4 * 72 // advance == 28


def test_body_lines_are_set_exactly_on_the_grid(notice: Notice) -> None:
    style: Any = read(render(notice)).styles["Body"].element
    (spacing,) = style.xpath("w:pPr/w:spacing")
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    (indent,) = style.xpath("w:pPr/w:ind")
    assert indent.get(qn("w:firstLineChars")) == "200"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_style_and_every_run_names_its_fonts_and_language(notice: Notice, lang: str) -> None:
    properties = [
        rpr
        for root in roots(render(replace(notice, lang=lang, number="")))
        for path in (".//w:r", ".//w:style[@w:type='paragraph']")
        for element in root.xpath(path)
        for rpr in (element.find(qn("w:rPr")),)
    ]
    assert len(properties) > 50
    for rpr in properties:
        fonts = rpr.find(qn("w:rFonts"))
        assert all(fonts.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "eastAsia", "cs"))
        assert not [name for name in fonts.keys() if name.endswith("Theme")]  # noqa: SIM118 - an lxml element
        assert rpr.find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-CN"


@pytest.mark.parametrize(
    "style, font, size",
    [
        ("Body", "仿宋", 16),
        ("heading 1", "黑体", 16),
        ("heading 2", "楷体", 16),
        ("Title", "方正小标宋简体", 22),
        ("footer", "宋体", 14),
    ],
)
def test_each_role_has_its_type(notice: Notice, style: str, font: str, size: int) -> None:
    element: Any = read(render(notice)).styles[style].element
    assert element.xpath("w:rPr/w:rFonts/@w:eastAsia") == [font]
    assert element.xpath("w:rPr/w:sz/@w:val") == [str(size * 2)]


def test_no_theme_font_is_left_empty(notice: Notice) -> None:
    with zipfile.ZipFile(BytesIO(render(notice))) as package:
        theme = package.read("word/theme/theme1.xml").decode()
    assert theme.count('<a:ea typeface="仿宋"/>') == 2
    assert "Calibri" not in theme
    assert "ＭＳ" not in theme


def test_nothing_of_the_template_is_left(notice: Notice) -> None:
    with zipfile.ZipFile(BytesIO(render(notice))) as package:
        names = package.namelist()
        everything = b"".join(package.read(name) for name in names)
    assert not [name for name in names if "thumbnail" in name or "customXml" in name or "stylesWithEffects" in name]
    assert b"python-docx" not in everything
    assert b"Macintosh" not in everything


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_odd_and_even_pages_have_real_page_numbers(notice: Notice, lang: str) -> None:
    document = read(render(replace(notice, lang=lang)))
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert "PAGE" in [text.strip() for text in footer._element.xpath(".//w:instrText/text()")]


def test_page_numbers_stand_outside_one_character_in(notice: Notice) -> None:
    section = read(render(notice)).sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph.text == "— 1 —"
        assert paragraph._p.xpath("w:pPr/w:jc/@w:val") == [side]
        assert paragraph._p.xpath(f"w:pPr/w:ind/@w:{side}") == ["280"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_fit_the_type_area_and_repeat_their_header(notice: Notice, lang: str) -> None:
    document = read(render(replace(notice, lang=lang)))
    section = document.sections[0]
    available = ((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)) / 635
    receipt, form, files = document.tables
    for table in (receipt, form, files):
        (total,) = table._tbl.xpath("w:tblPr/w:tblW/@w:w")
        columns = [int(width) for width in table._tbl.xpath("w:tblGrid/w:gridCol/@w:w")]
        assert sum(columns) == int(total) <= available + 4
        assert len(table._tbl.xpath("w:tr[w:trPr/w:cantSplit]")) == len(table.rows)
    for table in (form, files):
        assert len(table._tbl.xpath("w:tr[1]/w:trPr/w:tblHeader")) == 1
        assert len(table._tbl.xpath("w:tr/w:trPr/w:tblHeader")) == 1


def test_the_receipt_stays_together(notice: Notice) -> None:
    receipt = read(render(notice)).tables[0]
    assert not receipt._tbl.xpath(".//w:p[not(w:pPr/w:keepNext)]")


def test_the_name_is_centred_over_a_date_four_characters_in(notice: Notice) -> None:
    by_style = {paragraph.style.name: paragraph for paragraph in read(render(notice)).paragraphs if paragraph.style}
    indent = "w:pPr/w:ind/@w:right"
    name, day = (int(by_style[style]._p.xpath(indent)[0]) / 20 for style in ("Signature", "Signature Date"))
    character = 156 / 25.4 * 72 / 28
    assert day == pytest.approx(4 * character, abs=0.1)
    assert name == pytest.approx((4 + (7 - 6) / 2) * character, abs=0.1)  # widths of 2026年10月15日 and 青山市教育局


@pytest.mark.parametrize(
    "body, lines",
    [("局", 1), ("青山市教育局", 1), ("某某省某某市某某区人民政府教育督导委员会办公室", 1), ("很长" * 40, 5)],
)
def test_a_long_name_is_set_smaller_then_narrower(notice: Notice, body: str, lines: int) -> None:
    mark = read(render(replace(notice, issuing_body=body))).paragraphs[0]
    size, stretch = mark.runs[0].font.size, mark._p.xpath("w:r/w:rPr/w:w/@w:val")
    assert size is not None
    assert 26 <= size.pt <= 42
    assert len(body) * size.pt * int(stretch[0] if stretch else 100) / 100 <= lines * 156 / 25.4 * 72
    assert str(mark.runs[0].font.color.rgb) == "FF0000"


def test_a_line_with_a_long_word_is_not_torn_apart(notice: Notice, finding: Finding) -> None:
    findings = (replace(finding, place="很短", evidence=(File(name="IMG_20261009_093015_corridor.jpg"),)),)
    paragraphs = read(render(replace(notice, findings=findings))).paragraphs
    alignments = {
        paragraph.text[:3]: paragraph._p.xpath("w:pPr/w:jc/@w:val")
        for paragraph in paragraphs
        if paragraph.text.startswith(("地点：", "佐证："))
    }
    assert alignments == {"地点：": [], "佐证：": ["left"]}


def test_an_office_can_override_the_profile(notice: Notice) -> None:
    body = replace(GB9704.body, east_asian="仿宋_GB2312")
    own = replace(GB9704, top=28, bottom=28, left=27, right=27, line_pt=33, body=body)
    document = read(render(notice, own))
    assert document.sections[0].top_margin == pytest.approx(28 * MM, abs=700)
    style: Any = document.styles["Body"].element
    assert style.xpath("w:rPr/w:rFonts/@w:eastAsia") == ["仿宋_GB2312"]
    assert style.xpath("w:pPr/w:spacing/@w:line") == ["660"]


@pytest.mark.parametrize("issued", [date(2026, 10, 15), None])
def test_properties_come_from_the_notice_not_the_clock(notice: Notice, issued: date | None) -> None:
    properties = read(render(replace(notice, issued=issued))).core_properties
    assert properties.author == "青山市教育局"
    assert properties.subject == "青山市第一实验小学"
    assert (properties.created.date() if properties.created else None) == issued


RENDER = """
import pickle, sys
from reports.notice import render
sys.stdout.buffer.write(render(pickle.load(sys.stdin.buffer)))
"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_notice_gives_the_same_bytes_in_any_process(notice: Notice, lang: str, root: Path) -> None:
    notice = replace(notice, lang=lang)
    outputs = [
        subprocess.run(
            [sys.executable, "-c", RENDER],
            input=pickle.dumps(notice),
            capture_output=True,
            check=True,
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(root)},
        ).stdout
        for seed, zone in (("1", "UTC"), ("77", "CST-8"))
    ]
    assert outputs[0] == outputs[1] == render(notice)
    with zipfile.ZipFile(BytesIO(outputs[0])) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[0] == "[Content_Types].xml"


def pdf_of(data: bytes, folder: Path) -> Path:
    (folder / "notice.docx").write_bytes(data)
    command = ["soffice", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), str(folder / "notice.docx")], check=True, capture_output=True)
    return folder / "notice.pdf"


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.system
def test_a_full_page_has_22_lines_of_28_characters(long_notice: Notice, tmp_path: Path) -> None:
    pdf = pdf_of(render(long_notice), tmp_path)
    info = output("pdfinfo", str(pdf))
    assert "pts (A4)" in info
    pages = int(info.split("Pages:")[1].split()[0])
    assert 20 <= pages <= 34
    for page in ("4", "5", "6"):
        shown = output("pdftotext", "-layout", "-f", page, "-l", page, str(pdf), "-")
        *text, number = [line for line in shown.replace(" ", "").splitlines() if line]
        assert number == f"—{page}—"
        assert 21 <= len(text) <= 22  # one line may wait for the line it is kept with
        assert max(len(line) for line in text) in (28, 29)  # a full stop may hang in the margin


@pytest.mark.system
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_short_notice_stays_short(notice: Notice, lang: str, tmp_path: Path) -> None:
    without = tuple(replace(each, evidence=()) for each in notice.findings)
    for findings, most in ((without, 5), (notice.findings, 6)):  # the annex that lists files has a page of its own
        info = output("pdfinfo", str(pdf_of(render(replace(notice, lang=lang, findings=findings)), tmp_path)))
        assert 3 <= int(info.split("Pages:")[1].split()[0]) <= most


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_number_is_found_as_it_is_typed(notice: Notice, finding: Finding, lang: str) -> None:
    """Its hyphens are those of the keyboard, in one piece of text: nobody would find those that do not break."""
    problem = "well-known A-B 2026-11-05 <b> 0100-5550100"
    document = read(render(replace(notice, lang=lang, findings=(replace(finding, problem=problem),))))
    pieces = [each.text or "" for each in document.element.body.iter(qn("w:t"))]
    for number in (problem, "DX-0017", "KI0001-0007"):
        assert any(number in piece for piece in pieces)
