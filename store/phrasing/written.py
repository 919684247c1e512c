"""What was written on the sheets of a round: its notes and findings, to be written again.

What a round has is kept in a disposable file by each sheet's journal, so that only sheets that changed are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from store.changes import Hands
from store.errors import StoreError
from store.page import MARKS, OTHERS
from store.phrasing.own import LONGEST, Phrase
from store.progress import Progress
from store.rounds import Round
from store.state import Tables
from store.tables import Stamp, collector_resting, sheets_of


class Written(NamedTuple):
    """A finding, or a note. `ref` is the item's, "" outside the list; `time` that of its last change, UTC."""

    unit: str
    ref: str
    time: str
    note: str
    problem: str
    requirement: str
    grade: str


def read(round_: Round, hands: Hands, progress: Progress | None = None) -> list[Written]:
    """Every note and finding of the units that take part. Sheets that cannot be read have none.

    `progress(done, of)` is told of each sheet that is read, and what it raises ends the reading.

    Raises:
        StoreError: the round cannot be read.
    """
    from orjson import dumps

    root = round_.path.parent.parent
    kept_in = root / ".cache" / f"written-{round_.info.id}.json"
    kept = _load(kept_in, hands)
    stamps: dict[str, Stamp] = {code: (size, time) for code, (size, time, _entries) in kept.items()}
    found: dict[str, Any] = {code: sheet for code, sheet in kept.items() if code in round_.units}
    fresh = False
    with collector_resting():
        for done, sheet in enumerate(sheets_of(round_, hands, stamps)):
            if progress is not None:
                progress(done, len(round_.units))
            if sheet.damage is None:
                found[sheet.unit.code] = (*sheet.stamp, _entries(sheet.tables))
                fresh = True
    if fresh:
        try:
            hands.disk.make_dir(kept_in.parent)
            hands.disk.replace(kept_in, dumps(found))
        except (StoreError, TypeError):
            pass  # the file only saves time
    return [Written(code, *entry) for code, (_size, _time, entries) in found.items() for entry in entries]


def _load(path: Path, hands: Hands) -> dict[str, tuple[int, int, list[list[str]]]]:
    from orjson import loads

    try:
        kept = loads(hands.disk.read(path)) if hands.disk.size(path) is not None else {}
        if all(len(entry) == len(Written._fields) - 1 for sheet in kept.values() for entry in sheet[2]):
            return {code: (size, time, entries) for code, (size, time, entries) in kept.items()}
    except (StoreError, ValueError, TypeError, AttributeError, IndexError):
        pass
    return {}


def _entries(tables: Tables) -> list[list[str]]:
    found = []
    for doc in tables.get(MARKS, {}).values():
        value, ref, time = doc["value"], doc["key"], doc["time"]
        if value is not None:
            if value["note"]:
                found.append([ref, time, value["note"], "", "", ""])
            found += [_finding(ref, time, finding) for finding in value["findings"] if finding["problem"]]
    for doc in tables.get(OTHERS, {}).values():
        if doc["value"] is not None:
            found.append(_finding("", doc["time"], doc["value"]))
    return found


def _finding(ref: str, time: str, finding: dict[str, Any]) -> list[str]:
    return [ref, time, "", finding["problem"], finding["requirement"], finding["grade"]]


def offered(field: str, ref: str, own: Iterable[Phrase], given: Sequence[str], written: Iterable[Written]) -> list[str]:
    """The phrases for a field of the item `ref`, "" outside the list: most used first, then the office's, then newest.

    `own` are the office's, `given` those of the checklist, `written` what was written anywhere.
    """
    curated = [phrase.text for phrase in own if phrase.item and phrase.fits(field, ref)]
    curated += [*given, *(phrase.text for phrase in own if not phrase.item and phrase.fits(field, ref))]
    uses: Counter[str] = Counter(dict.fromkeys(curated, 1))
    latest = dict.fromkeys(curated, "")
    for each in written:
        text = getattr(each, field).strip() if each.ref == ref else ""
        if text and len(text) <= LONGEST:
            uses[text] += 1
            latest[text] = max(latest.get(text, ""), each.time)
    place = {text: number for number, text in enumerate(reversed(curated), 1)}
    return sorted(uses, key=lambda text: (uses[text], place.get(text, 0), latest[text]), reverse=True)


class Again(NamedTuple):
    """A finding that was written `times` times in the same words, the last time at `time` of `unit`."""

    ref: str
    problem: str
    requirement: str
    grade: str
    times: int
    unit: str
    time: str


def findings(written: Iterable[Written]) -> list[Again]:
    """The findings among what was written, each once: the most frequent first, then the newest."""
    found: dict[tuple[str, str, str, str], Again] = {}
    for each in written:
        if each.problem:
            key = (each.ref, each.problem, each.requirement, each.grade)
            before = found.get(key)
            newer = before is None or each.time > before.time
            unit, time = (each.unit, each.time) if newer or before is None else (before.unit, before.time)
            found[key] = Again(*key, before.times + 1 if before else 1, unit, time)
    return sorted(found.values(), key=lambda again: (again.times, again.time), reverse=True)
