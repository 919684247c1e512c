"""Issued documents on the screen: numbered, in the register, written once more, corrected."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reports.kinds import KINDS, Asked
from store.model import Finding
from store.workspace import Workspace
from tests.tui import papers
from tests.tui.papers import files, in_app, menu, pane, press, shown
from tests.tui.test_screens_actions import text_of, until
from tui.screens.document import DocumentScreen
from tui.screens.register import IssuedScreen, RegisterScreen

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return papers.home(tmp_path / "home", monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return papers.workspace(tmp_path / "w")


def test_issued_and_in_the_register_and_written_once_more(folder: Path, home: Path) -> None:
    async def script(app: Any, pilot: Any) -> None:
        await menu(app, pilot, "notice")
        screen = await press(app, pilot, "enter", DocumentScreen, "draft")
        # It cannot be taken back: who only presses Enter has issued nothing.
        await pilot.press("i")
        await until(pilot, lambda: screen.form.is_open)
        await press(app, pilot, "enter", DocumentScreen, "Nothing was done")
        assert not screen.paper.number
        assert len(Workspace(folder).documents.all()) == 1
        await pilot.press("i")
        await until(pilot, lambda: screen.form.is_open)
        await pilot.press("right", "enter")
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
        await pilot.press("right", "enter")
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


def test_what_is_added_to_a_notice_needs_no_reason_but_new_findings(folder: Path) -> None:
    workspace = Workspace(folder)
    (first,) = workspace.documents.all()

    async def script(app: Any, pilot: Any) -> None:
        register = await press(app, pilot, "D", RegisterScreen, first.number)
        await press(app, pilot, "a", RegisterScreen, "Nothing new to issue")
        assert not register.form.is_open
        sheet = workspace.sheet(workspace.rounds()[0], "A2")
        sheet.set_findings("matters:i2", (Finding(problem="The hose leaks", due="2026-12-01"),))
        screen = await press(app, pilot, "a", DocumentScreen, "draft")
        assert first.number in shown(app)
        await pilot.press("i")
        await until(pilot, lambda: screen.form.is_open)
        await pilot.press("right", "enter")
        await until(pilot, lambda: screen.paper and screen.paper.number)

    in_app(folder, script)
    assert [each.supplements for each in Workspace(folder).documents.all()] == ["", first.number]


def test_another_kind_is_added_to_with_a_reason(folder: Path) -> None:
    workspace = Workspace(folder)
    first = KINDS["bulletin"].number(Asked(workspace=workspace, lang="en", round=workspace.rounds()[0]))

    async def script(app: Any, pilot: Any) -> None:
        register = await press(app, pilot, "D", RegisterScreen, first.number)
        await pilot.press("slash", *"nowhere")
        await until(pilot, lambda: "Nothing matches." in shown(app))
        await pilot.press("escape")
        register.rows.move_to(f"bulletin-{first.year}-0001")
        await pilot.press("a")
        await until(pilot, lambda: register.form.is_open)
        await pilot.press(*"Late", "enter")
        await press(app, pilot, "", DocumentScreen, f"supplements {first.number}")

    in_app(folder, script)
