"""`auditty mark`: one mark, or many as JSON lines."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from checklists.errors import N_, AudittyError, cut
from checklists.verdicts import VERDICTS, Verdict
from store.errors import Refused
from store.given import FINDING_FIELDS, Input, with_more
from store.model import Finding
from store.rounds import Round
from store.sheet import OUTSIDE, Sheet
from store.workspace import Workspace
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, give_up_stdout, say, say_json
from tui.i18n import VERDICTS as VERDICT_NAMES
from tui.i18n import _, listed, translate

_KEYS = {"unit", "item", "verdict", "note", "found", "evidence", "drop_evidence", "add", "outcome", *FINDING_FIELDS}
_MAX_LINE = 1 << 20


def mark(options: argparse.Namespace) -> int:
    """Record one mark, or with `-` in the unit's place one a line from standard input."""
    workspace = open_workspace(options)
    round_ = workspace.round(options.round)
    given = {name: getattr(options, name) for name in ("note", "found", "evidence", "drop_evidence", "add", "outcome")}
    given |= {name: getattr(options, name) for name in FINDING_FIELDS if getattr(options, name) is not None}
    if options.unit == "-" and options.item is None:
        if any(given.values()):
            raise Refused(N_("with - everything comes from standard input; leave the other options out"))
        return _from_stdin(workspace, round_)
    if options.item is None or options.verdict is None:
        raise Refused(N_("which item, and what? auditty mark ROUND UNIT ITEM pass|fail|na|none|auto"))
    sheet = workspace.sheet(round_, options.unit)
    wanted = {**given, "item": options.item, "verdict": options.verdict}
    event = record(workspace, sheet, wanted, None if options.json else say)
    if options.json:
        say_json({"ok": True, "event": event})
    return Exit.DONE


def record(workspace: Workspace, sheet: Sheet, given: Mapping[str, Any], tell: Any = None) -> str:
    """Record what one call or one line gives; returns the event's id."""
    sheet.record.refresh()
    finding = {name: given[name] for name in FINDING_FIELDS if name in given}
    files = [Path(file) for file in given.get("evidence") or ()]
    drop = tuple(given.get("drop_evidence") or ())
    verdict = given["verdict"]
    if given["item"] == OUTSIDE:
        if verdict != "fail":
            raise Refused(N_("a finding outside the list is a fail"))
        problem = finding.get("problem") or given.get("note") or ""
        if drop:
            if problem or files:
                raise Refused(N_("a file is taken off a finding outside the list by a call of its own"))
            return sheet.drop_from_others(drop).id
        evidence = tuple(map(workspace.evidence.take_in, files))
        other = Finding(**{**finding, "problem": problem}, evidence=with_more((), evidence))
        return sheet.set_other(other, files=evidence).id
    line = sheet.line(given["item"])
    if verdict == "auto":
        from store.judging import propose  # a mark that somebody decided does without

        proposal = propose(workspace, sheet, line, given.get("found"))
        verdict = proposal.verdict
        if tell is not None:
            reason = _(proposal.message).format(**proposal.params)
            tell(_("{verdict}: {reason}").format(verdict=_(VERDICT_NAMES[verdict]), reason=reason))
    elif verdict not in VERDICTS:
        raise Refused(N_("no verdict “{code}”; use pass, fail, na, none or auto"), code=cut(verdict))
    if verdict == "none" and (given.get("note") or given.get("found") or files or drop):
        raise Refused(N_("none takes the mark away; a note, a value found or evidence cannot go with it"))
    if (finding or given.get("add")) and verdict != "fail":
        raise Refused(N_("a problem, place, requirement, grade, lead or due date goes with fail only"))
    if given.get("add") and not finding:
        raise Refused(N_("one more finding: what is wrong? give it with --problem"))
    chosen: Verdict = verdict
    evidence = tuple(map(workspace.evidence.take_in, files))
    given_input = Input(
        note=given.get("note"),
        found=given.get("found"),
        evidence=evidence,
        drop=drop,
        finding=finding or None,
        add=bool(given.get("add")),
        outcome=given.get("outcome"),
    )
    return sheet.set_mark(line.ref, chosen, given_input).id


def _from_stdin(workspace: Workspace, round_: Round) -> int:
    """One answer a line, as soon as the line's mark is on disk."""
    sheets: dict[str, Sheet] = {}
    failed = 0
    for number, raw in enumerate(_lines(), 1):
        if not raw.strip():
            continue
        try:
            given = _parse(raw)
            code = given["unit"]
            if code not in sheets:
                sheets[code] = workspace.sheet(round_, code)
            answer = {"line": number, "ok": True, "event": record(workspace, sheets[code], given)}
        except AudittyError as error:
            failed += 1
            answer = {"line": number, "ok": False, "error": translate(error)}
        try:
            say_json(answer)
        except BrokenPipeError:
            give_up_stdout()
            complain(_("nobody reads the answers; stopped after line {number}").format(number=number))
            return Exit.MACHINE
    return Exit.NO if failed else Exit.DONE


def _lines() -> Iterator[bytes]:
    """The lines of standard input; of one longer than `_MAX_LINE` only the beginning, which is too long to parse."""
    if sys.stdin is None:
        return
    while raw := sys.stdin.buffer.readline(_MAX_LINE + 1):
        rest = raw
        while len(rest) > _MAX_LINE and not rest.endswith(b"\n"):
            rest = sys.stdin.buffer.readline(_MAX_LINE + 1)
        yield raw


def _parse(raw: bytes) -> dict[str, Any]:
    if len(raw) > _MAX_LINE:
        raise Refused(N_("the line is longer than {limit} MiB"), limit=_MAX_LINE >> 20)
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Refused(N_("not a line of JSON")) from error
    if not isinstance(given, dict):
        raise Refused(N_("expected a JSON object with the keys unit, item, verdict"))
    for key in given:
        if key not in _KEYS:
            raise Refused(N_("unknown key “{key}”; known are {known}"), key=cut(key), known=listed(sorted(_KEYS)))
    for key in ("unit", "item", "verdict"):
        if not isinstance(given.get(key), str):
            raise Refused(N_("the key “{key}” is missing or not text"), key=key)
    for key in ("note", "found", "outcome", *FINDING_FIELDS):
        if given.get(key) is None:
            given.pop(key, None)
        elif isinstance(given[key], int | float) and not isinstance(given[key], bool):
            given[key] = str(given[key])  # what was found is often a number
        elif not isinstance(given[key], str):
            raise Refused(N_("the key “{key}” takes text"), key=key)
    if not isinstance(given.get("add", False), bool):
        raise Refused(N_("the key “{key}” takes true or false"), key="add")
    return {**given, "evidence": _names(given, "evidence"), "drop_evidence": _names(given, "drop_evidence")}


def _names(given: Mapping[str, Any], key: str) -> list[str]:
    """The file names at a key, which may be one or a list."""
    names = given.get(key) or []
    names = [names] if isinstance(names, str) else names
    if not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
        raise Refused(N_("{key} must be a file name or a list of file names"), key=key)
    return names
