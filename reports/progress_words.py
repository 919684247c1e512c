"""What the year's progress report says, in Chinese and in English. What only the office knows is blank."""

from __future__ import annotations

from checklists.grades import Text

TITLE = Text("关于{year}年度检查和整改进展情况的报告", "Progress report {year}")
TITLE_ALONE = Text("年度检查和整改进展情况的报告", "Progress report")
BLANK = Text("（　　　　　　　　）", "(                                        )")
NAMED_BLANK = Text("{name}：{blank}", "{name}: {blank}")
INTRO = Text(
    "现将{year}年度检查和整改进展情况报告如下（数据截至{day}）。",
    "This report states how inspections and rectifications went in {year}, as of {day}.",
)
SCOPE_UNITS = Text("本报告所列数据限于以下单位：{units}。", "The figures are those of: {units}.")
SCOPE_ROUND = Text("本报告所列数据限于{round}及其回头看。", "The figures are those of {round} and its follow-ups.")
NONE = Text("无。", "None.")

DEPLOYED = Text("总体部署和推进情况", "How the work was organised")
LED = Text("组织领导和责任分工", "Leadership and responsibilities")
LED_BLANKS = Text(
    "领导机构和职责分工|动员部署和制度建设|宣传培训和工作保障",
    "Leading body, who answers for what|Meetings and rules|Training and means",
)
PLANNED = Text("检查安排", "What was planned")
ROUNDS = Text(
    "本年度开展检查{rounds}轮次，涉及单位{units}家；开展“回头看”{follow_ups}轮次。",
    "Rounds of the year: {rounds}, at {units} units. Follow-ups: {follow_ups}.",
)
DRAWN = Text("“双随机”抽取", "Drawn at random")
NO_DRAW = Text("本年度没有抽取记录。", "No draws are recorded for the year.")
DRAW = Text(
    "{name}：从{pool}家单位中抽取{units}家{team}；抽取编号{id}，可据此复核。",
    "{name}: {units} of {pool} units drawn{team}; draw {id}, which anybody can repeat.",
)
DRAW_TEAM = Text(
    "，从{inspectors}名检查人员中每家抽取{per_unit}名，回避{avoided}项",
    ", {per_unit} of {inspectors} inspectors for each, {avoided} kept apart",
)
DRAW_UNNAMED = Text("第{number}次抽取", "Draw {number}")

INSPECTED = Text("检查情况和主要问题", "What was inspected and found")
FIGURES = Text("各轮次检查情况", "Figures of the rounds")
ROUND_COLUMNS = Text(
    "检查轮次|单位|应查项|已查项|合格率|平均分|问题", "Round|Units|Items asked|Marked|Pass rate|Mean score|Findings"
)
ROUND_SHARES = (32, 8, 12, 11, 12, 12, 13)
PERIOD = Text("{start}至{end}", "{start} to {end}")
BANDS = Text("各轮次得分等次", "Units by band")
BAND_COLUMN = Text("检查轮次", "Round")
BAND_COLUMNS = Text("检查轮次|各等次单位数", "Round|Units by band")
NO_SCORE = Text("尚无得分", "No score yet")
GRADES = Text("风险点和问题等级", "Risk points and findings by grade")
GRADE_COLUMNS = Text("等级|风险点|问题", "Grade|Risk points|Findings")
GRADE_SHARES = (50, 25, 25)
NO_GRADE = Text("未定级", "No grade")
TYPICAL = Text("典型问题", "Typical problems")
TYPICAL_COLUMNS = Text("序号|检查项|不合格|合格率|问题举例", "No.|Item|Failed|Pass rate|For example")
TYPICAL_SHARES = (7, 35, 10, 11, 37)
EXAMPLE = Text("{unit}：{problem}", "{unit}: {problem}")

RECTIFIED = Text("整改落实情况", "What was put right")
OVERALL = Text("总体情况", "In all")
RATES = Text(
    "本年度检查形成整改事项{total}项，已销号{closed}项，整改完成率{completion}；有期限的{dated}项中逾期未完成或超期完成{late}项，"
    "逾期率{lateness}；曾销号的{ever}项中反弹{back}项，反弹率{recurrence}。",
    "Rectifications from the rounds of the year: {total}, closed {closed}: completion {completion}. Overdue, or put "
    "right too late: {late} of {dated} with a due date: {lateness}. Came back: {back} of {ever} that were ever closed: "
    "{recurrence}.",
)
CARRIED = Text(
    "以前年度结转整改事项{total}项，已销号{closed}项。", "Carried over from earlier years: {total}, closed {closed}."
)
BY_UNIT = Text("各单位整改情况", "By unit")
BY_TYPE = Text("各类单位整改情况", "By type of unit")
RATE_COLUMNS = Text(
    "{what}|整改事项|已销号|完成率|逾期率|反弹率", "{what}|Rectifications|Closed|Completion|Late|Come back"
)
RATE_SHARES = (30, 19, 11, 15, 11, 14)
UNIT = Text("单位", "Unit")
TYPE = Text("单位类型", "Type of unit")
NO_TYPE = Text("未分类", "No type")
IN_ALL = Text("合计", "In all")
ITEMS = Text("逐项整改情况", "Item by item")
ITEMS_LEFT = Text(
    "已了结的整改事项见整改台账，以下为尚未了结的{count}项。",
    "What is at an end stands in the ledger; these {count} are not.",
)
ITEM_COLUMNS = Text("序号|单位和编号|问题|整改措施|整改期限|状态", "No.|Unit, ID|Problem|Measures|Due|State")
ITEM_SHARES = (7, 18, 30, 21, 13, 11)

COMPARED = Text("“回头看”和前后比较", "Follow-ups and comparison")
FOLLOWED = Text("“回头看”情况", "Follow-ups")
FOLLOW_COLUMNS = Text(
    "回头看轮次|应复查|已整改|部分整改|未整改|反弹|新发现|尚未复查|整改率",
    "Follow-up|To look at|Rectified|Partly|Not|Came back|New|Not looked at|Rate",
)
FOLLOW_SHARES = {"zh": (20, 9, 9, 12, 9, 8, 9, 12, 12), "en": (22, 10, 12, 9, 7, 9, 8, 12, 11)}
BESIDE = Text("与以往检查比较", "Compared with earlier rounds")
PAIR = Text("{after}与{before}相比", "{after} and {before}")
COMMON = Text(
    "两轮均参加的单位{common}家，不合格项的变化：{changes}；合格率由{was}变为{now}。",
    "Units in both rounds: {common}. Their failed items: {changes}. The pass rate went from {was} to {now}.",
)

DIFFICULT = Text("存在的困难和不足", "What is difficult, and what fell short")
NEXT = Text("下一步工作安排", "What comes next")
STILL = Text(
    "继续推进整改：尚未了结的整改事项{live}项，其中逾期{late}项。",
    "Rectifications not at an end: {live}, of these overdue: {late}.",
)
NEXT_BLANKS = Text(
    "重点任务|责任分工和完成时限|需要协调解决的事项", "Main tasks|Who answers, by when|What needs a decision elsewhere"
)
DIFFICULT_BLANKS = Text("主要困难|原因分析", "Main difficulties|Causes")
