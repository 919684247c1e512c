"""Panes, bars and forms: what they show, what they hand over, and that nothing typed is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest
from textual.app import ComposeResult
from textual.events import Paste
from textual.pilot import Pilot

from tui.widgets.bar import LineBar, RuleLine
from tui.widgets.canvas import Canvas
from tui.widgets.editor import Editor
from tui.widgets.form import Field, Form
from tui.widgets.form_fields import iso_date
from tui.widgets.look import PLAIN, Look
from tui.widgets.pane import Pane
from tui.widgets.plain import PlainApp, PlainScreen
from tui.widgets.rows import Row, RowList

GRADES = (("high", "高"), ("middle", "中"), ("low", "低"))
FIELDS = (
    Field("problem", "问题", required=True, phrases=("无签到表", "未按时召开")),
    Field("grade", "等级", "middle", "choice", GRADES),
    Field("due", "限期", "2026-12-20", "date", hint="（15天）", beside=True),
    Field("lead", "牵头部门", "党政办", max_length=5),
)


class Page(PlainScreen[None]):
    DEFAULT_CSS = "Page Pane, Page Form { height: 7; }"

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, dict[str, str]]] = []
        self.commands = 0

    def compose(self) -> ComposeResult:
        yield LineBar()
        yield RowList()
        yield RuleLine()
        yield Pane()
        yield Form()

    def on_mount(self) -> None:
        self.query_one(LineBar).show([(" 检查清单", PLAIN)], [("12✓ ", PLAIN)])
        self.query_one(RowList).set_rows([Row("a", [(" a", PLAIN)])])
        self.query_one(Pane).show([[(f"line {n}", PLAIN)] for n in range(10)])

    def key_1(self) -> None:
        self.commands += 1

    def on_form_saved(self, message: Form.Saved) -> None:
        self.told.append(("saved", message.values))

    def on_form_extra(self, message: Form.Extra) -> None:
        self.told.append(("extra", message.values))

    def on_form_discarded(self, message: Form.Discarded) -> None:
        self.told.append(("discarded", {}))

    def on_form_changed(self, message: Form.Changed) -> None:
        self.told.append((f"changed {message.name}", message.values))


class FormApp(PlainApp[None]):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()

    def get_default_screen(self) -> Page:
        return self.page

    @property
    def form(self) -> Form:
        return self.page.query_one(Form)

    async def open(self, fields: Sequence[Field] = FIELDS) -> None:
        await self.form.open(fields, title="第2项的问题", keys="回车 保存", instead_of=self.page.query_one(Pane))

    def lines(self, kind: type[Canvas] | None = None) -> list[str]:
        """What is on the whole screen, or in one widget."""
        if kind is not None:
            widget = self.page.query_one(kind)
            return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]
        return [strip.text.rstrip() for strip in self.page._compositor.render_strips()]


def drive(script: Callable[[FormApp, Pilot[None]], Awaitable[None]], size: tuple[int, int] = (60, 14)) -> None:
    async def run() -> None:
        app = FormApp()
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await script(app, pilot)

    asyncio.run(run())


def test_a_pane_shows_how_much_there_is_and_scrolls() -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        pane = app.page.query_one(Pane)
        shown = app.lines(Pane)
        assert shown[:6] == [f"line {n}" for n in range(6)]
        assert shown[6].split() == ["line", "6", "1-7/10"]
        assert pane.hidden_lines == 3
        pane.scroll_by(99)
        assert app.lines(Pane)[6].split() == ["line", "9", "4-10/10"]
        pane.scroll_by(-1)
        assert app.lines(Pane)[0] == "line 2"
        pane.show([[("short", PLAIN)]])
        assert app.lines(Pane) == ["short"] + [""] * 6

    drive(script)


def test_a_bar_gives_way_at_the_left() -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        bar = app.page.query_one(LineBar)
        assert app.lines(LineBar) == [" 检查清单" + " " * 47 + "12✓"]
        bar.show([("检查" * 20, PLAIN)], [("40/40", PLAIN)])
        assert app.lines(LineBar) == ["检查" * 13 + ".. 40/40"]
        assert app.lines(RuleLine) == ["-" * 60]

    drive(script)


def test_a_form_takes_the_panes_place_and_gives_it_back() -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        await app.open()
        await pilot.pause()
        assert app.lines()[7:13] == [
            " 第2项的问题" + " " * 38 + "回车 保存",
            " 问题",
            " 等级      < 中 >             限期  2026-12-20     （15天）",
            " 牵头部门  党政办",
            " F6 无签到表  F7 未按时召开" + " " * 26 + "F4 all",
            "",
        ]
        assert app.form.is_open
        await pilot.press("f10")
        await pilot.pause()
        assert app.lines()[7] == "line 0"
        assert not app.form.is_open
        assert isinstance(app.focused, RowList)
        assert app.page.told == [("discarded", {})]

    drive(script)


def test_a_pane_changed_behind_the_form_shows_the_change_afterwards() -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        await app.open()
        await pilot.pause()
        app.page.query_one(Pane).show([[("new text", PLAIN)]])
        await pilot.pause()
        app.form.close()
        await pilot.pause()
        assert app.lines()[7] == "new text"

    drive(script)


def test_what_is_typed_turned_and_put_in_is_handed_over() -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        await app.open()
        await pilot.press("签", "f6", "f6", "1", "tab", "1", "tab", *["backspace"] * 10)
        await pilot.press(*"２０２６/11/01", "down", "号", "2", "超", "enter")
        await pilot.pause()
        saved = [values for kind, values in app.page.told if kind == "saved"]
        assert saved == [
            {"problem": "无签到表；未按时召开1", "grade": "high", "due": "2026-11-01", "lead": "党政办号2"}
        ]
        assert app.page.commands == 0, "a digit typed into a form is no command"
        assert ("changed grade", "high") in [(kind, values["grade"]) for kind, values in app.page.told]
        assert app.form.is_open, "the screen closes it when the values are safe"
        app.form.close()
        await pilot.press("1")
        assert app.page.commands == 1

    drive(script)


@pytest.mark.parametrize(
    "keys, value",
    [(("left",), "high"), (("right",), "low"), (("space", "space"), "high"), (("３",), "low"), (("低",), "low")],
)
def test_a_choice_is_turned_or_picked(keys: tuple[str, ...], value: str) -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        await app.open()
        await pilot.press("tab", *keys)
        assert app.form.values()["grade"] == value

    drive(script)


def test_an_error_is_shown_in_the_form_and_nothing_is_lost() -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        await app.open()
        await pilot.press("down", "down", "x", "enter")
        await pilot.pause()
        assert app.lines()[11] == " This must not be empty."
        assert not [kind for kind, _ in app.page.told if kind == "saved"]
        await pilot.press("a", "f2")
        await pilot.pause()
        assert app.lines()[11] == " A date is written YYYY-MM-DD, as in 2026-12-20."
        await pilot.press("backspace", "f2")
        await pilot.pause()
        assert app.page.told[-1][0] == "extra"
        assert app.page.told[-1][1]["problem"] == "a"
        app.form.set_error("lead", "no such [/post]\x1b")
        await pilot.pause()
        assert app.lines()[11] == " no such [/post]\\x1b"
        await pilot.press("backspace")
        assert app.form.values()["lead"] == "党政"

    drive(script)


def test_a_form_longer_than_its_place_follows_the_field() -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        await app.open([Field(f"f{n}", f"field {n}", str(n)) for n in range(9)])
        await pilot.press(*["tab"] * 7)
        await pilot.pause()
        assert [line.split()[-1] for line in app.lines()[8:13]] == ["3", "4", "5", "6", "7"]
        await pilot.press("x", "tab", "tab", "y")
        await pilot.pause()
        assert [line.split()[-1] for line in app.lines()[8:13]] == ["0y", "1", "2", "3", "4"]
        assert app.form.values() == {"f0": "0y", "f7": "7x"} | {f"f{n}": str(n) for n in (1, 2, 3, 4, 5, 6, 8)}

    drive(script)


def test_a_form_fits_itself_into_another_width() -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        await app.open()
        await pilot.resize_terminal(80, 20)
        await pilot.pause()
        line = next(line for line in app.lines() if "限期" in line)
        assert line.endswith("（15天）")
        assert app.focused is not None
        assert app.focused.size.width > 60
        await pilot.resize_terminal(24, 10)
        await pilot.pause()

    drive(script)


def test_pasted_lines_become_one_and_hidden_characters_stay_out() -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        await app.open([Field("note", "备注", "a\x1b[2J\u202eb", max_length=12, hint="(none)")])
        field = app.page.query_one(Editor)
        assert field.value == "a[2Jb"
        field.post_message(Paste("一\r\n二\x07三四五六七八九\n"))
        await pilot.pause()
        assert field.value == "a[2Jb一 二三四五六"
        app.form.set_value("note", "")
        await pilot.pause()
        assert any(line.endswith("(none)") for line in app.lines())
        assert app.form.values() == {"note": ""}

    drive(script)


@pytest.mark.parametrize(
    "text, date",
    [
        ("2026-12-20", "2026-12-20"),
        ("20261220", "2026-12-20"),
        (" ２０２６/12/20", "2026-12-20"),
        ("2026.12.20", "2026-12-20"),
        ("12月20日", None),
        ("2026-02-30", None),
        ("", None),
    ],
)
def test_dates_are_understood_as_people_type_them(text: str, date: str | None) -> None:
    assert iso_date(text) == date


def test_every_verdict_has_a_sign_of_one_cell_in_both_looks() -> None:
    for look in (Look(), Look(ascii=True)):
        signs = [look.sign(verdict) for verdict in ("pass", "fail", "na", "none")]
        assert len(set(signs)) == 4
        assert all(len(sign) == 1 for sign in signs)
    assert all(sign.isascii() for sign in signs)


def test_esc_over_typed_text_asks_for_a_second_press() -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        await app.open()
        await pilot.press("x")
        await pilot.press("escape")
        await pilot.pause()
        assert app.form.is_open
        assert any("Not saved." in line for line in app.lines())
        assert app.form.values()["problem"] == "x"
        await pilot.press("y", "escape")
        await pilot.pause()
        assert app.form.is_open, "what was typed since asks anew"
        await pilot.press("escape")
        await pilot.pause()
        assert not app.form.is_open

    drive(script)


def test_esc_over_an_untouched_form_and_f10_over_any_leave_at_once() -> None:
    async def script(app: FormApp, pilot: Pilot[None]) -> None:
        for keys in (["escape"], ["x", "f10"]):
            await app.open()
            await pilot.press(*keys)
            await pilot.pause()
            assert not app.form.is_open

    drive(script)
