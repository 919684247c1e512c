"""Seals signed with ssh-keygen: a key file, one with a passphrase, one in the agent; and what verify says of each."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.conftest import Cli

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]


def made_key(folder: Path, name: str, passphrase: str = "") -> Path:
    key = folder / name
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", name, "-f", str(key)], check=True, timeout=60
    )
    return key


def allow(workspace: Path, identity: str, key: Path, options: str = "") -> Path:
    kind, text, _comment = key.with_name(f"{key.name}.pub").read_text().split()
    path = workspace / "allowed_signers"
    path.write_text(f"{identity} {options} {kind} {text}\n")
    return path


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    folder = tmp_path / "keys"
    folder.mkdir()
    return folder


@pytest.fixture
def key(keys: Path) -> Path:
    return made_key(keys, "li")


@pytest.fixture
def agent(keys: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An ssh-agent of our own."""
    socket = keys / "agent"
    with subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL) as child:
        try:
            until = time.monotonic() + 30
            while not socket.exists():
                assert time.monotonic() < until
                time.sleep(0.02)
            monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
            yield
        finally:
            child.terminate()


def remarks(cli: Cli, *options: object) -> str:
    done = cli("verify", *options)
    assert done.code == 0, done.err
    return done.err


def fault(cli: Cli, *options: object) -> str:
    done = cli("verify", *options)
    assert done.code == 1, done.err
    return done.err


def test_a_key_in_a_file(cli: Cli, workspace: Path, key: Path, keys: Path) -> None:
    made = cli("rounds", "seal", "autumn", "--finish", "--key", key)
    assert (made.code, made.err) == (0, "")
    print_ = subprocess.run(["ssh-keygen", "-l", "-f", key], capture_output=True, check=True, text=True).stdout.split()[
        1
    ]
    assert print_ in made.out
    assert print_ in cli("rounds", "status", "autumn").out
    assert not list((workspace / ".cache").glob("seal-*"))
    (signature,) = workspace.glob("rounds/*/seal/0001.json.sig")
    assert signature.stat().st_mode & 0o777 == 0o600

    assert "whose key that is" in remarks(cli)
    allow(workspace, "li@example.org", key, 'namespaces="auditty-seal"')
    assert f"good signature by li@example.org, {print_}" in remarks(cli)
    assert "allowed_signers" in cli("verify").out

    other = made_key(keys, "wang")
    elsewhere = allow(keys, "wang@example.org", other)
    assert "not among the allowed" in fault(cli, "--allowed-signers", elsewhere)
    assert cli("verify", "--allowed-signers", keys / "none").code == 2


def test_the_signature_is_one_of_this_manifest(cli: Cli, workspace: Path, key: Path) -> None:
    cli("rounds", "seal", "autumn", "--finish", "--key", key)
    allow(workspace, "li", key)
    (manifest,) = workspace.glob("rounds/*/seal/0001.json")
    signature = manifest.with_name("0001.json.sig")
    data = signature.read_bytes()
    signature.write_bytes(data[:80] + b"A" + data[81:])
    assert "not as it was made" in fault(cli)
    signature.unlink()
    assert "signature of seal 0001 is missing" in fault(cli)


def test_a_forger_with_the_whole_journal_has_no_signature(cli: Cli, workspace: Path, key: Path) -> None:
    """Manifest and journal made anew to fit each other: only the signature does not."""
    import hashlib

    from store.record import Change
    from store.seals import SEALS
    from store.workspace import Workspace

    cli("rounds", "seal", "autumn", "--finish", "--key", key)
    allow(workspace, "li", key)
    (round_,) = Workspace(workspace).rounds()
    manifest = round_.path / "seal" / "0001.json"
    data = manifest.read_bytes().replace(b'"unmarked":2', b'"unmarked":0')
    manifest.write_bytes(data)
    value = round_.record.get(SEALS, "0001")
    assert value is not None
    round_.record.change(Change(SEALS, "0001", {**value, "sha256": hashlib.sha256(data).hexdigest()}))
    assert "bad signature" in fault(cli)


def test_a_signature_made_for_something_else_is_none(cli: Cli, workspace: Path, key: Path) -> None:
    cli("rounds", "seal", "autumn", "--finish", "--key", key)
    allow(workspace, "li", key, 'namespaces="git"')
    assert "not among the allowed" in fault(cli)
    allow(workspace, "li", key, 'valid-before="20200101"')
    assert "not among the allowed" in fault(cli)
    allow(workspace, "li", key, 'valid-before="20990101"')
    assert "good signature by li" in remarks(cli)


@pytest.mark.parametrize("identity", ["-Oprint-pubkey", "!li,wang", "li,*@example.org", "$(touch x)"])
def test_hostile_identities(cli: Cli, workspace: Path, key: Path, identity: str) -> None:
    cli("rounds", "seal", "autumn", "--finish", "--key", key)
    allow(workspace, f'"{identity}"', key)
    done = cli("verify")
    assert done.code in (0, 1)
    assert ("good signature" in done.err) == (done.code == 0)
    assert not (workspace / "x").exists()


def test_hostile_paths(cli: Cli, workspace: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = made_key(keys, "-Y sign;'\"$(touch x)\n键")
    monkeypatch.chdir(keys)
    name = key.name
    done = cli("-w", workspace, "rounds", "seal", "autumn", "--finish", f"--key={name}")
    assert (done.code, done.err) == (0, "")
    assert not (keys / "x").exists()


def test_what_is_no_key_changes_nothing(cli: Cli, workspace: Path, keys: Path) -> None:
    (keys / "text").write_text("not a key")
    for wrong in (keys / "text", keys):
        done = cli("rounds", "seal", "autumn", "--finish", "--key", wrong)
        assert done.code == 2
        assert done.err.count("\n") == 1
    assert cli("rounds", "list", "--json").json[0]["state"] == "running"


def test_the_default_key(cli: Cli, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "someone"
    (home / ".ssh").mkdir(parents=True)
    made_key(home / ".ssh", "id_ed25519")
    monkeypatch.setenv("HOME", str(home))
    assert "signed with SHA256:" in cli("rounds", "seal", "autumn", "--finish").out


def test_a_key_in_the_agent(cli: Cli, workspace: Path, keys: Path, key: Path, agent: None) -> None:
    subprocess.run(["ssh-add", "-q", str(key)], check=True, timeout=60, stderr=subprocess.DEVNULL)
    public = key.rename(keys / "gone").with_name("li.pub")
    made = cli("rounds", "seal", "autumn", "--finish", "--key", public)
    assert (made.code, made.err) == (0, "")
    allow(workspace, "li", key)
    assert "good signature by li" in remarks(cli)


def test_a_key_that_is_not_in_the_agent_leaves_a_seal_to_complete(
    cli: Cli, workspace: Path, keys: Path, key: Path, agent: None
) -> None:
    key.rename(keys / "gone")
    failed = cli("rounds", "seal", "autumn", "--finish", "--key", keys / "li.pub")
    assert failed.code == 2
    assert "seal the round again" in failed.err
    assert failed.err.count("\n") == 1
    assert "not completed" in cli("rounds", "status", "autumn").out
    assert "not completed" in remarks(cli)
    assert cli("mark", "autumn", "S1", "plan", "pass").code == 2

    (keys / "gone").rename(key)
    assert cli("rounds", "seal", "autumn", "--key", key).code == 0
    allow(workspace, "li", key)
    assert "good signature by li" in remarks(cli)
    assert cli("rounds", "list", "--json").json[0]["state"] == "sealed"


def test_a_passphrase_is_asked_for_on_the_terminal(cli: Cli, workspace: Path, keys: Path) -> None:
    key = made_key(keys, "locked", "open sesame")
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(workspace)
        os.environ["PYTHONPATH"] = str(ROOT)
        arguments = ["-m", "tui", "rounds", "seal", "autumn", "--finish", "--key", str(key)]
        os.execv(sys.executable, [sys.executable, *arguments])
    said = b""
    until = time.monotonic() + 120
    asked = False
    while time.monotonic() < until:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        if not part:
            break
        said += part
        if b"passphrase" in said and not asked:
            asked = True
            os.write(terminal, b"open sesame\n")
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    assert (asked, os.waitstatus_to_exitcode(status)) == (True, 0), said
    assert b"open sesame" not in said
    allow(workspace, "li", key)
    assert "good signature by li" in remarks(cli)
