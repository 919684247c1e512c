"""A real sshd on loopback: own port, own keys, own settings, all in one folder; nothing of the machine's is touched."""

from __future__ import annotations

import os
import pwd
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from tests.tui.terminal import PATIENCE, ROOT

PATH = "/usr/sbin:/sbin:/usr/bin:/bin"
"""sshd lies where only root's PATH looks."""

TOOLS = ("ssh", "ssh-keygen", "sshd")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None and shutil.which(tool, path=PATH) is None]

CONFIG = """\
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host
AuthorizedKeysFile {folder}/user.pub
PidFile none
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
PrintMotd no
PrintLastLog no
ClientAliveInterval {alive}
ClientAliveCountMax 2
"""

CLIENT = """\
HostName 127.0.0.1
HostKeyAlias auditty
UserKnownHostsFile {folder}/known
GlobalKnownHostsFile none
StrictHostKeyChecking yes
IdentityFile {folder}/user
IdentitiesOnly yes
IdentityAgent none
EscapeChar none
LogLevel ERROR
User {user}
"""


def _tool(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path=PATH)
    assert found is not None, f"{name} is not installed"
    return found


def _children() -> dict[int, list[int]]:
    """The processes of this machine, by parent."""
    found: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                found.setdefault(parent, []).append(int(entry.name))
    return found


class Sshd:
    """The server, in the empty `folder`, until the `with` block is left.

    A client that says nothing for 2 × `alive` seconds is dropped; 0: never.
    """

    def __init__(self, folder: Path, alive: int = 0) -> None:
        folder.mkdir(mode=0o700)
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        for name in ("host", "user"):
            subprocess.run(
                [_tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", folder / name],
                check=True,
                timeout=PATIENCE,
            )
        (folder / "known").write_text("auditty " + (folder / "host.pub").read_text())
        (folder / "server").write_text(CONFIG.format(port=self.port, folder=folder, alive=alive))
        (folder / "client").write_text(CLIENT.format(folder=folder, user=pwd.getpwuid(os.getuid()).pw_name))

    def __enter__(self) -> Sshd:
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # sshd wants it of root; an init system makes it
        with (self.folder / "log").open("wb") as log:
            self._server = subprocess.Popen([_tool("sshd"), "-D", "-e", "-f", self.folder / "server"], stderr=log)
        end = time.monotonic() + PATIENCE
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return self
            if self._server.poll() is not None or time.monotonic() > end:
                raise AssertionError((self.folder / "log").read_text())
            time.sleep(0.02)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill_sessions()
        self._server.kill()
        self._server.wait()

    def client(self, *remote: str | Path, port: int | None = None) -> tuple[str, ...]:
        """The call of ssh that runs `remote`, a shell line in words, in a terminal there."""
        where = ("-F", str(self.folder / "client"), "-p", str(port or self.port))
        return (_tool("ssh"), *where, "-tt", "auditty", shlex.join(map(str, remote)))

    def auditty(self, *arguments: str | Path, env: Mapping[str, str], port: int | None = None) -> tuple[str, ...]:
        """The call of ssh that runs `auditty ARGUMENTS`."""
        return self.client(*in_env(env), sys.executable, "-m", "tui", *arguments, port=port)

    def sessions(self) -> list[int]:
        """The processes of sshd that serve a connection."""
        return [pid for pid in self._below() if _command(pid).startswith("sshd")]

    def programs(self) -> list[int]:
        """The running `auditty`s whose sshd is still there."""
        return [pid for pid in self._below() if "\0-m\0tui\0" in _command(pid)]

    def kill_sessions(self) -> None:
        """What a reboot of the machine in between, or a crash of sshd, does."""
        for pid in self.sessions():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _below(self) -> Iterator[int]:
        children, waiting = _children(), [self._server.pid]
        while waiting:
            for pid in children.get(waiting.pop(), []):
                waiting.append(pid)
                yield pid


def in_env(env: Mapping[str, str]) -> tuple[str, ...]:
    """The words before a command that set its environment: sshd takes none of ours."""
    ours = {name: os.environ[name] for name in ("HOME", "LANG", "TZ") if name in os.environ}
    return ("exec", "env", *(f"{name}={value}" for name, value in {**ours, "PYTHONPATH": str(ROOT), **env}.items()))


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return ""


def gone(pid: int) -> bool:
    """Whether that process has ended."""
    return not _command(pid)


def until_gone(pids: list[int]) -> None:
    """Wait until all of them have ended."""
    end = time.monotonic() + PATIENCE
    while left := [pid for pid in pids if not gone(pid)]:
        if time.monotonic() > end:
            raise AssertionError(f"still running: {left}")
        time.sleep(0.05)
