"""`auditty document template` and `report --template`: an office's own letterhead, drafted and issued."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest


def text_of(path: Path) -> str:
    document = docx.Document(io.BytesIO(path.read_bytes()))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


@pytest.fixture
def letterhead(tmp_path: Path) -> Path:
    """A template of an office's own."""
    document = docx.Document()
    for text in ("城东办 {{ number }}", "{{ unit }}", "{%p for f in findings %}", "{{ f.problem }}", "{%p endfor %}"):
        document.add_paragraph(text)
    document.save(str(tmp_path / "own.docx"))
    return tmp_path / "own.docx"


@pytest.fixture
def failed(cli: Any, workspace: Path) -> str:
    """A round with a finding in S1 and in S2."""
    for unit in ("S1", "S2"):
        assert cli("mark", "autumn", unit, "plan", "fail", "--problem", "无预案 <b>&").code == 0
    return "autumn"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_default_template_is_written_and_filled_as_the_notice(
    cli: Any, failed: str, tmp_path: Path, lang: str
) -> None:
    start, own, plain = tmp_path / "t.docx", tmp_path / "own.docx", tmp_path / "plain.docx"
    assert cli("document", "template", "notice", start, "--lang", lang).out == f"{start}\n"
    options = ("report", "notice", failed, "--unit", "S1", "--lang", lang)

    assert cli(*options, "--template", start, "-o", own).code == 0
    assert cli(*options, "-o", plain).code == 0

    assert text_of(own) == text_of(plain)


def test_a_template_needs_no_workspace(cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AUDITTY_WORKSPACE", raising=False)

    assert cli("document", "template", "notice", "t.docx", "--lang", "en").code == 0
    assert "{{ unit }}" in text_of(tmp_path / "t.docx")


def test_a_file_that_is_there_is_not_overwritten(cli: Any, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "t.docx").write_bytes(b"mine")

    done = cli("document", "template", "notice", tmp_path / "t.docx")

    assert (done.code, done.err.count("\n")) == (2, 1)
    assert (tmp_path / "t.docx").read_bytes() == b"mine"


@pytest.mark.slow
def test_a_notice_on_own_letterhead_is_issued_kept_and_verified(
    cli: Any, failed: str, workspace: Path, letterhead: Path, tmp_path: Path
) -> None:
    done = cli(
        "report", "notice", failed, "--all", "--issue", "--template", letterhead, "-o", tmp_path / "out", "--json"
    )

    assert done.code == 0, done.err
    for written in done.json:
        data = Path(written["file"]).read_bytes()
        assert f"城东办 {written['number']}" in text_of(Path(written["file"]))
        assert "无预案 <b>&" in text_of(Path(written["file"]))
        assert data in [path.read_bytes() for path in (workspace / "documents").rglob("*.docx")]
    assert cli("verify").code == 0
    assert len(cli("rectify", "list", "--json").json) == 2


@pytest.mark.parametrize("issue", [(), ("--issue",)], ids=["draft", "issued"])
@pytest.mark.parametrize(
    "name, text, said",
    [("wrong.docx", "致 {{ untit }}", "wrong.docx: at “致 {{ untit }}”: there is no field “untit”"),
     ("torn.docx", None, "torn.docx: not a Word document"), ("none.docx", "", "none.docx: no such file")],
)  # fmt: skip
def test_a_wrong_template_is_one_line_and_takes_no_number(
    cli: Any,
    failed: str,
    workspace: Path,
    tmp_path: Path,
    name: str,
    text: str | None,
    said: str,
    issue: tuple[str, ...],
) -> None:
    if text:
        document = docx.Document()
        document.add_paragraph(text)
        document.save(str(tmp_path / name))
    elif text is None:
        (tmp_path / name).write_bytes(b"PK\3\4 torn")

    done = cli(
        "report", "notice", failed, "--unit", "S1", *issue, "--template", tmp_path / name, "-o", tmp_path / "n.docx"
    )

    assert done.code == 2
    assert said in done.err
    assert done.err.count("\n") == 1
    assert not (tmp_path / "n.docx").exists()
    assert cli("rectify", "list", "--json").json == []
    assert list((workspace / "documents").rglob("*.docx")) == []


def test_another_kind_has_its_own_template(cli: Any, failed: str, tmp_path: Path) -> None:
    start, own = tmp_path / "t.docx", tmp_path / "own.docx"
    assert cli("document", "template", "inspection", start).code == 0
    assert cli("report", "inspection", failed, "--unit", "S1", "--template", start, "-o", own).code == 0
    document = docx.Document(str(own))
    assert any("无预案 <b>&" in cell.text for table in document.tables for row in table.rows for cell in row.cells)


def test_a_workbook_has_no_template_and_says_so_in_one_line(cli: Any, failed: str, tmp_path: Path) -> None:
    done = cli("report", "ledger", "-o", tmp_path / "x.xlsx", "--template", "t.docx")
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert "a workbook is not filled into a template" in done.err
    assert not (tmp_path / "x.xlsx").exists()
