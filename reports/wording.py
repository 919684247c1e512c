"""Every sentence and label of the rectification notice, in Chinese and in English.

The sentences are neutral: they say what was found, what is asked and where to object, never what anyone intended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.headings import heading_number

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The words of one language. Names in braces are filled in; a label ends as it is printed.

    `annex_shares` and `files_shares` are the widths of the columns of the two annexes in percent, as their titles need.
    """

    lang: str
    blank: str
    date_blank: str
    list_mark: str
    people_mark: str
    title: str
    supplement_title: str
    draft: str
    draft_number: str
    number_line: str
    addressee: str
    intro: str
    supplement_intro: str
    basis_heading: str
    inspection_heading: str
    findings_heading: str
    answer_heading: str
    checklist_label: str
    checklist: str
    documents_label: str
    unit_label: str
    unit: str
    contact_label: str
    round_label: str
    period: str
    when_label: str
    when: str
    where_label: str
    inspectors_label: str
    inspector: str
    present_label: str
    person: str
    results_label: str
    results: str
    remarks_label: str
    finding_heading: str
    grade_label: str
    problem_label: str
    place_label: str
    basis_label: str
    evidence_label: str
    evidence: str
    requirement_label: str
    lead_label: str
    responsible_label: str
    due_label: str
    put_right: str
    reply: str
    reply_contact: str
    review: str
    object_: str
    attachment: str
    attachments: str
    annex: str
    annex_number: str
    annex_title: str
    annex_columns: tuple[str, ...]
    annex_shares: tuple[int, ...]
    annex_note: str
    files_title: str
    files_columns: tuple[str, ...]
    files_shares: tuple[int, ...]
    files_note: str
    receipt_title: str
    receipt_rows: tuple[tuple[str, str, str, str], ...]
    journal: str
    seal: str
    printed: str
    page: str

    def known(self, text: str) -> str:
        """`text`, or a visible blank where nothing is known."""
        return text if text.strip() else self.blank

    def titled(self, title: str) -> str:
        """The title of a checklist as the language marks titles."""
        return f"《{title}》" if self.lang == "zh" and not title.startswith("《") else title

    def annex_mark(self, number: int, several: bool) -> str:
        """What an annex is called: it has a number where there are several."""
        return self.annex_number.format(number=number) if several else self.annex

    def date(self, day: date | None) -> str:
        """A date as the language writes it, no leading zeros; a visible blank for None."""
        if day is None:
            return self.date_blank
        if self.lang == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def section(self, number: int, title: str) -> str:
        """A heading of the first level."""
        return f"{heading_number(self.lang, number)}{title}"

    def ordinal(self, number: int) -> str:
        """The number of a finding in its heading."""
        return heading_number(self.lang, 1, number) if self.lang == "zh" else f"Finding {number}"


def wording(lang: str) -> Wording:
    """The words of `lang`: "zh", anything else is English."""
    return _ZH if lang == "zh" else _EN


_ZH = Wording(
    lang="zh",
    blank="＿" * 6,
    date_blank="＿＿＿年＿＿月＿＿日",
    list_mark="；",
    people_mark="、",
    title="整改通知书",
    supplement_title="整改通知书（补充）",
    draft="草稿　未编号　不作为正式文书",
    draft_number="＿＿＿＿〔＿＿＿＿〕＿＿号",
    number_line="{number}",
    addressee="{unit}：",
    intro="{body}于{day}对你单位开展了现场检查（{round}），发现{count}项问题需要整改。现将检查情况和整改要求通知如下。",
    supplement_intro="本通知书是对{day}印发的《整改通知书》（{number}）的补充。",
    basis_heading="检查依据",
    inspection_heading="检查情况",
    findings_heading="存在问题和整改要求",
    answer_heading="整改和反馈",
    checklist_label="检查清单：",
    checklist="{title}（版本{version}）",
    documents_label="所依据的文件：",
    unit_label="被检查单位：",
    unit="{name}（代码{code}）",
    contact_label="单位联系方式：",
    round_label="检查轮次：",
    period="{name}（{start}至{end}）",
    when_label="检查时间：",
    when="{day}{start}至{end}",
    where_label="检查地点：",
    inspectors_label="检查人员：",
    inspector="{name}（{post}，证件号{certificate}）",
    present_label="在场人员：",
    person="{name}（{post}）",
    results_label="检查结果：",
    results="共{total}项，其中合格{pass}项、不合格{fail}项、不适用{na}项、未查{none}项",
    remarks_label="检查备注：",
    finding_heading="{ordinal}问题编号：{id}",
    grade_label="等级：",
    problem_label="问题：",
    place_label="地点：",
    basis_label="依据：",
    evidence_label="佐证：",
    evidence="{names}（见附件2）",
    requirement_label="整改要求：",
    lead_label="牵头：",
    responsible_label="责任：",
    due_label="整改期限：",
    put_right="请你单位对照上述问题逐项制定整改措施，明确责任人，在各项整改期限内完成整改，并留存整改佐证材料。",
    reply="请于{day}前将整改情况书面反馈至{to}，随附《整改情况反馈表》（见{annex}）和佐证材料。",
    reply_contact="联系人：{person}，联系电话：{phone}。",
    review="{body}将在整改期限届满后，以查阅佐证材料和现场核查的方式复查整改情况。",
    object_="对本通知书所列问题有异议的，可以在上述反馈期限内向{body}提出书面说明，并附有关材料。",
    attachment="附件：整改情况反馈表",
    attachments="附件：1.整改情况反馈表\n　　　　　2.佐证材料清单",
    annex="附件",
    annex_number="附件{number}",
    annex_title="整改情况反馈表",
    annex_columns=(
        "序号",
        "问题编号和整改期限",
        "整改措施和完成情况（未完成的，写明原因和下一步措施）",
        "完成日期",
        "佐证材料",
        "责任部门和责任人",
    ),
    annex_shares=(8, 25, 28, 13, 13, 13),
    annex_note="填报单位（盖章）：＿＿＿＿＿＿＿＿＿＿　　填报人：＿＿＿＿＿＿\n填报日期：＿＿＿＿年＿＿月＿＿日",
    files_title="佐证材料清单",
    files_columns=("序号", "问题编号", "文件名", "类型和大小", "SHA-256\n前12位"),
    files_shares=(8, 20, 34, 18, 20),
    files_note="上述文件由检查机关保存。文件的SHA-256校验值与表中所列一致的，即为检查时所收的文件。",
    receipt_title="签收回执",
    receipt_rows=(
        ("检查人员签字", "", "检查人员签字", ""),
        ("被检查单位\n负责人签字", "", "日　　期", "　　　年　　月　　日"),
        ("签收人签字", "", "职　　务", ""),
        ("签收日期", "　　　年　　月　　日", "单位盖章", ""),
    ),
    journal="检查日志校验值：{digest}",
    seal="封存编号及校验值：{seal}",
    printed="{day}印发",
    page="— {page} —",
)

_EN = Wording(
    lang="en",
    blank="_" * 16,
    date_blank="____ __________ ______",
    list_mark="; ",
    people_mark="; ",
    title="Rectification notice",
    supplement_title="Rectification notice (supplement)",
    draft="DRAFT – not numbered, not an official document",
    draft_number="________________",
    number_line="No. {number}    Date of issue: {issued}",
    addressee="To: {unit}",
    intro=(
        "{body} inspected your organisation on {day} ({round}). {count} to be put right. "
        "This notice states what was inspected, what was found, what is required and by when."
    ),
    supplement_intro="This notice supplements rectification notice {number} of {day}.",
    basis_heading="Basis",
    inspection_heading="Inspection",
    findings_heading="Findings and what is required",
    answer_heading="How to answer",
    checklist_label="Checklist",
    checklist="{title} (version {version})",
    documents_label="Rests on",
    unit_label="Unit inspected",
    unit="{name} (code {code})",
    contact_label="Unit's contact",
    round_label="Round",
    period="{name} ({start} to {end})",
    when_label="When",
    when="{day}, {start} to {end}",
    where_label="Where",
    inspectors_label="Inspectors",
    inspector="{name}, {post}, certificate {certificate}",
    present_label="Present",
    person="{name}, {post}",
    results_label="Result",
    results="{total} items: {pass} pass, {fail} fail, {na} not applicable, {none} not inspected",
    remarks_label="Remarks",
    finding_heading="{ordinal} · {id}",
    grade_label="Grade",
    problem_label="Problem",
    place_label="Place",
    basis_label="Basis",
    evidence_label="Evidence",
    evidence="{names} (see annex 2)",
    requirement_label="Required",
    lead_label="Lead",
    responsible_label="Responsible",
    due_label="Due",
    put_right=(
        "For each finding, decide on measures and on who is responsible, complete them by the due date, "
        "and keep proof of what was done."
    ),
    reply="Please report in writing by {day} to {to}, with the reply form ({annex}) filled in and the proof attached.",
    reply_contact="Contact: {person}, telephone {phone}.",
    review="After the due dates {body} will review, from the proof and on site, what has been put right.",
    object_=(
        "If you disagree with a finding, you may give {body} a written explanation with supporting documents "
        "within the same period."
    ),
    attachment="Annex: Reply form",
    attachments="Annexes: 1. Reply form; 2. Evidence files",
    annex="Annex",
    annex_number="Annex {number}",
    annex_title="Reply form",
    annex_columns=(
        "No.",
        "Finding, due",
        "Measures and what was done; if not complete, why, and what comes next",
        "Completed on",
        "Proof",
        "Department and person responsible",
    ),
    annex_shares=(6, 22, 28, 14, 12, 18),
    annex_note="Unit (stamp): ____________________    Completed by: ______________    Date: ______________",
    files_title="Evidence files",
    files_columns=("No.", "Finding", "File name", "Kind, size", "SHA-256, first 12"),
    files_shares=(6, 20, 34, 18, 22),
    files_note="The inspecting body keeps these files. A file whose SHA-256 begins as listed is the one taken in.",
    receipt_title="Receipt",
    receipt_rows=(
        ("Inspector's signature", "", "Inspector's signature", ""),
        ("Signature for the unit inspected", "", "Date", ""),
        ("Received by (signature)", "", "Post", ""),
        ("Date received", "", "Unit's stamp", ""),
    ),
    journal="Inspection journal head: {digest}",
    seal="Seal of the round: {seal}",
    printed="{day}",
    page="Page {page} of {pages}",
)
