"""The forms: columns as prescribed, what the records say in them, blanks for all else, as Word and as Excel."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from lxml import etree

from checklists.errors import AudittyError
from reports.issue import issue_notice
from reports.kinds import KINDS, Asked
from store.clock import FixedClock
from store.errors import StoreError
from store.given import Input
from store.model import Finding, Visit
from store.rectifying.desk import Desk
from store.rectifying.model import Step
from store.units import Row
from store.workspace import Workspace

HEAD = """\
format: 1
id: posts
version: "1"
title: {zh: 岗位风险, en: Post risks}
grading: post-risk
gradings:
  - id: post-risk
    title: {zh: 岗位风险等级, en: Post risk}
    grades:
      - {id: a, title: {zh: a级, en: Grade a}}
      - {id: b, title: {zh: b级, en: Grade b}}
      - {id: c, title: {zh: c级, en: Grade c}}
blanks:
  - {id: lead-1, text: {zh: 牵头单位, en: Lead unit}}
responsibility:
  - id: duty
    title: {zh: 责任, en: Duty}
    items:
      - {id: plan, text: {zh: 方案已印发, en: The plan was issued}}
countermeasures:
"""
POINT = """\
  - id: {id}
    title: {{zh: 风险{id}, en: Risk {id}}}
    grade: {grade}
    lead: {{zh: <lead-1>, en: <lead-1>}}
    responsible: {{zh: 财务科, en: Finance section}}
    deadline: end-12
    items:
      - id: {id}-rules
        text: {{zh: 制度{id}已修订, en: Rules {id} are revised}}
        role: {{zh: 会计岗, en: Accountant}}
        phrases: [{{zh: 无制度{id}, en: No rules {id}}}]
      - {{id: {id}-rota, text: {{zh: 岗位{id}已轮换, en: Post {id} rotates}}, role: {{zh: 科长, en: Head of section}}}}
"""
PLAIN = """\
  - id: plain
    title: {zh: 未定级风险, en: Risk without a grade}
    items:
      - {id: plain-kept, text: {zh: 台账已建立, en: A ledger is kept}}
"""
FEW = {"a": 3, "b": 1, "c": 1}
ALL = {"a": 16, "b": 11, "c": 29}


def points(grades: dict[str, int]) -> str:
    """The light grades come first: a summary has to sort."""
    ids = [(f"{grade}{number}", grade) for grade in "cba" for number in range(1, grades[grade] + 1)]
    return "".join(POINT.format(id=id, grade=grade) for id, grade in ids)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 9, 1, 2, tzinfo=UTC))


@pytest.fixture
def asked(tmp_path: Path, clock: FixedClock) -> Asked:
    return made(tmp_path / "few", clock, FEW)


def made(folder: Path, clock: FixedClock, grades: dict[str, int]) -> Asked:
    """A round of two units over a checklist with so many risk points of each grade, and one without."""
    workspace = Workspace.create(
        folder, "T", "zh", who="张三", clock=clock, issuing_body="青山市局", contact_phone="5550100"
    )
    (folder / "checklists" / "posts.yaml").write_text(HEAD + points(grades) + PLAIN, encoding="utf-8")
    rows = [{"code": "S1", "name": "城东所", "contact_phone": "1234"}, {"code": "S2", "name": "城西所"}]
    workspace.units.take_in([Row(number, row) for number, row in enumerate(rows, 1)], "units")
    round_ = workspace.new_round(
        "秋季检查", ["posts"], ["S1", "S2"], "2026-09-01", "2026-12-31", blanks={"lead-1": "办公室"}
    )
    return Asked(workspace=workspace, lang="zh", round=round_)


def failed(asked: Asked, unit: str, item: str, problem: str) -> None:
    assert asked.round is not None
    given = Input(finding={"problem": problem, "requirement": "限期补正", "lead": "王科长", "due": "2026-12-05"})
    asked.workspace.sheet(asked.round, unit).set_mark(item, "fail", given)


def paper(kind: str, asked: Asked) -> Any:
    return docx.Document(BytesIO(KINDS[kind].make(replace(asked, format="docx"))))


def table(document: Any, first: str) -> list[list[str]]:
    """The rows of the table whose head begins with `first`."""
    return next(rows for rows in tables(document) if rows[0][0] == first)


def tables(document: Any) -> list[list[list[str]]]:
    """The texts of all tables, cell by cell."""
    return [
        [[docx.table._Cell(cell, each).text for cell in row.tc_lst] for row in each._tbl.tr_lst]
        for each in document.tables
    ]


def sheets(kind: str, asked: Asked) -> dict[str, Any]:
    book = openpyxl.load_workbook(BytesIO(KINDS[kind].make(replace(asked, format="xlsx"))))
    return {sheet.title: sheet for sheet in book.worksheets}


def values(sheet: Any) -> list[tuple[Any, ...]]:
    return [tuple("" if value is None else value for value in row) for row in sheet.iter_rows(values_only=True)]


# The summary of risk points and grades


def test_the_summary_counts_each_grade_and_lists_the_gravest_first(tmp_path: Path, clock: FixedClock) -> None:
    asked = made(tmp_path / "all", clock, ALL)
    failed(asked, "S1", "a3-rules", "制度缺失")
    failed(asked, "S2", "a3-rota", "三年未轮岗")
    failed(asked, "S2", "plan", "无方案")
    document = paper("risk-points", asked)
    counted = [["风险等级", "风险点（个）", "检查发现问题（个）"], ["a级", "16", "2"], ["b级", "11", "0"]]
    counted += [["c级", "29", "0"], ["未定级", "1", "1"], ["合计", "57", "3"]]
    assert table(document, "风险等级") == counted
    head, *rows = table(document, "风险点")
    assert head[:6] == ["风险点", "表现形式", "发生概率", "危害程度", "排序", "风险等级"]
    assert head[6:] == ["防控措施", "检查发现问题（个）", "涉及单位（个）"]
    assert [row[5] for row in rows] == ["a级"] * 16 + ["b级"] * 11 + ["c级"] * 29 + [""]
    assert [row[4] for row in rows] == [*map(str, range(1, 57)), ""]
    assert rows[2] == ["风险a3", "无制度a3", "", "", "3", "a级", "1. 制度a3已修订\n2. 岗位a3已轮换", "2", "2"]
    book = sheets("risk-points", asked)
    assert [[str(value) for value in row] for row in values(book["等级汇总"])] == counted
    assert [row[0] for row in values(book["风险点和等级"])] == ["风险点", *(row[0] for row in rows)]
    of_one = table(paper("risk-points", replace(asked, units=("S1",))), "风险点")
    assert of_one[3][-2:] == ["1", "1"]


# The monthly form


def test_the_form_has_the_prescribed_columns_and_blanks_for_the_office(asked: Asked) -> None:
    document = paper("monthly", replace(asked, month="2026-11"))
    assert table(document, "填报单位（盖章）") == [
        ["填报单位（盖章）", "青山市局", "负责人", "", "填表人", ""],
        ["联系电话", "5550100", "填报月份", "2026年11月", "填报日期", ""],
    ]
    head, *rows = table(document, "风险点")
    assert head == ["风险点", "应对措施", "牵头单位", "责任单位", "化解时限", "工作推进情况"]
    measures = "1. 制度c1已修订\n2. 岗位c1已轮换"
    assert rows[0] == ["风险c1", measures, "办公室", "财务科", "2026年12月31日", "本月无新进展。"]
    assert len(rows) == 6


def test_a_month_is_one_of_the_workspaces_zone(asked: Asked, clock: FixedClock) -> None:
    for stamp, item in (
        (datetime(2026, 10, 31, 15, 59, tzinfo=UTC), "a1-rules"),
        (datetime(2026, 10, 31, 16, tzinfo=UTC), "a2-rules"),
    ):
        clock.moment = stamp
        failed(asked, "S1", item, f"问题{item}")
    for month, inside, outside in (("2026-10", "a1", "a2"), ("2026-11", "a2", "a1")):
        document = paper("monthly", replace(asked, month=month))
        progress = {row[0]: row[-1] for row in table(document, "风险点")}
        assert progress[f"风险{inside}"] == "检查单位1个、检查项1项次；发现问题1个；整改销号0个。"
        assert progress[f"风险{outside}"] == "本月无新进展。"
        (_head, found), day = table(document, "序号"), "2026年10月31日" if month == "2026-10" else "2026年11月1日"
        assert found == ["1", "城东所", f"问题{inside}-rules", day, "限期补正", "王科长", "", "2026年12月5日"]


def test_the_day_of_the_visit_counts_where_there_is_one(asked: Asked, clock: FixedClock) -> None:
    assert asked.round is not None
    clock.moment = datetime(2026, 11, 3, 2, tzinfo=UTC)
    sheet = asked.workspace.sheet(asked.round, "S1")
    sheet.set_visit(Visit(date="2026-10-20"))
    sheet.set_mark("plan", "pass")
    sheet.set_other(Finding(problem="门卫室插座松动"))
    rows = {row[0]: row[-1] for row in table(paper("monthly", replace(asked, month="2026-10")), "风险点")}
    assert rows["《岗位风险》：风险点以外的检查项"] == "检查单位1个、检查项1项次；发现问题0个；整改销号0个。"
    assert rows["其他问题"] == "检查单位0个、检查项0项次；发现问题1个；整改销号0个。"
    assert "其他问题" not in {row[0] for row in table(paper("monthly", replace(asked, month="2026-11")), "风险点")}


@pytest.fixture
def put_right(asked: Asked, clock: FixedClock, tmp_path: Path) -> Asked:
    """Found in October and closed in November."""
    assert asked.round is not None
    clock.moment = datetime(2026, 10, 9, 2, tzinfo=UTC)
    failed(asked, "S1", "b1-rules", "制度缺失")
    issue_notice(asked.workspace, asked.workspace.sheet(asked.round, "S1"), "zh")
    clock.moment = datetime(2026, 11, 10, 2, tzinfo=UTC)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff a picture")
    file = asked.workspace.evidence.take_in(photo)
    for who, verb, measure in (("王五", "submit", "已补正"), ("李四", "accept", "")):
        asked.workspace.sign_in(who)
        step = Step(verb=verb, measure=measure)
        Desk(asked.workspace).take("S1-0001", step, files=(file,))
    return asked


def test_what_is_put_right_counts_in_its_month(put_right: Asked) -> None:
    asked = replace(put_right, round=None)
    document = paper("monthly", replace(asked, month="2026-11"))
    progress = {row[0]: row[-1] for row in table(document, "风险点")}
    assert progress["风险b1"] == "检查单位0个、检查项0项次；发现问题0个；整改销号1个。"
    closed = [row for rows in tables(document) for row in rows]
    assert ["1", "S1-0001", "城东所", "制度缺失", "已补正", "2026年12月5日", "2026年11月10日"] in closed
    earlier = paper("monthly", replace(asked, month="2026-10"))
    assert "整改销号0个" in {row[0]: row[-1] for row in table(earlier, "风险点")}["风险b1"]


@pytest.mark.parametrize("month", ["2026-10", "2026-11"])
def test_a_past_month_stays_what_it_was(put_right: Asked, clock: FixedClock, month: str) -> None:
    asked = replace(put_right, month=month)
    before = KINDS["monthly"].make(asked)
    clock.moment = datetime(2027, 3, 1, tzinfo=UTC)
    failed(asked, "S2", "a1-rules", "新问题")
    Desk(asked.workspace).take("S1-0001", Step(verb="reopen", note="又堆放"))
    assert KINDS["monthly"].make(asked) == before


def test_what_is_opened_again_in_the_month_is_not_put_right(put_right: Asked, clock: FixedClock) -> None:
    clock.moment = datetime(2026, 11, 20, 2, tzinfo=UTC)
    Desk(put_right.workspace).take("S1-0001", Step(verb="reopen", note="又堆放"))
    assert "S1-0001" not in str(tables(paper("monthly", replace(put_right, month="2026-11"))))


def test_the_form_of_one_unit_is_its_own(asked: Asked) -> None:
    failed(asked, "S2", "a1-rules", "别处的问题")
    document = paper("monthly", replace(asked, units=("S1",), month="2026-09"))
    assert table(document, "填报单位（盖章）")[0][1] == "城东所"
    assert table(document, "填报单位（盖章）")[1][1] == "1234"
    assert {row[-1] for row in table(document, "风险点")[1:]} == {"本月无新进展。"}


def test_without_a_month_it_is_the_current_one(asked: Asked, clock: FixedClock) -> None:
    clock.moment = datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert table(paper("monthly", asked), "填报单位（盖章）")[1][3] == "2026年12月"


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "November", "0000-01", "9999-12"])
def test_what_is_no_month_is_refused(asked: Asked, month: str) -> None:
    with pytest.raises(AudittyError, match="is not a month"):
        KINDS["monthly"].make(replace(asked, month=month))


def test_a_void_round_is_refused_and_counts_nowhere(asked: Asked) -> None:
    from store import states

    assert asked.round is not None
    failed(asked, "S1", "a1-rules", "作废的问题")
    states.void(asked.round, "误建")
    for kind in ("monthly", "risk-points"):
        with pytest.raises(AudittyError, match="is void"):
            KINDS[kind].make(replace(asked, month="2026-09"))
    rows = table(paper("monthly", replace(asked, round=None, month="2026-09")), "风险点")
    assert rows[1:] == [["无"]]


def test_a_form_is_not_silent_about_what_cannot_be_read(asked: Asked) -> None:
    assert asked.round is not None
    failed(asked, "S1", "a1-rules", "问题")
    for path in (asked.round.path / "sheets").glob("S1.*"):
        path.write_bytes(b"{}\n")
    for kind in ("monthly", "risk-points", "annexes"):
        with pytest.raises(StoreError):
            KINDS[kind].make(replace(asked, units=("S1",), month="2026-09"))
    for path in asked.round.path.glob("round.*"):
        path.write_bytes(b"{}\n")
    with pytest.raises(StoreError):
        KINDS["monthly"].make(replace(asked, round=None, month="2026-01"))


# The annexes


def test_the_annexes_have_the_prescribed_columns(asked: Asked) -> None:
    document = paper("annexes", asked.about("S1"))
    found = tables(document)
    heads = [rows[0] for rows in found]
    assert heads[1::2] == [
        ["职权名称", "职权内容", "行使主体", "行使依据"],
        ["风险及其表现形式", "风险等级", "防控措施"],
        ["岗位", "风险及其表现形式", "风险等级", "防控措施"],
    ]
    assert heads[0::2] == [["单位（盖章）", "城东所", "分管领导（签字）", "", "填报日期", ""]] * 3
    assert len(found[1]) > 5
    assert not any(cell for row in found[1][1:] for cell in row)
    text = [paragraph.text for paragraph in document.paragraphs]
    for words in (
        "附表1",
        "二级单位职权清单",
        "附表2",
        "二级单位廉政风险防控措施一览表",
        "附表3",
        "岗位廉政风险防控措施一览表",
    ):
        assert words in text


def test_the_annexes_hold_risks_of_the_unit_and_of_each_post(asked: Asked) -> None:
    failed(asked, "S1", "b1-rota", "三年未轮岗")
    failed(asked, "S2", "b1-rules", "别处的问题")
    document = paper("annexes", asked.about("S1"))
    risks = table(document, "风险及其表现形式")
    found = "风险b1\n检查发现：三年未轮岗"
    assert [found, "b级", "1. 制度b1已修订\n2. 岗位b1已轮换"] in risks
    posts = table(document, "岗位")
    assert ["会计岗", "风险b1", "b级", "制度b1已修订"] in posts
    assert ["科长", found, "b级", "岗位b1已轮换"] in posts
    assert ["", "未定级风险", "", "台账已建立"] in posts
    assert not [cell for row in (*risks, *posts) for cell in row if "别处" in cell]


# All of them


NASTY = ["=cmd|' /C calc'!A0", "a\x00b\x1bc", "<w:p/>&amp;", "一\n\n二\t三", "𠀀😀"]


@pytest.mark.parametrize("kind", ["monthly", "annexes"])
@pytest.mark.parametrize("text", NASTY)
def test_any_text_is_shown_as_the_text_it_is(asked: Asked, kind: str, text: str) -> None:
    failed(asked, "S1", "a1-rules", text)
    asked = replace(asked, units=("S1",), month="2026-09")
    shown = text.replace("\x00", "␀").replace("\x1b", "␛")
    document = paper(kind, asked)
    assert [cell for rows in tables(document) for row in rows for cell in row if shown in cell]
    cells = [cell for sheet in sheets(kind, asked).values() for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if shown in str(cell.value)]
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("kind", ["risk-points", "monthly", "annexes"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wide_tables_lie_with_their_heads_on_every_page(asked: Asked, kind: str, lang: str) -> None:
    failed(asked, "S1", "a1-rules", "x")
    document = paper(kind, replace(asked, lang=lang, units=("S1",), month="2026-09"))
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert section.page_width > section.page_height
    for each in document.tables:
        assert abs(sum(int(column.get(docx.oxml.ns.qn("w:w"))) for column in each._tbl.tblGrid) * 635 - room) < 15 * 635
        repeated = [row for row in each._tbl.tr_lst if row.xpath("w:trPr/w:tblHeader")]
        assert repeated == ([each._tbl.tr_lst[0]] if each.rows[0].height is None else [])


@pytest.mark.parametrize("kind", ["risk-points", "monthly", "annexes"])
@pytest.mark.parametrize("format_", ["docx", "xlsx"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_records_give_the_same_bytes(asked: Asked, kind: str, format_: str, lang: str) -> None:
    failed(asked, "S1", "a1-rules", "x")
    asked = replace(asked, units=("S1",), month="2026-09", format=format_, lang=lang)
    data = KINDS[kind].make(asked)
    assert KINDS[kind].make(asked) == data
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith(".xml"):
                etree.fromstring(package.read(name))


def test_workbooks_filter_freeze_and_keep_dates(asked: Asked) -> None:
    failed(asked, "S1", "a1-rules", "问题")
    form, found, _closed, facts = sheets("monthly", replace(asked, month="2026-09")).values()
    assert (form.freeze_panes, form.auto_filter.ref) == ("B2", "A1:F7")
    assert (form["E2"].is_date, form["E2"].value.date()) == (True, date(2026, 12, 31))
    assert (found["D2"].value.date(), found["H2"].value.date()) == (date(2026, 9, 1), date(2026, 12, 5))
    assert ("负责人", "") in values(facts)
    powers = sheets("annexes", asked.about("S1"))["附表1 二级单位职权清单"]
    assert powers.max_row > 5


def test_only_high_rows_are_broken_over_pages(asked: Asked) -> None:
    failed(asked, "S1", "a1-rules", "问题很多。" * 100)
    document = paper("annexes", asked.about("S1"))
    for number in (3, 5):
        rows = document.tables[number]._tbl.tr_lst
        broken = ["问题很多" in "".join(row.itertext()) for row in rows if not row.xpath("w:trPr/w:cantSplit")]
        assert broken == [True]


def test_a_month_of_nothing_says_so(asked: Asked) -> None:
    none = [rows for rows in tables(paper("monthly", replace(asked, month="2026-08"))) if rows[0][0] == "序号"]
    assert [rows[1:] for rows in none] == [[["无"]], [["无"]]]
