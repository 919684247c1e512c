"""Corrections, supplements and numbers of letters: what a later document says of an earlier one, and what stays."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from reports.kinds import KINDS
from store.settings import NUMBERED

pytestmark = pytest.mark.slow


def text_of(path: Path) -> str:
    word = docx.Document(BytesIO(path.read_bytes()))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)


def mark(cli: Any, unit: str, item: str, *said: str) -> None:
    assert cli("mark", "autumn", unit, item, "fail", *said).code == 0


@pytest.fixture
def first(cli: Any, workspace: Path, tmp_path: Path) -> str:
    """The number of a notice with two findings, of which one has the wrong place and the wrong day."""
    said = ("--problem", "door locked", "--place", "gate 2", "--due", "2026-12-01")
    mark(cli, "S1", "exits", *said)
    mark(cli, "S1", "plan", "--problem", "no plan", "--due", "2026-12-02")
    assert cli("report", "notice", "autumn", "--unit", "S1", "--issue", "-o", tmp_path / "first.docx").code == 0
    (listed,) = cli("document", "list", "--json").json
    number: str = listed["number"]
    return number


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_correction_says_what_was_wrong_and_what_is_right(
    cli: Any, workspace: Path, tmp_path: Path, first: str, lang: str
) -> None:
    before = (tmp_path / "first.docx").read_bytes()
    mark(cli, "S1", "exits", "--problem", "exit locked", "--place", "gate 3", "--due", "2026-12-24")
    assert cli("visit", "autumn", "S1", "--place", "north campus").code == 0
    mark(cli, "S1", "drills", "--problem", "a new one", "--found", "1")
    line = ("report", "notice", "--corrects", first, "--reason", "wrong gate", "-o", tmp_path / "c.docx")
    assert cli("--lang", lang, *line).code == 0
    assert cli("document", "verify", "--json", tmp_path / "c.docx").json[0]["verdict"] == "draft"
    assert cli("--lang", lang, *line, "--issue").code == 0

    text = text_of(tmp_path / "c.docx")
    days = ("2026年12月1日", "2026年12月24日") if lang == "zh" else ("1 December 2026", "24 December 2026")
    for wanted in (first, "wrong gate", "gate 2", "gate 3", *days, "north campus", "S1-0002"):
        assert wanted in text
    for other in ("no plan", "a new one"):  # the first was right, the second belongs into a supplement
        assert other not in text
    one, two = cli("document", "list", "--json").json
    assert (one["corrected_by"], two["corrects"], two["reason"]) == ([two["number"]], first, "wrong gate")
    assert len(two["findings"]) == 2
    assert cli("document", "reprint", first, "-o", tmp_path / "again.docx").code == 0
    assert (tmp_path / "again.docx").read_bytes() == before
    assert "corrected by" in cli("document", "verify", tmp_path / "first.docx").out
    shown = cli("rectify", "show", "S1-0002").out
    assert f"{first} {one['date']}; corrected by {two['number']}" in shown
    rows = {each["id"]: each for each in cli("rectify", "list", "--json").json}
    assert (rows["S1-0002"]["problem"], rows["S1-0002"]["due"], rows["S1-0001"]["due"]) == (
        "exit locked", "2026-12-24", "2026-12-02",
    )  # fmt: skip
    assert cli("verify").code == 0


def test_what_steps_changed_stays_and_what_is_gone_is_named(cli: Any, tmp_path: Path, first: str) -> None:
    asked = ("rectify", "extend", "S1-0002", "--note", "n", "--progress", "half", "--due", "2027-01-15")
    assert cli("--inspector", "Unit", *asked).code == 0
    assert cli("--inspector", "Office", "rectify", "grant", "S1-0002").code == 0
    mark(cli, "S1", "exits", "--problem", "exit locked", "--place", "gate 3", "--due", "2026-12-24")
    assert cli("mark", "autumn", "S1", "plan", "pass").code == 0
    out = tmp_path / "c.docx"
    assert cli("report", "notice", "--corrects", first, "--reason", "r", "--issue", "-o", out).code == 0
    rows = {each["id"]: each for each in cli("rectify", "list", "--json").json}
    assert (rows["S1-0002"]["problem"], rows["S1-0002"]["due"]) == ("exit locked", "2027-01-15")
    assert "finding withdrawn" in text_of(out)
    dropped = cli("rectify", "show", "S1-0001", "--json").json
    number = cli("document", "list", "--json").json[-1]["number"]
    assert (dropped["state"], dropped["steps"][-1]["note"]) == ("withdrawn", f"withdrawn by correction {number}: r")
    assert cli("verify").code == 0


def test_what_cannot_be_withdrawn_is_named_with_the_command(
    cli: Any, workspace: Path, tmp_path: Path, first: str
) -> None:
    settings = (workspace / "workspace.yaml").read_text(encoding="utf-8")
    roles = "roles: {office: {verbs: [withdraw], names: [Wang]}}"
    (workspace / "workspace.yaml").write_text(settings.replace("roles: {}", roles), encoding="utf-8")
    assert cli("mark", "autumn", "S1", "plan", "pass").code == 0
    done = cli("report", "notice", "--corrects", first, "--reason", "r", "--issue", "-o", tmp_path / "c.docx")
    assert (done.code, len(done.err.splitlines())) == (0, 2)
    assert "auditty rectify withdraw S1-0001 --note TEXT" in done.err
    assert cli("rectify", "show", "S1-0001", "--json").json["state"] == "open"


def test_a_correction_of_a_correction(cli: Any, tmp_path: Path, first: str) -> None:
    out = tmp_path / "c.docx"
    for place in ("gate 3", "gate 4"):
        mark(cli, "S1", "exits", "--place", place)
        wrong = cli("document", "list", "--json").json[-1]["number"]
        assert cli("report", "notice", "--corrects", wrong, "--reason", "r", "--issue", "-o", out).code == 0
    text = text_of(out)
    assert ("gate 2" in text, "gate 3" in text, "gate 4" in text) == (False, True, True)
    again = cli("report", "notice", "--corrects", first, "--reason", "r", "--issue", "-o", tmp_path / "x.docx")
    assert (again.code, (tmp_path / "x.docx").exists()) == (2, False)
    assert len(cli("document", "list", "--json").json) == 3


@pytest.mark.parametrize(
    "more",
    [
        ("--corrects", "X 1999/1", "--reason", "r"),
        ("--corrects", "FIRST"),
        ("--supplements", "FIRST", "--reason", "r"),
        ("--corrects", "FIRST", "--supplements", "FIRST", "--reason", "r"),
        ("--corrects", "FIRST", "--reason", "r", "--unit", "S2"),
        ("--corrects", "FIRST", "--reason", "r", "--all"),
        ("--corrects", "FIRST", "--reason", "r", "--date", "2026-01-01"),
    ],
)
def test_what_makes_no_sense_takes_no_number(cli: Any, tmp_path: Path, first: str, more: tuple[str, ...]) -> None:
    words = [first if word == "FIRST" else word for word in more]
    done = cli("report", "notice", *words, "--issue", "-o", tmp_path / "x.docx")
    assert (done.code, len(done.err.splitlines()), (tmp_path / "x.docx").exists()) == (2, 1, False)
    assert len(cli("document", "list", "--json").json) == 1


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0\x07\u202e", "𠀀字" * 2_500, "two\nlines\tand a tab 🏫", "{{ x }} %s {0}"]
)
def test_any_text_can_be_corrected_and_be_the_reason(cli: Any, tmp_path: Path, first: str, text: str) -> None:
    mark(cli, "S1", "exits", "--problem", text)
    out = tmp_path / "c.docx"
    assert cli("report", "notice", "--corrects", first, "--reason", text, "--issue", "-o", out).code == 0
    seen = text.replace("\x07", "␇").replace("\u202e", "<U+202E>")
    assert text_of(out).count(seen) == 2
    assert cli("document", "list", "--json").json[-1]["reason"] == text
    assert cli("document", "verify", out).code == 0


def test_a_supplement_names_the_day_of_the_first(cli: Any, tmp_path: Path, first: str) -> None:
    mark(cli, "S1", "drills", "--problem", "a new one", "--found", "1")
    out = tmp_path / "s.docx"
    assert cli("--lang", "zh", "report", "notice", "autumn", "--unit", "S1", "--issue", "-o", out).code == 0
    one, two = cli("document", "list", "--json").json
    year, month, day = (int(part) for part in one["date"].split("-"))
    assert f"本通知书是对{year}年{month}月{day}日印发的《整改通知书》（{first}）的补充。" in text_of(out)
    assert (one["supplemented_by"], two["supplements"]) == ([two["number"]], first)


@pytest.fixture
def late(cli: Any, workspace: Path, tmp_path: Path) -> Path:
    """S1 is years late with one thing, and closed another."""
    settings = (workspace / "workspace.yaml").read_text(encoding="utf-8").replace('prefix: ""', "prefix: 教督")
    settings = settings.replace("prefixes: {}", "prefixes: {supervision: 教督函}")
    (workspace / "workspace.yaml").write_text(settings, encoding="utf-8")
    mark(cli, "S1", "plan", "--problem", "no plan", "--due", "2020-01-31")
    mark(cli, "S1", "exits", "--problem", "blocked", "--due", "2020-02-28")
    notice = ("report", "notice", "autumn", "--unit", "S1", "--issue", "-o", tmp_path / "n.docx")
    assert cli("--lang", "zh", *notice).code == 0
    for step in (("submit", "--measure", "cleared"), ("accept", "--evidence", str(workspace / "workspace.yaml"))):
        done = cli("--inspector", f"W{step[0]}", "rectify", step[0], "S1-0002", "--note", "n", *step[1:])
        assert done.code == 0, done.err
    return tmp_path


@pytest.mark.parametrize(
    "kind, number",
    [("reminder", "教督提〔{}〕1号"), ("supervision", "教督函〔{}〕1号"), ("closing", "教督销〔{}〕1号")],
)
def test_letters_and_certificates_are_numbered_each_on_its_own(cli: Any, late: Path, kind: str, number: str) -> None:
    out = late / f"{kind}.docx"
    line = ("--lang", "zh", "report", kind, "--unit", "S1", "-o", out)
    assert cli(*line).code == 0
    assert cli("document", "verify", "--json", out).json[0]["verdict"] == "draft"
    assert cli(*line, "--issue").code == 0
    issued = cli("document", "list", "--kind", kind, "--json").json[0]
    assert issued["number"] == number.format(issued["year"])
    assert issued["number"] in text_of(out)
    assert len(issued["findings"]) == 1
    assert cli("document", "verify", out).code == 0
    everybody = cli("report", kind, "--all", "--issue", "-o", late / "all")
    assert everybody.code == 2  # S1 has one of today, and there is nothing to say to the others
    corrected = late / "c.docx"
    done = cli(
        "--lang", "zh", "report", kind, "--corrects", issued["number"], "--reason", "错", "--issue", "-o", corrected
    )
    assert done.code == 0, done.err
    assert f"日印发的{issued['number']}，以本件为准。更正事由：错。" in text_of(corrected)
    assert cli("document", "list", "--kind", kind, "--json").json[0]["corrected_by"]


def test_every_numbered_kind_may_have_a_prefix_of_its_own() -> None:
    assert set(NUMBERED) == {name for name, kind in KINDS.items() if kind.issue}


def test_a_number_that_another_kind_has_is_refused(cli: Any, workspace: Path, late: Path) -> None:
    settings = (workspace / "workspace.yaml").read_text(encoding="utf-8").replace("教督函", "教督")
    (workspace / "workspace.yaml").write_text(settings, encoding="utf-8")
    done = cli("--lang", "zh", "report", "supervision", "--unit", "S1", "--issue", "-o", late / "x.docx")
    assert (done.code, len(cli("document", "list", "--json").json)) == (2, 1)
    assert "document.prefixes.supervision" in done.err


def test_a_ledger_of_a_past_day_stays_as_it_was(cli: Any, late: Path) -> None:
    """As of a day before anything was recorded it is empty, whatever was recorded since."""
    out = late / "l.docx"
    assert cli("report", "ledger", "--date", "2020-06-30", "-o", out).code == 0
    assert "no plan" not in text_of(out)
    assert "30 June 2020" in text_of(out)
    listed = json.loads(cli("document", "list", "--json").out)
    assert cli("report", "ledger", "--date", listed[0]["date"], "-o", out).code == 0
    assert "no plan" in text_of(out)
