"""`auditty document check`: its exit codes, its words and its JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def drafted(cli: Any, workspace: Path, tmp_path: Path) -> Path:
    assert cli("mark", "autumn", "S1", "plan", "fail").code == 0
    assert cli("--lang", "zh", "report", "notice", "autumn", "--unit", "S1", "-o", tmp_path / "n.docx").code == 0
    return tmp_path / "n.docx"


def test_a_document_that_stands_is_0_and_one_that_does_not_is_1(cli: Any, drafted: Path) -> None:
    done = cli("--lang", "zh", "document", "check", drafted)
    assert done.code == 0
    assert "210 × 297 mm" in done.out
    other = cli("--lang", "en", "document", "check", drafted)
    assert other.code == 1
    assert any(line.startswith("NO") for line in other.out.splitlines())


def test_the_layout_of_the_workspace_is_what_counts(cli: Any, workspace: Path, drafted: Path) -> None:
    text = (workspace / "workspace.yaml").read_text(encoding="utf-8").replace("layout: {}", "layout: {pitch: 33}")
    (workspace / "workspace.yaml").write_text(text, encoding="utf-8")
    told = cli("--lang", "zh", "document", "check", drafted, "--json")
    assert told.code == 1
    (wrong,) = (each for each in told.json if each["label"] == "distance of lines")
    assert (wrong["ok"], wrong["expected"], wrong["found"]) == (False, "33 pt", "28.95 pt")
    assert wrong["where"][0] == {"kind": "paragraph", "number": 4, "words": "城东小学："}


def test_without_a_workspace_the_standard_counts(
    cli: Any, drafted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUDITTY_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert cli("--lang", "zh", "document", "check", "n.docx").code == 0


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04"])
def test_what_cannot_be_read_is_2(cli: Any, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.docx").write_bytes(content)
    for path in (tmp_path / "x.docx", tmp_path / "none.docx"):
        done = cli("document", "check", path)
        assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
