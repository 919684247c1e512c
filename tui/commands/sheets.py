"""`auditty visit` and `auditty undo`: what else there is to do on a sheet."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace

from store.model import Inspector, Present
from tui.commands.context import open_workspace
from tui.commands.output import Exit, say, say_json
from tui.i18n import _
from tui.wordings import items_of, subject


def visit(options: argparse.Namespace) -> int:
    """Record what is given of a sheet's head, and show the head."""
    workspace = open_workspace(options)
    sheet = workspace.sheet(workspace.round(options.round), options.unit)
    given = {name: getattr(options, name) for name in ("date", "start", "end", "place", "remarks")}
    changes = {name: value for name, value in given.items() if value is not None}
    if options.inspectors is not None:
        changes["inspectors"] = tuple(workspace.inspector(name) for name in options.inspectors)
    if options.present is not None:
        changes["present"] = tuple(Present.written(entry) for entry in options.present)
    if changes:
        sheet.set_visit(replace(sheet.visit, **changes))
    head = sheet.visit
    if options.json:
        say_json(asdict(head))
        return Exit.DONE
    say(f"{_('Date')}: {head.date or '-'} {head.start or '-'} - {head.end or '-'}")
    say(f"{_('Place')}: {head.place or '-'}")
    say(f"{_('Inspectors')}: {'; '.join(map(_named, head.inspectors)) or '-'}")
    say(f"{_('Present')}: {'; '.join(map(_named, head.present)) or '-'}")
    say(f"{_('Remarks')}: {head.remarks or '-'}")
    return Exit.DONE


def undo(options: argparse.Namespace) -> int:
    """Take back one's own last change on a sheet."""
    workspace = open_workspace(options)
    sheet = workspace.sheet(workspace.round(options.round), options.unit)
    event = sheet.undo()
    if options.json:
        say_json({"ok": event is not None, "event": event.id if event else None})
    elif event is None:
        say(_("Nothing of yours to take back on this sheet."))
    else:
        say(_("Taken back: {what}").format(what=subject(event, items_of(sheet.checklists))))
    return Exit.DONE if event else Exit.NO


def _named(person: Inspector | Present) -> str:
    return f"{person.name} {person.post}".strip()
