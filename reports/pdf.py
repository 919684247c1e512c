"""Copies for reading: documents turned into PDF by LibreOffice, where it is installed. The document stays the original.

LibreOffice runs without a screen, in a folder with a profile of its own: it takes up no other that is open, runs no
macro, follows no link, and is ended with all it started when it takes too long, or when whoever waits for it is gone.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from threading import Event
from time import monotonic

from checklists.errors import N_
from store.disk import Disk
from store.errors import MachineError

_START, _EACH = 120.0, 30.0  # seconds: to begin with, and for each document
_LOOK = 0.2  # seconds after which to look whether to stop
_SETTINGS = {
    ("Security/Scripting", "DisableMacrosExecution"): "true",
    ("Security/Scripting", "MacroSecurityLevel"): "3",
    ("Security/Scripting", "BlockUntrustedRefererLinks"): "true",
    ("Misc", "FirstRun"): "false",
    # The empty page before one that has to be even is a page, or it would be printed as an odd one.
    ("Filter/PDF/Export", "IsSkipEmptyPages"): "false",
}
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="/org.openoffice.Office.Common/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for (path, name), value in _SETTINGS.items()
    )
    + "</oor:items>\n"
)


# A system call could bind one process to another, but not what LibreOffice's own starter starts.
_KEEPER = """\
import os, signal, subprocess, sys, threading
def end():
    sys.stdin.buffer.read()
    os.killpg(0, signal.SIGKILL)
threading.Thread(target=end, daemon=True).start()
subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL)
os._exit(0)
"""
"""Runs a program until it ends, or until nobody holds the other end of standard input, however that came about."""

NO_PDF = N_("{path} is there, but LibreOffice made no PDF of it")


def pdf_name(file: str) -> str:
    """The name of the PDF beside the document `file`."""
    return (file[:-5] if file.lower().endswith(".docx") else file) + ".pdf"


def office() -> str:
    """The program that makes PDFs.

    Raises:
        MachineError: there is none, and what to install.
    """
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        raise MachineError(
            N_(
                "a PDF needs LibreOffice, which is not installed here: install it (on Debian and Ubuntu: "
                "apt-get install libreoffice-writer), or do without the PDF"
            )
        )
    return found


def to_pdf(documents: Mapping[str, bytes], stop: Event | None = None) -> dict[str, bytes]:
    """The PDFs of Word files by the same names; without those that LibreOffice fails at, or comes to after `stop`.

    Raises:
        MachineError: LibreOffice is not installed, or took too long.
    """
    program, disk = office(), Disk()
    with disk.scratch() as folder:
        disk.make_dir(folder / "profile" / "user")
        disk.replace(folder / "profile" / "user" / "registrymodifications.xcu", _PROFILE.encode())
        paths = {name: folder / f"{at}.docx" for at, name in enumerate(documents)}
        for name, path in paths.items():
            disk.replace(path, documents[name])
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        options = ["--headless", "--norestore", "--nologo", "--convert-to", "pdf", "--outdir", str(folder / "out")]
        _run([program, profile, *options, *map(str, paths.values())], _START + _EACH * len(paths), stop or Event())
        made = {name: folder / "out" / f"{path.stem}.pdf" for name, path in paths.items()}
        return {name: disk.read(path) for name, path in made.items() if disk.size(path)}


def _run(command: list[str], seconds: float, stop: Event) -> None:
    """Run it for so many seconds at most, and only until `stop`."""
    end = monotonic() + seconds
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _KEEPER, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "SAL_USE_VCLPLUGIN": "svp"},
        start_new_session=True,  # so that whatever it starts ends with it
    ) as child:
        try:
            while not stop.is_set():
                with suppress(subprocess.TimeoutExpired):
                    child.wait(_LOOK)
                    return
                if monotonic() > end:
                    raise MachineError(
                        N_("LibreOffice took longer than {seconds} s; the documents are there, but not their PDFs"),
                        seconds=round(seconds),
                    )
        finally:
            if child.returncode is None:
                os.killpg(child.pid, signal.SIGKILL)
