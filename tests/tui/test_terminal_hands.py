"""Several people: two programs on one sheet, and one login that several inspectors share."""

from __future__ import annotations

import getpass
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.tui import works
from tests.tui.terminal import ENTER, Terminal

pytestmark = pytest.mark.slow

THEIRS = 2.0 + 3.0
"""Seconds until another's mark must show: the design's 2, and some for a busy machine."""


def opened(t: Terminal) -> None:
    t.until(lambda lines: "Autumn" in t.cursor_line)
    t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith("> . 1 ") and lines[15].startswith(" 1 "))


def journal(folder: Path, table: str) -> list[dict[str, Any]]:
    """The events of the sheet's journal that are about `table`, in order."""
    path = next((folder / "rounds").glob("*/sheets/A1.journal"))
    events = [json.loads(line) for line in path.read_bytes().splitlines()]
    return [event for event in events if event.get("table") == table]


def test_a_mark_of_another_shows(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as one, Terminal("-w", tmp_path / "w", "--inspector", "Wang") as two:
        opened(one)
        opened(two)
        one.press("11", " 2✓ ")
        two.until(" 2✓ ", THEIRS)
        assert any(line.startswith("> ✓ 1 ") for line in two.lines), "the cursor stays"
        assert "changed by others" in two.lines[23]
        two.press("]2wrong" + ENTER, " 2✓ 1✗ ")
        one.until(" 2✓ 1✗ ", THEIRS)
        assert any(line.startswith("> ✗ 3 ") for line in one.lines)


@pytest.mark.parametrize("choice", ["theirs", "mine"])
def test_both_at_once_and_a_person_chooses(choice: str, tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as one, Terminal("-w", tmp_path / "w", "--inspector", "Wang") as two:
        opened(one)
        opened(two)
        two.press("2from two", "from two")  # a form is open: the screen stays as it was
        one.press("2from one" + ENTER, " 0✓ 1✗ ")
        two.press(ENTER, "changed this item meanwhile")
        assert "Li Wen" in two.lines[15]
        assert "keep theirs" in two.lines[16]
        assert two.lines[17].split() == ["theirs:", "fail;", "from", "one"]
        assert two.lines[18].split() == ["mine:", "fail;", "from", "two"]
        two.press("2", lambda lines: "record mine" in lines[16])
        two.write(("1" if choice == "theirs" else "") + ENTER)
        two.until(lambda lines: not any("meanwhile" in line for line in lines) and " 0✓ 1✗ " in lines[0])
        two.settle()
        if choice == "mine":
            one.until("changed by others", THEIRS)
        two.write("qqq")
        assert two.wait() == 0
    problems = [event["after"]["findings"][0]["problem"] for event in journal(tmp_path / "w", "marks")]
    assert problems == ["from one"] + (["from two"] if choice == "mine" else [])


def test_two_change_one_finding_outside_the_list(tmp_path: Path) -> None:
    works.make(tmp_path / "w", wanted=works.items(2))
    with Terminal("-w", tmp_path / "w") as one, Terminal("-w", tmp_path / "w", "--inspector", "Wang") as two:
        opened(one)
        one.press("ofence" + ENTER, "fence")
        opened(two)
        two.press("j", lambda lines: two.cursor_line.startswith("> . 2"))
        two.press("j", lambda lines: "fence" in two.cursor_line)
        two.press(ENTER, lambda lines: "Problem" in lines[16])
        two.press(" torn", "fence torn")
        one.press("jj", lambda lines: "fence" in one.cursor_line)
        one.press(ENTER, lambda lines: "Problem" in lines[16])
        one.press(" open" + ENTER, lambda lines: "fence open" in one.cursor_line)
        two.press(ENTER, "changed this item meanwhile")
        assert two.lines[17].split() == ["theirs:", "fence", "open"]
        assert two.lines[18].split() == ["mine:", "fence", "torn"]
        two.press("2" + ENTER, lambda lines: "fence torn" in two.cursor_line)
    problems = [event["after"]["problem"] for event in journal(tmp_path / "w", "others")]
    assert problems == ["fence", "fence open", "fence torn"]


def who(folder: Path) -> list[tuple[str, str]]:
    return [(event["who"], event["user"]) for event in journal(folder, "marks")]


def test_who_is_recording_is_asked_once(tmp_path: Path) -> None:
    works.make(tmp_path / "w", inspectors=("Li Wen", "Zhang San", "Zhao"))
    with Terminal("-w", tmp_path / "w") as t:
        opened(t)
        t.press("2", "Who is recording")
        t.press("2", "< Zhang San >")
        t.press(ENTER, "finding 1 of 1")
        t.press("bad" + ENTER, " 0✓ 1✗ ")
        t.press("1", " 1✓ 1✗ ")
        t.write("qqq")
        assert t.wait() == 0
    assert who(tmp_path / "w") == [("Zhang San", getpass.getuser())] * 2
    with Terminal("-w", tmp_path / "w") as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith("> . 3 "))
        t.press("1", "< Zhang San >")  # proposed: it was so last time
        t.press("\tGuest" + ENTER, " 2✓ 1✗ ")
    assert who(tmp_path / "w")[-1][0] == "Guest"


@pytest.mark.parametrize("how", ["option", "environment"])
def test_who_was_named_is_not_asked(how: str, tmp_path: Path) -> None:
    works.make(tmp_path / "w", inspectors=("Li Wen", "Zhang San"))
    arguments = ("--inspector", "Zhang San") if how == "option" else ()
    environment = {"AUDITTY_INSPECTOR": "Zhang San"} if how == "environment" else {}
    with Terminal("-w", tmp_path / "w", *arguments, env=environment) as t:
        opened(t)
        t.press("1", " 1✓ ")
        assert "Who is recording" not in t.text
    assert who(tmp_path / "w") == [("Zhang San", getpass.getuser())]


def test_files_go_with_a_finding_and_a_note(tmp_path: Path) -> None:
    works.make(tmp_path / "w", wanted=works.items(2, demands={"fail": ["evidence"]}))
    (tmp_path / "a b.jpg").write_bytes(b"one")
    (tmp_path / "b.jpg").write_bytes(b"two")
    with Terminal("-w", tmp_path / "w", "--inspector", "Wang") as t:
        opened(t)
        t.press("2", "Files")
        t.press("blocked" + ENTER, "needs evidence")
        t.press("\t" * 7 + f"{tmp_path}/c.jpg" + ENTER, "no such file")
        t.press("\x15" + f"{tmp_path}/a b.jpg;{tmp_path}/b.jpg" + ENTER, " 0✓ 1✗ ")
        t.press("k", "Files")
        t.press("e", lambda lines: "note" in lines[15])
        t.press("\t" + f"{tmp_path}/b.jpg" + ENTER, lambda lines: "note" not in lines[15])
    finding, note = (event["after"] for event in journal(tmp_path / "w", "marks"))
    first = finding["findings"][0]["evidence"]
    assert note["findings"] == finding["findings"]
    assert (finding["evidence"], note["evidence"]) == ([], first[1:])
    assert first == [hashlib.sha256(content).hexdigest() for content in (b"one", b"two")]
    assert all((tmp_path / "w" / "evidence" / name[:2] / name).is_file() for name in first)


def test_the_visit_a_finding_and_an_undo_of_another_show(tmp_path: Path) -> None:
    works.make(tmp_path / "w", wanted=works.items(2))
    with Terminal("-w", tmp_path / "w") as one, Terminal("-w", tmp_path / "w", "--inspector", "Wang") as two:
        opened(one)
        opened(two)
        one.press("ofence" + ENTER, "fence")
        two.until("fence", THEIRS)
        one.press("z", lambda lines: not any("fence" in line for line in lines[:15]))
        two.until(lambda lines: not any("fence" in line for line in lines[:15]), THEIRS)
        one.press("v" + "\tgate" + ENTER, "saved")
        two.until("changed by others", THEIRS)
        two.press("v", lambda lines: any("gate" in line for line in lines[15:]))


def test_the_visit_and_the_note_changed_by_two_are_asked_about(tmp_path: Path) -> None:
    works.make(tmp_path / "w", wanted=works.items(2))
    with Terminal("-w", tmp_path / "w") as one, Terminal("-w", tmp_path / "w", "--inspector", "Wang") as two:
        opened(one)
        opened(two)
        for keys, table in (("v\t", "visit"), ("e", "marks")):
            two.press(keys + "from two", "from two")
            one.press(keys + "from one" + ENTER, "saved")
            two.press(ENTER, "changed this item meanwhile")
            assert "from one" in two.lines[17]
            assert "from two" in two.lines[18]
            two.press("2" + ENTER, lambda lines: not any("meanwhile" in line for line in lines))
            one.until("changed by others", THEIRS)
            values = [json.dumps(event["after"]) for event in journal(tmp_path / "w", table)]
            assert ["from one" in values[0], "from two" in values[1]] == [True, True]


def test_the_lists_of_units_and_rounds_follow_what_others_do(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w", wanted=works.items(2))
    with Terminal("-w", tmp_path / "w") as units, Terminal("-w", tmp_path / "w") as rounds:
        units.until(lambda lines: "Autumn" in units.cursor_line)
        units.press(ENTER, "not done")
        rounds.until("0%")
        works.sheet(tmp_path / "w").set_mark("i1", "pass")
        units.until("1/2", THEIRS)
        rounds.until("25%", THEIRS)
        workspace.new_round("Winter", ["matters"], ["A1"])
        rounds.until("Winter", THEIRS)
