"""`auditty stats overview`: a round at a glance, with the same figures as the screen."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from checklists.errors import N_
from reports.numbers import percent
from store.errors import Unknown
from store.figures import over_rounds
from store.figures import overview as glance
from store.figures.items import GradeFigures, by_grade
from store.figures.overview import Orders, Standing, UnitLine
from store.figures.scores import Score, in_all
from store.rectifying import board
from tui.commands.context import open_workspace
from tui.commands.output import progress, say, say_json, table
from tui.commands.stats import end, read_round
from tui.figures import ORDERS, bar, group_of, group_titles
from tui.i18n import UNIT_STATES, _, current_language, listed


def overview(options: argparse.Namespace) -> int:
    """Progress, pass rates, findings by grade, rectifications, and units by parts."""
    workspace = open_workspace(options)
    types = workspace.units.types
    if options.type and options.type not in types:
        raise Unknown(N_("no unit type “{code}”; known are {known}"), code=options.type, known=listed(types))
    round_ = workspace.round(options.round)
    read = read_round(workspace, round_)
    standing = glance.standing(workspace.tallies(round_))
    stands = board.read(workspace, progress(_("reading ledgers"), patience=0.5))
    orders = glance.orders(over_rounds.that_count(workspace, stands.rows, round_.info.id))
    parts, grades = in_all(read, group_of(options.by)), by_grade(read)
    titles = group_titles(read.questions.values(), options.by)
    if options.within and options.within not in parts:
        raise Unknown(N_("no part “{name}”; known are {known}"), name=options.within, known=listed(parts))
    lines = [
        line
        for line in glance.in_order(glance.unit_lines(read, group_of(options.by)), options.sort, options.within)
        if options.type in ("", *line.unit.types)
    ]
    if options.json:
        say_json(
            {
                "round": round_.info.id,
                **_standing_json(standing),
                "by": options.by,
                "parts": [{options.by: name, "title": titles[name]} | _json(found) for name, found in parts.items()],
                "grades": [_grade_json(each) for each in grades],
                "rectifications": asdict(orders),
                "map": [_line_json(line, options.by) for line in lines],
            }
        )
    else:
        _print(standing, orders, parts, titles, grades)
        say()
        _print_map(lines, list(parts))
    stands.keep()
    return end(read, stands)


def _print(
    standing: Standing, orders: Orders, parts: dict[str, Score], titles: dict[str, str], grades: list[GradeFigures]
) -> None:
    """The bars, block by block."""
    units = standing.units.total()
    total, findings = standing.total, sum(each.findings for each in grades)
    lang = current_language()
    table(
        [
            *(_bar(standing.units[state], units, _(name)) for state, name in UNIT_STATES.items()
              if standing.units[state] or state in ("done", "work", "none")),
            (bar(standing.share), percent(standing.share), f"{total.marked}/{total.asked}", _("items marked")),
        ],
        (_("Units"), "", "", ""),
    )  # fmt: skip
    say()
    table(
        [
            (bar(found.pass_rate), percent(found.pass_rate), f"{found.failed}", f"{number} {titles[name]}")
            for number, (name, found) in enumerate(parts.items(), 1)
        ],
        (_("Pass rate"), "", _("Failed"), ""),
    )
    say()
    table(
        [_bar(each.findings, findings, each.grade.title.get(lang) if each.grade else _("no grade")) for each in grades],
        (_("Findings"), "", "", ""),
    )
    say()
    table(
        [_bar(count, orders.total, _(ORDERS[name])) for name, count in asdict(orders).items()],
        (_("Rectifications"), "", "", ""),
    )


def _bar(count: int, whole: int, title: str) -> tuple[str, str, str, str]:
    share = count / whole if whole else None
    return bar(share), percent(share), str(count), title


def _print_map(lines: list[UnitLine], parts: list[str]) -> None:
    """The units with their pass rate in all and in each part, whose numbers stand above."""
    table(
        [
            (
                line.unit.code,
                f"{line.whole.answered}/{line.whole.asked}",
                percent(line.whole.pass_rate),
                *(percent(line.parts[part].pass_rate) if part in line.parts else "" for part in parts),
                line.unit.name,
            )
            for line in lines
        ],
        (_("Code"), _("Marked"), _("Pass rate"), *map(str, range(1, len(parts) + 1)), _("Unit")),
    )


def _json(found: Score) -> dict[str, Any]:
    return {
        "asked": found.asked,
        "marked": found.answered,
        "pass": found.passed,
        "fail": found.failed,
        "na": found.na,
        "pass_rate": found.pass_rate,
    }


def _standing_json(standing: Standing) -> dict[str, Any]:
    units = {state: standing.units[state] for state in UNIT_STATES}
    total = standing.total
    items = {"asked": total.asked, "marked": total.marked, **total.by_verdict()}
    return {"units": units, "items": items, "findings": total.findings}


def _grade_json(each: GradeFigures) -> dict[str, Any]:
    grade = each.grade
    title = grade.title.get(current_language()) if grade else ""
    return {"scheme": each.scheme, "grade": grade.id if grade else "", "title": title, "findings": each.findings}


def _line_json(line: UnitLine, by: str) -> dict[str, Any]:
    parts = {name: _json(found) for name, found in line.parts.items()}
    return {"unit": line.unit.code, "name": line.unit.name} | _json(line.whole) | {f"{by}s": parts}
