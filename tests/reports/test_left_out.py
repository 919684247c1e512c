"""What cannot be read of one unit stops no document over many: it goes on without it, and says so; or is not issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import chain
from pathlib import Path

import docx
import openpyxl
import pytest

from reports.issue import issue_notice
from reports.kinds import KINDS, Asked
from store import followup as follow_up
from store.clock import FixedClock
from store.errors import StoreError
from store.given import Input
from store.workspace import Workspace
from tests.tui import works

UNITS = [{"code": f"U{at}", "name": f"School {at}"} for at in range(1, 5)]
SHEETS, LEDGERS = {"U2"}, {"U3"}
"""The units of which a sheet, and of which the ledger, cannot be read."""
LEFT_OUT = {
    "follow-up": SHEETS | LEDGERS,
    "closing-list": LEDGERS,
    "ledger": LEDGERS,
    "risk-points": SHEETS,
    "progress": SHEETS | LEDGERS,
    "monthly": SHEETS | LEDGERS,
    "bulletin": SHEETS | LEDGERS,
}
OVER_MANY = [(name, format_) for name, kind in KINDS.items() if not kind.each_unit for format_ in kind.formats]


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four units with a notice each, and a follow-up of it; a sheet and a ledger are not as they were written."""
    folder = tmp_path_factory.mktemp("damaged") / "w"
    works.make(folder, wanted=works.items(3), units=UNITS)
    workspace = opened(folder)
    first = workspace.rounds()[0]
    for code in first.units:
        workspace.sheet(first, code).set_mark("i1", "fail", Input(finding={"problem": f"nothing done at {code}"}))
        issue_notice(workspace, workspace.sheet(first, code), "en")
    follow_up.make(workspace, first)
    for journal in (first.path / "sheets" / "U2.journal", folder / "ledger" / "U3.journal"):
        journal.write_bytes(journal.read_bytes().replace(b"nothing", b"no thing"))
    return folder


def opened(folder: Path) -> Workspace:
    return Workspace(folder, who="Li Wen", clock=FixedClock(datetime(2026, 9, 10, 2, tzinfo=UTC)))


def asked_of(folder: Path, kind: str, format_: str = "docx", lang: str = "en") -> Asked:
    workspace = opened(folder)
    first, again = sorted(workspace.rounds(), key=lambda each: bool(each.info.parent))
    return Asked(workspace=workspace, lang=lang, format=format_, round=again if kind == "follow-up" else first)


def text_of(data: bytes, format_: str) -> str:
    if format_ == "xlsx":
        return "\n".join(str(cell.value) for sheet in openpyxl.load_workbook(BytesIO(data)) for cell in chain(*sheet))
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize(("kind", "format_"), OVER_MANY)
def test_a_document_over_many_units_goes_on_and_names_whom_it_leaves_out(
    damaged: Path, kind: str, format_: str
) -> None:
    asked = asked_of(damaged, kind, format_)
    text = text_of(KINDS[kind].make(asked), format_)

    assert asked.left_out.keys() == LEFT_OUT[kind]
    assert all(isinstance(error, StoreError) for error in asked.left_out.values())
    (said,) = (line for line in text.split("\n") if "cannot be read" in line)
    assert [f"School {at}" in said for at in range(1, 5)] == [f"U{at}" in LEFT_OUT[kind] for at in range(1, 5)]


def test_without_names_it_says_how_many(damaged: Path) -> None:
    text = text_of(KINDS["bulletin"].make(replace(asked_of(damaged, "bulletin", lang="zh"), named=False)), "docx")
    assert "有2个单位的记录无法读取，未予计入。" in text
    assert "School" not in text


def test_where_all_can_be_read_nothing_is_said(damaged: Path) -> None:
    asked = replace(asked_of(damaged, "bulletin"), units=("U1", "U4"))
    assert "cannot be read" not in text_of(KINDS["bulletin"].make(asked), "docx")
    assert asked.left_out == {}


def test_figures_that_are_not_whole_are_not_issued(damaged: Path) -> None:
    asked = asked_of(damaged, "bulletin")
    before = len(asked.workspace.documents.all())
    with pytest.raises(StoreError, match=r"U[23]\.journal"):
        KINDS["bulletin"].number(asked)
    assert len(asked.workspace.documents.all()) == before


@pytest.mark.parametrize(
    ("kind", "unit"), [("ledger", "U3"), ("monthly", "U2"), ("follow-up", "U2"), ("bulletin", "U3")]
)
def test_a_document_about_that_unit_alone_is_refused(damaged: Path, kind: str, unit: str) -> None:
    with pytest.raises(StoreError, match=rf"{unit}\.journal"):
        KINDS[kind].make(replace(asked_of(damaged, kind), units=(unit,)))
