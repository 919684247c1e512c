"""The fields of a rectification notice, and what a notice has in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reports.fields import Field, Fields
from reports.model import Basis, Notice, Person
from reports.wording import Wording, wording

FINDING: Fields = {
    "number": Field("1, 2, 3 …", "序号", "1"),
    "ordinal": Field("the number as a heading has it", "标题中的序号", "（一）"),
    "id": Field("number of the rectification", "问题编号", "KI0001-0007"),
    "problem": Field("what is wrong", "问题", "3号教学楼二层东侧疏散通道堆放课桌椅。"),
    "place": Field("where", "地点", "3号教学楼二层东侧"),
    "basis": Field("the rule it breaks", "依据", "《中小学幼儿园安全管理办法》第十八条"),
    "requirement": Field("what is required", "整改要求", "立即清理，建立每日巡查记录。"),
    "grade": Field("grade", "等级", "较大"),
    "lead": Field("who leads", "牵头", "总务处"),
    "responsible": Field("who is responsible", "责任", "安全保卫处"),
    "due": Field("due date", "整改期限", "2026年11月5日"),
    "file_names": Field(
        "names of its files in one line, empty if none", "佐证文件名，写成一行，没有则为空", "照片0012.jpg"
    ),
}
FIELDS: Fields = {
    "title": Field("what the document is called; a supplement says so", "文书名称；补充通知书会标明", "整改通知书"),
    "draft": Field("the word of warning on a draft, empty when issued", "草稿上的提示，正式文书为空", ""),
    "number": Field("the document number; a blank in a draft", "发文字号；草稿为空格线", "青教督整〔2026〕1号"),
    "issued": Field("the date of issue; a blank in a draft", "印发日期；草稿为空格线", "2026年10月15日"),
    "issuing_body": Field("who issues it", "发文机关", "青山市教育局"),
    "unit": Field("the unit inspected", "被检查单位", "青山市第一实验小学"),
    "unit_code": Field("its code", "单位代码", "QS-001"),
    "contact": Field("its contact: post and telephone", "单位联系方式：职务和电话", "周主任 0100-5550123"),
    "round": Field("the round of inspection", "检查轮次", "2026年秋季校园安全督导"),
    "period_from": Field("first day of the round", "轮次开始日期", "2026年9月1日"),
    "period_to": Field("last day of the round", "轮次结束日期", "2026年12月31日"),
    "visit_date": Field("day of the inspection", "检查日期", "2026年10月9日"),
    "visit_start": Field("when it began", "开始时间", "09:05"),
    "visit_end": Field("when it ended", "结束时间", "11:35"),
    "place": Field("where it was", "检查地点", "实验小学本部"),
    "inspectors_line": Field(
        "all inspectors in one line",
        "全部检查人员，写成一行",
        "张三（督学，证件号DX-0017）、李四（科员，证件号DX-0023）",
    ),
    "present_line": Field("all persons present in one line", "全部在场人员，写成一行", "王五（副校长）"),
    "remarks": Field("remarks on the inspection, empty if none", "检查备注，没有则为空", "检查当日停电。"),
    "total": Field("items in all", "检查项总数", "51"),
    "passed": Field("items that passed", "合格项数", "45"),
    "failed": Field("items that failed", "不合格项数", "3"),
    "not_applicable": Field("items that did not apply", "不适用项数", "1"),
    "not_inspected": Field("items not inspected", "未查项数", "2"),
    "findings_count": Field("findings in this notice", "本通知书中的问题数", "1"),
    "findings_said": Field("these in a sentence: “1 finding is”, “2 findings are”", "问题数在句中的写法", "1"),
    "reply_by": Field("when to answer", "反馈期限", "2026年11月20日"),
    "reply_to": Field("whom to answer", "反馈对象", "青山市教育局督导室"),
    "contact_person": Field("who can be asked", "联系人", "赵六"),
    "contact_phone": Field("their telephone", "联系电话", "0100-5550100"),
    "annex": Field(
        "what the reply form is called: it has a number where there is a second annex",
        "整改情况反馈表的附件序号；只有一个附件时不编号",
        "附件1",
    ),
    "files_annex": Field("what the list of files is called", "佐证材料清单的附件序号", "附件2"),
    "journal": Field("beginning of the journal's checksum", "检查日志校验值的开头", "3f9a1c0d7be24e58"),
    "seal": Field(
        "number and checksum of the round's seal, empty if it is not sealed", "封存编号及校验值，未封存则为空", ""
    ),
    "supplements": Field(
        "number of the notice that this one adds to, empty for a first one", "所补充的通知书的字号，首份通知书为空", ""
    ),
    "supplements_day": Field("day of issue of that notice", "所补充的通知书的印发日期", ""),
    "basis": Field(
        "the checklists",
        "检查清单",
        of={
            "title": Field("title of the checklist", "清单名称", "《校园安全检查清单》"),
            "version": Field("its version", "清单版本", "3"),
            "documents": Field(
                "the documents it rests on, in one line", "所依据的文件，写成一行", "《中小学幼儿园安全管理办法》"
            ),
        },
    ),
    "inspectors": Field(
        "the inspectors",
        "检查人员",
        of={
            "name": Field("name", "姓名", "张三"),
            "post": Field("post", "职务", "督学"),
            "certificate": Field("number of the certificate", "证件号", "DX-0017"),
        },
    ),
    "present": Field(
        "the persons present",
        "在场人员",
        of={
            "name": Field("name", "姓名", "王五"),
            "post": Field("post", "职务", "副校长"),
        },
    ),
    "findings": Field("the findings", "问题", of=FINDING),
    "files": Field(
        "the files of all findings",
        "全部佐证材料",
        of={
            "number": Field("1, 2, 3 …", "序号", "1"),
            "finding": Field("number of the finding", "问题编号", "KI0001-0007"),
            "name": Field("name of the file", "文件名", "照片0012.jpg"),
            "about": Field("kind and size, on two lines", "类型和大小，分两行", "JPEG图片\n2.1 MB"),
            "digest": Field("beginning of its SHA-256", "SHA-256的开头", "0123456789ab"),
        },
    ),
}


def values(notice: Notice) -> dict[str, Any]:
    """What `FIELDS` hold, as the notice prints it: a visible blank where nothing is known.

    `draft`, `remarks`, `seal`, `supplements` with its day, and a finding's `file_names` are "" where there are
    none, and lists empty.
    """
    words = wording(notice.lang)
    known, day = words.known, words.date
    counts = {verdict: notice.counts.get(verdict, 0) for verdict in ("pass", "fail", "na", "none")}
    files = _files(notice, words)
    return {
        "title": words.supplement_title if notice.supplements else words.title,
        "draft": "" if notice.number and notice.issued else words.draft,
        "number": notice.number or words.draft_number,
        "issued": day(notice.issued),
        "issuing_body": known(notice.issuing_body),
        "unit": known(notice.unit),
        "unit_code": known(notice.unit_code),
        "contact": known(notice.contact),
        "round": known(notice.round),
        "period_from": day(notice.period_from),
        "period_to": day(notice.period_to),
        "visit_date": day(notice.visit_date),
        "visit_start": known(notice.visit_start),
        "visit_end": known(notice.visit_end),
        "place": known(notice.place),
        "inspectors_line": _line(notice.inspectors, words.inspector, words),
        "present_line": _line(notice.present, words.person, words),
        "remarks": notice.remarks,
        "total": sum(counts.values()),
        "passed": counts["pass"],
        "failed": counts["fail"],
        "not_applicable": counts["na"],
        "not_inspected": counts["none"],
        "findings_count": len(notice.findings),
        "findings_said": _said(len(notice.findings), words),
        "reply_by": day(notice.reply_by),
        "reply_to": known(notice.reply_to),
        "contact_person": known(notice.contact_person),
        "contact_phone": known(notice.contact_phone),
        "annex": words.annex_mark(1, bool(files)),
        "files_annex": words.annex_mark(2, bool(files)),
        "journal": known(notice.journal),
        "seal": notice.seal,
        "supplements": notice.supplements,
        "supplements_day": day(notice.supplements_day) if notice.supplements else "",
        "basis": [
            {
                "title": words.titled(words.known(basis.checklist)),
                "version": known(basis.version),
                "documents": known(words.list_mark.join(basis.documents)),
            }
            for basis in notice.basis or (Basis(checklist="", version=""),)
        ],
        "inspectors": [_person(person, words) for person in notice.inspectors],
        "present": [{"name": known(person.name), "post": known(person.post)} for person in notice.present],
        "findings": [
            {
                "number": finding.number,
                "ordinal": words.ordinal(finding.number),
                "id": known(finding.id),
                "problem": known(finding.problem),
                "place": known(finding.place),
                "basis": known(finding.basis),
                "requirement": known(finding.requirement),
                "grade": known(finding.grade),
                "lead": known(finding.lead),
                "responsible": known(finding.responsible),
                "due": day(finding.due),
                "file_names": words.list_mark.join(file.name for file in finding.evidence),
            }
            for finding in notice.findings
        ],
        "files": files,
    }


def _person(person: Person, words: Wording) -> dict[str, str]:
    return {name: words.known(getattr(person, name)) for name in ("name", "post", "certificate")}


def _line(people: Iterable[Person], form: str, words: Wording) -> str:
    return words.known(words.people_mark.join(form.format(**_person(person, words)) for person in people))


def _said(count: int, words: Wording) -> str:
    if words.lang == "zh":
        return str(count)
    return "1 finding is" if count == 1 else f"{count} findings are"


def _files(notice: Notice, words: Wording) -> list[dict[str, str | int]]:
    listed = [(finding, file) for finding in notice.findings for file in finding.evidence]
    return [
        {
            "number": number,
            "finding": words.known(finding.id),
            "name": file.name,
            "about": "\n".join(filter(None, (file.kind, file.size))) or words.blank,
            "digest": file.digest or words.blank,
        }
        for number, (finding, file) in enumerate(listed, 1)
    ]
