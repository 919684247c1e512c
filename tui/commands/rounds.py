"""`auditty rounds`."""

from __future__ import annotations

import argparse
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from checklists.errors import N_
from store.counts import Tally
from store.errors import Refused, StoreError
from store.guard import ARCHIVED
from store.progress import Progress, part
from store.rounds import DAMAGED, Round
from store.seals import seals
from store.state import conflicts_in
from store.units import chosen
from store.workspace import Workspace
from tui.commands.conflicts import in_conflict as conflicts_found
from tui.commands.context import inspector, name, open_workspace
from tui.commands.output import Exit, complain, progress, say, say_json, table
from tui.followup_words import parent_lines
from tui.i18n import ROUND_STATES, _, ngettext, translate
from tui.round_words import state_lines, state_text

if TYPE_CHECKING:
    from store.draw import Draw


def listing(options: argparse.Namespace) -> int:
    """List the rounds with how far each is."""
    workspace = open_workspace(options)
    rounds = [each for each in workspace.rounds() if options.all or each.info.state != ARCHIVED]
    told, before, of = progress(_("Counting"), patience=0.5), 0, sum(each.unit_count for each in rounds)
    rows = []
    for each in rounds:
        rows.append((each, *_total(workspace, each, part(told, before, of))))
        before += each.unit_count
    if options.json:
        say_json(
            [
                {
                    "id": round_.info.id,
                    "name": round_.info.name,
                    "state": DAMAGED if damage else round_.info.state,
                    "reason": round_.info.reason,
                    "reopened": round_.info.reopened,
                    "from": round_.info.period_from,
                    "to": round_.info.period_to,
                    "parent": round_.info.parent,
                    "checklists": [pinned.id for pinned in round_.info.checklists],
                    "units": round_.unit_count,
                    "findings": total.findings,
                    "total": total.by_verdict(),
                    "damaged": damage,
                }
                for round_, total, damage in rows
            ]
        )
    elif rows:
        table(
            [
                (
                    round_.info.id,
                    _(ROUND_STATES[DAMAGED]) if damage else state_text(round_.info),
                    f"{round_.info.period_from or '-'} .. {round_.info.period_to or '-'}",
                    round_.unit_count,
                    f"{total.marked}/{total.asked}",
                    total.findings,
                    round_.info.name,
                )
                for round_, total, damage in rows
            ],
            (_("ID"), _("State"), _("Period"), _("Units"), _("Marked"), _("Findings"), _("Name")),
        )
    else:
        say(_("No rounds yet; make one with “auditty rounds new NAME --checklist ID --all-units”"))
    damages = [damage for *_rest, damage in rows if damage]
    if not options.json:
        for damage in damages:
            complain(damage)
    return Exit.NO if damages else Exit.DONE


def _total(workspace: Workspace, round_: Round, told: Progress) -> tuple[Tally, str]:
    """How far the round is, and in words what of it cannot be read, "" if everything can."""
    if round_.damage is not None:
        return Tally(), translate(round_.damage)
    try:
        total = reduce(add, workspace.tallies(round_, told).values(), Tally())
    except StoreError as error:
        return Tally(), translate(error)
    return total, _damaged_sheets(round_, total.damaged) if total.damaged else ""


def _damaged_sheets(round_: Round, count: int) -> str:
    return ngettext(
        "round {round}: {count} sheet is damaged and not counted; see “auditty verify”",
        "round {round}: {count} sheets are damaged and not counted; see “auditty verify”",
        count,
    ).format(round=round_.info.id, count=count)


def status(options: argparse.Namespace) -> int:
    """How far each unit of a round is."""
    workspace = open_workspace(options)
    round_ = workspace.round(options.round)
    tallies = workspace.tallies(round_, progress(_("Counting")))
    total = reduce(add, tallies.values(), Tally())
    moved = bool(round_.info.earlier)
    in_conflict = total.conflicts + conflicts_in(round_.record.state.tables)
    code = Exit.NO if total.damaged else Exit.DONE
    if options.json:
        units = {
            unit: {
                **found.by_verdict(),
                **({"recheck": found.recheck} if moved else {}),
                **({"conflicts": found.conflicts} if in_conflict else {}),
            }
            for unit, found in tallies.items()
            if not found.damaged
        }
        damaged = [unit for unit, found in tallies.items() if found.damaged]
        found = {"total": total.by_verdict(), "units": units, "damaged": damaged, "left": round_.left}
        say_json({"round": round_.info.id, **_state(round_), **found})
        return code
    for line in [*parent_lines(workspace, round_.info), *state_lines(round_, workspace.settings.zone)]:
        say(line)
    rows = [
        (unit, *_figures(found, moved), round_.units[unit].name)
        if not found.damaged
        else (unit, _("damaged"), *[""] * (4 + moved), round_.units[unit].name)
        for unit, found in tallies.items()
    ]
    table(
        [*rows, (_("Total"), *_figures(total, moved), round_.info.name)],
        (_("Code"), _("Pass"), _("Fail"), _("N/A"), _("Not done"), *[_("Recheck")] * moved, _("Findings"), _("Name")),
    )
    for unit, reason in round_.left.items():
        say(_("left: {unit} {name} ({reason})").format(unit=unit, name=round_.unit(unit).name, reason=reason))
    if total.damaged:
        complain(_damaged_sheets(round_, total.damaged))
    if in_conflict:
        complain(conflicts_found(round_.info.id, in_conflict))
    return code


def _state(round_: Round) -> dict[str, object]:
    """The round's state as JSON has it."""
    info = round_.info
    made = [vars(seal) for seal in seals(round_)]
    return {
        "parent": info.parent,
        "state": info.state,
        "reason": info.reason,
        "reopened": info.reopened,
        "seal": info.seal,
        "seals": made,
    }


def _figures(found: Tally, moved: bool) -> tuple[int, ...]:
    """The columns of a unit's row; a round that moved has one more."""
    return found.passed, found.failed, found.na, found.none, *[found.recheck] * moved, found.findings


def new(options: argparse.Namespace) -> int:
    """Make a round and print its id."""
    workspace = open_workspace(options)
    blanks = {}
    for pair in options.blank:
        blank, equals, text = pair.partition("=")
        if not equals:
            raise Refused(N_("--blank takes ID=TEXT, not “{text}”"), text=pair)
        blanks[blank] = text
    units = workspace.units.all()
    declared = inspector(options)
    draw = _drawn(workspace, options) if options.draw else None
    drawn = dict.fromkeys(person for team in draw.teams.values() for person in team) if draw else {}
    round_ = workspace.new_round(
        name(options.name),
        options.checklist,
        draw.units if draw else chosen(units, options.unit, options.type, options.all_units, workspace.units.types),
        options.start,
        options.end,
        dict.fromkeys([*drawn, *options.inspectors]) or ([declared] if declared else []),
        blanks,
        draw.teams if draw else None,
    )
    if options.json:
        say_json({"id": round_.info.id})
    else:
        say(round_.info.id)
    return Exit.DONE


def _drawn(workspace: Workspace, options: argparse.Namespace) -> Draw:
    """The draw that the round is made of."""
    from store.draw import agrees

    if options.unit or options.type or options.all_units:
        raise Refused(N_("--draw names the units; leave --unit, --type and --all-units out"))
    draw = workspace.draws.get(options.draw)
    if not agrees(draw):
        raise Refused(N_("draw {id} comes out differently when drawn again; no round is made of it"), id=draw.id)
    return draw
