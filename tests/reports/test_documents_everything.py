"""Every kind of document holds every text that was recorded and that it has a place for, whatever it is made of."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from reports.kinds import KINDS, Asked
from reports.safe_text import visible
from store.clock import FixedClock
from store.model import NAME_LIMIT
from store.texts import storable
from store.workspace import Workspace
from tests.reports.everything import HOSTILE, Spread, filled, workspace_with_units
from tests.reports.printed import Printed

pytestmark = pytest.mark.slow

NAMES = ("inspector.name", "inspector.post", "certificate", "present.name", "present.post")
LATE = datetime(2027, 6, 1, tzinfo=UTC)


def finding(*names: str) -> list[str]:
    return [f"{name}.{part}" for name in names for part in ("problem", "place", "requirement", "lead", "responsible")]


VISIT = ["inspector.name", "inspector.post", "certificate", "visit.place", "present.name", "present.post"]
VISIT += ["visit.remarks"]
TAKEN = ["step.lead", "step.responsible", "measure"]
ANSWER = [*TAKEN, "progress", "step.note", "by"]
REVIEW = [*finding("other"), *finding("first")[:3], "third", "unordered", "fail.note", "again.note", *ANSWER]
LEDGER = [*finding("first")[:3], *finding("second", "other"), "third", *TAKEN, "second.measure"]
MONTH = [each for each in finding("first", "second", "other") if not each.endswith(".place")]

PLACES = {
    ("notice", "docx"): [*VISIT, "unordered"],
    ("inspection", "docx"): [
        *VISIT, *finding("first", "second", "other"), "third", "unordered", "ward", "note", "found", "na.note",
        "fail.note",
    ],
    ("follow-up", "docx"): REVIEW,
    ("review", "docx"): REVIEW,
    ("closing", "docx"): [*finding("second"), "second.measure", "accept.note"],
    ("closing-list", "docx"): ["second.problem", "second.measure"],
    ("reminder", "docx"): ["first.problem", "other.problem", "third"],
    ("supervision", "docx"): ["first.problem", "other.problem", "third"],
    ("ledger", "docx"): LEDGER,
    ("ledger", "xlsx"): [
        *LEDGER, "progress", "step.note", "by", "why", "remind.note", "accept.note", "correct.note", "reopen.note",
    ],
    ("risk-points", "docx"): [],  # figures alone
    ("risk-points", "xlsx"): [],
    ("progress", "docx"): ["first.problem", "second.problem", "other.problem", "third", "measure", "second.measure"],
    ("monthly", "docx"): [*MONTH, "third", "unordered"],
    ("monthly", "xlsx"): [*MONTH, "third", "unordered"],
    ("annexes", "docx"): ["first.problem", "second.problem", "third"],
    ("annexes", "xlsx"): ["first.problem", "second.problem", "third"],
    ("bulletin", "docx"): ["first.problem", "second.problem"],
}  # fmt: skip
"""Which texts stand in which document of the round, or of its follow-up."""


def squeezed(text: str) -> str:
    return "".join(text.split())


def said(data: bytes, ending: str) -> str:
    """All the text of a document, without blanks."""
    if ending == "docx":
        document = Printed(data, Path())
        return document.texts(document.body)
    book = openpyxl.load_workbook(io.BytesIO(data))
    return squeezed("".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row))


@pytest.fixture(scope="module", params=["plain", "hostile"])
def spread(request: pytest.FixtureRequest) -> Spread:
    return Spread([""] if request.param == "plain" else HOSTILE)


@pytest.fixture(scope="module")
def documents(spread: Spread, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """The text of each kind of document of unit S1, or over all; the first notice as it was issued is "issued"."""
    workspace = workspace_with_units(tmp_path_factory.mktemp("documents") / "w")
    first, again = filled(workspace, spread)
    workspace = Workspace(workspace.root, who="Li", clock=FixedClock(LATE))
    found = {("issued", "docx"): said(workspace.documents.read(workspace.documents.all()[0]), "docx")}
    for name, kind in KINDS.items():
        for ending in kind.formats:
            asked = Asked(
                workspace=workspace,
                lang="zh",
                format=ending,
                round=workspace.round((again if name in ("follow-up", "review") else first).info.id),
                units=("S1",) if kind.each_unit else (),
                month="2026-10" if kind.month else "",
                year=2026 if kind.year else 0,
            )
            found[name, ending] = said(kind.make(asked), ending)
    return found


def test_every_kind_is_among_them(documents: dict[tuple[str, str], str]) -> None:
    assert set(documents) == {*PLACES, ("issued", "docx")}


@pytest.mark.parametrize("kind", [*PLACES, ("issued", "docx")], ids=".".join)
def test_what_was_recorded_stands_in_it(
    documents: dict[tuple[str, str], str], spread: Spread, kind: tuple[str, str]
) -> None:
    for place in PLACES.get(kind, [*VISIT, *finding("first", "second", "other"), "of-finding.jpg", "of-other.jpg"]):
        kept = storable(spread.given.get(place, place)).strip()
        kept = kept[:NAME_LIMIT] if place in NAMES else kept
        assert squeezed(visible(kept)) in documents[kind], (kind, place, kept[:80])
