"""What a bulletin says, in Chinese and in English. Neutral sentences: figures, what was found, what is asked."""

from __future__ import annotations

from checklists.grades import Text
from store.figures.compare import Kind

TITLE = Text("关于{round}{break_}情况的通报", "Bulletin: {round}")
TITLE_ALONE = Text("情况通报", "Bulletin")
TO = Text("各被检查单位：", "To the units inspected")
INTRO = Text(
    "{period}{body}依据{basis}组织开展了{round}。现将有关情况通报如下。",
    "{body} carried out “{round}”{period} on the basis of {basis}. This bulletin states the figures, what was found "
    "and what comes next.",
)
PERIOD = Text("{start}至{end}，", " from {start} to {end}")

OVERALL = Text("总体情况", "Figures of the round")
UNITS = Text(
    "本轮应检查单位{units}家，已检查{begun}家。应查检查项{asked}项次，已查{answered}项次，其中合格{passed}项次、"
    "不合格{failed}项次、不适用{na}项次，合格率{rate}；发现问题{findings}个。",
    "Units inspected: {begun} of {units}. Of {asked} items asked, {answered} were answered: {passed} pass, "
    "{failed} fail, {na} not applicable. The pass rate is {rate}. Findings: {findings}.",
)
TEAM = Text("检查人员：{names}。", "Inspectors: {names}.")
TEAM_AND_MORE = Text("检查人员：{names}等{count}人。", "Inspectors: {names} and others, {count} in all.")
MEAN = Text("各单位平均得分{mean}分。", "The mean score of the units is {mean}.")
BANDS = Text("按得分等次，{bands}。", "By band: {bands}.")
BAND = Text("{band}{count}家", "{band} {count}")
NO_SCORE = Text("尚无得分", "no score yet")
GRADES = Text("按问题等级，{grades}。", "Findings by grade: {grades}.")
GRADE = Text("{grade}{count}个", "{grade} {count}")
NO_GRADE = Text("未定级", "no grade")

WELL = Text("做得较好的方面", "What was done well")
SECTIONS_WELL = Text(
    "{sections}等{count}个方面，已查检查项未发现不合格。",
    "In {count} areas no item failed, among them: {sections}.",
)
ALL_SECTIONS_WELL = Text("{sections}方面，已查检查项未发现不合格。", "No item failed in: {sections}.")
BEST = Text("得分居前的单位：{units}。", "Highest scores: {units}.")

PROBLEMS = Text("存在的主要问题", "Typical problems")
NO_PROBLEMS = Text("已查检查项未发现不合格。", "No item failed.")
ITEM_FIGURES = Text(
    "已查且适用的单位{judged}家，其中不合格{failed}家，合格率{rate}。",
    "Failed by {failed} of the {judged} units that it was judged at; pass rate {rate}.",
)
FAILED_BY = Text("不合格单位：{units}。", "Units: {units}.")
EXAMPLES = Text("检查记录：{problems}", "As recorded: {problems}")
EXAMPLE = Text("{unit}，{problem}", "{unit}: {problem}")
LAST = Text("得分靠后的单位：{units}。", "Lowest scores: {units}.")
LOWEST = Text("得分等次为“{band}”的单位：{units}。", "Units in the band “{band}”: {units}.")
UNIT_POINTS = Text("{unit}（{points}分）", "{unit} ({points})")
AND_MORE = Text("{names}等{count}家单位", "{names} and others, {count} in all")
SOME_UNIT = Text("某单位", "one unit")

STATE = Text("整改情况", "State of rectifications")
NO_RECTIFICATIONS = Text("截至{day}，本轮检查尚无整改事项。", "As of {day} there are no rectifications of this round.")
RECTIFICATIONS = Text(
    "截至{day}，本轮检查发现的问题形成整改事项{total}项，其中{states}。",
    "As of {day} the findings of this round have led to {total} rectifications: {states}.",
)
STATE_COUNT = Text("{state}{count}项", "{state} {count}")
COMPLETION = Text("整改完成率{rate}（已销号{part}项，共{whole}项）", "completion {rate} ({part} closed of {whole})")
LATENESS = Text(
    "逾期率{rate}（逾期未完成或逾期完成{part}项，有整改期限的{whole}项）",
    "late {rate} ({part} overdue or put right late, of {whole} with a due date)",
)
RECURRENCE = Text(
    "反弹率{rate}（销号后反弹{part}项，曾销号{whole}项）", "come back {rate} ({part} of {whole} that were ever closed)"
)
RATES = Text("{rates}。", "Rates: {rates}.")
OVERDUE = Text("目前逾期未完成的单位：{units}。", "Overdue now: {units}.")
OVERDUE_COUNT = Text("目前逾期未完成{count}项。", "Overdue now: {count}.")
UNIT_COUNT = Text("{unit}（{count}项）", "{unit} ({count})")

FOLLOWED = Text(
    "截至{day}，“{earlier}”和本轮检查发现的问题，在本轮所查单位形成整改事项{total}项，其中{states}。",
    "As of {day} the findings of “{earlier}” and of this round have led to {total} rectifications at the units of this "
    "round: {states}.",
)
FOLLOW_UP = Text("本轮检查是“{round}”的回头看。", "This round follows up “{round}”.")

COMPARED = Text("与前一轮检查比较", "Compared with the earlier round")
BOTH = Text(
    "与“{round}”相比，合格率由{before}变为{after}",
    "Compared with “{round}”, the pass rate went from {before} to {after}",
)
BOTH_MEAN = Text("，各单位平均得分由{before}分变为{after}分", " and the mean score from {before} to {after}")
STOP = Text("。", ".")
CHANGES = Text(
    "两轮均参加的单位{common}家，其不合格项的变化：{changes}。",
    "{common} units are in both rounds; their failed items: {changes}.",
)
NO_CHANGES = Text(
    "两轮均参加的单位{common}家，两轮均无不合格项。", "{common} units are in both rounds; no item of theirs failed."
)
CHANGE_COUNT = Text("{change}{count}项", "{change} {count}")
CHANGE: dict[Kind, Text] = {
    "put_right": Text("已整改", "put right"),
    "still": Text("仍不合格", "still failing"),
    "unseen": Text("本轮未复查", "not looked at"),
    "new": Text("新发现", "newly found"),
    "came_back": Text("反弹", "come back"),
}

NEXT = Text("下一步要求", "What comes next")
FINISH = Text(
    "完成整改|尚未销号的整改事项{count}项，有关单位应当对照整改要求，在整改期限内完成整改，并书面反馈整改情况和佐证材料。",
    "Complete what is open|{count} rectifications are not closed yet; the units concerned complete them by their due "
    "dates and report in writing, with proof of what was done.",
)
MEASURES = Text(
    "落实整改|对检查中发现的问题，有关单位应当逐项明确整改措施、责任人和完成时限，并留存佐证材料。",
    "Put right what was found|For each finding the units concerned decide on measures, on who is responsible and on a "
    "date, and keep proof of what was done.",
)
LOOK = Text(
    "开展自查|各单位应当对照本通报所列主要问题进行自查，发现同类问题的一并整改。",
    "Look at your own work|Every unit looks for the problems named in this bulletin and puts right those it finds.",
)
REVIEW = Text("接受复查|{body}将对整改情况进行复查。", "Review|{body} will review what has been put right.")
SEND = Text("书面材料报送至{to}。", "Written reports go to {to}.")

ATTACHMENT = Text("附件：检查情况统计图表", "Annex: Charts and tables")
ATTACHMENTS = Text(
    "附件：1.检查情况统计图表\n　　　　　2.被检查单位得分情况",
    "Annexes: 1. Charts and tables; 2. Scores of the units",
)
CHARTS = Text("检查情况统计图表", "Charts and tables")
FIGURE = Text("图{number}　{title}", "Figure {number}  {title}")
RATE_BY_UNIT = Text("各单位合格率", "Pass rate by unit")
RATE_BY_UNIT_SOME = Text(
    "合格率（得分居前和靠后各{count}家单位）",
    "Pass rate (the {count} units that rank first, and the {count} that rank last)",
)
RATE_BY_PART = Text("各部分合格率", "Pass rate by part of the checklists")
RATE_BY_SECTION = Text("各章节合格率", "Pass rate by section")
RATE_BY_SECTION_LOWEST = Text("合格率最低的{count}个章节", "The {count} sections with the lowest pass rates")
STATES_OF = Text("整改事项状态（截至{day}）", "State of rectifications as of {day}")
TREND = Text("历次检查合格率", "Pass rate from round to round")
PASS_RATE = Text("合格率", "Pass rate")
COUNT = Text("项数", "Number")
DESCRIBED = Text("{title}。{points}。", "{title}. {points}.")
POINT = Text("{name}：{value}", "{name}: {value}")
SEE_ANNEX = Text("各单位数据见附件2。", "The figures of each unit are in annex 2.")
PART_COLUMNS = Text("{name}|已查|合格|不合格|不适用|合格率|得分", "{name}|Marked|Pass|Fail|N/a|Rate|Score")
PART = Text("部分", "Part")
SECTION = Text("章节", "Section")
STATE_COLUMNS = Text("状态|项数", "State|Number")
TREND_COLUMNS = Text("检查轮次|单位|已查|问题|合格率|平均得分", "Round|Units|Marked|Found|Pass rate|Mean score")
PARTS = {
    "responsibility": Text("责任体系", "Responsibility"),
    "phases": Text("阶段安排", "Phases"),
    "countermeasures": Text("防范措施", "Countermeasures"),
}

SCORES = Text("被检查单位得分情况", "Scores of the units")
SCORE_COLUMNS = Text("名次|单位|得分|等次|合格率|不合格|已查/应查", "Rank|Unit|Score|Band|Pass rate|Failed|Marked")
VETOED = Text("{band}\n（一票否决）", "{band}\n(veto)")
NOT_COMPLETE = Text(
    "得分后有“+”的，检查项尚未查完。", "A score that ends in + is of a unit whose items are not all answered."
)
LIST = Text("、", ", ")
CLAUSES = Text("，", "; ")
