"""The states of rounds on the screens: shown, changed by keys with a reason, and closed sheets that can be read."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from store import states
from store.rounds import Round
from store.seals import seals, standing
from store.upkeep.seal import seal
from store.workspace import Workspace
from tests.tui import works
from tests.tui.test_screens_actions import until
from tests.tui.test_screens_damage import lines
from tui.app import AudittyApp
from tui.screens.rounds import RoundsScreen
from tui.screens.sheet import SheetScreen
from tui.session import Session
from tui.widgets.bar import LineBar
from tui.widgets.form import Form
from tui.widgets.pane import Pane
from tui.widgets.rows import RowList

pytestmark = pytest.mark.slow

Use = Callable[[Any, AudittyApp], Awaitable[None]]


def use(folder: Path, steps: Use, signed_in: bool = True) -> None:
    """Open the program on the workspace at 80 x 24 and carry out `steps` on its first screen."""

    async def go() -> None:
        session = Session(Workspace(folder, who="Li Wen" if signed_in else ""), signed_in=signed_in)
        app = AudittyApp(session)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: isinstance(app.screen, RoundsScreen) and bool(app.screen.rows.rows))
            await steps(pilot, app)

    asyncio.run(go())


def only(folder: Path) -> Round:
    (round_,) = Workspace(folder).rounds()
    return round_


def test_the_first_screen_reads_the_rounds_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    works.make(tmp_path / "w")
    read: list[Workspace] = []
    rounds = Workspace.rounds

    def counted(workspace: Workspace) -> list[Round]:
        read.append(workspace)
        return rounds(workspace)

    monkeypatch.setattr(Workspace, "rounds", counted)

    async def steps(pilot: Any, app: AudittyApp) -> None:
        await until(pilot, lambda: "0%" in row(app))
        assert len(read) == 1
        await pilot.press("question_mark")
        await until(pilot, lambda: not isinstance(app.screen, RoundsScreen))
        await pilot.press("q")
        await until(pilot, lambda: len(read) == 2)

    use(tmp_path / "w", steps)


def opened(app: AudittyApp) -> bool:
    return bool(app.screen.query(Form)) and app.screen.query_one(Form).is_open


def bar(app: AudittyApp) -> str:
    return app.screen.query_one("#keys", LineBar).render_line(0).text


def row(app: AudittyApp) -> str:
    return lines(app.screen.query_one(RowList))[0]


@pytest.mark.parametrize(
    "before, key, after",
    [
        ([lambda each: states.close(each, finish_first=True)], "O", "running"),
        ([lambda each: states.void(each, "x")], "O", "running"),
        ([], "V", "void"),
        ([states.finish], "A", "archived"),
    ],
)
def test_a_key_asks_why_and_changes_the_state(
    tmp_path: Path, before: list[Callable[[Round], None]], key: str, after: str
) -> None:
    works.make(tmp_path / "w")
    for step in before:
        step(only(tmp_path / "w"))

    async def steps(pilot: Any, app: AudittyApp) -> None:
        await pilot.press(key)
        await until(pilot, lambda: opened(app))
        await pilot.press("enter")
        assert opened(app), "a reason is needed"
        await pilot.press(*"late", "enter")
        await until(pilot, lambda: not opened(app))
        await until(pilot, lambda: "saved" in bar(app))

    use(tmp_path / "w", steps)
    round_ = only(tmp_path / "w")
    assert (round_.info.state, round_.info.reason) == (after, "late")
    assert list(round_.record.lines())[-1].event.who == "Li Wen"


@pytest.mark.parametrize("key", ["F", "S", "V", "A"])
def test_a_key_that_is_not_for_this_state_says_what_is(tmp_path: Path, key: str) -> None:
    works.make(tmp_path / "w")
    states.void(only(tmp_path / "w"), "the wrong year")

    async def steps(pilot: Any, app: AudittyApp) -> None:
        await pilot.press(key)
        await until(pilot, lambda: "is void" in bar(app))
        assert not opened(app)

    use(tmp_path / "w", steps)
    assert only(tmp_path / "w").info.state == "void"


def test_leaving_the_form_changes_nothing(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    before = only(tmp_path / "w").record.journal_path.read_bytes()

    async def steps(pilot: Any, app: AudittyApp) -> None:
        for key in ("V", "S"):
            await pilot.press(key)
            await until(pilot, lambda: opened(app))
            await pilot.press("f10")
            await until(pilot, lambda: not opened(app))
        assert app.focused is app.screen.query_one(RowList)

    use(tmp_path / "w", steps)
    assert only(tmp_path / "w").record.journal_path.read_bytes() == before


@pytest.mark.parametrize("key", ["F", "V"])
def test_who_records_is_asked_where_it_is_not_known(tmp_path: Path, key: str) -> None:
    works.make(tmp_path / "w", inspectors=("Li Wen", "Wang Fang"))

    async def steps(pilot: Any, app: AudittyApp) -> None:
        await pilot.press(key)
        await until(pilot, lambda: opened(app))
        await pilot.press("tab", *"Zhou")
        if key == "V":
            await pilot.press("tab", "x")
        await pilot.press("enter")
        await until(pilot, lambda: not opened(app))

    use(tmp_path / "w", steps, signed_in=False)
    round_ = only(tmp_path / "w")
    assert round_.info.state != "running"
    assert list(round_.record.lines())[-1].event.who == "Zhou"


def test_finishing_asks_nothing_of_somebody_known(tmp_path: Path) -> None:
    works.make(tmp_path / "w")

    async def steps(pilot: Any, app: AudittyApp) -> None:
        await pilot.press("F")
        await until(pilot, lambda: "finished" in row(app))
        await pilot.press("F")
        await until(pilot, lambda: "running" in row(app))

    use(tmp_path / "w", steps)


def test_sealing_without_a_key(tmp_path: Path) -> None:
    works.make(tmp_path / "w")

    async def steps(pilot: Any, app: AudittyApp) -> None:
        await pilot.press("S")
        await until(pilot, lambda: opened(app))
        await pilot.press("tab", *"/nowhere/key", "enter")
        await until(pilot, lambda: "no such key" in "\n".join(lines(app.screen.query_one(Form))))
        assert only(tmp_path / "w").info.state == "running"
        await pilot.press("tab", "right", "enter")
        await until(pilot, lambda: not opened(app))
        await until(pilot, lambda: "sealed" in row(app))
        made = standing(only(tmp_path / "w"))
        assert made is not None
        assert f"seal 0001 {made.short[:4]}" in "\n".join(lines(app.screen.query_one(Pane)))

    use(tmp_path / "w", steps)
    (made,) = seals(only(tmp_path / "w"))
    assert (made.by, made.signature) == ("Li Wen", "")


def test_archived_rounds_are_shown_when_asked_for(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    states.finish(only(tmp_path / "w"))
    states.archive(only(tmp_path / "w"), "long done")

    async def go() -> None:
        app = AudittyApp(Session(Workspace(tmp_path / "w", who="Li Wen"), signed_in=True))
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: isinstance(app.screen, RoundsScreen))
            assert "Autumn" not in row(app)
            await pilot.press("a")
            await until(pilot, lambda: "Autumn" in row(app) and "archived" in row(app))
            await until(pilot, lambda: "long done" in "\n".join(lines(app.screen.query_one(Pane))))
            await pilot.press("A")
            await until(pilot, lambda: opened(app))
            await pilot.press("enter")
            await until(pilot, lambda: "finished" in row(app))
            await pilot.press("a")
            await until(pilot, lambda: "finished" in row(app))

    asyncio.run(go())


def test_a_sealed_sheet_can_be_read_and_says_why_not_marked(tmp_path: Path) -> None:
    workspace = works.make(tmp_path / "w", inspectors=("Li Wen", "Wang Fang"))
    workspace.sheet(only(tmp_path / "w"), "A1").set_note("i1", "the fence is new")
    seal(workspace, only(tmp_path / "w"), None, finish=True)

    async def steps(pilot: Any, app: AudittyApp) -> None:
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query(RowList) and not isinstance(app.screen, RoundsScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen))
        await until(pilot, lambda: "the fence is new" in "\n".join(lines(app.screen.query_one(Pane))))
        for key in ("1", "2", "3", "e", "o", "ctrl+z"):
            app.screen.query_one("#keys", LineBar).show([])
            await pilot.press(key)
            await until(pilot, lambda: "was sealed" in bar(app))
            assert not opened(app)
        await pilot.press("v")
        await until(pilot, lambda: opened(app))

    use(tmp_path / "w", steps, signed_in=False)
    assert works.verdicts(tmp_path / "w")[0] == "."


def test_what_one_marks_on_a_sheet_is_not_counted_on_the_screens_below(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    works.make(tmp_path / "w")
    monkeypatch.setattr("tui.screens.base.OTHERS_SECONDS", 0.05)
    looked: list[Round] = []
    counted: list[Round] = []
    tallies, stamps = Workspace.tallies, Round.stamps

    def counting(workspace: Workspace, round_: Round, *rest: Any) -> Any:
        counted.append(round_)
        return tallies(workspace, round_, *rest)

    def looking(round_: Round) -> list[object]:
        looked.append(round_)
        return stamps(round_)

    async def steps(pilot: Any, app: AudittyApp) -> None:
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen))
        await app.workers.wait_for_complete()
        monkeypatch.setattr(Workspace, "tallies", counting)
        monkeypatch.setattr(Round, "stamps", looking)
        await pilot.press("1")
        looked.clear()
        await until(pilot, lambda: len(looked) >= 6)  # both screens below looked and saw the mark
        assert not counted
        await pilot.press("q")
        await until(pilot, lambda: bool(counted))

    use(tmp_path / "w", steps)
