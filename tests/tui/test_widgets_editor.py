"""The editor of a form: what a person expects of one, in Chinese too, and what it hands over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from itertools import pairwise

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from tests.tui.test_widgets_form import FormApp
from tui.widgets.editor import Editor
from tui.widgets.form import Field
from tui.widgets.text import width
from tui.widgets.words import rows_of, typed_lines, word_before, word_behind

NOTE = "查阅会议记录，only 2 of 31。\n第二行"


def drive(
    script: Callable[[FormApp, Pilot[None]], Awaitable[None]], text: str = "", *, size: tuple[int, int] = (40, 14)
) -> None:
    async def run() -> None:
        app = FormApp()
        async with app.run_test(size=size) as pilot:
            await app.open([Field("note", "备注", text, lines=4, max_length=9000), Field("files", "附件")])
            await pilot.pause()
            await script(app, pilot)

    asyncio.run(run())


def typed(app: FormApp) -> str:
    return app.form.values()["note"]


def test_rows_hold_the_whole_text_and_fit() -> None:
    text = "查阅会议记录、签到表（2026年）。" * 5 + "\n\n" + "a-very-long-word" * 9 + " and words\n尾"
    for cells in (2, 7, 20, 79):
        rows = rows_of(text, cells)
        assert "".join(text[start:end] for start, end in rows) == text.replace("\n", "")
        assert all(width(text[start:end].rstrip()) <= cells for start, end in rows)
    assert len(rows_of("", 10)) == 1
    assert len(rows_of("a\n", 10)) == 2


def test_a_word_is_a_run_of_letters_of_one_kind() -> None:
    starts = [0]
    while starts[-1] < len(NOTE):
        starts.append(word_behind(NOTE, starts[-1]))
    assert [NOTE[a:b] for a, b in pairwise(starts)] == [
        "查阅会议记录，", "only ", "2 ", "of ", "31。\n", "第二行",
    ]  # fmt: skip
    back = [len(NOTE)]
    while back[-1]:
        back.append(word_before(NOTE, back[-1]))
    assert back[::-1] == starts


def test_every_line_end_is_one_and_what_is_unseen_goes() -> None:
    assert typed_lines("一\r\n二\r三\u2028四\n\n\t五\x1b[2J\x00\x07\u202e六") == "一\n二\n三\n四\n\n 五[2J六"


KEYS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("ctrl+w",), "查阅会议记录，only 2 of 31。\n"),
    (("ctrl+u",), "查阅会议记录，only 2 of 31。\n"),
    (("ctrl+u", "ctrl+u"), "查阅会议记录，only 2 of 31。"),
    (("ctrl+left", "ctrl+left", "ctrl+k"), "查阅会议记录，only 2 of \n第二行"),
    (("up", "home", "alt+d"), "only 2 of 31。\n第二行"),
    (("ctrl+home", "right", "delete", "backspace"), "会议记录，only 2 of 31。\n第二行"),
    (("up", "end", "delete"), "查阅会议记录，only 2 of 31。第二行"),
    (("shift+up", "x"), "查阅会x"),
    (("ctrl+home", "shift+end", "backspace"), "\n第二行"),
    (("ctrl+home", "ctrl+shift+right", "left", "!"), "!" + NOTE),
    (("shift+home", "ctrl+x", "ctrl+home", "ctrl+v"), "第二行查阅会议记录，only 2 of 31。\n"),
    (("ctrl+j", "alt+enter", "尾"), NOTE + "\n\n尾"),
)


@pytest.mark.slow
def test_a_key_does_what_it_does_in_an_editor() -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        for keys, left in KEYS:
            await app.open([Field("note", "备注", NOTE, lines=4)])
            await pilot.press(*keys)
            assert typed(app) == left, keys

    drive(script)


@pytest.mark.slow
def test_up_and_down_go_over_wrapped_rows_and_out_at_the_ends() -> None:
    text = "甲乙丙丁戊己庚辛" * 4  # three rows at this width

    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        await pilot.press("up", "1", "up", "2", "home", "3")
        rows = typed(app)
        assert rows[0] == "3"
        assert sorted(set(rows) & set("123")) == ["1", "2", "3"]
        assert abs(rows.index("1") - rows.index("2") - 16) <= 2, "straight above"
        await pilot.press("up")
        assert app.focused is not app.page.query(Editor).first(), "from the first row to the field before"
        await pilot.press("down", "ctrl+end", "down", "!")
        assert app.form.values()["files"] == "!"

    drive(script, text)


@pytest.mark.slow
def test_undo_takes_back_a_clause_a_paste_a_deletion_and_redo_brings_them_again() -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        note = app.page.query_one(Editor)
        await pilot.press(*"会议记录,缺失")
        note.post_message(Paste("一\n二"))
        await pilot.pause()
        await pilot.press("backspace", "backspace", "left", "ctrl+k")
        seen = [typed(app)]
        for _ in range(7):
            await pilot.press("ctrl+z")
            seen.append(typed(app))
        assert seen[-4:] == ["会议记录,", "", "", ""]
        assert seen[1:4] == ["会议记录,缺失一", "会议记录,缺失一\n二", "会议记录,缺失"]
        for _ in range(9):
            await pilot.press("ctrl+y")
        assert typed(app) == seen[0]
        await pilot.press("ctrl+z", "x", "ctrl+y")
        assert typed(app) == seen[1] + "x", "what was typed since is not overwritten"

    drive(script)


@pytest.mark.slow
def test_a_text_longer_than_its_rows_follows_the_cursor_and_shows_its_beginning_elsewhere() -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        assert [line.split()[-1] for line in app.lines()[8:12]] == ["line7", "line8", "line9", "line10"]
        await pilot.press("ctrl+home")
        assert [line.split()[-1] for line in app.lines()[8:12]] == ["line1", "line2", "line3", "line4"]
        await pilot.press("tab")
        await pilot.pause()
        assert [line.split()[-1] for line in app.lines()[8:12]] == ["line1", "line2", "line3", "line4.."]

    drive(script, "\n".join(f"line{n}" for n in range(1, 11)))


def test_what_is_too_long_is_cut_with_a_word() -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        app.page.query_one(Editor).post_message(Paste("长" * 9001))
        await pilot.pause()
        assert typed(app) == "长" * 9000
        assert any("no room for more" in line for line in app.lines())

    drive(script)


def test_an_input_method_is_told_where_the_cursor_is() -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        note = app.page.query_one(Editor)
        await pilot.press(*"会议", "ctrl+j", "录")
        await pilot.pause()
        assert app.cursor_position == (note.region.x + 2, note.region.y + 1)

    drive(script)


def test_an_untouched_text_with_line_breaks_stays_as_it_was() -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        await pilot.press("tab", "x", "escape")
        assert app.form.is_open
        await pilot.press("backspace", "escape")
        await pilot.pause()
        assert not app.form.is_open, "nothing was changed, nothing is asked"

    drive(script, "一\n二")


@pytest.mark.slow
def test_a_field_of_one_line_moves_along_under_the_cursor() -> None:
    path = "/home/inspector/出口照片/" + "folder/" * 12 + "end.jpg"

    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        await app.open([Field("path", "File", path, max_length=1000), Field("place", "Place", "hall")])
        await pilot.pause()
        assert app.lines()[8].endswith("end.jpg")
        await pilot.press("home", "ctrl+j")
        await pilot.pause()
        assert "/home/inspector/出口照片/folder" in app.lines()[8]
        assert app.form.values()["place"] == "hall"
        await pilot.press("!", "ctrl+z", "down")
        await pilot.pause()
        assert app.lines()[8].endswith("..")
        assert app.form.values()["path"] == path

    drive(script)
