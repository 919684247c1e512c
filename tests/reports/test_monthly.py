"""The monthly form: what was inspected, found and put right in the month, and blanks for the office."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checklists.errors import AudittyError
from reports.issue import issue_notice
from reports.kinds import KINDS, Asked
from store.clock import FixedClock
from store.model import Finding, Visit
from store.rectifying.desk import Desk
from store.rectifying.model import Step
from tests.reports.forming import failed, paper, table, tables


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


def test_a_month_of_nothing_says_so(asked: Asked) -> None:
    none = [rows for rows in tables(paper("monthly", replace(asked, month="2026-08"))) if rows[0][0] == "序号"]
    assert [rows[1:] for rows in none] == [[["无"]], [["无"]]]
