"""Which colours are asked for, and where that is remembered: a word in a file of the person's own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from checklists.errors import AudittyError
from store.disk import Disk
from store.errors import StoreError
from tui.i18n import N_
from tui.own_files import own_file

ANSI = "ansi"
"""The terminal's own colours on its own ground."""

NAMES = (ANSI, "light", "dark", "high-contrast")

_LONGEST = max(map(len, NAMES)) + 1


def chosen(option: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """The theme to begin with: the option, else $AUDITTY_THEME, else the one chosen last, else the terminal's own.

    Raises:
        AudittyError: the environment names none.
    """
    asked = option or environment.get("AUDITTY_THEME", "")
    if asked and asked not in NAMES:
        message = N_("$AUDITTY_THEME: there is no theme “{name}”, only {known}")
        raise AudittyError(message, name=asked[:40], known=", ".join(NAMES))
    return asked or _remembered(environment)


def remember(name: str, environment: Mapping[str, str] = os.environ) -> None:
    """Begin with this theme from now on. A disk that refuses costs only this memory."""
    disk, path = Disk(), _path(environment)
    with suppress(StoreError):
        disk.make_dir(path.parent)
        disk.replace(path, f"{name}\n".encode())


def _remembered(environment: Mapping[str, str]) -> str:
    try:
        word = Disk().read_at_most(_path(environment), _LONGEST).decode("ascii", "replace").strip()
    except StoreError:
        return ANSI
    return word if word in NAMES else ANSI


def _path(environment: Mapping[str, str]) -> Path:
    return own_file("theme", environment)
