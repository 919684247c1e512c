"""Collect the messages of the program, bring every catalogue up to date, and compile it (`make translations`)."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("checklists", "store", "reports", "tui")
KEYWORDS = {"_": 1, "N_": 1, "ngettext": 2}
"""The functions that take a message, and how many of their arguments belong to it."""


def catalogues() -> list[Path]:
    """The `.po` files, one per language."""
    return sorted((ROOT / "tui" / "locale").glob("*/LC_MESSAGES/auditty.po"))


def load(path: Path) -> Catalog:
    """The catalogue in a `.po` file, which lies in LANGUAGE/LC_MESSAGES."""
    with path.open("rb") as stream:
        return read_po(stream, locale=path.parent.parent.name, abort_invalid=True)


def extract() -> Catalog:
    """Every message that the source marks with `_`, `N_` or `ngettext`, with the files it stands in."""
    template = Catalog(project="auditty", charset="utf-8")
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for message in _messages(ast.parse(path.read_bytes())):
                # No line numbers: a catalogue changes when a message does, not when a line moves.
                template.add(message, None, [(path.relative_to(ROOT).as_posix(), 0)])
    return template


def _messages(node: ast.AST) -> Iterator[str | tuple[str, ...]]:
    """The messages below `node` in the order of the source.

    Babel's own extractor reads tokens, and before Python 3.12 an f-string is one of them, whatever it calls inside.
    """
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
        values = [part.value for part in node.args[: KEYWORDS[node.func.id]] if isinstance(part, ast.Constant)]
        parts = [value for value in values if isinstance(value, str)]
        if len(parts) == KEYWORDS[node.func.id]:
            yield tuple(parts) if len(parts) > 1 else parts[0]
    for child in ast.iter_child_nodes(node):
        yield from _messages(child)


def main() -> int:
    """Update and compile; the exit code is 1 when a message waits for its translation."""
    template = extract()
    waiting = 0
    for path in catalogues():
        catalogue = load(path)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        with path.open("wb") as stream:
            write_po(stream, catalogue, width=120, ignore_obsolete=True, include_lineno=False)
        with path.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, catalogue)
        untranslated = [message for message in catalogue if message.id and not (message.string and all(message.string))]
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} messages, {len(untranslated)} without translation")
        waiting += len(untranslated)
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
