"""Documents on the screen: which can be made where, read as text, saved, given up, issued, and written once more."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from reports import pdf
from reports.issue import issue_notice
from reports.kinds import KINDS, Asked, Kind
from store.model import Finding
from store.workspace import Workspace
from tests.tui import works
from tests.tui.test_screens_actions import text_of, until
from tui.app import AudittyApp
from tui.screens import fetching
from tui.screens.document import DocumentScreen
from tui.screens.documents import DocumentsScreen
from tui.screens.recipients import RecipientsScreen
from tui.screens.register import IssuedScreen, RegisterScreen
from tui.screens.units import UnitsScreen
from tui.session import Session
from tui.widgets.bar import LineBar
from tui.widgets.pane import Pane
from tui.widgets.rows import RowList

Script = Callable[[AudittyApp, Any], Awaitable[None]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three units: A1 has two findings, A2 one that is in a notice, A3 none."""
    units = [
        {"code": code, "name": f"{name} School"} for code, name in (("A1", "East"), ("A2", "West"), ("A3", "South"))
    ]
    workspace = works.make(tmp_path / "w", units=units)
    (round_,) = workspace.rounds()
    for unit, problems in {"A1": ("The gate is rusty", "No drill was held"), "A2": ("The alarm is silent",)}.items():
        sheet = workspace.sheet(round_, unit)
        for number, problem in enumerate(problems, 1):
            sheet.set_findings(f"matters:i{number}", (Finding(problem=problem, due="2026-12-01"),))
    issue_notice(workspace, workspace.sheet(round_, "A2"), "en")
    return tmp_path / "w"


def in_app(folder: Path, script: Script, size: tuple[int, int] = (80, 24)) -> None:
    async def go() -> None:
        app = AudittyApp(Session(Workspace(folder), signed_in=True))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await script(app, pilot)

    asyncio.run(go())


def shown(app: AudittyApp) -> str:
    """The whole screen."""
    widgets = [*app.screen.query(LineBar), *app.screen.query(RowList), *app.screen.query(Pane)]
    return "\n".join(strip.text for widget in widgets for strip in widget.draw(*widget.size))


async def press(app: AudittyApp, pilot: Any, keys: str, kind: type[Any], text: str = "") -> Any:
    """Press keys until a screen of this kind shows `text`."""
    await pilot.press(*keys.split())
    await until(pilot, lambda: isinstance(app.screen, kind) and text in shown(app))
    return app.screen


async def menu(app: AudittyApp, pilot: Any, name: str) -> Any:
    """The menu of a unit, the cursor on the kind `name`."""
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, UnitsScreen))
    screen = await press(app, pilot, "r", DocumentsScreen, ".docx")
    screen.rows.move_to(name)
    return screen


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def pane(screen: Any) -> str:
    return "".join(strip.text.strip() for strip in screen.pane.draw(*screen.pane.size))


def test_the_kinds_are_those_of_the_registry_with_a_word_to_each(folder: Path) -> None:
    async def script(app: Any, pilot: Any) -> None:
        screen = await menu(app, pilot, "notice")
        assert [row.id for row in screen.rows.rows] == list(KINDS), "another kind is a row by itself"
        assert "nothing to say here" in text_of(screen, "closing")
        assert ".docx .xlsx" in text_of(screen, "ledger")
        screen.rows.move_to("closing")
        await press(app, pilot, "enter", DocumentsScreen, "nothing to say here")
        assert app.screen is screen
        await press(app, pilot, "u", DocumentsScreen, "one for each unit")
        assert "all units" in shown(app)
        await pilot.press("slash", *"ledger", "enter")
        assert [row.id for row in screen.rows.rows] == ["ledger"]

    in_app(folder, script)


def test_from_the_board_what_needs_a_round_says_so(folder: Path) -> None:
    async def script(app: Any, pilot: Any) -> None:
        await pilot.press("l")
        await until(pilot, lambda: "A2-0001" in shown(app))
        screen = await press(app, pilot, "r", DocumentsScreen, "about a round")
        assert "West School" in shown(app)
        screen.rows.move_to("notice")
        await pilot.press("enter")
        assert app.screen is screen
        screen.rows.move_to("supervision")
        assert "about a round" not in text_of(screen, "supervision")

    in_app(folder, script)


def test_a_draft_is_read_and_saved_with_the_line_that_fetches_it(folder: Path, home: Path) -> None:
    async def script(app: Any, pilot: Any) -> None:
        await menu(app, pilot, "notice")
        screen = await press(app, pilot, "enter", DocumentScreen, "draft")
        seen = shown(app)
        for _page in range(9):
            await pilot.press("d")
            seen += shown(app)
        for text in ("East School", "The gate is rusty", "No drill was held", "Reply form", "Inspection journal head"):
            assert text in seen
        await pilot.press("s", "enter")
        (round_,) = Workspace(folder).rounds()
        path = home / f"notice-{round_.info.id}-A1.docx"
        await until(pilot, lambda: str(path) in pane(screen))
        assert "scp" in pane(screen)
        assert pane(screen).count(str(path)) == 2
        asked = Asked(workspace=Workspace(folder), lang="en", round=round_, units=("A1",))
        assert path.read_bytes() == KINDS["notice"].make(asked)
        # A name that is there already is never written over, and another ending is refused.
        await pilot.press("s")
        await until(pilot, lambda: screen.form.is_open)
        assert screen.form.values()["path"] == str(home / f"notice-{round_.info.id}-A1-2.docx")
        screen.form.set_value("path", str(path))
        await press(app, pilot, "enter", DocumentScreen, "exists")
        screen.form.set_value("path", str(home / "x.pdf.txt"))
        await press(app, pilot, "enter", DocumentScreen, ".docx")
        assert screen.form.is_open
        assert [each.name for each in files(home)] == [path.name]

    in_app(folder, script)


def test_a_pdf_beside_the_word_file_or_neither(folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "office", lambda: "soffice")
    monkeypatch.setattr(pdf, "to_pdf", lambda documents: {name: b"%PDF of " + data for name, data in documents.items()})

    async def script(app: Any, pilot: Any) -> None:
        await menu(app, pilot, "inspection")
        screen = await press(app, pilot, "enter", DocumentScreen, "draft")
        await pilot.press("s")
        await until(pilot, lambda: screen.form.is_open)
        screen.form.set_value("pdf", "yes")
        await pilot.press("enter")
        await until(pilot, lambda: pane(screen).count(".pdf") == 2)
        word, made = files(home)
        assert made.read_bytes() == b"%PDF of " + word.read_bytes()
        monkeypatch.setattr(pdf, "to_pdf", lambda documents: {})
        await pilot.press("s")
        await until(pilot, lambda: screen.form.is_open)
        screen.form.set_value("pdf", "yes")
        await press(app, pilot, "enter", DocumentScreen, "LibreOffice makes no PDF")
        assert files(home) == [word, made]

    in_app(folder, script)


def test_another_format_and_another_language(folder: Path, home: Path) -> None:
    async def script(app: Any, pilot: Any) -> None:
        await menu(app, pilot, "ledger")
        screen = await press(app, pilot, "enter", DocumentScreen, "Rectification ledger")
        await pilot.press("o")
        await until(pilot, lambda: screen.form.is_open)
        screen.form.set_value("lang", "zh")
        await press(app, pilot, "enter", DocumentScreen, "整改台账")
        await pilot.press("s")
        await until(pilot, lambda: screen.form.is_open)
        screen.form.set_value("format", "xlsx")
        await until(pilot, lambda: screen.form.values()["path"].endswith(".xlsx"))
        await pilot.press("enter")
        await until(pilot, lambda: ".xlsx" in pane(screen))
        (path,) = files(home)
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
        assert "单位" in [cell.value for cell in next(book.worksheets[0].rows)]

    in_app(folder, script)


@pytest.mark.slow
def test_what_takes_long_shows_how_far_it_is_and_can_be_given_up(
    folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, usual = threading.Event(), Kind.make

    def slow(kind: Kind, asked: Asked) -> bytes:
        while not going.is_set():
            asked.progress(3, 10)
        return usual(kind, asked)

    async def script(app: Any, pilot: Any) -> None:
        await menu(app, pilot, "ledger")
        monkeypatch.setattr(Kind, "make", slow)
        screen = await press(app, pilot, "enter", DocumentScreen, "3/10")
        assert "[#" in shown(app)
        await press(app, pilot, "escape", DocumentScreen, "Given up")
        await until(pilot, lambda: all(worker.is_finished for worker in screen.workers))
        assert screen.paper is None
        monkeypatch.setattr(Kind, "make", usual)
        await pilot.press("q")
        screen = await press(app, pilot, "enter", DocumentScreen, "draft")
        await pilot.press("s")
        await until(pilot, lambda: screen.form.is_open)
        monkeypatch.setattr(Kind, "make", slow)
        screen.form.set_value("format", "xlsx")
        await until(pilot, lambda: screen.form.values()["path"].endswith(".xlsx"))
        await press(app, pilot, "enter", DocumentScreen, "3/10")
        await press(app, pilot, "q", DocumentScreen, "Given up")
        await until(pilot, lambda: all(worker.is_finished for worker in screen.workers))
        assert "draft" in shown(app), "what was read stays"

    in_app(folder, script)
    assert not files(home)


def test_issued_and_in_the_register_and_written_once_more(folder: Path, home: Path) -> None:
    async def script(app: Any, pilot: Any) -> None:
        await menu(app, pilot, "notice")
        screen = await press(app, pilot, "enter", DocumentScreen, "draft")
        await pilot.press("i")
        await until(pilot, lambda: screen.form.is_open)
        await pilot.press("enter")
        await until(pilot, lambda: screen.paper and screen.paper.number)
        issued = Workspace(folder).documents.all()[-1]
        assert issued.unit == "A1"
        assert screen.paper.number == issued.number
        await until(pilot, lambda: str(folder / "documents" / issued.file) in pane(screen))
        await press(app, pilot, "i", DocumentScreen, "Nothing new")
        register = await press(app, pilot, "l", RegisterScreen, issued.number)
        assert len(register.rows.rows) == 1
        await pilot.press("q", "q", "q")
        register = await press(app, pilot, "D", RegisterScreen, "West School")
        assert [text_of(register, row.id).count("School") for row in register.rows.rows] == [1, 1]
        await pilot.press("slash", *"east", "enter")
        assert len(register.rows.rows) == 1
        await press(app, pilot, "enter", IssuedScreen, issued.number)
        await pilot.press("q", "s", "enter")
        path = home / "notice-2026-0002.docx"
        await until(pilot, lambda: pane(register).count(str(path)) == 2)
        assert path.read_bytes() == (folder / "documents" / issued.file).read_bytes()

    in_app(folder, script)


def test_an_issued_file_that_was_changed_is_not_written_again(folder: Path, home: Path) -> None:
    (issued,) = Workspace(folder).documents.all()
    (folder / "documents" / issued.file).write_bytes(b"another")

    async def script(app: Any, pilot: Any) -> None:
        await press(app, pilot, "D", RegisterScreen, issued.number)
        await press(app, pilot, "s enter", RegisterScreen, "as it was issued")
        await press(app, pilot, "enter", IssuedScreen, "as it was issued")

    in_app(folder, script)
    assert not files(home)


def test_a_file_for_each_unit_and_a_number_for_each(folder: Path, home: Path) -> None:
    async def script(app: Any, pilot: Any) -> None:
        await press(app, pilot, "r", DocumentsScreen, "one for each unit")
        screen = await press(app, pilot, "enter", RecipientsScreen, "West School")
        assert [row.id for row in screen.rows.rows] == ["A1", "A2"]
        assert "nothing new" in text_of(screen, "A2")
        await pilot.press("s", "enter")
        await until(pilot, lambda: "scp -r" in pane(screen))
        (made,) = files(home)
        each = files(made)
        assert [path.stem[-2:] for path in each[1:]] == ["A1", "A2"]
        texts = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(each[1].read_bytes())).paragraphs)
        assert "The gate is rusty" in texts
        await pilot.press("i")
        await until(pilot, lambda: screen.form.is_open)
        screen.form.set_value("sure", "yes")
        await pilot.press("enter")
        await until(pilot, lambda: "nothing new" in text_of(screen, "A1"))
        issued = [path.name for path in files(files(home)[1])]
        assert any("-0002" in name for name in issued)
        assert "index.csv" in issued
        await press(app, pilot, "i", RecipientsScreen, "Nothing new")

    in_app(folder, script)
    assert [each.unit for each in Workspace(folder).documents.all()] == ["A2", "A1"]


def test_a_run_over_units_that_was_given_up_is_gone_on_with(
    folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, begun, going = Kind.make, threading.Event(), threading.Event()

    def slow(kind: Kind, asked: Asked) -> bytes:
        begun.set()
        assert going.wait(60)
        return usual(kind, asked)

    async def script(app: Any, pilot: Any) -> None:
        await press(app, pilot, "r", DocumentsScreen, "one for each unit")
        screen = await press(app, pilot, "enter", RecipientsScreen, "West School")
        monkeypatch.setattr(Kind, "make", slow)
        await pilot.press("s", "enter")
        await until(pilot, begun.is_set)
        await press(app, pilot, "escape", RecipientsScreen, "what was done stays")
        (made,) = files(home)
        going.set()
        # The one that was being made gets whole onto the disk; the thread goes on to its end behind the screen.
        await until(pilot, lambda: [path.name[-7:] for path in files(made)] == ["ex.part", "A1.docx"])
        monkeypatch.setattr(Kind, "make", usual)
        await pilot.press("s")
        await until(pilot, lambda: screen.form.is_open)
        assert screen.form.values()["path"] == str(made)
        await pilot.press("enter")
        await until(pilot, lambda: "scp -r" in pane(screen))
        assert [path.name[-7:] for path in files(made)] == ["dex.csv", "A1.docx", "A2.docx"]
        assert files(home) == [made]

    in_app(folder, script)


def test_the_port_of_the_link_and_odd_names(tmp_path: Path) -> None:
    path = tmp_path / "a b'c.docx"
    assert "-P" not in fetching.command(path, {})
    assert "-P" not in fetching.command(path, {"SSH_CONNECTION": "10.0.0.2 50000 10.0.0.1 22"})
    line = fetching.command(path, {"SSH_CONNECTION": "10.0.0.2 50000 10.0.0.1 2222"})
    assert line.startswith("scp -P 2222 ")
    assert line.endswith(""":'""" + str(tmp_path) + """/a b'"'"'c.docx' .""")


def test_a_correction_from_the_register(folder: Path) -> None:
    workspace = Workspace(folder)
    (wrong,) = workspace.documents.all()
    sheet = workspace.sheet(workspace.rounds()[0], "A2")
    (finding,) = (found[2] for found in sheet.findings)
    sheet.set_findings("matters:i1", (replace(finding, problem="The bell is silent"),))

    async def script(app: Any, pilot: Any) -> None:
        register = await press(app, pilot, "D", RegisterScreen, wrong.number)
        await pilot.press("c")
        await until(pilot, lambda: register.form.is_open)
        await pilot.press(*"Misheard", "enter")
        screen = await press(app, pilot, "", DocumentScreen, "draft")
        text = " ".join(shown(app).split())
        assert f"corrects {wrong.number}" in text
        for word in ("Misheard", "alarm", "bell"):
            assert word in text
        await pilot.press("i")
        await until(pilot, lambda: screen.form.is_open)
        await pilot.press("enter")
        await until(pilot, lambda: screen.paper and screen.paper.number)
        register = await press(app, pilot, "q", RegisterScreen, "2 documents")
        texts = {row.id: text_of(register, row.id) for row in register.rows.rows}
        assert ["corrected" in text for text in texts.values()] == [False, True]
        register.rows.move_to("notice-2026-0001")
        await pilot.press("c")
        await until(pilot, lambda: register.form.is_open)
        await pilot.press("x", "enter")
        await until(pilot, lambda: "was corrected by" in shown(app))

    in_app(folder, script)
    assert [each.corrects for each in Workspace(folder).documents.all()] == ["", wrong.number]


def test_a_month_of_ones_own_and_one_that_is_none(folder: Path) -> None:
    async def script(app: Any, pilot: Any) -> None:
        await menu(app, pilot, "monthly")
        screen = await press(app, pilot, "enter", DocumentScreen, "draft")
        for month, told in (("2026-02", "2026-02"), ("2026-13", "2026-13")):
            await pilot.press("o")
            await until(pilot, lambda: screen.form.is_open)
            screen.form.set_value("month", month)
            await pilot.press("enter")
            await press(app, pilot, "", DocumentScreen, told)
            await until(pilot, lambda: not screen.is_working)
        assert screen.paper is None
        await pilot.press("s")
        assert not screen.form.is_open

    in_app(folder, script)
