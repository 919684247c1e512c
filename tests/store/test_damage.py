"""Files that are not as they were written: what heals by itself, and what is named and left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from store.errors import Damaged
from store.journal import encode
from store.record import Record
from tests.store.helpers import assert_sound, filled, hands, made_event, put, unfinished, values


def _unlink(record: Record, old: bytes) -> None:
    record.json_path.unlink()


def _garbage(record: Record, old: bytes) -> None:
    record.json_path.write_bytes(b"\x00" * 100)


def _empty(record: Record, old: bytes) -> None:
    record.json_path.write_bytes(b"")


def _older(record: Record, old: bytes) -> None:
    record.json_path.write_bytes(old)


def _edited(record: Record, old: bytes) -> None:
    data = record.json_path.read_bytes()
    record.json_path.write_bytes(data.replace(b'"v":3', b'"v":4'))


def _renamed_member(record: Record, old: bytes) -> None:
    record.json_path.write_bytes(record.json_path.read_bytes().replace(b'"key"', b'"kex"', 1))


def _wrong_position(record: Record, old: bytes) -> None:
    record.json_path.write_bytes(record.json_path.read_bytes().replace(b'"lines":5', b'"lines":4'))


@pytest.mark.parametrize("spoil", [_unlink, _garbage, _empty, _older, _edited, _renamed_member, _wrong_position])
def test_a_lost_spoilt_or_old_file_heals_from_the_journal(path: Path, spoil: Callable[[Record, bytes], None]) -> None:
    record = filled(path, 4)
    old = record.json_path.read_bytes()
    put(record, "k4", 4)
    before = record.json_path.read_bytes()
    spoil(record, old)
    assert (record.json_path.read_bytes() if record.json_path.exists() else b"") != before

    again = Record(path, hands())

    assert values(again) == {f"k{number}": number for number in range(5)}
    put(again, "k0", "new")
    assert_sound(again)


def test_every_flipped_byte_of_the_file_is_healed(path: Path) -> None:
    record = filled(path, 3)
    data = record.json_path.read_bytes()
    for at in range(len(data)):
        record.json_path.write_bytes(data[:at] + bytes([data[at] ^ 0x04]) + data[at + 1 :])
        assert values(Record(path, hands())) == {"k0": 0, "k1": 1, "k2": 2}, at


@pytest.mark.parametrize("part", [1, 0.5, 0.99])
def test_a_torn_last_line_is_set_aside_and_kept(path: Path, part: float) -> None:
    record = filled(path)
    whole = record.journal_path.read_bytes()
    torn, _ = encode(made_event("x"), record.head)
    torn = torn[:-1][: int(len(torn) * part)]
    record.journal_path.write_bytes(whole + torn)

    again = Record(path, hands())
    assert values(again) == {f"k{number}": number for number in range(5)}
    assert unfinished(again)
    assert record.journal_path.read_bytes() == whole + torn, "reading changes nothing"

    put(again, "k5", 5)

    assert record.journal_path.read_bytes().startswith(whole)
    assert path.with_name("X.journal.torn").read_bytes() == torn + b"\n"
    assert values(Record(path, hands())) == {f"k{number}": number for number in range(6)}
    assert_sound(again)


def test_what_was_set_aside_before_is_kept_too(path: Path) -> None:
    record = filled(path)
    for torn in (b"{first", b"{second"):
        with record.journal_path.open("ab") as file:
            file.write(torn)
        put(record, "k0", torn.decode())

    assert path.with_name("X.journal.torn").read_bytes() == b"{first\n{second\n"
    assert_sound(record)


def _flip(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[2].replace(b'"v":2', b'"v":3'), *lines[3:]]


def _remove(lines: list[bytes]) -> list[bytes]:
    return lines[:2] + lines[3:]


def _swap(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[3], lines[2], *lines[4:]]


def _repeat(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[1], *lines[2:]]


def _crlf(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[2][:-1] + b"\r\n", *lines[3:]]


@pytest.mark.parametrize("damage", [_flip, _remove, _swap, _repeat, _crlf])
@pytest.mark.parametrize("with_file", [True, False])
def test_damage_is_named_by_file_and_line(
    path: Path, damage: Callable[[list[bytes]], list[bytes]], with_file: bool
) -> None:
    record = filled(path)
    lines = record.journal_path.read_bytes().splitlines(keepends=True)
    damaged = b"".join(damage(lines))
    record.journal_path.write_bytes(damaged)
    if not with_file:
        record.json_path.unlink()
    again = Record(path, hands())

    with pytest.raises(Damaged, match=r"X\.journal: line 3 ") as raised:
        again.replayed()
    assert raised.value.exit_code == 1
    if len(damaged) != len(b"".join(lines)) or not with_file:
        for _ in range(2):  # a second look finds it no better
            with pytest.raises(Damaged, match=r"X\.journal: line 3 "):
                again.all("items")
        with pytest.raises(Damaged):
            put(again, "new", 1)
        assert record.journal_path.read_bytes() == damaged


def test_a_damaged_last_line_is_never_built_upon(path: Path) -> None:
    record = filled(path)
    data = record.journal_path.read_bytes()
    record.journal_path.write_bytes(data[:-10] + b"x" + data[-9:])

    with pytest.raises(Damaged, match=r"X\.journal: line 5 "):
        put(Record(path, hands()), "new", 1)


@pytest.mark.parametrize("kept", [0, 1, 4])
def test_a_journal_that_lost_its_last_lines_is_not_taken_for_whole(path: Path, kept: int) -> None:
    record = filled(path)
    lines = record.journal_path.read_bytes().splitlines(keepends=True)
    record.journal_path.write_bytes(b"".join(lines[:kept]))

    for each in (Record(path, hands()), record):
        with pytest.raises(Damaged, match=r"X\.journal: line 5 "):
            put(each, "new", 1)
    assert record.journal_path.read_bytes() == b"".join(lines[:kept])

    record.json_path.unlink()  # as docs/data.md says for an older journal that was put back on purpose
    assert len(values(Record(path, hands()))) == kept


def test_another_journal_in_its_place_is_damage(path: Path) -> None:
    record = filled(path)
    filled(path.with_name("Y"), 7).journal_path.rename(record.journal_path)

    with pytest.raises(Damaged, match=r"X\.journal: line 1 is not where this record begins"):
        Record(path, hands()).all("items")
    with pytest.raises(Damaged):
        put(record, "new", 1)


def test_another_journal_of_the_same_name_is_damage(path: Path) -> None:
    record = filled(path)
    copy = path.parent / "copy" / path.name
    copy.parent.mkdir()
    filled(copy, 7).journal_path.rename(record.journal_path)

    with pytest.raises(Damaged, match=r"X\.journal: line 5 .*X\.json"):
        Record(path, hands()).all("items")
    with pytest.raises(Damaged):
        put(record, "new", 1)


def test_a_missing_journal_is_damage(path: Path) -> None:
    filled(path).journal_path.unlink()

    with pytest.raises(Damaged, match=r"X\.journal: the journal is missing"):
        Record(path, hands()).all("items")


def test_a_line_that_could_not_be_put_on_disk_does_not_confuse_who_saw_it(path: Path) -> None:
    """A reader can see a line between its write and its fsync; when that fails, the line is taken back."""
    writer = filled(path)
    reader = Record(path, hands())
    whole = writer.journal_path.read_bytes()
    phantom, _ = encode(made_event("gone"), writer.head)
    writer.journal_path.write_bytes(whole + phantom)
    assert "gone" in values(reader)
    writer.journal_path.write_bytes(whole)

    put(writer, "k0", "a value long enough to reach past the end of the line that was taken back " * 5)

    assert reader.refresh()
    assert values(reader) == values(writer)
    put(reader, "k1", "from the reader")
    assert_sound(reader)
