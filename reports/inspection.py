"""The on-site inspection record (现场检查记录): what was looked at and found, signed by both sides."""

from __future__ import annotations

from checklists.grades import Text
from reports import build
from reports.docx_base import Docx
from reports.kinds import Asked
from reports.model import Finding, Notice
from reports.official import people, signed_by_both, widths
from reports.profile import Profile, profile_for, tabular
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


def drafted(asked: Asked) -> bytes:
    """The record of the unit's visit, as it stands."""
    settings = asked.workspace.settings
    return render(asked.sheet, build.notice(asked.sheet, settings, asked.sheet.findings, asked.lang),
                  profile_for(asked.lang, settings.layout))  # fmt: skip


def found(asked: Asked) -> list[str]:
    """The ids of the findings on the sheet."""
    return [finding.id for _, _, finding in asked.sheet.findings]


def render(sheet: Sheet, facts: Notice, profile: Profile) -> bytes:
    """The .docx of the record; `facts` are the visit and the findings as a notice would name them."""
    words, lang = wording(facts.lang), "zh" if facts.lang == "zh" else "en"
    title = _TITLE.get(lang)
    document = Docx(
        tabular(profile), lang, title=title, author=facts.issuing_body, subject=facts.unit, made=facts.visit_date
    )
    document.page_numbers(title, words.page)
    document.paragraph(title, "AnnexTitle")
    document.table(widths(document, _HEAD), _head(sheet, facts, words, lang), label_columns=(0, 2), row_height=24)
    document.paragraph(_SHOWN.get(lang), "Note")
    rows, header = _rows(sheet, facts, words, lang), _COLUMNS.get(lang).split("|")
    # The last item is to go with the signatures, which must not stand alone on a page. LibreOffice does not always let
    # it; what the visit came to does in any case.
    document.table(widths(document, _SHARES), rows, header=header, keep_last=True)
    counts = {verdict: facts.counts.get(verdict, 0) for verdict in _VERDICTS}
    colon = "" if lang == "zh" else ": "
    results = words.results.format(total=sum(counts.values()), **counts)
    document.paragraph(f"{words.results_label}{colon}{results}", "Note", keep_next=True)
    signed_by_both(document, _OPINION.get(lang), _AGREED.get(lang), _SIGNED.get(lang))
    document.paragraph(_COPIES.get(lang), "Small", keep_next=True)
    document.paragraph(words.journal.format(digest=words.known(facts.journal)), "Small", keep_next=bool(facts.seal))
    if facts.seal:
        document.paragraph(words.seal.format(seal=facts.seal), "Small")
    return document.to_bytes()


def _head(sheet: Sheet, facts: Notice, words: Wording, lang: str) -> list[tuple[str, ...]]:
    """The visit: a label and what it says, twice to a row. Every box is filled, if only with a blank to write on."""

    def label(text: str) -> str:
        return text.rstrip("：")

    when = words.when.format(
        day=words.date(facts.visit_date), start=words.known(facts.visit_start), end=words.known(facts.visit_end)
    )
    unit = words.unit.format(name=words.known(facts.unit), code=words.known(facts.unit_code))
    basis = "\n".join(
        words.checklist.format(title=words.titled(each.checklist), version=each.version) for each in facts.basis
    )
    used = {method for line in sheet.lines if sheet.verdict(line.ref) != "none" for method in line.item.methods}
    methods = words.list_mark.join(text.get(lang) for method, text in _METHOD.items() if method in used)
    basis = f"{words.known(basis)}\n{_METHODS.get(lang).format(methods=words.known(methods))}"
    return [
        (label(words.unit_label), unit, label(words.contact_label), words.known(facts.contact)),
        (_BODY.get(lang), words.known(facts.issuing_body), label(words.round_label), words.known(facts.round)),
        (label(words.when_label), when, label(words.where_label), words.known(facts.place)),
        (
            label(words.inspectors_label),
            people(facts.inspectors, words.inspector, words),
            label(words.present_label),
            people(facts.present, words.person, words),
        ),
        (_BASIS.get(lang), basis, label(words.remarks_label), words.known(facts.remarks)),
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
