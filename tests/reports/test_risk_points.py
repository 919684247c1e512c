"""The summary of risk points and grades: counted by grade, the gravest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checklists.errors import AudittyError
from reports.kinds import KINDS, Asked
from store.clock import FixedClock
from store.errors import StoreError
from tests.reports.forming import ALL, failed, made, paper, sheets, table, tables, values


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


def test_another_day_than_today_is_refused_since_sheets_are_counted_as_they_stand(asked: Asked) -> None:
    before = replace(asked, as_of=date(2026, 8, 31))
    with pytest.raises(AudittyError, match="leave out --date"):
        KINDS["risk-points"].make(before)
    assert "2026年9月1日" in str(tables(paper("risk-points", replace(asked, as_of=date(2026, 9, 1)))))


def test_a_sheet_that_cannot_be_read_is_not_counted(asked: Asked) -> None:
    assert asked.round is not None
    failed(asked, "S1", "a1-rules", "问题")
    for path in (asked.round.path / "sheets").glob("S1.*"):
        path.write_bytes(b"{}\n")
    with pytest.raises(StoreError):
        KINDS["risk-points"].make(replace(asked, units=("S1",)))
    assert table(paper("risk-points", asked), "风险点")[1][-2:] == ["0", "0"]
    assert list(asked.left_out) == ["S1"]
