"""What nobody looked at, or not for long: units without a mark in any round, and passes that have aged."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from store.counting import counting
from store.model import Unit
from store.progress import Progress
from store.record import Record
from store.sheet import MARKS
from store.units import chosen
from store.workspace import Workspace


class Aged(NamedTuple):
    """A pass that the workspace does not believe any more: of which unit and item, in which round, of which day."""

    unit: str
    name: str
    item: str
    round: str
    day: str


def uninspected(workspace: Workspace, progress: Progress | None = None) -> list[Unit]:
    """The units that no round has a mark of, without those that are closed, or that others belong to."""
    seen: set[str] = set()
    rounds = counting(workspace)
    for done, round_ in enumerate(rounds):
        seen.update(code for code, tally in workspace.tallies(round_).items() if tally.marked)
        if progress is not None:
            progress(done + 1, len(rounds))
    units = workspace.units.all()
    return [units[code] for code in chosen(units, every=True) if code not in seen and not units[code].state]


def aged(workspace: Workspace, progress: Progress | None = None) -> list[Aged]:
    """The passes older than the workspace's `pass_valid_days` that are the last word on their item, oldest first.

    None where a pass is believed for ever.
    """
    days, zone = workspace.settings.pass_valid_days, workspace.settings.zone
    if not days:
        return []
    limit = workspace.today - timedelta(days=days)
    last: dict[tuple[str, str], tuple[date, str, str]] = {}
    names: dict[str, str] = {}
    rounds = counting(workspace)[::-1]  # of marks of one day, that of the newest round counts
    for done, round_ in enumerate(rounds):
        for code, unit in round_.units.items():
            record = Record(round_.path / "sheets" / code, workspace.hands)
            names.setdefault(code, unit.name)
            for doc in record.state.docs(MARKS) if record.exists else ():
                value, item = doc["value"], (code, doc["key"])
                day = datetime.fromisoformat(doc["time"]).astimezone(zone).date()
                if value is None or value["verdict"] == "none" or (item in last and last[item][0] >= day):
                    continue
                last[item] = (day, value["verdict"], round_.info.id)
        if progress is not None:
            progress(done + 1, len(rounds))
    old = [
        Aged(code, names[code], item, round_id, day.isoformat())
        for (code, item), (day, verdict, round_id) in last.items()
        if verdict == "pass" and day < limit
    ]
    return sorted(old, key=lambda each: (each.day, each.unit))
