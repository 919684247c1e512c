"""`auditty report reminder` and `supervision`: letters to the units that are late, and to no others."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from reports.kinds import Asked
from store.errors import Refused
from store.workspace import Workspace
from tui.document_words import not_taken

pytestmark = pytest.mark.slow


@pytest.fixture
def late(cli: Any, workspace: Path, tmp_path: Path) -> Path:
    """S1 is years late, S2 has years to go."""
    for unit, due in (("S1", "2020-01-31"), ("S2", "2099-01-31")):
        said = ("--problem", f"no plan at {unit}", "--due", due)
        assert cli("mark", "autumn", unit, "plan", "fail", *said).code == 0
        assert cli("report", "notice", "autumn", "--unit", unit, "--issue", "-o", tmp_path / f"{unit}.docx").code == 0
    return workspace


def read(path: Path) -> Any:
    return docx.Document(BytesIO(path.read_bytes()))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", ["reminder", "supervision"])
def test_only_units_that_are_late_get_one(cli: Any, late: Path, tmp_path: Path, kind: str, lang: str) -> None:
    out = tmp_path / "out"
    assert cli("--lang", lang, "report", kind, "--all", "-o", out).code == 0
    assert [path.name for path in out.glob("*.docx")] == [f"{kind}-S1.docx"]
    cells = [cell.text for row in read(out / f"{kind}-S1.docx").tables[0].rows for cell in row.cells]
    assert any("no plan at S1" in cell and "S1-0001" in cell for cell in cells)
    assert ("2020年1月31日" if lang == "zh" else "31 January 2020") in cells
    refused = cli("--lang", lang, "report", kind, "--unit", "S2", "-o", tmp_path / "x.docx")
    assert (refused.code, (tmp_path / "x.docx").exists()) == (2, False)


def test_the_letter_has_its_rules_and_no_number_on_the_first_page(cli: Any, late: Path, tmp_path: Path) -> None:
    assert cli("--lang", "zh", "report", "reminder", "--unit", "S1", "-o", tmp_path / "l.docx").code == 0
    section = read(tmp_path / "l.docx").sections[0]
    assert section.different_first_page_header_footer
    head, foot = section.first_page_header._element, section.first_page_footer._element
    kinds = [place.xpath(".//w:pBdr/w:bottom/@w:val") for place in (head, foot)]
    assert kinds == [["thickThinSmallGap"], ["thinThickSmallGap"]]
    assert not foot.xpath(".//w:instrText")
    assert section.footer._element.xpath(".//w:instrText")
    for place in (head, foot):
        (indent,) = place.xpath(".//w:ind")
        sides = sum(int(indent.get(qn(f"w:{side}"))) for side in ("left", "right"))
        assert round(156 - sides / 20 / 72 * 25.4) == 170
    assert round(section.footer_distance.mm) == 20
    (raised,) = section.footer._element.xpath(".//w:spacing/@w:after")
    assert round(20 + int(raised) / 20 / 72 * 25.4, 1) == 25.5  # the numbers of the next pages stand where they did


def steps(cli: Any, id: str) -> list[tuple[str, str]]:
    return [(step["verb"], step.get("note", "")) for step in cli("rectify", "show", id, "--json").json["steps"]]


def test_an_issued_letter_is_a_step_on_the_ladder_and_a_draft_is_none(cli: Any, late: Path, tmp_path: Path) -> None:
    out = tmp_path / "l.docx"
    assert cli("report", "reminder", "--unit", "S1", "-o", out).code == 0
    assert steps(cli, "S1-0001") == []
    for kind, verb in (("reminder", "remind"), ("supervision", "supervise")):
        done = cli("--lang", "zh", "report", kind, "--unit", "S1", "--issue", "-o", out)
        assert (done.code, done.err) == (0, "")
        (issued,) = cli("document", "list", "--kind", kind, "--json").json
        last, note = steps(cli, "S1-0001")[-1]
        assert (last, issued["number"] in note) == (verb, True)
    assert cli("rectify", "show", "S1-0001", "--json").json["rung"] == 2
    corrected = ("report", "reminder", "--corrects", cli("document", "list", "--json").json[-2]["number"])
    assert cli(*corrected, "--reason", "r", "--issue", "-o", out).code == 0
    assert len(steps(cli, "S1-0001")) == 2
    assert cli("verify").code == 0


def test_a_letter_whose_step_is_not_possible_is_issued_and_says_so(cli: Any, late: Path, tmp_path: Path) -> None:
    done = cli("report", "supervision", "--unit", "S1", "--issue", "-o", tmp_path / "l.docx")
    assert (done.code, len(done.err.splitlines())) == (0, 1)
    assert "issued, but not in the ledger: S1-0001" in done.err
    assert "a reminder comes first" in done.err
    assert (steps(cli, "S1-0001"), (tmp_path / "l.docx").exists()) == ([], True)


@pytest.mark.slow
def test_letters_to_many_units_take_the_step_of_each(cli: Any, workspace: Path, tmp_path: Path) -> None:
    for unit in ("S1", "S2"):
        for item in ("plan", "exits"):
            assert cli("mark", "autumn", unit, item, "fail", "--problem", item, "--due", "2020-01-31").code == 0
        assert cli("report", "notice", "autumn", "--unit", unit, "--issue", "-o", tmp_path / f"{unit}.docx").code == 0
    assert cli("report", "reminder", "--all", "--issue", "-o", tmp_path / "out").code == 0
    numbers = {each["unit"]: each["number"] for each in cli("document", "list", "--kind", "reminder", "--json").json}
    for id in ("S1-0001", "S1-0002", "S2-0001", "S2-0002"):
        ((verb, note),) = steps(cli, id)
        assert (verb, numbers[id[:2]] in note) == ("remind", True)
    assert cli("report", "reminder", "--all", "--issue", "-o", tmp_path / "out").code == 2  # nothing new to say


def test_nobody_is_reminded_of_a_void_round(cli: Any, late: Path, tmp_path: Path) -> None:
    assert cli("rounds", "void", "autumn", "--reason", "made by mistake").code == 0
    assert cli("report", "reminder", "--unit", "S1", "-o", tmp_path / "l.docx").code == 2


def test_of_many_refusals_the_first_are_told_and_how_many_there_are(cli: Any, late: Path) -> None:
    asked = Asked(workspace=Workspace(late), lang="en")
    asked.not_taken.extend(Refused(f"no {number}") for number in range(5))
    assert not_taken(asked, 2) == [
        *(f"issued, but not in the ledger: no {number}" for number in range(2)),
        "and 3 more",
    ]
