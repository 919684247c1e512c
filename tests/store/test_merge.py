"""Two copies of one record: what both say comes together in any order; what they say differently waits for a person."""

from __future__ import annotations

import itertools
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from store.clock import FixedClock
from store.conflicts import open_in, settle
from store.errors import Refused, Unknown
from store.journal import Event
from store.record import Record
from tests.store.helpers import BEGIN, CountingDisk, assert_sound, hands, put, values


def copies(folder: Path, *people: str) -> list[Record]:
    """A record with k = 0, and copies of it, each in the hands of one of `people` and a minute later than the last."""
    start = Record(folder / "start" / "S1", hands())
    start.journal_path.parent.mkdir()
    put(start, "k", 0)
    found = []
    for number, who in enumerate(people, 1):
        shutil.copytree(folder / "start", folder / who)
        clock = FixedClock(BEGIN + timedelta(minutes=number))
        found.append(Record(folder / who / "S1", hands(who=who, clock=clock)))
    return found


def events(record: Record) -> list[Event]:
    return [line.event for line in record.lines()]


def said(record: Record) -> dict[str, dict[str, object]]:
    """What every copy must agree on: the values, who gave them, and what is in conflict."""
    assert_sound(record)
    return {
        f"{table}/{doc['key']}": {name: doc.get(name) for name in ("event", "who", "value", "conflict", "agree")}
        for table, docs in record.state.tables.items()
        if table != "_journal"
        for doc in docs.values()
    }


def test_what_each_did_alone_is_in_both(tmp_path: Path) -> None:
    one, two = copies(tmp_path, "Li", "Wang")
    put(one, "a", 1)
    put(two, "b", 2)
    put(two, "k", 3)

    assert [event.key for event in one.merge(events(two))] == ["b", "k"]
    assert values(one) == {"k": 3, "a": 1, "b": 2}
    assert [event.key for event in two.merge(events(one))] == ["a"]
    assert said(one) == said(two)
    assert open_in(one) == []
    assert said(Record(tmp_path / "Li" / "S1", hands())) == said(one), "a reader from disk sees the same"


def test_merging_again_changes_nothing(tmp_path: Path) -> None:
    one, two = copies(tmp_path, "Li", "Wang")
    put(two, "b", 2)
    one.merge(events(two))
    before = one.journal_path.read_bytes()

    assert one.merge(events(two)) == []
    assert one.merge(events(one)) == []
    assert one.journal_path.read_bytes() == before


def test_three_copies_come_to_the_same_in_any_order(tmp_path: Path) -> None:
    three = copies(tmp_path, "Li", "Wang", "Zhao")
    for number, record in enumerate(three, 1):
        put(record, "k", number)
        put(record, f"own{number}", number)
    put(three[1], "k", 22)
    journals = [events(record) for record in three]
    results = []
    for order in itertools.permutations(range(3)):
        copy = Record(tmp_path / "-".join(map(str, order)), hands())
        for number in order:
            copy.merge(journals[number])
        results.append(said(copy))

    assert all(result == results[0] for result in results)
    conflict = results[0]["items/k"]
    assert conflict["value"] == {"v": 3}, "the latest stands"
    assert conflict["conflict"] == sorted([journals[0][1].id, journals[1][3].id])


def test_a_merge_waits_for_the_disk_once(tmp_path: Path) -> None:
    one, two = copies(tmp_path, "Li", "Wang")
    for number in range(20):
        put(two, f"n{number}", number)
    disk = CountingDisk()
    Record(one.journal_path.with_suffix(""), hands(disk)).merge(events(two))
    assert disk.syncs == [one.journal_path]


def test_what_both_say_the_same_is_no_conflict(tmp_path: Path) -> None:
    one, two = copies(tmp_path, "Li", "Wang")
    mine = put(one, "k", 1)
    put(two, "k", 1)
    one.merge(events(two))
    assert open_in(one) == []
    assert one.doc("items", "k")["agree"] == [mine.id]  # type: ignore[index]

    put(one, "k", 2)
    assert one.doc("items", "k").get("agree") is None  # type: ignore[union-attr]
    assert values(one) == {"k": 2}
    assert_sound(one)


def test_a_conflict_stays_until_somebody_records_the_item_anew(tmp_path: Path) -> None:
    one, two = copies(tmp_path, "Li", "Wang")
    mine, theirs = put(one, "k", 1), put(two, "k", 2)
    one.merge(events(two))
    (conflict,) = open_in(one)
    assert (conflict.stands, conflict.others) == (theirs, (mine,))

    put(one, "other", 1)
    assert open_in(one) == [conflict]
    settled = put(one, "k", 3)
    assert set(settled.resolves) == {mine.id}
    assert open_in(one) == []
    two.merge(events(one))
    assert open_in(two) == []
    assert said(one) == said(two)


@pytest.mark.parametrize("choice", [0, 1])
def test_settling_chooses_one_and_undo_opens_the_conflict_again(tmp_path: Path, choice: int) -> None:
    one, two = copies(tmp_path, "Li", "Wang")
    put(one, "k", 1)
    put(two, "k", 2)
    one.merge(events(two))
    (conflict,) = open_in(one)

    one = Record(tmp_path / "Li" / "S1", hands(clock=FixedClock(BEGIN + timedelta(minutes=9))))
    settled = settle(one, "items", "k", conflict.claims[choice].id)
    assert values(one) == {"k": [2, 1][choice]}
    assert open_in(one) == []
    assert one.undoable() == settled
    one.undo(settled)
    assert values(one) == {"k": 2}
    (again,) = open_in(one)
    assert [event.after for event in again.claims] == [{"v": 2}, {"v": 1}]
    two.merge(events(one))
    assert said(one) == said(two)

    settle(two, "items", "k", again.others[0].id)
    one.merge(events(two))
    assert values(one) == {"k": 1}
    assert open_in(one) == []
    assert said(one) == said(two)


def test_only_what_is_in_conflict_can_be_settled(tmp_path: Path) -> None:
    one, two = copies(tmp_path, "Li", "Wang")
    first = events(one)[0]
    with pytest.raises(Unknown, match="not in conflict"):
        settle(one, "items", "k", first.id)
    put(one, "k", 1)
    put(two, "k", 2)
    one.merge(events(two))
    before = one.journal_path.read_bytes()
    with pytest.raises(Unknown, match=first.id):
        settle(one, "items", "k", first.id)
    assert one.journal_path.read_bytes() == before


def test_what_another_copy_has_something_of_is_not_taken_back(tmp_path: Path) -> None:
    one, two = copies(tmp_path, "Li", "Wang")
    mine = put(one, "k", 1)
    put(two, "k", 2)
    one.merge(events(two))
    with pytest.raises(Refused, match="another copy"):
        one.undo(mine)


def test_taking_away_here_and_changing_there_is_a_conflict(tmp_path: Path) -> None:
    one, two = copies(tmp_path, "Li", "Wang")
    put(one, "k", 1)
    put(two, "k", None)
    one.merge(events(two))
    (conflict,) = open_in(one)
    assert [event.after for event in conflict.claims] == [None, {"v": 1}]
    assert values(one) == {}


def test_one_id_with_two_contents_is_refused_and_nothing_taken(tmp_path: Path) -> None:
    one, two = copies(tmp_path, "Li", "Wang")
    put(two, "b", 2)
    first, second = events(two)
    forged = Event(**{**{name: getattr(first, name) for name in Event.__slots__}, "after": {"v": 9}})
    before = one.journal_path.read_bytes()
    with pytest.raises(Refused, match=first.id):
        one.merge([second, forged])
    assert one.journal_path.read_bytes() == before


def test_a_guard_is_asked_before_a_merge(tmp_path: Path) -> None:
    one, two = copies(tmp_path, "Li", "Wang")
    put(two, "b", 2)

    def closed() -> None:
        raise Refused("closed")

    guarded = Record(one.journal_path.with_suffix(""), hands(), closed)
    with pytest.raises(Refused, match="closed"):
        guarded.merge(events(two))
    assert len(events(one)) == 1


def test_a_reader_that_lags_behind_sees_the_conflict(tmp_path: Path) -> None:
    one, two = copies(tmp_path, "Li", "Wang")
    reader = Record(one.journal_path.with_suffix(""), hands())
    assert values(reader) == {"k": 0}
    put(one, "k", 1)
    put(two, "k", 2)
    one.merge(events(two))
    assert reader.refresh()
    assert said(reader) == said(one)
    assert len(open_in(reader)) == 1
