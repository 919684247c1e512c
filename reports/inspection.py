"""The on-site inspection record (现场检查记录): what was looked at and found, signed by both sides."""

from __future__ import annotations

from checklists.grades import Text
from reports import build
from reports.design import Design, Said
from reports.fields import TITLE, Field, Fields, some
from reports.kinds import Asked
from reports.model import Finding, Notice
from reports.notice import VERDICTS
from reports.notice_fields import FIELDS as NOTICE
from reports.notice_fields import values
from reports.official import signed_by_both, widths
from reports.paper import Paper
from reports.profile import tabular
from reports.rectifying_words import OUTCOMES, word
from reports.wording import Wording, wording
from store.sheet import Sheet

_TITLE = Text("现场检查记录", "On-site inspection record")
_HEAD = (15, 35, 17, 33)
_SHARES = (8, 38, 11, 43)
_VERDICTS = {
    "pass": Text("合格", "Pass"),
    "fail": Text("不合格", "Fail"),
    "na": Text("不适用", "Not applicable"),
    "none": Text("未查", "Not inspected"),
}
_COLUMNS = Text("序号|检查内容|结果|检查情况", "No.|Inspected|Result|What was found")
_OTHERS = Text("清单以外的问题", "Findings outside the list")
_SHOWN = Text(
    "检查人员已向被检查单位出示证件，说明检查的依据、内容和权利义务。□ 是　□ 否",
    "The inspectors showed their certificates and explained the basis, the subject and the unit's rights. □ Yes  □ No",
)
_OPINION = Text("被检查单位意见", "What the unit says")
_AGREED = Text("□ 以上记录属实　□ 有异议（请写明）：", "□ The record is correct  □ Objections, which are:")
_SIGNED = Text(
    "检查人员签字||检查人员签字|\n被检查单位负责人签字||职务|\n在场人员签字||签字日期|　　　年　　月　　日",
    "Inspector's signature||Inspector's signature|\nSignature for the unit||Post|\nSignature of who was present||Date|",
)
_COPIES = Text(
    "本记录一式两份，检查机关和被检查单位各执一份。",
    "Made in two copies, one for the inspecting body and one for the unit.",
)
_BODY = Text("检查机关", "Inspecting body")
_BASIS = Text("检查依据", "Basis")
_METHODS = Text("检查方法：{methods}", "How: {methods}")
_METHOD = {
    "documents": Text("查阅资料", "documents read"),
    "site": Text("现场查看", "seen on site"),
    "interview": Text("询问岗位人员", "post holders asked about the process"),
}
_FOUND = Text("查到：{text}", "Found: {text}")
_NOTE = Text("备注：{text}", "Note: {text}")
_EVIDENCE = Text("佐证：{text}", "Evidence: {text}")
_OUTCOME = Text("复查结论：{text}", "Follow-up: {text}")


FIELDS: Fields = {
    "title": TITLE,
    **some(
        NOTICE, "issuing_body", "unit", "unit_code", "contact", "round", "visit_date", "visit_start", "visit_end",
        "place", "inspectors_line", "present_line",
    ),
    "basis_lines": Field("the checklists, one on a line", "检查清单，每行一个"),
    "methods": Field("how it was inspected", "检查方法"),
    "remarks": Field("remarks on the inspection", "检查备注"),
    **some(NOTICE, "total", "passed", "failed", "not_applicable", "not_inspected", "journal", "seal"),
    "items": Field(
        "the items, with a heading before the first of each section", "检查内容，每部分之前有标题",
        of={
            "heading": Field("a heading over all columns; the other fields are empty", "跨栏标题；此时其余字段为空"),
            "number": Field("the item's number", "序号"),
            "item": Field("what was looked at", "检查内容"),
            "result": Field("the result", "结果"),
            "said": Field("what was found: remarks, findings, files", "检查情况：备注、问题、佐证"),
        },
    ),
}  # fmt: skip


def drafted(asked: Asked) -> bytes:
    """The record of the unit's visit, as it stands."""
    facts = build.notice(asked.sheet, asked.workspace.settings, asked.sheet.findings, asked.lang)
    return DESIGN.make(asked, _said(asked.sheet, facts))


def found(asked: Asked) -> list[str]:
    """The ids of the findings on the sheet."""
    return [finding.id for _, _, finding in asked.sheet.findings]


def _said(sheet: Sheet, facts: Notice) -> Said:
    """What the record says; `facts` are the visit and the findings as a notice would name them."""
    words, held = wording(facts.lang), values(facts)
    title = _TITLE.get(words.lang)
    basis = (words.checklist.format(title=words.titled(each.checklist), version=each.version) for each in facts.basis)
    used = {method for line in sheet.lines if sheet.verdict(line.ref) != "none" for method in line.item.methods}
    methods = words.list_mark.join(text.get(words.lang) for method, text in _METHOD.items() if method in used)
    own = {
        "title": title,
        "basis_lines": words.known("\n".join(basis)),
        "methods": words.known(methods),
        "remarks": words.known(facts.remarks),
        "items": [_item(row) for row in _rows(sheet, facts, words, words.lang)],
    }
    return Said(
        lang=words.lang,
        values={name: held[name] for name in FIELDS if name in held} | own,
        title=title,
        author=facts.issuing_body,
        subject=facts.unit,
        made=facts.visit_date,
    )


def _item(row: tuple[str, ...]) -> dict[str, str]:
    if len(row) == 1:
        return {"heading": row[0], "number": "", "item": "", "result": "", "said": ""}
    return {"heading": "", **dict(zip(("number", "item", "result", "said"), row, strict=True))}


def _lay(paper: Paper, _: object) -> None:
    words, lang, document = paper.words, paper.words.lang, paper.document
    document.page_numbers(paper["title"], words.page)
    paper.paragraph(paper["title"], "AnnexTitle")
    document.table(widths(document, _HEAD), _head(paper), label_columns=(0, 2), row_height=24)
    paper.paragraph(_SHOWN.get(lang), "Note")
    # The last item is to go with the signatures, which must not stand alone on a page. LibreOffice does not always let
    # it; what the visit came to does in any case.
    paper.table(
        _SHARES,
        "items",
        lambda item: (item["number"], item["item"], item["result"], item["said"]),
        header=_COLUMNS.get(lang).split("|"),
        heading="heading",
        keep_last=True,
    )
    counts = {verdict: paper[name] for verdict, name in VERDICTS.items()}
    colon = "" if lang == "zh" else ": "
    results = words.results.format(total=paper["total"], **counts)
    paper.paragraph(f"{words.results_label}{colon}{results}", "Note", keep_next=True)
    signed_by_both(document, _OPINION.get(lang), _AGREED.get(lang), _SIGNED.get(lang))
    paper.paragraph(_COPIES.get(lang), "Small", keep_next=True)
    paper.paragraph(words.journal.format(digest=paper["journal"]), "Small", keep_next=paper.may_hold("seal"))
    for _turn in paper.when("seal", "Small"):
        paper.paragraph(words.seal.format(seal=paper["seal"]), "Small")


def _head(paper: Paper) -> list[tuple[str, ...]]:
    """The visit: a label and what it says, twice to a row. Every box is filled, if only with a blank to write on."""
    words, lang = paper.words, paper.words.lang

    def label(text: str) -> str:
        return text.rstrip("：")

    when = words.when.format(day=paper["visit_date"], start=paper["visit_start"], end=paper["visit_end"])
    unit = words.unit.format(name=paper["unit"], code=paper["unit_code"])
    methods = _METHODS.get(lang).format(methods=paper["methods"])
    return [
        (label(words.unit_label), unit, label(words.contact_label), paper["contact"]),
        (_BODY.get(lang), paper["issuing_body"], label(words.round_label), paper["round"]),
        (label(words.when_label), when, label(words.where_label), paper["place"]),
        (
            label(words.inspectors_label),
            paper["inspectors_line"],
            label(words.present_label),
            paper["present_line"],
        ),
        (_BASIS.get(lang), f"{paper['basis_lines']}\n{methods}", label(words.remarks_label), paper["remarks"]),
    ]


def _rows(sheet: Sheet, facts: Notice, words: Wording, lang: str) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    findings = list(facts.findings)
    section = None
    for line in sheet.lines:
        if line.section is not section:
            section = line.section
            rows.append((build.item_text(sheet, line, section.title, lang),))
        mark = sheet.mark(line.ref)
        said = []
        if mark:
            said = [_FOUND.get(lang).format(text=mark.found)] if mark.found else []
            said += [_NOTE.get(lang).format(text=mark.note)] if mark.note else []
            if mark.outcome:
                said.append(_OUTCOME.get(lang).format(text=word(OUTCOMES, mark.outcome, lang)))
            if mark.verdict == "fail":
                said += [_finding(findings.pop(0), words, lang) for _ in mark.findings]
            elif mark.evidence:
                said.append(_evidence([file.name for file in sheet.files(mark.evidence)], words, lang))
        verdict = _VERDICTS[mark.verdict if mark else "none"].get(lang)
        rows.append((str(line.number), build.item_text(sheet, line, line.item.text, lang), verdict, "\n".join(said)))
    if findings:
        rows.append((_OTHERS.get(lang),))
        fail = _VERDICTS["fail"].get(lang)
        rows += [
            (str(number), each.problem, fail, _finding(each, words, lang)) for number, each in enumerate(findings, 1)
        ]
    return rows


def _finding(finding: Finding, words: Wording, lang: str) -> str:
    """A finding in lines, without what nobody said."""
    pairs = (
        (words.problem_label, finding.problem),
        (words.place_label, finding.place),
        (words.requirement_label, finding.requirement),
        (words.grade_label, finding.grade),
        (words.lead_label, finding.lead),
        (words.responsible_label, finding.responsible),
        (words.due_label, words.date(finding.due) if finding.due else ""),
    )
    lines = [f"{label}{text}" if lang == "zh" else f"{label}: {text}" for label, text in pairs if text]
    if finding.evidence:
        lines.append(_evidence([file.name for file in finding.evidence], words, lang))
    return "\n".join(lines)


def _evidence(names: list[str], words: Wording, lang: str) -> str:
    return _EVIDENCE.get(lang).format(text=words.list_mark.join(names))


DESIGN = Design(title=_TITLE, fields=FIELDS, lay=_lay, shape=tabular)
"""How the record is made."""
