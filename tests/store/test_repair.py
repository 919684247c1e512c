"""Damage of every kind, in every file that verify covers: found, named, and mended without losing an intact event."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports.issue import issue_notice
from store import snapshot
from store.clock import FixedClock
from store.given import Input
from store.journal import decode_alone
from store.record import Change, Record
from store.upkeep.event_check import check_events, of_sheet
from store.upkeep.migrating import migrate
from store.upkeep.repair import Repaired, repair
from store.upkeep.seal import seal
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.store.helpers import BEGIN, Crash, Wire, new_round

PLACES = 6
"""Random places in each file."""


@pytest.fixture(scope="session")
def made_full(made_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with something in every place that verify covers, in two rounds."""
    folder = tmp_path_factory.mktemp("full")
    root = Path(shutil.copytree(made_workspace, folder / "w"))
    workspace = Workspace(root, who="Li", clock=FixedClock(BEGIN))
    new_round(workspace, "Spring")
    round_ = new_round(workspace)
    photo = folder / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff a picture")
    picture = workspace.evidence.take_in(photo)
    for unit in ("S1", "K1"):
        sheet = workspace.sheet(round_, unit)
        sheet.set_mark("clear", "fail", Input(note="n", evidence=(picture,), finding={"problem": "blocked"}))
        sheet.set_mark("plan", "pass")
        sheet.set_mark("meetings", "na", Input(note="none yet"))
        sheet.set_mark("plan", "fail", Input(note="gone"))
        issue_notice(workspace, sheet, "en")
    shutil.rmtree(root / ".cache")
    assert not verify(Workspace(root)).faults
    return root


@pytest.fixture
def full(made_full: Path, tmp_path: Path) -> Workspace:
    return opened(Path(shutil.copytree(made_full, tmp_path / "w")))


def opened(root: Path) -> Workspace:
    return Workspace(root, who="Wu", clock=FixedClock(BEGIN))


def covered(root: Path) -> list[Path]:
    folders = [root / name for name in ("rounds", "ledger", "documents", "evidence")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return sorted([*files, *root.glob("workspace.j*")])


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in covered(root)}


def events(root: Path) -> dict[str, set[str]]:
    """By journal, the ids of the events in its intact lines."""
    found: dict[str, set[str]] = {}
    for path in root.rglob("*.journal"):
        if "set-aside" not in path.parts:
            ids = found.setdefault(path.relative_to(root).as_posix(), set())
            for raw in path.read_bytes().split(b"\n"):
                try:
                    ids.add(decode_alone(raw, 1, path).event.id)
                except Exception:
                    continue
    return found


def values(root: Path) -> dict[str, object]:
    """Everything that the records hold, without the notes of repairs."""
    found: dict[str, object] = {}
    for path in covered(root):
        if path.suffix == ".json" and path.with_suffix(".journal").exists():
            tables = snapshot.load(path.read_bytes()) or {}
            found[path.relative_to(root).as_posix()] = {
                (name, doc["key"]): doc["value"]
                for name, docs in tables.items()
                if name not in ("_journal", "repairs")
                for doc in docs.values()
            }
    return found


def told(root: Path) -> set[str]:
    verdict = verify(opened(root))
    return {problem.file for problem in (*verdict.faults, *verdict.remarks)}


def is_beyond(path: Path) -> bool:
    return path.parts[-3] in ("documents", "evidence")


def flipped(path: Path, at: int, bit: int) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :])


def places() -> random.Random:
    return random.Random(20261123)


def test_nothing_to_mend_changes_nothing(full: Workspace) -> None:
    before = contents(full.root)
    done = repair(full)
    assert (done.mended, done.beyond, done.aside) == ([], [], [])
    assert contents(full.root) == before


def test_one_bit_flipped_anywhere_is_named_and_mended_exactly(full: Workspace) -> None:
    chance, before = places(), contents(full.root)
    for name, data in before.items():
        path = full.root / name
        ends = {0, len(data) - 1, len(data) - 2, len(data) // 2}
        for at in sorted(ends | {chance.randrange(len(data)) for _ in range(PLACES)}):
            flipped(path, at, chance.randrange(8))
            assert str(path) in told(full.root), (name, at)

            done = repair(opened(full.root))

            assert not done.beyond, (name, at, done.beyond)
            assert contents(full.root) == before, (name, at)
            shutil.rmtree(full.root / "set-aside")


def journals(root: Path) -> Iterator[Path]:
    return (path for path in covered(root) if path.suffix == ".journal")


def test_a_line_removed_is_named_and_its_item_comes_back_from_the_documents(full: Workspace) -> None:
    before, was = contents(full.root), values(full.root)
    for path in list(journals(full.root)):
        lines = path.read_bytes().splitlines(keepends=True)
        for at in range(len(lines)):
            path.write_bytes(b"".join(lines[:at] + lines[at + 1 :]))
            assert {str(path), str(path.with_suffix(".json"))} & told(full.root), (path, at)
            kept = events(full.root)

            done = repair(opened(full.root))

            assert_mended(full.root, done, kept)
            assert values(full.root) == was, (path, at)
            put_back(full.root, before)


def test_lines_swapped_are_named_and_brought_in_order_again(full: Workspace) -> None:
    before = contents(full.root)
    for path in list(journals(full.root)):
        lines = path.read_bytes().splitlines(keepends=True)
        for at in range(len(lines) - 1):
            path.write_bytes(b"".join([*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]))
            assert str(path) in told(full.root)
            repair(opened(full.root))
            assert contents(full.root) == before, (path, at)
            shutil.rmtree(full.root / "set-aside")


def pairs_of_files(root: Path) -> Iterator[tuple[Path, Path]]:
    files = covered(root)
    for at, one in enumerate(files):
        for other in files[at + 1 :]:
            if one.suffix == other.suffix and one.read_bytes() != other.read_bytes():
                yield one, other


def swap(one: Path, other: Path) -> None:
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)


def test_two_files_in_each_others_place_are_named_and_put_back(full: Workspace) -> None:
    before = contents(full.root)
    for one, other in list(pairs_of_files(full.root)):
        swap(one, other)
        assert {str(one), str(other)} <= told(full.root)
        done = repair(opened(full.root))
        assert not done.beyond, (one, other, done)
        assert contents(full.root) == before, (one, other)
        shutil.rmtree(full.root / "set-aside")


def test_two_pairs_in_each_others_place_are_named_and_put_back(full: Workspace) -> None:
    before = contents(full.root)
    for one, other in list(pairs_of_files(full.root)):
        if one.suffix == ".journal":
            swap(one, other)
            swap(one.with_suffix(".json"), other.with_suffix(".json"))
            assert {str(one), str(other)} <= told(full.root)
            done = repair(opened(full.root))
            assert not done.beyond, (one, other, done)
            assert contents(full.root) == before, (one, other)
            shutil.rmtree(full.root / "set-aside")


def test_a_copy_of_another_journal_in_the_place_of_one_that_is_lost_is_not_taken_for_it(full: Workspace) -> None:
    """Also at the second try, when the other one is long in order."""
    one, other = sorted(path for path in journals(full.root) if path.parent.name == "sheets")
    other.write_bytes(one.read_bytes())
    other.with_suffix(".json").unlink()
    for _ in range(2):
        assert {Path(fault.file) for fault in repair(opened(full.root)).beyond} == {other}
        assert other.read_bytes() == one.read_bytes()


def test_an_old_copy_of_one_file_of_a_pair(full: Workspace) -> None:
    old = contents(full.root)
    (round_,) = (each for each in full.rounds() if each.info.name == "Autumn")
    full.sheet(round_, "S1").set_mark("meetings", "pass")
    full.set_inspectors([])
    head = round_.record.get("round", "round") or {}
    round_.record.change(Change("round", "round", {**head, "name": "Fall"}))
    new, was = contents(full.root), values(full.root)
    for name in (name for name in new if new[name] != old.get(name)):
        path = full.root / name
        path.write_bytes(old[name])
        assert {str(path), str(path.with_suffix(".json"))} & told(full.root), name
        kept = events(full.root)
        assert_mended(full.root, repair(opened(full.root)), kept)
        assert values(full.root) == was, name
        put_back(full.root, new)


def test_a_missing_file_is_named_and_comes_back(full: Workspace) -> None:
    before, was = contents(full.root), values(full.root)
    for name in before:
        path = full.root / name
        path.unlink()
        assert str(path) in told(full.root), name
        done = repair(opened(full.root))
        if is_beyond(path):
            assert [Path(fault.file) for fault in done.beyond] == [path]
        else:
            assert not done.beyond, (name, done)
            assert values(full.root) == was, name
            assert path.suffix != ".json" or path.read_bytes() == before[name]
        put_back(full.root, before)


def test_a_line_beyond_mending_costs_that_line_only(full: Workspace) -> None:
    before = contents(full.root)
    for path in list(journals(full.root)):
        lines = path.read_bytes().splitlines(keepends=True)
        for at, line in enumerate(lines):
            path.write_bytes(b"".join([*lines[:at], b"\x00" * 40 + line[40:-30] + b"?" * 29 + b"\n", *lines[at + 1 :]]))
            assert str(path) in told(full.root)
            kept = events(full.root)
            assert_mended(full.root, repair(opened(full.root)), kept)
            put_back(full.root, before)


def test_an_unfinished_line_is_set_aside(full: Workspace) -> None:
    before = contents(full.root)
    path = full.root / "workspace.journal"
    with path.open("ab") as file:
        file.write(b'{"id":"1a')
    done = repair(full)
    assert contents(full.root) == before
    assert (done.aside[0] / "workspace.journal").read_bytes() == before["workspace.journal"] + b'{"id":"1a'


def test_a_dry_run_says_the_same_and_changes_nothing(full: Workspace) -> None:
    path = full.root / "ledger" / "S1.journal"
    flipped(path, 20, 3)
    before = contents(full.root)
    dry = repair(opened(full.root), dry_run=True)
    assert (contents(full.root), dry.aside, dry.beyond) == (before, [], [])
    assert not (full.root / "set-aside").exists()
    assert repair(opened(full.root)).mended == dry.mended != []


def test_what_was_lost_is_written_into_the_journal(full: Workspace) -> None:
    (round_,) = (each for each in full.rounds() if each.info.name == "Autumn")
    record = full.sheet(round_, "S1").record
    lines = record.journal_path.read_bytes().splitlines(keepends=True)
    record.journal_path.write_bytes(b"".join(lines[:-1]))
    repair(full)
    again = opened(full.root).sheet(round_, "S1").record
    (note,) = again.all("repairs").values()
    aside = full.root / note["set_aside"]
    assert aside.read_bytes() == b"".join(lines[:-1])
    last = decode_alone(lines[-1][:-1], 1, aside).event
    assert note["restored"] == [last.id]
    assert [line.event.who for line in again.lines()][-2:] == ["Li", "Wu"]


def test_killed_at_any_call_the_next_repair_completes(full: Workspace, wire: Wire, tmp_path: Path) -> None:
    """Two journals in each other's place: half of that done must not be taken for the loss of one of them."""
    before = contents(full.root)
    sheets = sorted(path for path in journals(full.root) if path.parent.name == "sheets")
    swap(sheets[0], sheets[1])
    step = 0
    while True:
        step += 1
        root = Path(shutil.copytree(full.root, tmp_path / str(step)))
        wire.crash_at(step)
        try:
            repair(opened(root))
        except Crash:
            wire.mend()
        else:
            wire.mend()
            break
        done = repair(opened(root))
        assert not done.beyond, step
        assert contents(root) == before, step
    assert step > 10


def test_a_sealed_sheet_is_mended_exactly_or_not_at_all(full: Workspace) -> None:
    (round_,) = (each for each in full.rounds() if each.info.name == "Autumn")
    sheets = round_.path / "sheets"
    older = contents(full.root)
    full.sheet(round_, "S1").set_mark("meetings", "pass")
    seal(full, round_, None, finish=True)
    sealed = contents(full.root)
    for name in sealed:
        flipped(full.root / name, len(sealed[name]) // 3, 2)
        assert str(full.root / name) in told(full.root), name
        assert not repair(opened(full.root)).beyond, name
        assert contents(full.root) == sealed, name
        shutil.rmtree(full.root / "set-aside")

    path = sheets / "S1.journal"
    lines = path.read_bytes().splitlines(keepends=True)
    for at in range(len(lines)):
        path.write_bytes(b"".join(lines[:at] + lines[at + 1 :]))
        damaged = path.read_bytes()
        done = repair(opened(full.root))
        assert str(path) in {fault.file for fault in done.beyond}, at
        assert path.read_bytes() == damaged, at
        put_back(full.root, sealed)

    for file in (path, path.with_suffix(".json")):  # an old copy of both: only the seal knows
        file.write_bytes(older[file.relative_to(full.root).as_posix()])
    assert str(path) in told(full.root)
    assert str(path) in {fault.file for fault in repair(opened(full.root)).beyond}


@pytest.fixture
def migrated(tmp_path: Path) -> Workspace:
    root = Path(shutil.copytree(Path(__file__).with_name("format1"), tmp_path / "w"))
    migrate(Workspace(root, clock=FixedClock(BEGIN), older=True))
    return opened(root)


def test_journals_that_format_1_began_are_mended_too(migrated: Workspace) -> None:
    before = contents(migrated.root)
    chance = places()
    for name, data in before.items():
        flipped(migrated.root / name, chance.randrange(len(data)), chance.randrange(8))
        assert str(migrated.root / name) in told(migrated.root), name
        assert not repair(opened(migrated.root)).beyond, name
        assert contents(migrated.root) == before, name
        shutil.rmtree(migrated.root / "set-aside")
    for one, other in list(pairs_of_files(migrated.root)):
        if one.suffix == ".journal":
            swap(one, other)
            swap(one.with_suffix(".json"), other.with_suffix(".json"))
            assert {str(one), str(other)} <= told(migrated.root)
            assert not repair(opened(migrated.root)).beyond, (one, other)
            assert contents(migrated.root) == before, (one, other)
            shutil.rmtree(migrated.root / "set-aside")


def test_a_workspace_of_format_1_can_be_mended_before_it_is_migrated(tmp_path: Path) -> None:
    root = Path(shutil.copytree(Path(__file__).with_name("format1"), tmp_path / "w"))
    before = contents(root)
    flipped(root / "ledger" / "S1.journal", 100, 0)
    assert not repair(Workspace(root, clock=FixedClock(BEGIN), older=True)).beyond
    assert contents(root) == before


def _cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def _garbage(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + chance.randbytes(chance.randrange(1, 40)) + data[at:]


def _zeros(chance: random.Random, data: bytes) -> bytes:
    at, length = chance.randrange(len(data)), chance.randrange(1, 600)
    return (data[:at] + bytes(length) + data[at + length :])[: len(data)]


def _a_line_twice(chance: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join([*lines, chance.choice(lines)])


def _shuffled(chance: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


DAMAGES = (_cut, _garbage, _zeros, _a_line_twice, _shuffled)


def _damaged_at_random(root: Path, seed: int) -> None:
    """One file of each of two records damaged, at random."""
    chance = random.Random(seed)
    pairs = sorted({path.with_suffix("") for path in journals(root)})
    for pair in chance.sample(pairs, 2):
        path = pair.with_suffix(chance.choice([".json", ".journal"]))
        path.write_bytes(chance.choice(DAMAGES)(chance, path.read_bytes()))


@pytest.mark.parametrize("seeds", [range(40), pytest.param(range(40, 4000), marks=pytest.mark.torture)], ids=str)
def test_no_intact_event_is_lost_whatever_happened_to_the_files(made_full: Path, tmp_path: Path, seeds: range) -> None:
    for seed in seeds:
        root = Path(shutil.copytree(made_full, tmp_path / str(seed)))
        _damaged_at_random(root, seed)
        kept = events(root)
        assert_mended(root, repair(opened(root)), kept)
        assert not repair(opened(root)).mended, "one repair is enough"
        for path in journals(root):
            if path.parent.name == "sheets":  # such as a bundle may bring
                lines = Record(path.with_suffix(""), opened(root).hands).lines()
                check_events(path, path.name, [line.event for line in lines], of_sheet(frozenset({"fire"})))
        shutil.rmtree(root)


@pytest.mark.torture
def test_every_byte(migrated: Workspace) -> None:
    root, before, chance = migrated.root, contents(migrated.root), places()
    for name, data in before.items():
        path = root / name
        for at in range(len(data)):
            flipped(path, at, chance.randrange(8))
            assert str(path) in told(root), (name, at)
            if path.suffix in (".json", ".journal") or at % 20 == 0:
                assert not repair(opened(root)).beyond, (name, at)
                assert contents(root) == before, (name, at)
                shutil.rmtree(root / "set-aside")
            else:
                path.write_bytes(data)


def assert_mended(root: Path, done: Repaired, kept: dict[str, set[str]]) -> None:
    assert not done.beyond, done.beyond
    verdict = verify(opened(root))
    assert not verdict.faults, verdict.faults
    now = events(root)
    for name, ids in kept.items():
        assert ids <= now[name], name


def put_back(root: Path, files: dict[str, bytes]) -> None:
    for path in covered(root):
        if path.relative_to(root).as_posix() not in files:
            path.unlink()
    for name, data in files.items():
        (root / name).write_bytes(data)
    shutil.rmtree(root / "set-aside", ignore_errors=True)
