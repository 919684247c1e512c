"""A new checklist to begin with: every part of the format once, with a word on each."""

from __future__ import annotations


def starter(checklist_id: str, lang: str, schema: str) -> bytes:
    """The commented YAML of a checklist with this id, which loads as it is; `schema` is the address of its schema."""
    text = _STARTER["zh" if lang == "zh" else "en"]
    return text.replace("SCHEMA", schema).replace("CHECKLIST_ID", checklist_id).encode()


_STARTER = {
    "zh": """\
# yaml-language-server: $schema=SCHEMA
# 有了上一行，支持 yaml-language-server 的编辑器会补全、检查本文件；换机后用 auditty checklists schema --path 查位置。
# 检查本文件：auditty checklists check 本文件。全部写法见 docs/checklists.md。
# 每段文字可写成 {zh: 中文, en: English}，也可只写一种；不用的键整行删去，不要留空。
format: 1
id: "CHECKLIST_ID"            # 编号，以后不再改动：检查结果凭它对应
version: "1"                  # 每次修改后加大
title: {zh: 新检查清单, en: New checklist}
summary: 检查什么、为什么检查，一两句话
# applies_to: [school]        # 适用的单位类型，含下级类型；不写即全部
# basis: [关于印发××办法的通知]  # 检查依据，印在通知书上
grading: risk                 # 问题等级：risk（high 高、medium 中、low 低），或下面、workspace.yaml 中定义的
# gradings:
#   - {id: levels, title: 问题等级, grades: [{id: one, title: 一级, due_days: 7}, {id: two, title: 二级, due_days: 30}]}
demands: {na: [note]}         # 判“不适用”须写明原因；fail: [note, evidence] 则不合格须有说明和佐证

responsibility:               # 一、责任体系：谁负责什么
  - id: duties
    title: 工作责任
    items:
      - id: lead-named        # 编号不再改动
        text: 已明确第一责任人          # 一句话一件事，现场看得见、答得出；达到要求时这句话成立
        how: 查阅任命文件或分工表       # 看什么
        methods: [documents]            # documents 查资料、site 看现场、interview 问岗位人员
        evidence: 文件复印件
        role: 主要负责人                # 谁负责
        grade: medium                   # 不合格时建议的等级
        requirement: 以文件明确第一责任人
      - id: meetings
        text: 每年专题研究不少于2次
        recurrence: {every: half-year}  # 多久一次
        criterion: {count: {at_least: 2, per: year}}  # 填入查到的次数，程序据此建议结论
        when: {item: lead-named, is: [pass, fail]}    # 上一项这样回答时才问

phases:                       # 二、阶段安排：有起止时间的工作；日期写 2026-09-01，或每年的 09-01、mid-09、end-09
  - id: self-check
    title: 自查阶段
    from: 09-01
    to: end-10
    produces: 自查报告
    items:
      - id: report
        text: 已按时报送自查报告
        criterion: {date: {by: 10-31}}

countermeasures:              # 三、风险防控：风险点与措施
  - id: keys
    title: 钥匙无人管理
    grade: high
    lead: 办公室
    deadline: end-11
    items:
      - id: register
        text: 钥匙领用有登记
        methods: [site]
        veto: no              # yes：此项不合格即一票否决
""",
    "en": """\
# yaml-language-server: $schema=SCHEMA
# With the line above an editor that knows yaml-language-server completes and checks this file. On another machine,
# “auditty checklists schema --path” tells where the schema lies.
# Check the file: auditty checklists check FILE. The whole format: docs/checklists.md.
# A text is {zh: 中文, en: English}, or one string for both. Delete the keys you do not need; do not leave them empty.
format: 1
id: "CHECKLIST_ID"            # never changes: marks refer to it
version: "1"                  # raise it with every change
title: {zh: 新检查清单, en: New checklist}
summary: What is inspected and why, in a sentence or two
# applies_to: [school]        # unit types it is for, subtypes included; without it, all
# basis: [The ordinance on ...]   # what the inspection rests on; printed in the notice
grading: risk                 # risk (high, medium, low), or a scheme defined below or in workspace.yaml
# gradings:
#   - {id: levels, title: Levels, grades: [{id: one, title: Level 1, due_days: 7}, {id: two, title: Level 2}]}
demands: {na: [note]}         # "not applicable" needs a note; fail: [note, evidence] asks for both with a fail

responsibility:               # who answers for what
  - id: duties
    title: Duties
    items:
      - id: lead-named        # never changes
        text: A first responsible person is named   # one question, as a statement that holds when all is well
        how: Read the appointment or the division of work   # at what to look
        methods: [documents]  # documents, site, interview
        evidence: A copy of the document
        role: Head of the unit              # who answers for it
        grade: medium         # proposed when it fails
        requirement: Name the first responsible person in writing
      - id: meetings
        text: At least 2 meetings a year were devoted to it
        recurrence: {every: half-year}      # how often
        criterion: {count: {at_least: 2, per: year}}   # enter how many were found, the program proposes the mark
        when: {item: lead-named, is: [pass, fail]}     # asked only if that item is answered so

phases:                       # dated stages; a day is 2026-09-01, or of any year 09-01, mid-09, end-09
  - id: self-check
    title: Self-inspection
    from: 09-01
    to: end-10
    produces: A report
    items:
      - id: report
        text: The report was sent in time
        criterion: {date: {by: 10-31}}

countermeasures:              # risk points with their measures
  - id: keys
    title: Keys that nobody looks after
    grade: high
    lead: Office
    deadline: end-11
    items:
      - id: register
        text: Keys are signed for
        methods: [site]
        veto: no              # yes: one failure here fails the unit
""",
}
