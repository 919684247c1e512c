"""Signing and checking with `ssh-keygen -Y`, called with whole paths and never through a shell."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from checklists.errors import N_
from store.disk import Disk
from store.errors import MachineError, Refused, Unknown

NAMESPACE = "auditty-seal"
"""What a signature is for: one made for anything else is no seal."""

SIGN_SECONDS = 300
"""How long signing may take: somebody types a passphrase, confirms in an agent, or touches a key."""

CHECK_SECONDS = 60
"""How long anything else may take."""


_IDENTITIES = 20
"""How many names of one key are tried."""


class NoSshKeygen(MachineError):
    """ssh-keygen is not installed, or does not answer."""


def default_key() -> Path | None:
    """~/.ssh/id_ed25519, or its public half alone, whose other half may be in the agent; None if there is neither."""
    private = Path(os.path.expanduser("~/.ssh/id_ed25519"))
    found = (key for key in (private, private.with_name("id_ed25519.pub")) if Disk().size(key) is not None)
    return next(found, None)


def fingerprint(key: Path) -> str:
    """The fingerprint of a key file, private or public, as in SHA256:…

    Raises:
        Unknown: there is no such file. Refused: it is not a key.
    """
    disk = Disk()
    if disk.size(key) is None or disk.is_dir(key):
        raise Unknown(N_("{path}: no such key file; name one with --key FILE"), path=key)
    done = _run("-l", "-f", _whole(key))
    words = done.stdout.decode("utf-8", "replace").split()
    if done.returncode or len(words) < 2:
        raise Refused(N_("{path}: not an SSH key"), path=key)
    return words[1]


def sign(data: bytes, key: Path, scratch: Path, disk: Disk) -> bytes:
    """The signature of `data` with the private key in `key`, or with the one in the agent if that is a public key.

    `scratch` is a new folder, gone on return. ssh-keygen itself asks for a passphrase, on the terminal.

    Raises:
        Refused: ssh-keygen did not sign, and why.
    """
    file = scratch / "manifest"
    try:
        disk.make_dir(scratch)
        disk.replace(file, data)
        done = _run("-Y", "sign", "-n", NAMESPACE, "-f", _whole(key), _whole(file), stdin=None, seconds=SIGN_SECONDS)
        if done.returncode:
            raise Refused(N_("not signed: {reason}; seal the round again to complete it"), reason=_reason(done))
        return disk.read(file.with_name("manifest.sig"))
    finally:
        disk.remove_tree(scratch)


def signed_with(data: bytes, signature: Path) -> str:
    """The fingerprint of the key, whosever it is, that signed `data` so; "" if the signature is not one of `data`."""
    done = _run("-Y", "check-novalidate", "-n", NAMESPACE, "-s", _whole(signature), stdin=data)
    words = done.stdout.decode("utf-8", "replace").split()
    return words[-1] if words and not done.returncode else ""


def signer(data: bytes, signature: Path, allowed: Path, when: datetime) -> str:
    """Who of those in the file `allowed` made this signature of `data`, as of the time `when`; "" if none of them."""
    at = f"-Overify-time={when:%Y%m%d%H%M%S}"
    listed = ("-f", _whole(allowed), "-s", _whole(signature), at)
    found = _run("-Y", "find-principals", *listed)
    for identity in found.stdout.decode("utf-8", "replace").splitlines()[:_IDENTITIES]:
        # The identity is text of a file that people edit: joined to its option it cannot be taken for another one.
        checked = _run("-Y", "verify", "-n", NAMESPACE, f"-I{identity}", *listed, stdin=data)
        if identity and not checked.returncode:
            return identity
    return ""


def _whole(path: Path) -> str:
    """A path that cannot be taken for an option."""
    return os.path.abspath(path)


def _run(
    *arguments: str, stdin: bytes | None = b"", seconds: int = CHECK_SECONDS
) -> subprocess.CompletedProcess[bytes]:
    """Call ssh-keygen; with `stdin` None it has the terminal."""
    try:
        return subprocess.run(
            ["ssh-keygen", *arguments],
            input=stdin,
            capture_output=True,
            check=False,
            timeout=seconds,
            # Its messages in English; a time without a zone is UTC.
            env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
        )
    except subprocess.TimeoutExpired as error:
        raise NoSshKeygen(N_("ssh-keygen did not answer within {seconds} seconds"), seconds=seconds) from error
    except OSError as error:
        raise NoSshKeygen(
            N_("ssh-keygen cannot be run; install the OpenSSH client, or seal with --unsigned")
        ) from error
    except ValueError as error:  # a NUL in a path
        raise Refused(N_("{path}: no such key file; name one with --key FILE"), path=str(arguments)) from error


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    """What ssh-keygen complained of, without the file it speaks of, which is ours."""
    lines = done.stderr.decode("utf-8", "replace").splitlines()
    said: Sequence[str] = [line.strip() for line in lines if line.strip() and not line.startswith("Signing file")]
    return said[-1].rpartition(": ")[2] if said else f"ssh-keygen ended with {done.returncode}"
