"""What the lists of an OSCAL plan share: identifiers, moments, one-line texts, and who stands behind a record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from checklists.model import Text
from reports.exchange import model
from reports.exchange.collect import Collected, Page
from reports.exchange.found import Found
from reports.exchange.uuids import uuid
from reports.exchange.words import document, files, state

NAMESPACE = "urn:x-auditty:oscal"

Json = dict[str, Any]

_WORDS = {
    "visit": Text("检查经过", "Visit"),
    "inspector": Text("检查人员", "Inspector"),
    "unit": Text("责任单位", "Responsible unit"),
    "measure": Text("整改措施", "Measure"),
    "requirement": Text("整改要求", "To put right"),
    "milestone": Text("完成整改", "Put right"),
    "found": Text("查到", "Found"),
    "place": Text("地点", "Place"),
    "lead": Text("牵头", "Lead"),
    "responsible": Text("责任", "Responsible"),
    "present": Text("在场人员", "Present"),
    "remarks": Text("备注", "Remarks"),
    "note": Text("说明", "Note"),
    "progress": Text("进展", "Progress"),
    "due": Text("期限", "Due"),
    "by": Text("代", "On behalf of"),
    "date": Text("日期", "On"),
    "type": Text("类型", "Type"),
    "parent": Text("上级编码", "Parent"),
    "contact": Text("联系人", "Contact"),
    "left": Text("已退出本轮次", "Left the round"),
    "joined": Text("后加入本轮次", "Joined the round later"),
    "carried": Text("复查问题", "Looked at again"),
    "role": Text("角色", "Role"),
    "user": Text("系统用户", "OS user"),
    "issued": Text("印发", "Issued"),
    "reason": Text("事由", "Reason"),
    "supplements": Text("所补充的文书", "Supplements"),
    "corrects": Text("所更正的文书", "Corrects"),
    "no_text": Text("（无文字）", "(without words)"),
}


class Parts:
    """Makes what several lists of a plan have."""

    def __init__(self, collected: Collected) -> None:
        self.collected, self.lang, self._round = collected, collected.lang, collected.head.id

    def title(self, page: Page, found: Found) -> str:
        """What is wrong, in one line."""
        text = found.finding.problem or (page.text(found.entry, self.lang) if found.entry else "")
        return one_line(text) or self.word("no_text")

    def description(self, page: Page, found: Found) -> str:
        """What is wrong and where, as it was recorded; never empty."""
        finding = found.finding
        parts = [finding.problem, self.told(("place", finding.place))]
        if found.entry is not None and not finding.problem.strip():
            parts.insert(0, found.entry.note or page.text(found.entry, self.lang))
        if found.rectification is not None and found.rectification.problem != finding.problem:
            parts.append(found.rectification.problem)
        text = "\n".join(filter(None, parts))
        return text if text.strip() else self.word("no_text")

    def props(self, page: Page, found: Found) -> list[Json]:
        """What is said of a finding in one word."""
        ordered = found.rectification
        named = [
            ("unit", page.unit.code),
            ("finding", found.finding.finding if found.finding is ordered else found.finding.id),
            ("grade", page.grade(found.finding.grade, found.entry, self.lang)),
            ("rectification", ordered.id if ordered else ""),
            ("state", state(ordered.state, self.collected.word) if ordered else ""),
            ("notice", ordered.notice if ordered else ""),
            ("ordered", ordered.opened if ordered else ""),
            ("earlier", ordered.earlier if ordered else ""),
        ]
        return [prop(name, line) for name, text in named if (line := one_line(text))]

    def observed(self, page: Page, found: Found) -> list[Json]:
        """The mark that a finding belongs to, or what was seen outside the list; none for what only a ledger has."""
        if found.entry is not None:
            name = f"{found.entry.checklist}:{found.entry.item}"
        elif found.finding is not found.rectification:
            name = f"other:{found.finding.id}"
        else:
            return []
        return [{"observation-uuid": self.uuid("observation", page.unit.code, name)}]

    def unit(self, page: Page) -> Json:
        """The unit as a party."""
        unit = page.unit
        told = self.told(
            ("type", page.sheet.unit.type_text(self.lang)),
            ("parent", unit.parent),
            ("contact", f"{unit.contact_post} {unit.contact_phone}".strip()),
            ("left", unit.left),
            ("joined", unit.joined),
        )
        return {
            "uuid": self.party(page),
            "type": "organization",
            "name": one_line(unit.name) or unit.code,
            "short-name": unit.code,
            **({"remarks": told} if told.strip() else {}),
        }

    def resource(self, issued: model.Document) -> Json:
        """A document that was issued."""
        told = self.told(
            ("issued", " ".join(filter(None, (issued.issued, issued.at, issued.by)))),
            ("supplements", issued.supplements),
            ("corrects", issued.corrects),
            ("reason", issued.reason),
        )
        return {
            "uuid": self.uuid("document", issued.number),
            "title": one_line(f"{document(issued.kind, self.collected.word)} {issued.number}"),
            "rlinks": [
                {"href": f"documents/{issued.file}", "hashes": [{"algorithm": "SHA-256", "value": issued.sha256}]}
            ],
            "remarks": told,
        }

    def origins(self, recorded: model.Recorded | None) -> list[Json]:
        """Who recorded it, if anybody is named."""
        if recorded is None or not one_line(recorded.by):
            return []
        return [{"actors": [{"type": "party", "actor-uuid": self.person(recorded.by)}]}]

    def party(self, page: Page) -> str:
        """The identifier of the unit."""
        return self.uuid("unit", page.unit.code)

    def person(self, name: str) -> str:
        """The identifier of a person."""
        return self.uuid("person", name)

    def named(self, kind: str, page: Page, found: Found) -> str:
        """The identifier of one kind of thing that a finding becomes."""
        entry = f"{found.entry.checklist}:{found.entry.item}" if found.entry else ""
        return self.uuid(kind, page.unit.code, entry, found.finding.id)

    def uuid(self, *names: str) -> str:
        """An identifier in this round."""
        return uuid("oscal", self._round, *names)

    def word(self, name: str) -> str:
        """A word in the language of the export."""
        return _WORDS[name].get(self.lang)

    def told(self, *said: tuple[str, str]) -> str:
        """A line for each text that is not empty, with a word before it."""
        return "\n".join(f"{self.word(name)}: {text}" for name, text in said if text)

    def day(self, text: str) -> str:
        """The beginning of a day in the workspace's zone; "" for a day that OSCAL cannot say."""
        if not text or not "1901" <= text < "2999":
            return ""
        moment = datetime.combine(datetime.fromisoformat(text), time(), self.collected.zone)
        offset = moment.utcoffset() or timedelta()
        if offset % timedelta(minutes=15):  # of before the time zones
            return f"{text}T00:00:00Z"
        return moment.isoformat()


def evidence_of(evidence: Iterable[model.File]) -> list[Json]:
    """Files as relevant evidence."""
    return [{"href": href(file), "description": files([file])} for file in evidence]


def href(file: model.File) -> str:
    """Where the file lies in the workspace."""
    return f"evidence/{file.sha256[:2]}/{file.sha256}"


def prop(name: str, value: str) -> Json:
    """A property of our own."""
    return {"name": name, "ns": NAMESPACE, "value": one_line(value)}


def some(name: str, value: Any) -> Json:
    """The member, or none where it would be empty."""
    return {name: value} if value else {}


def one_line(text: str) -> str:
    """The text on one line, white space joined; "" if there is nothing else."""
    return " ".join(text.split())
