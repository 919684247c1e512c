"""A sample workspace, made through the same calls that people's work goes through."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from store import states, unit_life
from store.clock import Clock
from store.disk import Disk
from store.model import Inspector
from store.progress import Progress
from store.units import Row
from store.upkeep.seal import seal
from store.workspace import Workspace
from tui.demo.story import Story


class _StoryClock(Clock):
    """Time as the sample tells it: set to a moment, it runs on by some seconds with every look."""

    def __init__(self, zone: ZoneInfo, moment: str) -> None:
        self._zone = zone
        self.set(moment)

    def set(self, moment: str) -> None:
        """Go to a moment in the workspace's zone, such as "2026-01-04T09:00"."""
        self._moment = datetime.fromisoformat(moment).replace(tzinfo=self._zone).astimezone(UTC)

    def now(self) -> datetime:
        self._moment += timedelta(seconds=7)
        return self._moment


def make(folder: Path, language: str, progress: Progress = lambda done, of: None) -> Workspace:
    """Make the sample workspace in `folder`, which must be empty or missing, and open it: whole or not at all.

    Raises:
        Refused: the folder is not empty.
    """
    disk = Disk()
    was_there, empty = disk.stamp(folder) is not None, not disk.names(folder)
    try:
        return _make(folder, language, progress)
    except BaseException:
        if empty:
            for name in disk.names(folder):
                disk.remove_tree(folder / name)
        if not was_there:
            disk.remove_tree(folder)
        raise


def _make(folder: Path, language: str, progress: Progress) -> Workspace:
    content = json.loads(files(__name__).joinpath(f"demo-{language}.json").read_bytes())
    members = {
        key: content[key] for key in ("issuing_body", "reply_to", "contact_person", "contact_phone") if key in content
    }
    workspace = Workspace.create(folder, content["title"], language, prefix=content["document_prefix"], **members)
    clock = workspace.hands.clock = _StoryClock(workspace.settings.zone, f"{content['rounds'][0]['from']}T08:00")
    inspectors = [Inspector(**inspector) for inspector in content["inspectors"]]
    workspace.sign_in(inspectors[0].name)
    workspace.set_inspectors(inspectors)
    workspace.units.take_in([Row(number, unit) for number, unit in enumerate(content["units"], 1)], "demo")
    total = sum(len(told["sheets"]) for told in content["rounds"])
    done = 0
    with TemporaryDirectory() as desk:
        story = Story(workspace, clock.set, language, Path(desk))
        for told in content["rounds"]:
            round_ = story.begin(told)
            for code, sheet in told["sheets"].items():
                story.inspect(round_, code, sheet)
                done += 1
                progress(done, total)
            for event in told.get("after", ()):
                story.tell(round_, event)
            if told["state"] == "finished":
                states.finish(round_)
            elif told["state"] == "sealed":
                seal(workspace, round_, None, finish=True)  # unsigned: a sample has no key
    _close_units(workspace, clock, content["closed"])
    return Workspace(folder, who=inspectors[0].name)


def _close_units(workspace: Workspace, clock: _StoryClock, closed: Mapping[str, Any]) -> None:
    for code, told in closed.items():
        clock.set(told["on"])
        unit_life.close(workspace.units, code, told["reason"])
