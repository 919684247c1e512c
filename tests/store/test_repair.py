"""Damage of every kind, in every file that verify covers: found, named, and mended without losing an intact event."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from store.journal import decode_alone
from store.record import Change
from store.upkeep.repair import repair
from store.workspace import Workspace
from tests.store.damage import (
    assert_mended,
    contents,
    events,
    flipped,
    is_beyond,
    journals,
    make_full,
    opened,
    pairs_of_files,
    places,
    put_back,
    swap,
    told,
    values,
)

pytestmark = pytest.mark.slow

PLACES = 6
"""Random places in each file."""


@pytest.fixture(scope="session")
def made_full(made_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_full(made_workspace, tmp_path_factory.mktemp("full"))


@pytest.fixture
def full(made_full: Path, tmp_path: Path) -> Workspace:
    return opened(Path(shutil.copytree(made_full, tmp_path / "w")))


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
