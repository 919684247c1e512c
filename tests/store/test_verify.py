from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reports.issue import issue_notice
from store.errors import Damaged
from store.given import Input
from store.journal import encode
from store.record import Change, Record
from store.rounds import Round
from store.sheet import Sheet
from store.upkeep.repair import repair
from store.upkeep.verify import verify
from store.workspace import Workspace


@pytest.fixture
def full(workspace: Workspace, round_: Round, sheet: Sheet, tmp_path: Path) -> Workspace:
    """A workspace with something in every place that verify covers."""
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8 a picture")
    digest = workspace.evidence.take_in(photo)
    sheet.set_mark("clear", "fail", Input(note="n", evidence=(digest,), finding={"problem": "blocked"}))
    sheet.set_mark("plan", "pass")
    workspace.sheet(round_, "K1").set_mark("nap-room", "na")
    issue_notice(workspace, sheet, "en")
    assert len(covered(workspace.root)) == 13
    return workspace


def covered(root: Path) -> list[Path]:
    folders = [root / name for name in ("rounds", "ledger", "documents", "evidence")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return sorted([*files, root / "workspace.json", root / "workspace.journal"])


def faults(root: Path) -> dict[str, str]:
    return {fault.file: str(fault) for fault in verify(Workspace(root)).faults}


def test_a_clean_workspace_has_no_fault_and_stays_as_it_is(full: Workspace) -> None:
    before = {path: path.read_bytes() for path in covered(full.root)}
    told: list[tuple[int, int]] = []

    found = verify(Workspace(full.root), lambda done, of: told.append((done, of)))

    assert (found.faults, found.remarks) == ([], [])
    assert found.covered == {"journals": 5, "lines": 13, "checklists": 1, "documents": 1, "evidence": 1}
    assert {Path(name).name for name in found.validated} == {"workspace.yaml", "fire.yaml"}
    assert told[-1] == (5, 5)
    assert {path: path.read_bytes() for path in covered(full.root)} == before


def test_a_changed_byte_anywhere_is_found_and_its_file_named(full: Workspace) -> None:
    chance = random.Random(3)
    for path in covered(full.root):
        data = path.read_bytes()
        for at in {0, len(data) // 2, len(data) - 2, *(chance.randrange(len(data) - 1) for _ in range(4))}:
            path.write_bytes(data[:at] + bytes([data[at] ^ 0x01]) + data[at + 1 :])
            assert str(path) in faults(full.root), (path, at)
        path.write_bytes(data)
    assert not faults(full.root)


def test_a_missing_file_is_found(full: Workspace) -> None:
    derived = {path for path in covered(full.root) if path.suffix == ".json" and path.with_suffix(".journal").exists()}
    for path in covered(full.root):
        data = path.read_bytes()
        path.unlink()
        found = verify(Workspace(full.root))
        if path in derived:
            assert not found.faults, "the journal has everything"
            assert [remark.file for remark in found.remarks] == [str(path)]
        else:
            assert any(fault.file == str(path) for fault in found.faults), path
        path.write_bytes(data)
    assert not faults(full.root)


def _last_line_gone(lines: list[bytes]) -> list[bytes]:
    return lines[:-1]


def _first_line_gone(lines: list[bytes]) -> list[bytes]:
    return lines[1:]


def _swapped(lines: list[bytes]) -> list[bytes]:
    return lines[::-1]


def _torn(lines: list[bytes]) -> list[bytes]:
    return [*lines[:-1], lines[-1][:-1]]


@pytest.mark.parametrize("damage", [_last_line_gone, _first_line_gone, _swapped, _torn])
def test_lines_that_are_missing_or_moved(
    full: Workspace, sheet: Sheet, damage: Callable[[list[bytes]], list[bytes]]
) -> None:
    lines = sheet.record.journal_path.read_bytes().splitlines(keepends=True)
    sheet.record.journal_path.write_bytes(b"".join(damage(lines)))

    assert faults(full.root).keys() & {str(sheet.record.journal_path), str(sheet.record.json_path)}


def test_a_line_slipped_in_with_a_hash_of_its_own(full: Workspace, sheet: Sheet) -> None:
    """Whoever can compute a hash can add a line: the file then lags, and only the journal's words betray it."""
    event = next(iter(sheet.record.lines())).event
    raw, _ = encode(event, "0" * 64)
    with sheet.record.journal_path.open("ab") as file:
        file.write(raw)

    assert ":4:0: the line does not follow" in faults(full.root)[str(sheet.record.journal_path)]


def test_an_unfinished_line_is_a_remark(full: Workspace, sheet: Sheet) -> None:
    with sheet.record.journal_path.open("ab") as file:
        file.write(b'{"id":"1a')

    found = verify(Workspace(full.root))
    assert not found.faults
    assert [remark.file for remark in found.remarks] == [str(sheet.record.journal_path)]


def test_a_notice_that_was_never_registered_is_a_remark_until_it_is_issued_again(
    full: Workspace, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet.set_mark("plan", "fail", Input(finding={"problem": "none"}))
    with monkeypatch.context() as patched:
        patched.setattr("reports.issue._set", _killed)
        with pytest.raises(OSError, match="killed"):
            issue_notice(full, sheet, "en")

    found = verify(Workspace(full.root))
    (remark,) = (str(each) for each in found.remarks)
    assert found.faults == []
    assert f"{full.root / 'ledger' / 'S1.journal'}:" in remark
    assert "names notice TST 2026/2, which is not registered" in remark

    opened = Workspace(full.root)
    issue_notice(opened, sheet, "en")
    assert verify(full).remarks == [], "also where it was opened before that"


def _killed(*_: object) -> bytes:
    raise OSError("killed")


def test_an_empty_journal_is_nothing_to_speak_of(full: Workspace, round_: Round) -> None:
    (round_.path / "sheets" / "T1.journal").touch()
    found = verify(Workspace(full.root))
    assert (found.faults, found.remarks) == ([], [])


def test_one_damaged_round_does_not_hide_the_others(full: Workspace, round_: Round) -> None:
    other = full.new_round("Other", ["fire"], ["S1"])
    (other.path / "checklists" / "fire.json").write_bytes(b"{}")
    head = round_.record.journal_path
    head.write_bytes(b"x" + head.read_bytes()[1:])
    round_.record.json_path.unlink()

    found = verify(Workspace(full.root)).faults

    assert sorted(fault.file for fault in found) == sorted([str(head), str(other.path / "checklists" / "fire.json")])


def test_a_round_without_its_head_is_a_fault(full: Workspace, round_: Round) -> None:
    round_.record.journal_path.unlink()
    round_.record.json_path.unlink()

    assert str(round_.path) in faults(full.root)


def test_errors_in_files_edited_by_hand_are_reported_with_their_lines(full: Workspace) -> None:
    own = full.root / "checklists" / "fire.yaml"
    own.write_text(own.read_text(encoding="utf-8").replace("grading: risk", "grating: risk"), encoding="utf-8")
    (full.root / "checklists" / "bad.yaml").write_bytes("标题：".encode("gb18030"))

    found = verify(Workspace(full.root)).faults

    assert {Path(fault.file).name for fault in found} == {"fire.yaml", "bad.yaml"}
    assert any((Path(fault.file).name, fault.line) == ("fire.yaml", 5) for fault in found)


FORGERIES: list[tuple[str, str, dict[str, object]]] = [
    ("round", "round", {"id": 7}),
    ("round", "round", {"checklists": [1]}),
    ("units", "K1", {"types": 3}),
    ("documents", "x", {"file": "../../outside", "sha256": "0" * 64}),
    ("documents", "x", {"file": 1}),
    ("marks", "fire:plan", {"evidence": ["../x", 1, None], "findings": 3}),
]


@pytest.mark.parametrize("table, key, value", FORGERIES, ids=str)
@pytest.mark.parametrize("which", ["workspace.journal", "round.journal", "S1.journal"])
def test_whole_lines_of_values_that_nobody_wrote_end_in_words(
    full: Workspace, which: str, table: str, key: str, value: dict[str, object]
) -> None:
    """Whoever can compute a hash can write anything: verify and repair tell, and touch nothing outside."""
    outside = full.root.parent / "outside"
    outside.write_text("mine")
    for journal in full.root.rglob(which):
        record = Record(journal.with_suffix(""), full.hands)
        *_, last = record.lines()
        event = replace(last.event, id="f" * 23, table=table, key=key, base="", before=None, after=value)
        raw, _ = encode(event, last.sha)
        journal.write_bytes(journal.read_bytes() + raw)
    verify(Workspace(full.root))
    repair(Workspace(full.root))
    assert outside.read_text() == "mine"


@pytest.mark.parametrize("part", [0.01, 0.05, 0.3, 0.99])
def test_a_file_that_a_power_cut_left_in_part_is_a_remark(full: Workspace, round_: Round, part: float) -> None:
    path = round_.path / "sheets" / "S1.json"
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])

    found = verify(Workspace(full.root))

    assert not found.faults
    assert [Path(remark.file).name for remark in found.remarks] == ["S1.json"]
    path.write_bytes(data[: int(len(data) * part)] + b"?")
    assert Path(next(iter(faults(full.root)))).name == "S1.json"


@pytest.mark.parametrize(
    "member, value",
    [("after", []), ("before", "x"), ("key", [None]), ("table", {}), ("base", 5), ("resolves", [1]), ("id", None)],
)
def test_a_whole_line_whose_members_are_of_other_types_is_no_journal_line(
    full: Workspace, member: str, value: object
) -> None:
    journal = next(full.root.rglob("S1.journal"))
    *_, last = Record(journal.with_suffix(""), full.hands).lines()
    raw, _ = encode(replace(last.event, id="f" * 23), last.sha)
    members = {**json.loads(raw), member: value}
    del members["sha"]
    body = json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()[:-1]
    sha = hashlib.sha256(body).hexdigest().encode()
    journal.write_bytes(journal.read_bytes() + body + b',"sha":"' + sha + b'"}\n')

    assert str(journal) in faults(full.root)
    with pytest.raises(Damaged, match=f"line {last.number + 1} is not a journal line"):
        Record(journal.with_suffix(""), full.hands).state  # noqa: B018


@pytest.mark.parametrize(
    "which, table, key, value",
    [
        ("rounds/*/sheets/S1", "marks", "fire:plan", {"verdict": 5, "findings": []}),
        ("rounds/*/sheets/S1", "visit", "visit", {"date": "2026-99-99"}),
        ("rounds/*/round", "units", "S1", {"code": "S2"}),
    ],
)
def test_a_value_that_no_program_writes_is_a_fault_where_its_line_stands(
    full: Workspace, which: str, table: str, key: str, value: dict[str, object]
) -> None:
    (journal,) = full.root.glob(f"{which}.journal")
    event = Record(journal.with_suffix(""), full.hands).change(Change(table, key, value))

    (found,) = [fault for fault in verify(Workspace(full.root)).faults if fault.file == str(journal)]
    number = len(journal.read_bytes().splitlines())
    assert (found.line, found.params["key"], event.after) == (number, key, value)


def test_a_rectification_of_another_unit_in_a_ledger_is_a_fault(full: Workspace) -> None:
    ledger = full.ledger("S1").record
    (value,) = ledger.all("rectifications").values()
    assert not faults(full.root)
    for unit in ("K1", "S1-2"):  # the second begins as the ledger's own
        ledger.change(Change("rectifications", f"{unit}-0001", {**value, "id": f"{unit}-0001"}))
    told = [str(fault) for fault in verify(Workspace(full.root)).faults]
    assert [
        unit for unit in ("K1", "S1-2") if any(f"{unit}-0001, which is not this unit" in line for line in told)
    ] == [
        "K1",
        "S1-2",
    ]
