"""`check`: a document of ours stands, one that departs says in what, a hostile one harms nobody."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.shared import Mm, Pt

from checklists.errors import AudittyError
from reports.checking.model import Check
from reports.checking.page import ODD_ONLY
from reports.docx_check import check
from reports.model import Notice
from reports.notice import render
from reports.profile import GB9704, profile_for
from store.layout import Fonts, Layout, Margins


def wrong(data: bytes, layout: Layout | None = None, lang: str = "zh") -> dict[str, Check]:
    return {each.label: each for each in check(data, "d.docx", profile_for(lang, layout)) if not each.ok}


def changed(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                new = change(content.decode())
                assert new != content.decode()
                content = new.encode()
            target.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_our_own_documents_stand(notice: Notice, lang: str) -> None:
    data = render(replace(notice, lang=lang))
    checks = check(data, "d.docx", profile_for(lang))
    assert [each for each in checks if not each.ok] == []
    assert len(checks) >= 8


def test_a_document_in_an_offices_own_layout_stands_against_that_alone(notice: Notice) -> None:
    layout = Layout(margins=Margins(left=30, right=30), pitch=33, fonts=Fonts(body="宋体"))
    data = render(notice, profile_for("zh", layout))
    assert wrong(data, layout) == {}
    assert {"margins: top, bottom, left, right", "distance of lines", "type of the text"} <= wrong(data).keys()


@pytest.mark.parametrize(
    "part, old, new, label",
    [
        ("word/document.xml", 'w:w="11906"', 'w:w="12240"', "size of the page"),
        ("word/document.xml", 'w:linePitch="579"', 'w:linePitch="700"', "grid: lines × characters"),
        ("word/document.xml", 'w:type="linesAndChars"', 'w:type="default"', "grid: lines × characters"),
        ("word/document.xml", "<w:tblHeader/>", "", ""),
        ("word/document.xml", "<w:gridCol ", "<w:other ", "tables with a width and widths of columns"),
        ("word/document.xml", 'w:eastAsia="仿宋"', 'w:eastAsia="微软雅黑"', "type of the text"),
        ("word/document.xml", '<w:sz w:val="44"/>', '<w:sz w:val="36"/>', "type of the title"),
        ("word/document.xml", 'w:eastAsia="黑体"', 'w:eastAsia="宋体"', "type of headings of the first level"),
        ("word/settings.xml", "<w:evenAndOddHeaders/>", "", "page numbers"),
        ("word/styles.xml", 'w:line="579"', 'w:line="480"', "distance of lines"),
    ],
)
def test_each_departure_is_named(notice: Notice, part: str, old: str, new: str, label: str) -> None:
    found = wrong(changed(render(notice), part, lambda text: text.replace(old, new)))
    assert label in found if label else not found  # a wider page has room for more characters, and the like


def test_a_long_table_repeats_its_head(notice: Notice) -> None:
    finding = notice.findings[0]
    long = replace(notice, findings=tuple(replace(finding, number=number) for number in range(1, 40)))
    found = wrong(changed(render(long), "word/document.xml", lambda text: text.replace("<w:tblHeader/>", "")))
    assert set(found) == {"long tables whose head is repeated"}


def test_a_document_of_another_hand_is_read_all_the_same() -> None:
    document = docx.Document()
    document.add_heading("一、检查情况", 1)
    document.add_paragraph("检查组查阅了值班记录。" * 20)
    document.sections[0].page_width, document.sections[0].page_height = Mm(210), Mm(297)
    document.paragraphs[1].runs[0].font.size = Pt(12)
    out = BytesIO()
    document.save(out)
    found = wrong(out.getvalue())
    assert found["type of the text"].found == "- 12 pt"
    assert found["distance of lines"].found == "-"
    assert {"grid: lines × characters", "fonts of Han text", "page numbers"} <= found.keys()
    assert "size of the page" not in found


def test_page_numbers_that_are_the_same_everywhere_are_told_from_none(notice: Notice) -> None:
    data = render(notice)
    same = wrong(changed(data, "word/settings.xml", lambda text: text.replace("<w:evenAndOddHeaders/>", "")))
    assert same["page numbers"].found == ODD_ONLY


def _bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("word/document.xml", b"<w>" + b" " * (200 * 1024 * 1024))
    return out.getvalue()


def _entities(notice: Notice) -> bytes:
    head = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return changed(render(notice), "word/document.xml", lambda text: head + text.split("?>", 1)[-1])


@pytest.mark.slow
def test_hostile_files_are_refused_with_a_reason(notice: Notice) -> None:
    deep = "<w:p>" * 100_000
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    hostile = {
        "bomb": _bomb(),
        "entities": _entities(notice),
        "deep": changed(render(notice), "word/document.xml", lambda text: body + deep),
        "cut": render(notice)[:5000],
        "no zip": b"hello",
        "nothing": b"",
        "no body": changed(render(notice), "word/document.xml", lambda text: body + "</w:document>"),
        "old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "another format": changed(render(notice), "word/document.xml", lambda text: "{}"),
    }
    for name, data in hostile.items():
        with pytest.raises(AudittyError) as raised:
            check(data, "d.docx", GB9704)
        assert raised.value.exit_code == 2, name


@pytest.mark.parametrize(
    "part, old, new",
    [
        ("word/styles.xml", '<w:basedOn w:val="Normal"/>', '<w:basedOn w:val="Body"/>'),
        ("word/document.xml", '<w:sz w:val="32"/>', '<w:sz w:val="x"/>'),
        ("word/document.xml", 'w:charSpace="', 'w:charSpace="9999999999'),
        ("word/document.xml", 'w:w="11906"', 'w:w="-"'),
        ("word/document.xml", 'w:h="16838"', 'w:h="nan"'),
        ("word/styles.xml", '<w:outlineLvl w:val="0"/>', f'<w:outlineLvl w:val="{"9" * 5000}"/>'),
        ("word/_rels/document.xml.rels", 'Target="', 'Target="../../../etc/'),
    ],
)
def test_odd_values_are_found_wrong_and_break_nothing(notice: Notice, part: str, old: str, new: str) -> None:
    data = changed(render(notice), part, lambda text: text.replace(old, new))
    assert len(check(data, "d.docx", GB9704)) >= 8
