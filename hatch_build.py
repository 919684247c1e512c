"""Compile the translations when a wheel is built or the project is installed for development."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(root: str) -> None:
    """Write a `.mo` beside every `.po` of the project in the folder `root`."""
    for source in sorted(Path(root, "tui", "locale").glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as stream:
            catalogue = read_po(stream, abort_invalid=True)
        # Replaced in one step: a program that runs from this tree never sees half a file.
        unfinished = source.with_suffix(f".{os.getpid()}.tmp")
        with unfinished.open("wb") as stream:
            write_mo(stream, catalogue)
        unfinished.replace(source.with_suffix(".mo"))


class TranslationsHook(BuildHookInterface[Any]):
    """Compiles the catalogues; the build takes the `.mo` files up as artifacts."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_catalogues(self.root)
