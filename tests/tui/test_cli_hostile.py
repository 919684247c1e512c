"""Text of people and files is data: kept as it is, printed harmlessly, and never a path, a markup or a formula."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import docx
import pytest

pytestmark = pytest.mark.slow

NASTY = {
    "path": "../../x",
    "escape": "\x1b[2J\x1b]0;owned\x07",
    "markup": "[red]x[/red] [/etc/ssh]",
    "long": "很" * 4_000,
    "formula": '=HYPERLINK("http://example.invalid","x")',
    "control": "a\x00b\x08\x7f\x9b31mc".replace("\x00", ""),
    "right to left": "\u202etxt.exe\u2066",
    "lines": "one\ntwo\r\nauditty: three\u2028four\x85five",
    "surrogate": "a\udc80\udcffb",
    "format": "{path} {0} %s %(x)s {",
    "invisible": "a\u200b\u200d\ufeffb",
}
HARMFUL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")

nasty = pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)


def _harmless(*printed: str) -> None:
    for text in printed:
        assert not HARMFUL.search(text)
        text.encode()


def _stored(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


@nasty
def test_a_title_is_kept_and_the_workspace_opens(cli: Any, tmp_path: Path, text: str) -> None:
    for lang in ("zh", "en"):
        folder = tmp_path / lang
        done = cli("init", folder, "--title", text, "--lang", lang)
        assert done.code == 0
        assert ("longer than 200" in done.err or "超过 200" in done.err) == (len(text) > 200)
        opened = cli("-w", folder, "rounds", "list")
        assert (opened.code, opened.err) == (0, "")
        kept = json.loads((folder / ".cache" / "settings.json").read_bytes())["settings"]
        assert kept["title"] == _stored(text).strip()[:200]
        assert kept["language"] == lang


@nasty
def test_names_are_kept_up_to_200_characters(cli: Any, workspace: Path, text: str) -> None:
    made = cli("rounds", "new", text, "--checklist", "fire", "--unit", "S1", "--inspector", text, "--json")
    assert made.code == 0
    assert made.err.count("\n") == made.err.count("longer than 200") == int(len(text) > 200)
    row = next(row for row in cli("rounds", "list", "--json").json if row["id"] == made.json["id"])
    assert row["name"] == _stored(text).strip()[:200]
    assert cli("inspectors", "add", text, "--post", text, "--certificate", text).code == 0
    for command in (("rounds", "list"), ("rounds", "status", made.json["id"]), ("inspectors", "list"), ("history",)):
        for how in ((), ("--json",)):
            done = cli(*command, *how)
            assert (done.code, done.err) == (0, "")
            _harmless(done.out)
    assert [path.name for path in (workspace / "rounds").iterdir() if re.search(r"[^a-z0-9-]", path.name)] == []


@nasty
def test_marks_and_findings_reach_the_notice_as_text(cli: Any, workspace: Path, text: str) -> None:
    fields = [argument for name in ("problem", "place", "requirement", "lead", "responsible")
              for argument in (f"--{name}={text}",)]  # fmt: skip
    done = cli("--inspector", text, "mark", "autumn", "S1", "plan", "fail", f"--note={text}", *fields)
    assert (done.code, done.out, done.err) == (0, "", "")
    line = {"unit": "S1", "item": "-", "verdict": "fail", "problem": text, "note": text, "found": None}
    assert cli("mark", "autumn", "-", stdin=json.dumps(line).encode()).code == 0
    events = cli("history", "autumn", "S1", "--json")
    _harmless(events.out, cli("history", "autumn", "S1").out)
    mark, other = (event["after"] for event in events.answers)
    assert mark["note"] == mark["findings"][0]["problem"] == other["problem"] == _stored(text)

    issued = cli("report", "notice", "autumn", "--unit", "S1", "--issue", "-o", "n.docx")
    assert (issued.code, issued.err) == (0, "")
    document = "\n".join(paragraph.text for paragraph in docx.Document("n.docx").paragraphs)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", document)
    words = re.findall("[a-z很]+", text)
    assert words
    assert all(word[:50] in document for word in words)


@nasty
def test_units_are_imported_under_a_safe_code(cli: Any, workspace: Path, text: str) -> None:
    rows = ["code,name,type,contact_post"]
    cell = '"' + _stored(text).replace('"', '""') + '"'
    rows.append(f"{cell},{cell},{cell},{cell}")
    Path("x.csv").write_bytes("\n".join(rows).encode())
    done = cli("units", "import", "x.csv", "--json")
    assert done.code == 0
    _harmless(done.out, done.err)
    (code,) = done.json["new"]
    assert re.fullmatch("[0-9A-Za-z][0-9A-Za-z._-]{0,63}", code)
    _harmless(cli("units", "list").out, cli("units", "list", "--json").out)
    for name in ("u.csv", "u.xlsx"):
        assert cli("units", "export", name).code == 0
    made = cli("rounds", "new", "x", "--checklist", "fire", "--unit", code).out.strip()
    assert cli("mark", made, code, "plan", "fail").code == 0
    assert cli("report", "notice", made, "--unit", code, "-o", "n.docx").code == 0
    assert cli("verify").code == 0


@nasty
def test_what_names_nothing_is_refused_in_one_harmless_line(cli: Any, workspace: Path, text: str) -> None:
    before = sorted(path for path in workspace.rglob("*") if ".cache" not in path.parts)
    calls: list[tuple[str, ...]] = [
        ("mark", text, "S1", "plan", "pass"), ("mark", "autumn", text, "plan", "pass"),
        ("mark", "autumn", "S1", text, "pass"), ("mark", "autumn", "S1", "plan", text),
        ("mark", "autumn", "S1", "plan", "fail", f"--due={text}"),
        ("mark", "autumn", "S1", "plan", "fail", f"--grade={text}"),
        ("mark", "autumn", "S1", "drills", "auto", f"--found={text}"),
        ("mark", "autumn", "S1", "plan", "pass", f"--evidence={text}"),
        ("rounds", "new", "x", "--checklist", text, "--all-units"), ("rounds", "new", "x", "--type", text),
        ("rounds", "new", "x", "--checklist", "fire", "--unit", text),
        ("rounds", "new", "x", "--checklist", "fire", "--all-units", f"--blank={text}"),
        ("rounds", "new", "x", "--checklist", "fire", "--all-units", f"--from={text}"),
        ("rounds", "status", text), ("history", text), ("history", "autumn", text), ("history", "autumn", "S1", text),
        ("report", "notice", "autumn", "--unit", text, "-o", "n.docx"), ("report", text, "autumn", "-o", "n.docx"),
        ("units", "import", text), ("checklists", "show", text), (text,), ("--lang", text, "units", "list"),
        ("units", "list", text), ("-w", text, "units", "list"),
    ]  # fmt: skip
    for call in calls:
        done = cli(*call)
        assert (done.code, done.out, done.err.count("\n")) in ((2, "", 1), (3, "", 1)), call
        assert done.err.startswith("auditty: ")
        _harmless(done.err)
    assert sorted(path for path in workspace.rglob("*") if ".cache" not in path.parts) == before
    assert not (workspace.parent / "x").exists()


def test_bytes_that_are_no_text_come_in_as_arguments(run: Any, workspace: Path) -> None:
    raw = b"a\xff\x80b\x1b[2J"
    done = run(b"mark", b"autumn", b"S1", b"plan", b"fail", b"--problem", raw, b"--note=" + raw)
    assert (done.code, done.out, done.err) == (0, "", "")
    shown = run(b"history", b"autumn", b"S1", b"--json")
    assert shown.json["after"]["note"] == "a\ufffd\ufffdb\x1b[2J"
    _harmless(shown.out)
    for call in ((b"mark", raw, b"S1", b"plan", b"pass"), (b"checklists", b"check", raw), (b"-w", raw, b"verify")):
        refused = run(*call)
        assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
        _harmless(refused.err)


def test_a_folder_with_an_odd_name_works(run: Any, tmp_path: Path) -> None:
    folder = bytes(tmp_path) + b"/\xff\x1b[2J [red] {x} \xe6\xa3\x80"
    made = run(b"init", folder, b"--lang", b"en")
    assert (made.code, made.err) == (0, "")
    _harmless(made.out)
    for command in ((b"verify",), (b"rounds", b"list"), (b"checklists", b"list"), (b"verify", b"--json")):
        done = run(b"-w", folder, *command)
        assert (done.code, done.err) == (0, "")
        _harmless(done.out)
