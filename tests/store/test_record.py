from __future__ import annotations

import json
import random
import threading
from pathlib import Path

import pytest

from store import disk as disk_module
from store import snapshot
from store.clock import FixedClock
from store.disk import Disk
from store.errors import Conflict, Damaged, Locked, Refused
from store.journal import Event, Line, decode_all, encode, genesis
from store.record import Change, Record
from store.state import replay
from tests.store.helpers import CountingDisk, assert_sound, filled, hands, lock_held, made_event, put, values


def test_a_change_on_an_existing_journal_costs_exactly_one_fsync(path: Path) -> None:
    filled(path)
    disk = CountingDisk()
    record = Record(path, hands(disk))

    for number in range(3):
        put(record, "k0", f"again {number}")

    assert disk.syncs == [record.journal_path] * 3


def test_several_changes_at_once_cost_one_fsync(path: Path) -> None:
    filled(path)
    disk = CountingDisk()
    record = Record(path, hands(disk))

    record.change_all(Change("items", f"n{number}", {"v": number}) for number in range(50))

    assert disk.syncs == [record.journal_path]
    assert len(record.all("items")) == 55


def test_a_new_journal_puts_its_name_on_disk_before_the_first_line(path: Path) -> None:
    disk = CountingDisk()

    put(Record(path, hands(disk)), "k", 1)

    assert disk.syncs == [path.parent, path.with_name("X.journal")]


def test_a_journal_that_its_maker_left_empty_gets_its_name_on_disk_too(path: Path) -> None:
    path.with_name("X.journal").touch()
    disk = CountingDisk()

    put(Record(path, hands(disk)), "k", 1)

    assert disk.syncs == [path.parent, path.with_name("X.journal")]


def test_the_file_is_a_pure_function_of_the_journal(path: Path) -> None:
    record = filled(path)
    put(record, "k1", None)
    put(record, "k2", "two")

    assert_sound(record)
    record.json_path.unlink()
    other = Record(path, hands(who="Wang"))
    put(other, "k9", 9)
    put(record, "k8", 8)
    assert_sound(other)
    assert_sound(record)


def test_the_file_is_what_tinydb_reads(path: Path) -> None:
    import tinydb

    filled(path)

    with tinydb.TinyDB(path.with_name("X.json")) as db:
        found = {document["key"]: document["value"]["v"] for document in db.table("items").all()}
    assert found == {f"k{number}": number for number in range(5)}


def test_opening_reads_the_file_and_not_the_whole_journal(path: Path) -> None:
    record = filled(path, 200)
    disk = CountingDisk()

    assert values(Record(path, hands(disk))) == values(record)

    assert disk.bytes_read < record.json_path.stat().st_size + 200


def test_a_stale_base_is_refused_with_both_values_and_can_be_settled(path: Path) -> None:
    clock = FixedClock(hands().clock.now())
    mine, theirs = Record(path, hands(clock=clock)), Record(path, hands(who="Wang", clock=clock))
    base = put(mine, "k", "old").id
    put(theirs, "k", "theirs", base=base)

    with pytest.raises(Conflict) as raised:
        put(mine, "k", "mine", base=base)

    conflict = raised.value
    assert (conflict.theirs, conflict.mine, conflict.exit_code) == ({"v": "theirs"}, {"v": "mine"}, 1)
    assert all(word in str(conflict) for word in ("Wang", "'theirs'", "'mine'"))
    assert values(mine) == {"k": "theirs"}
    put(mine, "k", "mine", base=conflict.head)
    theirs.refresh()
    assert values(theirs) == {"k": "mine"}


def test_a_base_for_an_item_that_was_never_there_is_stale(path: Path) -> None:
    record = filled(path)

    with pytest.raises(Conflict) as raised:
        put(record, "new", 1, base="0" * 23)
    assert raised.value.theirs is None
    put(record, "new", 1, base="")


def test_one_stale_base_refuses_all_changes_made_at_once(path: Path) -> None:
    record = filled(path)
    before = record.journal_path.read_bytes()

    with pytest.raises(Conflict):
        record.change_all([Change("items", "k0", {"v": "x"}), Change("items", "k1", {"v": "y"}, base="stale")])

    assert record.journal_path.read_bytes() == before


def test_undo_takes_back_ones_own_changes_one_after_the_other(path: Path) -> None:
    record = Record(path, hands())
    put(record, "a", 1)
    put(record, "b", 1)
    put(record, "a", 2)
    seen = []

    while (event := record.undoable()) is not None:
        undo = record.undo(event)
        assert undo.undo == event.id
        seen.append(values(record))

    assert seen == [{"a": 1, "b": 1}, {"a": 1}, {}]
    assert len(list(record.lines())) == 6, "undo adds, nothing is deleted"
    assert_sound(record)


def test_undo_is_refused_for_others_and_after_a_change(path: Path) -> None:
    mine, theirs = Record(path, hands()), Record(path, hands(who="Wang"))
    first = put(mine, "k", 1)

    with pytest.raises(Refused, match="Li"):
        theirs.undo(first)
    put(theirs, "k", 2)
    mine.refresh()
    with pytest.raises(Refused, match="changed since"):
        mine.undo(first)
    assert theirs.undoable() is not None
    assert values(mine) == {"k": 2}


def test_undo_by_somebody_with_old_eyes_is_refused(path: Path) -> None:
    mine, theirs = Record(path, hands()), Record(path, hands(who="Wang"))
    first = put(mine, "k", 1)
    put(theirs, "k", 2)

    with pytest.raises(Refused, match="changed since"):
        mine.undo(first)


def test_two_on_one_file_see_each_others_changes(path: Path) -> None:
    one, two = Record(path, hands()), Record(path, hands(who="Wang"))
    put(one, "k", 1)
    assert values(two) == {"k": 1}
    put(two, "k", 2)
    put(two, "l", 3)

    assert values(one) == {"k": 1}
    assert one.refresh()
    assert values(one) == {"k": 2, "l": 3}
    assert not one.refresh()
    assert_sound(one)


def test_a_lock_held_by_another_ends_the_wait(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = filled(path)
    monkeypatch.setattr(disk_module, "LOCK_WAIT", 0.05)
    before = record.journal_path.read_bytes()

    with lock_held(record.journal_path):
        assert values(Record(path, hands())) == values(record), "reading needs no lock"
        with pytest.raises(Locked) as raised:
            put(record, "k0", "x")

    assert raised.value.exit_code == 3
    assert record.journal_path.read_bytes() == before
    put(record, "k0", "x")


def _lines(events: list[Event]) -> list[tuple[Line, int]]:
    return [(Line(number, event, "e" * 64, "f" * 64), number) for number, event in enumerate(events, 1)]


def test_two_heads_give_the_same_values_in_any_order_of_lines() -> None:
    first = made_event("k", number=1, after="first")
    here = made_event("k", base=first.id, number=2, after="here")
    there = made_event("k", base=first.id, number=3, after="there")
    later = made_event("k", base=here.id, number=4, after="here again")
    other = made_event("l", number=5, after="l")
    events = [first, here, there, later, other]
    shuffle = random.Random(7).shuffle

    def result(order: list[Event]) -> object:
        state = replay(_lines(order))
        return {key: state.doc("items", key) for key in "kl"}

    expected = result(events)
    assert json.loads(json.dumps(expected))["k"] == {
        "key": "k", "event": later.id, "time": later.time, "who": "Li", "value": {"v": "here again"},
        "conflict": [there.id],
    }  # fmt: skip
    for _ in range(30):
        shuffle(events)
        assert result(events) == expected
        assert result([*events, events[0]]) == expected, "an event that stands twice counts once"


def test_a_conflict_is_settled_by_an_event_that_names_both(path: Path) -> None:
    record = Record(path, hands())
    first = put(record, "k", "first")
    for number, value in enumerate(("here", "there"), 2):
        raw, _ = encode(made_event("k", base=first.id, number=number, after=value), record.replayed().head)
        with record.journal_path.open("ab") as file:
            file.write(raw)
    merged = Record(path, hands())
    doc = merged.doc("items", "k")
    assert doc is not None
    assert doc["conflict"]
    assert values(merged) == {"k": "there"}

    event = put(merged, "k", "settled", base=doc["event"])

    assert event.resolves == tuple(doc["conflict"])
    settled = Record(path, hands()).doc("items", "k")
    assert settled is not None
    assert not settled["conflict"]
    assert_sound(merged)


def test_a_line_proves_itself(tmp_path: Path) -> None:
    raw, sha = encode(made_event("k", after='引号"换行\n'), genesis("X"))

    assert raw.count(b"\n") == 1
    (line,) = decode_all(raw, tmp_path, 0, genesis("X"))
    assert (line.number, line.prev, line.sha) == (1, genesis("X"), sha)
    assert line.event == made_event("k", after='引号"换行\n')
    for at in range(len(raw) - 1):
        with pytest.raises(Damaged):
            list(decode_all(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :], tmp_path, 0, genesis("X")))


def test_new_files_are_private_unless_shared(path: Path) -> None:
    filled(path)
    filled(path.with_name("Y")).change(Change("items", "k", None))
    shared = Record(path.with_name("Z"), hands(Disk(shared=True)))
    put(shared, "k", 1)

    modes = {each.name: each.stat().st_mode & 0o777 for each in path.parent.iterdir()}
    assert modes["X.json"] == modes["X.journal"] == 0o600
    assert modes["Z.json"] == modes["Z.journal"] == 0o660


def test_the_dump_of_what_was_loaded_is_the_same(path: Path) -> None:
    data = filled(path).json_path.read_bytes()
    tables = snapshot.load(data)

    assert tables is not None
    assert snapshot.dump(tables) == data


def test_a_journal_that_was_put_in_its_place_meanwhile_is_the_one_that_is_written(path: Path) -> None:
    """As repair does, holding the lock of the file it replaces."""
    record = filled(path)
    writer = threading.Thread(target=lambda: put(Record(path, hands()), "late", 1))
    with lock_held(record.journal_path):
        writer.start()
        Disk().replace(record.journal_path, record.journal_path.read_bytes())
    writer.join()

    assert values(Record(path, hands()))["late"] == 1
    assert_sound(Record(path, hands()))
