"""`auditty repair` and `auditty migrate` from outside."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

FORMAT_1 = Path(__file__).parents[1] / "store" / "format1"


def _marked(cli: Any) -> Path:
    for verdict in ("pass", "fail", "pass"):
        assert cli("mark", "autumn", "S1", "plan", verdict).code == 0
    return next(Path("rounds").glob("*/sheets/S1.journal"))


def test_a_damaged_line_is_named_with_its_number_and_mended(cli: Any, workspace: Path) -> None:
    journal = _marked(cli)
    before = journal.read_bytes()
    lines = before.splitlines(keepends=True)
    damaged = b"".join([lines[0], lines[1].replace(b"fail", b"fbil"), lines[2]])
    journal.write_bytes(damaged)

    found = cli("verify", "--json")
    assert (found.code, found.json["ok"]) == (1, False)
    assert [(fault["file"], fault["line"]) for fault in found.json["faults"]] == [(str(journal), 2)]
    assert f"{journal}:2: " in cli("verify").err

    dry = cli("repair", "--dry-run")
    assert (dry.code, journal.read_bytes()) == (0, damaged)
    assert str(journal) in dry.out
    done = cli("repair")
    assert (done.code, done.err, journal.read_bytes()) == (0, "", before)
    assert dry.out.splitlines()[0] == done.out.splitlines()[0]
    kept = next(Path("set-aside").iterdir()) / journal
    assert kept.read_bytes() == damaged
    assert str(kept.relative_to(kept.parents[3]).parts[0]) in done.out
    assert cli("verify").code == 0
    assert cli("repair").out.splitlines() == ["There is nothing to mend."]


def test_what_is_beyond_mending_is_said(cli: Any, workspace: Path) -> None:
    assert cli("mark", "autumn", "S1", "plan", "fail").code == 0
    assert cli("report", "notice", "autumn", "--unit", "S1", "--issue", "-o", "n.docx").code == 0
    kept = next(Path("documents").rglob("*.docx"))
    kept.unlink()
    done = cli("repair")
    assert done.code == 1
    assert str(kept) in done.err
    assert "backup" in done.err.splitlines()[-1]
    told = cli("repair", "--json").json
    assert (told["ok"], [fault["file"] for fault in told["beyond"]]) == (False, [str(kept)])


def test_an_older_workspace_is_refused_in_one_line_and_migrated(cli: Any, tmp_path: Path) -> None:
    old = shutil.copytree(FORMAT_1, tmp_path / "old")
    for command in (("rounds", "list"), ("units", "list"), ("history",)):
        refused = cli("-w", old, *command)
        assert (refused.code, refused.out, len(refused.err.splitlines())) == (2, "", 1)
        assert "migrate" in refused.err
    assert cli("-w", old, "verify").code == 0

    done = cli("-w", old, "migrate")
    assert (done.code, done.err) == (0, "")
    assert str(tmp_path / "old.before-format-2") in done.out
    assert cli("-w", old, "verify").code == 0
    assert cli("-w", old, "rounds", "list").code == 0
    assert "nothing to do" in cli("-w", old, "migrate").out
    assert cli("-w", tmp_path / "old.before-format-2", "migrate", "--copy", tmp_path / "elsewhere").code == 0
    assert (tmp_path / "elsewhere" / "workspace.yaml").exists()
