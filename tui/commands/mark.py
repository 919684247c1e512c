"""`auditty mark`: one mark, or many as JSON lines."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from checklists.errors import N_, AudittyError
from checklists.model import VERDICTS, Verdict
from store.errors import Refused
from store.judging import propose
from store.model import Finding
from store.rounds import Round
from store.sheet import FINDING_FIELDS, OUTSIDE, Input, Sheet
from store.workspace import Workspace
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, say, say_json
from tui.i18n import _, translate

_KEYS = {"unit", "item", "verdict", "note", "found", "evidence", "add", *FINDING_FIELDS}
_MAX_LINE = 1 << 20


def mark(options: argparse.Namespace) -> int:
    """Record one mark, or with `-` in the unit's place one a line from standard input."""
    workspace = open_workspace(options)
    round_ = workspace.round(options.round)
    if options.unit == "-" and options.item is None:
        return _from_stdin(workspace, round_)
    if options.item is None or options.verdict is None:
        complain(_("which item, and what? auditty mark ROUND UNIT ITEM pass|fail|na|none|auto"))
        return Exit.CALL
    given = {name: getattr(options, name) for name in ("item", "verdict", "note", "found", "evidence", "add")}
    given |= {name: getattr(options, name) for name in FINDING_FIELDS if getattr(options, name) is not None}
    sheet = workspace.sheet(round_, options.unit)
    record(workspace, sheet, given, say)
    return Exit.DONE


def record(workspace: Workspace, sheet: Sheet, given: Mapping[str, Any], tell: Any = None) -> str:
    """Record what one call or one line gives; returns the event's id."""
    finding = {name: given[name] for name in FINDING_FIELDS if name in given}
    evidence = tuple(workspace.evidence.take_in(Path(file)) for file in given.get("evidence") or ())
    verdict = given["verdict"]
    if given["item"] == OUTSIDE:
        if verdict != "fail":
            raise Refused(N_("a finding outside the list is a fail"))
        problem = finding.get("problem") or given.get("note") or ""
        return sheet.set_other(Finding(**{**finding, "problem": problem}, evidence=evidence)).id
    line = sheet.line(given["item"])
    if verdict == "auto":
        proposal = propose(workspace, sheet, line, given.get("found"))
        verdict = proposal.verdict
        if tell is not None:
            tell(f"{verdict}: {_(proposal.message).format(**proposal.params)}")
    elif verdict not in VERDICTS:
        raise Refused(N_("no verdict “{verdict}”; use pass, fail, na, none or auto"), verdict=verdict)
    if finding and verdict != "fail":
        raise Refused(N_("a problem, place, requirement, grade, lead or due date goes with fail only"))
    chosen: Verdict = verdict
    given_input = Input(
        note=given.get("note"),
        found=given.get("found"),
        evidence=evidence,
        finding=finding or None,
        add=bool(given.get("add")),
    )
    return sheet.set_mark(line.ref, chosen, given_input).id


def _from_stdin(workspace: Workspace, round_: Round) -> int:
    """One answer a line, as soon as the line's mark is on disk."""
    sheets: dict[str, Sheet] = {}
    failed = 0
    number = 0
    while raw := sys.stdin.buffer.readline(_MAX_LINE):
        number += 1
        if not raw.strip():
            continue
        try:
            given = _parse(raw)
            code = given["unit"]
            if code not in sheets:
                sheets[code] = workspace.sheet(round_, code)
            say_json({"line": number, "ok": True, "event": record(workspace, sheets[code], given)})
        except AudittyError as error:
            failed += 1
            say_json({"line": number, "ok": False, "error": translate(error)})
    return Exit.NO if failed else Exit.DONE


def _parse(raw: bytes) -> dict[str, Any]:
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Refused(N_("not a line of JSON")) from error
    if not isinstance(given, dict):
        raise Refused(N_("expected a JSON object with the keys unit, item, verdict"))
    for key in given:
        if key not in _KEYS:
            raise Refused(N_("unknown key “{key}”; known are {known}"), key=key[:40], known=", ".join(sorted(_KEYS)))
    for key in ("unit", "item", "verdict"):
        if not isinstance(given.get(key), str):
            raise Refused(N_("the key “{key}” is missing or not text"), key=key)
    for key in ("note", "found", *FINDING_FIELDS):
        if given.get(key) is None:
            given.pop(key, None)
        elif not isinstance(given[key], str):
            given[key] = str(given[key])
    evidence = given.get("evidence") or []
    files = [evidence] if isinstance(evidence, str) else evidence
    if not (isinstance(files, list) and all(isinstance(file, str) for file in files)):
        raise Refused(N_("evidence must be a file name or a list of file names"))
    return {**given, "evidence": files, "add": given.get("add") is True}
