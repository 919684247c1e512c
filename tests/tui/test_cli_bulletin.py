"""`auditty report bulletin`: one file over a round; it can do without the names of units, other documents cannot."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest


def text_of(path: Path) -> str:
    document: Any = docx.Document(BytesIO(path.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.mark.parametrize("lang, title", [("zh", "关于autumn情况的通报"), ("en", "Bulletin: autumn")])
def test_it_is_one_file_over_the_round(cli: Any, workspace: Path, tmp_path: Path, lang: str, title: str) -> None:
    assert cli("mark", "autumn", "S1", "exits", "fail", "--problem", "desks in the way").code == 0
    assert cli("mark", "autumn", "S2", "exits", "pass").code == 0
    file = tmp_path / "b.docx"
    done = cli("--lang", lang, "report", "bulletin", "autumn", "-o", file)
    assert (done.code, done.out.strip(), done.err) == (0, str(file), "")
    text = text_of(file)
    assert all(each in text for each in (title, "desks in the way", "城东小学", "50.0%"))
    assert cli("--lang", lang, "report", "bulletin", "autumn", "--no-names", "-o", file).code == 0
    text = text_of(file)
    assert "desks in the way" in text
    assert not [each for each in ("城东小学", "城西小学") if each in text]


def test_it_is_numbered_when_it_is_issued(cli: Any, workspace: Path, tmp_path: Path) -> None:
    assert cli("mark", "autumn", "S1", "exits", "pass").code == 0
    draft, file = tmp_path / "d.docx", tmp_path / "b.docx"
    assert cli("report", "bulletin", "autumn", "-o", draft).code == 0
    done = cli("report", "bulletin", "autumn", "--issue", "-o", file)
    number = done.out.split("  ")[0]
    assert (done.code, number.startswith("B ")) == (0, True)
    heads = [docx.Document(str(path)).sections[0].header.paragraphs for path in (draft, file)]
    assert [bool(head and "DRAFT" in head[0].text) for head in heads] == [True, False]
    assert number in text_of(file)


def test_it_says_how_things_stand_now(cli: Any, workspace: Path, tmp_path: Path) -> None:
    refused = cli("report", "bulletin", "autumn", "--date", "2026-01-01", "-o", tmp_path / "b.docx")
    assert (refused.code, "leave out --date" in refused.err, (tmp_path / "b.docx").exists()) == (2, True, False)


def test_it_needs_a_round_and_only_it_can_leave_out_names(cli: Any, workspace: Path, tmp_path: Path) -> None:
    for arguments in (("bulletin",), ("notice", "autumn", "--unit", "S1", "--no-names")):
        refused = cli("report", *arguments, "-o", tmp_path / "b.docx")
        assert (refused.code, (tmp_path / "b.docx").exists()) == (2, False)
