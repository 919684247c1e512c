"""The list: where the cursor goes, what the screen is told, and that the window follows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip

from tui.widgets.canvas import changed_spans, lay
from tui.widgets.look import OK, PLAIN
from tui.widgets.plain import PlainApp, PlainScreen
from tui.widgets.rows import Row, RowList, heading


class Page(PlainScreen[None]):
    def __init__(self, rows: list[Row], multi: bool) -> None:
        super().__init__()
        self.given, self.multi = rows, multi
        self.told: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        yield RowList(multi=self.multi, empty="nothing here")

    def on_mount(self) -> None:
        self.query_one(RowList).set_rows(self.given)

    def on_row_list_about(self, message: RowList.About) -> None:
        self.told.append((type(message).__name__, message.id))

    on_row_list_moved = on_row_list_rested = on_row_list_chosen = on_row_list_marked = on_row_list_about


class ListApp(PlainApp[None]):
    def __init__(self, rows: list[Row], multi: bool = False) -> None:
        super().__init__()
        self.page = Page(rows, multi)

    def get_default_screen(self) -> Page:
        return self.page

    @property
    def rows(self) -> RowList:
        return self.page.query_one(RowList)

    def lines(self) -> list[str]:
        return [self.rows.render_line(y).text.rstrip() for y in range(self.rows.size.height)]


def drive(app: ListApp, script: Callable[[Pilot[None]], Awaitable[None]]) -> None:
    async def run() -> None:
        async with app.run_test(size=(20, 6)) as pilot:
            await pilot.pause()
            await script(pilot)

    asyncio.run(run())


def item(id: str) -> Row:
    return Row(id, [(f" {id}", PLAIN)])


def test_the_cursor_passes_over_headings_and_tells_where_it_is() -> None:
    app = ListApp([heading("h", "一"), item("a"), heading("i", "二"), item("b")])

    async def script(pilot: Pilot[None]) -> None:
        assert app.lines()[:4] == ["  一", "> a", "  二", "  b"]
        await pilot.press("down", "down", "enter")
        assert app.rows.cursor_id == "b"
        assert app.lines()[:4] == ["  一", "  a", "  二", "> b"]
        await pilot.press("k")
        assert app.rows.cursor_id == "a"
        while ("Rested", "a") not in app.page.told:
            await pilot.pause(0.01)
        assert app.page.told[-1] == ("Rested", "a")
        at_once = [told for told in app.page.told if told[0] != "Rested"]
        assert at_once == [("Moved", "b"), ("Chosen", "b"), ("Moved", "a")]

    drive(app, script)


def test_past_the_edge_the_window_jumps_by_half() -> None:
    app = ListApp([item(f"{n:02}") for n in range(20)])

    async def script(pilot: Pilot[None]) -> None:
        await pilot.press(*["down"] * 5)
        assert app.lines()[-1] == "> 05"
        await pilot.press("down")
        assert app.lines() == ["  03", "  04", "  05", "> 06", "  07", "  08"]
        await pilot.press("end")
        assert app.lines()[-1] == "> 19"
        await pilot.press("pageup")
        assert app.rows.cursor_id == "14"
        await pilot.press("home")
        assert app.lines()[0] == "> 00"

    drive(app, script)


def test_new_rows_keep_the_cursor_where_it_was() -> None:
    app = ListApp([item(id) for id in "abcd"])

    async def script(pilot: Pilot[None]) -> None:
        app.rows.move_to("c")
        app.rows.set_rows([item(id) for id in "xcd"])
        assert app.rows.cursor_id == "c"
        app.rows.set_rows([item(id) for id in "xyz"])
        assert app.rows.cursor_id == "y"
        app.rows.set_rows([item(id) for id in "xyz"], "z")
        assert app.rows.cursor_id == "z"
        app.rows.set_rows([])
        assert app.rows.cursor_id is None
        assert app.lines()[0] == " nothing here"
        await pilot.press("down", "up", "enter", "end", "pagedown")
        app.rows.set_rows([heading("h", "only a heading")])
        assert app.rows.cursor_id is None

    drive(app, script)


def test_a_row_can_be_replaced_but_not_renamed() -> None:
    app = ListApp([item("a"), item("b")])

    async def script(pilot: Pilot[None]) -> None:
        app.rows.update_row("b", Row("b", [(" ✓ b", OK)]))
        assert app.lines()[:2] == ["> a", "  ✓ b"]
        with pytest.raises(ValueError, match="id"):
            app.rows.update_row("b", item("c"))
        with pytest.raises(ValueError, match="same id"):
            app.rows.set_rows([item("a"), item("a")])

    drive(app, script)


def test_next_searches_below_then_from_the_top() -> None:
    app = ListApp([item(id) for id in "abcd"])

    async def script(pilot: Pilot[None]) -> None:
        app.rows.move_to("c")
        assert app.rows.next(lambda row: row.id in "bd") == "d"
        assert app.rows.next(lambda row: row.id == "b") == "b"
        assert app.rows.next(lambda row: row.id == "b", wrap=False) is None
        assert app.rows.next(lambda row: row.id == "c") == "c"
        assert app.rows.cursor_id == "c"

    drive(app, script)


def test_space_marks_where_marking_is_wanted() -> None:
    app = ListApp([item(id) for id in "abc"], multi=True)

    async def script(pilot: Pilot[None]) -> None:
        await pilot.press("space", "space")
        assert app.rows.marked == {"a", "b"}
        assert app.lines()[:3] == [" * a", " * b", ">  c"]
        await pilot.press("up", "space")
        assert app.rows.marked == {"a"}
        app.rows.set_rows([item("c")])
        assert app.rows.marked == set()

    drive(app, script)


def test_a_row_is_cut_before_its_right_column_and_cannot_smuggle_anything() -> None:
    strip = lay([(" 全年专题研究本项工作\x1b[2J不少于2次", PLAIN)], [("1/2 高", PLAIN)], 20)
    assert strip.text == " 全年专题研.. 1/2 高"
    assert strip.cell_length == 20
    assert "\x1b" not in lay([("\x1b[2J", PLAIN)], (), 20).text


CELLS = st.text("检查ab ", max_size=12)


@given(CELLS, CELLS, st.booleans())
def test_the_changed_spans_turn_the_old_line_into_the_new(old: str, new: str, styled: bool) -> None:
    before = lay([(old, PLAIN)], (), 24)
    after = lay([(new[:4], OK if styled else PLAIN), (new[4:], PLAIN)], (), 24)
    spans = changed_spans(before, after)
    for start, end in spans:
        for strip in (before, after):  # no wide character lies across an end
            assert strip.crop(0, start).text + strip.crop(start, end).text + strip.crop(end, 24).text == strip.text
    pieces: list[Strip] = []
    at = 0
    for start, end in spans:
        pieces += [before.crop(at, start), after.crop(start, end)]
        at = end
    pieces.append(before.crop(at, 24))
    assert Strip.join(pieces).simplify() == after.simplify()
