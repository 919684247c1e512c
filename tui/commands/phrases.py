"""`auditty phrases`: what is offered where texts are typed, and findings that were written before."""

from __future__ import annotations

import argparse
import sys

from store.page import OUTSIDE, in_several, no_item
from store.phrasing.own import Phrase
from store.phrasing.reading import Before, refs_of
from store.phrasing.written import findings, read
from store.phrasing.written import offered as phrases_offered
from store.rounds import Round
from tui.commands.context import open_workspace
from tui.commands.output import Exit, progress, say, say_json, table
from tui.i18n import _, current_language


def listing(options: argparse.Namespace) -> int:
    """List the office's own phrases."""
    phrases = open_workspace(options).phrases.all()
    if options.json:
        say_json([{"id": id, **phrase.to_value()} for id, phrase in phrases.items()])
    elif phrases:
        rows = [(id, phrase.field or "-", phrase.item or "-", phrase.text) for id, phrase in phrases.items()]
        table(rows, (_("ID"), _("Field"), _("Item"), _("Phrase")))
    else:
        say(_("No phrases yet; add one with “auditty phrases add TEXT”"))
    return Exit.DONE


def add(options: argparse.Namespace) -> int:
    """Add phrases of the office's own."""
    given = [line for text in options.text for line in (sys.stdin if text == "-" else [text])]
    wanted = [Phrase(text=text, field=options.field, item=options.item) for text in given if text.strip()]
    added = open_workspace(options).phrases.add(wanted)
    if options.json:
        say_json([{"id": phrase.id, **phrase.to_value()} for phrase in added])
    else:
        for phrase in added:
            say(phrase.id)
    return Exit.DONE


def remove(options: argparse.Namespace) -> int:
    """Take a phrase away."""
    open_workspace(options).phrases.remove(options.phrase)
    return Exit.DONE


def offered(options: argparse.Namespace) -> int:
    """What is offered at an item."""
    workspace = open_workspace(options)
    round_ = workspace.round(options.round)
    ref = "" if options.item == OUTSIDE else _ref(round_, options.item)
    given = [
        phrase.get(current_language())
        for checklist in round_.checklists
        for line in checklist.lines
        for phrase in (line.item.phrases if f"{checklist.id}:{line.item.id}" == ref else ())
    ]
    written = [each for _round, found in Before(workspace).of(round_.info.id) for each in found]
    own = workspace.phrases.all().values()
    phrases = phrases_offered(options.field, ref, own, given if options.field == "problem" else (), written)
    if options.json:
        say_json(phrases)
    else:
        for phrase in phrases:
            say(phrase)
    return Exit.DONE


def again(options: argparse.Namespace) -> int:
    """The findings of a round, each once."""
    workspace = open_workspace(options)
    round_ = workspace.round(options.round)
    ref = None if not options.item else "" if options.item == OUTSIDE else _ref(round_, options.item)
    written = read(round_, workspace.hands, progress(_("Reading"), patience=1.0))
    found = [each for each in findings(written) if ref in (None, each.ref)]
    if options.json:
        say_json([each._asdict() for each in found])
    else:
        rows = [(each.times, each.ref or OUTSIDE, each.unit, each.problem, each.requirement) for each in found]
        table(rows, (_("Count"), _("Item"), _("Unit"), _("Problem"), _("To do")))
    return Exit.DONE


def _ref(round_: Round, item: str) -> str:
    found = [ref for ref in refs_of(round_) if item in (ref, ref.partition(":")[2])]
    if len(found) > 1:
        raise in_several(item, found)
    if not found:
        raise no_item(item)
    return found[0]
