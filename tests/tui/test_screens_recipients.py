"""A document for each unit: written and numbered for all of them, given up and gone on with."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any

import docx
import pytest

from reports.kinds import Asked, Kind
from store.workspace import Workspace
from tests.tui import papers
from tests.tui.papers import files, in_app, pane, press
from tests.tui.test_screens_actions import text_of, until
from tui.screens.documents import DocumentsScreen
from tui.screens.recipients import RecipientsScreen

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return papers.home(tmp_path / "home", monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return papers.workspace(tmp_path / "w")


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
        await press(app, pilot, "enter", RecipientsScreen, "Nothing was done")
        assert len(files(home)) == 1
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
