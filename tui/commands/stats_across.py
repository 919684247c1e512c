"""`auditty stats item` and `stats unit`: records put side by side; `store.across` reads them."""

from __future__ import annotations

import argparse
from typing import Any

from reports.numbers import points
from store.across import item as over_units
from store.across import unit as over_rounds
from store.across.unit import OverRounds, Turn
from store.clock import shown
from store.figures.compare import Kind
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, progress, say, say_json, table
from tui.figures import KINDS
from tui.i18n import VERDICTS as VERDICT_NAMES
from tui.i18n import _, current_language, joined

_BECAME: tuple[Kind, ...] = ("put_right", "still", "came_back")
_SIGNS = {"pass": "✓", "fail": "✗", "na": "-", "none": ".", "": " "}
_ASCII_SIGNS = {"pass": "P", "fail": "F", "na": "N", "none": ".", "": " "}


def item(options: argparse.Namespace) -> int:
    """How every unit of a round stands on one item."""
    workspace = open_workspace(options)
    round_ = workspace.round(options.round)
    told = progress(_("reading sheets"), patience=0.5)
    found = over_units.read(round_, workspace.hands, options.item, progress=told)
    asked, lang = found.question, current_language()
    units = [each for each in found.units.values() if not options.only or each.verdict in options.only]
    if options.json:
        say_json(
            {
                "item": asked.ref,
                "number": asked.number,
                "text": asked.item.text.get(lang),
                "counts": found.counts,
                "units": [
                    {
                        "unit": each.unit.code,
                        "name": each.unit.name,
                        "verdict": each.verdict,
                        "mark": each.mark.to_value() if each.mark else None,
                        "who": each.who,
                        "time": each.time,
                        "conflict": each.conflict,
                    }
                    for each in units
                ],
                "damaged": sorted(found.damaged),
            }
        )
    else:
        say(f"{asked.number}  {asked.item.text.get(lang)}")
        counts = (f"{_(VERDICT_NAMES[verdict])} {count}" for verdict, count in found.counts.items())
        say("  ".join(counts))
        zone = workspace.settings.zone
        table(
            [
                (
                    _(VERDICT_NAMES[each.verdict]),
                    each.unit.code,
                    each.unit.name,
                    each.who,
                    shown(each.time, zone) if each.time else "",
                    joined(each.said),
                )
                for each in units
            ],
            (_("Mark"), _("Code"), _("Unit"), _("Who"), _("When"), _("Written")),
        )
    for error in found.damaged.values():
        complain(error)
    return Exit.NO if found.damaged else Exit.DONE


def unit(options: argparse.Namespace) -> int:
    """What each round came to for one unit, and its marks side by side, the newest at the right."""
    workspace = open_workspace(options)
    found = over_rounds.read(workspace, options.unit, progress(_("reading sheets"), patience=0.5))
    lang = current_language()
    if options.json:
        say_json(
            {
                "unit": found.unit,
                "name": found.name,
                "rounds": [_turn_json(turn) for turn in found.turns],
                "items": [
                    {
                        "item": ref,
                        "text": asked.item.text.get(lang),
                        "verdicts": {
                            turn.round.info.id: verdict
                            for turn, verdict in zip(found.turns, found.course(ref), strict=True)
                            if verdict
                        },
                    }
                    for ref, asked in found.items.items()
                ],
                "damaged": sorted(found.damaged),
            }
        )
    else:
        say(f"{found.unit}  {found.name}")
        _unit_tables(found, _ASCII_SIGNS if options.ascii else _SIGNS)
    for error in found.damaged.values():
        complain(error)
    return Exit.NO if found.damaged else Exit.DONE


def _turn_json(turn: Turn) -> dict[str, Any]:
    info = turn.round.info
    return {
        "round": info.id,
        "name": info.name,
        "state": info.state,
        "left": turn.unit.left,
        "visited": turn.visited,
        "points": turn.score.points,
        "band": turn.band.id if turn.band else None,
        "asked": turn.score.asked,
        "answered": turn.score.answered,
        "pass": turn.score.passed,
        "fail": turn.score.failed,
        "findings": turn.findings,
        "put_right": turn.put_right,
        "still": turn.still,
        "came_back": turn.came_back,
        "ordered": turn.ordered,
        "closed": turn.closed,
    }


def _unit_tables(found: OverRounds, signs: dict[str, str]) -> None:
    table(
        [
            (
                number,
                points(turn.score),
                f"{turn.score.answered}/{turn.score.asked}",
                turn.score.passed,
                turn.score.failed,
                turn.findings,
                turn.put_right,
                turn.still,
                turn.came_back,
                f"{turn.closed}/{turn.ordered}",
                turn.visited,
                turn.round.info.name,
            )
            for number, turn in enumerate(found.turns, 1)
        ],
        (
            *(_("No."), _("Score"), _("Marked"), _("Passed"), _("Failed"), _("Findings")),
            *(_(KINDS[kind]) for kind in _BECAME),
            *(_("Closed"), _("Visit"), _("Round")),
        ),
    )
    table(
        [
            (" ".join(signs[verdict] for verdict in found.course(ref)), ref, asked.item.text.get(current_language()))
            for ref, asked in found.items.items()
        ],
        (" ".join(str(number % 10) for number in range(1, len(found.turns) + 1)), _("Item"), _("Text")),
    )
