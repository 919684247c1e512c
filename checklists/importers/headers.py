"""What the columns of a table of checks are called, in Chinese and in English, and what each holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

TEXTS = ("section", "subsection", "text", "how", "evidence", "basis", "role", "requirement")
"""Fields that are a text in two languages: `text.zh` and `text.en` name a column of one language, `text` of both."""

NAMES: dict[str, tuple[str, ...]] = {
    "number": ("序号", "no.", "no", "number", "#"),
    "id": ("编号", "检查项编号", "项目编号", "条目编号", "id", "item id", "ref_id", "code"),
    "part": ("部分", "清单部分", "part"),
    "section_id": ("章节编号", "类别编号", "section id"),
    "section": ("章节", "类别", "检查类别", "一级指标", "分类", "大类", "模块", "领域", "检查方面",
                "section", "category", "area", "domain", "group", "chapter"),
    "subsection": ("二级指标", "小类", "子类", "subsection", "subcategory"),
    "text": ("检查内容", "检查要点", "检查事项", "检查内容及要求", "检查内容和要求", "检查内容与要求", "检查指标",
             "三级指标", "评估内容", "评估要点", "考核内容", "督查内容", "自查内容", "排查内容", "具体内容", "内容",
             "check", "check item", "checklist item", "item text", "question", "what to check", "inspection item"),
    "how": ("检查方法", "检查方式", "检查方法及要求", "评估方法", "考核方法", "查验方法", "how", "how to check",
            "method", "check method", "procedure", "guidance"),
    "methods": ("检查手段", "方法类型", "methods", "method type"),
    "evidence": ("佐证材料", "佐证", "证明材料", "支撑材料", "查阅资料", "资料", "材料", "evidence",
                 "evidence wanted", "proof", "typical evidence"),
    "basis": ("依据", "检查依据", "法律依据", "政策依据", "法规依据", "标准依据", "basis", "legal basis", "reference",
              "standard", "regulation"),
    "role": ("责任岗位", "岗位", "由谁负责", "role", "post", "who answers", "owner"),
    "recurrence": ("频次", "检查频次", "周期", "recurrence", "frequency"),
    "criterion": ("判定条件", "判定标准", "criterion"),
    "weight": ("权重", "分值", "标准分", "满分", "weight", "points", "max score"),
    "veto": ("一票否决", "否决项", "veto", "critical"),
    "applies_to": ("适用单位", "适用单位类型", "适用对象", "适用范围", "applies to", "applicable to"),
    "ref": ("来源", "出处", "ref", "source"),
    "demands": ("结果要求", "demands"),
    "when": ("前提", "前提条件", "when", "only if"),
    "grade": ("建议等级", "proposed grade"),
    "requirement": ("建议整改要求", "proposed requirement"),
    "phrases": ("常见问题", "phrases", "common problems"),
    "unit": ("被检查单位", "受检单位", "被检单位", "单位名称", "单位代码", "单位编码", "单位", "unit", "unit inspected",
             "unit code"),
    "result": ("检查结果", "结果", "结论", "检查结论", "是否合格", "是否符合", "符合情况", "检查情况", "评估结果",
               "result", "verdict", "status", "outcome", "conclusion", "compliance"),
    "result.pass": ("合格", "符合", "达标", "是", "pass", "yes", "compliant"),
    "result.fail": ("不合格", "不符合", "不达标", "否", "fail", "no (fail)", "non-compliant"),
    "result.na": ("不适用", "不涉及", "无此项", "n/a", "na", "not applicable"),
    "found": ("查到", "实际情况", "实际值", "完成情况", "found", "value found", "actual"),
    "note": ("备注", "说明", "note", "notes", "comment", "comments", "remark", "remarks"),
    "finding.problem": ("问题", "问题描述", "存在问题", "存在的问题", "发现问题", "发现的问题", "问题及备注",
                        "问题与备注", "隐患描述", "finding", "findings", "problem", "issue", "observation",
                        "problems and notes"),
    "finding.place": ("地点", "部位", "位置", "问题地点", "place", "location", "where"),
    "finding.requirement": ("整改措施", "整改意见", "整改内容", "to put right", "corrective action"),
    "finding.grade": ("问题等级", "隐患等级", "finding grade", "severity"),
    "finding.lead": ("牵头", "牵头单位", "牵头部门", "lead", "lead unit"),
    "finding.responsible": ("责任", "整改责任人", "整改责任单位", "responsible"),
    "finding.due": ("期限", "整改期限", "整改时限", "完成时限", "限期", "due", "due date", "deadline"),
}  # fmt: skip
"""Field to the names of its column."""

ELSE_TEXT: dict[str, str] = {
    "检查项": "section", "检查项目": "section", "项目": "section", "检查标准": "how", "标准": "how", "要求": "how",
    "评估标准": "how", "考核标准": "how", "条款": "basis", "item": "section", "control": "section",
    "requirement": "requirement", "description": "how", "title": "section", "name": "section",
}  # fmt: skip
"""Names of a column that holds the checks themselves if no other does; and what it holds else."""

BY_RESULTS: dict[str, tuple[str, str]] = {
    "整改要求": ("requirement", "finding.requirement"),
    "等级": ("grade", "finding.grade"),
    "风险等级": ("grade", "finding.grade"),
    "grade": ("grade", "finding.grade"),
    "责任人": ("role", "finding.responsible"),
    "责任单位": ("role", "finding.responsible"),
    "责任部门": ("role", "finding.responsible"),
    "responsible unit": ("role", "finding.responsible"),
    "responsible person": ("role", "finding.responsible"),
    "required": ("requirement", "finding.requirement"),
}
"""Names of a column whose meaning depends on whether the table has results: without, and with them."""

FIELDS = frozenset({*NAMES, *(f"{field}.{lang}" for field in TEXTS for lang in ("zh", "en"))})
"""What a mapping may name."""

RESULTS = frozenset({"result", "result.pass", "result.fail", "result.na"})

LONGEST = 60
"""A longer cell is not the name of a column."""

_FIELD_OF = {name: field for field, names in NAMES.items() for name in names}
_LANGS = {"中文": "zh", "zh": "zh", "chinese": "zh", "英文": "en", "en": "en", "english": "en"}
_IN_LANG = re.compile(r"(.+?)\s*[(（\[]\s*([^()（）\[\]]+?)\s*[)）\]]")
_SPACES = re.compile(r"[\s:：*＊]+")


def key(name: str) -> str:
    """The name of a column as it is looked up: no case, no spaces in Chinese, single ones in English."""
    plain = _SPACES.sub(" ", name).strip().casefold()
    return plain if plain.isascii() else plain.replace(" ", "")


def columns(names: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Which column holds which field, from the names in a header row. The first column of a name counts.

    `mapping` (name to field) wins over what the names say.
    """
    told = {key(name): field for name, field in mapping.items()}
    found: dict[str, int] = {}
    open_: list[tuple[int, str, str]] = []
    for at, name in enumerate(names):
        if not name or len(name) > LONGEST:
            continue
        plain, suffix = _split(name)
        field = told.get(key(name)) or _with_lang(_FIELD_OF.get(plain, ""), suffix)
        if field:
            found.setdefault(field, at)
        elif plain in ELSE_TEXT or plain in BY_RESULTS:
            open_.append((at, plain, suffix))
    has_text = any(field.split(".")[0] == "text" for field in found)
    has_results = not RESULTS.isdisjoint(found)
    # The most telling name first, whatever the order of the columns: a column called "item" beats one called "name".
    rank = {name: number for number, name in enumerate(ELSE_TEXT)}
    for at, plain, suffix in sorted(open_, key=lambda one: rank.get(one[1], len(rank))):
        if plain in BY_RESULTS:
            field = BY_RESULTS[plain][has_results]
        else:
            field = ELSE_TEXT[plain] if has_text else "text"
            has_text = True
        found.setdefault(_with_lang(field, suffix), at)
    if not has_text and "subsection" in found:
        found["text"] = found.pop("subsection")
    if "subsection" in found and "section" not in found:
        found["section"] = found.pop("subsection")
    return found


def _split(name: str) -> tuple[str, str]:
    """The looked-up name and the language in brackets after it, "" if none; other words in brackets do not count."""
    if match := _IN_LANG.fullmatch(name.strip()):
        if lang := _LANGS.get(match[2].casefold()):
            return key(match[1]), lang
        if key(name) not in _FIELD_OF:
            return key(match[1]), ""
    return key(name), ""


def _with_lang(field: str, lang: str) -> str:
    return f"{field}.{lang}" if lang and field in TEXTS else field
