"""From records to what a document says. Nothing is invented: what no record holds stays empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from checklists import fill
from checklists.gradings import find_grade
from checklists.model import Checklist, Text
from reports import model
from store.attached import SHOWN, size_text
from store.model import OTHER_FINDINGS, Finding, Mark
from store.settings import Settings
from store.sheet import Sheet, SheetLine

_ITEM = Text("检查清单第{number}项", "Item {number} of the checklist")
_ITEM_OF = Text("《{title}》检查清单第{number}项", "Item {number} of the checklist “{title}”")
_NOT_MET = Text("未做到：{text}", "Not met: {text}")
_KINDS = {
    "jpeg": Text("JPEG图片", "JPEG picture"),
    "png": Text("PNG图片", "PNG picture"),
    "gif": Text("GIF图片", "GIF picture"),
    "heic": Text("HEIC图片", "HEIC picture"),
    "pdf": Text("PDF文档", "PDF document"),
    "docx": Text("Word文档", "Word document"),
    "xlsx": Text("Excel表格", "Excel table"),
    "zip": Text("压缩包", "ZIP archive"),
    "mp4": Text("视频", "video"),
    "text": Text("文本", "text"),
    "other": Text("其他", "other"),
}

Found = tuple[SheetLine | None, Mark | None, Finding]


def notice(
    sheet: Sheet,
    settings: Settings,
    findings: Iterable[Found],
    lang: str,
    *,
    number: str = "",
    issued: date | None = None,
    ids: Mapping[str, str] | None = None,
    supplements: str = "",
    supplements_day: date | None = None,
) -> model.Notice:
    """The rectification notice to the sheet's unit about `findings`.

    `ids` gives the rectification id of a finding where it has one; a draft shows the finding's own.
    """
    visit, document = sheet.visit, settings.document
    return model.Notice(
        lang=lang,
        issuing_body=settings.issuing_body,
        number=number,
        unit=sheet.unit.name,
        unit_code=sheet.unit.code,
        contact=" ".join(part for part in (sheet.unit.contact_post, sheet.unit.contact_phone) if part),
        round=sheet.info.name,
        basis=tuple(_basis(checklist, lang) for checklist in sheet.checklists if checklist.id != OTHER_FINDINGS),
        period_from=_date(sheet.info.period_from),
        period_to=_date(sheet.info.period_to),
        visit_date=_date(visit.date),
        visit_start=visit.start,
        visit_end=visit.end,
        place=visit.place,
        inspectors=tuple(
            model.Person(name=person.name, post=person.post, certificate=person.certificate)
            for person in visit.inspectors
        ),
        present=tuple(model.Person(name=person.name, post=person.post) for person in visit.present),
        remarks=visit.remarks,
        counts=sheet.counts,
        findings=tuple(
            _finding(sheet, found, position, lang, (ids or {}).get(found[2].id, ""))
            for position, found in enumerate(findings, 1)
        ),
        reply_by=issued + timedelta(days=document.reply_days) if issued else None,
        reply_to=document.reply_to,
        contact_person=document.contact_person,
        contact_phone=document.contact_phone,
        issued=issued,
        journal=sheet.record.head[:16],
        seal=f"{sheet.seal.number} {sheet.seal.short}" if sheet.seal else "",
        supplements=supplements,
        supplements_day=supplements_day,
    )


def problem_of(sheet: Sheet, found: Found, lang: str) -> str:
    """What is wrong, in words: the finding's own, else the mark's note, else that the item's text is not met."""
    line, mark, finding = found
    if finding.problem.strip() or line is None:
        return finding.problem
    if mark is not None and mark.note.strip():
        return mark.note
    return _NOT_MET.get(lang).format(text=item_text(sheet, line, line.item.text, lang))


def item_text(sheet: Sheet, line: SheetLine, text: Text | None, lang: str) -> str:
    """A text of an item with the round's names in its blanks, "" for None."""
    return fill(text.get(lang), sheet.info.blanks, line.checklist.blanks) if text else ""


def _finding(sheet: Sheet, found: Found, number: int, lang: str, rectification: str) -> model.Finding:
    line, mark, finding = found
    checklist = line.checklist if line else sheet.checklists[0]
    grade = find_grade(checklist, finding.grade)
    return model.Finding(
        id=rectification or finding.id,
        number=number,
        problem=problem_of(sheet, found, lang),
        place=finding.place,
        basis=_rule(sheet, line, lang) if line else "",
        requirement=finding.requirement,
        grade=grade.title.get(lang) if grade else "",
        lead=finding.lead,
        responsible=finding.responsible,
        due=_date(finding.due),
        evidence=files(sheet, [*finding.evidence, *(mark.evidence if mark else ())], lang),
    )


def files(sheet: Sheet, evidence: Iterable[str], lang: str) -> tuple[model.File, ...]:
    """The files with these digests, each once, as documents list them."""
    return tuple(
        model.File(
            name=file.name,
            kind=_KINDS[file.kind].get(lang) if file.kind in _KINDS else "",
            size=size_text(file.size) if file.size else "",
            digest=file.digest[:SHOWN],
        )
        for file in sheet.files(dict.fromkeys(evidence))
    )


def _rule(sheet: Sheet, line: SheetLine, lang: str) -> str:
    """The rule an item rests on; one without is cited as what it is, an item of the checklist. "" for a finding."""
    if line.checklist.id == OTHER_FINDINGS:
        return ""
    if line.item.basis:
        return item_text(sheet, line, line.item.basis, lang)
    lists = [checklist for checklist in sheet.checklists if checklist.id != OTHER_FINDINGS]
    form = _ITEM_OF if len(lists) > 1 else _ITEM
    return form.get(lang).format(number=line.number, title=line.checklist.title.get(lang))


def _basis(checklist: Checklist, lang: str) -> model.Basis:
    return model.Basis(
        checklist=checklist.title.get(lang),
        version=checklist.version,
        documents=tuple(document.get(lang) for document in checklist.basis),
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
