"""`auditty checklists export`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from checklists import library, load
from checklists.importers import read


def test_the_ending_says_what_is_written(cli: Any, workspace: Path) -> None:
    for name in ("f.yaml", "f.xlsx", "F.DOCX"):
        done = cli("checklists", "export", "fire", name)
        assert (done.code, done.out, done.err) == (0, f"{name}\n", "")
    own = load((workspace / "checklists" / "fire.yaml").read_bytes(), "fire.yaml")
    assert load(Path("f.yaml").read_bytes(), "f.yaml") == own
    assert read(Path("f.xlsx").read_bytes(), "f.xlsx").checklist == own
    form = read(Path("F.DOCX").read_bytes(), "F.DOCX").checklist
    assert form
    assert [line.item.text.en for line in form.lines] == [line.item.text.en for line in own.lines]


def test_without_a_workspace_the_built_in_ones(cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli("checklists", "export", "integrity-common", "f.xlsx").code == 0
    assert read(Path("f.xlsx").read_bytes(), "f.xlsx").checklist == library.load("integrity-common")


def test_one_language_if_asked(cli: Any, workspace: Path) -> None:
    assert cli("checklists", "export", "fire", "f.xlsx", "--lang", "zh").code == 0
    sheet = openpyxl.load_workbook("f.xlsx").worksheets[0]
    assert [sheet["A2"].value, sheet["C2"].value, sheet["C3"].value] == ["编号", "检查内容", "制定了消防预案"]


def test_for_a_unit_of_a_round(cli: Any, workspace: Path) -> None:
    (workspace / "checklists" / "fire.yaml").unlink()  # the round has its own
    where = ("--round", "autumn", "--unit", "S1")
    assert cli("checklists", "export", "fire", "f.xlsx", *where).code == 0
    book = openpyxl.load_workbook("f.xlsx")
    sheet = book.worksheets[0]
    assert sheet["A2"].value == "Unit inspected: 城东小学 (S1)"
    at = next(cell.column for cell in sheet[3] if cell.value == "Result")
    sheet.cell(4, at, "Fail")
    book.save("f.xlsx")
    done = read(Path("f.xlsx").read_bytes(), "f.xlsx")
    assert [(row.item, row.verdict, row.unit) for row in done.results] == [("plan", "fail", "S1")]
    assert cli("checklists", "export", "fire", "f.docx", *where).code == 0
    assert cli("checklists", "export", "fire", "f.yaml", "--round", "autumn").code == 0


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("nope", "f.xlsx"), "no checklist “nope”"),
        (("fire", "f.pdf"), "f.pdf: the name must end in .yaml, .xlsx or .docx"),
        (("fire", "f"), "the name must end in"),
        (("fire", "no/f.xlsx"), "no such"),
        (("fire", "f.xlsx", "--unit", "S1"), "a unit needs its round"),
        (("fire", "f.yaml", "--round", "autumn", "--unit", "S1"), "YAML holds the whole checklist"),
        (("fire", "f.xlsx", "--round", "autumn", "--unit", "X"), "unit “X” is not in round"),
        (("integrity-common", "f.xlsx", "--round", "autumn"), "has no checklist “integrity-common”; it has fire"),
    ],
)
def test_what_cannot_be_written_is_one_line(cli: Any, workspace: Path, arguments: tuple[str, ...], said: str) -> None:
    done = cli("checklists", "export", *arguments)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert said in done.err
    assert not list(workspace.glob("f*"))
