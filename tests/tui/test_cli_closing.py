"""`auditty report closing` and `closing-list`: what was closed, with every step; nothing where nothing is."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest


@pytest.fixture
def closed(cli: Any, workspace: Path, tmp_path: Path) -> Path:
    """Two schools with a notice each; what was wrong at S1 is put right and closed."""
    for unit in ("S1", "S2"):
        wrong = (
            "--problem",
            f"no plan at {unit}",
            "--place",
            "office",
            "--due",
            "2026-12-01",
            "--requirement",
            "write it",
        )
        assert cli("mark", "autumn", unit, "plan", "fail", *wrong).code == 0
        issued = cli("report", "notice", "autumn", "--unit", unit, "--issue", "-o", tmp_path / f"{unit}.docx")
        assert issued.code == 0
    proof = tmp_path / "plan.txt"
    proof.write_text("the plan")
    steps: tuple[tuple[object, ...], ...] = (
        ("submit", "--measure", "wrote the plan", "--evidence", proof),
        ("accept", "--note", "read on site"),
    )
    for verb, *given in steps:
        done = cli("--inspector", "Li" if verb == "accept" else "Wu", "rectify", verb, "S1-0001", *given)
        assert done.code == 0, done.err
    return workspace


def text_of(path: Path) -> str:
    tables = docx.Document(BytesIO(path.read_bytes())).tables
    return "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_certificate_tells_the_whole_life(cli: Any, closed: Path, tmp_path: Path, lang: str) -> None:
    path = tmp_path / "c.docx"
    assert cli("--lang", lang, "report", "closing", "--unit", "S1", "-o", path).code == 0
    said = (
        "S1-0001",
        "城东小学",
        "no plan at S1",
        "office",
        "write it",
        "wrote the plan",
        "read on site",
        "plan.txt",
        "Li",
    )
    assert [each for each in said if each not in text_of(path)] == []
    first = path.read_bytes()
    assert cli("--lang", lang, "report", "closing", "--unit", "S1", "-o", path).code == 0
    assert path.read_bytes() == first


def test_units_without_a_closing_get_none(cli: Any, closed: Path, tmp_path: Path) -> None:
    refused = cli("report", "closing", "--unit", "S2", "-o", tmp_path / "c.docx")
    assert (refused.code, refused.err) == (2, "auditty: S2 has nothing that is closed\n")
    assert cli("report", "closing", "--all", "-o", tmp_path / "out").code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"closing-S1.docx", "index.csv"}


def test_the_list_holds_what_is_closed_and_no_more(cli: Any, closed: Path, tmp_path: Path) -> None:
    assert cli("report", "closing-list", "autumn", "-o", tmp_path / "l.docx").code == 0
    text = text_of(tmp_path / "l.docx")
    assert "no plan at S1" in text
    assert "no plan at S2" not in text
