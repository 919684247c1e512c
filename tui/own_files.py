"""Files of the person who runs the program: their own settings, and paths as they type them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def own_file(name: str, environment: Mapping[str, str] = os.environ) -> Path:
    """The file called `name` of the person who runs the program; it need not be there."""
    folder = environment.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return Path(folder) / "auditty" / name


def keys_path() -> Path:
    """The file of the person's own keys."""
    return own_file("keys.yaml")


def at_home(path: str) -> Path:
    """A path as it was typed; of a home that nobody knows, as it is: there is no such file."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)
