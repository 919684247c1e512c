"""`auditty rectify`: the board, one rectification, and the steps of its life."""

from __future__ import annotations

import argparse
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from checklists.errors import N_, AudittyError, cut
from store.attached import attached
from store.errors import Refused, Unknown
from store.figures.over_rounds import that_count
from store.guard import VOID
from store.rectifying import board as boards
from store.rectifying import overlooked
from store.rectifying.board import Board, Row, Wanted
from store.rectifying.desk import Desk
from store.rectifying.grades import titles
from store.rectifying.life import ALWAYS, STATES, VERBS, possible
from store.rectifying.model import Rectification, Step
from store.workspace import Workspace
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, progress, say, say_json, table
from tui.document_words import standing
from tui.i18n import ROUND_STATES, _, current_language, joined, labelled, listed, translate
from tui.rectifying_words import LIGHTS, WAITING, state_text, step_details, step_line

_DAYS = re.compile("([0-9]{1,4}) ?([dw]?)")


def listing(options: argparse.Namespace) -> int:
    """The board, or the part of it that is asked for."""
    workspace = open_workspace(options)
    units = workspace.units
    for code in options.unit:
        units.get(code)
    for code in options.type:
        if code not in units.types:
            known = listed(units.types)
            raise Unknown(N_("no unit type “{code}”; known are {known}"), code=code, known=known)
    wanted = Wanted(
        waiting=options.waiting,
        overdue=options.overdue,
        due_in=_days(options.due_in) if options.due_in is not None else None,
        states=tuple(STATES) if "all" in options.state else tuple(options.state),
        units=tuple(options.unit),
        types=tuple(options.type),
        grades=tuple(options.grade),
        lead=options.lead,
    )
    board = boards.read(workspace, progress(_("Reading")))
    if options.round:
        round_ = workspace.round(options.round)
        board = replace(board, rows=that_count(workspace, board.rows, round_.info.id))
    grades = titles(workspace, {row.round for row in board.rows})
    for grade in options.grade:
        if grade not in grades and all(row.grade != grade for row in board.rows):
            raise Unknown(N_("no grade “{grade}”; known are {known}"), grade=cut(grade), known=listed(grades))
    rows = boards.ordered(boards.chosen(board, wanted, units), options.sort, grades)
    if options.json:
        void = boards.void_rounds(workspace)
        say_json([{**row._asdict(), "void": row.round in void} for row in rows])
    elif rows:
        _print(rows, {id: title.get(current_language()) for id, title in grades.items()})
        _tell_void(rows, boards.void_rounds(workspace))
    else:
        say(_("No such rectifications."))
    return _end(board, bool(wanted.urgent and rows))


def _tell_void(rows: Sequence[Row], void: Collection[str]) -> None:
    """Which of the rows are of void rounds: they stay until somebody withdraws them."""
    if ids := [row.id for row in rows if row.round in void]:
        complain(_("of a void round, “auditty rectify withdraw” ends them: {ids}").format(ids=listed(ids)))


def _print(rows: Sequence[Row], grades: Mapping[str, str]) -> None:
    table(
        [
            (
                row.id,
                state_text(row.state),
                row.due or "-",
                _(LIGHTS[row.light]),
                _(WAITING[row.waiting]),
                grades.get(row.grade, row.grade),
                cut(row.lead, 20),
                cut(row.name, 20),
                cut(row.problem),
            )
            for row in rows
        ],
        (_("ID"), _("State"), _("Due"), _("Light"), _("Waits for"), _("Grade"), _("Lead"), _("Unit"), _("Problem")),
    )


def _end(board: Board, found: bool) -> int:
    board.keep()
    for error in board.damaged.values():
        complain(error)
    return Exit.NO if found or board.damaged else Exit.DONE


def _days(text: str) -> int:
    match = _DAYS.fullmatch(text.strip().lower())
    if match is None:
        raise Refused(N_("--due-in takes days or weeks, as 3d or 2w, not “{text}”"), text=cut(text))
    return int(match[1]) * (7 if match[2] == "w" else 1)


def show(options: argparse.Namespace) -> int:
    """One rectification with all its steps."""
    workspace = open_workspace(options)
    desk = Desk(workspace)
    found = desk.get(options.id)
    if options.json:
        say_json(_plain(workspace, found, desk.base(found.id)))
        return Exit.DONE
    today = workspace.today
    light = found.light(today)
    grade = titles(workspace, {found.round}).get(found.grade)
    void = f" ({_(ROUND_STATES[VOID])})" if found.round in boards.void_rounds(workspace) else ""
    notices = [each for each in workspace.documents.register() if each.issued.number == found.notice]
    facts = [
        (_("Problem"), found.problem),
        (_("Place"), found.place),
        (_("To do"), found.requirement),
        (_("Grade"), grade.get(current_language()) if grade else found.grade),
        (_("Lead"), found.lead),
        (_("Responsible"), found.responsible),
        (_("State"), state_text(found.state)),
        (_("Waits for"), _(WAITING[found.waiting])),
        (_("Due"), f"{found.due or '-'}{f' ({_(LIGHTS[light])})' if light else ''}"),
        (_("Due before"), listed(found.dues)),
        (_("Extension asked for"), found.asked),
        (_("Notice"), joined((f"{found.notice} {found.opened}".strip(), *map(standing, notices)))),
        (_("Round"), f"{found.round}{void}"),
        (_("Item"), found.item),
        (_("Came back after"), found.earlier),
        (_("Measure"), found.measure),
    ]
    say(found.id)
    for label, text in facts:
        if text:
            say("  " + labelled(label, text))
    record = desk.ledger(found.id).record
    for step in found.steps:
        say(step_line(step, workspace.settings.zone))
        for label, text in step_details(step):
            say("  " + labelled(label, text))
        for file in attached(record, step.evidence):
            say(f"  {_('Evidence')}: {file.name} {file.digest[:12]}")
    say(_("Possible now: {steps}").format(steps=listed(possible(found, workspace.settings.closing)) or "-"))
    return Exit.DONE


def _plain(workspace: Workspace, found: Rectification, event: str) -> dict[str, Any]:
    """A rectification as JSON: what the ledger holds, and what follows from it today."""
    today = workspace.today
    return {
        **{name: getattr(found, name) for name in found.__dataclass_fields__ if name not in ("steps", "dues")},
        "dues": list(found.dues),
        "unit": found.unit,
        "light": found.light(today),
        "waiting": found.waiting,
        "void": found.round in boards.void_rounds(workspace),
        "possible": list(possible(found, workspace.settings.closing)),
        "event": event,
        "steps": [step.to_value() for step in found.steps],
    }


def take(options: argparse.Namespace) -> int:
    """Take one step for each of the rectifications; those that can be taken are, whatever becomes of the others."""
    workspace = open_workspace(options)
    desk = Desk(workspace)
    given = {name: getattr(options, name) for name in (*ALWAYS, *VERBS[options.verb].takes) if name != "evidence"}
    step = Step(verb=options.verb, **given)
    ids = list(dict.fromkeys(options.ids))
    found = [desk.get(rectification_id) for rectification_id in ids]  # a wrong id is found before anything is done
    ready = any(step.verb in possible(each, workspace.settings.closing) for each in found)
    files = [workspace.evidence.take_in(Path(file)) for file in options.evidence] if ready else []
    failed: list[AudittyError] = []
    for rectification_id in ids:
        try:
            taken, event = desk.take(rectification_id, step, files=files)
        except AudittyError as error:
            failed.append(error)
            if options.json:
                say_json({"id": rectification_id, "ok": False, "error": translate(error)})
            else:
                complain(error)
            continue
        if options.json:
            answer = {"id": taken.id, "ok": True, "state": taken.state, "due": taken.due, "event": event}
            say_json(answer)
        else:
            say(_("{id}: {state}").format(id=taken.id, state=state_text(taken.state)))
    if not failed:
        return Exit.DONE
    return failed[0].exit_code if len(ids) == 1 else Exit.NO


def uninspected(options: argparse.Namespace) -> int:
    """Units of which no round has a mark."""
    workspace = open_workspace(options)
    units = overlooked.uninspected(workspace, progress(_("Counting")))
    if options.json:
        say_json([{"unit": unit.code, "name": unit.name, "type": unit.type} for unit in units])
    elif units:
        kinds, lang = workspace.units.types, current_language()
        rows = [
            (unit.code, kinds[unit.type].title.get(lang) if unit.type in kinds else unit.type_name or "-", unit.name)
            for unit in units
        ]
        table(rows, (_("Code"), _("Type"), _("Name")))
    else:
        say(_("Every unit has a mark in some round."))
    return Exit.NO if units else Exit.DONE


def aged(options: argparse.Namespace) -> int:
    """Passes that the workspace does not believe any more."""
    workspace = open_workspace(options)
    if not workspace.settings.pass_valid_days:
        say_json([]) if options.json else say(_("Passes do not age here; set pass_valid_days in workspace.yaml."))
        return Exit.DONE
    found = overlooked.aged(workspace, progress(_("Counting")))
    if options.json:
        say_json([each._asdict() for each in found])
    elif found:
        table(found, (_("Code"), _("Unit"), _("Item"), _("Round"), _("Passed on")))
    else:
        say(_("No pass is too old."))
    return Exit.NO if found else Exit.DONE
