"""Sealing while others work, sealing that is interrupted, and manifests that somebody else wrote."""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store import journal
from store.errors import MachineError, Refused
from store.record import Change
from store.rounds import Round
from store.seals import SEALS, seals, standing
from store.sheet import Sheet
from store.upkeep.manifest import Manifest
from store.upkeep.seal import seal
from store.workspace import Workspace
from tests.store.helpers import NO_SPACE, Crash, Wire, lock_held
from tests.store.sealing import checked, faults, members_of, sealed

# Sealing while others work, and sealing that is interrupted


def test_a_writer_who_holds_the_lock_is_waited_for(sealable: Workspace, round_: Round, sheet: Sheet) -> None:
    line = list(sheet.record.lines())[-1]
    found: list[Manifest] = []
    with lock_held(sheet.record.journal_path):
        thread = threading.Thread(
            target=lambda: found.append(sealed(Workspace(sealable.root), sealable.round(round_.info.id)))
        )
        thread.start()
        until = time.monotonic() + 30
        while sealable.round(round_.info.id).info.state != "sealed":
            assert time.monotonic() < until
            time.sleep(0.01)
        event = journal.Event(
            **{**members_of(line.event), "id": "z" * 23, "base": line.event.id, "before": line.event.after}
        )
        with open(sheet.record.journal_path, "ab") as file:  # a writer who found the round open before it was closed
            file.write(journal.encode(event, line.sha)[0])
    thread.join()
    (manifest,) = found
    by_path = {file.path: file for file in manifest.files}
    assert by_path["sheets/S1.journal"].lines == line.number + 1
    assert checked(sealable).faults == []


def copies(sealable: Workspace, round_: Round, tmp_path: Path, count: int) -> tuple[Workspace, Round]:
    copy = Workspace(shutil.copytree(sealable.root, tmp_path / f"copy{count}"), who="Li", clock=sealable.hands.clock)
    return copy, copy.round(round_.info.id)


def test_a_crash_at_any_step_is_completed(sealable: Workspace, round_: Round, tmp_path: Path, wire: Wire) -> None:
    count, ended = 0, False
    while not ended:
        count += 1
        copy, again = copies(sealable, round_, tmp_path, count)
        wire.crash_at(count)
        try:
            seal(copy, again, None, finish=True)
            ended = True
        except Crash:
            pass
        wire.mend()
        copy = Workspace(copy.root, who="Li", clock=sealable.hands.clock)
        again = copy.round(round_.info.id)
        found = checked(copy)
        assert found.faults == [], (count, [str(fault) for fault in found.faults])
        if again.info.state == "sealed" and standing(again) is None:
            assert any("not completed" in str(remark) for remark in found.remarks), count
        if standing(again) is None:
            seal(copy, again, None, finish=again.info.state == "running")
        assert checked(copy).faults == [], count
        assert not [remark for remark in checked(copy).remarks if "completed" in str(remark)]
        (made,) = seals(again)
        assert made.number == "0001"
        shutil.rmtree(copy.root)
    assert count > 10


def test_a_full_disk_at_any_step(sealable: Workspace, round_: Round, tmp_path: Path, wire: Wire) -> None:
    count, ended = 0, False
    while not ended:
        count += 1
        copy, again = copies(sealable, round_, tmp_path, count)
        wire.fail_at(count, NO_SPACE, on=True)
        try:
            seal(copy, again, None, finish=True)
            ended = True
        except MachineError:
            pass
        wire.mend()
        if standing(copy.round(round_.info.id)) is None:
            seal(copy, copy.round(round_.info.id), None, finish=True)
        assert checked(copy).faults == [], count
        shutil.rmtree(copy.root)
    assert count > 10


def test_a_round_that_changes_while_it_is_signed(
    sealable: Workspace, round_: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store import states
    from store.upkeep import ssh

    def meanwhile(*given: object) -> bytes:
        states.reopen(sealable.round(round_.info.id), "a late photo")
        return b"a signature"

    monkeypatch.setattr(ssh, "fingerprint", lambda key: "SHA256:x")
    monkeypatch.setattr(ssh, "sign", meanwhile)
    with pytest.raises(Refused, match="changed while"):
        seal(sealable, round_, Path("key"), finish=True)
    assert not (round_.path / "seal").exists()
    assert sealable.round(round_.info.id).info.state == "running"
    assert checked(sealable).faults == []


# Manifests are files like any other


def forged(sealable: Workspace, round_: Round, data: bytes) -> None:
    """A manifest that somebody else wrote, with the journal that fits it."""
    (round_.path / "seal" / "0001.json").write_bytes(data)
    value = round_.record.get(SEALS, "0001")
    assert value is not None
    round_.record.change(Change(SEALS, "0001", {**value, "sha256": hashlib.sha256(data).hexdigest()}))


def spoiled(manifest: dict[str, Any], **members: Any) -> bytes:
    return json.dumps({**manifest, **members}).encode()


@pytest.mark.parametrize(
    "make",
    [
        lambda whole: b"",
        lambda whole: b"[]",
        lambda whole: b"[" * 100_000,
        lambda whole: b"\xff\xfe",
        lambda whole: spoiled(whole, format=2),
        lambda whole: spoiled(whole, round="r000000-other"),
        lambda whole: spoiled(whole, number="0002"),
        lambda whole: spoiled(whole, sealed="yesterday"),
        lambda whole: spoiled(whole, by=None),
        lambda whole: spoiled(whole, files={}),
        lambda whole: spoiled(whole, files=["x"]),
        lambda whole: spoiled(whole, files=[{**whole["files"][0], "path": "../../workspace.yaml"}]),
        lambda whole: spoiled(whole, files=[{**whole["files"][0], "path": "/etc/passwd"}]),
        lambda whole: spoiled(whole, files=[{**whole["files"][0], "path": "sheets/.."}]),
        lambda whole: spoiled(whole, files=[{**whole["files"][0], "size": -1}]),
        lambda whole: spoiled(whole, files=[{**whole["files"][0], "size": 1e400}]),
        lambda whole: spoiled(whole, files=[{**whole["files"][0], "size": True}]),
        lambda whole: spoiled(whole, evidence=[{"sha256": "../x", "size": 1}]),
        lambda whole: spoiled(whole, documents=[{"number": "1", "file": "../workspace.yaml", "sha256": "0" * 64}]),
    ],
)
def test_a_manifest_from_a_stranger(
    sealable: Workspace, round_: Round, make: Callable[[dict[str, Any]], bytes]
) -> None:
    sealed(sealable, round_)
    whole = json.loads((round_.path / "seal" / "0001.json").read_bytes())
    forged(sealable, round_, make(whole))
    (fault,) = checked(sealable).faults
    assert Path(fault.file).name == "0001.json"
    assert "not the manifest" in str(fault)


def test_a_record_from_a_stranger(sealable: Workspace, round_: Round) -> None:
    sealed(sealable, round_)
    round_.record.change(Change(SEALS, "../../../x", {"sha256": 7, "by": ["x"]}))
    assert set(faults(sealable)) == {"round.journal"}
