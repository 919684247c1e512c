"""`auditty draw`."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Mapping

from checklists.errors import N_
from store.draw import Draw, agrees, avoidances, strata_of
from store.errors import Refused
from store.units import chosen
from store.workspace import Workspace
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, say, say_json, table
from tui.i18n import _, current_language, listed, ngettext


def new(options: argparse.Namespace) -> int:
    """Draw, and record it."""
    workspace = open_workspace(options)
    units = workspace.units.all()
    codes = chosen(units, types=options.type, every=not options.type, known_types=workspace.units.types)
    without = workspace.round(options.not_in).units if options.not_in else {}
    if min(options.count, options.percent, options.per_unit) < 0 or options.percent > 100:
        raise Refused(N_("a number to draw is not less than 0, and a share not more than 100"))
    strata = strata_of(
        {code: units[code].type for code in codes}, _takes(options.take), options.count, options.percent, without
    )
    if not strata:
        raise Refused(N_("there is no unit to draw"))
    inspectors = tuple(dict.fromkeys(options.from_inspectors or workspace.inspectors))
    draw = workspace.draws.make(
        Draw(
            name=options.name,
            seed=options.seed or secrets.token_hex(16),
            strata=strata,
            inspectors=inspectors,
            per_unit=options.per_unit,
            avoidances=avoidances(options.avoid, units, inspectors),
        )
    )
    if options.json:
        say_json(draw.to_value())
    else:
        say(draw.id)
    return Exit.DONE


def _takes(given: list[str]) -> Mapping[str, int]:
    takes = {}
    for text in given:
        type_, _equals, number = text.rpartition("=")
        if not number.isascii() or not number.isdigit() or int(number) < 1:
            raise Refused(N_("“{text}”: write how many of a type are drawn as TYPE=N"), text=text[:80])
        takes[type_] = int(number)
    return takes


def listing(options: argparse.Namespace) -> int:
    """List the draws, newest first."""
    draws = list(reversed(open_workspace(options).draws.all().values()))
    if options.json:
        say_json([{"id": draw.id, "name": draw.name, "units": len(draw.units), "seed": draw.seed} for draw in draws])
    elif draws:
        table(
            [(draw.id, len(draw.units), draw.seed, draw.name) for draw in draws],
            (_("ID"), _("Units"), _("Seed"), _("Name")),
        )
    else:
        say(_("No draws yet; make one with “auditty draw new --percent 10”"))
    return Exit.DONE


def show(options: argparse.Namespace) -> int:
    """What went into a draw, and what came out."""
    workspace = open_workspace(options)
    draw = workspace.draws.get(options.draw)
    if options.json:
        say_json(draw.to_value())
        return Exit.DONE
    say(_("Draw {id}  {name}").format(id=draw.id, name=draw.name).rstrip())
    say(_("Seed: {seed}").format(seed=draw.seed))
    types, lang = workspace.units.types, current_language()
    for stratum in draw.strata:
        text = _("{type}: {take} of {count}")
        kind = types[stratum.type].title.get(lang) if stratum.type in types else stratum.type or "-"
        say(text.format(type=kind, take=stratum.take, count=len(stratum.units)))
    for each in draw.avoidances:
        text = _("{inspector} does not inspect {unit}: {reason}")
        say(text.format(inspector=each.inspector, unit=each.unit, reason=each.reason or "-"))
    _units(workspace, draw)
    return Exit.DONE


def _units(workspace: Workspace, draw: Draw) -> None:
    units = workspace.units.all()
    table(
        [
            (number, code, listed(draw.teams.get(code, ())) or "-", units[code].name if code in units else "")
            for number, code in enumerate(draw.units, 1)
        ],
        (_("No."), _("Code"), _("Inspectors"), _("Unit")),
    )


def check(options: argparse.Namespace) -> int:
    """Draw again from what was recorded."""
    draw = open_workspace(options).draws.get(options.draw)
    same = agrees(draw)
    if options.json:
        say_json({"id": draw.id, "agrees": same})
    elif same:
        count = len(draw.units)
        say(
            ngettext(
                "Drawn again with the same seed: the same {count} unit",
                "Drawn again with the same seed: the same {count} units",
                count,
            ).format(count=count)
        )
    else:
        complain(_("drawn again, it comes out differently: the record was changed by hand"))
    return Exit.DONE if same else Exit.NO
