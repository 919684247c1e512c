"""The whole job on the command line: from an empty folder to the notice the unit gets."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

PROBLEM = {
    "zh": ("未成立领导小组", "行政楼203室", "印发成立文件", "办公室", "校长室"),
    "en": ("No leading group", "Room 203", "Set up the group in writing", "Office", "Head's office"),
}


def _text(path: Path) -> str:
    document = docx.Document(str(path))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    return "\n".join(paragraphs + [cell.text for table in document.tables for row in table.rows for cell in row.cells])


@pytest.mark.parametrize(
    "lang, number, due, unit_line",
    [
        ("zh", f"〔{date.today().year}〕1号", "2026年12月20日", "城东小学"),
        ("en", f"{date.today().year}/1", "20 December 2026", "城东小学"),
    ],
)
def test_from_an_empty_folder_to_the_notice(
    cli: Any, tmp_path: Path, lang: str, number: str, due: str, unit_line: str
) -> None:
    folder, units, notice = tmp_path / "w", tmp_path / "units.csv", tmp_path / "notice.docx"
    units.write_bytes("编码,名称,类型\nS1,城东小学,小学\n".encode("gb18030"))
    problem, place, requirement, lead, responsible = PROBLEM[lang]

    assert cli("init", folder, "--lang", lang, "--title", "检查").code == 0
    assert cli("-w", folder, "units", "import", units, "--json").json == {
        "new": ["S1"], "changed": [], "unchanged": []
    }  # fmt: skip
    made = cli(
        "-w", folder, "rounds", "new", "秋季", "--checklist", "school-special-work-responsibility",
        "--unit", "S1", "--from", "2026-09-01", "--to", "2026-12-20", "--inspector", "张三",
    )  # fmt: skip
    round_id = made.out.strip()
    assert (made.code, made.out, made.err) == (0, f"{round_id}\n", "")
    failed = cli(
        "-w", folder, "mark", round_id, "S1", "lg-set-up", "fail", "--problem", problem, "--place", place,
        "--requirement", requirement, "--grade", "high", "--lead", lead, "--responsible", responsible,
        "--due", "2026-12-20",
    )  # fmt: skip
    assert (failed.code, failed.out, failed.err) == (0, "", "")
    status = cli("-w", folder, "rounds", "status", round_id, "--json").json
    assert status["units"].keys() == {"S1"}
    assert status["total"] == status["units"]["S1"]
    assert (status["total"]["fail"], status["total"]["pass"]) == (1, 0)

    draft = cli("-w", folder, "report", "notice", round_id, "--unit", "S1", "-o", notice)
    assert (draft.code, draft.out) == (0, f"{notice}\n")
    assert number not in _text(notice)
    issued = cli("-w", folder, "report", "notice", round_id, "--unit", "S1", "--issue", "-o", notice)
    assert (issued.code, issued.out.split(maxsplit=1)[0]) == (0, number)
    text = _text(notice)
    for wanted in (number, problem, place, requirement, lead, responsible, due, unit_line, "S1-0001"):
        assert wanted in text
    again = cli("-w", folder, "report", "notice", round_id, "--unit", "S1", "--issue", "-o", notice)
    assert again.code == 2
    assert number in again.err
    assert cli("-w", folder, "verify").code == 0


def test_a_report_for_all_goes_to_a_folder_and_numbers_without_gaps(cli: Any, workspace: Path) -> None:
    for unit in ("S1", "S2"):
        assert cli("mark", "autumn", unit, "plan", "fail", "--problem", "none").code == 0
    done = cli("report", "notice", "autumn", "--all", "--issue", "-o", "out", "--json")
    assert done.code == 0
    assert [(each["unit"], each["number"]) for each in done.json] == [
        ("S1", f"{date.today().year}/1"), ("S2", f"{date.today().year}/2")
    ]  # fmt: skip
    for each in done.json:
        assert "none" in _text(Path(each["file"]))
    assert {path.name for path in Path("out").iterdir()} == {
        "index.csv",
        *(Path(each["file"]).name for each in done.json),
    }

    none_left = cli("report", "notice", "autumn", "--all", "--issue", "-o", "out")
    assert (none_left.code, none_left.out) == (2, "")
    assert none_left.err == "auditty: there is no unit that this document has anything to say about\n"


def test_a_document_into_a_folder_gets_a_name(cli: Any, workspace: Path, tmp_path: Path) -> None:
    assert cli("mark", "autumn", "S1", "plan", "fail").code == 0
    done = cli("report", "notice", "autumn", "--unit", "S1", "-o", tmp_path)
    assert done.code == 0
    assert Path(done.out.strip()).parent == tmp_path
    assert Path(done.out.strip()).stat().st_size > 0


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("--unit", "S1"), "S1"),
        (("--unit", "S9"), "“S9”"),
        (("--unit", "S1", "--unit", "S9"), "“S9”"),
        ((), "--unit"),
    ],
    ids=["no findings", "unknown unit", "unknown among others", "no unit"],
)
def test_a_report_about_nothing_is_refused_and_writes_nothing(
    cli: Any, workspace: Path, arguments: tuple[str, ...], said: str
) -> None:
    for more in ((), ("--issue",)):
        done = cli("report", "notice", "autumn", *arguments, *more, "-o", "n.docx")
        assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
        assert done.err.startswith("auditty: ")
        assert said in done.err or "城东小学" in done.err
    assert not Path("n.docx").exists()
    assert not any(Path("documents").iterdir())


def test_an_issued_notice_that_cannot_be_written_is_not_lost(cli: Any, workspace: Path) -> None:
    assert cli("mark", "autumn", "S1", "plan", "fail").code == 0
    missing = cli("report", "notice", "autumn", "--unit", "S1", "--issue", "-o", "no/such/notice.docx")
    assert (missing.code, missing.err) == (2, "auditty: no/such: no such folder\n")
    assert not any(Path("documents").iterdir())

    long = "n" * 245 + ".docx"  # a name that exists, beside which no temporary one fits
    failed = cli("report", "notice", "autumn", "--unit", "S1", "--issue", "-o", long)
    kept = next(Path("documents").rglob("*.docx"))
    assert failed.code == 3
    assert f"document {date.today().year}/1 is issued all the same and lies at {kept}" in failed.err


def test_history_tells_who_did_what(cli: Any, workspace: Path) -> None:
    assert cli("--inspector", "Li", "mark", "autumn", "S1", "plan", "pass").code == 0
    assert cli("--inspector", "Wu", "mark", "autumn", "S1", "plan", "fail", "--problem", "old").code == 0
    assert cli("--inspector", "Wu", "mark", "autumn", "S1", "exits", "pass").code == 0
    assert cli("--inspector", "Wu", "mark", "autumn", "S1", "-", "fail", "--problem", "leak").code == 0

    lines = cli("history", "autumn", "S1", "plan", "--json").answers
    assert [(line["who"], line["after"]["verdict"]) for line in lines] == [("Li", "pass"), ("Wu", "fail")]
    assert lines[1]["before"]["verdict"] == "pass"
    assert len(cli("history", "autumn", "S1", "--json").answers) == 4
    assert [line["after"]["problem"] for line in cli("history", "autumn", "S1", "-", "--json").answers] == ["leak"]
    whole = cli("history", "autumn").out.splitlines()
    assert len(whole) == 4 + len(json.loads(cli("rounds", "list", "--json").out)) + 2
    assert "Li" in cli("history", "autumn", "S1", "plan").out.splitlines()[0]
    assert cli("history").code == 0
    assert cli("history", "autumn", "S9").code == 2


def test_verify_finds_a_changed_document(cli: Any, workspace: Path) -> None:
    assert cli("mark", "autumn", "S1", "plan", "fail").code == 0
    assert cli("report", "notice", "autumn", "--unit", "S1", "--issue", "-o", "n.docx").code == 0
    good = cli("verify", "--json")
    assert (good.code, good.json["ok"], good.json["faults"]) == (0, True, [])
    kept = next(Path("documents").rglob("*.docx"))
    kept.write_bytes(kept.read_bytes() + b"!")
    bad = cli("verify")
    assert bad.code == 1
    assert str(kept) in bad.err
    assert bad.err.splitlines()[-1] == "auditty: 1 fault found"
    assert cli("verify", "--json").json["ok"] is False
