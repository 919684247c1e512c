"""`auditty stats` of one round; every figure is worked out in `store.figures`."""

from __future__ import annotations

import argparse
from typing import Any

from reports.numbers import percent, points
from store.figures import answers as reading
from store.figures import items as over_items
from store.figures.answers import RoundAnswers, Seen
from store.figures.scores import Score, distribution, in_all, ranking, score
from store.rectifying.board import Board
from store.rounds import Round
from store.workspace import Workspace
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, progress, say, say_json, table
from tui.figures import group_of, group_titles
from tui.i18n import _, current_language, listed


def scores(options: argparse.Namespace) -> int:
    """Scores of units in order of rank with their bands, or of parts or sections over all units."""
    workspace = open_workspace(options)
    read = read_round(workspace, workspace.round(options.round))
    bands, lang = workspace.settings.bands, current_language()
    if options.by != "unit":
        return _scores_by(read, options.by, options.json)
    ranked = ranking({code: score(each) for code, each in read.units.items()}, bands)
    counts = distribution(ranked, bands)
    if options.json:
        rows = [
            {"place": each.place, "unit": each.unit, "name": read.units[each.unit].unit.name}
            | _score_json(each.score)
            | {"band": each.band.id if each.band else None}
            for each in ranked
        ]
        say_json({"units": rows, "bands": counts, "damaged": sorted(read.damaged)})
    else:
        table(
            [
                (
                    each.place or "-",
                    each.unit,
                    points(each.score),
                    each.band.title(lang) if each.band else "-",
                    f"{each.score.answered}/{each.score.asked}",
                    each.score.failed,
                    _("veto: {items}").format(items=listed(ref.split(":")[1] for ref in each.score.vetoed))
                    if each.score.vetoed
                    else "",
                    read.units[each.unit].unit.name,
                )
                for each in ranked
            ],
            (_("Rank"), _("Code"), _("Score"), _("Band"), _("Marked"), _("Failed"), _("Veto"), _("Unit")),
        )
        titles = {band.id: band.title(lang) for band in bands} | {"": _("no score yet")}
        say("  ".join(f"{titles[band]} {count}" for band, count in counts.items() if count or band))
    return end(read)


def _scores_by(read: RoundAnswers, what: str, as_json: bool) -> int:
    found = in_all(read, group_of(what))
    titles = group_titles(read.questions.values(), what)
    if as_json:
        say_json([{what: name, "title": titles.get(name, name)} | _score_json(one) for name, one in found.items()])
    else:
        table(
            [
                (points(one), f"{one.answered}/{one.asked}", one.failed, titles.get(name, name))
                for name, one in found.items()
            ],
            (_("Score"), _("Marked"), _("Failed"), _("Part") if what == "part" else _("Section")),
        )
    return end(read)


def items(options: argparse.Namespace) -> int:
    """The pass rate of each item over the units that are asked it."""
    workspace = open_workspace(options)
    read = read_round(workspace, workspace.round(options.round))
    figures = over_items.by_item(read)
    if options.worst:
        figures = over_items.worst_first(figures)
    lang = current_language()
    if options.json:
        say_json(
            [
                {
                    "item": each.question.ref,
                    "text": each.question.item.text.get(lang),
                    "pass": each.passed,
                    "fail": each.failed,
                    "na": each.na,
                    "none": each.none,
                    "rate": each.rate,
                }
                for each in figures
            ]
        )
    else:
        table(
            [
                (
                    percent(each.rate),
                    each.passed,
                    each.failed,
                    each.na,
                    each.none,
                    each.question.ref,
                    each.question.item.text.get(lang),
                )
                for each in figures
            ],
            (_("Pass rate"), _("Passed"), _("Failed"), _("N/a"), _("None"), _("Item"), _("Text")),
        )
    return end(read)


def grades(options: argparse.Namespace) -> int:
    """Risk points and findings by grade."""
    workspace = open_workspace(options)
    read = read_round(workspace, workspace.round(options.round))
    figures, lang = over_items.by_grade(read), current_language()
    if options.json:
        say_json(
            [
                {
                    "scheme": each.scheme,
                    "grade": each.grade.id if each.grade else "",
                    "title": each.grade.title.get(lang) if each.grade else "",
                    "risk_points": each.risk_points,
                    "findings": each.findings,
                }
                | ({"found": [_found_json(code, seen) for code, seen in _found(read, each)]} if options.list else {})
                for each in figures
            ]
        )
    else:
        table(
            [
                (each.grade.title.get(lang) if each.grade else _("no grade"), each.risk_points, each.findings)
                for each in figures
            ],
            (_("Grade"), _("Risk points"), _("Findings")),
        )
        if options.list:
            found = [
                (each.grade.title.get(lang) if each.grade else _("no grade"), code, seen.ref or "-", seen.problem)
                for each in figures
                for code, seen in _found(read, each)
            ]
            table(found, (_("Grade"), _("Unit"), _("Item"), _("Problem")))
    return end(read)


def _found(read: RoundAnswers, row: over_items.GradeFigures) -> list[tuple[str, Seen]]:
    """The findings that the row of a grade counts, with their units."""
    return over_items.of_grade(read, row.scheme, row.grade.id if row.grade else "")


def _found_json(unit: str, seen: Seen) -> dict[str, str]:
    return {"unit": unit, "item": seen.ref, "finding": seen.id, "problem": seen.problem}


def read_round(workspace: Workspace, round_: Round) -> RoundAnswers:
    """What the round's units answered, with a progress bar where it takes long."""
    return reading.read(round_, workspace.hands, progress(_("reading sheets"), patience=0.5))


def end(*every: RoundAnswers | Board) -> Exit:
    """Sheets and ledgers that cannot be read are named; the figures are then not those of everything."""
    damages = [error for each in every for error in each.damaged.values()]
    for error in damages:
        complain(error)
    return Exit.NO if damages else Exit.DONE


def _score_json(found: Score) -> dict[str, Any]:
    return {
        "points": found.points,
        "got": found.got,
        "possible": found.possible,
        "asked": found.asked,
        "answered": found.answered,
        "complete": found.complete,
        "pass": found.passed,
        "fail": found.failed,
        "vetoed": found.vetoed,
    }
