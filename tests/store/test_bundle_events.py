"""A bundle whose file is sound and whose content is none that this program writes: refused whole."""

from __future__ import annotations

import hashlib
import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checklists.errors import AudittyError
from store.errors import Damaged, Refused
from store.given import Input
from store.journal import Event
from store.upkeep.archive import MANIFEST, ROUND
from store.upkeep.bundle import export, take_in
from store.workspace import Workspace
from tests.store.bundles import SHEET, Repacked, laptop, office, refused, sound
from tests.store.test_bundle import other

__all__ = ["laptop", "office", "sound"]  # fixtures


# The journals


CHAIN_FAULTS: tuple[Callable[[bytes], bytes], ...] = (
    lambda raw: raw.replace(b"blocked", b"blooked"),
    lambda raw: b"".join(raw.splitlines(True)[1:]),
    lambda raw: b"".join(reversed(raw.splitlines(True))),
    lambda raw: b"[" * 100_000 + b"\n" + raw,
)


@pytest.mark.parametrize("change", CHAIN_FAULTS, ids=["a letter", "a line", "the order", "nonsense"])
def test_a_broken_chain(laptop: Workspace, sound: Path, tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    bad = Repacked(sound)
    bad.entries[SHEET] = change(bad.entries[SHEET])
    bad.listed()
    refused(laptop, bad.write(tmp_path / "bad.zip"), error=Damaged)


def test_a_last_line_that_is_not_whole(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    bad = Repacked(sound)
    bad.entries[SHEET] = bad.entries[SHEET][:-1]
    bad.listed()
    refused(laptop, bad.write(tmp_path / "torn.zip"), "not whole")


def test_the_journal_of_another_record(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    bad = Repacked(sound)
    bad.entries["sheets/K1.journal"] = bad.entries[SHEET]
    bad.listed()
    refused(laptop, bad.write(tmp_path / "bad.zip"), error=Damaged)


def _value(**members: Any) -> Callable[[Event], Event]:
    return lambda event: replace(event, after={**(event.after or {}), **members})


FAULTS: dict[str, Callable[[Event], Event]] = {
    "a number for a note": _value(note=5),
    "a note too long": _value(note="x" * 20_001),
    "half a character": _value(note="\ud800"),
    "an unknown member": _value(more="x"),
    "an unknown verdict": _value(verdict="maybe"),
    "no verdict": lambda event: replace(event, after={"note": "x", "findings": []}),
    "no findings": lambda event: replace(event, after={"verdict": "fail"}),
    "findings that are none": _value(findings=[{"problem": 1}]),
    "a finding without an id": _value(findings=[{"problem": "x"}]),
    "a finding with the id of a path": _value(findings=[{"id": "../x", "problem": "x"}]),
    "a due date that is none": _value(findings=[{"id": "f1", "due": "soon"}]),
    "evidence that is a path": _value(evidence=["../../etc/passwd"]),
    "evidence that is not there": _value(evidence=["0" * 64]),
    "a wording that is none": _value(wording="x"),
    "a value that is a list": lambda event: replace(event, after=[]),  # type: ignore[arg-type]
    "a key of no checklist": lambda event: replace(event, key="ice:clear"),
    "a key that is none": lambda event: replace(event, key="clear"),
    "a key that is a number": lambda event: replace(event, key=5),  # type: ignore[arg-type]
    "a table that no sheet has": lambda event: replace(event, table="ledger"),
    "a table that the file has": lambda event: replace(event, table="_journal", key="1"),
    "an id that is none": lambda event: replace(event, id="../x"),
    "a time that is none": lambda event: replace(event, time="yesterday"),
    "a day that is none": lambda event: replace(event, time="2026-02-30T00:00:00.000Z"),
    "a name too long": lambda event: replace(event, who="x" * 201),
    "a name that is a list": lambda event: replace(event, who=["x"]),  # type: ignore[arg-type]
    "another value before": lambda event: replace(event, before={"verdict": "na", "findings": []}),
    "a base that is not there": lambda event: replace(event, base="0" * 23),
    "resolves what is not there": lambda event: replace(event, resolves=("0" * 23,)),
    "resolves a number": lambda event: replace(event, resolves=(5,)),  # type: ignore[arg-type]
    "takes back what is not there": lambda event: replace(event, undo="0" * 23),
    "builds upon itself": lambda event: replace(event, base=event.id),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_event_that_this_program_does_not_write(
    laptop: Workspace, office: Workspace, sound: Path, tmp_path: Path, fault: str
) -> None:
    bad = Repacked(sound)
    events = bad.events(SHEET)
    at = next(number for number, event in enumerate(events) if (event.after or {}).get("verdict") == "fail")
    try:
        bad.put(SHEET, [*events[:at], FAULTS[fault](events[at])])
    except UnicodeEncodeError:  # it cannot be written as UTF-8; JSON can spell it
        bad.put(SHEET, [*events[:at], _value(note="HALF")(events[at])])
        bad.entries[SHEET] = _rehashed(bad, bad.entries[SHEET].replace(b"HALF", b"\\ud800"))
    bad.listed()
    refused(laptop, bad.write(tmp_path / "bad.zip"), error=(Refused, Damaged))
    with pytest.raises(AudittyError):
        take_in(office, tmp_path / "bad.zip")


def _rehashed(bad: Repacked, raw: bytes) -> bytes:
    """A journal whose bytes were changed, its last line's hash worked out anew."""
    *lines, last = raw.splitlines(True)
    body = last[: last.rindex(b',"sha"')]
    return b"".join(lines) + body + b',"sha":"' + hashlib.sha256(body).hexdigest().encode() + b'"}\n'


def test_a_line_that_stands_twice(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    bad = Repacked(sound)
    events = bad.events(SHEET)
    bad.put(SHEET, [*events, events[0]])
    bad.listed()
    refused(laptop, bad.write(tmp_path / "bad.zip"), "earlier line")


def test_an_event_of_here_that_says_something_else_there(office: Workspace, sound: Path, tmp_path: Path) -> None:
    bad = Repacked(sound)
    events = bad.events(SHEET)
    bad.put(SHEET, [*events[:-1], replace(events[-1], who="Somebody")])
    bad.listed()
    refused(office, bad.write(tmp_path / "bad.zip"), "something else")


ROUND_FAULTS: dict[str, Callable[[Event], Event]] = {
    "the id of another round": _value(id="r261123-aaaaaa"),
    "no checklist": _value(checklists=[]),
    "an unknown state": _value(state="melted"),
    "a closed round": _value(state="sealed"),
    "a period that is none": _value(period_to="soon"),
    "a checklist beside the folder": _value(
        checklists=[{"id": "../x", "version": "1", "digest": "0" * 64, "title": {"zh": "x", "en": "x"}}]
    ),
    "a file beside the folder": _value(
        checklists=[
            {"id": "fire", "version": "1", "digest": "0" * 64, "title": {"zh": "x", "en": "x"}, "file": "../../x"}
        ]
    ),
    "no head": lambda event: replace(event, after=None),
}


@pytest.mark.parametrize("fault", ROUND_FAULTS)
def test_a_round_that_this_program_does_not_write(laptop: Workspace, sound: Path, tmp_path: Path, fault: str) -> None:
    bad = Repacked(sound)
    head, *rest = bad.events(ROUND)
    bad.put(ROUND, [ROUND_FAULTS[fault](head), *rest])
    bad.listed()
    refused(laptop, bad.write(tmp_path / "bad.zip"))


def test_units_that_are_none(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    changes: list[dict[str, Any]] = [{"code": "S2"}, {"types": "school"}, {"name": None}, {"type_title": {"zh": 5}}]
    for number, change in enumerate(changes):
        bad = Repacked(sound)
        head, unit, *rest = bad.events(ROUND)
        bad.put(ROUND, [head, _value(**change)(unit), *rest])
        bad.listed()
        refused(laptop, bad.write(tmp_path / f"bad{number}.zip"), "not such a value")


def test_another_round_of_the_same_id(office: Workspace, sound: Path, tmp_path: Path) -> None:
    bad = Repacked(sound)
    head, *rest = bad.events(ROUND)
    bad.put(ROUND, [replace(head, id="f" * 23), *rest])
    bad.listed()
    refused(office, bad.write(tmp_path / "bad.zip"), "another round")


# Checklists and evidence


def _pin(bad: Repacked, data: bytes) -> None:
    """Let the round pin `data` as its checklist."""
    head, *rest = bad.events(ROUND)
    assert head.after is not None
    pinned = {**head.after["checklists"][0], "digest": hashlib.sha256(data).hexdigest()}
    bad.put(ROUND, [_value(checklists=[pinned])(head), *rest])
    bad.entries["checklists/fire.json"] = data
    bad.listed()


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: {**plain, "id": "ice"},
        lambda plain: {**plain, "grading": 5},
        lambda plain: {**plain, "more": 5},
        lambda plain: [plain],
        lambda plain: {key: value for key, value in plain.items() if key != "title"},
    ],
)
def test_a_pinned_file_that_is_no_checklist(
    laptop: Workspace, sound: Path, tmp_path: Path, change: Callable[[Any], Any]
) -> None:
    bad = Repacked(sound)
    plain = change(json.loads(bad.entries["checklists/fire.json"]))
    _pin(bad, json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
    refused(laptop, bad.write(tmp_path / "bad.zip"), "not the checklist")


def test_a_checklist_in_words_that_it_does_not_have(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    bad = Repacked(sound)
    data = bad.entries["checklists/fire.json"].replace(b'"per":"year"', b'"per":"eon"')
    assert data != bad.entries["checklists/fire.json"]
    _pin(bad, data)
    refused(laptop, bad.write(tmp_path / "bad.zip"), "not the checklist")


def test_another_checklist_than_the_pinned_one(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    bad = Repacked(sound)
    bad.entries["checklists/fire.json"] += b" "
    bad.listed()
    refused(laptop, bad.write(tmp_path / "bad.zip"), "not the checklist")


def test_a_pinned_checklist_missing_or_one_too_many(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    bad = Repacked(sound)
    bad.entries["checklists/ice.json"] = bad.entries["checklists/fire.json"]
    bad.listed()
    refused(laptop, bad.write(tmp_path / "more.zip"), "not both")
    del bad.entries["checklists/ice.json"], bad.entries["checklists/fire.json"]
    bad.listed()
    refused(laptop, bad.write(tmp_path / "less.zip"), "not both")


def _evidence(bad: Repacked) -> str:
    return next(name for name in bad.entries if name.startswith("evidence/"))


def test_evidence_that_is_not_what_its_name_says(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    bad = Repacked(sound)
    bad.entries[_evidence(bad)] = b"another"
    bad.listed()
    refused(laptop, bad.write(tmp_path / "bad.zip"), "content")


def test_evidence_that_nothing_names_or_that_is_missing(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    bad = Repacked(sound)
    data = b"planted"
    bad.entries[f"evidence/{hashlib.sha256(data).hexdigest()}"] = data
    bad.listed()
    refused(laptop, bad.write(tmp_path / "more.zip"), "nothing in the bundle names")
    bad = Repacked(sound)
    del bad.entries[_evidence(bad)]
    bad.listed()
    refused(laptop, bad.write(tmp_path / "less.zip"), "neither in the bundle nor here")


def test_evidence_that_is_too_large_here(office: Workspace, sound: Path, tmp_path: Path) -> None:
    small = other(tmp_path / "small", "Wang")
    text = (small.root / "workspace.yaml").read_text()
    (small.root / "workspace.yaml").write_text(re.sub("evidence_mb: [0-9]+", "evidence_mb: 1", text))
    data = random.Random(1).randbytes((1 << 20) + 1)
    (tmp_path / "large").write_bytes(data)
    attached = office.evidence.take_in(tmp_path / "large")
    office.sheet(office.rounds()[0], "S1").set_mark("plan", "pass", Input(evidence=(attached,)))
    export(office, office.rounds()[0], tmp_path / "large.zip")
    refused(Workspace(small.root), tmp_path / "large.zip", "larger")


def test_noise_never_ends_in_a_crash(laptop: Workspace, tmp_path: Path) -> None:
    chance = random.Random(7)
    for number in range(60):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            file.writestr(MANIFEST, chance.randbytes(40))
        data = bytearray(buffer.getvalue())
        for _ in range(6):
            data[chance.randrange(len(data))] = chance.randrange(256)
        (tmp_path / f"{number}.zip").write_bytes(bytes(data))
        with pytest.raises(AudittyError):
            take_in(laptop, tmp_path / f"{number}.zip")
