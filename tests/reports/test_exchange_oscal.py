"""The plan of action and milestones: what the schema of OSCAL wants, and what no schema finds."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reports.exchange.collect import Collected
from reports.exchange.formats import writer
from store.given import Input
from store.rectifying.desk import Desk
from store.rectifying.model import Step
from store.rounds import Round
from store.sheet import Sheet
from store.workspace import Workspace
from tests.reports import everything
from tests.reports.everything import HOSTILE, Spread
from tests.reports.exchanging import export, filled, made, plain

pytestmark = pytest.mark.slow

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:(00|15|30|45))")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return everything.workspace_with_units(tmp_path / "workspace")


@pytest.fixture(params=["plain", "hostile", "follow-up"])
def round_(workspace: Workspace, request: pytest.FixtureRequest) -> Round:
    first, again = everything.filled(workspace, everything.plain if request.param == "plain" else Spread(HOSTILE))
    return again if request.param == "follow-up" else first


def plan(workspace: Workspace, round_: Round) -> dict[str, Any]:
    """The plan itself."""
    whole: dict[str, Any] = json.loads(export(workspace, round_, "oscal"))
    assert list(whole) == ["plan-of-action-and-milestones"]
    found: dict[str, Any] = whole["plan-of-action-and-milestones"]
    return found


def members(value: Any) -> Iterator[tuple[str, Any]]:
    """Every member of every object, by name."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield name, member
            yield from members(member)
    elif isinstance(value, list):
        for each in value:
            yield from members(each)


def test_trestle_finds_it_valid(workspace: Workspace, round_: Round, tmp_path: Path) -> None:
    project = tmp_path / "project"
    folder = project / "plan-of-action-and-milestones" / "round"
    folder.mkdir(parents=True)
    file = folder / "plan-of-action-and-milestones.json"
    file.write_bytes(export(workspace, round_, "oscal"))

    def trestle(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "trestle", *arguments]
        return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)

    assert trestle("init", "--local").returncode == 0
    done = trestle("validate", "-f", str(file))
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    broken = file.read_text(encoding="utf-8").replace('"not-satisfied"', '"fail"')
    file.write_text(broken, encoding="utf-8")
    assert trestle("validate", "-f", str(file)).returncode != 0


def test_what_trestle_lets_pass_is_right_too(workspace: Workspace, round_: Round) -> None:
    found = plan(workspace, round_)
    pairs = list(members(found))
    own = [value for name, value in pairs if name == "uuid"]
    assert len(set(own)) == len(own) > 20
    named = [value for name, value in pairs if name.endswith("-uuid")]
    named += [uuid for name, value in pairs if name == "party-uuids" for uuid in value]
    assert sorted(set(named) - set(own)) == []
    assert [name for name, value in pairs if value in ([], {}, "")] == []
    for name, value in pairs:
        if name in ("title", "name", "short-name", "text", "value"):
            assert value == " ".join(value.split())
        if name in ("last-modified", "collected", "deadline", "start", "date"):
            assert MOMENT.fullmatch(value), (name, value)


def test_a_finding_is_a_risk_with_what_is_done_about_it(tmp_path: Path) -> None:
    workspace = made(tmp_path / "workspace")
    found = plan(workspace, filled(workspace, plain("said")))
    assert [len(found[name]) for name in ("observations", "risks", "findings", "poam-items")] == [6, 3, 3, 3]
    risk = found["risks"][0]
    assert (risk["title"], risk["status"], risk["deadline"]) == (
        "problem said", "remediating", "2026-12-20T00:00:00+08:00",
    )  # fmt: skip
    steps = risk["risk-log"]["entries"]
    assert [step["title"] for step in steps] == [
        "report progress: to be rectified",
        "answer and ask to close: answered",
    ]
    assert [step["status-change"] for step in steps] == ["open", "remediating"]
    assert "measure said" in risk["remediations"][1]["description"]
    assert found["findings"][0]["target"]["target-id"] == "item-fire_clear"
    assert found["poam-items"][0]["related-risks"] == [{"risk-uuid": risk["uuid"]}]


def statuses(workspace: Workspace, round_: Round) -> list[str]:
    return [risk["status"] for risk in plan(workspace, round_)["risks"]]


def test_the_status_follows_the_rectification(tmp_path: Path) -> None:
    workspace = made(tmp_path / "workspace")
    round_ = filled(workspace, plain("said"))
    desk, ids = Desk(workspace), [f"S1-{number:04}" for number in (1, 2, 3)]
    asked = Step(verb="extend", note="late", progress="half", due="2026-12-30")
    for each in ids[1:]:
        desk.take(each, asked)
    assert statuses(workspace, round_) == ["remediating", "deviation-requested", "deviation-requested"]
    workspace.sign_in("Wang")
    desk.take(ids[1], Step(verb="grant"))
    desk.take(ids[0], Step(verb="accept"))
    assert statuses(workspace, round_) == ["closed", "deviation-approved", "deviation-requested"]


def test_a_rectification_stays_in_the_plan_when_its_mark_is_changed(tmp_path: Path) -> None:
    workspace = made(tmp_path / "workspace")
    round_ = filled(workspace, plain("said"))
    sheet: Sheet = workspace.sheet(round_, "S1")
    sheet.set_mark("fire:clear", "pass")
    found = plan(workspace, round_)
    assert sorted(risk["title"] for risk in found["risks"]) == [
        "other.problem said",
        "problem said",
        "second.problem said",
    ]


@pytest.mark.parametrize("kind", ["oscal", "xlsx"])
def test_what_is_recorded_meanwhile_is_not_half_in_it(tmp_path: Path, kind: str) -> None:
    workspace = made(tmp_path / "workspace")
    round_ = filled(workspace, plain("said"))
    before = export(workspace, round_, kind)

    def record(done: int, of: int) -> None:
        other = Workspace(workspace.root, who="Wang")
        sheet = other.sheet(other.round(round_.info.id), "S1")
        sheet.set_mark("fire:clear", "fail", Input(finding={"problem": f"after {done}"}, add=True))
        sheet.set_note("fire:plan", f"after {done}")
        Desk(other).take("S1-0002", Step(verb="progress", note=f"after {done}"))

    assert b"".join(writer(kind)(Collected(workspace, round_), record)) == before
    assert export(workspace, round_, kind) != before
