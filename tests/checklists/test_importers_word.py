"""Tables of Word documents: headings, merged cells, nested tables, boxes; what a document refers to is not followed."""

from __future__ import annotations

import io
import zipfile

import pytest

from checklists.importers import Imported, read
from checklists.importers.base import ImportRefused

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:styleId="2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="x"><w:name w:val="Own"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>'
)


def paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "", more: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{more}{paragraph(text)}</w:tc>"


def table(*rows: str | list[str]) -> str:
    inner = "".join(
        f"<w:tr>{row if isinstance(row, str) else ''.join(one if '<' in one else cell(one) for one in row)}</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{inner}</w:tbl>"


def docx(*body: str, parts: dict[str, str] | None = None) -> bytes:
    data = io.BytesIO()
    document = f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{"".join(body)}</w:body></w:document>'
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/styles.xml", STYLES)
        package.writestr("word/document.xml", document)
        for name, content in (parts or {}).items():
            package.writestr(name, content)
    return data.getvalue()


def texts(imported: Imported) -> list[tuple[str, str]]:
    assert imported.checklist
    return [(line.section.title.zh, line.item.text.zh) for line in imported.checklist.lines]


HEAD = ["序号", "检查内容", "检查结果", "备注"]


def test_tables_under_headings() -> None:
    data = docx(
        paragraph("消防检查表"),
        table(["被检查单位", "城东小学", "日期", ""]),
        paragraph("组织", "2"), paragraph("看文件。"),
        table(HEAD, ["1", "甲", "☑合格 □不合格", "注"]),
        paragraph("设施", "x"),
        table(HEAD, ["2", "乙", "□合格 ☑不合格", ""]),
        table(["签字", ""]),
    )  # fmt: skip
    done = read(data, "f.docx")
    assert texts(done) == [("组织", "甲"), ("设施", "乙")]
    assert done.checklist
    assert done.checklist.title.zh == "消防检查表"
    assert [(row.item, row.verdict, row.unit, row.note, row.place) for row in done.results] == [
        ("甲", "pass", "城东小学", "注", "table 2 row 2"), ("乙", "fail", "城东小学", "", "table 3 row 2"),
    ]  # fmt: skip
    assert [remark.place for remark in done.remarks if remark.kind == "left"] == ["table 1", "table 4"]


def test_a_short_line_above_a_table_is_its_heading() -> None:
    data = docx(paragraph("检查表"), paragraph("一、组织"), table(HEAD, ["1", "甲", "", ""]), table(HEAD, ["2", "乙"]))
    assert texts(read(data, "f.docx")) == [("一、组织", "甲"), ("检查表", "乙")]


def test_cells_merged_across_and_down() -> None:
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    data = docx(
        table(
            ["类别", "检查内容", cell("检查结果", '<w:gridSpan w:val="2"/>'), "备注"],
            [cell("类别", goes_on), cell("检查内容", goes_on), "合格", "不合格", cell("备注", goes_on)],
            [cell("组织", restart), "甲", "√", "", "一"],
            [cell("", goes_on), "乙", "", "√", "二"],
            [cell("二、设施", '<w:gridSpan w:val="5"/>')],
            '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + "".join(map(cell, ("丙", "√", "", "三"))),
        )
    )
    done = read(data, "f.docx")
    assert texts(done) == [("组织", "甲"), ("组织", "乙"), ("二、设施", "丙")]
    assert [(row.verdict, row.note) for row in done.results] == [("pass", "一"), ("fail", "二"), ("pass", "三")]


def test_nested_tables_are_left_with_a_remark() -> None:
    inner = table(["检查内容", "备注"], ["内", "内"])
    done = read(docx(table(HEAD, ["1", cell("甲", more=inner), "", ""])), "f.docx")
    assert texts(done) == [("检查项", "甲")]
    assert [str(remark) for remark in done.remarks if remark.kind == "left"] == ["table 1: 1 tables inside its cells"]


def test_runs_breaks_and_copies_for_old_programs() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    split = (
        "<w:tc><w:p><w:r><w:t>检</w:t></w:r><w:r><w:t>查</w:t><w:br/><w:t>甲</w:t></w:r>"
        f"<mc:AlternateContent {mc}><mc:Choice><w:r><w:t>一</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>一</w:t></w:r></mc:Fallback></mc:AlternateContent>"
        "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc>"
    )
    assert texts(read(docx(table(HEAD, ["1", split, "", ""])), "f.docx")) == [("检查项", "检查\n甲一\n乙")]


def test_what_a_document_refers_to_is_not_opened() -> None:
    parts = {
        "word/_rels/document.xml.rels": '<Relationships><Relationship Target="file:///etc/passwd"/></Relationships>'
    }
    assert texts(read(docx(table(HEAD, ["1", "甲", "", ""]), parts=parts), "f.docx"))
    entity = (
        f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{W}">&x;</w:document>'
    )
    for document in (entity, entity.replace("SYSTEM ", "").replace("file:///etc/passwd", "甲")):
        with pytest.raises(ImportRefused, match="damaged"):
            read(_with_document(document), "f.docx")


def _with_document(document: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("word/document.xml", document)
    return data.getvalue()


@pytest.mark.parametrize(
    "data, message",
    [
        (b"", "damaged or cut off"),
        (b"PK\x03\x04", "damaged or cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old binary Office file.*save it as .docx"),
        (docx(table(HEAD, ["1", "甲", "", ""]))[:-40], "damaged or cut off"),
        (docx(paragraph("甲")), "no row names the columns"),
        (docx(table(HEAD, ["1", "甲"]), parts={"word/vbaProject.bin": "x"}), "holds macros"),
        (_with_document("<w:document>"), "damaged or cut off"),
        (_with_document(""), "damaged or cut off"),
        (docx(table(HEAD, *[["", "", "", "x"]] * 50_001)), "more than 50000 rows"),
    ],
    ids=range(9),
)
def test_what_cannot_be_read_is_refused_with_the_reason(data: bytes, message: str) -> None:
    with pytest.raises(ImportRefused, match=message) as caught:
        read(data, "f.docx")
    assert str(caught.value).startswith("f.docx: ")
