"""`auditty report --pdf`: a copy beside the document where LibreOffice is installed, one line where it is not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
STAND_IN = """\
#!/bin/sh
# Like soffice --convert-to pdf --outdir DIR FILE…, but fails at the second file; notes how it was called.
echo "$@" >> "$CALLS"
while [ "$1" != --outdir ]; do shift; done
out=$2; shift 2; mkdir -p "$out"
for file; do
    name=$(basename "$file" .docx)
    [ "$name" = 1 ] || echo "%PDF of $(($(wc -c < "$file")))" > "$out/$name.pdf"
done
"""


@pytest.fixture
def noted(cli: Any, workspace: Path) -> Path:
    """The workspace with a finding at each of the schools."""
    for unit in ("S1", "S2"):
        assert cli("mark", "autumn", unit, "plan", "fail", "--problem", f"no plan at {unit}").code == 0
    return workspace


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program that stands in for LibreOffice notes how it was called."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(STAND_IN, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    return tmp_path / "calls"


@pytest.mark.parametrize("arguments", [("--unit", "S1"), ("--all",), ("--all", "--issue")])
def test_without_libreoffice_one_line_says_so_and_nothing_is_written(
    cli: Any, noted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("PATH", "")
    done = cli("report", "notice", "autumn", *arguments, "--pdf", "-o", tmp_path / "out")
    assert (done.code, done.out, len(done.err.splitlines())) == (3, "", 1)
    assert "install" in done.err
    assert "libreoffice-writer" in done.err
    assert not (tmp_path / "out").exists()
    assert not any((noted / "documents").iterdir())
    assert cli("report", "notice", "autumn", *arguments, "-o", tmp_path / "out").code == 0


def test_a_pdf_lies_beside_the_document(cli: Any, noted: Path, tmp_path: Path, calls: Path) -> None:
    path = tmp_path / "n.docx"
    done = cli("report", "notice", "autumn", "--unit", "S1", "--issue", "--pdf", "-o", path, "--json")
    (told,) = done.json
    assert (done.code, told["pdf"]) == (0, str(tmp_path / "n.pdf"))
    assert (tmp_path / "n.pdf").read_text() == f"%PDF of {path.stat().st_size}\n"
    assert [each.suffix for each in (noted / "documents").rglob("*.*")] == [".docx"]
    assert "--headless" in calls.read_text()


def test_many_documents_go_to_libreoffice_at_once(cli: Any, noted: Path, tmp_path: Path, calls: Path) -> None:
    out = tmp_path / "out"
    done = cli("report", "notice", "autumn", "--all", "--pdf", "-o", out, "--json")
    assert (done.code, len(done.err.splitlines())) == (1, 1)
    assert "unit S2" in done.err
    assert {each["unit"]: "pdf" in each for each in done.json} == {"S1": True, "S2": False}
    assert [path.stem for path in out.glob("*.pdf")] == [Path(done.json[0]["file"]).stem]
    assert len(list(out.glob("*.docx"))) == 2
    assert len(calls.read_text().splitlines()) == 1


@pytest.mark.parametrize("name", ["l.xlsx", "l.pdf"])
def test_a_pdf_is_made_of_a_word_file_only(cli: Any, noted: Path, tmp_path: Path, calls: Path, name: str) -> None:
    done = cli("report", "ledger", "--pdf", "-o", tmp_path / name)
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert not (tmp_path / name).exists()
    assert not calls.exists()


def assert_ends(process: str) -> None:
    status = Path("/proc") / process / "status"
    end = time.monotonic() + 20
    while status.exists() and "Z (zombie)" not in status.read_text():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_takes_too_long_is_ended_with_all_it_started(
    cli: Any, noted: Path, tmp_path: Path, calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "soffice"
    program.write_text('#!/bin/sh\nsleep 600 &\necho $! > "$CALLS"\nwait\n', encoding="utf-8")
    monkeypatch.setattr("reports.pdf._START", 0.5)
    monkeypatch.setattr("reports.pdf._EACH", 0.0)
    done = cli("report", "notice", "autumn", "--unit", "S1", "--pdf", "-o", tmp_path / "n.docx")
    assert (done.code, len(done.err.splitlines())) == (3, 1)
    assert "LibreOffice took longer" in done.err
    assert [path.name for path in tmp_path.glob("n.*")] == ["n.docx"]
    assert_ends(calls.read_text().strip())


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
@pytest.mark.parametrize("which", [("--unit", "S1"), ("--all",)])
def test_whoever_ends_the_program_ends_libreoffice_too(
    noted: Path, tmp_path: Path, calls: Path, how: signal.Signals, which: tuple[str, ...]
) -> None:
    program, scratch = tmp_path / "bin" / "soffice", tmp_path / "scratch"
    program.write_text('#!/bin/sh\necho $$ > "$CALLS.new"\nmv "$CALLS.new" "$CALLS"\nexec sleep 600\n')
    scratch.mkdir()
    call = [sys.executable, "-m", "tui", "-w", str(noted), "report", "notice", "autumn", *which, "--pdf"]
    env = {**os.environ, "TMPDIR": str(scratch)}
    with subprocess.Popen([*call, "-o", str(tmp_path / "out") + "/"], cwd=ROOT, env=env) as child:
        while not calls.exists():
            assert child.poll() is None
            time.sleep(0.01)
        assert any(scratch.iterdir())
        child.send_signal(how)
    assert_ends(calls.read_text().strip())
    if how is signal.SIGKILL:
        assert child.returncode == -how
    else:
        assert (child.returncode, list(scratch.iterdir())) == (130, [])
    assert len(list((tmp_path / "out").glob("*.docx"))) == (2 if "--all" in which else 1)


@pytest.mark.system
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_libreoffice_makes_them(cli: Any, noted: Path, tmp_path: Path, lang: str) -> None:
    out = tmp_path / "out"
    done = cli("--lang", lang, "report", "notice", "autumn", "--all", "--pdf", "-o", out, "--json")
    assert (done.code, done.err) == (0, "")
    for each in json.loads(done.out):
        command = ["pdftotext", each["pdf"], "-"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        assert f"no plan at {each['unit']}" in text.replace("\n", " ")
