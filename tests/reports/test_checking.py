"""`check`, thing by thing: what departs is remarked with its place and what was expected, and nothing else is."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from reports.checking.model import Check
from reports.docx_check import check
from reports.model import Notice
from reports.notice import render
from reports.profile import GB9704, Profile, profile_for
from store.layout import Layout
from tests.reports.test_docx_check import changed

DATE = "date below the text"
ORDER = "order of the headings' numbers"
NOTES = Layout(copies=("青山市应急管理局",), printed_by="青山市教育局办公室")


def wrong(data: bytes, profile: Profile = GB9704) -> list[Check]:
    return [each for each in check(data, "d.docx", profile) if not each.ok]


def saved(document: Document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def of_lines(*lines: str) -> bytes:
    """A document of another hand, of plain paragraphs."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


@pytest.fixture
def data(notice: Notice) -> bytes:
    return render(notice)


@pytest.mark.parametrize(
    "part, old, new, label, expected, found",
    [
        ("styles", '"仿宋"', '"微软雅黑"', "fonts for Han text of the styles in use", "仿宋", "微软雅黑"),
        ("document", '"仿宋"', '"微软雅黑"', "fonts of Han text", "仿宋", "微软雅黑"),
        ("document", '"Times New Roman"', '"Calibri"', "fonts of Latin letters and digits", "Times", "Calibri"),
        ("document", '"zh-CN"', '"ja-JP"', "language of Han text", "zh-CN", "ja-JP"),
        ("theme/theme1", 'ea typeface="仿宋"', 'ea typeface=""', "fonts for Han text of the theme", "one for", "- / -"),
        ("footer1", "instrText", "delInstrText", "page numbers", "on odd pages at right", "typed in, no field"),
        ("footer1", '"28"', '"18"', "type of page numbers", "宋体 14 pt", "宋体 9 pt"),
        ("document", "2026年10月15日<", "二〇二六年十月十五日<", DATE, "2026年10月15日", "二〇二六年十月十五日"),
        ("document", "2026年10月15日<", "2026年10月05日<", DATE, "2026年10月5日", "2026年10月05日"),
        ("document", "（一）问题编号", "（二）问题编号", ORDER, "（一）", "（二）"),
        ("document", "三、存在问题", "四、存在问题", ORDER, "三、", "四、"),
        ("document", "二、检查情况", "（一）检查情况", ORDER, "二、", "三、"),
    ],
)
def test_what_departs_is_remarked_with_what_was_expected(
    data: bytes, part: str, old: str, new: str, label: str, expected: str, found: str
) -> None:
    broken = changed(data, f"word/{part}.xml", lambda text: text.replace(old, new))
    (remark, *_) = [each for each in wrong(broken) if each.label == label]
    assert expected in remark.expected
    assert remark.found == found
    assert remark.where


def test_a_remark_says_which_paragraph(data: bytes) -> None:
    broken = changed(data, "word/document.xml", lambda text: text.replace("四、整改", "五、整改"))
    ((place,),) = (each.where for each in wrong(broken))
    document = docx.Document(BytesIO(broken))
    assert place.kind == "paragraph"
    assert document.paragraphs[place.number - 1].text == place.words == "五、整改和反馈"


@pytest.mark.parametrize(
    "lines, remarks",
    [
        (["一、甲", "（一）乙", "1.丙", "（1）丁", "（2）戊", "2.己", "（二）庚", "二、辛", "（一）壬"], []),
        (["一、甲", "1.乙", "2.丙", "二、丁", "1.戊"], []),  # two levels may be these
        (["一、甲", "附件", "一、乙"], []),  # an annex has numbers of its own
        (["一、甲", "附件：1.乙", "2.丙"], []),
        (["各单位：", "1.甲", "正文。", "1.乙"], []),  # lists
        (["2026年总结", "3.5米", "1.2万元"], []),
        (["二、甲"], [("一、", "二、")]),
        (["一、甲", "三、乙", "四、丙"], [("二、", "三、")]),
        (["一、甲", "一、乙"], [("二、", "一、")]),
        (["（一）甲"], [("一、", "（一）")]),
        (["一、甲", "（1）乙", "（2）丙"], [("1.", "（1）")]),
        (["一、甲", "（一）乙", "二、丙", "1.丁"], [("（一）", "1.")]),
        (["一、甲", "（一）乙", "（三）丙"], [("（二）", "（三）")]),
        (["一、甲", "(一)乙", "1.丙", "3.丁"], [("2.", "3.")]),
        ([*(f"{number}、甲" for number in "一二三四五六七八九十"), "十一、乙", "十三、丙"], [("十二、", "十三、")]),
    ],
)
def test_the_numbers_of_headings_follow_each_other(lines: list[str], remarks: list[tuple[str, str]]) -> None:
    found = [(each.expected, each.found) for each in wrong(of_lines(*lines)) if each.label == ORDER]
    assert found == remarks


def test_in_a_business_layout_headings_are_those_of_the_outline() -> None:
    document = docx.Document()
    for level, text in ((1, "1  One"), (2, "1.1  A"), (2, "1.3  B"), (1, "2  Two"), (1, "4  Four")):
        document.add_heading(text, level)
    document.add_paragraph("7  is no heading")
    checks = wrong(saved(document), profile_for("en"))
    assert [(each.expected, each.found) for each in checks if each.label == ORDER] == [("1.2", "1.3"), ("3", "4")]


def test_a_text_may_begin_with_a_number_where_headings_are_known(notice: Notice) -> None:
    finding = replace(notice.findings[0], problem="3.第三条未落实\n（五）台账缺失\n七、无预案")
    assert wrong(render(replace(notice, findings=(finding,)))) == []


@pytest.mark.parametrize("name", ["教育局", "青山市教育局", "青山市责任制落实检查组"])
def test_name_and_date_stand_where_the_seal_goes(notice: Notice, name: str) -> None:
    """And a change in the place of either is remarked."""
    data = render(replace(notice, issuing_body=name))
    assert wrong(data) == []
    for which in ("Signature", "SignatureDate"):
        moved = rf'(<w:pStyle w:val="{which}"/>(?:<w:keepNext/>)?<w:ind w:right=")[0-9]+'
        broken = changed(data, "word/document.xml", partial(re.sub, moved, r"\g<1>100"))
        (remark,) = wrong(broken)
        assert remark.label == "name and date: characters between each and the right edge"
        assert remark.found != remark.expected


@pytest.mark.parametrize("blanks, fine", [(17, True), (12, False)])
def test_a_place_made_of_blanks_is_measured_too(blanks: int, fine: bool) -> None:
    """A line of 28 characters: blanks, a date of seven, four characters left."""
    data = of_lines(f"{'　' * (blanks + 1)}市教育局", f"{'　' * blanks}2026年10月5日")
    remarks = {each.label for each in wrong(data)}
    assert ("name and date: characters between each and the right edge" in remarks) is not fine


def test_a_numbered_document_to_somebody_has_a_name_and_a_date() -> None:
    lines = ("青教督整〔2026〕1号", "整改通知书", "实验小学：", "现通知如下。")
    label = "name and date below the text"
    assert label in {each.label for each in wrong(of_lines(*lines))}
    assert label not in {each.label for each in wrong(of_lines(*lines, "教育局", "2026年1月5日"))}
    assert label not in {each.label for each in wrong(of_lines("青教督整〔2026〕1号", "现通知如下。"))}


def test_end_notes_are_asked_for_by_the_layout_and_stand_last(notice: Notice, data: bytes) -> None:
    profile = profile_for("zh", NOTES)
    with_notes = render(notice, profile)
    assert wrong(with_notes, profile) == []
    assert [(each.label, each.expected, each.found) for each in wrong(data, profile)] == [
        ("end notes", "抄送, 印发", "-")
    ]
    more = "<w:p><w:r><w:t>又及</w:t></w:r></w:p>"

    def on_any_page(text: str) -> str:
        return text.replace('<w:type w:val="evenPage"/>', "")

    def with_more(text: str) -> str:
        head, end = text.rsplit("<w:sectPr", 1)
        return f"{head}{more}<w:sectPr{end}"

    for change, found in ((on_any_page, "on whichever page follows"), (with_more, "other text follows them")):
        remarks = wrong(changed(with_notes, "word/document.xml", change), profile)
        assert ("place of the end notes", found) in {(each.label, each.found) for each in remarks}
    swapped = of_lines("教育局", "2026年1月5日", "抄送：卫健委。", "办公室　2026年1月5日印发", "抄送：公安局。")
    assert "who printed it stands above the copies" in {each.found for each in wrong(swapped, profile)}


def test_what_a_document_refers_to_outside_itself_is_remarked(data: bytes) -> None:
    label = "what it refers to outside the file"
    link = (
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'attachedTemplate" Target="http://198.51.100.7/x.dotm" TargetMode="External"/></Relationships>'
    )
    broken = changed(data, "word/_rels/document.xml.rels", lambda text: text.replace("</Relationships>", link))
    (remark,) = wrong(broken)
    assert (remark.label, remark.found) == (label, "http://198.51.100.7/x.dotm")
    assert remark.where[0].words == "word/_rels/document.xml.rels"
    document = docx.Document()
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), r' INCLUDETEXT "C:\\secret.docx" ')
    document.add_paragraph()._p.append(field)
    (remark,) = (each for each in wrong(saved(document)) if each.label == label)
    assert "secret" in remark.found


def test_tables_without_widths_are_named(data: bytes) -> None:
    for old in ("<w:tblW ", "<w:gridCol "):
        (remark,) = wrong(changed(data, "word/document.xml", partial(re.sub, old, "<w:x ", count=1)))
        assert remark.found == remark.expected.replace("3/", "2/")
        assert [(place.kind, place.number) for place in remark.where] == [("table", 1)]


def test_a_page_number_in_a_frame_at_the_outer_side_is_one() -> None:
    """As Word's own command sets it."""
    document = docx.Document()
    paragraph = document.sections[0].footer.paragraphs[0]
    field, frame = OxmlElement("w:fldSimple"), OxmlElement("w:framePr")
    field.set(qn("w:instr"), "PAGE")
    frame.set(qn("w:xAlign"), "outside")
    paragraph._p.append(field)
    paragraph._p.get_or_add_pPr().append(frame)
    assert "page numbers" not in {each.label for each in wrong(saved(document))}
