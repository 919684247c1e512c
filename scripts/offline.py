"""Gather everything that a machine without a network needs into one archive: wheels, their lock, an install script.

    python scripts/offline.py [--out FOLDER] [VERSION ...]

VERSION: Python versions that the archive serves, such as 3.12; without any, the one that runs this. The wheels are for
this machine's system, its C library or a later one, and its processor.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

from packaging.tags import platform_tags
from packaging.utils import parse_wheel_filename

ROOT = Path(__file__).resolve().parents[1]
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
SECONDS = 315532800
"""What every file of the archive gives as its time, 1980-01-01: the same files make the same archive."""


def gather(versions: Iterable[str], out: Path) -> Path:
    """Write `auditty-VERSION-PLATFORM.tar.gz` into the folder `out`; its path. Needs the network."""
    with tempfile.TemporaryDirectory() as folder:
        wheels = Path(folder, "wheels")
        wheels.mkdir()
        ours = _build(wheels)
        for version in versions:
            _download(version, wheels, "--require-hashes", "--no-deps", "-r", str(ROOT / "requirements/runtime.lock"))
        _download(RUNNING, wheels, "--no-deps", "pip")
        release = str(parse_wheel_filename(ours.name)[1])
        lock = (ROOT / "requirements/runtime.lock").read_text()
        lock += f"auditty=={release} --hash=sha256:{hashlib.sha256(ours.read_bytes()).hexdigest()}\n"
        platform = sysconfig.get_platform()
        files = {f"wheels/{path.name}": path.read_bytes() for path in sorted(wheels.iterdir())}
        files["requirements.lock"] = lock.encode()
        words = {"@VERSION@": release, "@PYTHONS@": " ".join(versions), "@PLATFORM@": platform}
        for path in sorted((ROOT / "scripts/offline").iterdir()):
            text = path.read_text()
            for word, meaning in words.items():
                text = text.replace(word, meaning)
            files[path.name] = text.encode()
        sums = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())]
        files["SHA256SUMS"] = "".join(sums).encode()
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"auditty-{release}-{platform}.tar.gz"
    target.write_bytes(_packed(f"auditty-{release}", files))
    return target


def _build(wheels: Path) -> Path:
    with tempfile.TemporaryDirectory() as folder:
        _run("hatchling", "build", "--target", "wheel", "--directory", folder)
        (built,) = Path(folder).glob("*.whl")
        return Path(shutil.copy(built, wheels))


def _download(version: str, wheels: Path, *wanted: str) -> None:
    platforms = [word for tag in platform_tags() for word in ("--platform", tag)]
    _run("pip", "download", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:",
         "--python-version", version, *platforms, "--dest", str(wheels), *wanted)  # fmt: skip


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _packed(folder: str, files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=packed, mode="wb", mtime=SECONDS) as stream,
        tarfile.open(fileobj=stream, mode="w") as archive,
    ):
        for name, data in sorted(files.items()):
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size, entry.mtime, entry.mode = len(data), SECONDS, 0o755 if name.endswith(".sh") else 0o644
            archive.addfile(entry, io.BytesIO(data))
    return packed.getvalue()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Gather auditty and all it needs into one archive.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", metavar="FOLDER")
    parser.add_argument("versions", nargs="*", default=[RUNNING], metavar="VERSION")
    asked = parser.parse_args()
    print(gather(asked.versions, asked.out))


if __name__ == "__main__":
    main()
