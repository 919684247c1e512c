"""`auditty document list`, `reprint` and `verify`: the register of issued documents."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from checklists.errors import N_
from store.disk import Disk
from store.documents import Registered
from store.errors import Refused
from tui.commands.context import open_workspace
from tui.commands.output import Exit, say, say_json, table
from tui.document_words import kind_title, standing
from tui.i18n import _, joined

MAX_VERIFIED = 64 * 1024 * 1024
"""Bytes of a file that is compared with the register."""

_VERDICTS = {
    "identical": N_("{file}: document {number} as it was issued on {day}"),
    "altered": N_("{file}: says it is document {number} of {day}, but is not as it was issued"),
    "draft": N_("{file}: a draft, never issued"),
    "unknown": N_("{file}: no document of this workspace"),
}


def register(options: argparse.Namespace) -> int:
    """List the issued documents, oldest first."""
    workspace = open_workspace(options)
    round_id = workspace.round(options.round).info.id if options.round is not None else None
    listed = [
        each
        for each in workspace.documents.register()
        if (round_id is None or each.issued.round == round_id)
        and (options.unit is None or each.issued.unit == options.unit)
        and (options.kind is None or each.issued.kind == options.kind)
    ]
    if options.json:
        say_json([as_json(each) for each in listed])
        return Exit.DONE
    rows = [
        (issued.issued, issued.number, kind_title(issued.kind), issued.unit, each.who, standing(each))
        for each in listed
        for issued in [each.issued]
    ]
    table(rows, (_("Date"), _("Number"), _("Kind"), _("Unit"), _("Issued by"), ""))
    return Exit.DONE


def reprint(options: argparse.Namespace) -> int:
    """Write an issued document once more, byte for byte."""
    documents = open_workspace(options).documents
    issued = documents.find(options.number).issued
    path = Path(options.output)
    if Disk().is_dir(path):
        path /= Path(issued.file).name
    Disk().replace(path, documents.read(issued), durable=True)
    say(f"{issued.number}  {path}")
    return Exit.DONE


def verify(options: argparse.Namespace) -> int:
    """Say of each file whether it is a document as it was issued."""
    from reports.identity import identify

    documents = open_workspace(options).documents
    told: list[dict[str, Any]] = []
    for file in options.file:
        data = Disk().read_at_most(Path(file), MAX_VERIFIED)
        if len(data) > MAX_VERIFIED:
            raise Refused(N_("{file}: larger than {limit} MiB"), file=file, limit=MAX_VERIFIED // 1024 // 1024)
        verdict, document = identify(data, file, documents)
        told.append({"file": file, "verdict": verdict, "document": as_json(document) if document else None})
        if options.json:
            continue
        number, day = (document.issued.number, document.issued.issued) if document else ("", "")
        said = _(_VERDICTS[verdict]).format(file=file, number=number, day=day)
        say(joined((said, standing(document) if document else "")))
    if options.json:
        say_json(told)
    return Exit.DONE if all(each["verdict"] == "identical" for each in told) else Exit.NO


def as_json(each: Registered) -> dict[str, Any]:
    """A document of the register as the command line prints it."""
    issued = each.issued
    return {
        "key": each.key,
        "kind": issued.kind,
        "number": issued.number,
        "date": issued.issued,
        "year": issued.year,
        "round": issued.round,
        "unit": issued.unit,
        "findings": list(issued.findings),
        "who": each.who,
        "at": each.at,
        "supplements": issued.supplements,
        "corrects": issued.corrects,
        "reason": issued.reason,
        "supplemented_by": list(each.supplemented_by),
        "corrected_by": list(each.corrected_by),
        "file": issued.file,
        "sha256": issued.sha256,
    }
