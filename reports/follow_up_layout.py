"""How the report on a follow-up says what it says: its fields, and where they stand."""

from __future__ import annotations

from checklists.grades import Text
from reports.design import Design
from reports.fields import ISSUING_BODY, LEFT_OUT, NUMBER, TITLE, Field, Fields
from reports.outline import Outline
from reports.paper import Paper
from reports.profile import tabular
from reports.reviewing import Pair

_TITLE = Text("整改情况“回头看”复查报告", "Follow-up report")
_INTRO = Text(
    "{body}对{rounds}发现问题的整改情况开展了“回头看”（{round}）。应复查{earlier}项，已复查{looked}项：{counts}；"
    "尚未复查{left}项，新发现问题{new}项。整改率{rate}，已销号{closed}项。",
    "{body} went back over {rounds} ({round}). Findings to look at again: {earlier}; looked at: {looked} ({counts}); "
    "not looked at yet: {left}; new findings: {new}. Put right: {rate} of those looked at. Closed out: {closed}.",
)
_SECTIONS = Text(
    "复查概况|逐项复查情况|销号和继续整改|复查意见和下一步工作",
    "Overview|Finding by finding|Closed, and still to do|Conclusions",
)
_ROUND = Text("复查轮次：", "Follow-up")
_CHAIN = Text("复查对象：", "Goes back over")
_DAYS = Text("现场日期：", "Visits")
_INSPECTORS = Text("复查人员：", "Inspectors")
_VISITED = Text("复查单位：", "Units")
_VISITED_SAID = Text("共{units}个，已到现场{visited}个", "{units} in all, {visited} visited")
_UNITS = Text(
    "单位|应复查|已整改|部分整改|未整改|反弹|新发现|尚未复查|已销号",
    "Unit|To look at|Rectified|Partly|Not|Came back|New|Not looked at|Closed",
)
_UNITS_SHARES = {"zh": (22, 9, 9, 12, 9, 8, 9, 12, 10), "en": (23, 10, 12, 9, 7, 9, 8, 12, 10)}
_OUTCOME = Text("{name}（{count}项）", "{name} ({count})")
_COLUMNS = Text(
    "序号|单位和编号|原问题和整改要求|单位反馈|复查情况", "No.|Unit, ID|Problem, required|Unit's answer|Found now"
)
_SHARES = (7, 15, 34, 21, 23)
_NEW_COLUMNS = Text("序号|单位和编号|新发现的问题和整改要求|复查情况", "No.|Unit, ID|New finding, required|Found now")
_NEW_SHARES = (7, 18, 45, 30)
_RECTIFIED = Text("已销号和待销号问题", "Closed, and put right but still open")
_CLOSED_COLUMNS = Text("序号|单位和编号|问题|台账状态|销号日期", "No.|Unit, ID|Problem|State|Closed on")
_CLOSED_SHARES = (7, 20, 38, 16, 19)
_TO_DO = Text("继续整改的问题和期限", "Still to be put right, and by when")
_TO_DO_COLUMNS = Text("序号|单位和编号|问题|复查结论|原期限|现期限", "No.|Unit, ID|Problem|Outcome|Due before|Due now")
_TO_DO_SHARES = (7, 18, 31, 12, 15, 17)
_NONE = Text("无。", "None.")
_BLANKS = Text(
    "总体评价：（　　　　　　　　）\n对有关单位的要求：（　　　　　　　　）\n下一步工作：（　　　　　　　　）",
    "Overall: (                    )\nAsked of the units: (                    )\nNext steps: (                    )",
)
COUNTS = ("earlier", "rectified", "partly", "not_rectified", "recurred", "new", "left", "closed")
OUTCOME_FIELDS: Fields = {
    "earlier": Field("how many earlier findings there are to look at", "应复查的问题数"),
    "outcomes": Field("how many of them came out how, in a line", "各复查结论的问题数，写成一行"),
    "left": Field("how many were not looked at yet", "尚未复查的问题数"),
    "new": Field("how many findings are new", "新发现的问题数"),
}
_FOUND: Fields = {
    "number": NUMBER,
    "unit": Field("the unit", "单位"),
    "id": Field("number of the finding", "问题编号"),
    "problem": Field("what is wrong", "问题"),
}
FIELDS: Fields = {
    "title": TITLE,
    "issuing_body": ISSUING_BODY,
    "number": Field("a blank for the number", "发文字号的空格线"),
    "issued": Field("a blank for the date", "印发日期的空格线"),
    "round": Field("the follow-up", "复查轮次"),
    "rounds": Field("the rounds it goes back over, in a sentence", "所复查的检查轮次，用于句中"),
    "chain": Field("these, from the first to the last", "所复查的检查轮次，依次排列"),
    **OUTCOME_FIELDS,
    "looked_at": Field("how many earlier findings were looked at", "已复查的问题数"),
    "rate": Field("the share of these that is put right", "整改率"),
    "closed_count": Field("how many are closed", "已销号的问题数"),
    "left_out": LEFT_OUT,
    "period_from": Field("first day of the follow-up", "复查轮次开始日期"),
    "period_to": Field("last day of the follow-up", "复查轮次结束日期"),
    "units_count": Field("how many units it goes to", "复查单位数"),
    "visited_count": Field("how many of them were visited", "已到现场的单位数"),
    "days": Field("the days of the visits", "现场日期"),
    "inspectors": Field("who looked, in one line", "复查人员，写成一行"),
    "units": Field(
        "the units, and in all", "各单位和合计",
        of={
            "unit": Field("the unit", "单位"),
            "earlier": Field("to look at", "应复查"),
            "rectified": Field("put right", "已整改"),
            "partly": Field("partly", "部分整改"),
            "not_rectified": Field("not put right", "未整改"),
            "recurred": Field("came back", "反弹"),
            "new": Field("new", "新发现"),
            "left": Field("not looked at yet", "尚未复查"),
            "closed": Field("closed", "已销号"),
        },
    ),
    "groups": Field(
        "the findings by what came out", "按复查结论分组的问题",
        of={
            "ordinal": Field("the number as a heading has it", "标题中的序号"),
            "outcome": Field("what came out", "复查结论"),
            "count": Field("how many", "问题数"),
            "new": Field("empty but for new findings, which have no answer", "仅新发现的问题（没有反馈）不为空"),
            "findings": Field(
                "the findings", "问题",
                of={
                    **_FOUND,
                    "before": Field("what was wrong and required, in lines", "原问题和整改要求，分行"),
                    "answer": Field("what the unit answered, in lines", "单位反馈，分行"),
                    "now": Field("what was found now, in lines", "复查情况，分行"),
                },
            ),
        },
    ),
    "rectified": Field(
        "what is closed, and what is put right but still open", "已销号和待销号的问题",
        of={**_FOUND, "state": Field("state in the ledger", "台账状态"), "closed": Field("closed on", "销号日期")},
    ),
    "to_do": Field(
        "what is still to be put right", "继续整改的问题",
        of={
            **_FOUND,
            "outcome": Field("what came out", "复查结论"),
            "due_before": Field("due before", "原期限"),
            "due": Field("due now", "现期限"),
        },
    ),
}  # fmt: skip


def _lay(paper: Paper, _: object) -> None:
    words, lang, document = paper.words, paper.words.lang, paper.document
    document.page_numbers(paper["title"], words.page)
    paper.head(paper["number"])
    outline, sections = Outline(document, words), _SECTIONS.get(lang).split("|")
    paper.paragraph(
        _INTRO.get(lang).format(
            body=paper["issuing_body"],
            rounds=paper["rounds"],
            round=paper["round"],
            earlier=paper["earlier"],
            looked=paper["looked_at"],
            counts=paper["outcomes"],
            left=paper["left"],
            new=paper["new"],
            rate=paper["rate"],
            closed=paper["closed_count"],
        )
    )
    for _turn in paper.when("left_out"):
        paper.paragraph(paper["left_out"])
    outline.heading(sections[0])
    _lay_overview(paper)
    outline.heading(sections[1])
    for group in paper.each("groups"):
        _lay_group(group)
    for _turn in paper.unless("groups"):
        paper.paragraph(_NONE.get(lang))
    outline.heading(sections[2])
    outline.heading(_RECTIFIED.get(lang), 2)
    _lay_listed(paper, "rectified", _CLOSED_SHARES, _CLOSED_COLUMNS, ("problem", "state", "closed"))
    outline.heading(_TO_DO.get(lang), 2)
    _lay_listed(paper, "to_do", _TO_DO_SHARES, _TO_DO_COLUMNS, ("problem", "outcome", "due_before", "due"))
    outline.heading(sections[3])
    *lines, last = _BLANKS.get(lang).split("\n")
    for line in lines:
        paper.paragraph(line)
    paper.paragraph(last, keep_next=True)  # or the signature might stand alone
    paper.signature()


def _lay_overview(paper: Paper) -> None:
    words, lang = paper.words, paper.words.lang
    period = words.period.format(name=paper["round"], start=paper["period_from"], end=paper["period_to"])
    visited = _VISITED_SAID.get(lang).format(units=paper["units_count"], visited=paper["visited_count"])
    lines: tuple[Pair, ...] = (
        (_ROUND.get(lang), period),
        (_CHAIN.get(lang), paper["chain"]),
        (_VISITED.get(lang), visited),
        (_DAYS.get(lang), paper["days"]),
        (_INSPECTORS.get(lang), paper["inspectors"]),
    )
    for line in lines:
        paper.labelled(line)
    header = _UNITS.get(lang).split("|")
    names = ("unit", *COUNTS)
    paper.table(_UNITS_SHARES[lang], "units", lambda unit: [unit[name] for name in names], header=header, long=True)


def _lay_group(group: Paper) -> None:
    lang = group.words.lang
    heading = _OUTCOME.get(lang).format(name=group["outcome"], count=group["count"])
    group.paragraph(f"{group['ordinal']}{heading}", "Heading2", keep_next=True)
    for _turn in group.when("new"):
        _lay_table(group, "findings", _NEW_SHARES, _NEW_COLUMNS, ("before", "now"))
    for _turn in group.unless("new"):
        _lay_table(group, "findings", _SHARES, _COLUMNS, ("before", "answer", "now"))


def _lay_listed(paper: Paper, name: str, shares: tuple[int, ...], columns: Text, of: tuple[str, ...]) -> None:
    for _turn in paper.when(name):
        _lay_table(paper, name, shares, columns, of)
    for _turn in paper.unless(name):
        paper.paragraph(_NONE.get(paper.words.lang))


def _lay_table(paper: Paper, name: str, shares: tuple[int, ...], columns: Text, of: tuple[str, ...]) -> None:
    """A table of findings: number, whose, and the fields `of` each."""

    def row(each: Paper) -> tuple[str, ...]:
        return each["number"], f"{each['unit']}\n{each['id']}", *(each[field] for field in of)

    paper.table(shares, name, row, header=columns.get(paper.words.lang).split("|"), long=True)


DESIGN = Design(title=_TITLE, fields=FIELDS, lay=_lay, shape=tabular)
"""How the report is made."""
