"""Seals without a signature: what they hold and what they find."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.issue import issue_notice
from store import journal, snapshot
from store.errors import Damaged, Refused
from store.given import Input
from store.record import Change
from store.rounds import Round
from store.seals import seals, standing
from store.sheet import Sheet
from store.state import replay
from store.upkeep.seal import seal
from store.workspace import Workspace
from tests.store.helpers import made_event
from tests.store.sealing import checked, faults, members_of, sealed


def sheets_of(round_: Round) -> list[Path]:
    return sorted((round_.path / "sheets").glob("S1.*"))


def test_a_manifest_names_everything_of_the_round(sealable: Workspace, round_: Round, sheet: Sheet) -> None:
    manifest = sealed(sealable, round_)

    assert (manifest.round, manifest.name, manifest.number) == (round_.info.id, "Autumn", "0001")
    assert (manifest.by, manifest.sealed[:10], manifest.units, manifest.unmarked) == ("Li", "2026-11-23", 2, 0)
    on_disk = {
        path.relative_to(round_.path).as_posix()
        for path in round_.path.rglob("*")
        if path.is_file() and "seal" not in path.parts
    }
    assert {file.path for file in manifest.files} == on_disk - {"round.json"}
    for file in manifest.files:
        data = (round_.path / file.path).read_bytes()[: file.size]
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file.size, file.sha256)
    by_path = {file.path: file for file in manifest.files}
    assert (by_path["sheets/S1.journal"].lines, by_path["sheets/S1.journal"].head) == (
        sheet.record.state.lines,
        sheet.record.head,
    )
    (issued,) = sealable.documents.all()
    assert [(one.number, one.file, one.sha256) for one in manifest.documents] == [
        (issued.number, issued.file, issued.sha256)
    ]
    assert [(one.sha256, one.size) for one in manifest.evidence] == [(sealable.evidence.all()[0], 13)]

    text = (round_.path / "seal" / "0001.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    made = standing(sealable.round(round_.info.id))
    assert made is not None
    assert (made.sha256, made.signature) == (hashlib.sha256(text.encode()).hexdigest(), "")


def test_units_without_a_mark_are_counted(workspace: Workspace, round_: Round, sheet: Sheet) -> None:
    sheet.set_note("plan", "to be seen")
    assert sealed(workspace, round_).unmarked == 2


def test_a_running_round_is_finished_first(workspace: Workspace, round_: Round) -> None:
    with pytest.raises(Refused, match="--finish"):
        seal(workspace, round_, None)
    assert (round_.info.state, seals(round_)) == ("running", [])


def test_a_sealed_round_is_not_sealed_again(sealable: Workspace, round_: Round) -> None:
    sealed(sealable, round_)
    before = round_.record.journal_path.read_bytes()
    with pytest.raises(Refused, match="reopen"):
        seal(sealable, round_, None, finish=True)
    assert round_.record.journal_path.read_bytes() == before


def test_a_damaged_or_disputed_round_is_not_sealed(sealable: Workspace, round_: Round, sheet: Sheet) -> None:
    event = made_event("fire:plan", after=0, number=1)
    sheet.record.merge([journal.Event(**{**members_of(event), "table": "marks", "after": {"verdict": "fail"}})])
    with pytest.raises(Refused, match="conflict"):
        seal(sealable, round_, None, finish=True)
    path = sheet.record.journal_path
    data = path.read_bytes()
    path.write_bytes(data[:50] + b"x" + data[51:])
    with pytest.raises(Damaged):
        seal(sealable, round_, None, finish=True)
    assert sealable.round(round_.info.id).info.state == "running"


def test_a_round_with_a_disputed_removal_is_not_sealed(sealable: Workspace, round_: Round, sheet: Sheet) -> None:
    marked = sheet.record.base("marks", "fire:plan")
    sheet.record.change(Change("marks", "fire:plan", None))
    event = made_event("fire:plan", base=marked, number=1)
    sheet.record.merge([journal.Event(**{**members_of(event), "table": "marks", "after": {"verdict": "fail"}})])
    assert sheet.record.get("marks", "fire:plan") is None
    with pytest.raises(Refused, match="conflict"):
        seal(sealable, round_, None, finish=True)
    assert sealable.round(round_.info.id).info.state == "running"


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"another photo")])
def test_a_round_whose_evidence_is_not_whole_stays_open(
    sealable: Workspace, round_: Round, damage: Callable[[Path], object]
) -> None:
    damage(sealable.evidence.path(sealable.evidence.all()[0]))
    with pytest.raises(Damaged):
        seal(sealable, round_, None, finish=True)
    assert (sealable.round(round_.info.id).info.state, seals(round_)) == ("running", [])


def test_what_cannot_be_sealed_is_said_before_anything_is_looked_at(sealable: Workspace, round_: Round) -> None:
    told: list[int] = []
    with pytest.raises(Refused, match="--finish"):
        seal(sealable, round_, None, progress=lambda done, of: told.append(done))
    assert told == []


def test_everything_stays_clean_around_a_seal(sealable: Workspace, round_: Round, sheet: Sheet) -> None:
    from store import states

    for number in ("0001", "0002"):
        seal(sealable, round_, None, finish=True)
        assert [str(fault) for fault in checked(sealable).faults] == []
        states.archive(round_, "long done")
        states.unarchive(round_)
        issue_again(sealable, sheet)
        assert checked(sealable).faults == []
        assert standing(round_) == seals(round_)[-1]
        assert seals(round_)[-1].number == number
        states.reopen(round_, "a late photo")
        assert standing(round_) is None
        sheet.set_mark("meetings", "fail", Input(note=number, finding={"problem": f"none {number}"}))
        assert checked(sealable).faults == []
    states.void(round_, "the wrong year")
    assert checked(sealable).covered["seals"] == 2
    assert checked(sealable).faults == []


def issue_again(workspace: Workspace, sheet: Sheet) -> None:
    try:
        issue_notice(workspace, sheet, "en")
    except Refused:
        assert workspace.documents.of(sheet.info.id, "S1")


# What a seal finds


def test_every_file_of_a_sealed_round_is_watched(sealable: Workspace, round_: Round) -> None:
    manifest = sealed(sealable, round_)
    root = round_.path
    watched = [root / file.path for file in manifest.files]
    watched += [
        sealable.documents.path(sealable.documents.all()[0]),
        sealable.evidence.path(sealable.evidence.all()[0]),
    ]
    watched.append(root / "seal" / "0001.json")
    for path in watched:
        data = path.read_bytes()
        for changed in (bytes([data[0] ^ 1]) + data[1:], data[:-1], data + b"\n", None):
            path.unlink()
            if changed is not None:
                path.write_bytes(changed)
            assert str(path) in {fault.file for fault in checked(sealable).faults}, (path, changed)
            if path.name != "round.journal":  # without it nothing is known of seals
                of_same_size = changed is not None and len(changed) == len(data)
                assert path.name in faults(sealable) or (path.parent.parent.name == "evidence" and of_same_size)
        path.write_bytes(data)
    assert checked(sealable).faults == []


def test_an_old_copy_of_both_of_a_pair_is_found(sealable: Workspace, round_: Round, tmp_path: Path) -> None:
    now = {path: path.read_bytes() for path in sheets_of(round_)}
    for path in now:
        shutil.copy(tmp_path / "old" / path.name, path)
    assert checked(sealable).faults == [], "without a seal nothing shows it"
    for path, data in now.items():
        path.write_bytes(data)
    sealed(sealable, round_)

    for path in now:
        shutil.copy(tmp_path / "old" / path.name, path)
    assert set(faults(sealable)) == {"S1.json", "S1.journal"}


def test_the_rounds_own_pair_put_back_is_found(sealable: Workspace, round_: Round, tmp_path: Path) -> None:
    sealed(sealable, round_)
    for path in round_.path.glob("round.*"):
        shutil.copy(tmp_path / "old" / path.name, path)
    assert Workspace(sealable.root).round(round_.info.id).info.state == "running"
    assert set(faults(sealable)) == {"round.journal"}
    assert "older" in faults(sealable)["round.journal"]


def test_what_is_put_beside_is_found(sealable: Workspace, round_: Round) -> None:
    sealed(sealable, round_)
    for pair in sheets_of(round_):
        shutil.copy(pair, pair.with_name(pair.name.replace("S1", "T1")))
    shutil.copy(round_.path / "checklists" / "fire.json", round_.path / "checklists" / "other.json")
    (round_.path / "sheets" / "K2.journal").write_bytes(b"")
    assert set(faults(sealable)) == {"T1.json", "T1.journal", "other.json"}


def test_a_journal_forged_after_the_round_was_opened_again_is_found(
    sealable: Workspace, round_: Round, sheet: Sheet
) -> None:
    from store import states

    sealed(sealable, round_)
    states.reopen(round_, "a late photo")
    lines = list(sheet.record.lines())
    parts, prev = [], lines[0].prev
    for line in lines:
        event = journal.Event(**{**members_of(line.event), "who": "Wang"})
        raw, prev = journal.encode(event, prev)
        parts.append(raw)
    ends = [sum(map(len, parts[: at + 1])) for at in range(len(parts))]
    data = b"".join(parts)
    made = journal.decode_all(data, sheet.record.journal_path, 0, lines[0].prev)
    sheet.record.journal_path.write_bytes(data)
    sheet.record.json_path.write_bytes(snapshot.dump(replay(zip(made, ends, strict=True)).tables))
    (fault,) = checked(sealable).faults
    assert Path(fault.file).name == "S1.journal"
    assert "begin" in str(fault)


def test_a_file_that_is_no_file_is_not_waited_for(sealable: Workspace, round_: Round) -> None:
    import os

    sealed(sealable, round_)
    path = round_.path / "checklists" / "fire.json"
    path.unlink()
    path.symlink_to("/dev/zero")
    assert "fire.json" in {Path(fault.file).name for fault in checked(sealable).faults}
    path.unlink()
    os.mkfifo(path)
    assert "fire.json" in {Path(fault.file).name for fault in checked(sealable).faults}
