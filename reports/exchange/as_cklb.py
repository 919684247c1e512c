"""One unit's sheet as a checklist of STIG Viewer 3 (.cklb), which `results import` reads back.

The fields that are read back hold what was recorded and nothing else. What a .cklb has no field for stands, each with a
word before it, in the `mitigations` of its rule or the comments on the unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checklists.errors import N_
from checklists.importers.cklb import GRADES, VERDICTS
from checklists.model import Checklist, Text
from reports.build import item_text
from reports.exchange import model
from reports.exchange.as_json import encoded
from reports.exchange.collect import Collected, Item, Page
from reports.exchange.rows import moment
from reports.exchange.uuids import uuid
from reports.exchange.words import document, files, outcome, people, state, verb, verdict
from store.errors import Refused
from store.page import SheetLine
from store.progress import Progress

Wrong = model.Finding | model.Carried | model.Rectification

_STATUS = {ours: theirs for theirs, ours in VERDICTS.items()}
_WORDS = {
    "found": Text("查到", "Found"),
    "place": Text("地点", "Place"),
    "requirement": Text("整改要求", "To put right"),
    "grade": Text("等级", "Grade"),
    "lead": Text("牵头", "Lead"),
    "responsible": Text("责任", "Responsible"),
    "due": Text("整改期限", "Due"),
    "evidence": Text("佐证材料", "Evidence"),
    "problem": Text("问题", "Problem"),
    "recorded": Text("记录", "Recorded"),
    "finding": Text("问题编号", "Finding"),
    "outcome": Text("回头看结果", "Outcome"),
    "carried": Text("复查问题", "Looked at again"),
    "rectification": Text("整改事项", "Rectification"),
    "step": Text("环节", "Step"),
    "earlier": Text("前次编号", "Earlier one"),
    "dues": Text("原期限", "Earlier due dates"),
    "document": Text("文书", "Document"),
    "parent": Text("上级编码", "Parent"),
    "drawn": Text("抽取人员", "Drawn inspectors"),
    "contact": Text("联系人", "Contact"),
    "gone": Text("退出原因", "Left because"),
    "joined": Text("加入原因", "Joined because"),
    "round": Text("检查轮次", "Round"),
    "unit": Text("被检查单位", "Unit"),
    "visit": Text("检查时间", "Visit"),
    "inspectors": Text("检查人员", "Inspectors"),
    "present": Text("在场人员", "Present"),
    "remarks": Text("备注", "Remarks"),
    "note": Text("说明", "Note"),
    "measure": Text("整改措施", "Measure"),
    "progress": Text("进展", "Progress"),
    "left": Text("清单中已无的检查项", "No longer on the list"),
}


def write(collected: Collected, progress: Progress | None = None) -> Iterator[bytes]:
    """The file in parts.

    Raises:
        Refused: it is not one unit that is asked for, or it is asked nothing.
    """
    if len(collected.codes) != 1:
        raise Refused(N_("a .cklb holds one unit: say which with --unit CODE, or name a .cklb.zip for one of each"))
    for page in collected.pages(progress):
        if not (data := of_unit(collected, page)):
            raise Refused(N_("unit {code} is asked nothing in this round"), code=page.unit.code)
        yield data


def of_unit(collected: Collected, page: Page) -> bytes:
    """The file of one unit; nothing for one that is asked nothing."""
    head, unit = collected.head, page.unit
    entries = {f"{entry.checklist}:{entry.item}": entry for entry in unit.items}
    stigs = []
    for pinned, checklist in zip(head.checklists, page.sheet.checklists, strict=True):
        lines = [line for ref, line in page.lines.items() if line.checklist is checklist and ref in entries]
        if lines:
            rules = [_Rule(collected, page, line, entries[line.ref]).value() for line in lines]
            stigs.append(_stig(collected, checklist, pinned, rules))
    whole = {
        "title": f"{head.name} {unit.name}"[:255],
        "id": uuid("cklb", head.id, unit.code),
        "cklb_version": "1.0",
        "active": False,
        "mode": 1,
        "has_path": False,
        "target_data": {
            "target_type": "Non-Computing",
            "host_name": unit.code,
            "ip_address": "",
            "mac_address": "",
            "fqdn": "",
            "comments": "\n".join(_comments(collected, page)),
            "role": "None",
            "is_web_database": False,
            "technology_area": "",
            "web_db_site": "",
            "web_db_instance": "",
            "classification": None,
        },
        "stigs": stigs,
    }
    return encoded(whole) + b"\n" if stigs else b""


def _stig(
    collected: Collected, checklist: Checklist, pinned: model.Checklist, rules: list[dict[str, object]]
) -> dict[str, object]:
    title = checklist.title.get(collected.lang)
    return {
        "stig_name": title,
        "display_name": title,
        "stig_id": checklist.id,
        "version": checklist.version,
        "release_info": f"Release: 1 Benchmark Date: {collected.head.created[:10]} ",
        "uuid": uuid("checklist", pinned.digest),
        "reference_identifier": pinned.digest[:16],
        "size": len(rules),
        "rules": rules,
    }


class _Rule:
    """An item as a rule."""

    def __init__(self, collected: Collected, page: Page, line: SheetLine, entry: model.Entry) -> None:
        self._collected, self._page, self._line, self._entry = collected, page, line, entry

    def value(self) -> dict[str, object]:
        """Every field that STIG Viewer writes."""
        line, entry, lang = self._line, self._entry, self._collected.lang
        digest = next(each.digest for each in self._collected.head.checklists if each.id == line.checklist.id)
        title = line.section.title.get(lang)
        at = entry.recorded.at if entry.recorded else self._collected.head.created
        empty = ("false_positives", "false_negatives", "potential_impacts", "third_party_tools", "mitigation_control")
        return {
            "uuid": uuid("item", self._collected.head.id, self._page.unit.code, line.ref),
            "stig_uuid": uuid("checklist", digest),
            "target_key": None,
            "stig_ref": None,
            "group_id": line.item.id,
            "rule_id": line.item.id,
            "rule_id_src": line.item.id,
            "weight": f"{line.item.weight:g}",
            "classification": "Unclassified",
            "severity": line.item.grade if line.item.grade in GRADES else "medium",
            "rule_version": line.item.id,
            "group_title": title,
            "rule_title": self._words(line.item.text),
            "fix_text": self._words(line.item.requirement),
            "discussion": self._words(line.item.basis),
            "check_content": self._words(line.item.how),
            "documentable": "false",
            "mitigations": "\n".join(self._more()),
            "responsibility": self._words(line.item.role),
            **dict.fromkeys(empty, ""),
            "security_override_guidance": "",
            "ia_controls": "",
            "check_content_ref": {"href": "", "name": "M"},
            "legacy_ids": [],
            "ccis": [],
            "group_tree": [{"id": line.section.id, "title": title, "description": ""}],
            "createdAt": self._collected.head.created,
            "updatedAt": at,
            "STIGUuid": uuid("checklist", digest),
            "status": _STATUS[entry.verdict],
            "overrides": self._overrides(),
            "comments": entry.note,
            "finding_details": "\n\n".join(filter(None, (finding.problem for finding in entry.findings))),
        }

    def _words(self, text: Text | None) -> str:
        return item_text(self._page.sheet, self._line, text, self._collected.lang)

    def _overrides(self) -> dict[str, object]:
        """The grade of the one finding, where it is a severity and not the item's own."""
        grades = {finding.grade for finding in self._entry.findings}
        if len(grades) != 1 or not grades <= set(GRADES) - {self._line.item.grade}:
            return {}
        return {"severity": {"severity": grades.pop(), "reason": ""}}

    def _more(self) -> Iterator[str]:
        """What is recorded and has no field of its own."""
        lang, entry = self._collected.lang, self._entry
        yield from _recorded(self._collected, entry.recorded)
        if entry.outcome:
            yield _said("outcome", outcome(entry.outcome, lang), lang)
        if entry.found:
            yield _said("found", entry.found, lang)
        if entry.evidence:
            yield _said("evidence", files(entry.evidence), lang)
        for finding in entry.findings:
            yield from _finding(self._page, finding, entry, lang)
        for earlier in self._page.unit.carried:
            if (earlier.checklist, earlier.item) == (entry.checklist, entry.item):
                yield _said("carried", f"{earlier.problem} {outcome(earlier.outcome, lang)}".rstrip(), lang)
                yield from _finding(self._page, earlier, entry, lang)


def _said(name: str, text: str, lang: str) -> str:
    return f"{_WORDS[name].get(lang)}: {text}"


def _finding(page: Page, finding: Wrong, entry: Item | None, lang: str) -> Iterator[str]:
    for name in ("place", "requirement", "lead", "responsible", "due", "rectification"):
        if text := getattr(finding, name, ""):
            yield _said(name, text, lang)
    if finding.grade:
        yield _said("grade", page.grade(finding.grade, entry, lang), lang)
    if evidence := getattr(finding, "evidence", ()):
        yield _said("evidence", files(evidence), lang)
    yield _said("finding", finding.finding if isinstance(finding, model.Rectification) else finding.id, lang)


def _recorded(collected: Collected, recorded: model.Recorded | None) -> Iterator[str]:
    if recorded is not None:
        yield _said("recorded", f"{moment(recorded.at, collected)} {recorded.by}", collected.lang)


def _comments(collected: Collected, page: Page) -> Iterator[str]:
    """What is recorded of the unit as a whole."""
    lang, unit, visit = collected.lang, page.unit, page.unit.visit
    told: Iterable[tuple[str, str]] = (
        ("unit", f"{unit.name} ({unit.code}) {page.sheet.unit.type_text(lang)}".rstrip()),
        ("parent", unit.parent),
        ("contact", f"{unit.contact_post} {unit.contact_phone}".strip()),
        ("gone", unit.left),
        ("joined", unit.joined),
        ("round", f"{collected.head.name} ({collected.head.id})"),
        ("visit", " ".join(filter(None, (visit.date, visit.start, visit.end)))),
        ("place", visit.place),
        ("drawn", ", ".join(unit.inspectors)),
        ("inspectors", people(visit.inspectors)),
        ("present", people(visit.present)),
        ("remarks", visit.remarks),
    )
    yield from (_said(name, text, lang) for name, text in told if text)
    yield from _recorded(collected, visit.recorded)
    for other in unit.others:
        yield _said("problem", other.finding.problem, lang)
        yield from _finding(page, other.finding, None, lang)
        yield from _recorded(collected, other.recorded)
    for each in unit.rectifications:
        yield from _rectification(collected, page, each)
    for issued in unit.documents:
        kind, when = document(issued.kind, collected.word), str(moment(issued.at, collected))
        about = (issued.supplements, issued.corrects, issued.reason, *issued.findings)
        said = (issued.number, kind, issued.issued, when, issued.by, *about, issued.sha256)
        yield _said("document", " ".join(filter(None, said)), lang)
    yield from _off_the_list(collected, page)


def _rectification(collected: Collected, page: Page, each: model.Rectification) -> Iterator[str]:
    lang = collected.lang
    yield _said("rectification", f"{each.id} {state(each.state, collected.word)} {each.notice}".rstrip(), lang)
    yield _said("problem", each.problem, lang)
    yield from _finding(page, each, each, lang)
    for name, text in (("dues", " ".join(each.dues)), ("earlier", each.earlier), ("measure", each.measure)):
        if text:
            yield _said(name, text, lang)
    for step in each.steps:
        when = step.date or moment(step.at, collected)
        actors = " / ".join(filter(None, (step.by, step.who, step.role, step.user)))
        became = state(step.state, collected.word)
        yield _said("step", f"{when} {verb(step.verb, collected.word)}: {became} ({actors})", lang)
        for name in ("note", "measure", "progress", "lead", "responsible", "due"):
            if text := getattr(step, name):
                yield _said(name, text, lang)
        if step.evidence:
            yield _said("evidence", files(step.evidence), lang)


def _off_the_list(collected: Collected, page: Page) -> Iterator[str]:
    """The marks that are not among the rules: of items that the checklist has no more."""
    lang = collected.lang
    for entry in page.unit.items:
        if page.line(entry) is None:
            said = (entry.item, verdict(entry, lang), entry.note, entry.found, files(entry.evidence))
            yield _said("left", " ".join(filter(None, said)), lang)
            yield from _recorded(collected, entry.recorded)
            for finding in entry.findings:
                yield _said("problem", finding.problem, lang)
                yield from _finding(page, finding, entry, lang)
