"""The rectification ledger as a workbook: one sheet of rectifications, one of every step taken with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, tzinfo

from reports.entries import Entry
from reports.rectifying_words import LIGHTS, STATES, STEPS, word
from reports.workbooks import Column, Value, Workbook
from store.clock import shown

COLUMNS = (
    Column("序号", "No.", 6),
    Column("编号", "ID", 16),
    Column("单位代码", "Unit code", 12),
    Column("单位", "Unit", 24),
    Column("检查轮次", "Round", 22),
    Column("检查项", "Item", 16),
    Column("存在问题", "Problem", 44),
    Column("地点", "Place", 18),
    Column("等级", "Grade", 8),
    Column("整改要求", "Required", 36),
    Column("整改措施", "Measures", 36),
    Column("牵头", "Lead", 16),
    Column("责任", "Responsible", 16),
    Column("通知书文号", "Notice", 20),
    Column("通知日期", "Notified", 12),
    Column("签收日期", "Received", 12),
    Column("整改期限", "Due", 12),
    Column("原期限", "Due before", 14),
    Column("申请延期至", "Extension asked for", 12),
    Column("反馈日期", "Answered", 12),
    Column("销号日期", "Closed out", 12),
    Column("核查人", "Closed by", 14),
    Column("公布日期", "Published", 12),
    Column("状态", "State", 10),
    Column("进度提示", "Light", 10),
    Column("督促次数", "Steps of pressure", 10),
    Column("重新整改次数", "Opened again", 10),
    Column("此前编号", "Came back after", 16),
)
STEP_COLUMNS = (
    Column("编号", "ID", 16),
    Column("步骤", "Step", 16),
    Column("单位", "Unit", 24),
    Column("登记时间", "Recorded at", 17),
    Column("发生日期", "Happened on", 12),
    Column("登记人", "Recorded by", 14),
    Column("代谁办理", "For", 14),
    Column("角色", "Role", 12),
    Column("系统账号", "Account", 12),
    Column("说明", "Note", 40),
    Column("措施", "Measures", 36),
    Column("进展", "Progress", 36),
    Column("新期限", "New due date", 12),
    Column("牵头", "Lead", 16),
    Column("责任", "Responsible", 16),
    Column("佐证", "Evidence", 36),
    Column("之后状态", "State after", 12),
)
_TITLES = {"zh": ("整改台账", "整改经过"), "en": ("Ledger", "Steps")}


def workbook(listed: Iterable[Entry], lang: str, zone: tzinfo, day: date, remark: Callable[[], str] = str) -> bytes:
    """The .xlsx of the rectifications `listed` as of `day`, times in `zone`; a `remark` on them is the last row."""
    lang = "zh" if lang == "zh" else "en"
    title, steps_title = _TITLES[lang]
    book = Workbook(lang, title, day)
    ledger, steps = book.table(title, COLUMNS), book.table(steps_title, STEP_COLUMNS)
    for number, entry in enumerate(listed, 1):
        ledger.append(_row(number, entry, lang))
        for row in _steps(entry, lang, zone):
            steps.append(row)
    if left_out := remark():
        ledger.append([left_out if column.en == "Problem" else None for column in COLUMNS])
    return book.to_bytes()


def _row(number: int, entry: Entry, lang: str) -> list[Value]:
    each = entry.rectification
    return [
        number,
        each.id,
        entry.unit,
        entry.name,
        entry.round,
        each.item,
        each.problem,
        each.place,
        entry.grade,
        each.requirement,
        each.measure,
        each.lead,
        each.responsible,
        each.notice,
        _day(each.opened),
        _day(each.received),
        _day(each.due),
        "\n".join(each.dues),
        _day(each.asked),
        _day(each.answered),
        _day(each.closed),
        each.closer if each.closed else "",
        _day(each.published),
        word(STATES, each.state, lang),
        word(LIGHTS, entry.light, lang),
        each.rung,
        each.reopened,
        each.earlier,
    ]


def _steps(entry: Entry, lang: str, zone: tzinfo) -> Iterable[list[Value]]:
    for step in entry.rectification.steps:
        yield [
            entry.rectification.id,
            word(STEPS, step.verb, lang),
            entry.name,
            shown(step.at, zone) if step.at else "",
            _day(step.date),
            step.who,
            step.by,
            step.role,
            step.user,
            step.note,
            step.measure,
            step.progress,
            _day(step.due),
            step.lead,
            step.responsible,
            "\n".join(entry.files(step)),
            word(STATES, step.state, lang),
        ]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
