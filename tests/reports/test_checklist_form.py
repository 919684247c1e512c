"""A checklist as a Word form for paper: everything that is asked is on it, and a table breaks where it may."""

from __future__ import annotations

import io
import zipfile

import pytest

from checklists import Checklist, Text, library
from checklists.importers import read
from checklists.model import Blank, Condition, Item, Section
from reports.checklist_form import render


def document(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/document.xml").decode()


@pytest.fixture
def small() -> Checklist:
    items = (
        Item(id="a", text=Text("<body>设了机构", "<body> has an office"), veto=True),
        Item(id="b", text=Text("乙", "B"), how=Text("看", "Look"), evidence=Text("照片", "Photos"),
             when=Condition(item="a", is_=("pass", "na"))),
    )  # fmt: skip
    return Checklist(id="c", version="3", title=Text("消防", "Fire"),
                     blanks=(Blank(id="body", text=Text("局", "body")),),
                     responsibility=(Section(id="s", title=Text("节", "Part one"), items=items),))  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("checklist_id", ["school-special-work-responsibility", "health-major-risk-sweep"])
def test_every_item_is_on_it_under_its_heading(checklist_id: str, lang: str) -> None:
    checklist = library.load(checklist_id)
    done = read(render(checklist, lang), "f.docx")
    assert done.checklist
    assert len(done.checklist.lines) == len(checklist.lines)
    assert done.results == ()
    headings = list(dict.fromkeys(section.title.get(lang) for section in checklist.sections))
    assert [section.title.get(lang) for section in done.checklist.sections] == headings


def test_what_the_inspector_has_to_know_is_printed(small: Checklist) -> None:
    xml = document(render(small, "zh", unit="城东小学", inspectors=["张三", "李四"], blanks={"body": "教育局"}))
    for said in ("城东小学", "张三、李四", "教育局设了机构", "一票否决", "第1项合格或不适用时检查", "佐证：照片",
                 "□ 合格", "□ 不合格", "□ 不适用", "检查人员签字", "其他问题", "消防（版本3）"):  # fmt: skip
        assert said in xml, said
    english = document(render(small, "en"))
    for said in ("＿＿＿＿ has an office", "Only if item 1: pass or not applicable", "Evidence: Photos", "□ Fail"):
        assert said in english, said


def test_it_lies_across_repeats_its_header_and_breaks_no_row(small: Checklist) -> None:
    xml = document(render(small, "zh"))
    assert 'w:orient="landscape"' in xml
    assert xml.count("<w:tblHeader/>") == 1
    assert xml.count("<w:tr>") == xml.count("<w:cantSplit/>")


def test_ticked_on_screen_it_gives_results(small: Checklist) -> None:
    data = render(small, "zh", unit="城东小学")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace("□ 不合格".encode(), "☑ 不合格".encode()))
    done = read(out.getvalue(), "f.docx")
    assert [(row.item, row.verdict, row.unit) for row in done.results][1] == ("乙", "fail", "城东小学")


def test_the_same_checklist_gives_the_same_bytes(small: Checklist) -> None:
    assert render(small, "en", lines=small.lines[1:]) == render(small, "en", lines=small.lines[1:])
    assert "has an office" not in document(render(small, "en", lines=small.lines[1:]))
