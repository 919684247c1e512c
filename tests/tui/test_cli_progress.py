"""`auditty report progress`: the year's outline holds the figures of the year, and blanks for what only people know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest

from reports import progress_figures
from store.clock import Clock
from tests.tui.conftest import Cli

HOSTILE = "=cmd|' /C calc'!A0 <w:p/>&amp; 𠀀😀{{ x }}"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the clock, which stands before `autumn` begins."""

    def set_to(moment: str) -> None:
        now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        monkeypatch.setattr(Clock, "now", lambda self: now)

    set_to("2026-08-31T03:00")
    return set_to


@pytest.fixture
def year(at: Callable[[str], None], workspace: Path, cli: Cli, tmp_path: Path) -> Path:
    """A round of 2025 that left one rectification, `autumn` of 2026 with two, one of them closed, and its follow-up."""

    def wrong(round_: str, unit: str, item: str, problem: str, due: str) -> None:
        marked = cli("mark", round_, unit, item, "fail", "--problem", problem, "--due", due)
        assert marked.code == 0, marked.err

    def notices(round_: str, *units: str) -> None:
        for unit in units:
            issued = cli("report", "notice", round_, "--unit", unit, "--issue", "-o", tmp_path / "n.docx")
            assert issued.code == 0, issued.err

    at("2025-03-01T03:00")
    period = ("--from", "2025-01-01", "--to", "2025-12-31")
    assert cli("rounds", "new", "before", "--checklist", "fire", "--all-units", *period).code == 0
    wrong("before", "S2", "plan", "an old problem", "2027-01-01")
    notices("before", "S2")
    at("2026-09-01T03:00")
    wrong("autumn", "S1", "plan", HOSTILE, "2026-10-01")
    wrong("autumn", "S1", "exits", "blocked exits", "2027-10-01")
    assert cli("mark", "autumn", "S2", "plan", "pass").code == 0
    notices("autumn", "S1")
    at("2026-11-01T03:00")
    proof = tmp_path / "proof.txt"
    proof.write_text("clear")
    answer = ("--measure", "cleared daily", "--evidence", proof)
    assert cli("--inspector", "Wang", "rectify", "submit", "S1-0002", *answer).code == 0
    assert cli("--inspector", "Li", "rectify", "accept", "S1-0002").code == 0
    made = cli("rounds", "follow-up", "autumn", "the follow-up")
    assert cli("mark", made.out.strip(), "S1", "plan", "fail").code == 0
    drawn = cli("draw", "new", "--name", "A draw of 2026", "--count", "1", "--seed", "7")
    assert drawn.code == 0, drawn.err
    return tmp_path / "progress.docx"


def read(path: Path) -> tuple[list[str], list[list[list[str]]]]:
    """The paragraphs of a document, and the rows of its tables."""
    document = docx.Document(BytesIO(path.read_bytes()))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return [paragraph.text for paragraph in document.paragraphs], tables


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_recorded_is_there_and_what_is_not_is_blank(cli: Cli, year: Path, lang: str) -> None:
    assert cli("--lang", lang, "report", "progress", "--year", 2026, "-o", year).code == 0
    paragraphs, tables = read(year)
    text = "\n".join([*paragraphs, *(cell for table in tables for row in table for cell in row)])
    said = (
        HOSTILE,
        "blocked exits",
        "cleared daily",
        "autumn",
        "the follow-up",
        "A draw of 2026",
        "S1-0001",
        "S1-0002",
    )
    assert [each for each in said if each not in text] == []
    assert "an old problem" not in text
    assert "{" not in text.replace("{{ x }}", "")
    blank = "（　　　　　　　　）" if lang == "zh" else "(                                        )"
    assert sum(blank in paragraph for paragraph in paragraphs) == 9
    first = year.read_bytes()
    assert cli("--lang", lang, "report", "progress", "--year", 2026, "-o", year).code == 0
    assert year.read_bytes() == first


def test_the_figures_are_those_of_the_year(cli: Cli, year: Path) -> None:
    assert cli("--lang", "zh", "report", "progress", "-o", year).code == 0
    paragraphs, tables = read(year)
    rounds, bands, grades, typical, by_unit, items, follow_ups = tables
    assert [row[0].split("\n")[0] for row in rounds[1:]] == ["autumn"]
    assert rounds[1][1:] == ["2", "6", "3", "33.3%", "50.0", "2"]
    assert [row[0] for row in bands[1:]] == ["autumn"]
    assert [row[2] for row in grades[2:]] == ["1", "1"]
    assert [row[2:4] for row in typical[1:]] == [["1", "0.0%"], ["1", "50.0%"]]
    assert [row[1:] for row in by_unit[1:]] == [["2", "1", "50.0%", "50.0%", "0.0%"]]
    assert [row[1].split("\n")[1] for row in items[1:]] == ["S1-0001", "S1-0002"]
    assert follow_ups[1][1:] == ["1", "0", "0", "1", "0", "0", "0", "0.0%"]
    assert "本年度开展检查1轮次，涉及单位2家；开展“回头看”1轮次。" in paragraphs
    assert "以前年度结转整改事项1项，已销号0项。" in paragraphs
    assert "1.《autumn》与《before》相比" in paragraphs
    assert any("已整改1项、仍不合格0项、本轮未复查0项、新发现2项、反弹0项" in each for each in paragraphs)
    told = cli("stats", "rates", "autumn", "--json").json["rates"]["S1"]
    assert (told["total"], told["closed"], told["late"]) == (2, 1, 1)


def test_a_year_a_round_or_some_units(cli: Cli, year: Path) -> None:
    assert cli("report", "progress", "--year", 2025, "-o", year).code == 0
    assert "an old problem" in str(read(year))
    assert cli("report", "progress", "before", "-o", year).code == 0
    assert "an old problem" in str(read(year))
    assert cli("report", "progress", "--unit", "S2", "-o", year).code == 0
    paragraphs, tables = read(year)
    assert any("城西小学" in each for each in paragraphs)
    assert "blocked exits" not in str(tables)


def test_very_many_units_are_told_by_their_types(cli: Cli, year: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_figures, "_UNITS", 1)
    assert cli("report", "progress", "-o", year).code == 0
    assert read(year)[1][4][0][0] == "Unit"
    assert cli("mark", "autumn", "S2", "exits", "fail", "--problem", "a shut gate").code == 0
    assert cli("report", "notice", "autumn", "--unit", "S2", "--issue", "-o", year.with_name("n.docx")).code == 0
    assert cli("report", "progress", "-o", year).code == 0
    heads, *rows = read(year)[1][4]
    assert heads[0] == "Type of unit"
    assert [row[:4] for row in rows] == [["Primary school", "3", "1", "33.3%"]]


def test_of_very_many_rectifications_only_those_not_at_an_end_are_listed(
    cli: Cli, year: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = "What is at an end stands in the ledger; these 1 are not."
    for most, listed in ((2, ["S1-0001", "S1-0002"]), (1, ["S1-0001"])):
        monkeypatch.setattr(progress_figures, "_ITEMS", most)
        assert cli("report", "progress", "-o", year).code == 0
        paragraphs, tables = read(year)
        assert [row[1].split("\n")[1] for row in tables[5][1:]] == listed
        assert (left in paragraphs) == (most == 1)


def test_what_cannot_be(cli: Cli, year: Path) -> None:
    refused = cli("report", "progress", "--year", 1999, "-o", year)
    assert (refused.code, refused.err) == (2, "auditty: there is no round of the year 1999\n")
    assert cli("report", "progress", "--year", "x", "-o", year).code == 2
    assert cli("report", "progress", "--unit", "X", "-o", year).code == 2
    misplaced = cli("report", "ledger", "--year", 2026, "-o", year)
    assert (misplaced.code, "leave out --year" in misplaced.err) == (2, True)
    past = cli("report", "progress", "--date", "2026-01-01", "-o", year)
    assert (past.code, "leave out --date" in past.err) == (2, True)
    assert not year.exists()
