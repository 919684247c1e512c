"""What rectifications, their states and their steps are called in documents."""

from __future__ import annotations

from checklists.grades import Text

STATES = {
    "open": Text("待整改", "To be rectified"),
    "submitted": Text("已反馈", "Answered"),
    "checked": Text("已核查", "Checked on site"),
    "returned": Text("退回", "Returned"),
    "closed": Text("已销号", "Closed out"),
    "withdrawn": Text("已撤回", "Withdrawn"),
}
"""The states of a rectification."""

LIGHTS = {
    "red": Text("逾期", "Overdue"),
    "yellow": Text("临期", "Due soon"),
    "green": Text("正常", "In time"),
}
"""How it stands with the due date."""

STEPS = {
    "receipt": Text("签收", "Signed for"),
    "progress": Text("报告进展", "Progress reported"),
    "submit": Text("反馈并申请销号", "Answered, closing asked for"),
    "check": Text("现场核查", "Checked on site"),
    "accept": Text("销号", "Closed out"),
    "return": Text("退回", "Returned"),
    "correct": Text("即查即改", "Corrected on the spot"),
    "publish": Text("公布销号", "Closing published"),
    "extend": Text("申请延期", "Extension asked for"),
    "grant": Text("同意延期", "Extension granted"),
    "refuse": Text("不同意延期", "Extension refused"),
    "remind": Text("提醒", "Reminded"),
    "supervise": Text("督办", "Supervised"),
    "interview": Text("约谈", "Head of unit interviewed"),
    "notify": Text("通报批评", "Notice of criticism circulated"),
    "reopen": Text("重新整改", "Opened again"),
    "withdraw": Text("撤回", "Withdrawn"),
    "restore": Text("恢复", "Restored"),
}
"""The steps that are taken with it."""

OUTCOMES = {
    "rectified": Text("已整改", "Rectified"),
    "partly": Text("部分整改", "Partly rectified"),
    "not": Text("未整改", "Not rectified"),
    "recurred": Text("反弹", "Came back"),
    "new": Text("新发现", "New"),
    "": Text("尚未复查", "Not looked at yet"),
}
"""What a follow-up found of a finding, in the order that reports have it."""


def word(words: dict[str, Text], name: str, lang: str) -> str:
    """What `name` is called, itself where nothing is known of it."""
    return words[name].get(lang) if name in words else name
