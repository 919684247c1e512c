"""The findings of a round in an OSCAL plan: as risks with what is done about them, as findings, as items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.exchange import model
from reports.exchange.collect import Page
from reports.exchange.found import Found, findings
from reports.exchange.oscal_parts import Json, Parts, href, one_line, some
from reports.exchange.words import files, state, verb

_STATUS = {
    "open": "open",
    "returned": "open",
    "submitted": "remediating",
    "checked": "remediating",
    "closed": "closed",
    "withdrawn": "closed",
}
_SAID = ("note", "measure", "progress", "lead", "responsible", "due", "by", "date", "role", "user")


class Risks(Parts):
    """Makes the lists that are about findings."""

    def risks(self, page: Page) -> Iterator[Json]:
        """The findings of a unit, each with what is done about it."""
        for found in findings(page.unit):
            finding, ordered = found.finding, found.rectification
            due = self.day(ordered.due if ordered else finding.due)
            yield {
                "uuid": self.named("risk", page, found),
                "title": self.title(page, found),
                "description": self.description(page, found),
                "statement": finding.requirement if finding.requirement.strip() else self.description(page, found),
                **some("props", self.props(page, found)),
                "status": _status(ordered) if ordered else "open",
                **some("origins", self.origins(found.recorded)),
                **({"deadline": due} if due else {}),
                "remediations": list(self._remediations(page, found, due)),
                **some("risk-log", self._log(ordered) if ordered else None),
                **some("related-observations", self.observed(page, found)),
            }

    def _remediations(self, page: Page, found: Found, due: str) -> Iterator[Json]:
        finding, ordered = found.finding, found.rectification
        asked = self.told(
            ("requirement", finding.requirement),
            ("lead", finding.lead),
            ("responsible", finding.responsible),
            ("due", finding.due),
        )
        task = {
            "uuid": self.named("task", page, found),
            "type": "milestone",
            "title": self.word("milestone"),
            **({"timing": {"on-date": {"date": due}}} if due else {}),
            "responsible-roles": [{"role-id": "responsible-unit", "party-uuids": [self.party(page)]}],
        }
        yield {
            "uuid": self.named("requirement", page, found),
            "lifecycle": "recommendation",
            "title": self.word("requirement"),
            "description": asked or self.word("no_text"),
            "tasks": [task],
        }
        if ordered is not None:
            told = self.told(
                ("measure", ordered.measure),
                ("requirement", ordered.requirement),
                ("lead", ordered.lead),
                ("responsible", ordered.responsible),
                ("due", " < ".join([*ordered.dues, ordered.due])),
            )
            yield {
                "uuid": self.named("measure", page, found),
                "lifecycle": "completed" if ordered.state == "closed" else "planned",
                "title": f"{self.word('measure')} {ordered.id}",
                "description": told or self.word("no_text"),
            }

    def _log(self, ordered: model.Rectification) -> Json | None:
        entries = [self._step(ordered, number, step) for number, step in enumerate(ordered.steps, 1)]
        return {"entries": entries} if entries else None

    def _step(self, ordered: model.Rectification, number: int, step: model.Step) -> Json:
        told = self.told(*((name, getattr(step, name)) for name in _SAID))
        actor = one_line(step.who)
        return {
            "uuid": self.uuid("step", ordered.id, str(number)),
            "title": f"{verb(step.verb, self.collected.word)}: {state(step.state, self.collected.word)}",
            **({"description": told} if told else {}),
            "start": step.at,
            **some("links", [{"href": href(file), "text": one_line(files([file]))} for file in step.evidence]),
            **some("logged-by", [{"party-uuid": self.person(step.who)}] if actor else []),
            "status-change": _STATUS.get(step.state, "open"),
        }

    def findings(self, page: Page) -> Iterator[Json]:
        """The findings of a unit as what was not satisfied."""
        for found in findings(page.unit):
            entry = found.entry or (found.rectification if found.rectification and found.rectification.item else None)
            target = f"{entry.checklist}:{entry.item}" if entry else "outside-the-list"
            yield {
                "uuid": self.named("finding", page, found),
                "title": self.title(page, found),
                "description": self.description(page, found),
                **some("origins", self.origins(found.recorded)),
                "target": {
                    "type": "objective-id",
                    "target-id": "item-" + re.sub(r"[^\w.-]", "_", target),
                    "status": {"state": "not-satisfied", "reason": "fail"},
                },
                **some("related-observations", self.observed(page, found)),
                "related-risks": [{"risk-uuid": self.named("risk", page, found)}],
            }

    def items(self, page: Page) -> Iterator[Json]:
        """The findings of a unit as items of the plan."""
        for found in findings(page.unit):
            yield {
                "uuid": self.named("item", page, found),
                "title": self.title(page, found),
                "description": self.description(page, found),
                **some("props", self.props(page, found)),
                **some("origins", self.origins(found.recorded)),
                "related-findings": [{"finding-uuid": self.named("finding", page, found)}],
                **some("related-observations", self.observed(page, found)),
                "related-risks": [{"risk-uuid": self.named("risk", page, found)}],
            }


def _status(ordered: model.Rectification) -> str:
    if ordered.state in ("open", "returned"):
        return "deviation-requested" if ordered.asked else "deviation-approved" if ordered.dues else "open"
    return _STATUS.get(ordered.state, "open")
