"""`auditty report`."""

from __future__ import annotations

import argparse
from pathlib import Path

from checklists.errors import N_
from reports.issue import NOTICE, draft_notice, file_name, issue_notice, pending
from store.disk import Disk
from store.errors import Refused, StoreError
from store.sheet import Sheet
from store.workspace import Workspace
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, say, say_json
from tui.i18n import _, translate


def report(options: argparse.Namespace) -> int:
    """Write a document for each unit asked for: drafts, or issued and numbered."""
    workspace = open_workspace(options)
    round_ = workspace.round(options.round)
    damaged = False
    if options.all:
        codes = []
        for code in round_.units:
            sheet = workspace.sheet(round_, code)
            try:
                found = bool(sheet.findings)
            except StoreError as error:  # the other units' documents are written all the same
                complain(_("unit {code}: {problem}").format(code=code, problem=translate(error)))
                damaged = True
                continue
            if found and (not options.issue or pending(workspace, sheet)[0]):
                codes.append(code)
    else:
        codes = list(dict.fromkeys(options.unit))
    if not codes and not damaged:
        raise Refused(
            N_("no unit of the round has findings to notify")
            if options.all
            else N_("which unit? --unit CODE, or --all")
        )
    output, disk = Path(options.output), Disk()
    as_folder = len(codes) > 1 or options.all or disk.is_dir(output) or options.output.endswith("/")
    if as_folder:
        disk.make_dir(output)
    written: list[dict[str, str]] = []
    try:
        for code in codes:
            sheet = workspace.sheet(round_, code)
            path = output / file_name(NOTICE, sheet) if as_folder else output
            number = _write(workspace, sheet, path, options)
            written.append({"unit": code, "file": str(path), "number": number})
            if not options.json:
                say(f"{number}  {path}" if number else str(path))
    finally:  # also what was issued before something went wrong has its number
        if options.json:
            say_json(written)
    return Exit.NO if damaged else Exit.DONE


def _write(workspace: Workspace, sheet: Sheet, path: Path, options: argparse.Namespace) -> str:
    """Write one document to `path`; returns its number, "" for a draft."""
    lang = options.lang or workspace.settings.language
    if not options.issue:
        Disk().replace(path, draft_notice(workspace, sheet, lang), durable=True)
        return ""
    if not Disk().is_dir(path.parent):
        raise Refused(N_("{path}: no such folder"), path=path.parent)
    issued = issue_notice(workspace, sheet, lang)
    try:
        Disk().replace(path, workspace.documents.read(issued), durable=True)
    except StoreError as error:
        raise type(error)(
            N_("{path}: cannot be written; notice {number} is issued all the same and lies at {kept}"),
            path=path,
            number=issued.number,
            kept=workspace.documents.path(issued),
        ) from error
    return issued.number
