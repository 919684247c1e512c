"""What the tables of a round hold, the sheets of the workbook and the rows of the CSV: their columns, in two languages.

A column has the same name wherever it says the same thing, and no other has that name: in the CSV it is one column.
"""

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
    """A table: what it is called as a sheet, and one row of it; its columns, how many of them say what a row is about.

    `rows` gives those of one unit, `of_round` those of the round itself. `items` and `history` say whether they need
    these of a unit.
    """

    zh: str
    en: str
    row: str
    keys: int
    columns: tuple[Column, ...]
    rows: Callable[[Collected, Page], Iterator[Row]]
    of_round: Callable[[Collected], Iterator[Row]] = lambda collected: iter(())
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
_USER = Column("系统用户", "OS user", 12)
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
_OUTCOME = Column("回头看结果", "Outcome", 12)
_RECTIFICATION = Column("整改事项编号", "Rectification")
_STATE = Column("整改状态", "State", 12)
_FOUND = Column("问题编号", "Finding", 18)

SHEETS = (
    Sheet(
        "单位", "Units", "unit", 2,
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
            Column("检查地点", "Place of the visit", 18),
            Column("检查人员", "Inspectors", 24),
            Column("在场人员", "Present", 24),
            Column("检查备注", "Remarks", 30),
            *_WHEN,
            Column("合格", "Pass", 8),
            Column("不合格", "Fail", 8),
            Column("不适用", "N/A", 8),
            Column("未查", "Unmarked", 9),
            Column("抽取人员", "Drawn inspectors", 18),
            Column("日志校验", "Journal", 20),
        ),
        rows.units,
    ),
    Sheet(
        "检查结果", "Marks", "mark", 2,
        (
            *_UNIT,
            *_ITEM,
            Column("结论", "Result", 10),
            _OUTCOME,
            Column("查到", "Found", 12),
            Column("备注", "Note", 40),
            _FILES,
            *_WHEN,
        ),
        rows.marks,
        items=True,
    ),
    Sheet(
        "问题", "Findings", "finding", 2,
        (
            *_UNIT,
            *_ITEM,
            *_FINDING,
            _FILES,
            _RECTIFICATION,
            _STATE,
            _FOUND,
            *_WHEN,
        ),
        rows.findings,
        items=True,
    ),
    Sheet(
        "复查问题", "Looked at again", "looked at again", 2,
        (*_UNIT, *_ITEM, *_FINDING, _OUTCOME, _FOUND),
        rows.carried,
    ),
    Sheet(
        "整改事项", "Rectifications", "rectification", 3,
        (
            _RECTIFICATION,
            *_UNIT,
            *_ITEM,
            *_FINDING,
            Column("原期限", "Earlier due dates", 12),
            Column("申请延期至", "Extension asked to", 12),
            _STATE,
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
            _FOUND,
            *_WHEN,
        ),
        rows.rectifications,
    ),
    Sheet(
        "整改经过", "Steps", "step", 4,
        (
            _RECTIFICATION,
            *_UNIT,
            Column("环节序号", "Step no.", 8),
            Column("环节", "Step", 18),
            _STATE,
            *_WHEN,
            _USER,
            Column("角色", "Role", 12),
            Column("代", "On behalf of", 12),
            Column("环节日期", "On", 12),
            Column("环节说明", "Step note", 40),
            Column("整改措施", "Measure", 40),
            Column("进展", "Progress", 40),
            Column("新期限", "New due date", 12),
            Column("牵头", "Lead"),
            Column("责任", "Responsible"),
            _FILES,
        ),
        rows.steps,
    ),
    Sheet(
        "文书", "Documents", "document", 3,
        (
            *_UNIT,
            Column("文号", "Number", 24),
            Column("文书种类", "Kind", 24),
            Column("印发日期", "Issued on", 12),
            Column("所涉问题", "About findings", 18),
            Column("所补充的文书", "Supplements", 24),
            Column("所更正的文书", "Corrects", 24),
            Column("事由", "Reason", 30),
            Column("文件", "File", 24),
            Column("SHA-256", "SHA-256", 24),
            *_WHEN,
        ),
        rows.documents,
        rows.documents_of_round,
    ),
    Sheet(
        "变更记录", "History", "change", 4,
        (
            _UNIT[0],
            Column("档案", "Record", 9),
            Column("表", "Table"),
            Column("对象", "Of what", 24),
            *_WHEN,
            _USER,
            Column("变更前", "Before", 40),
            Column("变更后", "After", 40),
            Column("记录编号", "Event", 18),
            Column("所依据的记录", "Built upon", 18),
            Column("所撤销的记录", "Takes back", 18),
            Column("所裁定的记录", "Settles", 18),
        ),
        rows.history,
        rows.history_of_round,
        history=True,
    ),
)  # fmt: skip
