"""`auditty checklists schema`, `new` and `diff`: what helps those who write checklists."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from checklists import library, load, schema
from checklists.canonical import plain
from checklists.changes import ItemChange, compare
from checklists.errors import N_
from checklists.model import Checklist, Line
from checklists.source import MAX_BYTES
from checklists.starter import starter
from store.disk import Disk
from store.errors import Refused
from store.workspace import Workspace
from tui.commands.context import has_workspace, open_workspace
from tui.commands.output import Exit, say, say_json
from tui.i18n import _, current_language, listed, ngettext

YAML = (".yaml", ".yml")


def show_schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of the format, or where it lies."""
    if options.path:
        say(str(schema.packaged()))
    else:
        sys.stdout.write(schema.packaged().read_text(encoding="utf-8"))
    return Exit.DONE


def new(options: argparse.Namespace) -> int:
    """Write a commented checklist to begin with."""
    path = Path(options.file)
    if path.suffix.lower() not in YAML:
        raise Refused(N_("{file}: the name must end in .yaml or .yml"), file=options.file)
    disk = Disk()
    if disk.stamp(path) is not None:
        raise Refused(N_("{file} is there already; choose another name"), file=options.file)
    checklist_id = path.stem if re.fullmatch("[0-9A-Za-z._-]{1,64}", path.stem) else "my-checklist"
    address = Path(str(schema.packaged())).as_uri()
    disk.replace(path, starter(checklist_id, current_language(), address), durable=True)
    say(options.file)
    return Exit.DONE


def diff(options: argparse.Namespace) -> int:
    """What changed between two versions; exit 1 if anything did."""
    workspace = open_workspace(options) if has_workspace(options) else None
    before, after = (find(text, workspace) for text in (options.before, options.after))
    changes = compare(before, after)
    if options.json:
        say_json(
            {
                "from": {"id": before.id, "version": before.version},
                "to": {"id": after.id, "version": after.version},
                "added": [_placed(change.after) for change in changes.added],
                "removed": [_placed(change.before) for change in changes.removed],
                "reworded": [_both(change, change.reworded) for change in changes.reworded],
                "moved": [_moves(change) for change in changes.items if change.moved],
                "renumbered": [_moves(change) for change in changes.items if change.renumbered],
                "changed": [_both(change, change.fields) for change in changes.items if change.fields],
                "sections": changes.sections,
                "checklist": changes.head,
            }
        )
    else:
        for line in _told(before, after):
            say(line)
    return Exit.NO if changes.any else Exit.DONE


def find(text: str, workspace: Workspace | None) -> Checklist:
    """The checklist in the file `text`, or with the id `text`, in the workspace if there is one.

    Raises:
        ChecklistError: the file has errors. AudittyError: there is neither.
    """
    path, disk = Path(text), Disk()
    if path.suffix.lower() in YAML or (disk.stamp(path) is not None and not disk.is_dir(path)):
        own = (workspace.own_types, workspace.settings.gradings) if workspace else ()
        return load(disk.read_at_most(path, MAX_BYTES), text, *own)
    return workspace.checklists.get(text) if workspace else library.load(text)


def _told(before: Checklist, after: Checklist) -> list[str]:
    """The changes in words, one a line."""
    changes, lang, lines = compare(before, after), current_language(), []
    if not changes.any:
        return [_("nothing changed")]

    def text(line: Line | None) -> str:
        return f"{line.number:>4}  {line.item.text.get(lang)}  [{line.item.id}]" if line else ""

    lines += [f"+ {text(change.after)}" for change in changes.added]
    lines += [f"- {text(change.before)}" for change in changes.removed]
    for change in changes.reworded:
        lines.append(f"~ {text(change.after)}  " + _("reworded: {fields}").format(fields=listed(change.reworded)))
        both = _both(change, change.reworded)
        for field in change.reworded:
            lines += [f"       - {field}: {_flat(both['from'][field], lang)}"]
            lines += [f"       + {field}: {_flat(both['to'][field], lang)}"]
    for change in changes.items:
        if change.moved and change.before and change.after:
            said = _("moved from {before} to {after}").format(
                before=change.before.section.id, after=change.after.section.id
            )
            lines.append(f"> {text(change.after)}  {said}")
        if change.fields:
            said = _("changed: {fields}").format(fields=listed(change.fields))
            lines.append(f"* {text(change.after)}  {said}")
    renumbered = sum(change.renumbered for change in changes.items)
    if renumbered:
        lines.append(
            ngettext("{count} item has another number", "{count} items have other numbers", renumbered).format(
                count=renumbered
            )
        )
    for section, fields in changes.sections.items():
        lines.append(_("section {id}: {fields}").format(id=section, fields=listed(fields)))
    if changes.head:
        lines.append(_("the checklist itself: {fields}").format(fields=listed(changes.head)))
    return lines


def _placed(line: Line | None) -> dict[str, Any]:
    assert line is not None
    return {
        "id": line.item.id,
        "number": line.number,
        "part": line.section.part,
        "section": line.section.id,
        "text": line.item.text._asdict(),
    }


def _both(change: ItemChange, fields: tuple[str, ...]) -> dict[str, Any]:
    """The fields of an item before and after; None where there was, or is, nothing."""
    assert change.before is not None
    assert change.after is not None
    old, new = plain(change.before.item), plain(change.after.item)
    return {
        "id": change.id,
        "fields": list(fields),
        "from": {field: old.get(field) for field in fields},
        "to": {field: new.get(field) for field in fields},
    }


def _moves(change: ItemChange) -> dict[str, Any]:
    assert change.before is not None
    assert change.after is not None
    return {
        "id": change.id,
        "from": {"number": change.before.number, "section": change.before.section.id},
        "to": {"number": change.after.number, "section": change.after.section.id},
    }


def _flat(value: Any, lang: str) -> str:
    """A value of an item for people: a text in their language, anything else as it is written."""
    if isinstance(value, dict):
        if set(value) == {"zh", "en"}:
            return str(value[lang])
        return ", ".join(f"{key} {_flat(one, lang)}" for key, one in value.items())
    return "-" if value is None else str(value)
