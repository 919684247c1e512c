"""`auditty document list`, `reprint` and `verify`: what was issued, once more, and whether a file is it."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest


@pytest.fixture
def issued(cli: Any, workspace: Path, tmp_path: Path) -> Path:
    """The folder with an issued notice to each of two schools."""
    settings = (workspace / "workspace.yaml").read_text(encoding="utf-8")
    (workspace / "workspace.yaml").write_text(settings.replace('prefix: ""', "prefix: 教督整"), encoding="utf-8")
    for unit in ("S1", "S2"):
        said = ("--problem", f"no plan at {unit}", "--due", "2026-12-01")
        assert cli("mark", "autumn", unit, "plan", "fail", *said).code == 0
        line = ("--lang", "zh", "report", "notice", "autumn", "--unit", unit, "--issue", "-o", tmp_path / f"{unit}.docx")  # fmt: skip  # noqa: E501
        assert cli(*line).code == 0
    return tmp_path


def test_the_register_lists_what_was_issued(cli: Any, issued: Path) -> None:
    listed = cli("document", "list", "--json").json
    assert [(each["kind"], each["unit"]) for each in listed] == [("notice", "S1"), ("notice", "S2")]
    assert [each["key"].rpartition("-")[2] for each in listed] == ["0001", "0002"]
    for each in listed:
        data = (issued / f"{each['unit']}.docx").read_bytes()
        assert each["sha256"] == hashlib.sha256(data).hexdigest()
        assert each["number"].startswith("教督整〔")
        assert each["who"]
        assert (each["corrected_by"], each["supplemented_by"]) == ([], [])
    shown = cli("document", "list").out
    assert all(each["number"] in shown for each in listed)
    assert [each["unit"] for each in cli("document", "list", "autumn", "--unit", "S2", "--json").json] == ["S2"]
    assert cli("document", "list", "--kind", "ledger", "--json").json == []


def test_a_document_is_written_once_more_byte_for_byte(cli: Any, issued: Path) -> None:
    first = cli("document", "list", "--json").json[0]
    typed = first["number"].replace("〔", "[").replace("〕", "] ")
    for name, number in (("a.docx", first["number"]), ("b.docx", typed), ("c.docx", first["key"])):
        assert cli("document", "reprint", number, "-o", issued / name).code == 0
        assert (issued / name).read_bytes() == (issued / "S1.docx").read_bytes()
    assert cli("document", "reprint", "教督整〔1999〕1号", "-o", issued / "x.docx").code == 2
    assert not (issued / "x.docx").exists()


def test_a_document_that_was_tampered_with_is_not_reprinted(cli: Any, workspace: Path, issued: Path) -> None:
    first = cli("document", "list", "--json").json[0]
    (workspace / "documents" / first["file"]).write_bytes(b"PK other")
    done = cli("document", "reprint", first["number"], "-o", issued / "x.docx")
    assert (done.code, (issued / "x.docx").exists()) == (1, False)
    assert first["number"] in done.err


def resaved(path: Path, was: str, now: str) -> bytes:
    """The document as a word processor leaves it after one text was changed."""
    word = docx.Document(BytesIO(path.read_bytes()))
    for run in (run for paragraph in word.paragraphs for run in paragraph.runs):
        run.text = run.text.replace(was, now)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def test_a_file_is_told_as_issued_altered_a_draft_or_unknown(cli: Any, issued: Path) -> None:
    number = {each["unit"]: each["number"] for each in cli("document", "list", "--json").json}
    (issued / "altered.docx").write_bytes(resaved(issued / "S2.docx", "2026年12月1日", "2027年12月1日"))
    assert cli("report", "notice", "autumn", "--unit", "S1", "-o", issued / "draft.docx").code == 0
    docx.Document().save(str(issued / "other.docx"))
    (issued / "text.txt").write_text(number["S1"], encoding="utf-8")
    told = cli("document", "verify", "--json", *(issued / name for name in ("S1.docx", "altered.docx", "draft.docx", "other.docx", "text.txt")))  # fmt: skip  # noqa: E501
    assert told.code == 1
    said = [(each["verdict"], each["document"] and each["document"]["number"]) for each in told.json]
    assert said == [
        ("identical", number["S1"]), ("altered", number["S2"]), ("draft", None), ("unknown", None), ("unknown", None),
    ]  # fmt: skip
    assert cli("document", "verify", issued / "S1.docx", issued / "S2.docx").code == 0
    assert number["S2"] in cli("document", "verify", issued / "altered.docx").out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_names_documents_is_not_one_of_them(cli: Any, issued: Path, lang: str) -> None:
    """A ledger has the numbers of notices in it, and a notice without its properties still says which it is."""
    assert cli("--lang", lang, "report", "ledger", "-o", issued / "l.docx").code == 0
    assert cli("--lang", lang, "report", "inspection", "autumn", "--unit", "S1", "-o", issued / "i.docx").code == 0
    word = docx.Document(str(issued / "S1.docx"))
    word.core_properties.title = ""
    word.save(str(issued / "bare.docx"))
    told = cli("document", "verify", "--json", *(issued / name for name in ("l.docx", "i.docx", "bare.docx"))).json
    assert [each["verdict"] for each in told] == ["unknown", "unknown", "altered"]
    assert told[2]["document"]["unit"] == "S1"


def test_another_number_that_begins_alike_is_unknown(cli: Any, issued: Path) -> None:
    """No. 1 is not claimed by a document of somebody else that says 11."""
    word = docx.Document()
    word.add_paragraph(cli("document", "list", "--json").json[0]["number"].replace("〕1号", "〕11号"))
    word.save(str(issued / "other.docx"))
    assert cli("document", "verify", "--json", issued / "other.docx").json[0]["verdict"] == "unknown"
