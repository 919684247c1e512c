"""`auditty checklists`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from checklists import check as check_bytes
from checklists import library
from checklists import load as load_bytes
from checklists.errors import ChecklistError, Problem
from checklists.model import PARTS, Checklist, Grading
from checklists.source import MAX_BYTES
from checklists.unit_types import UnitType
from store.disk import Disk
from store.errors import StoreError
from tui.commands.context import has_workspace, open_workspace
from tui.commands.output import Exit, complain, problems_found, report, say, say_json, table
from tui.i18n import PART_NAMES, _, current_language, labelled, translate


def listing(options: argparse.Namespace) -> int:
    """List the workspace's own checklists and the built-in ones."""
    rows, code = [], Exit.DONE
    own = own_of(options)
    for name, read in _at_hand(options):
        try:
            checklist = load_bytes(read(), name, *own)
        except ChecklistError as error:
            report(error.problems)
            code = Exit.NO
            continue
        except StoreError as error:
            complain(error)
            code = Exit(error.exit_code)
            continue
        rows.append((checklist, name.endswith((".yaml", ".yml"))))
    if options.json:
        say_json([{**_head(checklist), "own": own} for checklist, own in rows])
    else:
        language = current_language()
        table(
            [
                (
                    checklist.id,
                    checklist.version,
                    len(checklist.lines),
                    checklist.title.get(language),
                    _("own") if own else "",
                )
                for checklist, own in rows
            ],
            (_("ID"), _("Version"), _("Items"), _("Title"), ""),
        )
    return code


def show(options: argparse.Namespace) -> int:
    """Show one checklist whole."""
    checklist = (
        open_workspace(options).checklists.get(options.id) if has_workspace(options) else library.load(options.id)
    )
    if options.json:
        say_json(_whole(checklist))
        return Exit.DONE
    language = current_language()
    version = _("version {version}").format(version=checklist.version)
    say(f"{checklist.title.get(language)}  ({checklist.id}, {version})")
    for text in (checklist.summary, checklist.audience):
        if text:
            say(text.get(language))
    numbers = {line.item.id: line.number for line in checklist.lines}
    for part in PARTS:
        for section in getattr(checklist, part):
            say()
            say(labelled(_(PART_NAMES[part]), section.title.get(language)))
            for item in section.items:
                say(f"{numbers[item.id]:4}  {item.text.get(language)}  [{item.id}] {' '.join(item.ref)}")
                if item.how:
                    say("      " + labelled(_("How"), item.how.get(language)))
    if checklist.background:
        say()
        say(_("Background"))
        for fact in checklist.background:
            say(f"      {fact.text.get(language)}  {fact.ref}")
    return Exit.DONE


def check(options: argparse.Namespace) -> int:
    """Check files; every error of every file on a line of its own."""
    found: list[Problem] = []
    code, own = Exit.DONE, own_of(options)
    for file in options.files:
        try:
            problems = check_bytes(Disk().read_at_most(Path(file), MAX_BYTES), file, *own)
        except StoreError as error:
            complain(error)
            code = Exit(error.exit_code)
            continue
        found += problems
        if not options.json:
            report(problems)
            if not problems:
                say(_("{file}: in order").format(file=file))
    if options.json:
        say_json(
            [
                {"file": problem.file, "line": problem.line, "column": problem.column, "message": translate(problem)}
                for problem in found
            ]
        )
    elif found:
        complain(problems_found(len(found)))
    return code or (Exit.NO if found else Exit.DONE)


def _at_hand(options: argparse.Namespace) -> Iterator[tuple[str, Any]]:
    if has_workspace(options):
        for checklist_id, origin, read in open_workspace(options).checklists.sources():
            yield origin or checklist_id, read
        return
    for checklist_id in library.ids():
        yield checklist_id, lambda checklist_id=checklist_id: library.read_bytes(checklist_id)


def own_of(options: argparse.Namespace) -> tuple[tuple[UnitType, ...], tuple[Grading, ...]]:
    """The unit types and the grading schemes that the workspace adds, if there is one."""
    if not has_workspace(options):
        return (), ()
    workspace = open_workspace(options)
    return workspace.own_types, workspace.settings.gradings


def _head(checklist: Checklist) -> dict[str, Any]:
    return {
        "id": checklist.id,
        "version": checklist.version,
        "title": checklist.title._asdict(),
        "items": len(checklist.lines),
    }


def _whole(checklist: Checklist) -> dict[str, Any]:
    from checklists.canonical import plain

    return {
        **_head(checklist),
        "items": [
            {"number": line.number, "part": line.section.part, "section": line.section.id, **plain(line.item)}
            for line in checklist.lines
        ],
        "sections": [
            {"id": section.id, "part": section.part, "title": section.title._asdict(), "ref": list(section.ref)}
            for section in checklist.sections
        ],
        "background": [{"ref": fact.ref, "text": fact.text._asdict()} for fact in checklist.background],
    }
