"""A sample workspace, made through the same calls that people's work goes through."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from reports.issue import issue_notice
from store import states
from store.clock import Clock
from store.given import FINDING_FIELDS, Input
from store.model import Finding, Inspector, Present, Visit
from store.sheet import Sheet
from store.units import Row
from store.workspace import Workspace

Progress = Callable[[int, int], None]


class _StoryClock(Clock):
    """Time as the sample tells it: set to a moment, it runs on by some seconds with every look."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self.set("2026-01-04", "09:00")

    def set(self, day: str, time: str) -> None:
        """Go to a moment in the workspace's zone."""
        self._moment = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=self._zone).astimezone(UTC)

    def now(self) -> datetime:
        self._moment += timedelta(seconds=7)
        return self._moment


def make(folder: Path, language: str, progress: Progress = lambda done, of: None) -> Workspace:
    """Make the sample workspace in `folder`, which must be empty or missing, and open it.

    Raises:
        Refused: the folder is not empty.
    """
    content = json.loads(files(__name__).joinpath(f"demo-{language}.json").read_bytes())
    members = {
        key: content[key] for key in ("issuing_body", "reply_to", "contact_person", "contact_phone") if key in content
    }
    workspace = Workspace.create(folder, content["title"], language, prefix=content["document_prefix"], **members)
    clock = workspace.hands.clock = _StoryClock(workspace.settings.zone)
    inspectors = [Inspector(**inspector) for inspector in content["inspectors"]]
    workspace.sign_in(inspectors[0].name)
    workspace.set_inspectors(inspectors)
    workspace.units.take_in([Row(number, unit) for number, unit in enumerate(content["units"], 1)], "demo")
    total = sum(len(round_["sheets"]) for round_ in content["rounds"])
    done = 0
    for described in content["rounds"]:
        clock.set(described["from"], "08:30")
        workspace.sign_in(described["inspectors"][0])
        round_ = workspace.new_round(
            described["name"],
            described["checklists"],
            described["units"],
            described["from"],
            described["to"],
            described["inspectors"],
        )
        for code, told in described["sheets"].items():
            visit = told["visit"]
            clock.set(visit["date"], visit["start"])
            sheet = workspace.sheet(round_, code)
            _fill(sheet, told)
            done += 1
            progress(done, total)
            if described["state"] == "finished" and sheet.findings:
                clock.set(visit["date"], "18:00")
                issue_notice(workspace, sheet, language)
        if described["state"] == "finished":
            states.finish(round_)
    return Workspace(folder, who=inspectors[0].name)


def _fill(sheet: Sheet, content: Mapping[str, Any]) -> None:
    visit = content["visit"]
    present = tuple(Present(**person) for person in visit.get("present", ()))
    fields = {key: visit[key] for key in ("date", "start", "end", "place", "remarks") if key in visit}
    sheet.set_visit(Visit(**fields, inspectors=sheet.info.inspectors, present=present))
    for mark in content.get("marks", ()):
        ref = sheet.line(mark["item"]).ref
        findings = mark.get("findings") or [None]
        for position, finding in enumerate(findings):
            sheet.set_mark(
                ref,
                mark["verdict"],
                Input(
                    note=mark.get("note"),
                    found=mark.get("found"),
                    finding={key: finding[key] for key in FINDING_FIELDS if finding.get(key)} if finding else None,
                    add=position > 0,
                ),
            )
    if content.get("rest"):
        for line in sheet.lines:
            if sheet.verdict(line.ref) == "none":
                sheet.set_mark(line.ref, content["rest"])
    for finding in content.get("others", ()):
        sheet.set_other(Finding(**{key: finding[key] for key in FINDING_FIELDS if finding.get(key)}))
