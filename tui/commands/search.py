"""`auditty search`: words looked for in everything that is recorded; `store.searching` does it."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from store.searching.hits import KINDS, Hit
from store.searching.search import Search
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, progress, say, say_json, table
from tui.i18n import _, current_language
from tui.search_words import KINDS as HEADINGS
from tui.search_words import place, titles


def search(options: argparse.Namespace) -> int:
    """What has all the words, grouped by what it is; exit code 1 if nothing has."""
    workspace = open_workspace(options)
    looking = Search(workspace, " ".join(options.words), current_language(), options.kinds or (), titles())
    hits = list(looking.hits(progress(_("searching"), patience=0.5)))
    if options.json:
        say_json([asdict(hit) for hit in sorted(hits, key=lambda hit: KINDS.index(hit.kind))])
    for kind in KINDS if not options.json else ():
        found = [hit for hit in hits if hit.kind == kind]
        if found:
            say(f"{_(HEADINGS[kind])} ({len(found)})")
            table([_row(hit) for hit in found])
    for error in looking.faults:
        complain(error)
    return Exit.DONE if hits and not looking.faults else Exit.NO


def _row(hit: Hit) -> tuple[str, ...]:
    """What names it for other commands, then what it is and the text with the words."""
    if hit.kind in ("finding", "note"):
        return f"  {hit.round}", hit.unit, hit.item or hit.id, hit.name, hit.text
    text = hit.text if hit.text not in (hit.title, hit.id, hit.name) else ""
    about = "" if hit.kind in ("unit", "round") else place(hit)
    return f"  {hit.id}", hit.title, about, text
