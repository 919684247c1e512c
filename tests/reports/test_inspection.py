"""The on-site inspection record: everything recorded about the visit stands in it, and both sides can sign."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from reports.docx_check import check
from reports.inspection import drafted
from reports.kinds import Asked
from reports.profile import GB9704
from store.given import Input
from store.model import Finding, Inspector, Present, Visit
from store.units import Row
from store.workspace import Workspace

CHECKLIST = """\
format: 1
id: fire
version: "1"
title: {zh: 消防安全, en: Fire safety}
responsibility:
  - id: duty
    title: {zh: 责任, en: Duty}
    items:
      - {id: plan, text: {zh: 制定了消防预案, en: There is a fire plan}}
      - {id: exits, text: {zh: 疏散通道畅通, en: Escape routes are clear}}
      - {id: drills, text: {zh: 组织演练, en: Drills are held}}
"""


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    workspace = Workspace.create(tmp_path / "w", "T", "zh", who="张三", issuing_body="青山市教育局")
    (tmp_path / "w" / "checklists" / "fire.yaml").write_text(CHECKLIST, encoding="utf-8")
    workspace.units.take_in([Row(1, {"code": "S1", "name": "城东小学", "type": "primary-school"})], "units")
    round_ = workspace.new_round("秋季检查", ["fire"], ["S1"])
    sheet = workspace.sheet(round_, "S1")
    sheet.set_visit(
        Visit(
            date="2026-10-09", start="09:05", end="11:35", place="本部", remarks="当日停电",
            inspectors=(Inspector(name="张三", post="督学", certificate="DX-0017"),),
            present=(Present(name="王五", post="副校长"),),
        )
    )  # fmt: skip
    sheet.set_mark("plan", "pass", Input(note="预案已修订", found="3份"))
    for problem in ("通道堆放课桌", "=cmd|x\x00"):
        sheet.set_mark("exits", "fail", Input(finding={"problem": problem, "place": "二层"}, add=problem[0] == "="))
    sheet.set_other(Finding(problem="门卫室插座松动", requirement="更换"))
    return Asked(workspace=workspace, lang="zh", round=round_, units=("S1",))


def text_of(data: bytes) -> str:
    document: Any = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_recorded_stands_in_it(asked: Asked, lang: str) -> None:
    text = text_of(drafted(Asked(workspace=asked.workspace, lang=lang, round=asked.round, units=asked.units)))
    wanted = [
        "城东小学",
        "青山市教育局",
        "秋季检查",
        "09:05",
        "11:35",
        "本部",
        "当日停电",
        "张三",
        "DX-0017",
        "王五",
        "副校长",
    ]
    wanted += ["预案已修订", "3份", "通道堆放课桌", "=cmd|x␀", "二层", "门卫室插座松动", "更换"]
    wanted += [asked.sheet.record.head[:16]]
    wanted += (
        ["现场检查记录", "《消防安全》（版本1）", "组织演练", "未查"]
        if lang == "zh"
        else ["On-site", "Drills are held", "Not inspected"]
    )
    assert [each for each in wanted if each not in text] == []


def test_both_sides_can_sign_and_say_what_they_think(asked: Asked) -> None:
    text = text_of(drafted(asked))
    for line in ("检查人员签字", "被检查单位负责人签字", "在场人员签字", "被检查单位意见", "有异议"):
        assert line in text


def test_it_is_set_as_the_standard_has_it_and_the_same_each_time(asked: Asked) -> None:
    data = drafted(asked)
    assert drafted(asked) == data
    assert [each for each in check(data, "x", GB9704) if not each.ok] == []


def test_the_last_item_is_kept_with_the_signatures(asked: Asked) -> None:
    document: Any = docx.Document(BytesIO(drafted(asked)))
    items = next(table for table in document.tables if "检查内容" in table.rows[0].cells[1].text)
    kept = [all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells) for row in items.rows]
    assert (kept[2], kept[-1]) == (False, True)
    (gap,) = items._tbl.xpath("following-sibling::w:p[1]")
    assert gap.xpath("w:pPr/w:keepNext")
