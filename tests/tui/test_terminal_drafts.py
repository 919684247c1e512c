"""What is typed and not saved is there again: after a dropped line, a kill, a change by others, a way out."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from store.workspace import Workspace
from tests.tui import works
from tests.tui.terminal import ENTER, F10, TAB, Terminal

pytestmark = pytest.mark.slow

NOTE = "会议记录不全\n签到表没有"


def sheet(t: Terminal) -> None:
    t.until(lambda lines: "Autumn" in t.cursor_line)
    t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith("> . 1 "))


def kept(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in (folder / ".cache" / "drafts").glob("*.json")]


def until_kept(t: Terminal, folder: Path, seen: Callable[[list[str]], bool]) -> None:
    t.until(lambda lines: seen(kept(folder)))


def saved(lines: list[str]) -> bool:
    return lines[23].endswith("  saved")


def note(folder: Path) -> str:
    found = works.sheet(folder)
    mark = found.mark(found.lines[0].ref)
    return mark.note if mark else ""


@pytest.mark.parametrize("end", [signal.SIGHUP, signal.SIGKILL])
def test_a_note_half_typed_is_there_again_in_the_next_program(end: int, tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        sheet(t)
        t.press("e" + NOTE, "签到表没有")
        if end == signal.SIGKILL:  # nothing is told: what is on disk by then counts
            until_kept(t, tmp_path / "w", lambda drafts: any("签到表没有" in draft for draft in drafts))
        t.kill(end)
        t.wait()
    with Terminal("-w", tmp_path / "w") as t:
        sheet(t)
        t.until("item 1. Its form has it again")
        t.press(
            "e", lambda lines: any("not saved" in line and "F10" in line for line in lines) and "签到表没有" in t.text
        )
        t.press("！" + ENTER, saved)
        assert note(tmp_path / "w") == NOTE + "！"
        t.press("e", lambda lines: "not saved" not in t.text and "F10" in t.text)
    assert kept(tmp_path / "w") == []


def test_a_draft_that_is_dropped_is_gone_and_an_untouched_form_leaves_none(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        sheet(t)
        t.press("2" + "problem" + TAB + "place", "place")
        until_kept(t, tmp_path / "w", lambda drafts: any("place" in draft for draft in drafts))
        t.press(F10, lambda lines: "problem" not in t.text)
        assert kept(tmp_path / "w") == []
        t.press("2", "finding 1 of 1")
        t.press(F10, lambda lines: "finding 1 of 1" not in t.text)
    assert kept(tmp_path / "w") == []


def test_a_draft_upon_what_others_changed_since_overwrites_nothing_unasked(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w") as t:
        sheet(t)
        t.press("e" + NOTE, "签到表没有")
        until_kept(t, tmp_path / "w", lambda drafts: any("签到表没有" in draft for draft in drafts))
        t.kill(signal.SIGKILL)
        t.wait()
    workspace = Workspace(tmp_path / "w", who="Wang")
    workspace.sheet(workspace.rounds()[0], "A1").set_note("i1", "Wang's note")
    with Terminal("-w", tmp_path / "w") as t:
        sheet(t)
        t.press("e", "签到表没有")
        t.press(ENTER, "Wang changed this item meanwhile")
        assert "Wang's note" in t.text
        t.press(F10, "Wang's note")  # neither: what was typed is kept
        t.press("e", "签到表没有")
        t.press(ENTER, "Wang changed this item meanwhile")
        t.press("2" + ENTER, saved)
    assert note(tmp_path / "w") == NOTE
    assert kept(tmp_path / "w") == []
