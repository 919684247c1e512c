"""Repair under a seal, of what format 1 wrote, of damage at random, and killed at any moment."""

from __future__ import annotations

import random
import shutil
import threading
from pathlib import Path

import pytest

from store.clock import FixedClock
from store.record import Change, Record
from store.upkeep.event_check import check_events, of_sheet
from store.upkeep.migrating import migrate
from store.upkeep.repair import repair
from store.upkeep.seal import seal
from store.workspace import Workspace
from tests.store.damage import (
    assert_mended,
    contents,
    events,
    flipped,
    journals,
    make_full,
    opened,
    pairs_of_files,
    places,
    put_back,
    swap,
    told,
)
from tests.store.helpers import BEGIN, Crash, Wire

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def made_full(made_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_full(made_workspace, tmp_path_factory.mktemp("full"))


@pytest.fixture
def full(made_full: Path, tmp_path: Path) -> Workspace:
    return opened(Path(shutil.copytree(made_full, tmp_path / "w")))


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


def test_what_is_recorded_while_repair_works_stays(full: Workspace) -> None:
    path = next(path for path in journals(full.root) if path.parent.name == "sheets").with_suffix("")

    def write() -> None:
        for number in range(40):
            Record(path, opened(full.root).hands).change(
                Change("others", f"f{number}", {"id": f"f{number}", "problem": "p"})
            )

    writer, chance = threading.Thread(target=write), places()
    writer.start()
    while writer.is_alive():
        with path.with_suffix(".journal").open("r+b") as file:  # as a disk does it, under everybody's hands
            at = chance.randrange(300)
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ 1]))
        repair(opened(full.root))
    writer.join()

    assert not repair(opened(full.root)).beyond
    assert len(Record(path, opened(full.root).hands).all("others")) == 40


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
