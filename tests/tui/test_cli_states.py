"""`auditty rounds seal` without a key, `reopen`, `void`, `archive`, `unarchive`, and what the lists say of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.upkeep import ssh
from tests.tui.conftest import Cli


def listed(cli: Cli, *options: str) -> list[tuple[str, str, int]]:
    return [
        (each["state"], each["reason"], each["reopened"]) for each in cli("rounds", "list", "--json", *options).json
    ]


def journal(workspace: Path) -> bytes:
    (path,) = workspace.glob("rounds/*/round.journal")
    return path.read_bytes()


def test_a_round_from_its_end_to_the_archive_and_back(cli: Cli, workspace: Path) -> None:
    assert cli("rounds", "seal", "autumn", "--unsigned").code == 2, "it runs"
    made = cli("--inspector", "Li", "rounds", "seal", "autumn", "--unsigned", "--finish", "--json")
    assert (made.code, made.json["number"], made.json["by"], made.json["signature"]) == (0, "0001", "Li", "")
    assert listed(cli) == [("sealed", "", 0)]

    refused = cli("mark", "autumn", "S1", "plan", "pass")
    assert refused.code == 2
    assert "sealed by Li" in refused.err
    assert refused.err.count("\n") == 1

    assert cli("--inspector", "Wang", "rounds", "reopen", "autumn", "--reason", "a late photo").code == 0
    assert listed(cli) == [("running", "a late photo", 1)]
    assert "running, reopened" in cli("rounds", "list").out
    assert cli("mark", "autumn", "S1", "plan", "pass").code == 0
    assert cli("rounds", "finish", "autumn").code == 0
    again = cli("rounds", "seal", "autumn", "--unsigned")
    assert again.code == 0
    assert "0002.json" in again.out

    assert cli("rounds", "archive", "autumn", "--reason", "long done").code == 0
    assert listed(cli) == []
    assert listed(cli, "--all") == [("archived", "long done", 1)]
    assert cli("rounds", "unarchive", "autumn").code == 0
    assert listed(cli) == [("sealed", "", 1)]
    assert cli("rounds", "void", "autumn", "--reason", "the wrong year").code == 0
    assert listed(cli) == [("void", "the wrong year", 1)]
    assert cli("verify").code == 0


def test_status_names_state_and_seals(cli: Cli, workspace: Path) -> None:
    plain = cli("rounds", "status", "autumn").out
    assert "since" not in plain
    cli("--inspector", "Li", "rounds", "seal", "autumn", "--unsigned", "--finish")
    (manifest,) = workspace.glob("rounds/*/seal/0001.json")
    found = cli("rounds", "status", "autumn", "--json").json
    assert (found["state"], found["seal"]) == ("sealed", "0001")
    (seal,) = found["seals"]
    told = cli("rounds", "status", "autumn").out
    assert "sealed since 2" in told
    assert "by Li" in told
    assert f"Seal 0001: {json.loads(manifest.read_bytes())['sealed'][:4]}" in told
    assert f"{seal['sha256'][:16]}, not signed" in told
    cli("--inspector", "Wang", "rounds", "reopen", "autumn", "--reason", "a late photo")
    told = cli("rounds", "status", "autumn").out
    assert "running, reopened since 2" in told
    assert "by Wang: a late photo" in told
    assert "Seal 0001" in told


@pytest.mark.parametrize("command", ["reopen", "void", "archive"])
def test_a_reason_must_be_given(cli: Cli, workspace: Path, command: str) -> None:
    before = journal(workspace)
    for reason in ([], ["--reason", ""], ["--reason", " \n"]):
        done = cli("rounds", command, "autumn", *reason)
        assert done.code == 2
        assert "--reason" in done.err
    assert journal(workspace) == before


def test_finish_and_resume_say_what_to_do_instead(cli: Cli, workspace: Path) -> None:
    cli("rounds", "seal", "autumn", "--unsigned", "--finish")
    before = journal(workspace)
    for command in ("finish", "resume", "unarchive"):
        done = cli("rounds", command, "autumn")
        assert done.code == 2
        assert "reopen" in done.err
    assert journal(workspace) == before


def test_without_a_key_nothing_happens(cli: Cli, workspace: Path) -> None:
    before = journal(workspace)
    for options in ((), ("--finish",)):
        done = cli("rounds", "seal", "autumn", *options)
        assert done.code == 2
        assert "--key FILE" in done.err
        assert "--unsigned" in done.err
    both = cli("rounds", "seal", "autumn", "--finish", "--key", "x", "--unsigned")
    assert both.code == 2
    missing = cli("rounds", "seal", "autumn", "--finish", "--key", "/nowhere/key")
    assert missing.code == 2
    assert "no such key" in missing.err
    assert journal(workspace) == before


def test_without_ssh_keygen_one_line_says_so(cli: Cli, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = journal(workspace)
    (workspace.parent / "key").write_text("a key")
    monkeypatch.setenv("PATH", "/nowhere")
    done = cli("rounds", "seal", "autumn", "--finish", "--key", workspace.parent / "key")
    assert done.code == 3
    assert "install" in done.err
    assert done.err.count("\n") == 1
    assert journal(workspace) == before


def test_verify_does_without_ssh_keygen(cli: Cli, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ssh, "fingerprint", lambda key: "SHA256:x")
    monkeypatch.setattr(ssh, "sign", lambda *given: b"a signature")
    assert cli("rounds", "seal", "autumn", "--finish", "--key", "key").code == 0
    monkeypatch.setenv("PATH", "/nowhere")
    done = cli("verify")
    assert done.code == 0
    assert "was not checked" in done.err


def test_no_document_for_a_void_round(cli: Cli, workspace: Path, tmp_path: Path) -> None:
    cli("mark", "autumn", "S1", "plan", "fail", "--problem", "none")
    cli("rounds", "seal", "autumn", "--unsigned", "--finish")
    assert cli("report", "notice", "autumn", "--unit", "S1", "--issue", "-o", tmp_path / "a.docx").code == 0
    cli("rounds", "void", "autumn", "--reason", "the wrong year")
    cli("mark", "autumn", "S2", "plan", "fail", "--problem", "none")
    done = cli("report", "notice", "autumn", "--unit", "S1", "--issue", "-o", tmp_path / "b.docx")
    assert done.code == 2
    assert "void" in done.err
    assert not (tmp_path / "b.docx").exists()
