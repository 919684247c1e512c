"""A round as an OSCAL plan of action and milestones, version 1.2.1, in JSON.

A unit is a party, a mark and a visit are observations, a finding is a risk, a finding and an item of the plan, its
rectification the risk's remediation, and the steps of that the risk's log. Lists that would be empty are left out,
titles are one line, every moment has its offset: the schema wants it so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checklists.errors import N_
from reports.exchange import model
from reports.exchange.as_json import encoded
from reports.exchange.collect import Collected, Page
from reports.exchange.found import all_recorded, findings, names
from reports.exchange.oscal_parts import Json, evidence_of, one_line, prop, some
from reports.exchange.oscal_risks import Risks
from reports.exchange.words import outcome, people, verdict
from store.errors import Refused
from store.progress import Progress

VERSION = "1.2.1"

_METHODS = {"documents": "EXAMINE", "site": "EXAMINE", "interview": "INTERVIEW"}


def write(collected: Collected, progress: Progress | None = None) -> Iterator[bytes]:
    """The file in parts; the units are gone through once for each list.

    Raises:
        Refused: there is no finding, and a plan cannot be empty.
    """
    plan = _Plan(collected, progress)
    yield b'{"plan-of-action-and-milestones":' + encoded(plan.head())[:-1]
    lists: tuple[tuple[bytes, Callable[[Page], Iterator[Json]]], ...] = (
        (b"observations", plan.observations),
        (b"risks", plan.risks),
        (b"findings", plan.findings),
        (b"poam-items", plan.items),
    )
    for name, made in lists:
        opening = b',\n"%s":[\n' % name
        for page in plan.pages():
            for value in made(page):
                yield opening + encoded(value)
                opening = b",\n"
        if opening == b",\n":
            yield b"\n]"
    if resources := plan.resources:
        yield b',\n"back-matter":' + encoded({"resources": resources})
    yield b"}}\n"


class _Plan(Risks):
    """Makes the parts of the plan."""

    def __init__(self, collected: Collected, progress: Progress | None) -> None:
        super().__init__(collected)
        self._progress, self._gone = progress, 0
        self.resources: list[Json] = []

    def pages(self) -> Iterator[Page]:
        """The units once more."""
        count = len(self.collected.codes)
        before, self._gone = self._gone, self._gone + count

        def tell(done: int, _of: int) -> None:
            if self._progress is not None:
                self._progress(before + done, 5 * count)

        return self.collected.pages(tell)

    def head(self) -> Json:
        """What stands before the lists. Refused if there is nothing for the plan."""
        head, latest, count = self.collected.head, self.collected.head.created, 0
        self.resources = [self.resource(each) for each in head.documents]
        units, persons = [], {person.name: None for person in head.inspectors}
        for page in self.pages():
            units.append(self.unit(page))
            persons |= dict.fromkeys(names(page.unit))
            self.resources += map(self.resource, page.unit.documents)
            latest = max([latest, *(each.at for each in all_recorded(page.unit))])
            count += sum(1 for _found in findings(page.unit))
        if not count:
            raise Refused(N_("nothing was found in this round; a plan of action needs at least one finding"))
        named = [name for name in persons if name.strip()]
        inspecting = [{"uuid": self.person(name), "type": "person", "name": one_line(name)} for name in named]
        metadata = {
            "title": one_line(head.name) or head.id,
            "last-modified": latest,
            "version": latest,
            "oscal-version": VERSION,
            "roles": [
                {"id": "inspector", "title": self.word("inspector")},
                {"id": "responsible-unit", "title": self.word("unit")},
            ],
            "parties": [*units, *inspecting],
            "responsible-parties": [{"role-id": "responsible-unit", "party-uuids": [unit["uuid"] for unit in units]}],
        }
        return {
            "uuid": self.uuid("plan", *self.collected.codes),
            "metadata": metadata,
            "system-id": {"identifier-type": "http://ietf.org/rfc/rfc4122", "id": self.uuid("round")},
        }

    def observations(self, page: Page) -> Iterator[Json]:
        """The visit and the marks of a unit."""
        unit, visit = page.unit, page.unit.visit
        if visit.recorded:
            told = self.told(
                ("visit", " ".join(filter(None, (visit.date, visit.start, visit.end)))),
                ("place", visit.place),
                ("inspector", people(visit.inspectors)),
                ("present", people(visit.present)),
                ("remarks", visit.remarks),
            )
            day = self.day(visit.date) or visit.recorded.at
            yield self._observation(page, "visit", self.word("visit"), told, visit.recorded, ["historic"]) | {
                "collected": day
            }
        for entry in unit.items:
            if entry.recorded is not None:
                yield self._of_mark(page, entry, entry.recorded)
        for other in unit.others:
            yield self._of_other(page, other)

    def _of_mark(self, page: Page, entry: model.Entry, recorded: model.Recorded) -> Json:
        line, text = page.line(entry), page.text(entry, self.lang)
        earlier = [each for each in page.unit.carried if (each.checklist, each.item) == (entry.checklist, entry.item)]
        told = "\n".join(
            filter(None, (entry.note, self.told(("found", entry.found)), *map(self._looked_at_again, earlier)))
        )
        title = f"{line.number}. {one_line(text)}" if line else one_line(text)
        kind = "finding" if entry.verdict == "fail" else "control-objective"
        made = self._observation(page, f"{entry.checklist}:{entry.item}", title, told or text, recorded, [kind])
        methods = dict.fromkeys(_METHODS[method] for method in line.item.methods) if line else {}
        attached = [*entry.evidence, *(file for finding in entry.findings for file in finding.evidence)]
        return made | {
            "props": [
                prop("verdict", entry.verdict),
                prop("result", verdict(entry, self.lang)),
                prop("item", f"{entry.checklist}:{entry.item}"),
                *([prop("outcome", outcome(entry.outcome, self.lang))] if entry.outcome else []),
            ],
            "methods": list(methods) or ["EXAMINE"],
            **some("relevant-evidence", evidence_of(attached)),
        }

    def _looked_at_again(self, carried: model.Carried) -> str:
        """An earlier finding that the mark is about, with what was found of it."""
        return self.told(
            ("carried", f"{carried.problem} {outcome(carried.outcome, self.lang)}".rstrip()),
            ("place", carried.place),
            ("requirement", carried.requirement),
            ("lead", carried.lead),
            ("responsible", carried.responsible),
            ("due", carried.due),
        )

    def _of_other(self, page: Page, other: model.Other) -> Json:
        finding = other.finding
        title = one_line(finding.problem)
        made = self._observation(page, f"other:{finding.id}", title, finding.problem, other.recorded, ["finding"])
        return made | some("relevant-evidence", evidence_of(finding.evidence))

    def _observation(
        self, page: Page, name: str, title: str, told: str, recorded: model.Recorded, types: list[str]
    ) -> Json:
        return {
            "uuid": self.uuid("observation", page.unit.code, name),
            "title": title or self.word("no_text"),
            "description": told if told.strip() else self.word("no_text"),
            "methods": ["EXAMINE"],
            "types": types,
            **some("origins", self.origins(recorded)),
            "subjects": [{"subject-uuid": self.party(page), "type": "party"}],
            "collected": recorded.at,
        }
