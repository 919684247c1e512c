"""What the sheets of the workbook hold: their columns, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from reports.exchange import rows
from reports.exchange.collect import Collected, Page
from reports.exchange.rows import Row


class Column(NamedTuple):
    """A column: its names, and its width in characters."""

    zh: str
    en: str
    width: int = 14


@dataclass(frozen=True)
class Sheet:
    """A sheet: its names, columns, how many of them say what a row is about, and the rows of one unit.

    `items` and `history` say whether the rows need these of a unit.
    """

    zh: str
    en: str
    keys: int
    columns: tuple[Column, ...]
    rows: Callable[[Collected, Page], Iterator[Row]]
    items: bool = False
    history: bool = False


_UNIT = (Column("单位编码", "Unit"), Column("单位名称", "Name", 24))
_ITEM = (
    Column("检查清单", "Checklist", 18),
    Column("序号", "No.", 7),
    Column("检查项编号", "Item"),
    Column("检查内容", "Check item", 40),
)
_WHEN = (Column("记录时间", "Recorded at", 17), Column("记录人", "Recorded by", 12))
_FINDING = (
    Column("问题", "Problem", 40),
    Column("地点", "Place", 18),
    Column("整改要求", "To put right", 30),
    Column("等级", "Grade", 9),
    Column("牵头", "Lead"),
    Column("责任", "Responsible"),
    Column("整改期限", "Due", 12),
)
_FILES = Column("佐证材料", "Evidence", 30)

SHEETS = (
    Sheet(
        "单位", "Units", 2,
        (
            *_UNIT,
            Column("类型", "Type"),
            Column("上级编码", "Parent"),
            Column("联系岗位", "Contact"),
            Column("联系电话", "Phone"),
            Column("退出原因", "Left because", 18),
            Column("加入原因", "Joined because", 18),
            Column("检查日期", "Visited on", 12),
            Column("开始", "From", 8),
            Column("结束", "To", 8),
            Column("检查地点", "Place", 18),
            Column("检查人员", "Inspectors", 24),
            Column("在场人员", "Present", 24),
            Column("备注", "Remarks", 30),
            *_WHEN,
            Column("合格", "Pass", 8),
            Column("不合格", "Fail", 8),
            Column("不适用", "N/A", 8),
            Column("未查", "Unmarked", 9),
            Column("已发文书", "Documents", 26),
            Column("日志校验", "Journal", 20),
        ),
        rows.units,
    ),
    Sheet(
        "检查结果", "Marks", 2,
        (
            *_UNIT,
            *_ITEM,
            Column("结论", "Result", 10),
            Column("查到", "Found", 12),
            Column("备注", "Note", 40),
            _FILES,
            *_WHEN,
        ),
        rows.marks,
        items=True,
    ),
    Sheet(
        "问题", "Findings", 2,
        (
            *_UNIT,
            *_ITEM,
            *_FINDING,
            _FILES,
            Column("整改事项", "Rectification"),
            Column("整改状态", "State", 12),
            Column("问题编号", "Finding", 18),
            *_WHEN,
        ),
        rows.findings,
        items=True,
    ),
    Sheet(
        "整改事项", "Rectifications", 3,
        (
            Column("编号", "Rectification"),
            *_UNIT,
            *_ITEM,
            *_FINDING,
            Column("原期限", "Earlier due dates", 12),
            Column("申请延期至", "Extension asked to", 12),
            Column("状态", "State", 12),
            Column("通知书", "Notice", 24),
            Column("下发日期", "Ordered on", 12),
            Column("整改措施", "Measure", 40),
            Column("反馈日期", "Answered on", 12),
            Column("签收日期", "Received on", 12),
            Column("销号日期", "Closed on", 12),
            Column("公示日期", "Published on", 12),
            Column("督办级别", "Pressure", 9),
            Column("重开次数", "Reopened", 9),
            Column("前次编号", "Earlier one"),
            Column("问题编号", "Finding", 18),
        ),
        rows.rectifications,
    ),
    Sheet(
        "整改经过", "Steps", 2,
        (
            Column("编号", "Rectification"),
            Column("序号", "No.", 7),
            Column("环节", "Step", 18),
            Column("状态", "State", 12),
            Column("时间", "At", 17),
            Column("记录人", "Recorded by", 12),
            Column("系统用户", "OS user", 12),
            Column("角色", "Role", 12),
            Column("代", "On behalf of", 12),
            Column("日期", "On", 12),
            Column("说明", "Note", 40),
            Column("整改措施", "Measure", 40),
            Column("进展", "Progress", 40),
            Column("期限", "Due", 12),
            Column("牵头", "Lead"),
            Column("责任", "Responsible"),
            _FILES,
        ),
        rows.steps,
    ),
    Sheet(
        "变更记录", "History", 4,
        (
            Column("单位编码", "Unit"),
            Column("档案", "Record", 9),
            Column("表", "Table"),
            Column("对象", "Of what", 24),
            Column("时间", "At", 17),
            Column("记录人", "Recorded by", 12),
            Column("系统用户", "OS user", 12),
            Column("变更前", "Before", 40),
            Column("变更后", "After", 40),
            Column("记录编号", "Event", 18),
            Column("所依据的记录", "Built upon", 18),
            Column("所撤销的记录", "Takes back", 18),
            Column("所裁定的记录", "Settles", 18),
        ),
        rows.history,
        history=True,
    ),
)  # fmt: skip
