"""A workspace over a year, worked on through the command line by one person after the other; its clock can be set."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from store.clock import Clock
from tests.tui.conftest import Cli, Done

CHECKLIST = """\
format: 1
id: site-safety
version: "1"
title: {zh: 场所安全责任, en: Who answers for safe premises}
demands: {na: [note]}
responsibility:
  - id: duty
    title: {zh: 责任, en: Duty}
    items:
      - id: plan
        text: {zh: 制定了预案, en: There is a plan for emergencies}
        grade: high
        weight: 2
      - id: drills
        text: {zh: 每年演练不少于4次, en: Four drills are held a year}
        criterion: {count: {at_least: 4, per: year}}
        grade: medium
countermeasures:
  - id: premises
    title: {zh: 场所, en: Premises}
    grade: medium
    items:
      - id: exits
        text: {zh: 疏散通道畅通, en: Escape routes are clear}
        veto: yes
      - id: register
        text: {zh: 检修登记完整, en: The maintenance register is complete}
        grade: low
"""
UNITS = """\
code,name,type,parent
EDU,County education bureau,,
S1,East School,primary-school,EDU
S2,West School,primary-school,EDU
S3,North School,primary-school,EDU
K1,Kindergarten,kindergarten,EDU
"""
ITEMS = ("plan", "drills", "exits", "register")


class Year:
    """The command line on the days of a year, for one person after the other."""

    def __init__(self, cli: Cli, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.cli, self._set, self.folder = cli, monkeypatch.setattr, folder

    def on(self, day: str, time: str = "09:00") -> None:
        """It is this moment, by the clock on the office's wall."""
        moment = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
        self._set(Clock, "now", lambda self: moment)

    def call(self, who: str, *arguments: object, stdin: bytes = b"") -> Done:
        """`auditty --inspector WHO ARGUMENTS…` in the workspace, whatever comes of it."""
        return self.cli("-w", self.folder, "--inspector", who, *arguments, stdin=stdin)

    def done(self, who: str, *arguments: object, stdin: bytes = b"") -> Done:
        """The same, which must succeed without a complaint."""
        done = self.call(who, *arguments, stdin=stdin)
        assert (done.code, done.err) == (0, ""), (arguments, done)
        return done

    def refused(self, who: str, *arguments: object) -> str:
        """The same, which must be refused; the reason."""
        done = self.call(who, *arguments)
        assert (done.code, done.out) == (2, ""), (arguments, done)
        return done.err

    def board(self, *options: str) -> dict[str, str]:
        """The states of the rectifications listed, by id."""
        done = self.call("Zhao", "rectify", "list", "--json", *options)
        return {row["id"]: row["state"] for row in done.json}

    def warns(self, *options: str) -> int:
        """The exit code of the call that cron makes."""
        return self.call("cron", "rectify", "list", *options).code

    def inspect(self, who: str, round_: str, unit: str, failed: dict[str, dict[str, str]]) -> None:
        """A visit and every mark of a sheet, as JSON lines."""
        self.done(
            who, "visit", round_, unit, "--start", "09:00", "--end", "11:00", "--place", "Office", "--inspector", who,
            "--present", "Chen Head of office",
        )  # fmt: skip
        marks = [{"unit": unit, "item": item, "verdict": "pass"} | ({"found": "4"} if item == "drills" else {})
                 for item in ITEMS if item not in failed]  # fmt: skip
        marks += [{"unit": unit, "item": item, "verdict": "fail", **told} for item, told in failed.items()]
        answers = self.done(who, "mark", round_, "-", stdin="\n".join(map(json.dumps, marks)).encode()).answers
        assert [answer["ok"] for answer in answers] == [True] * len(ITEMS)
