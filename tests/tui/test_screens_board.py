"""The board of rectifications on the screen: a whole life, many at once, two hands, and what the keys narrow."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from store.clock import FixedClock
from store.model import Finding
from store.phrasing.own import Phrase
from store.rectifying.desk import Desk
from store.rectifying.model import Step
from store.workspace import Workspace
from tests.tui import works
from tests.tui.test_screens_actions import text_of, until
from tui.app import AudittyApp
from tui.i18n import set_language
from tui.screens.board import BoardScreen
from tui.screens.history import HistoryScreen
from tui.screens.sheet import SheetScreen
from tui.screens.step_menu import StepMenu
from tui.screens.units import UnitsScreen
from tui.session import Session
from tui.widgets.canvas import Canvas
from tui.widgets.form import Form
from tui.widgets.look import Look
from tui.widgets.rows import RowList

pytestmark = pytest.mark.slow

MOMENT = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)
FOUND = [
    ("A1", "2026-11-20", "high", "Office"),
    ("A1", "2026-11-26", "low", "Branch"),
    ("A1", "2026-12-20", "high", ""),
    ("A2", "2026-12-10", "medium", "Office"),
]

Script = Callable[[AudittyApp, Any, BoardScreen], Awaitable[None]]


def opened(folder: Path, who: str = "Wang") -> Workspace:
    return Workspace(folder, who=who, clock=FixedClock(MOMENT))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A1 has three rectifications, overdue, due soon and in time; A2 has one."""
    workspace = works.make(tmp_path / "w")
    round_id = workspace.rounds()[0].info.id
    for number, (unit, due, grade, lead) in enumerate(FOUND, 1):
        finding = Finding(id=f"f{number}", due=due, grade=grade, lead=lead)
        workspace.ledger(unit).open(
            round_id, "N 1", [(f"matters:i{number}", finding, f"problem {number}")], "2026-11-01"
        )
    return tmp_path / "w"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "after.jpg"
    path.write_bytes(b"\xff\xd8\xff after")
    return path


def on_board(
    folder: Path, script: Script, keys: str = "l", size: tuple[int, int] = (80, 24), plain: bool = False
) -> None:
    """Run `script` on the board that `keys` lead to, when it has read the ledgers."""

    async def go() -> None:
        app = AudittyApp(Session(opened(folder), Look(ascii=plain), signed_in=True))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            if keys.startswith("enter"):
                await pilot.press("enter")
                await until(pilot, lambda: isinstance(app.screen, UnitsScreen))
                keys_left = keys.removeprefix("enter")
            else:
                keys_left = keys
            await pilot.press(*keys_left)
            await until(pilot, lambda: isinstance(app.screen, BoardScreen) and app.screen.rows.rows)
            assert isinstance(app.screen, BoardScreen)
            board = app.screen
            await until(pilot, lambda: board._reading is not None and board._reading.is_finished)
            await script(app, pilot, board)

    asyncio.run(go())


def drawn(widget: Canvas) -> str:
    return "\n".join(strip.text.rstrip() for strip in widget.draw(*widget.size))


def shown(board: BoardScreen) -> list[str]:
    return [row.id for row in board.rows.rows]


def bar(board: BoardScreen, name: str = "keys") -> str:
    return drawn(board.query_one(f"#{name}", Canvas))


def state(folder: Path, id: str) -> str:
    return Desk(opened(folder)).get(id).state


async def step(pilot: Any, board: BoardScreen, verb: str) -> None:
    """Open the steps and choose one: its form is there."""
    await until(pilot, lambda: board.rows.has_focus)
    await pilot.press("enter")
    await until(pilot, lambda: board.query(StepMenu) and board.query_one(StepMenu).display)
    rows = board.query_one(StepMenu).query_one(RowList)
    place = [row.id for row in rows.rows].index(verb) + 1
    await pilot.press(str(place)) if place < 10 else await pilot.press(*["down"] * (place - 1), "enter")
    await until(pilot, lambda: board.form.is_open)


async def filled(pilot: Any, board: BoardScreen, **values: str) -> None:
    """Fill in the form and save it."""
    for name, value in values.items():
        board.form.set_value(name, value)
    await pilot.press("enter")


async def closed(pilot: Any, board: BoardScreen) -> None:
    await until(pilot, lambda: not board.form.is_open and not board.busy)


def test_from_open_to_published(folder: Path, photo: Path) -> None:
    async def script(app: AudittyApp, pilot: Any, board: BoardScreen) -> None:
        assert board.rows.cursor_id == "A1-0001"
        await step(pilot, board, "receipt")
        await filled(pilot, board)
        await closed(pilot, board)
        await step(pilot, board, "submit")
        await filled(pilot, board, note="all is done", files=str(photo))
        await closed(pilot, board)
        assert state(folder, "A1-0001") == "submitted"
        assert "answered" in text_of(board, "A1-0001")
        assert "A1-0001: answered" in bar(board)

        await step(pilot, board, "accept")
        await filled(pilot, board)
        await until(pilot, lambda: "Wang rectified it" in drawn(board.form))
        assert board.form.is_open, "nobody closes what they rectified"
        await pilot.press("f10")

        app.session.sign_in("Li Wen")
        await step(pilot, board, "check")
        assert "1 file since" in drawn(board.form)
        await filled(pilot, board)
        await closed(pilot, board)
        await step(pilot, board, "accept")
        await filled(pilot, board, note="seen")
        await closed(pilot, board)
        assert state(folder, "A1-0001") == "closed"
        assert "A1-0001" not in shown(board), "it is at an end"

        await pilot.press("s", "s", "s", "s", "s")
        await until(pilot, lambda: shown(board) == ["A1-0001"])
        await step(pilot, board, "publish")
        await filled(pilot, board, date="2026-11-22")
        await closed(pilot, board)
        found = Desk(opened(folder)).get("A1-0001")
        assert found.published == "2026-11-22"
        assert [each.who for each in found.steps] == ["Wang", "Wang", "Li Wen", "Li Wen", "Li Wen"]
        board.pane.scroll_by(100)
        await until(pilot, lambda: "after.jpg" in drawn(board.pane))
        assert "all is done" in drawn(board.pane)

    on_board(folder, script)


def test_lights_counts_and_the_whole_text(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any, board: BoardScreen) -> None:
        assert shown(board) == ["A1-0001", "A1-0002", "A2-0001", "A1-0003"]
        assert [text_of(board, id)[:2] for id in shown(board)] == ["!!", "! ", ". ", ". "]
        assert "!! overdue 1  ! due soon 1  to rectify 4" in bar(board, "title")
        for word in ("problem 1", "High", "Office", "26-11-20", "East School"):
            assert word in text_of(board, "A1-0001")
        assert "2026-11-20; overdue" in drawn(board.pane)

    on_board(folder, script, plain=True)


def test_many_at_once_and_what_is_refused_stays_chosen(folder: Path) -> None:
    Desk(opened(folder)).take("A1-0002", Step(verb="submit", note="done"))

    async def script(app: AudittyApp, pilot: Any, board: BoardScreen) -> None:
        await pilot.press("*")
        assert "chosen 4" in bar(board, "title")
        await step(pilot, board, "remind")
        assert "4 chosen: remind" in drawn(board.form)
        await filled(pilot, board, note="please")
        await closed(pilot, board)
        assert [Desk(opened(folder)).get(id).rung for id in shown(board)] == [1, 1, 1, 1]
        assert board.rows.marked == set()

        await pilot.press("*")
        await step(pilot, board, "progress")
        await filled(pilot, board, progress="half")
        await closed(pilot, board)
        await until(pilot, lambda: "3 done; 1 refused" in bar(board))
        assert board.rows.marked == {"A1-0002"}
        assert "A1-0002 is in the state “answered”: “report progress” is not possible" in drawn(board.pane)
        assert "check on site" in drawn(board.pane)
        assert len(Desk(opened(folder)).get("A1-0003").steps) == 2

    on_board(folder, script)


def test_space_chooses_over_filters_and_q_lets_go(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any, board: BoardScreen) -> None:
        await pilot.press("space", "/", *"west", "enter")
        await until(pilot, lambda: shown(board) == ["A2-0001"])
        await pilot.press("space")
        assert "chosen 2" in bar(board, "title")
        await step(pilot, board, "remind")
        await filled(pilot, board)
        await closed(pilot, board)
        await until(pilot, lambda: "2 done" in bar(board))
        assert [Desk(opened(folder)).get(id).rung for id in ("A1-0001", "A2-0001", "A1-0002")] == [1, 1, 0]
        await pilot.press("q", "space", "q")
        assert "chosen" not in bar(board, "title")
        assert len(shown(board)) == 4
        assert app.screen is board
        await pilot.press("q")
        await until(pilot, lambda: app.screen is not board)

    on_board(folder, script)


def test_what_is_refused_says_why_and_keeps_what_was_typed(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any, board: BoardScreen) -> None:
        await step(pilot, board, "extend")
        await filled(pilot, board, note="rain", progress="half", due="2026-11-01")
        await until(
            pilot, lambda: "2026-11-01" in drawn(board.form).splitlines()[-1] or "not after" in drawn(board.form)
        )
        assert board.form.values()["note"] == "rain"
        await filled(pilot, board, due="2026-12-24")
        await closed(pilot, board)
        assert Desk(opened(folder)).get("A1-0001").asked == "2026-12-24"
        await until(pilot, lambda: "26-11-20?" in text_of(board, "A1-0001"))
        await pilot.press("w")
        await until(pilot, lambda: shown(board) == ["A1-0001"])

    on_board(folder, script)


def test_a_step_that_somebody_else_took_is_shown_and_decided(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any, board: BoardScreen) -> None:
        other = Desk(opened(folder, "Zhao"))
        await step(pilot, board, "remind")
        other.take("A1-0001", Step(verb="receipt"))
        await filled(pilot, board, note="please")
        await until(pilot, lambda: "Zhao took a step meanwhile" in drawn(board.form))
        assert other.get("A1-0001").rung == 0
        await pilot.press("right", "enter")
        await closed(pilot, board)
        assert other.get("A1-0001").rung == 1

        await step(pilot, board, "withdraw")
        other.take("A1-0001", Step(verb="progress", note="half"))
        await filled(pilot, board, note="wrong unit")
        await until(pilot, lambda: "Zhao took a step meanwhile" in drawn(board.form))
        await pilot.press("enter")
        await closed(pilot, board)
        assert state(folder, "A1-0001") == "open", "theirs was left"

    on_board(folder, script)


def test_of_many_only_what_changed_meanwhile_is_refused(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any, board: BoardScreen) -> None:
        await pilot.press("*")
        await step(pilot, board, "withdraw")
        other = Desk(opened(folder, "Zhao"))
        other.take("A1-0001", Step(verb="progress", note="seen in the pane"))
        other.take("A2-0001", Step(verb="submit", note="seen in the row"))
        await filled(pilot, board, note="void")
        await closed(pilot, board)
        await until(pilot, lambda: "2 done; 2 refused" in bar(board))
        assert [state(folder, id) for id in ("A1-0001", "A1-0002", "A1-0003", "A2-0001")] == [
            "open", "withdrawn", "withdrawn", "submitted",
        ]  # fmt: skip
        assert board.rows.marked == {"A1-0001", "A2-0001"}

    on_board(folder, script)


def test_what_others_do_appears(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any, board: BoardScreen) -> None:
        Desk(opened(folder, "Zhao")).take("A2-0001", Step(verb="submit", note="done"))
        await until(pilot, lambda: "answered" in text_of(board, "A2-0001"))

    on_board(folder, script)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("o", ["A1-0001"]),
        ("oo", ["A1-0002"]),
        ("ooo", ["A1-0001", "A1-0002", "A2-0001", "A1-0003"]),
        ("g", ["A1-0001", "A1-0003"]),
        ("gg", ["A2-0001"]),
        ("l", ["A1-0001", "A2-0001"]),
        ("u", ["A1-0001", "A1-0002", "A1-0003"]),
        ("lu", ["A1-0001"]),
        ("w", []),
        ("S", ["A1-0001", "A1-0002", "A1-0003", "A2-0001"]),
        ("SS", ["A1-0001", "A1-0003", "A2-0001", "A1-0002"]),
    ],
)
def test_what_the_keys_show(folder: Path, keys: str, expected: list[str]) -> None:
    async def script(app: AudittyApp, pilot: Any, board: BoardScreen) -> None:
        await pilot.press(*keys)
        assert shown(board) == expected

    on_board(folder, script)


def test_the_ledger_of_one_unit_and_its_history(folder: Path) -> None:
    Desk(opened(folder)).take("A1-0002", Step(verb="receipt"))

    async def script(app: AudittyApp, pilot: Any, board: BoardScreen) -> None:
        assert shown(board) == ["A1-0001", "A1-0002", "A1-0003"]
        assert "East School / Rectification ledger" in bar(board, "title")
        await pilot.press("down", "h")
        await until(pilot, lambda: isinstance(app.screen, HistoryScreen))
        await until(pilot, lambda: len(app.screen.query_one(RowList).rows) == 2)
        assert all("A1-0002" in text_of(app.screen, row.id) for row in app.screen.query_one(RowList).rows)
        await pilot.press("q", "f")
        await until(
            pilot,
            lambda: isinstance(app.screen, SheetScreen) and app.screen.query_one(RowList).cursor_id == "matters:i2",
        )

    on_board(folder, script, keys="enterl")


def test_undo_is_a_word(folder: Path) -> None:
    async def script(app: AudittyApp, pilot: Any, board: BoardScreen) -> None:
        await pilot.press("z")
        assert "A step stays in the ledger" in bar(board)
        await step(pilot, board, "submit")
        await filled(pilot, board, note="done")
        await closed(pilot, board)
        await pilot.press("z")
        assert "return" in bar(board)

    on_board(folder, script)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_it_fits_in_both_languages_and_sizes(folder: Path, language: str, size: tuple[int, int]) -> None:
    set_language("zh" if language == "zh" else "en")

    async def script(app: AudittyApp, pilot: Any, board: BoardScreen) -> None:
        assert "problem 1"[:5] in drawn(board.rows)
        await step(pilot, board, "submit")
        form = board.query_one(Form)
        labels = drawn(form)
        for word in {"en": ("Measure", "Progress", "Note", "Files"), "zh": ("措施", "进展", "备注", "附件")}[language]:
            assert word in labels
        assert board.rows.size.width == (size[0] if size[0] < 120 else board.rows.size.width)

    on_board(folder, script, size=size)


def test_a_ledger_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "ledger" / "A2.json").unlink()
    (folder / "ledger" / "A2.journal").write_text("no journal\n")

    async def script(app: AudittyApp, pilot: Any, board: BoardScreen) -> None:
        assert shown(board) == ["A1-0001", "A1-0002", "A1-0003"]
        assert "A2.journal" in bar(board)

    on_board(folder, script)


def test_roles_are_the_stores(folder: Path) -> None:
    path = folder / "workspace.yaml"
    office = "roles: {unit: {verbs: [receipt]}, office: {verbs: [remind], names: [Li Wen]}}"
    path.write_text(path.read_text("utf-8").replace("roles: {}", office), "utf-8")

    async def script(app: AudittyApp, pilot: Any, board: BoardScreen) -> None:
        await step(pilot, board, "remind")
        await filled(pilot, board)
        await until(pilot, lambda: "Wang may not" in drawn(board.form))
        assert Desk(opened(folder)).get("A1-0001").rung == 0

    on_board(folder, script)


@pytest.mark.slow
def test_the_words_of_a_step_are_typed_in_lines_with_phrases_and_survive_the_end_of_the_program(folder: Path) -> None:
    opened(folder).phrases.add([Phrase(text="Seen on site")])

    async def typed(app: AudittyApp, pilot: Any, board: BoardScreen) -> None:
        await step(pilot, board, "submit")
        await pilot.press("f6", "ctrl+j", *"half", "wait:10")

    on_board(folder, typed)  # and the program ends with the form open

    async def again(app: AudittyApp, pilot: Any, board: BoardScreen) -> None:
        await step(pilot, board, "submit")
        assert board.form.values()["measure"] == "Seen on site\nhalf"
        await pilot.press(*" done", "enter")
        await closed(pilot, board)

    on_board(folder, again)
    (answer,) = [each for each in Desk(opened(folder)).get("A1-0001").steps if each.verb == "submit"]
    assert answer.measure == "Seen on site\nhalf done"
