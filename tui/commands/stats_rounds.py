"""`auditty stats` of several rounds and of the ledgers; every figure is worked out in `store.figures`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from functools import reduce
from operator import add
from typing import Any

from reports.numbers import percent
from store.counting import counting
from store.figures import compare as comparing
from store.figures import over_rounds
from store.figures.rates import Rates
from store.figures.trend import summary
from store.rectifying import board
from tui.commands.context import open_workspace
from tui.commands.output import progress, say, say_json, table
from tui.commands.stats import end, read_round
from tui.figures import KINDS, group_of, group_titles, rates_titles
from tui.i18n import _, current_language, listed


def compare(options: argparse.Namespace) -> int:
    """Two rounds side by side."""
    workspace = open_workspace(options)
    before, after = (read_round(workspace, workspace.round(name)) for name in (options.before, options.after))
    stands = board.read(workspace, progress(_("reading ledgers"), patience=0.5))
    found = over_rounds.comparison(workspace, before, after, stands.rows)
    questions = {**before.questions, **after.questions}
    group: Callable[[comparing.Change], str]
    if options.by == "unit":
        group, titles = (lambda change: change.unit), {code: each.unit.name for code, each in after.units.items()}
    else:
        of_question = group_of(options.by)
        group, titles = (lambda change: of_question(change.question)), group_titles(questions.values(), options.by)
    counts = comparing.counted(found.changes, group)
    lang = current_language()
    if options.json:
        say_json(
            {
                "counts": counts,
                "total": reduce(_sum, counts.values(), dict.fromkeys(comparing.KINDS, 0)),
                "gone": found.gone,
                "joined": found.joined,
                "removed": found.removed,
                "added": found.added,
                "changes": [
                    {"unit": each.unit, "item": each.question.ref, "kind": each.kind, "reworded": each.reworded}
                    for each in found.changes
                ],
            }
        )
        stands.keep()
        return end(before, after, stands)
    kinds = [_(KINDS[kind]) for kind in comparing.KINDS]
    rows = [(*one.values(), name, titles.get(name, "")) for name, one in counts.items()]
    total = reduce(_sum, counts.values(), dict.fromkeys(comparing.KINDS, 0))
    table([*rows, (*total.values(), "", _("together"))], (*kinds, _("Code"), _("Name")))
    for text, names in (
        (_("Units only in the earlier round: {count}"), found.gone),
        (_("Units only in the later round: {count}"), found.joined),
        (_("Items no longer asked: {count}"), found.removed),
        (_("Items asked for the first time: {count}"), found.added),
    ):
        if names:
            say(text.format(count=len(names)) + (f"  {listed(names)}" if options.list else ""))
    if options.list:
        table(
            [
                (
                    each.unit,
                    _(KINDS[each.kind]),
                    each.question.ref,
                    each.question.item.text.get(lang),
                    _("worded differently") if each.reworded else "",
                )
                for each in found.changes
            ]
        )
    stands.keep()
    return end(before, after, stands)


def rates(options: argparse.Namespace) -> int:
    """How much was put right, how much late, how much came back."""
    workspace = open_workspace(options)
    stands = board.read(workspace, progress(_("reading ledgers"), patience=0.5))
    wanted = workspace.round(options.round).info.id if options.round else ""
    rows = over_rounds.that_count(workspace, stands.rows, wanted)
    found = over_rounds.rates_by(workspace, rows, options.by, stands.rows)
    total = reduce(add, found.values(), Rates())
    if options.json:
        by_name = {name: _rates_json(one) for name, one in found.items()}
        say_json({"by": options.by, "rates": by_name, "total": _rates_json(total)})
    else:
        titles = rates_titles(workspace, rows, options.by)
        table(
            [
                *(_rates_row(one, name or "-", titles.get(name, "")) for name, one in sorted(found.items())),
                _rates_row(total, "", _("together")),
            ],
            (_("Rectifications"), _("Closed"), _("Completion"), _("Late"), _("Come back"), _("Of"), _("Name")),
        )
    stands.keep()
    return end(stands)


def trend(options: argparse.Namespace) -> int:
    """One line for each round, oldest first."""
    workspace = open_workspace(options)
    chosen = [workspace.round(name) for name in options.rounds] if options.rounds else counting(workspace)
    bands, lang = workspace.settings.bands, current_language()
    every = [read_round(workspace, each) for each in chosen]
    lines = [summary(each, bands) for each in every]
    if options.json:
        say_json([asdict(line) | {"pass_rate": line.pass_rate, "points": line.total.points} for line in lines])
    else:
        table(
            [
                (
                    line.round,
                    line.units,
                    f"{line.total.answered}/{line.total.asked}",
                    percent(line.pass_rate),
                    "-" if line.mean is None else f"{line.mean:.1f}",
                    line.findings,
                    *(line.bands[band.id] for band in bands),
                    line.name,
                )
                for line in lines
            ],
            (
                *(_("ID"), _("Units"), _("Marked"), _("Pass rate"), _("Mean score"), _("Findings")),
                *(band.title(lang) for band in bands),
                _("Name"),
            ),
        )
    return end(*every)


def _rates_json(found: Rates) -> dict[str, Any]:
    shares = {"completion": found.completion, "lateness": found.lateness, "recurrence": found.recurrence}
    return asdict(found) | shares


def _rates_row(found: Rates, name: str, title: str) -> tuple[object, ...]:
    shares = (percent(found.completion), percent(found.lateness), percent(found.recurrence))
    return (found.total, found.closed, *shares, name, title)


def _sum(first: dict[comparing.Kind, int], second: dict[comparing.Kind, int]) -> dict[comparing.Kind, int]:
    return {kind: first[kind] + second[kind] for kind in comparing.KINDS}
