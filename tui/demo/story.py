"""What happens in the sample: rounds begin, units are inspected, notices go out, rectifications take their steps."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from reports.issue import issue_notice
from reports.kinds import KINDS, Asked
from store import followup, followup_results, round_units
from store.attached import Attached
from store.given import FINDING_FIELDS, Input
from store.model import Finding, Present, Visit
from store.rectifying.desk import Desk
from store.rectifying.model import Step
from store.rounds import Round
from store.sheet import Sheet
from store.workspace import Workspace

Told = Mapping[str, Any]
"""A part of the sample's JSON."""


class Story:
    """Does in a workspace what the sample tells; `go_to` sets its clock, files to attach are made in `desk`."""

    def __init__(self, workspace: Workspace, go_to: Callable[[str], None], language: str, desk: Path) -> None:
        self._workspace, self._go_to, self._language, self._desk = workspace, go_to, language, desk

    def begin(self, told: Told) -> Round:
        """Make a round, or with `follows` the follow-up of the round with that name."""
        self._at(f"{told['from']}T08:30", told["inspectors"][0])
        period = told["from"], told["to"], told["inspectors"]
        if "follows" in told:
            parent = self._workspace.round(told["follows"])
            return followup.make(self._workspace, parent, told["name"], (), *period).round
        return self._workspace.new_round(told["name"], told["checklists"], told["units"], *period)

    def inspect(self, round_: Round, unit: str, told: Told) -> None:
        """Fill a unit's sheet, and issue its notice if there is one."""
        visit = told["visit"]
        self._at(f"{visit['date']}T{visit['start']}", told.get("by", round_.info.inspectors[0].name))
        sheet = self._workspace.sheet(round_, unit)
        self._fill(sheet, told)
        if "notice" in told:
            self._go_to(told["notice"])
            issue_notice(self._workspace, sheet, self._language)

    def tell(self, round_: Round, event: Told) -> None:
        """After the visits: steps of rectifications, units leaving, results taken over, documents issued."""
        self._at(event["on"], event["who"])
        if "step" in event:
            given = {key: value for key, value in event["step"].items() if key not in ("id", "files")}
            files = self._files(event["step"].get("files", {}))
            Desk(self._workspace).take(event["step"]["id"], Step(**given), files=files)
        for kind, units in event.get("issue", {}).items():
            for unit in units:
                asked = Asked(workspace=self._workspace, lang=self._language, round=round_, units=(unit,), issue=True)
                KINDS[kind].number(asked)
        for code, reason in event.get("leave", {}).items():
            round_units.leave(round_, [code], reason)
        for unit in event.get("apply", ()):
            list(followup_results.apply(self._workspace, round_, [unit]))

    def _at(self, moment: str, who: str) -> None:
        self._go_to(moment)
        self._workspace.sign_in(who)

    def _fill(self, sheet: Sheet, told: Told) -> None:
        visit = told["visit"]
        present = tuple(Present(**person) for person in visit.get("present", ()))
        fields = {key: visit[key] for key in ("date", "start", "end", "place", "remarks") if key in visit}
        sheet.set_visit(Visit(**fields, inspectors=sheet.info.inspectors, present=present))
        for mark in told.get("marks", ()):
            ref = sheet.line(mark["item"]).ref
            for position, finding in enumerate(mark.get("findings") or [None]):
                given = Input(
                    note=mark.get("note"),
                    found=mark.get("found"),
                    finding=_given(finding) if finding else None,
                    add=position > 0,
                    outcome=mark.get("outcome"),
                    evidence=self._files((finding or mark).get("files", {})),
                )
                sheet.set_mark(ref, mark["verdict"], given)
        if told.get("rest"):  # in one write, as results from elsewhere are
            left = [line.ref for line in sheet.lines if sheet.verdict(line.ref) == "none"]
            changes = [sheet.change_for(ref, told["rest"], Input()) for ref in left]
            sheet.record.change_all(filter(None, changes))
        for finding in told.get("others", ()):
            sheet.set_other(Finding(**_given(finding)))

    def _files(self, told: Mapping[str, Iterable[str]]) -> tuple[Attached, ...]:
        """Files by name, each with its lines; a picture is made up."""
        taken = []
        for name, lines in told.items():
            data = _picture() if name.endswith(".png") else "\n".join([*lines, ""]).encode()
            self._workspace.disk.replace(self._desk / name, data)
            taken.append(self._workspace.evidence.take_in(self._desk / name))
        return tuple(taken)


def _given(finding: Told) -> dict[str, Any]:
    return {key: finding[key] for key in FINDING_FIELDS if finding.get(key)}


def _picture(width: int = 240, height: int = 320) -> bytes:
    """A PNG of a page with lines of writing, in grey."""
    page = [bytearray(b"\xff" * width) for _ in range(height)]
    for top in range(32, height - 24, 16):
        end = width - 24 - top * 7 % 90
        for y in range(top, top + 3):
            page[y][24:end] = b"\x50" * (end - 24)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + line for line in page))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
