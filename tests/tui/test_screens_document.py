"""A document on the screen: read as text, saved, given up, made otherwise."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reports import pdf
from reports.issue import issue_notice
from reports.kinds import KINDS, Asked, Kind
from store.model import Finding
from store.workspace import Workspace
from tests.tui import papers
from tests.tui.papers import files, in_app, menu, pane, press, shown
from tests.tui.test_screens_actions import until
from tui.screens import fetching
from tui.screens.document import DocumentScreen
from tui.screens.documents import DocumentsScreen

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return papers.home(tmp_path / "home", monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return papers.workspace(tmp_path / "w")


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


def test_the_port_of_the_link_and_odd_names(tmp_path: Path) -> None:
    path = tmp_path / "a b'c.docx"
    assert "-P" not in fetching.command(path, {})
    assert "-P" not in fetching.command(path, {"SSH_CONNECTION": "10.0.0.2 50000 10.0.0.1 22"})
    line = fetching.command(path, {"SSH_CONNECTION": "10.0.0.2 50000 10.0.0.1 2222"})
    assert line.startswith("scp -P 2222 ")
    assert line.endswith(""":'""" + str(tmp_path) + """/a b'"'"'c.docx' .""")


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


def test_a_unit_that_cannot_be_read_is_named_beside_the_document(folder: Path) -> None:
    (journal,) = folder.glob("rounds/*/sheets/A2.journal")
    journal.write_bytes(journal.read_bytes().replace(b"silent", b"silence"))

    async def script(app: Any, pilot: Any) -> None:
        await press(app, pilot, "r", DocumentsScreen, "bulletin")
        app.screen.rows.move_to("bulletin")
        screen = await press(app, pilot, "enter", DocumentScreen, "draft")
        assert "left out: unit A2" in pane(screen)
        await pilot.press("i")
        await until(pilot, lambda: screen.form.is_open)
        await pilot.press("right", "enter")
        await until(pilot, lambda: "A2.journal" in shown(app))

    in_app(folder, script)
    assert len(Workspace(folder).documents.all()) == 1


@pytest.mark.slow
def test_a_letter_that_is_no_step_yet_says_so_beside_where_it_lies(folder: Path) -> None:
    workspace = Workspace(folder)
    sheet = workspace.sheet(workspace.rounds()[0], "A1")
    sheet.set_findings("matters:i1", (Finding(problem="late", due="2020-01-01"),))
    issue_notice(workspace, sheet, "en")

    async def script(app: Any, pilot: Any) -> None:
        await menu(app, pilot, "supervision")
        screen = await press(app, pilot, "enter", DocumentScreen, "draft")
        await pilot.press("i")
        await until(pilot, lambda: screen.form.is_open)
        screen.form.set_value("sure", "yes")
        await pilot.press("enter")
        await until(pilot, lambda: "not in the ledger" in pane(screen) and "supervision-" in pane(screen))

    in_app(folder, script)
    assert [each.kind for each in Workspace(folder).documents.all()] == ["notice", "notice", "supervision"]


def test_what_would_stay_blank_is_named_before_the_number_is_taken(folder: Path) -> None:
    async def script(app: Any, pilot: Any) -> None:
        await menu(app, pilot, "notice")
        screen = await press(app, pilot, "enter", DocumentScreen, "draft")
        await pilot.press("i")
        await until(pilot, lambda: screen.form.is_open)
        said = "".join(f"{line.text} " for line in screen.form.draw(*screen.form.size))
        assert "workspace.yaml does not say it: issuing_body, reply_to" in said
        assert "the visit does not say it: Date, Place" in said

    in_app(folder, script)
