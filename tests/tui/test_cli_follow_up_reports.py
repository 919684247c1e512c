"""`auditty report follow-up` and `review`: what a follow-up found, by outcome, with all that was said before."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.table import Table

from tests.tui.conftest import Cli

pytestmark = pytest.mark.slow

HOSTILE = "=cmd|' /C calc'!A0 <w:p/>&amp;\nline 2\ttab 𠀀😀{{ x }}"


@pytest.fixture
def reviewed(workspace: Path, cli: Cli, tmp_path: Path) -> str:
    """A follow-up at S1: plan partly, exits put right and closed, one outside the list back, drills unseen, one new."""
    given = {
        "plan": ("--problem", HOSTILE, "--place", "office", "--requirement", "write a plan", "--lead", "the principal"),
        "exits": ("--problem", "exits blocked", "--responsible", "the caretaker"),
        "-": ("--problem", "no fence",),
        "drills": ("--problem", "no drills"),
    }  # fmt: skip
    for item, said in given.items():
        marked = cli("--inspector", "Zhao", "mark", "autumn", "S1", item, "fail", "--due", "2020-01-02", *said)
        assert marked.code == 0, marked.err
    assert cli("report", "notice", "autumn", "--unit", "S1", "--issue", "-o", tmp_path / "n.docx").code == 0
    photo = tmp_path / "cleared.jpg"
    photo.write_bytes(b"\xff\xd8\xff after")
    ids = {row["problem"]: row["id"] for row in cli("rectify", "list", "--json").json}
    answer = ("--measure", "cleared them", "--note", "seen to daily", "--evidence", photo)
    assert cli("--inspector", "Wang", "rectify", "submit", ids["exits blocked"], *answer).code == 0
    made = cli("rounds", "follow-up", "autumn", "--json").json["id"]
    visited = ("--date", "2026-11-02", "--place", "the yard", "--present", "Sun head")
    assert cli("visit", made, "S1", *visited).code == 0
    for item, *verdict in (
        ("plan", "fail", "--outcome", "partly", "--note", "half of it is there", "--due", "2099-03-04"),
        ("exits", "pass", "--note", "free on both floors"),
        (ids["no fence"], "fail", "--outcome", "recurred"),
        ("-", "fail", "--problem", "a new hole", "--requirement", "mend it", "--due", "2099-01-31"),
    ):
        marked = cli("--inspector", "Li", "mark", made, "S1", item, *verdict)
        assert marked.code == 0, marked.err
    assert cli("--inspector", "Li", "rectify", "apply", made).code == 0
    return str(made)


def text_of(path: Path) -> str:
    document = read(path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def read(path: Path) -> Document:
    return docx.Document(BytesIO(path.read_bytes()))


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


SAID = (
    "<w:p/>&amp;", "line 2", "𠀀😀{{ x }}", "office", "write a plan", "the principal", "the caretaker", "exits blocked",
    "no fence", "no drills", "cleared them", "seen to daily", "cleared.jpg", "Wang", "Zhao", "half of it is there",
    "free on both floors", "a new hole", "mend it", "S1-0001", "S1-0002", "S1-0003", "S1-0004", "autumn",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", ["follow-up", "review"])
def test_everything_said_is_there_and_the_bytes_are_the_same_again(
    cli: Cli, reviewed: str, tmp_path: Path, lang: str, kind: str
) -> None:
    path = tmp_path / "r.docx"
    assert cli("--lang", lang, "report", kind, reviewed, "--unit", "S1", "-o", path).code == 0
    text, first = text_of(path), path.read_bytes()
    assert [each for each in SAID if each not in text] == []
    new_due = "2099年3月4日" if lang == "zh" else "4 March 2099"
    assert new_due in text
    assert ("{" in text.replace("{{ x }}", "")) is False  # every blank of a sentence is filled
    assert cli("--lang", lang, "report", kind, reviewed, "--unit", "S1", "-o", path).code == 0
    assert path.read_bytes() == first


def test_findings_stand_under_what_came_out(cli: Cli, reviewed: str, tmp_path: Path) -> None:
    assert cli("--lang", "zh", "report", "follow-up", reviewed, "-o", tmp_path / "r.docx").code == 0
    document = read(tmp_path / "r.docx")
    headings = [each.text for each in document.paragraphs if each.style and each.style.name.startswith("Heading")]
    assert headings == [
        "一、复查概况",
        "二、逐项复查情况",
        "（一）已整改（1项）",
        "（二）部分整改（1项）",
        "（三）反弹（1项）",
        "（四）新发现（1项）",
        "（五）尚未复查（1项）",
        "三、销号和继续整改",
        "（一）已销号和待销号问题",
        "（二）继续整改的问题和期限",
        "四、复查意见和下一步工作",
    ]
    by_unit, *by_outcome, closed, to_do = map(rows, document.tables)
    assert by_unit[1][1:] == by_unit[2][1:] == ["4", "1", "1", "0", "1", "1", "1", "1"]
    assert [len(table) for table in by_outcome] == [2] * 5
    ids = [table[1][1].split("\n")[1] for table in by_outcome]
    assert [ids[0], ids[1], ids[2], ids[4]] == ["S1-0003", "S1-0001", "S1-0004", "S1-0002"]
    assert [row[1].split("\n")[1] for row in closed[1:]] == ["S1-0003"]
    assert [(row[3], row[4], row[5]) for row in to_do[1:]] == [
        ("部分整改", "2020年1月2日", "2099年3月4日"),
        ("反弹", "2020年1月2日", "2020年1月2日（复查时已逾期）"),
        ("新发现", "-", "2099年1月31日"),
    ]
    assert "应复查4项，已复查3项" in text_of(tmp_path / "r.docx")
    assert "整改率33.3%，已销号1项" in text_of(tmp_path / "r.docx")


def test_a_chain_is_shown_with_what_came_out_before(cli: Cli, reviewed: str, tmp_path: Path) -> None:
    again = cli("rounds", "follow-up", reviewed, "Third").out.strip()
    assert cli("mark", again, "S1", "plan", "pass").code == 0
    assert cli("--lang", "zh", "report", "follow-up", again, "-o", tmp_path / "r.docx").code == 0
    text = text_of(tmp_path / "r.docx")
    assert "复查对象：autumn → autumn: follow-up".replace(" → ", "→") in text
    assert "；部分整改；half of it is there" in text
    assert "；反弹" in text


def test_what_is_no_follow_up_is_refused(cli: Cli, reviewed: str, tmp_path: Path) -> None:
    parent = next(row["id"] for row in cli("rounds", "list", "--json").json if not row["parent"])
    for kind in ("follow-up", "review"):
        refused = cli("report", kind, parent, "--unit", "S1", "-o", tmp_path / "r.docx")
        assert (refused.code, refused.out) == (2, "")
        assert "is no follow-up; see “auditty rounds follow-up”" in refused.err
        assert not (tmp_path / "r.docx").exists()
    assert cli("report", "follow-up", reviewed, "--unit", "S2", "-o", tmp_path / "r.docx").code == 2


def test_units_without_a_result_get_no_record(cli: Cli, reviewed: str, tmp_path: Path) -> None:
    fresh = cli("rounds", "follow-up", reviewed, "Third").out.strip()
    refused = cli("report", "review", fresh, "--unit", "S1", "-o", tmp_path / "r.docx")
    assert (refused.code, "has no results for S1 yet" in refused.err) == (2, True)
    assert cli("report", "review", reviewed, "--all", "-o", tmp_path / "out").code == 0
    assert [path.name for path in (tmp_path / "out").glob("*.docx")] == [f"review-{reviewed}-S1.docx"]


def test_a_record_can_be_issued_and_corrected(cli: Cli, reviewed: str, tmp_path: Path) -> None:
    issued = cli("--lang", "zh", "report", "review", reviewed, "--all", "--issue", "-o", tmp_path / "out", "--json")
    (written,) = issued.json
    assert "复〔" in written["number"]
    assert written["number"] in text_of(Path(written["file"]))
    again = cli("report", "review", reviewed, "--all", "--issue", "-o", tmp_path / "again")
    assert (again.code, "no unit" in again.err) == (2, True)
    why = ("--corrects", written["number"], "--reason", "the place was wrong")
    corrected = cli(
        "--lang", "zh", "report", "review", reviewed, "--unit", "S1", *why, "--issue", "-o", tmp_path / "c.docx"
    )
    assert corrected.code == 0, corrected.err
    assert "本件更正" in text_of(tmp_path / "c.docx")
    assert "the place was wrong" in text_of(tmp_path / "c.docx")
