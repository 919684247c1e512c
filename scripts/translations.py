"""Collect the messages of the program, bring every catalogue up to date, and compile it (`make translations`)."""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("checklists", "store", "reports", "tui")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


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
        found = extract_from_dir(ROOT / package, [("**.py", "python")], keywords=KEYWORDS, comment_tags=("i18n:",))
        for file, line, message, comments, context in found:
            # No line numbers: a catalogue changes when a message does, not when a line moves.
            template.add(message, None, [(f"{package}/{file}", line)], auto_comments=comments, context=context)
    return template


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
